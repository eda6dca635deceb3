"""The workbook of residence periods and informal care, as a population service would deliver it (layout assumed)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from cir_desktop.practice.landlords import Landlord, surroundings
from cir_desktop.practice.residences import Care, Past, Stay, care, since, stays
from cir_desktop.practice.setting import Wire
from cir_desktop.practice.shares import shares

LAYOUT = "verblijf-v1"
STAY_COLUMNS = {"Dossiernummer": 18, "Rijksregisternummer": 20, "Gemeente": 26, "NIS-code": 10, "Van": 12, "Tot": 12}
CARE_COLUMNS = {
    "Dossiernummer": 18,
    "Rijksregisternummer": 20,
    "Soort": 10,
    "Gemeente": 26,
    "NIS-code": 10,
    "Van": 12,
    "Tot": 12,
}
EXPLANATION = (
    ("Oefenbestand", "Alle personen en gegevens in dit bestand zijn verzonnen. Gebruik het alleen om te oefenen."),
    ("Versie van de indeling", LAYOUT),
    ("Blad Verblijf", "Eén rij per periode waarin een kandidaat of partner in een gemeente gedomicilieerd was."),
    ("Blad Mantelzorg", "Eén rij per persoon die mantelzorg geeft of krijgt."),
    ("Dossiernummer", "Het nummer van het kandidatendossier: jjjj.mm.dd.volgnummer."),
    ("Rijksregisternummer", "Elf cijfers, als tekst."),
    ("Gemeente, NIS-code", "Zoals ze heette in die periode; gefuseerde gemeenten staan onder hun oude naam en code."),
    ("", "Op het blad Mantelzorg: waar de andere persoon woont. Leeg betekent: niet bekend."),
    ("Van", "De eerste dag. Leeg betekent: niet bekend sinds wanneer."),
    ("Tot", "De eerste dag waarop het niet meer zo was. Leeg betekent: nog altijd."),
    ("Soort", "geeft: deze persoon geeft mantelzorg; krijgt: deze persoon krijgt mantelzorg."),
    ("Wie ontbreekt", "Van ongeveer een op de vijf dossiers heeft de dienst Bevolking geen gegevens bezorgd."),
)


class Counts(msgspec.Struct, frozen=True):
    """What was asked for and what stands in the workbook."""

    dossiers: int
    covered: int
    stays: int
    care: int


def write_residences(dossiers: Iterable[Wire], path: Path, seed: int, today: date, landlord: Landlord) -> Counts:
    """Write the workbook for the tenant applicants of some 80 % of the dossiers; the same for the same arguments.

    Each dossier has dice of its own, so a dossier gets the same rows whatever others are written with it.
    Raises OSError when the file cannot be written.
    """
    declared, around = shares().residence, surroundings(landlord)
    book = Workbook(write_only=True)
    book.properties.title = "Verblijf en mantelzorg (verzonnen)"
    book.properties.creator = "Oefenregister"
    book.properties.keywords = LAYOUT
    residence = _sheet(book, "Verblijf", STAY_COLUMNS)
    informal = _sheet(book, "Mantelzorg", CARE_COLUMNS)
    asked = covered = stay_rows = care_rows = 0
    for dossier in dossiers:
        asked += 1
        number = dossier["dossierNummer"]
        rng = Random(f"residence {seed} {number}")  # noqa: S311 - invented people, no secrets
        if rng.random() >= declared.known:
            continue
        found = _applicants(Past(rng, today.toordinal(), around, declared), dossier)
        covered += bool(found)
        for national_number, periods, cared in found:
            for stay in periods:
                residence.append(
                    (number, national_number, stay.municipality, stay.nis, _date(stay.start), _date(stay.end))
                )
            stay_rows += len(periods)
            if cared:
                informal.append((number, national_number, *_care_cells(cared)))
                care_rows += 1
    explanation = book.create_sheet("Lees mij")
    explanation.column_dimensions["A"].width, explanation.column_dimensions["B"].width = 26, 100
    for row in EXPLANATION:
        explanation.append(row)
    book.save(path)
    return Counts(asked, covered, stay_rows, care_rows)


def _sheet(book: Workbook, title: str, columns: dict[str, int]) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for order, width in enumerate(columns.values()):
        sheet.column_dimensions["ABCDEFG"[order]].width = width
    header = [WriteOnlyCell(sheet, value=name) for name in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    return sheet


def _applicants(past: Past, dossier: Wire) -> list[tuple[str, list[Stay], Care | None]]:
    """Return national number, stays and care of each tenant applicant whom a population service can find."""
    found = []
    together: int | None = None
    for person in dossier["personen"]:
        if person["rol"] != "HUURDER" or not person["rijksregisternummer"] or not person["geboorteDatum"]:
            continue
        periods = stays(past, person, together)
        found.append((person["rijksregisternummer"], periods, care(past, person)))
        here = since(periods)
        together = here if here and past.rng.random() < past.shares.with_partner else None
    return found


def _care_cells(cared: Care) -> tuple[object, ...]:
    kind = "geeft" if cared.gives else "krijgt"
    return kind, cared.municipality, cared.nis, _date(cared.start), _date(cared.end)


def _date(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
