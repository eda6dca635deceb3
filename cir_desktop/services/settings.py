"""The rules that bind this landlord: what was entered, its versions, and what a change would do before it is saved."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import msgspec

from cir_desktop.allocation import own as entered
from cir_desktop.allocation.documents import Document, Entered
from cir_desktop.allocation.loader import (
    load_pass_over_reasons,
    load_refusal_reasons,
    load_regulation,
    load_retract_reasons,
    load_review_marks,
)
from cir_desktop.allocation.own import OwnRules as OwnRules
from cir_desktop.allocation.parameters import EXPECTED, KEYS, OwnValue, shown_source
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Report, ignore_progress
from cir_desktop.errors import BadInput, BadRules, NotFound
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.services.rules_effect import Preview, effect_of
from cir_desktop.storage import homes, own_rules, people


class Current(msgspec.Struct, frozen=True):
    """What was entered and counts now. `version` 0: nothing was entered yet."""

    version: int
    rules: OwnRules


class SavedVersion(msgspec.Struct, frozen=True):
    """A version as it stands in the history, without its document."""

    id: int
    at: datetime
    by: str
    note: str


class ValueLine(msgspec.Struct, frozen=True):
    """A parameter on a day, as a clerk reads it; `expected` when nobody knows its value, `own` when filled in here."""

    key: str
    name: str
    value: str
    since: date
    source: str
    link: str
    label: str
    last_checked: date
    expected: bool
    own: bool


class PriorityLine(msgspec.Struct, frozen=True):
    """A switch of an absolute priority with what it rests on."""

    id: str
    name: str
    on: bool
    source: str
    label: str


def current(office: Office) -> Current:
    """The newest version. Raises BadRules when it can't be read."""
    with office.store.read() as connection:
        newest = own_rules.newest(connection)
    return Current(newest.id, entered.decode(newest.document)) if newest else Current(0, entered.NOTHING_ENTERED)


def history(office: Office) -> list[SavedVersion]:
    """Every saved version, newest first."""
    with office.store.read() as connection:
        known = people.names(connection)
        saved = [SavedVersion(one.id, one.at, one.by, one.note) for one in own_rules.versions(connection)]
    return [people.with_name(one, "by", known) for one in saved]


def check(office: Office, own: OwnRules) -> tuple[str, ...]:
    """The warnings about what was entered, beyond those of the shipped rules.

    Raises BadRules with the key: what the rules refuse, or a target group with an address that is no home of ours.
    """
    warnings = entered.lay_over(office.shipped, own).warnings[len(office.shipped.warnings) :]
    with office.store.read() as connection:
        known = {row.home.code for row in homes.homes(connection)}
    for at, rules in enumerate(own.municipal):
        for index, group in enumerate(rules.target_groups):
            if strange := [code for code in group.addresses if code not in known]:
                Entered("Instellingen").refuse(
                    f"regulation[{at}].target_group[{index}].addresses",
                    f"“{strange[0]}” op de lijst van “{group.name}” is geen code van een woning van ons.",
                )
    return warnings


@needs(Role.ADMINISTRATOR)
def preview(
    office: Office, own: OwnRules, *, report: Report = ignore_progress, cancel: Cancel | None = None
) -> Preview:
    """What these rules would change in the lists of the vacant homes. Raises as `check`, and Cancelled."""
    return effect_of(office, own, report, cancel or Cancel(), check(office, own))


@needs(Role.ADMINISTRATOR)
def save(office: Office, own: OwnRules, note: str, *, based_on: int) -> SavedVersion:
    """Keep another version; from now on it counts.

    Args:
        note: what changed, in words.
        based_on: the version that was changed, so that nobody's work is overwritten unseen.

    Raises:
        BadRules: it can't be right. BadInput: without a note, or another version was saved since.
    """
    if not note.strip():
        raise BadInput("Er staat niet bij wat er wijzigde.", "Schrijf het in een paar woorden.", field="note")
    check(office, own)
    return _keep(office, own, note.strip(), based_on, "rules.saved")


def rules_of(office: Office, version: int) -> OwnRules:
    """What a saved version holds. Raises NotFound, BadRules."""
    with office.store.read() as connection:
        chosen = next((one for one in own_rules.versions(connection) if one.id == version), None)
    if chosen is None:
        raise NotFound(f"Er is geen versie {version}.", "Bekijk de versies met: cir rules history")
    return entered.decode(chosen.document)


@needs(Role.ADMINISTRATOR)
def restore(office: Office, version: int) -> SavedVersion:
    """Put an older version back as a new one. Raises NotFound, BadRules."""
    own = rules_of(office, version)
    check(office, own)
    with office.store.read() as connection:
        newest = own_rules.newest(connection)
    return _keep(office, own, f"Versie {version} teruggezet", newest.id if newest else 0, "rules.restored")


def _keep(office: Office, own: OwnRules, note: str, based_on: int, kind: str) -> SavedVersion:
    with office.store.unit(office.actor) as unit:
        before = own_rules.newest(unit.connection)
        if (before.id if before else 0) != based_on:
            raise BadInput(
                "Intussen werd een andere versie van de reglementen bewaard.",
                "Lees ze opnieuw, en breng uw wijziging daarin aan.",
            )
        own_rules.save(unit, entered.encode(own), note)
        kept = own_rules.newest(unit.connection)
        assert kept is not None  # noqa: S101 - it was written the line before
        unit.event(kind, "rules", {"version": kept.id})
    return SavedVersion(kept.id, kept.at, office.shown_name, kept.note)


def values_on(office: Office, day: date, own: OwnRules | None = None) -> list[ValueLine]:
    """Every parameter with its value on a day; those without one on that day are left out.

    `own` is a draft; None for what counts now. Raises BadRules.
    """
    regulation = office.regulation if own is None else entered.lay_over(office.shipped, own)
    lines = []
    for parameter in regulation.parameters.by_key.values():
        try:
            value = regulation.parameters.on(parameter.key, day)
        except BadRules:
            continue
        source = ", ".join(text for text in (value.source, value.article) if text)
        lines.append(
            ValueLine(
                key=parameter.key,
                name=parameter.name,
                value=parameter.words(value),
                since=value.since,
                source=shown_source(source, value.label),
                link=value.link or value.document,
                label=value.label,
                last_checked=value.last_checked,
                expected=value.status == EXPECTED,
                own=value.own,
            )
        )
    return lines


def with_value(office: Office, own: OwnRules, key: str, since: date, text: str, source: str) -> OwnRules:
    """The same rules with an expected value filled in; a former one of the same key and day is replaced.

    Raises BadInput (fields `key`, `value`, `source`) and BadRules when nothing is expected there.
    """
    if key not in KEYS:
        raise BadInput(f"“{key}” is geen gekende waarde.", "Bekijk de namen met: cir rules values", field="key")
    if not source.strip():
        raise BadInput("De bron ontbreekt.", "Schrijf waar dit bedrag staat.", field="source")
    value = OwnValue(
        key=key,
        since=since,
        value=_typed(key, text),
        source=source.strip(),
        noted_by=office.shown_name,
        noted_on=office.today,
    )
    kept = tuple(one for one in own.values if (one.key, one.since) != (key, since))
    office.shipped.parameters.with_own([value])
    return msgspec.structs.replace(own, values=(*kept, value))


def _typed(key: str, text: str) -> int | bool | str:
    text = text.strip()
    if KEYS[key] is int:
        digits = text.replace("€", "").replace(".", "").replace(" ", "").replace("\u00a0", "")
        if not digits.isascii() or not digits.isdigit():
            raise BadInput("De waarde is geen geheel getal.", "Geef een bedrag in hele euro.", field="value")
        return int(digits)
    if KEYS[key] is bool:
        if text.casefold() not in ("ja", "nee"):
            raise BadInput("De waarde is geen ja of nee.", "Schrijf ja of nee.", field="value")
        return text.casefold() == "ja"
    return text


def priorities(office: Office, own: OwnRules) -> list[PriorityLine]:
    """The absolute priorities in their order, as these rules would switch them."""
    return [
        PriorityLine(
            one.id, one.name, own.priorities.get(one.id, one.on), shown_source(one.article, one.label), one.label
        )
        for one in office.shipped.priorities
    ]


def with_priority(own: OwnRules, identity: str, on: bool) -> OwnRules:
    """The same rules with one absolute priority switched."""
    return msgspec.structs.replace(own, priorities={**own.priorities, identity: on})


def write(office: Office, path: Path) -> Current:
    """Write what counts now as JSON. Raises BadInput when the file can't be written."""
    now = current(office)
    text = msgspec.json.format(entered.encode(now.rules), indent=2)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput("Het bestand kan niet geschreven worden.", "Kies een map waarin u mag schrijven.") from error
    return now


def read(path: Path) -> OwnRules:
    """Rules from a file: TOML when it is named so, else JSON as `write` gives it. Raises BadInput, BadRules."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{path.name} kan niet gelezen worden.", "Kijk na of het een tekstbestand in UTF-8 is."
        ) from error
    if path.suffix.casefold() == ".toml":
        return Document(path.name, text).read(OwnRules)
    try:
        return entered.decode(text)
    except BadRules as error:
        raise BadRules(
            f"{path.name} bevat geen reglementen die gelezen kunnen worden.",
            "Neem een bestand dat met “cir rules export” geschreven werd.",
        ) from error


class Checked(msgspec.Struct, frozen=True):
    """What is wrong (each a sentence with file and line where there is one), and what is doubtful."""

    problems: tuple[str, ...]
    warnings: tuple[str, ...]


def check_folder(folder: Path) -> Checked:
    """Look at every rules file of a folder; what is not there is the shipped one. Raises BadInput for no folder."""
    if not folder.is_dir():
        raise BadInput("Die map met regels is er niet.", "Kijk na of de naam klopt.")
    problems: list[str] = []
    warnings: tuple[str, ...] = ()
    try:
        warnings = load_regulation(folder).warnings
    except BadRules as error:
        problems.append(error.what)
    others: tuple[Callable[[Path], object], ...] = (
        load_refusal_reasons,
        load_pass_over_reasons,
        load_retract_reasons,
        load_review_marks,
    )
    for load in others:
        try:
            load(folder)
        except BadRules as error:
            problems.append(error.what)
    return Checked(tuple(problems), warnings)


def check_entered(office: Office) -> Checked:
    """Look at what was entered over the shipped rules."""
    try:
        warnings = check(office, current(office).rules)
    except BadRules as error:
        return Checked((error.what,), office.shipped.warnings)
    return Checked((), (*office.shipped.warnings, *warnings))


class View(msgspec.Struct, frozen=True):
    """Everything that the settings show: the saved rules, the lines of these or of a draft, and the history."""

    saved: Current
    draft: OwnRules
    values: tuple[ValueLine, ...]
    priorities: tuple[PriorityLine, ...]
    history: tuple[SavedVersion, ...]
    day: date


def view(office: Office, draft: OwnRules | None = None, day: date | None = None) -> View:
    """What there is to show of a draft (None: of what counts now) on a day (today). Raises BadRules.

    A newest version that can't be read or can't be right any more shows as nothing entered, so that its history can
    be reached and an older one put back.
    """
    now = _readable(office)
    shown = now.rules if draft is None else draft
    on = day or office.today
    return View(
        saved=now,
        draft=shown,
        values=tuple(values_on(office, on, shown)),
        priorities=tuple(priorities(office, shown)),
        history=tuple(history(office)),
        day=on,
    )


def _readable(office: Office) -> Current:
    try:
        now = current(office)
        entered.lay_over(office.shipped, now.rules)
    except BadRules:
        saved = history(office)
        return Current(saved[0].id if saved else 0, entered.NOTHING_ENTERED)
    return now
