"""The empty exchange workbook, made from its layout: titles, closed lists, and a row of an invented person."""

from pathlib import Path

from cir_desktop.register.exchange_info import info_sheet
from cir_desktop.register.exchange_layout import Field, SheetLayout, layout
from cir_desktop.workbooks.writing import SheetToWrite, Value, write_table

_TEXTS = frozenset({"dossier", "text", "number", "nis", "national", "party"})


def write_template(path: Path, party: str = "") -> None:
    """Write it, for the landlord `party` when that is known. Raises BadWorkbook."""
    declared = layout()
    info = info_sheet(declared.info, {"layout": declared.layout, "party": party or None})
    write_table(path, [info, *(_sheet(sheet) for sheet in declared.sheet), _explanation()])


def choices_of(fields: tuple[Field, ...]) -> dict[int, tuple[str, ...]]:
    """The closed lists of a sheet, by place of the column from 0."""
    return {place: field.allowed for place, field in enumerate(fields) if field.allowed}


def texts_of(fields: tuple[Field, ...]) -> frozenset[int]:
    """The columns in which everything stays text, by place from 0."""
    return frozenset(place for place, field in enumerate(fields) if field.kind in _TEXTS)


def _sheet(sheet: SheetLayout) -> SheetToWrite:
    titles = [field.title for field in sheet.column]
    example: list[Value] = [field.example or None for field in sheet.column]
    return SheetToWrite(sheet.name, titles, [example], choices_of(sheet.column), texts_of(sheet.column))


def _explanation() -> SheetToWrite:
    rows: list[tuple[Value, ...]] = [
        ("", "", "", f"Indeling {layout().layout}. De rij met “voorbeeld” als dossiernummer wordt niet gelezen."),
        ("", "", "", "Een lege cel betekent: niet bekend, tenzij er iets anders bij staat."),
    ]
    for sheet in layout().sheet:
        rows.append((sheet.name, "", "", sheet.about))
        rows += [(sheet.name, field.title, _needed(field), _meaning(field)) for field in sheet.column]
    return SheetToWrite("Uitleg", ("Blad", "Kolom", "Verplicht", "Wat er in komt"), rows)


def _needed(field: Field) -> str:
    return "ja" if field.needed else "met de andere" if field.needed_with_others else ""


def _meaning(field: Field) -> str:
    return " ".join(part for part in (field.about, f"Verwacht: {field.expected}.") if part)
