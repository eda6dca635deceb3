"""What a newer version of a dossier means for what we are about to tell of it, noted over it, or asked to correct.

Called in the unit of work that stores the version, so that no moment exists in which the two do not agree.
"""

from collections.abc import Collection, Iterable

import msgspec

from cir_desktop.domain.conflicts import (
    Conflict,
    ConflictKind,
    ConflictState,
    CorrectionRequest,
    FieldMerge,
    Outcome,
    Value,
    disputed,
)
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.dossier_fields import FACT_FIELDS, FIELDS, values_of
from cir_desktop.domain.facts import OwnFact
from cir_desktop.domain.field_texts import value_words
from cir_desktop.domain.process import Command, CommandState, DossierEdit
from cir_desktop.errors import NotFound
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.storage import conflicts, dossiers, outbox, own_facts
from cir_desktop.storage.unit import Unit
from cir_desktop.sync.edit import compare, ours, rebased

_ON_ITS_WAY = frozenset({CommandState.SENT, CommandState.UNANSWERED})
_COMPARED = _ON_ITS_WAY | {CommandState.NEW, CommandState.CONFLICT}

_DECIDE = "Het register wijzigde een gegeven dat u ook wijzigde. Beslis bij Conflicten, per veld."
_HAS_IT = "Het register had dit intussen zelf; er hoefde niets verstuurd te worden."
_NOT_OURS = "Wij zijn niet langer de behandelende verhuurder; er is een vraag tot verbetering van gemaakt."


def after_stored(unit: Unit, numbers: Collection[str], own_party: str) -> None:
    """Compare what is ours with the newest stored version of these dossiers; most have nothing to compare.

    `own_party` is empty while no register is set: then nothing tells whether we still are the primary landlord.
    """
    for number in sorted(conflicts.watched(unit.connection, numbers)):
        now = _stored(unit, number)
        if now is not None:
            _compare_edit(unit, number, now, own_party)
            _compare_facts(unit, number, now)
            _tick_off(unit, number, now)


def primary_of(dossier: Dossier) -> str:
    """Who is asked for what only the primary landlord may write."""
    return f"de behandelende verhuurder ({dossier.primary_party})"


def _stored(unit: Unit, number: str, version: int | None = None) -> Dossier | None:
    try:
        return decode_dossier(dossiers.raw_version(unit.connection, number, version)[1])
    except (NotFound, UndecodableDossier):
        return None


def _compare_edit(unit: Unit, number: str, now: Dossier, own_party: str) -> None:
    """Only the first correction of a dossier: a later one goes by what the first one does to it."""
    waiting = outbox.commands(unit.connection, states=_COMPARED, dossier=number)
    command = next((one for one in waiting if isinstance(one.payload, DossierEdit)), None)
    if command is None or not isinstance(command.payload, DossierEdit) or now.version < command.base_version:
        return
    edit, former = command.payload, _open_one(unit, command.id)
    if command.state is CommandState.CONFLICT and former is None:
        return  # a clerk looks at it for another reason
    if own_party and command.state not in _ON_ITS_WAY and now.primary_party != own_party:
        _ask_instead(unit, command, edit, now)
        return
    fields = compare(edit, now)
    if disputed(fields):
        _keep(unit, command.dossier, ConflictKind.EDIT, command.id, command.base_version, now, fields, former)
        if command.state is CommandState.NEW:
            outbox.set_state(unit.connection, command.id, CommandState.CONFLICT, last_answer=_DECIDE)
        return
    if command.state in _ON_ITS_WAY:
        return  # what becomes of it is looked up first
    _merge(unit, command, edit, now, fields, former)


def _merge(
    unit: Unit,
    command: Command,
    edit: DossierEdit,
    now: Dossier,
    fields: tuple[FieldMerge, ...],
    former: Conflict | None,
) -> None:
    """Nothing to decide: the correction goes on from the newest version, and what was merged is kept to be seen."""
    changes = ours(fields)
    if former is not None or any(one.outcome is not Outcome.MINE for one in fields):
        kept = conflicts.keep_conflict(
            unit.connection,
            Conflict(
                id=former.id if former else "",
                dossier=command.dossier,
                kind=ConflictKind.EDIT,
                about=command.id,
                base_version=command.base_version,
                register_version=now.version,
                fields=fields,
                state=ConflictState.MERGED,
                made_at=unit.at,
            ),
        )
        unit.event("edit.merged", command.dossier, {"conflict": kept.id, "version": now.version})
    outbox.replace_edit(unit.connection, command.id, rebased(edit, now, changes), now.version)
    if not changes:
        outbox.set_state(unit.connection, command.id, CommandState.ACCEPTED, last_answer=_HAS_IT)
    elif command.state is CommandState.CONFLICT:
        outbox.put_back(unit.connection, command.id, CommandState.NEW)


def _ask_instead(unit: Unit, command: Command, edit: DossierEdit, now: Dossier) -> None:
    values = values_of(now)
    for key, value in edit.changes.items():
        asked = conflicts.keep_request(
            unit.connection,
            CorrectionRequest(
                id="",
                dossier=command.dossier,
                field=key,
                base_version=now.version,
                register_value=values.get(key),
                our_value=value,
                evidence=edit.evidence,
                addressee=primary_of(now),
                made_at=unit.at,
                made_by=command.author,
            ),
        )
        unit.event("correction.asked", command.dossier, {"request": asked.id, "field": FIELDS[key].label})
    outbox.set_state(unit.connection, command.id, CommandState.DROPPED, last_answer=_NOT_OURS)


def _compare_facts(unit: Unit, number: str, now: Dossier) -> None:
    values = values_of(now)
    for noted in own_facts.based(unit.connection, number):
        key = FACT_FIELDS.get(noted.key)
        if key is None or noted.base_version >= now.version or _ended(noted.fact, unit):
            continue
        base = _stored(unit, number, noted.base_version)
        if base is None:
            continue
        then, current = values_of(base).get(key), values.get(key)
        former = _open_one(unit, noted.key, number, noted.line)
        if then != current:
            field = FieldMerge(key, then, current, fact_value(noted.fact), Outcome.CONFLICT)
            _keep(
                unit, number, ConflictKind.FACT, noted.key, noted.base_version, now, (field,), former, line=noted.line
            )
        elif former is not None:
            back = msgspec.structs.replace(former, state=ConflictState.MERGED, register_version=now.version)
            conflicts.keep_conflict(unit.connection, back)
            unit.event("conflict.gone", number, {"conflict": former.id, "version": now.version})


def fact_value(fact: OwnFact) -> Value:
    """A noted fact as the value of a field: its answer, and its amount or number."""
    return (fact.answer.value, None if fact.amount is None else str(fact.amount))


def _ended(fact: OwnFact, unit: Unit) -> bool:
    return fact.until is not None and fact.until <= unit.at.date()


def _open_one(unit: Unit, about: str, dossier: str | None = None, line: int = 0) -> Conflict | None:
    found: Iterable[Conflict] = conflicts.conflicts(
        unit.connection, states={ConflictState.OPEN}, about=about, dossier=dossier
    )
    return next((one for one in found if one.line == line), None)


def _keep(
    unit: Unit,
    dossier: str,
    kind: ConflictKind,
    about: str,
    base_version: int,
    now: Dossier,
    fields: tuple[FieldMerge, ...],
    former: Conflict | None,
    *,
    line: int = 0,
) -> None:
    """A conflict that a clerk has to decide; decisions on other values than these do not count any more."""
    if former is not None and former.fields == fields:
        return
    kept = conflicts.keep_conflict(
        unit.connection,
        Conflict(
            id=former.id if former else "",
            dossier=dossier,
            kind=kind,
            about=about,
            base_version=base_version,
            register_version=now.version,
            fields=fields,
            state=ConflictState.OPEN,
            made_at=unit.at,
            line=line,
        ),
    )
    unit.event("conflict.found", dossier, {"conflict": kept.id, "version": now.version})


def _tick_off(unit: Unit, number: str, now: Dossier) -> None:
    """Requests whose value the register has now are done, by themselves."""
    values = values_of(now)
    for asked in conflicts.requests(unit.connection, dossier=number, open_only=True):
        if asked.field in values and _same_words(asked.field, values[asked.field], asked.our_value):
            done = msgspec.structs.replace(asked, done_at=unit.at, done_version=now.version)
            conflicts.keep_request(unit.connection, done)
            unit.event("correction.done", number, {"request": asked.id, "version": now.version})


def _same_words(key: str, one: Value, other: Value) -> bool:
    """Whether a clerk reads the same; capitals make no difference in what somebody else writes."""
    return one == other or (
        key in FIELDS
        and isinstance(one, str | tuple)
        and value_words(key, one, masked=False).casefold() == value_words(key, other, masked=False).casefold()
    )
