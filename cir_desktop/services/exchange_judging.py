"""Answers of a housing company held against what was given: what each row does to its message, or why nothing."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from cir_desktop.domain.codes import RANKING
from cir_desktop.domain.process import Command, CommandState, Receipt
from cir_desktop.register.exchange_candidates import AHEAD
from cir_desktop.register.exchange_messages import Answer, Answers
from cir_desktop.services.office import Office
from cir_desktop.storage.exchange_files import GivenFile
from cir_desktop.workbooks.table import Problem

_NATIONAL = re.compile(r"\d{2}[ .]?\d{2}[ .]?\d{2}[ -]?\d{3}[ .]?\d{2}")
_SETTLED = frozenset({CommandState.ACCEPTED, CommandState.REFUSED, CommandState.CONFLICT, CommandState.DROPPED})


class Verdict(msgspec.Struct, frozen=True):
    """What an answer does to a message."""

    command: Command
    state: CommandState
    words: str
    receipt: Receipt | None


class AnswersPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What reading answers back would do; nothing is written yet. Rows with a finding are not applied."""

    file: str
    rows: int
    accepted: int
    refused: int
    conflict: int
    unanswered: int
    known: int
    """Answers that we had already, the same."""
    findings: tuple[Problem, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def left_out(self) -> int:
        """How many rows have a finding."""
        return len({(each.sheet, each.row) for each in self.findings})

    @property
    def sentence(self) -> str:
        """The counts in words; they add up."""
        return (
            f"Bestand {self.file}, {self.rows} rijen: {self.accepted} verwerkt, {self.refused} niet verwerkt,"
            f" {self.conflict} te bekijken, {self.unanswered} nog zonder antwoord, {self.known} al ingelezen,"
            f" {self.left_out} met een probleem."
        )


class Judging:
    """Holds the rows that came back against what was given."""

    def __init__(
        self,
        office: Office,
        given: GivenFile,
        *,
        said: Mapping[str, Mapping[str, Any]],
        commands: Mapping[str, Command],
        last: Mapping[str, GivenFile],
    ) -> None:
        self._office = office
        self._given = given
        self._said = said
        self._commands = commands
        self._last = last

    def preview(self, answers: Answers) -> AnswersPreview:
        """What the rows do to the messages."""
        seen: dict[str, Answer] = {}
        for row in answers.rows:
            if row.id and (earlier := seen.setdefault(row.id, row)) is not row:
                for each, other in ((row, earlier), (earlier, row)):
                    each.reader.problem(
                        "id", f"Dit bericht staat ook op rij {other.reader.number}.", "Laat er één staan."
                    )
        verdicts: list[Verdict] = []
        unanswered = known = 0
        for row in answers.rows:
            self._check_row(row)
            if not row.reader.good:
                continue
            command = self._commands[row.id]
            if row.processed is None:
                unanswered += 1
            elif command.state in _SETTLED:
                known += self._is_known(row, command)
            elif verdict := self._verdict(row, command):
                verdicts.append(verdict)
        states = Counter(verdict.state for verdict in verdicts)
        return AnswersPreview(
            file=self._given.id,
            rows=len(answers.rows),
            accepted=states[CommandState.ACCEPTED],
            refused=states[CommandState.REFUSED],
            conflict=states[CommandState.CONFLICT],
            unanswered=unanswered,
            known=known,
            findings=tuple(sorted(answers.findings, key=lambda each: each.row)),
            verdicts=tuple(verdicts),
        )

    def _check_row(self, row: Answer) -> None:
        """Whether it is a message of this file, unchanged, and an answer that can be."""
        reader = row.reader
        if not reader.good:
            return
        said = self._said.get(row.id)
        if said is None:
            reader.problem(
                "id", "Dit bericht staat niet in het bestand dat wij gaven.", "Kijk na waar de rij vandaan komt."
            )
            return
        for key, value in said.items():
            if row.line.get(key) != value:
                reader.problem(
                    key, "Deze cel is gewijzigd.", "Zet terug wat er stond; antwoord alleen in de laatste kolommen."
                )
        if reader.good:
            self._check_answer(row, self._commands[row.id])

    def _check_answer(self, row: Answer, command: Command) -> None:
        reader = row.reader
        last = self._last[row.id]
        if self._given.id < last.id:
            reader.problem(
                "id", f"Dit bericht werd later opnieuw meegegeven, in bestand {last.id}.", "Lees dat bestand in."
            )
        elif row.processed is None:
            if row.reason or row.version is not None or row.processed_at is not None:
                reader.problem(
                    "processed", "Er staat een antwoord, maar niet of het verwerkt is.", "Schrijf ja of nee."
                )
        elif row.processed:
            self._check_yes(row, command)
        elif not row.reason:
            reader.problem("reason", "Er staat niet waarom dit niet verwerkt is.", "Vraag de reden.")
        if _NATIONAL.search(row.reason):
            reader.problem("reason", "Hier staat een rijksregisternummer.", "Haal het weg en lees opnieuw in.")

    def _check_yes(self, row: Answer, command: Command) -> None:
        reader = row.reader
        if row.processed_at is None:
            reader.problem("processed_at", "Er staat niet wanneer dit verwerkt is.", "Vraag de datum.")
        elif not self._given_on <= self._office.local_day(row.processed_at) <= self._office.today + AHEAD:
            reader.problem("processed_at", "Deze dag kan niet: van voor het bestand, of in de toekomst.", "Kijk ze na.")
        # A report that changes nothing in the register makes no new version there.
        least = command.base_version + (command.action != RANKING)
        if row.version is None:
            reader.problem("version", "Er staat niet welke versie het dossier nu heeft.", "Vraag de versie.")
        elif row.version < least:
            reader.problem("version", f"Deze versie is te laag: na het invoeren is ze minstens {least}.", "Kijk ze na.")

    @property
    def _given_on(self) -> date:
        return self._office.local_day(self._given.made_at)

    def _is_known(self, row: Answer, command: Command) -> int:
        """1 when we had this answer; another one than we had is a finding."""
        told = command.receipt
        same = told is None or (row.version, row.processed_at) == (told.version, told.processed_at)
        if command.state is CommandState.ACCEPTED and row.processed and same:
            return 1
        if command.state in (CommandState.REFUSED, CommandState.CONFLICT) and not row.processed:
            return 1
        row.reader.problem(
            "processed", "Wij lazen op dit bericht al een ander antwoord in.", "Vraag welk antwoord juist is."
        )
        return 0

    def _verdict(self, row: Answer, command: Command) -> Verdict | None:
        if command.state is not CommandState.SENT:
            row.reader.problem(
                "id", "Dit bericht wacht niet op een antwoord.", "Kijk bij Uitwisseling hoe het ermee staat."
            )
            return None
        if row.processed and row.processed_at is not None and row.version is not None:
            receipt = Receipt(command.dossier, row.version, "", command.action, row.processed_at, command.id)
            return Verdict(command, CommandState.ACCEPTED, f"Antwoord in bestand {self._given.id}.", receipt)
        words = f"De woonmaatschappij voerde dit niet in: {row.reason.rstrip('.')}."
        if row.version is not None and row.version > command.base_version:
            changed = f"Het dossier wijzigde intussen in het CIR (versie {row.version}). Lees een nieuw uittreksel in."
            return Verdict(command, CommandState.CONFLICT, f"{words} {changed}", None)
        return Verdict(command, CommandState.REFUSED, words, None)
