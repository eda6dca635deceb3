"""Consequences through a housing company: messages given in a workbook, and its answers read back. Nothing twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import CommandState
from cir_desktop.domain.values import dutch_moment
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.register.exchange_messages import fits, line_of, read_answers, write_messages
from cir_desktop.services.exchange_judging import AnswersPreview as AnswersPreview
from cir_desktop.services.exchange_judging import Judging
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import exchange_files, outbox
from cir_desktop.storage.exchange_files import GivenFile as GivenFile
from cir_desktop.workbooks.table import Problem as Problem


class Outgoing(msgspec.Struct, frozen=True):
    """What can be given now, and what stays: held for a second person, waiting its turn, of a kind without columns."""

    ready: int
    held: int
    waiting: int
    unfit: int
    given: int
    """Given before and not answered."""


class Given(msgspec.Struct, frozen=True):
    """A workbook that was written: its id and how many messages it holds."""

    file: str
    messages: int
    copies: bool

    @property
    def sentence(self) -> str:
        """What was done, in words."""
        many = "1 bericht" if self.messages == 1 else f"{self.messages} berichten"
        again = " opnieuw meegegeven, als kopie" if self.copies else " meegegeven"
        return f"{many}{again} in bestand {self.file}; wacht op het antwoord van de woonmaatschappij."


class FileLine(msgspec.Struct, frozen=True):
    """A given file, and how many of its messages still wait for an answer."""

    file: GivenFile
    unanswered: int


@needs(*Role)
def outgoing(office: Office) -> Outgoing:
    """What can be given to the housing company now."""
    with office.store.read() as connection:
        due = [c for c in outbox.due(connection, office.clock()) if c.state is CommandState.NEW]
        counts = outbox.state_counts(connection)
    ready = sum(fits(command) for command in due)
    return Outgoing(
        ready=ready,
        held=counts.get(CommandState.HELD, 0),
        waiting=counts.get(CommandState.NEW, 0) - len(due),
        unfit=len(due) - ready,
        given=counts.get(CommandState.SENT, 0),
    )


@needs(*Role)
def files(office: Office) -> list[FileLine]:
    """The files that were given, the newest first."""
    with office.store.read() as connection:
        waiting = {command.id for command in outbox.commands(connection, states={CommandState.SENT})}
        return [FileLine(each, len(waiting.intersection(each.commands))) for each in exchange_files.files(connection)]


@needs(Role.CLERK)
def give(office: Office, path: Path) -> Given:
    """Write what is due in a workbook; from then on it is given, and goes into no other file unless as a copy.

    Raises NotAllowed when nothing is due or this workspace goes another way, BadInput when a file stands there already,
    BadWorkbook when the place can't be written: then nothing is given.
    """
    _check(office, path)
    with _all_or_nothing(path), office.store.unit(office.actor) as unit:
        due = outbox.due(unit.connection, office.clock())
        commands = [c for c in due if c.state is CommandState.NEW and fits(c)]
        if not commands:
            raise NotAllowed(
                "Er is nu geen bericht om mee te geven.",
                "Wat op een tweede persoon of op een antwoord wacht, gaat later mee.",
            )
        lines = [(command.id, line_of(command)) for command in commands]
        file = exchange_files.add(unit.connection, at=unit.at, actor=unit.actor.name, copies=False, lines=lines)
        words = f"Meegegeven op {dutch_moment(unit.at)} in bestand {file}."
        for command in commands:
            outbox.set_state(
                unit.connection, command.id, CommandState.SENT, last_answer=words, attempts=command.attempts + 1
            )
            unit.event("command.given", command.id, {"dossier": command.dossier, "file": file})
        write_messages(path, office.party, file, unit.at, [line for _, line in lines], copies=False)
    return Given(file, len(commands), copies=False)


@needs(Role.CLERK)
def give_again(office: Office, file_id: str, path: Path) -> Given:
    """Write the messages of a file that still wait for an answer once more, marked as copies.

    Raises NotFound, NotAllowed when all are answered, BadInput, BadWorkbook.
    """
    _check(office, path)
    with _all_or_nothing(path), office.store.unit(office.actor) as unit:
        given = exchange_files.file(unit.connection, file_id)
        said = exchange_files.said_in(unit.connection, given.id)
        waiting = [c for c in outbox.commands(unit.connection, states={CommandState.SENT}) if c.id in said]
        if not waiting:
            raise NotAllowed("Op alle berichten van dit bestand kwam al een antwoord.", "")
        lines = [(command.id, said[command.id]) for command in waiting]
        file = exchange_files.add(unit.connection, at=unit.at, actor=unit.actor.name, copies=True, lines=lines)
        unit.event("messages.copied", file, {"from": given.id, "count": len(lines)})
        write_messages(path, office.party, file, unit.at, [line for _, line in lines], copies=True)
    return Given(file, len(lines), copies=True)


@needs(Role.CLERK)
def look(office: Office, path: Path) -> AnswersPreview:
    """Read a file that came back and say what it would do.

    Raises NotAllowed, NotFound when the file is not of this workspace, and what `read_answers` raises.
    """
    _check_way(office)
    answers = read_answers(path, office.party)
    with office.store.read() as connection:
        given = exchange_files.file(connection, answers.file)
        judging = Judging(
            office,
            given,
            said=exchange_files.said_in(connection, given.id),
            commands={command.id: command for command in outbox.commands(connection)},
            last=exchange_files.given_last(connection),
        )
    return judging.preview(answers)


@needs(Role.CLERK)
def take(office: Office, preview: AnswersPreview) -> AnswersPreview:
    """Apply what was looked at; what was answered meanwhile stays. Gives what was done."""
    _check_way(office)
    done: Counter[CommandState] = Counter()
    with office.store.unit(office.actor) as unit:
        for verdict in preview.verdicts:
            command = outbox.command(unit.connection, verdict.command.id)
            if command != verdict.command:
                continue
            outbox.set_state(
                unit.connection, command.id, verdict.state, last_answer=verdict.words, receipt=verdict.receipt
            )
            unit.event(f"command.{verdict.state.value}", command.id, {"dossier": command.dossier, "file": preview.file})
            done[verdict.state] += 1
        unit.event("answers.taken", preview.file, {"count": done.total(), "left_out": preview.left_out})
    return msgspec.structs.replace(
        preview,
        accepted=done[CommandState.ACCEPTED],
        refused=done[CommandState.REFUSED],
        conflict=done[CommandState.CONFLICT],
    )


@contextmanager
def _all_or_nothing(path: Path) -> Iterator[None]:
    """No file may stay whose messages are not kept as given: they would be carried out, and given once more."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _check(office: Office, path: Path) -> None:
    _check_way(office)
    if path.exists():
        raise BadInput(
            "Op die plaats staat al een bestand, misschien een dat al meegegeven werd.", "Kies een andere naam."
        )


def _check_way(office: Office) -> None:
    if office.way is not Way.WORKBOOK:
        raise NotAllowed(
            "Deze werkmap werkt niet via de woonmaatschappij; een werkmap heeft één weg tegelijk.",
            "Kies bij Uitwisseling dat ze via de woonmaatschappij werkt, en geef uw code in het CIR.",
        )
