"""What binds this landlord: regulations by municipality and date, occupancy table, parameters, mergers."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from cir_desktop.allocation.parameters import Parameters
from cir_desktop.domain.facts import FactKind
from cir_desktop.domain.process import RefusalReason
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadRules
from cir_desktop.runtime.reference import Merger

MUNICIPALITY = "municipality"
EVERYWHERE = "*"


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A binding level: `years` uninterrupted within the last `window`, in the municipality or a named sub-area."""

    id: str
    years: int
    window: int
    area: str = MUNICIPALITY
    article: str
    label: str


class SubArea(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A (sub)area that binds only when all its municipalities agreed (`consensus`)."""

    name: str
    nis_codes: tuple[str, ...]
    consensus: bool
    article: str


class TargetGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A target group of pillar 3, under the name that the regulation gives it.

    `reserved`: homes on the address list are let inside the group only; otherwise its members go first. `fact` is how a
    member is known: `age_from` (one applicant of at least that age), `disability` (a registered one), else the fact
    `target_group` that the office noted. `addresses` are codes of our homes.
    """

    name: str
    reserved: bool = True
    age_from: int | None = None
    disability: bool = False
    addresses: tuple[str, ...] = ()
    article: str
    label: str = "GOV"


class Priority(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A switch for something that goes before every binding."""

    id: str
    name: str
    on: bool
    article: str
    label: str


class MunicipalRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The allocation regulation of one municipality, in force in [since, until).

    `municipality` is a NIS code, the name of a sub-area (it then binds all its municipalities that have none of their
    own), or `*`: every other one. `version` is how the council names it.
    """

    municipality: str
    version: str = ""
    since: date = msgspec.field(name="from")
    until: date | None = None
    decision: str
    source: str
    last_checked: date
    care: bool = True
    levels: tuple[Level, ...] = msgspec.field(name="level", default=())
    target_groups: tuple[TargetGroup, ...] = msgspec.field(name="target_group", default=())

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Fit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of household that a home is for; `children` are all persons beside the single or the couple.

    `same_sex_pairs`: so many pairs of children of the same sex. `disabled`: one person has the disability percentage.
    """

    adults: str = "any"
    children_from: int = 0
    children_to: int | None = None
    same_sex_pairs: int = 0
    disabled: bool = False


class BedroomRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a home with so many bedrooms is for; `words` says it to a clerk. `bedrooms_to` None: or more."""

    bedrooms_from: int
    bedrooms_to: int | None = None
    words: str
    fits: tuple[Fit, ...] = msgspec.field(name="fit")


class OccupancyTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table of rational occupancy from a day on. `step_down`: open a home to smaller households if nobody fits."""

    since: date = msgspec.field(name="from")
    source: str
    article: str = ""
    label: str
    last_checked: date
    step_down: bool
    rows: tuple[BedroomRow, ...] = msgspec.field(name="row")

    def row(self, bedrooms: int) -> BedroomRow:
        """The row for a number of bedrooms; the loader saw to it that there is exactly one."""
        return next(
            row
            for row in self.rows
            if row.bedrooms_from <= bedrooms and (row.bedrooms_to is None or bedrooms <= row.bedrooms_to)
        )


class InternalRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The landlord's own internal rental regulation, in force in [since, until).

    `answer_days` None: the parameter `offer.answer_days` counts. `accelerated_order` are the groups of pillar 2 in the
    order that the landlord set, `internal_order` the grounds of pillar 4; empty: no order is set. `table` is its own
    occupancy table (None: that of `occupancy.toml`), `reasons` its own closed list of refusal reasons (empty: the
    shipped one).
    """

    since: date = msgspec.field(name="from")
    until: date | None = None
    version: str = ""
    decision: str
    source: str
    last_checked: date
    answer_days: int | None = None
    accelerated_order: tuple[str, ...] = ()
    internal_order: tuple[str, ...] = ()
    table: OccupancyTable | None = None
    reasons: tuple[RefusalReason, ...] = msgspec.field(name="reason", default=())

    def covers(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Regulation(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the ranking needs beside home and candidates. `warnings` are Dutch sentences."""

    name: str
    municipal: tuple[MunicipalRules, ...]
    sub_areas: tuple[SubArea, ...]
    priorities: tuple[Priority, ...]
    occupancy: tuple[OccupancyTable, ...]
    parameters: Parameters
    mergers: tuple[Merger, ...]
    internal: tuple[InternalRules, ...] = ()
    fact_kinds: tuple[FactKind, ...] = ()
    warnings: tuple[str, ...] = ()

    def rules_of(self, nis_code: str, day: date) -> MunicipalRules:
        """The regulation of a municipality on a day. Raises BadRules when none is in force."""
        successor_code = successor(nis_code, self.mergers, day)
        areas = [area.name for area in self.sub_areas if {nis_code, successor_code} & set(area.nis_codes)]
        codes = (nis_code, successor_code, *areas, EVERYWHERE)
        for code in codes:
            # A regulation without an end gives way to a later one.
            for rules in reversed(self.municipal):
                if rules.municipality == code and rules.covers(day):
                    return rules
        raise BadRules(
            f"Op {dutch_date(day)} is geen toewijzingsreglement van kracht voor gemeente {nis_code}.",
            "Kies een andere datum, of vul het reglement aan in de map met regels.",
        )

    def occupancy_on(self, day: date) -> OccupancyTable:
        """The occupancy table on a day: the landlord's own goes first. Raises BadRules when there is none yet."""
        own = self.internal_on(day)
        if own is not None and own.table is not None:
            return own.table
        for table in reversed(self.occupancy):
            if table.since <= day:
                return table
        raise BadRules(f"Op {dutch_date(day)} is geen bezettingstabel van kracht.", "Kies een andere datum.")

    def internal_on(self, day: date) -> InternalRules | None:
        """The internal rental regulation in force on a day; None when none was entered."""
        return next((rules for rules in reversed(self.internal) if rules.covers(day)), None)

    def accepted(self, nis_codes: Iterable[str], day: date) -> frozenset[str]:
        """The codes whose residence counts for these municipalities on a day: merged predecessors count, if they do."""
        wanted = set(nis_codes)
        if not self.parameters.yes_no("binding.predecessor_counts", day):
            return frozenset(wanted)
        living = {successor(code, self.mergers, day) for code in wanted}
        dead = {merger.old for merger in self.mergers if successor(merger.old, self.mergers, day) in living}
        return frozenset(wanted | living | dead)

    def answer_term_days(self, day: date) -> int:
        """Calendar days that a candidate has to answer an offer posted on a day. Raises BadRules."""
        own = self.internal_on(day)
        if own is not None and own.answer_days is not None:
            return own.answer_days
        return self.parameters.whole("offer.answer_days", day)

    def last_day_to_answer(self, posted_on: date) -> date:
        """The last day on which an answer to an offer posted on a day is in time. Raises BadRules."""
        return posted_on + timedelta(days=self.answer_term_days(posted_on))

    def refusal_pause_months(self, day: date) -> int:
        """Months without an offer after an ungrounded refusal on a day. Raises BadRules."""
        return self.parameters.whole("refusal.pause_months", day)

    def actualisation_days(self, day: date) -> int:
        """Calendar days to answer a letter of actualisation posted on a day. Raises BadRules."""
        return self.parameters.whole("actualisation.answer_days", day)

    def inactive_years(self, day: date) -> int:
        """Years without activity in the register after which a dossier may be struck off. Raises BadRules."""
        return self.parameters.whole("actualisation.inactive_years", day)


def successor(nis_code: str, mergers: Iterable[Merger], day: date) -> str:
    """The municipality to which a code's territory belongs on a day."""
    moved = {merger.old: merger.new for merger in mergers if merger.since <= day and merger.old != merger.new}
    while nis_code in moved:
        nis_code = moved[nis_code]
    return nis_code
