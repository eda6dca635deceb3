"""The exchange workbook as a housing company would make it of the practice register (layout assumed).

The layout is declared in `resources/templates/exchange-v1.toml`, a contract as `cir-v1.yaml` is; what is done with it
here is written apart from the program that reads it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from cir_desktop.practice.setting import Wire

SUPPLIER: Final = "Woonmaatschappij Dennenbos"
_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "templates" / "exchange-v1.toml"
_BRUSSELS: Final = ZoneInfo("Europe/Brussels")
_TITLES: Final = ("Wat", "Waarde")


@cache
def layout() -> dict[str, Any]:
    """The declared layout."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def write_extract(dossiers: Iterable[Wire], path: Path, party: str, moment: datetime) -> int:
    """Write the workbook of these dossiers for a landlord; `moment` is when they left the register. Gives how many.

    Raises OSError when the file cannot be written.
    """
    book = Workbook(write_only=True)
    book.properties.title = "Kandidaten (verzonnen)"
    book.properties.creator = "Oefenregister"
    book.properties.keywords = layout()["layout"]
    info = _sheet(book, "Info", _TITLES)
    sheets = [(declared, _sheet(book, declared["name"], _heads(declared))) for declared in layout()["sheet"]]
    count = 0
    for dossier in dossiers:
        count += 1
        for declared, sheet in sheets:
            parts = dossier[declared["into"]] if declared["into"] else [dossier]
            for part in parts:
                sheet.append([_cell(dossier, part, column) for column in declared["column"]])
    told = {
        "layout": layout()["layout"],
        "supplier": SUPPLIER,
        "party": party,
        "extracted_at": moment.astimezone(_BRUSSELS).replace(tzinfo=None),
        "count": count,
    }
    for line in layout()["info"]:
        info.append([line["title"], told[line["field"]]])
    book.save(path)
    return count


def _sheet(book: Workbook, name: str, heads: Iterable[str]) -> Any:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    cells = [WriteOnlyCell(sheet, value=head) for head in heads]
    for place, cell in enumerate(cells):
        cell.font = Font(bold=True)
        if place < 26:
            sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]].width = max(12, len(str(cell.value)) + 2)
    sheet.append(cells)
    return sheet


def _heads(declared: dict[str, Any]) -> list[str]:
    return [column["title"] for column in declared["column"]]


def _cell(dossier: Wire, part: Wire, column: dict[str, Any]) -> object:
    if not column["field"]:
        return dossier["dossierNummer"]
    value: Any = part
    for key in column["field"].split("."):
        value = value[key] if value is not None else None
    if value is None:
        return None
    kind = column["kind"]
    if kind in ("codes", "names"):
        return "; ".join(value) or None
    if kind == "yes_no":
        return "ja" if value else "nee"
    if kind == "day":
        return date.fromisoformat(value)
    if kind == "moment":
        return datetime.fromisoformat(value).astimezone(_BRUSSELS).replace(tzinfo=None)
    return value
