"""Reads the candidates that a housing company gives: the sheets of an exchange workbook, checked cell by cell.

A row with an error leaves out its whole dossier: half a household or half of the choices would rank wrongly.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import BadInput, OtherLandlord
from cir_desktop.register.exchange_cells import Value, is_example, value_of
from cir_desktop.register.exchange_dossier import dossier_json, shaped
from cir_desktop.register.exchange_info import read_info
from cir_desktop.register.exchange_layout import INFO_SHEET, NUMBER_KEY, Field, SheetLayout, layout
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.runtime.clock import local_day
from cir_desktop.workbooks.cells import checked_cell, folded
from cir_desktop.workbooks.frames import Cell
from cir_desktop.workbooks.reading import Workbook, read_sheets
from cir_desktop.workbooks.table import ERROR, Problem, RowReader, Table, find_table

AHEAD = timedelta(days=1)
"""So much later than now may something be said to have happened elsewhere: another clock or time zone is no mistake."""

_TOLD_EVERY = 500
_NUMBER = "dossierNummer"


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """Where a workbook comes from: from whom, for which landlord, when the data left the register (UTC)."""

    supplier: str
    party: str
    extracted_at: datetime
    count: int


class Told(msgspec.Struct, frozen=True):
    """A dossier as its rows tell it: `raw` is the contract's JSON, `row` the row of the sheet Dossiers."""

    row: int
    raw: bytes
    dossier: Dossier


class Extract(msgspec.Struct, frozen=True):
    """What stands in a workbook. `listed` counts the rows of Dossiers; those with an error are not among `dossiers`."""

    info: Info
    dossiers: tuple[Told, ...]
    listed: int
    findings: tuple[Problem, ...]


def read_extract(
    path: Path, party: str, *, now: datetime, report: Report = ignore_progress, cancel: Cancel | None = None
) -> Extract:
    """The dossiers of a workbook that is for the landlord `party`, and what is wrong with the others.

    Raises BadWorkbook (no workbook, a sheet or column missing), UnknownLayout, OtherLandlord, BadInput (a line of the
    sheet Info is wrong, or the extract is of later than `now` by more than AHEAD), Cancelled. No finding quotes a cell.
    """
    report(Progress("Werkboek openen", 0, None))
    workbook = read_sheets(path)
    info = _info(workbook, party)
    if info.extracted_at > now + AHEAD:
        raise BadInput(
            f"Het uittreksel is van later dan nu: {dutch_moment(info.extracted_at)}.",
            "Vraag de woonmaatschappij welk uur juist is, en kijk de klok van deze computer na.",
        )
    reading = _Reading(info, report, cancel)
    sheets = layout().sheet
    reading.dossiers(_table(workbook, sheets[0]), sheets[0])
    for sheet in sheets[1:]:
        if table := _optional_table(workbook, sheet):
            reading.parts(table, sheet)
    return reading.outcome()


def _info(workbook: Workbook, party: str) -> Info:
    told = read_info(workbook, layout().info)
    if told["party"] != party:
        raise OtherLandlord(
            "Dit werkboek is voor een andere verhuurder.",
            "Kijk na of u het juiste bestand kreeg; verwijder het als het niet voor u is.",
        )
    return msgspec.convert({key: value for key, value in told.items() if key != "layout"}, Info)


def _table(workbook: Workbook, sheet: SheetLayout) -> Table:
    return find_table(workbook, sheet.name, sheet.columns)


def _optional_table(workbook: Workbook, sheet: SheetLayout) -> Table | None:
    there = any(folded(each.name) == folded(sheet.name) for each in workbook.sheets)
    return _table(workbook, sheet) if there or sheet.needed else None


class _Row(msgspec.Struct):
    """A row of Dossiers that was read, with its place, and the parts that the other sheets add."""

    reader: RowReader
    json: dict[str, Any]
    parts: dict[str, list[dict[str, Any]]]


class _Reading:
    """Gathers dossiers over the sheets."""

    def __init__(self, info: Info, report: Report, cancel: Cancel | None) -> None:
        self._info = info
        self._report = report
        self._cancel = cancel
        self._rows_read = 0
        self._found: dict[str, _Row] = {}
        self._bad: set[str] = set()
        self._listed = 0
        self._findings: list[Problem] = []

    def dossiers(self, table: Table, sheet: SheetLayout) -> None:
        """The sheet of dossiers; the same number twice is an error of both rows."""
        for row in self._rows(table):
            if is_example(_cell(row, table, _NUMBER)):
                continue
            self._listed += 1
            values = _values(row, sheet.column)
            number = values.get(_NUMBER)
            self._check_dossier(row, values)
            if not isinstance(number, str):
                continue
            if earlier := self._found.get(number):
                row.problem(_NUMBER, f"Dit dossier staat ook op rij {earlier.reader.number}.", "Laat één rij staan.")
            else:
                parts: dict[str, list[dict[str, Any]]] = {each.into: [] for each in layout().sheet[1:]}
                self._found[number] = _Row(row, shaped(sheet.column, values), parts)
            if not row.good:
                self._bad.add(number)

    def parts(self, table: Table, sheet: SheetLayout) -> None:
        """A sheet whose rows belong to dossiers."""
        for row in self._rows(table):
            if is_example(_cell(row, table, NUMBER_KEY)):
                continue
            values = _values(row, sheet.column)
            number = values.get(NUMBER_KEY)
            if not isinstance(number, str):
                continue
            found = self._found.get(number)
            if found is None:
                row.problem(NUMBER_KEY, "Dit dossier staat niet op blad Dossiers.", "Voeg het daar toe of wis de rij.")
                continue
            self._check_part(row, values)
            made = shaped(sheet.column, values, sheet.into)
            if row.good and made in found.parts[sheet.into]:
                # A member or an offer that is counted twice would change the list.
                row.problem(NUMBER_KEY, "Deze rij staat er twee keer, met dezelfde gegevens.", "Laat er één staan.")
            if row.good:
                found.parts[sheet.into].append(made)
            else:
                self._bad.add(number)

    def outcome(self) -> Extract:
        """The dossiers that hold together, by row, and every finding by sheet and row."""
        told = []
        for number, found in self._found.items():
            if number not in self._bad:
                self._check_whole(found)
            if number in self._bad or not found.reader.good:
                continue
            raw = dossier_json(found.json, found.parts)
            try:
                told.append(Told(found.reader.number, raw, decode_dossier(raw)))
            except UndecodableDossier as error:
                found.reader.problem(_NUMBER, f"Dit dossier is niet leesbaar: {error.reason}")
        self._say_left_out(told)
        if self._info.count != self._listed:
            self._findings.append(
                Problem(
                    1,
                    "Aantal dossiers",
                    f"Blad Info telt {self._info.count} dossiers, op blad Dossiers staan er {self._listed}.",
                    INFO_SHEET,
                    ERROR,
                )
            )
        return Extract(self._info, tuple(told), self._listed, tuple(self._findings))

    def _say_left_out(self, told: list[Told]) -> None:
        """A dossier that is left out for a row of another sheet gets a finding on its own row too."""
        kept = {each.row for each in told}
        for number, found in self._found.items():
            if found.reader.number not in kept and found.reader.good and number in self._bad:
                found.reader.problem(
                    _NUMBER, "Dit dossier is niet overgenomen: een rij ervan op een ander blad heeft een fout."
                )

    def _check_dossier(self, row: RowReader, values: Mapping[str, Value]) -> None:
        low, high = values.get("voorkeuren.minSlaapkamers"), values.get("voorkeuren.maxSlaapkamers")
        if isinstance(low, int) and isinstance(high, int) and low > high:
            row.problem(
                "voorkeuren.maxSlaapkamers", "Meest slaapkamers is minder dan minst.", "Kijk beide getallen na."
            )
        at = self._info.extracted_at
        moment, day = at.strftime("%Y-%m-%dT%H:%M:%SZ"), local_day(at).isoformat()
        for key in ("creatieDatum", "ontvangstDatum", "updateDatum", "inschrijvingsDatum"):
            value = values.get(key)
            if isinstance(value, str) and value > (day if key == "inschrijvingsDatum" else moment):
                row.problem(key, "Dit is later dan het uittreksel.", "Kijk de datum na.")

    def _check_part(self, row: RowReader, values: Mapping[str, Value]) -> None:
        """What two cells of one row of another sheet say against each other."""
        reference, relation = values.get("referentiepersoon"), values.get("relatie")
        if reference is not None and relation is not None and reference != (relation == "REFERENTIEPERSOON"):
            row.problem("relatie", "De relatie en de kolom Referentiepersoon spreken elkaar tegen.", "Kijk beide na.")

    def _check_whole(self, found: _Row) -> None:
        """What only shows when all sheets are read."""
        persons = found.parts["personen"]
        if not persons:
            found.reader.problem(_NUMBER, "Dit dossier heeft geen personen.", "Voeg ze toe op blad Personen.")
        elif sum(person["referentiepersoon"] for person in persons) != 1:
            found.reader.problem(
                _NUMBER, "Dit dossier heeft niet precies één referentiepersoon.", "Kijk blad Personen na."
            )
        elif len(numbers := [p["rijksregisternummer"] for p in persons if p["rijksregisternummer"]]) != len({*numbers}):
            found.reader.problem(
                _NUMBER, "Twee personen van dit dossier hebben hetzelfde rijksregisternummer.", "Kijk blad Personen na."
            )
        elif not any(person["rol"] == "HUURDER" for person in persons):
            found.reader.problem(_NUMBER, "Dit dossier heeft geen huurder.", "Kijk de rol op blad Personen na.")
        if not found.parts["regioKeuzes"]:
            found.reader.warning(
                _NUMBER, "Dit dossier kiest geen gemeente en staat dus in geen enkele lijst.", "Kijk blad Keuzes na."
            )

    def _rows(self, table: Table) -> list[RowReader]:
        rows = []
        for row in table.rows(self._findings):
            if self._rows_read % _TOLD_EVERY == 0:
                if self._cancel:
                    self._cancel.check()
                self._report(Progress("Rijen lezen", self._rows_read, None))
            self._rows_read += 1
            rows.append(row)
        return rows


def _cell(row: RowReader, table: Table, key: str) -> Cell:
    cells, at = table.cells[row.number - 1], table.positions[key]
    try:
        return checked_cell(cells[at]) if at < len(cells) else None
    except BadInput:
        return None  # told when the cell is read


def _values(row: RowReader, fields: tuple[Field, ...]) -> dict[str, Value]:
    values = {field.key: value_of(row, field) for field in fields}
    filled = {field.group for field in fields if field.group and values[field.key] not in (None, [])}
    for field in fields:
        if field.needed_with_others and field.group in filled and values[field.key] is None and row.good:
            row.problem(field.key, "Deze cel is leeg.", f"Vul “{field.title}” in, of laat alles hiervan leeg.")
    return values
