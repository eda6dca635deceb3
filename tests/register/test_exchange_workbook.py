"""What a housing company gives in a workbook is what the register says: the same facts, with rules for every cell."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from support.extracts import SIZE, Changed, extract
from support.office import MORNING, PARTY, invented

from cir_desktop.errors import BadInput, BadWorkbook, OtherLandlord, UnknownLayout
from cir_desktop.register.exchange_candidates import read_extract
from cir_desktop.register.exchange_layout import layout
from cir_desktop.register.exchange_manual import manual
from cir_desktop.register.exchange_template import write_template
from cir_desktop.register.wire import decode_dossier
from cir_desktop.storage import rows

CONTRACT = yaml.safe_load((Path(__file__).parents[2] / "resources/openapi/cir-v1.yaml").read_text(encoding="utf-8"))
MANUAL = Path(__file__).parents[2] / "docs" / "workbooks.md"


@cache
def _schema():
    schema = {"$ref": "#/components/schemas/Dossier", "components": CONTRACT["components"]}
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.fixture
def file(tmp_path):
    return extract(tmp_path / "kandidaten.xlsx")


def read(path, party=PARTY, now=MORNING):
    return read_extract(path, party, now=now)


def number_of(place):
    return invented(SIZE)[place]["dossierNummer"]


def of_row(found, sheet, row):
    return [each for each in found.findings if (each.sheet, each.row) == (sheet, row)]


def test_everything_that_a_list_is_made_from_is_the_same_as_from_the_register(tmp_path):
    found = read(extract(tmp_path / "veel.xlsx", size=300))
    said = [decode_dossier(json.dumps(dossier).encode()) for dossier in invented(300)]
    assert found.findings == ()
    assert (found.listed, found.info.count) == (len(said), len(said))
    for told, direct in zip(found.dossiers, said, strict=True):
        by_workbook, by_register = (
            rows.narrow_rows(each.number.text, each.version, each, rows.chosen(each), PARTY)
            for each in (told.dossier, direct)
        )
        assert by_workbook == by_register
        assert told.dossier.offers == direct.offers
        assert told.dossier.rankings == direct.rankings
        assert told.dossier.investigation == direct.investigation


def test_a_dossier_of_a_workbook_keeps_the_contract_of_the_register(file):
    for told in read(file).dossiers:
        assert [error.message for error in _schema().iter_errors(json.loads(told.raw))] == []


def test_a_workbook_for_another_landlord_is_refused(file):
    with pytest.raises(OtherLandlord, match="andere verhuurder") as refused:
        read(file, party="LB-ELDERS")
    assert refused.value.code == "CIR-146"


@pytest.mark.parametrize("told", ["uitwisseling-v2", None])
def test_an_unknown_layout_is_refused(file, told):
    with Changed(file) as book:
        book.info("Indeling", told)
    with pytest.raises(UnknownLayout, match="niet de indeling uitwisseling-v1") as refused:
        read(file)
    assert refused.value.code == "CIR-145"


def test_an_extract_of_the_future_is_refused(file):
    with pytest.raises(BadInput, match="later dan nu"):
        read(file, now=MORNING - timedelta(hours=25))
    assert read(file, now=MORNING - timedelta(hours=2)).listed  # a clock elsewhere that runs ahead is no mistake


@pytest.mark.parametrize(
    ("title", "value", "words"),
    [("Uittreksel op", "gisteren", "niet eenduidig"), ("Van", None, "leeg"), ("Aantal dossiers", "veel", "geheel")],
)
def test_a_line_of_the_sheet_info_that_is_wrong_says_which(file, title, value, words):
    with Changed(file) as book:
        book.info(title, value)
    with pytest.raises(BadInput, match=f"“{title}”.*{words}"):
        read(file)


def test_a_bad_cell_is_found_with_its_place_and_what_is_expected_and_the_others_are_taken(file):
    with Changed(file) as book:
        book.put("Dossiers", 3, "Aangepaste woning", "misschien")
    found = read(file)
    [finding] = found.findings
    assert (finding.sheet, finding.row, finding.column) == ("Dossiers", 3, "Aangepaste woning")
    assert (finding.severity, finding.expected) == ("fout", "ja of nee")
    assert "misschien" not in finding.message
    assert len(found.dossiers) == found.listed - 1
    assert number_of(1) not in {told.dossier.number.text for told in found.dossiers}


def test_a_bad_person_leaves_out_the_whole_household(file):
    number = number_of(2)
    with Changed(file) as book:
        row = book.rows("Personen", number)[0]
        book.put("Personen", row, "Geboortedatum", "ooit")
    found = read(file)
    assert number not in {told.dossier.number.text for told in found.dossiers}
    assert [finding.column for finding in of_row(found, "Personen", row)] == ["Geboortedatum"]
    [on_its_own_row] = of_row(found, "Dossiers", 4)
    assert "een rij ervan op een ander blad heeft een fout" in on_its_own_row.message


def test_a_dossier_that_stands_twice_is_not_taken(file):
    with Changed(file) as book:
        book.put("Dossiers", 3, "Dossiernummer", book.get("Dossiers", 2, "Dossiernummer"))
    found = read(file)
    assert "staat ook op rij 2" in of_row(found, "Dossiers", 3)[0].message
    assert number_of(0) not in {told.dossier.number.text for told in found.dossiers}


def test_a_person_of_a_dossier_that_is_not_there_is_told(file):
    with Changed(file) as book:
        last = book.book["Personen"].max_row
        book.put("Personen", last, "Dossiernummer", "2001.01.01.0001")
    assert "niet op blad Dossiers" in of_row(read(file), "Personen", last)[0].message


def test_a_row_that_stands_twice_would_count_twice_and_is_an_error(file):
    with Changed(file) as book:
        offers = book.book["Aanbiedingen"]
        first = [cell.value for cell in offers[2]]
        offers.append(first)
        last = offers.max_row
    found = read(file)
    assert "staat er twee keer" in of_row(found, "Aanbiedingen", last)[0].message
    assert first[0] not in {told.dossier.number.text for told in found.dossiers}


def test_two_persons_with_one_national_number_are_an_error(file):
    with Changed(file) as book:
        for number in map(number_of, range(SIZE)):
            rows_of_it = book.rows("Personen", number)
            if len(rows_of_it) > 1:
                break
        first = book.get("Personen", rows_of_it[0], "Rijksregisternummer")
        book.put("Personen", rows_of_it[1], "Rijksregisternummer", first)
    found = read(file)
    assert "hetzelfde rijksregisternummer" in found.findings[0].message
    assert number not in {told.dossier.number.text for told in found.dossiers}


def test_a_relation_that_says_otherwise_than_the_reference_person_is_an_error(file):
    with Changed(file) as book:
        row = book.rows("Personen", number_of(0))[0]
        book.put("Personen", row, "Relatie", "KIND")
    assert of_row(read(file), "Personen", row)[0].column == "Relatie"


def test_a_registration_of_the_very_day_of_a_night_extract_is_right(file):
    with Changed(file) as book:
        book.info("Uittreksel op", "31/05/2026 00:30")
        for row in range(2, book.book["Dossiers"].max_row + 1):
            for title in ("Aangemaakt op", "Ontvangen op", "Gewijzigd op"):
                book.put("Dossiers", row, title, "30/05/2026 10:00")
        book.put("Dossiers", 2, "Ingeschreven op", "31/05/2026")
        book.put("Dossiers", 3, "Ingeschreven op", "01/06/2026")
    found = read(file)
    assert of_row(found, "Dossiers", 2) == []
    assert of_row(found, "Dossiers", 3)[0].column == "Ingeschreven op"


@pytest.mark.parametrize(
    ("title", "value", "words"),
    [("Referentiepersoon", "nee", "één referentiepersoon"), ("Rol", "MEDEBEWONER", "geen huurder")],
)
def test_a_household_needs_a_reference_person_and_a_tenant(file, title, value, words):
    number = number_of(0)
    with Changed(file) as book:
        for row in book.rows("Personen", number):
            book.put("Personen", row, title, value)
            if title == "Referentiepersoon":
                book.put("Personen", row, "Relatie", "GEEN_FAMILIE")
    assert words in of_row(read(file), "Dossiers", 2)[0].message


def test_a_number_that_fails_its_check_is_a_warning_and_the_dossier_is_taken(file):
    number = number_of(0)
    with Changed(file) as book:
        row = book.rows("Personen", number)[0]
        book.put("Personen", row, "Rijksregisternummer", "85073003329")
    found = read(file)
    [finding] = found.findings
    assert (finding.severity, finding.sheet, finding.row) == ("let op", "Personen", row)
    assert "8507" not in finding.sentence
    assert len(found.dossiers) == found.listed


def test_a_number_that_excel_took_for_an_amount_gets_its_zeros_back(file):
    number = number_of(0)
    with Changed(file) as book:
        row = book.rows("Personen", number)[0]
        book.put("Personen", row, "Rijksregisternummer", 1020390088)
    told = next(each for each in read(file).dossiers if each.dossier.number.text == number)
    assert told.dossier.persons[0].national_number.digits == "01020390088"


def test_an_unknown_status_is_kept_as_it_is(file):
    with Changed(file) as book:
        book.put("Dossiers", 2, "Status", "NIEUW")
    told = read(file).dossiers[0].dossier
    assert told.status == "NIEUW"
    assert "niet gekend" in told.warnings[0]


def test_a_date_after_the_extract_is_wrong(file):
    with Changed(file) as book:
        book.put("Dossiers", 2, "Gewijzigd op", "03/06/2026 10:00")
    [finding] = of_row(read(file), "Dossiers", 2)
    assert "later dan het uittreksel" in finding.message


def test_a_half_address_says_what_is_missing(file):
    number = number_of(0)
    with Changed(file) as book:
        row = book.rows("Personen", number)[0]
        book.put("Personen", row, "Postcode", None)
    [finding] = of_row(read(file), "Personen", row)
    assert (finding.column, finding.expected) == ("Postcode", "cijfers")


def test_an_empty_cell_means_what_the_layout_says_and_else_not_known(file):
    number = number_of(0)
    with Changed(file) as book:
        for title in ("Belastbaar inkomen", "Inkomen nagekeken", "Hoogste huur", "Types", "Eigendom gevonden"):
            book.put("Dossiers", 2, title, None)
        book.put("Dossiers", 2, "Leefloon", "9.600,00")
        for title in ("Verklaart geen eigendom", "Eigendom nagekeken"):
            book.put("Dossiers", 2, title, None)
        row = book.rows("Personen", number)[0]
        for title in ("Land", "Handicap", "Taalkennis"):
            book.put("Personen", row, title, None)
    told = read(file).dossiers[0].dossier
    assert (told.income.taxable, told.income.living_wage.cents, told.income.check) == (
        None,
        960_000,
        "NIET_GECONTROLEERD",
    )
    assert told.real_estate is None
    assert (told.preferences.max_rent, told.preferences.types) == (None, ())
    person = told.persons[0]
    assert (person.domicile.country, person.disability_percent, person.language_level) == ("150", None, None)


def test_fewer_dossiers_than_the_sheet_info_counts_is_told(file):
    with Changed(file) as book:
        book.info("Aantal dossiers", SIZE + 50)
    [finding] = read(file).findings
    assert "telt 70 dossiers" in finding.message


def test_a_workbook_without_persons_is_no_extract(file):
    with Changed(file) as book:
        del book.book["Personen"]
    with pytest.raises(BadWorkbook, match="geen blad “Personen”"):
        read(file)


def test_a_workbook_without_children_or_offers_is_one(file):
    with Changed(file) as book:
        for sheet in ("Kinderen", "Aanbiedingen", "Rangschikkingen"):
            del book.book[sheet]
    found = read(file)
    assert len(found.dossiers) == found.listed
    assert all(told.dossier.offers == () for told in found.dossiers)


def test_the_template_is_an_extract_without_dossiers_once_its_first_sheet_is_filled_in(tmp_path):
    path = tmp_path / "sjabloon.xlsx"
    write_template(path, PARTY)
    with Changed(path) as book:
        book.info("Van", "Woonmaatschappij Dennenbos")
        book.info("Uittreksel op", "31/05/2026 09:00")
        book.info("Aantal dossiers", 0)
    found = read(path)
    assert (found.dossiers, found.listed, found.findings) == ((), 0, ())


def test_the_example_of_the_template_is_right_by_the_rules_for_cells(tmp_path):
    path = tmp_path / "sjabloon.xlsx"
    write_template(path, PARTY)
    with Changed(path) as book:
        book.info("Van", "Woonmaatschappij Dennenbos")
        book.info("Uittreksel op", "31/05/2026 09:00")
        book.info("Aantal dossiers", 1)
        for sheet in layout().sheet:
            book.put(sheet.name, 2, "Dossiernummer", "2023.07.06.0002")
    found = read(path)
    assert [finding.sentence for finding in found.findings] == []
    assert found.dossiers[0].dossier.reference_person.first_name == "Verzonnen"


def test_the_template_offers_the_closed_lists_and_keeps_its_titles_in_sight(tmp_path):
    path = tmp_path / "sjabloon.xlsx"
    write_template(path, PARTY)
    book = openpyxl.load_workbook(path)
    sheet = book["Personen"]
    assert sheet.freeze_panes == "A2"
    offered = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert offered["B2:B5001"] == '"HUURDER,MEDEBEWONER"'
    assert offered["C2:C5001"] == '"ja,nee"'
    kept = {cell.value: sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[1]}
    assert (kept["Rijksregisternummer"], kept["Nummer"], kept["Geboortedatum"]) == ("@", "@", "General")


def test_the_table_in_the_manual_is_that_of_the_layout():
    assert manual() in MANUAL.read_text(encoding="utf-8"), "put the output of `cir exchange layout` there"
