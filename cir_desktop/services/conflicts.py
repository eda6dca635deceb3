"""What the register and we disagree about: the list, and one of them with everything that a decision needs."""

import re
from collections.abc import Collection, Sequence

import msgspec

from cir_desktop.domain.changes import changes
from cir_desktop.domain.conflicts import (
    KIND_WORDS,
    STATE_WORDS,
    Conflict,
    ConflictKind,
    ConflictState,
    Decision,
    FieldMerge,
    Outcome,
    Value,
)
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.dossier_fields import FIELDS
from cir_desktop.domain.fact_words import value_words as fact_words
from cir_desktop.domain.facts import OwnFact
from cir_desktop.domain.field_texts import value_words
from cir_desktop.domain.message_words import message_words
from cir_desktop.domain.process import Command, CommandState
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.retractions import UNDO
from cir_desktop.errors import NotFound
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.services import touching
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, dossiers, outbox, people
from cir_desktop.storage import conflicts as kept
from cir_desktop.storage.unit import Connection
from cir_desktop.sync.edit import merged_sentence

_NUMBER = re.compile(r"[Cc]\d{4,6}").fullmatch
"""A number of a conflict; the eight last characters of a message may look like it, and are longer."""

_GONE = "(staat er niet meer)"
_NOTHING = "(leeg)"
_UNTOUCHED = "(niet gewijzigd)"
_TO_LOOK_AT = "Kijk bij Berichten: verstuur het opnieuw, of trek het in."
_TO_PUT_RIGHT = "Kijk bij Berichten: verstuur het opnieuw, of kies Rechtzetten; dan staat alles weer zoals ervoor."


class ConflictLine(msgspec.Struct, frozen=True):
    """A conflict in the list. `what` names the fields; `waits`: it asks for a decision; `reopens`: it was decided."""

    conflict: Conflict
    name: str
    kind_words: str
    state_words: str
    what: str
    waits: bool
    reopens: bool


class ConflictField(msgspec.Struct, frozen=True):
    """A field in three columns, in words. `keepable`: ours can still be kept; `decided` what was decided so far."""

    key: str
    label: str
    then: str
    now: str
    mine: str
    keepable: bool
    decided: Decision | None


class ConflictView(msgspec.Struct, frozen=True):
    """One conflict. `touches` is said first; `fields` are those that differ, `merged` what needed no decision.

    `seen` is the version of the register that it was compared with, `by_field` whether it is decided field by field;
    `next_step` says what there is to do.
    """

    line: ConflictLine
    touches: tuple[str, ...]
    fields: tuple[ConflictField, ...]
    merged: str
    seen: int
    by_field: bool
    next_step: str


@needs(*LOOK)
def lines(office: Office, *, waiting_only: bool = False, dossier: str | None = None) -> list[ConflictLine]:
    """Conflicts, the newest first; those that wait before all others."""
    with office.store.read() as connection:
        found = kept.conflicts(connection, dossier=dossier)
        current = {one.id for one in found if one.state is ConflictState.OPEN and kept.is_current(connection, one)}
        told = outbox.commands(connection, states={CommandState.CONFLICT}, dossier=dossier)
        messages = [_of_message(one) for one in told if one.id not in {c.about for c in found if c.id in current}]
        # What was withdrawn or noted anew is settled elsewhere; it asks for nothing here.
        shown = [one for one in found if one.state is not ConflictState.OPEN or one.id in current]
        names = candidates.names(connection, {one.dossier for one in (*shown, *messages)})
        known = people.names(connection)
    shown = [people.with_name(one, "decided_by", known) for one in shown]
    everything = [_line(office, one, names.get(one.dossier, "")) for one in (*messages, *shown[::-1])]
    everything.sort(key=lambda line: not line.waits)
    return [line for line in everything if line.waits or not waiting_only]


@needs(*LOOK)
def view(office: Office, conflict_id: str) -> ConflictView:
    """One conflict, by its number or that of the message. Raises NotFound, BadInput."""
    one, command = _find(office, conflict_id)
    with office.store.read() as connection:
        name = candidates.by_dossier(connection, one.dossier).name
        one = people.with_name(one, "decided_by", people.names(connection))
    line = _line(office, one, name)
    if command is not None:
        return _view_of_message(office, line, command)
    wanted = one.fields if one.state is ConflictState.MERGED else one.disputed
    return ConflictView(
        line=line,
        touches=_touches(office, one),
        fields=tuple(_field(office, one, field) for field in wanted),
        merged=merged_sentence(one.fields) if one.kind is ConflictKind.EDIT else "",
        seen=one.register_version,
        by_field=True,
        next_step=_next_step(one),
    )


def _find(office: Office, text: str) -> tuple[Conflict, Command | None]:
    with office.store.read() as connection:
        if _NUMBER(text.strip()):
            return kept.conflict(connection, text), None
        command = outbox.find_prefix(connection, text)
        waiting = [one for one in kept.waiting(connection) if one.about == command.id]
        if waiting:
            return waiting[0], None
    if command.state is not CommandState.CONFLICT:
        raise NotFound("Dit bericht wacht niet op een beslissing.", "Kijk de lijst van de conflicten na.")
    return _of_message(command), command


def _of_message(command: Command) -> Conflict:
    """A message that waits because the register changed, as a conflict that is decided as a whole."""
    return Conflict(
        id=command.id[-8:],
        dossier=command.dossier,
        kind=ConflictKind.MESSAGE,
        about=command.id,
        base_version=command.base_version,
        register_version=command.base_version,
        fields=(),
        state=ConflictState.OPEN,
        made_at=command.created_at,
        decided_by=message_words(command),
    )


def _view_of_message(office: Office, line: ConflictLine, command: Command) -> ConflictView:
    """Everything that changed since the version that the message was based on; it is decided as a whole."""
    with office.store.read() as connection:
        base = _dossier(connection, command.dossier, command.base_version)
        now = _dossier(connection, command.dossier)
    changed = changes(base, now) if base is not None and now is not None else ()
    ranks = [one.label for one in changed if one.touches_ranking]
    touches = touching.touched(office, command.dossier, {})
    if ranks:
        said = f"Dit kan de plaats in de lijsten van de vrije woningen veranderen: {', '.join(ranks)}."
        touches = (*touches, said)
    return ConflictView(
        line=line,
        touches=touches,
        fields=tuple(
            # The message is one thing: it stands beside the first of what changed.
            ConflictField(
                one.path,
                one.label,
                one.before or _NOTHING,
                one.after or _NOTHING,
                line.what if one is changed[0] else "",
                False,
                None,
            )
            for one in changed
        ),
        merged="",
        seen=now.version if now is not None else command.base_version,
        by_field=False,
        next_step=f"{command.last_answer} {_TO_PUT_RIGHT if command.action == UNDO else _TO_LOOK_AT}".strip(),
    )


def _dossier(connection: Connection, number: str, version: int | None = None) -> Dossier | None:
    """A stored version; None when it can't be read, or is no longer kept since the register itself is asked."""
    try:
        return decode_dossier(dossiers.raw_version(connection, number, version)[1])
    except (NotFound, UndecodableDossier):
        return None


def _line(office: Office, one: Conflict, name: str) -> ConflictLine:
    return ConflictLine(
        conflict=one,
        name=name,
        kind_words=KIND_WORDS[one.kind],
        state_words=STATE_WORDS[one.state],
        what=_what(office, one),
        waits=one.state is ConflictState.OPEN,
        reopens=one.state is ConflictState.RESOLVED,
    )


def _what(office: Office, one: Conflict) -> str:
    match one.kind:
        case ConflictKind.MESSAGE:
            return one.decided_by
        case ConflictKind.FACT:
            kind = office.fact_kinds.get(one.about)
            return kind.name if kind else one.about
        case _:
            return ", ".join(_labels(one.disputed or one.fields))


def _labels(fields: Collection[FieldMerge]) -> Sequence[str]:
    return [FIELDS[field.field].label for field in fields]


def _field(office: Office, one: Conflict, field: FieldMerge) -> ConflictField:
    return ConflictField(
        key=field.field,
        label=FIELDS[field.field].label,
        then=value_words(field.field, field.base),
        now=_GONE if field.gone else value_words(field.field, field.register),
        mine=_mine(office, one, field),
        keepable=not field.gone,
        decided=one.decisions.get(field.field),
    )


def _mine(office: Office, one: Conflict, field: FieldMerge) -> str:
    if field.outcome is Outcome.THEIRS:
        return _UNTOUCHED
    if one.kind is not ConflictKind.FACT:
        return value_words(field.field, field.mine)
    kind = office.fact_kinds.get(one.about)
    return fact_words(kind, _noted(office, one, field.mine)) if kind else one.about


def _noted(office: Office, one: Conflict, value: Value) -> OwnFact | None:
    if not isinstance(value, tuple):
        return None
    answer, amount = value
    return OwnFact(Answer(answer or ""), "", office.local_day(one.made_at), None if amount is None else int(amount))


def _touches(office: Office, one: Conflict) -> tuple[str, ...]:
    match one.kind:
        case ConflictKind.EDIT:
            ours = {f.field: f.mine for f in one.fields if f.outcome in (Outcome.MINE, Outcome.CONFLICT) and not f.gone}
            variants = {
                "met wat in het register staat": touching.as_stored,
                "met wat u invulde": touching.with_values(ours),
            }
        case ConflictKind.FACT if one.state is ConflictState.OPEN:
            variants = {
                "met wat in het register staat": touching.without_fact(one.about),
                "met wat u noteerde": touching.as_stored,
            }
        case _:
            variants = {}
    return touching.touched(office, one.dossier, variants)


def _next_step(one: Conflict) -> str:
    match one.state:
        case ConflictState.OPEN:
            return "Kies bij elk veld wat juist is. Er gebeurt niets voor u bewaart."
        case ConflictState.RESOLVED:
            return f"Beslist door {one.decided_by}."
        case _:
            return "Hier hoefde niets beslist te worden."
