"""Weaving dossiers of one candidate on an old list: a preview with what it does to the places, never by itself."""

import hashlib
from pathlib import Path

import msgspec

from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.domain.migration import Batch
from cir_desktop.domain.pairs import Side
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.domain.weaving import WeavingGroup, WeavingLine, WeavingPlan, WeavingRule, WovenDossier, WovenStep
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.migration import weaving
from cir_desktop.migration.reader import read_batch
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services import migration_pairs
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import weavings

UNPROVEN = "onbewezen"
"""What stands beside every date that is kept: no rule for it was ever published."""


class GroupView(msgspec.Struct, frozen=True):
    """A group as a clerk sees it; `woven` is the decision that counts now, with the rule of then."""

    number: int
    group: WeavingGroup
    woven: WeavingLine | None

    @property
    def fits(self) -> bool:
        """Whether the decision keeps what it kept then: no date on the list changed it."""
        kept = self.group.kept
        return self.woven is not None and (self.woven.kept, self.woven.registered_on) == (
            kept.dossier,
            kept.registered_on,
        )

    @property
    def state(self) -> str:
        """Whether it is woven, by whom and when; or what stands in the way."""
        if self.group.obstacle:
            return "kan niet"
        if self.woven is None:
            return "niet ingevlochten"
        said = f"ingevlochten ({self.woven.by}, {dutch_moment(self.woven.at)})"
        return said if self.fits else f"opnieuw te bekijken: toen bleef dossier {self.woven.kept}"


class WeavingView(msgspec.Struct, frozen=True):
    """All groups of a list. `lost` are decisions over dossiers that stand on it and are no group any more."""

    batch: Batch
    plan: WeavingPlan
    groups: tuple[GroupView, ...]
    lost: tuple[WeavingLine, ...]
    with_register: bool

    @property
    def order_words(self) -> str:
        """Which order the places are of."""
        whose = "de lijst en het CIR samen" if self.with_register else "deze lijst"
        return (
            f"De plaatsen zijn die van alle {self.plan.dossiers} dossiers van {whose}, op inschrijvingsdatum en dan"
            " volgnummer; de volgorde voor een woning hangt ook van andere regels af."
        )

    @property
    def effect_words(self) -> str:
        """What weaving all groups does to the other dossiers."""
        if self.plan.up == 1:
            return "Worden alle groepen ingevlochten, dan schuift 1 dossier op."
        return f"Worden alle groepen ingevlochten, dan schuiven {self.plan.up} dossiers op."

    @property
    def apart_words(self) -> str:
        """How many pairs stay two dossiers; empty when there are none."""
        if not self.plan.apart:
            return ""
        return (
            f"Paren die apart blijven: {self.plan.apart}. Die persoon is in het ene dossier kandidaat en woont in het"
            " andere mee."
        )

    @property
    def woven(self) -> int:
        """How many groups are woven and still fit."""
        return sum(each.fits and not each.group.obstacle for each in self.groups)

    def with_group(self, view: GroupView) -> "WeavingView":
        """The same with a group as it stands now."""
        return msgspec.structs.replace(
            self, groups=tuple(view if each.number == view.number else each for each in self.groups)
        )

    def group(self, number: int) -> GroupView:
        """A group by its number. Raises NotFound."""
        found = next((view for view in self.groups if view.number == number), None)
        if found is None:
            raise NotFound("Er is geen groep met dit nummer.", "Kijk de lijst na (cir migration weave BESTAND).")
        return found


@needs(Role.CLERK)
def preview_file(
    office: Office,
    path: Path,
    *,
    rule: str = "",
    against_register: bool = False,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> WeavingView:
    """What may be woven on a workbook of our template. Raises BadWorkbook, BadInput for a rule, Cancelled."""
    batch = read_batch(path, today=office.today)
    return preview(office, batch, rule=rule, against_register=against_register, report=report, cancel=cancel)


@needs(Role.CLERK)
def preview(
    office: Office,
    batch: Batch,
    *,
    rule: str = "",
    against_register: bool = False,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> WeavingView:
    """What may be woven by the answers that were given to the pairs; an empty rule is the usual one.

    What is woven already keeps the rule that it was woven by.

    Raises BadInput for an unknown rule, Cancelled.
    """
    chosen = weaving.rule_of(rule) if rule else weaving.rules()[0]
    listed = migration_pairs.find(
        office, batch, against_register=against_register, report=report, cancel=cancel, keep_people=True
    )
    answered = [
        (pair, view.decision.answer if view.decision else None)
        for view in listed.views
        for pair in (view.pair, *view.also)
    ]
    with office.store.read() as connection:
        known = weavings.current(connection)
    own = {key: weaving.rule_of(line.rule) for key, line in known.items() if line.rule}
    made = weaving.plan(batch, listed.everybody, answered, chosen, own)
    views = tuple(GroupView(at, group, known.pop(group.key, None)) for at, group in enumerate(made.groups, start=1))
    lost = tuple(line for line in known.values() if weaving.still_stands(line, batch))
    return WeavingView(batch, made, views, lost, against_register)


@needs(Role.CLERK)
def weave(office: Office, view: GroupView) -> GroupView:
    """Weave a group by its rule: only the kept dossier comes in the woven list. Raises NotAllowed."""
    if view.group.obstacle:
        raise NotAllowed(view.group.obstacle, "Los dat eerst op, en kijk de groep opnieuw na.")
    with office.store.unit(office.actor) as unit:
        line = weavings.note(unit, view.group, view.group.rule.key)
        unit.event("migration.woven", view.group.kept.dossier, {"dossiers": len(view.group.dossiers)})
    return msgspec.structs.replace(view, woven=line)


@needs(Role.CLERK)
def unweave(office: Office, view: GroupView) -> GroupView:
    """Take it back: all dossiers of the group come in the woven list again. Raises NotAllowed."""
    with office.store.unit(office.actor) as unit:
        if view.group.key not in weavings.current(unit.connection):
            raise NotAllowed("Deze groep is niet ingevlochten.", "Kijk de lijst van de groepen na.")
        weavings.note(unit, view.group, None)
        unit.event("migration.unwoven", view.group.kept.dossier, {"dossiers": len(view.group.dossiers)})
    return msgspec.structs.replace(view, woven=None)


@needs(Role.CLERK)
def applied(office: Office, view: WeavingView) -> tuple[Batch, list[WovenStep]]:
    """The list with the groups woven that a clerk wove and that still fit; the list that was read stays as it is."""
    return weaving.woven(view.batch, [each.group for each in view.groups if each.fits and not each.group.obstacle])


@needs(Role.CLERK)
def save_woven(office: Office, view: WeavingView, path: Path) -> list[WovenStep]:
    """Write the woven list as a new workbook with the columns of our template; gives what was left out.

    Raises BadWorkbook, NotAllowed when that is the list itself: it stays as it is.
    """
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == view.batch.source.sha256:
        raise NotAllowed("Zo zou uw eigen lijst overschreven worden.", "Kies een ander bestand.")
    batch, steps = applied(office, view)
    write_template(path, template(), batch)
    return steps


def date_words(view: GroupView) -> str:
    """The date that stays, and that this is unproven."""
    return f"{dutch_date(view.group.kept.registered_on)} ({UNPROVEN})"


def places_words(view: GroupView) -> str:
    """The places before, and the one that follows."""
    before = " en ".join("onbekend" if one.place is None else str(one.place) for one in view.group.dossiers)
    return before if view.group.obstacle else f"{before} → {view.group.place}"


def rules() -> tuple[WeavingRule, ...]:
    """By which date can be kept, the usual rule first."""
    return weaving.rules()


def sentences(view: GroupView) -> list[str]:
    """What weaving a group would do."""
    group = view.group
    if group.obstacle:
        return [group.obstacle]
    kept = group.kept
    place = f", plaats {group.place}" if group.place else ""
    said = [
        f"Dossier {kept.dossier} blijft, met inschrijvingsdatum {dutch_date(kept.registered_on)} ({UNPROVEN}){place}."
    ]
    if kept.side is Side.REGISTER:
        said.append("Dat dossier staat in het CIR: van deze kandidaat staat niets meer in de ingevlochten lijst.")
    for one in group.dropped:
        said.append(
            f"Dossier {one.dossier} (rij {one.row}) komt niet in de ingevlochten lijst, met {_rows(one)}; zijn plaats"
            f" {one.place} vervalt."
        )
    for one in group.dossiers:
        if one.side is Side.REGISTER and one != kept:
            said.append(f"Dossier {one.dossier} staat in het CIR; invlechten daar doet dit programma niet.")
    said.append("Gezin en voorkeuren blijven die van het dossier dat blijft.")
    return said


def _rows(one: WovenDossier) -> str:
    members = "1 gezinslid" if one.members == 1 else f"{one.members} gezinsleden"
    preferences = "1 voorkeur" if one.preferences == 1 else f"{one.preferences} voorkeuren"
    return f"{members} en {preferences}"
