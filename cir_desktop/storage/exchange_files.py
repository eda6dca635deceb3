"""The workbooks with messages that were given to a housing company, and what each message said in them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.errors import NotFound
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables_exchange import exchange_file, exchange_given


class GivenFile(msgspec.Struct, frozen=True):
    """A workbook that was given, with the ids of its messages; `copies` when they were all given before."""

    id: str
    made_at: datetime
    actor: str
    copies: bool
    commands: tuple[str, ...]


def add(
    connection: Connection, *, at: datetime, actor: str, copies: bool, lines: Iterable[tuple[str, Mapping[str, Any]]]
) -> str:
    """Keep that messages (id, what was said) were given in a new file; returns its id, as U0001."""
    made = next_id(connection, exchange_file, "U")
    connection.execute(exchange_file.insert().values(id=made, made_at=at, actor=actor, copies=copies))
    for command, line in lines:
        connection.execute(
            exchange_given.insert().values(command=command, file=made, line=msgspec.json.encode(line).decode())
        )
    return made


def files(connection: Connection) -> list[GivenFile]:
    """All files, the newest first."""
    given: dict[str, list[str]] = {}
    for command, file in connection.execute(sa.select(exchange_given.c.command, exchange_given.c.file)):
        given.setdefault(file, []).append(command)
    found = connection.execute(sa.select(exchange_file).order_by(exchange_file.c.id.desc()))
    return [GivenFile(row.id, row.made_at, row.actor, row.copies, tuple(given.get(row.id, ()))) for row in found]


def file(connection: Connection, file_id: str) -> GivenFile:
    """One file. Raises NotFound."""
    for found in files(connection):
        if found.id.casefold() == file_id.strip().casefold():
            return found
    raise NotFound("Dit bestand is niet in deze werkmap gemaakt.", "Kijk na of u het juiste bestand koos.")


def said_in(connection: Connection, file_id: str) -> dict[str, dict[str, Any]]:
    """What the messages said in a file, by their ids."""
    found = connection.execute(
        sa.select(exchange_given.c.command, exchange_given.c.line).where(exchange_given.c.file == file_id)
    )
    return {command: msgspec.json.decode(line) for command, line in found}


def given_last(connection: Connection) -> dict[str, GivenFile]:
    """In which file each message was given last, copies apart: by its id."""
    last: dict[str, GivenFile] = {}
    for found in reversed(files(connection)):
        if not found.copies:
            last.update(dict.fromkeys(found.commands, found))
    return last
