"""The upload of a migration workbook in practice (resources/openapi/migration-upload-v1.yaml): judged row by row.

What is checked here is written apart from the program that prepares the list, so that the two can differ as they will
in reality. Nothing of the list goes into the register: only the answer is given.
"""

from __future__ import annotations

import hashlib
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import msgspec
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cir_desktop.practice.errors import Problem
from cir_desktop.practice.migration_cells import wrong
from cir_desktop.practice.register import json_response, register_of

MIGRATION_BASE: Final = "/v1/socZek/migratie"
ROUNDS: Final = frozenset({"TEST1", "TEST2", "TEST3", "FOTO1", "FOTO2", "FOTO3", "BEVRIEZING"})
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "templates" / "migration-v1.toml"
_MOST_BYTES: Final = 50 * 1024 * 1024
_FIRST_ROW: Final = 2
_DOSSIERS: Final = "candidates"

Reason = tuple[str | None, str]


class Row(msgspec.Struct):
    """A row as judged: `dossier` is the number it names, as text."""

    sheet: str
    name: str
    row: int
    dossier: str
    reasons: list[Reason]


async def take_upload(request: Request) -> Response:
    """POST opladingen."""
    wanted = request.query_params.get("ronde", "")
    if wanted not in ROUNDS:
        raise Problem(HTTPStatus.BAD_REQUEST, "ronde is geen ronde van de migratie.")
    if request.headers.get("content-type", "").partition(";")[0].strip() != XLSX:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Een werkboek (.xlsx) wordt verwacht.")
    content = await request.body()
    if len(content) > _MOST_BYTES:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Het werkboek is groter dan 50 MB.")
    clock = register_of(request).clock
    rows = await run_in_threadpool(judge, content, clock.today)
    refused = sum(bool(row.reasons) for row in rows)
    return json_response(
        {
            "ontvangstNummer": f"M-{uuid4().hex[:12].upper()}",
            "ronde": wanted,
            "ontvangenOp": clock.now(),
            "sha256": hashlib.sha256(content).hexdigest(),
            "aanvaard": len(rows) - refused,
            "geweigerd": refused,
            "rijen": [
                {
                    "blad": row.name,
                    "rij": row.row,
                    "aanvaard": not row.reasons,
                    "redenen": [{"kolom": column, "tekst": text} for column, text in row.reasons],
                }
                for row in rows
            ],
        }
    )


def judge(content: bytes, today: date) -> list[Row]:
    """Every row that holds something, in the order of the workbook. Raises Problem 400 for another workbook."""
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "Dit is geen leesbaar werkboek.") from error
    rows = [row for sheet in _template()["sheet"] for row in _sheet_rows(book, sheet, today)]
    book.close()
    _across(rows)
    return rows


@cache
def _template() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _codes(key: str) -> frozenset[str]:
    return next(frozenset(each["codes"]) for each in _template()["codes"] if each["key"] == key)


def _sheet_rows(book: Any, sheet: dict[str, Any], today: date) -> Iterable[Row]:
    if sheet["name"] not in book.sheetnames:
        raise Problem(HTTPStatus.BAD_REQUEST, f"Het blad {sheet['name']} ontbreekt.")
    lines = book[sheet["name"]].iter_rows(values_only=True)
    titles = [str(cell).strip() if cell is not None else "" for cell in next(lines, ())]
    places: list[tuple[dict[str, Any], int]] = []
    for column in sheet["column"]:
        if column["title"] in titles:
            places.append((column, titles.index(column["title"])))
        elif column.get("needed"):
            raise Problem(HTTPStatus.BAD_REQUEST, f"Op blad {sheet['name']} ontbreekt de kolom {column['title']}.")
    for number, cells in enumerate(lines, start=_FIRST_ROW):
        if any(cell not in (None, "") for cell in cells):
            yield _judged(sheet, number, [(column, _cell(cells, place)) for column, place in places], today)


def _cell(cells: Sequence[Any], place: int) -> Any:
    return cells[place] if place < len(cells) else None


def _judged(sheet: dict[str, Any], number: int, cells: list[tuple[dict[str, Any], Any]], today: date) -> Row:
    reasons: list[Reason] = []
    dossier = ""
    for column, cell in cells:
        if column["key"] == "dossier":
            dossier = str(cell or "")
        if cell in (None, ""):
            if column.get("needed"):
                reasons.append((column["title"], "Deze cel moet ingevuld zijn."))
            continue
        codes = _codes(column["codes"]) if column.get("codes") else frozenset()
        if text := wrong(column, cell, codes, today):
            reasons.append((column["title"], text))
    return Row(sheet["key"], sheet["name"], number, dossier, reasons)


def _across(rows: list[Row]) -> None:
    """A dossier stands there once, and what belongs to it comes in only with it."""
    times = Counter(row.dossier for row in rows if row.sheet == _DOSSIERS)
    for row in rows:
        if row.sheet == _DOSSIERS and row.dossier and times[row.dossier] > 1:
            row.reasons.append(("Dossiernummer", "Dit dossier staat meer dan één keer op het blad."))
    taken = {row.dossier for row in rows if row.sheet == _DOSSIERS and not row.reasons}
    for row in rows:
        if row.sheet != _DOSSIERS and row.dossier and row.dossier not in taken:
            told = "Het dossier zelf is geweigerd." if row.dossier in times else "Dit dossier staat niet in de lijst."
            row.reasons.append(("Dossiernummer", told))
