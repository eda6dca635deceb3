"""Correcting a dossier: what we may write goes to the register, the rest becomes a request to correct it."""

from collections.abc import Mapping
from datetime import date

import msgspec

from cir_desktop.domain.codes import EDIT
from cir_desktop.domain.conflicts import CorrectionRequest, Value
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.dossier_fields import (
    FIELDS,
    DossierField,
    FieldKind,
    comparable,
    field_of,
    region_of,
    values_of,
)
from cir_desktop.domain.field_texts import parse, typed_text, value_words
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Command, CommandState, DossierEdit
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.reference import name_of
from cir_desktop.services import touching
from cir_desktop.services.messages import put
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, conflicts, dossiers, outbox
from cir_desktop.storage.candidates import CandidateRow
from cir_desktop.sync.rebase import after_stored, primary_of

_WAITS = frozenset({CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED, CommandState.CONFLICT})
_REGISTER = "het CIR"
_COMPANY = "de woonmaatschappij"


class FieldNow(msgspec.Struct, frozen=True):
    """A field as the form shows it. `text` is what `parse` reads (empty for a national number, which `words` shows
    masked); `told`: it goes to the register by our own hand."""

    field: DossierField
    text: str
    words: str
    told: bool
    waits: bool


class EditForm(msgspec.Struct, frozen=True):
    """What can be corrected of a dossier, as it stands in the register with what waits to be sent laid over it.

    `by_company`: our messages go through a housing company, so that nothing is written by ourselves.
    """

    dossier: str
    name: str
    version: int
    primary: bool
    primary_party: str
    by_company: bool
    fields: tuple[FieldNow, ...]


class Entered(msgspec.Struct, frozen=True):
    """What a clerk entered: texts by field, beginning from a version, and what he or she goes by."""

    base_version: int
    texts: Mapping[str, str]
    evidence: str
    received_on: date | None = None


class EditLine(msgspec.Struct, frozen=True):
    """A field with its value before and after, in words; `addressee` is who is asked, empty when we write it."""

    field: str
    label: str
    before: str
    after: str
    addressee: str = ""


class EditPreview(msgspec.Struct, frozen=True):
    """What a correction does: `touches` first, then what goes to the register and what becomes a request.

    `conflict`: the register changed a field of it since the form was opened; it waits for a decision then.
    """

    dossier: str
    name: str
    touches: tuple[str, ...]
    told: tuple[EditLine, ...]
    asked: tuple[EditLine, ...]
    conflict: bool = False


class _Read(msgspec.Struct, frozen=True):
    """A correction that was looked at: the dossier that it begins from, and its values by who writes them."""

    number: str
    name: str
    now: Dossier
    base: dict[str, Value]
    told: dict[str, Value]
    asked: dict[str, Value]
    evidence: str


@needs(*LOOK)
def form(office: Office, dossier: str) -> EditForm:
    """What can be corrected of a dossier. Raises NotFound, BadInput for a number that is none."""
    number = DossierNumber.parse(dossier).text
    with office.store.read() as connection:
        row = candidates.by_dossier(connection, number)
        version, raw = dossiers.raw_version(connection, number)
        waiting = _changes(outbox.commands(connection, states=_WAITS, dossier=number))
    found = decode_dossier(raw)
    values = values_of(found) | waiting
    return EditForm(
        dossier=number,
        name=row.name,
        version=version,
        primary=row.primary,
        primary_party=found.primary_party,
        by_company=office.way is Way.WORKBOOK,
        fields=tuple(
            FieldNow(
                field=field,
                # A whole national number is shown to who asks for it, and that is not who corrects an address.
                text="" if field.kind is FieldKind.NATIONAL_NUMBER else typed_text(key, values[key]),
                words=value_words(key, values[key]),
                told=field.ours and _writes(office, row),
                waits=key in waiting,
            )
            for key, field in FIELDS.items()
            if field.askable and key in values
        ),
    )


@needs(*LOOK)
def preview(office: Office, dossier: str, entered: Entered) -> EditPreview:
    """What a correction would do; nothing is written. Raises what `enter` raises."""
    return _shown(office, _read(office, dossier, entered))


@needs(Role.CLERK)
def enter(office: Office, dossier: str, entered: Entered) -> EditPreview:
    """Put what we may write in the outbox, and make requests of the rest; one unit of work.

    Where the register changed since the version that the clerk saw, it is compared at once.

    Raises:
        NotFound; BadInput (field is the key of the field, `evidence`, or `received_on`); NotAllowed when a conflict
        about the same field waits for a decision.
    """
    read = _read(office, dossier, entered)
    found = _shown(office, read)
    with office.store.unit(office.actor) as unit:
        if read.told:
            edit = DossierEdit(comparable(read.base), read.told, read.evidence)
            command = put(office, unit, EDIT, read.number, edit, base_version=entered.base_version)
            unit.event("edit.made", read.number, {"fields": ", ".join(FIELDS[key].label for key in read.told)})
        for key, value in read.asked.items():
            asked = conflicts.keep_request(
                unit.connection,
                CorrectionRequest(
                    id="",
                    dossier=read.number,
                    field=key,
                    base_version=entered.base_version,
                    register_value=read.base[key],
                    our_value=value,
                    evidence=read.evidence,
                    addressee=_addressee(office, FIELDS[key], read.now),
                    made_at=unit.at,
                    made_by=office.actor.name,
                ),
            )
            unit.event("correction.asked", read.number, {"request": asked.id, "field": FIELDS[key].label})
        after_stored(unit, {read.number}, office.party)
        if read.told:
            state = outbox.command(unit.connection, command.id).state
            found = msgspec.structs.replace(found, conflict=state is CommandState.CONFLICT)
    return found


def _read(office: Office, dossier: str, entered: Entered) -> _Read:
    number = DossierNumber.parse(dossier).text
    with office.store.read() as connection:
        row = candidates.by_dossier(connection, number)
        _, raw = dossiers.raw_version(connection, number, entered.base_version)
        waiting = outbox.commands(connection, states=_WAITS, dossier=number)
    now = decode_dossier(raw)
    base = values_of(now) | _changes(waiting)
    told: dict[str, Value] = {}
    asked: dict[str, Value] = {}
    for key, text in entered.texts.items():
        field = field_of(key)
        if key not in base:
            raise BadInput(
                "Deze persoon staat niet in het dossier.", "Verbeter enkel wie in het dossier staat.", field=key
            )
        unchanged = typed_text(key, base[key])
        if text.strip() == unchanged or (field.kind is FieldKind.NATIONAL_NUMBER and not text.strip()):
            continue
        value = parse(key, text)
        if field.kind is FieldKind.REGIONS:
            _check_neighbourhoods(office, key, value, base[key])
        if value != base[key]:
            (told if field.ours and _writes(office, row) else asked)[key] = value
    if not told and not asked:
        raise BadInput(
            "U wijzigde niets aan dit dossier.", "Wijzig een gegeven, of sluit zonder te bewaren.", field="texts"
        )
    if told.keys() & _changes([one for one in waiting if one.state is CommandState.CONFLICT]).keys():
        raise NotAllowed(
            "Over dit gegeven wacht al een conflict op een beslissing.", "Beslis eerst bij Uitwisseling, Conflicten."
        )
    return _Read(number, row.name, now, base, told, asked, _evidence(office, entered))


def _check_neighbourhoods(office: Office, key: str, value: Value, before: Value) -> None:
    """A neighbourhood that nobody ever chose is more likely misspelt than new; the register would take it as it is."""
    former = before if isinstance(before, tuple) else ()
    for part in value if isinstance(value, tuple) else ():
        if part is None or part in former:
            continue
        nis_code, wanted = region_of(part)
        with office.store.read() as connection:
            known = candidates.chosen_neighbourhoods(connection, nis_code)
        if unknown := [place for place in wanted if place not in known]:
            raise BadInput(
                f"Deze wijk kennen wij niet in {name_of(nis_code)}: {', '.join(unknown)}.",
                f"Kies uit: {', '.join(known)}." if known else "Kies de hele gemeente.",
                field=key,
            )


def _evidence(office: Office, entered: Entered) -> str:
    evidence = " ".join(entered.evidence.split())
    if not evidence:
        raise BadInput(
            "Waarop u steunt, ontbreekt.",
            "Schrijf waaruit dit blijkt, zoals een brief of een document van de kandidaat.",
            field="evidence",
        )
    if entered.received_on is None:
        return evidence
    if entered.received_on > office.today:
        raise BadInput("Deze dag ligt in de toekomst.", "Geef de dag waarop u het kreeg.", field="received_on")
    return f"{evidence}, ontvangen op {dutch_date(entered.received_on)}"


def _shown(office: Office, read: _Read) -> EditPreview:
    ranked = {key: value for key, value in read.told.items() if FIELDS[key].ranks}
    variants = {
        "zoals het nu in het register staat": touching.as_stored,
        "met wat u invulde": touching.with_values(ranked),
    }
    return EditPreview(
        dossier=read.number,
        name=read.name,
        touches=touching.touched(office, read.number, variants) if ranked else (),
        told=tuple(_line(key, read.base[key], value) for key, value in read.told.items()),
        asked=tuple(
            _line(key, read.base[key], value, _addressee(office, FIELDS[key], read.now))
            for key, value in read.asked.items()
        ),
    )


def _line(key: str, before: Value, after: Value, addressee: str = "") -> EditLine:
    return EditLine(key, FIELDS[key].label, value_words(key, before), value_words(key, after), addressee)


def _addressee(office: Office, field: DossierField, now: Dossier) -> str:
    if not field.ours:
        return _REGISTER
    return _COMPANY if now.primary_party == office.party else primary_of(now)


def _writes(office: Office, row: CandidateRow) -> bool:
    """Whether we write in the register ourselves: as the primary landlord, and with access of our own."""
    return row.primary and office.way is not Way.WORKBOOK


def _changes(commands: list[Command]) -> dict[str, Value]:
    """What waits to be written, a later one over an earlier one."""
    found: dict[str, Value] = {}
    for command in commands:
        if isinstance(command.payload, DossierEdit):
            found |= command.payload.changes
    return found
