"""What is to be told to the register: kept in the order of its making, told in the order of each dossier."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Row

from cir_desktop.domain.process import Command, CommandState, DossierEdit, Receipt, payload_type
from cir_desktop.errors import BadInput, NotFound
from cir_desktop.runtime.clock import local_day
from cir_desktop.storage.columns import moment_text
from cir_desktop.storage.tables import outbox_command

_TELLABLE = frozenset({CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED})

# What keeps later commands of the same dossier back: the register must never hear of them out of order. A conflict does
# too, until a clerk has looked at it.
_OPEN = _TELLABLE | {CommandState.HELD, CommandState.CONFLICT}


# What goes with our own kinds of message; every other one is an action of the register.


def add_command(connection: Connection, command: Command) -> None:
    """Put a command at the end of the outbox."""
    connection.execute(outbox_command.insert().values(_values(command)))


def command(connection: Connection, command_id: str) -> Command:
    """One command. Raises NotFound."""
    row = connection.execute(sa.select(outbox_command).where(outbox_command.c.id == command_id)).one_or_none()
    if row is None:
        raise _no_command()
    return _command(row)


def commands(
    connection: Connection, *, states: Collection[CommandState] | None = None, dossier: str | None = None
) -> list[Command]:
    """Commands in the order of their making, narrowed to some states or a dossier."""
    wanted = sa.select(outbox_command).order_by(outbox_command.c.place)
    if states is not None:
        wanted = wanted.where(outbox_command.c.state.in_([state.value for state in states]))
    if dossier is not None:
        wanted = wanted.where(outbox_command.c.dossier == dossier)
    return [_command(row) for row in connection.execute(wanted)]


def state_counts(connection: Connection) -> dict[CommandState, int]:
    """How many commands there are in each state that occurs."""
    found = connection.execute(sa.select(outbox_command.c.state, sa.func.count()).group_by(outbox_command.c.state))
    return {CommandState(state): count for state, count in found}


def due(connection: Connection, now: datetime, fresh_only: bool = False) -> list[Command]:
    """The commands to send now: of each dossier at most the first that is not settled, if its time has come.

    Args:
        now: the moment with its zone; `not_before` is a calendar day in Flanders.
        fresh_only: only commands that were never tried.
    """
    waiting = first_open(commands(connection, states=_OPEN)).values()
    return [command for command in waiting if _is_due(command, now, fresh_only)]


def first_open(found: Iterable[Command]) -> dict[str, Command]:
    """Of each dossier the first command that is not settled, by dossier: it keeps back what comes after it.

    `found` is in the order of their making.
    """
    first: dict[str, Command] = {}
    for command in found:
        if command.state in _OPEN:
            first.setdefault(command.dossier, command)
    return first


def _is_due(waiting: Command, now: datetime, fresh_only: bool) -> bool:
    if waiting.state not in _TELLABLE:
        return False
    if waiting.not_before is not None and local_day(now) < waiting.not_before:
        return False
    if fresh_only:
        return waiting.state is CommandState.NEW and waiting.attempts == 0 and waiting.next_attempt_at is None
    return waiting.next_attempt_at is None or waiting.next_attempt_at <= now


def set_state(
    connection: Connection,
    command_id: str,
    state: CommandState,
    *,
    last_answer: str = "",
    attempts: int | None = None,
    next_attempt_at: datetime | None = None,
    receipt: Receipt | None = None,
    released_by: str | None = None,
) -> None:
    """Move a command to a state. Raises NotFound.

    `next_attempt_at` is taken as given: None means no waiting. What else is left out, or empty, stays what it was.
    """
    values: dict[str, str | int | None] = {
        "state": state.value,
        "next_attempt_at": moment_text(next_attempt_at) if next_attempt_at else None,
    }
    if last_answer:
        values["last_answer"] = last_answer
    if attempts is not None:
        values["attempts"] = attempts
    if receipt is not None:
        values["receipt"] = msgspec.json.encode(receipt).decode()
    if released_by is not None:
        values["released_by"] = released_by
    columns = ", ".join(f"{name} = ?" for name in values)
    changed = connection.exec_driver_sql(
        f"UPDATE outbox_command SET {columns} WHERE id = ?",  # noqa: S608 - the names above, and no others
        (*values.values(), command_id),
    )
    if not changed.rowcount:
        raise _no_command()


def claim(connection: Connection, command: Command) -> bool:
    """Mark a command as sent with its attempts, unless it is no longer in the state that it tells; whether it was."""
    changed = connection.exec_driver_sql(
        "UPDATE outbox_command SET state = ?, attempts = ?, next_attempt_at = NULL WHERE id = ? AND state = ?",
        (CommandState.SENT.value, command.attempts, command.id, command.state.value),
    )
    return bool(changed.rowcount)


def put_back(connection: Connection, command_id: str, state: CommandState) -> None:
    """Begin anew with a command in this state: never tried, not answered, released by nobody. Raises NotFound."""
    changed = connection.execute(
        outbox_command.update()
        .where(outbox_command.c.id == command_id)
        .values(state=state.value, attempts=0, next_attempt_at=None, last_answer="", released_by=None)
    )
    if not changed.rowcount:
        raise _no_command()


def replace_edit(connection: Connection, command_id: str, edit: DossierEdit, base_version: int) -> None:
    """Give a correction another comparison to go by, as one that was never tried. Raises NotFound."""
    changed = connection.execute(
        outbox_command.update()
        .where(outbox_command.c.id == command_id)
        .values(payload=msgspec.json.encode(edit).decode(), base_version=base_version)
    )
    if not changed.rowcount:
        raise _no_command()


def find_prefix(connection: Connection, text: str) -> Command:
    """The command whose id begins or ends with what a clerk typed. Raises NotFound; BadInput when several do."""
    typed = text.strip().lower()
    if not typed:
        raise BadInput("U gaf geen bericht op.", "Geef de eerste of laatste tekens van het nummer.", field="id")
    size = len(typed)
    found = connection.execute(
        sa.select(outbox_command).where(
            sa.or_(
                sa.func.substr(outbox_command.c.id, 1, size) == typed,
                sa.func.substr(outbox_command.c.id, -size) == typed,
            )
        )
    ).all()
    if not found:
        raise _no_command()
    if len(found) > 1:
        raise BadInput("Meer dan één bericht past hierop.", "Geef meer tekens van het nummer.", field="id")
    return _command(found[0])


def _values(command: Command) -> dict[str, object]:
    values = msgspec.structs.asdict(command)
    values["state"] = command.state.value
    values["payload"] = msgspec.json.encode(command.payload).decode()
    values["receipt"] = msgspec.json.encode(command.receipt).decode() if command.receipt else None
    return values


def _command(row: Row[tuple[object, ...]]) -> Command:
    values = dict(row._mapping)
    del values["place"]
    values["state"] = CommandState(row.state)
    values["payload"] = msgspec.json.decode(row.payload, type=payload_type(row.action))
    values["receipt"] = msgspec.json.decode(row.receipt, type=Receipt) if row.receipt else None
    return Command(**values)


def _no_command() -> NotFound:
    return NotFound("Er is geen bericht met dit nummer.", "Kijk het nummer na bij Uitwisseling.")
