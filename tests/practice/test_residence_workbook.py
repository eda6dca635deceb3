"""The workbook of the population service: opens elsewhere, agrees with the dossiers, and has the gaps of real ones."""

from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from cir_desktop.practice.generator import generate, landlord
from cir_desktop.practice.reference import flanders
from cir_desktop.practice.residence_workbook import Counts, write_residences

TODAY = date(2026, 11, 23)
SIZE = 2000
DEAD = {old.nis: old for olds in flanders().predecessors.values() for old in olds}


@pytest.fixture(scope="module")
def dossiers():
    return list(generate(SIZE, 1, TODAY))


@pytest.fixture(scope="module")
def written(dossiers, tmp_path_factory):
    path = tmp_path_factory.mktemp("population") / "verblijf.xlsx"
    return path, write_residences(dossiers, path, 1, TODAY, landlord(SIZE))


@pytest.fixture(scope="module")
def book(written):
    return load_workbook(written[0])


def _rows(book, sheet):
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def stays(book):
    """The rows of Verblijf by dossier and national number, in the order of the sheet."""
    found = defaultdict(list)
    for row in _rows(book, "Verblijf"):
        found[row["Dossiernummer"], row["Rijksregisternummer"]].append(row)
    return found


@pytest.fixture(scope="module")
def applicants(dossiers):
    return {
        (dossier["dossierNummer"], person["rijksregisternummer"]): person
        for dossier in dossiers
        for person in dossier["personen"]
        if person["rol"] == "HUURDER"
    }


def test_the_workbook_has_three_sheets_and_says_what_it_is(book):
    assert book.sheetnames == ["Verblijf", "Mantelzorg", "Lees mij"]
    assert book.properties.keywords == "verblijf-v1"
    assert [cell.value for cell in book["Verblijf"][1]] == [
        "Dossiernummer", "Rijksregisternummer", "Gemeente", "NIS-code", "Van", "Tot",
    ]  # fmt: skip
    assert [cell.value for cell in book["Mantelzorg"][1]] == [
        "Dossiernummer", "Rijksregisternummer", "Soort", "Gemeente", "NIS-code", "Van", "Tot",
    ]  # fmt: skip
    explained = " ".join(str(cell) for row in book["Lees mij"].iter_rows(values_only=True) for cell in row)
    assert "verzonnen" in explained
    assert "verblijf-v1" in explained


def test_about_four_of_five_dossiers_are_covered_and_the_counts_are_those_of_the_sheets(written, book, stays):
    counts = written[1]
    assert counts == Counts(
        dossiers=SIZE + 40,
        covered=len({number for number, _ in stays}),
        stays=book["Verblijf"].max_row - 1,
        care=book["Mantelzorg"].max_row - 1,
    )
    assert 0.77 < counts.covered / counts.dossiers < 0.83


def test_only_applicants_and_partners_are_in_it(stays, applicants):
    assert set(stays) <= set(applicants)


def test_who_lives_in_flanders_is_still_there_in_the_municipality_of_the_domicile(stays, applicants):
    for key, rows in stays.items():
        address = applicants[key]["domicilieAdres"]
        present = [row["NIS-code"] for row in rows if row["Tot"] is None]
        nis = address["gemeenteNisCode"] if address else None
        assert present == ([flanders().in_force(nis).nis] if nis else [])


def test_periods_are_real_dates_that_follow_each_other_without_overlap(stays):
    for rows in stays.values():
        for row in rows:
            assert all(day is None or isinstance(day, datetime) for day in (row["Van"], row["Tot"]))
            assert row["Van"] is None or row["Van"].date() < TODAY
            assert None in (row["Van"], row["Tot"]) or row["Van"] < row["Tot"]
        assert all(one["Tot"] <= following["Van"] for one, following in pairwise(rows))


def test_some_periods_are_a_day_or_about_a_year_apart_and_some_have_no_start(stays):
    gaps = Counter((following["Van"] - one["Tot"]).days for rows in stays.values() for one, following in pairwise(rows))
    assert gaps[0] > 0.8 * gaps.total()
    assert gaps[1] > 10
    assert sum(number for days, number in gaps.items() if 200 < days < 600) > 10
    assert sum(row["Van"] is None for rows in stays.values() for row in rows) > 10


def test_a_code_that_died_stands_before_the_merger_only_under_its_old_name(stays):
    dead = [row for rows in stays.values() for row in rows if row["NIS-code"] in DEAD]
    assert len(dead) > 30
    for row in dead:
        old = DEAD[row["NIS-code"]]
        assert row["Gemeente"] == old.name
        assert row["Tot"].date() <= old.merged
        assert row["Van"] is None or row["Van"].date() < old.merged


def test_who_lived_through_a_merger_has_both_codes_without_a_day_between(stays):
    through = [
        following
        for rows in stays.values()
        for one, following in pairwise(rows)
        if one["NIS-code"] in DEAD and DEAD[one["NIS-code"]].successor == following["NIS-code"]
    ]
    assert len(through) > 5
    assert all(row["Van"].date() in {date(2019, 1, 1), date(2025, 1, 1)} for row in through)


@pytest.mark.parametrize(("years", "least", "most"), [(5, 0.35, 0.75), (10, 0.25, 0.55), (20, 0.08, 0.30)])
def test_a_sensible_part_has_lived_long_enough_in_a_municipality_of_the_landlord(stays, years, least, most):
    ours = {municipality.nis for municipality in landlord(SIZE).municipalities}
    since = datetime(TODAY.year - years, TODAY.month, TODAY.day)  # noqa: DTZ001 - days of a workbook have no zone
    long = [
        rows[-1]
        for rows in stays.values()
        if rows[-1]["NIS-code"] in ours and not rows[-1]["Tot"] and rows[-1]["Van"] and rows[-1]["Van"] <= since
    ]
    assert least < len(long) / len(stays) < most


def test_care_is_what_the_dossier_declares_and_sometimes_names_no_municipality(book, applicants):
    rows = _rows(book, "Mantelzorg")
    for row in rows:
        declared = applicants[row["Dossiernummer"], row["Rijksregisternummer"]]["mantelzorg"]
        assert row["Soort"] == {"GEEFT": "geeft", "KRIJGT": "krijgt"}[declared["soort"]]
        assert declared["gemeenteNisCode"] in (None, row["NIS-code"])
        assert (row["Gemeente"] is None) == (row["NIS-code"] is None)
    assert {row["Soort"] for row in rows} == {"geeft", "krijgt"}
    assert any(row["NIS-code"] is None for row in rows)
    assert any(row["Tot"] for row in rows)


def test_a_dossier_has_the_same_rows_in_a_workbook_of_fewer_dossiers(dossiers, book, tmp_path):
    path = tmp_path / "enkele.xlsx"
    some = dossiers[100:140]
    write_residences(some, path, 1, TODAY, landlord(SIZE))
    numbers = {dossier["dossierNummer"] for dossier in some}
    expected = [row for row in _rows(book, "Verblijf") if row["Dossiernummer"] in numbers]
    assert _rows(load_workbook(path), "Verblijf") == expected
    assert expected
