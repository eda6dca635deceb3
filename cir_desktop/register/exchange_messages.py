"""Messages in an exchange workbook: what goes to a housing company, and its answers in the same rows.

Each row has our id of the message, so that an answer can be told from one to anything else.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from cir_desktop.domain.codes import ACTION_WORDS
from cir_desktop.domain.process import Command, ConsequencePayload, RankingReport
from cir_desktop.errors import OtherLandlord
from cir_desktop.register.exchange_cells import Value, value_of
from cir_desktop.register.exchange_info import info_sheet, read_info
from cir_desktop.register.exchange_layout import Field, columns_of, layout
from cir_desktop.register.exchange_template import choices_of, texts_of
from cir_desktop.runtime.clock import local_moment
from cir_desktop.workbooks.reading import read_sheets
from cir_desktop.workbooks.table import Problem, RowReader, find_table
from cir_desktop.workbooks.writing import SheetToWrite, write_table
from cir_desktop.workbooks.writing import Value as Written

Line = Mapping[str, Value]
"""What a message says in a workbook, by field of the layout, as its cells are read back."""

_NOT_SAID = frozenset({"copy", "action_words"})
"""Columns that explain the row and are no part of the message."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it came back. `line` is what the message says in it; `processed` None: nothing was answered yet.

    `reader` notes what is wrong with the row.
    """

    reader: RowReader
    id: str
    line: Line
    processed: bool | None
    processed_at: datetime | None
    version: int | None
    reason: str


class Answers(msgspec.Struct, frozen=True):
    """A workbook that came back: our number of the file, and its rows. `findings` grows while rows are judged."""

    file: str
    rows: tuple[Answer, ...]
    findings: list[Problem]


def fits(command: Command) -> bool:
    """Whether the layout has columns for what this message says: the actions and the reports for ranking lists."""
    return isinstance(command.payload, ConsequencePayload | RankingReport)


def line_of(command: Command) -> Line:
    """What a message says in a workbook. Raises TypeError for a kind of message that does not fit."""
    payload = command.payload
    said: dict[str, Value] = dict.fromkeys(_said())
    said |= {
        "id": command.id,
        "dossier": command.dossier,
        "base_version": command.base_version,
        "action": command.action,
    }
    if isinstance(payload, ConsequencePayload):
        said["comment"] = payload.comment or None
        said["contract_from"] = payload.contract_from.isoformat() if payload.contract_from else None
        if home := payload.home:
            said |= msgspec.structs.asdict(home)
    elif isinstance(payload, RankingReport):
        said |= msgspec.structs.asdict(payload)
    else:
        raise TypeError(f"{command.action} has no place in the workbook")
    return _plain(said)


def write_messages(
    path: Path, party: str, file: str, made_at: datetime, lines: Sequence[Line], *, copies: bool
) -> None:
    """Write a workbook of messages, from top to bottom in the order in which they have to be carried out.

    `copies`: they were all given before. Raises BadWorkbook when the place can't be written.
    """
    messages = layout().messages
    fields = (*messages.column, *messages.answer)
    info = info_sheet(
        messages.info,
        {
            "layout": layout().layout,
            "party": party,
            "file": file,
            "made_at": local_moment(made_at).replace(tzinfo=None, microsecond=0),
            "count": len(lines),
        },
    )
    rows = [[_written(field, line, copies) for field in fields] for line in lines]
    sheet = SheetToWrite(messages.name, [field.title for field in fields], rows, choices_of(fields), texts_of(fields))
    about = [
        (field.title, " ".join(part for part in (field.about, f"Verwacht: {field.expected}.") if part))
        for field in messages.answer
    ]
    how = [("", messages.about), ("", "Vul de laatste kolommen in en geef het bestand terug; wijzig de andere niet.")]
    write_table(path, [info, sheet, SheetToWrite("Uitleg", ("Kolom", "Wat er in komt"), [*how, *about])])


def read_answers(path: Path, party: str) -> Answers:
    """The rows of a workbook that came back; who judges them notes on each row what is wrong with it.

    Raises BadWorkbook, UnknownLayout, BadInput (a line of the sheet Info is wrong), OtherLandlord.
    """
    workbook = read_sheets(path)
    info = read_info(workbook, layout().messages.info)
    if info["party"] != party:
        raise OtherLandlord("Dit bestand is van een andere verhuurder.", "Kijk na of u het juiste bestand terugkreeg.")
    messages = layout().messages
    findings: list[Problem] = []
    table = find_table(workbook, messages.name, columns_of((*messages.column, *messages.answer)))
    rows = tuple(_answer(row) for row in table.rows(findings))
    return Answers(str(info["file"]).strip(), rows, findings)


def _answer(row: RowReader) -> Answer:
    messages = layout().messages
    line = {field.key: value_of(row, field) for field in messages.column if field.key not in _NOT_SAID}
    told = {field.key: value_of(row, field) for field in messages.answer}
    at = told["processed_at"]
    version, processed = told["version"], told["processed"]
    return Answer(
        reader=row,
        id=str(line["id"] or ""),
        line=_plain(line),
        processed=processed if isinstance(processed, bool) else None,
        processed_at=datetime.fromisoformat(at) if isinstance(at, str) else None,
        version=version if isinstance(version, int) else None,
        reason=str(told["reason"] or ""),
    )


def _said() -> tuple[str, ...]:
    return tuple(field.key for field in layout().messages.column if field.key not in _NOT_SAID)


def _plain(line: Mapping[str, Value]) -> Line:
    """Spaces and ends of lines as a spreadsheet may change them are no change of what is said."""
    return {key: " ".join(value.split()) or None if isinstance(value, str) else value for key, value in line.items()}


def _written(field: Field, line: Line, copies: bool) -> Written:
    if field.key == "copy":
        return "ja" if copies else "nee"
    if field.key == "action_words":
        return ACTION_WORDS.get(str(line["action"]), str(line["action"]))
    value = line.get(field.key)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return "; ".join(value)
    return date.fromisoformat(value) if field.kind == "day" and isinstance(value, str) else value
