"""The upload of practice against resources/openapi/migration-upload-v1.yaml, and what it says of a list."""

import io
import uuid
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from cir_desktop.practice.app import create_app
from cir_desktop.practice.migration_upload import MIGRATION_BASE, ROUNDS, XLSX, _template
from cir_desktop.register.migration_upload import MIGRATION_BASE_PATH

ROOT = Path(__file__).resolve().parents[2]
SPEC = yaml.safe_load((ROOT / "resources" / "openapi" / "migration-upload-v1.yaml").read_text(encoding="utf-8"))
ANSWER = Draft202012Validator(
    {"$ref": "#/components/schemas/Ontvangst", "components": SPEC["components"]}, format_checker=FormatChecker()
)
EXAMPLES = {
    sheet["name"]: {column["title"]: column["example"] for column in sheet["column"]} for sheet in _template()["sheet"]
}
# The day of this register lies before the days of the examples.
LATER = {"Datum van aanbieden": None, "Laatste actualisatie": None}
KINDS = {column["title"]: column["kind"] for sheet in _template()["sheet"] for column in sheet["column"]}


def typed(title, value):
    """An example of the template as its kind of column has it."""
    if not isinstance(value, str):
        return value
    if KINDS[title] == "day" and value.count("/") == 2 and value[-1].isdigit():
        day, month, year = map(int, value.split("/"))
        return date(year, month, day)
    if KINDS[title] == "money":
        return float(value.replace(".", "").replace(",", "."))
    return int(value) if KINDS[title] == "whole" else value


def workbook(rows, *, leave_out=()):
    """Bytes of a list: `rows` by sheet are mappings of what differs from the examples of the template."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, examples in EXAMPLES.items():
        sheet = book.create_sheet(name)
        titles = [title for title in examples if title not in leave_out]
        sheet.append(titles)
        for row in rows.get(name, []):
            filled = {**examples, **LATER, **row}
            sheet.append([typed(title, filled[title]) for title in titles])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def send(landlord, content, wanted="TEST1", **headers):
    sent = {"authorization": f"Bearer {landlord.token}", "x-correlation-id": str(uuid.uuid4()), "content-type": XLSX}
    return landlord.http.request(
        "POST", f"{MIGRATION_BASE}/opladingen?ronde={wanted}", content=content, headers={**sent, **headers}
    )


def judged(landlord, content):
    response = send(landlord, content)
    assert response.status_code == 200, response.text
    assert [*ANSWER.iter_errors(response.json())] == []
    return response.json()


def reasons(answer):
    return {
        (row["blad"], row["rij"]): [(each["kolom"], each["tekst"]) for each in row["redenen"]]
        for row in answer["rijen"]
        if not row["aanvaard"]
    }


def test_the_server_has_every_operation_of_the_contract_and_no_other(practice):
    served = {
        (method.lower(), route.path.removeprefix(MIGRATION_BASE))
        for route in create_app(practice.register).routes
        if route.path.startswith(MIGRATION_BASE)
        for method in route.methods - {"HEAD"}
    }
    assert served == {(method, path) for path, item in SPEC["paths"].items() for method in item}


def test_the_written_contract_is_valid_and_all_sides_know_its_base_path_and_rounds():
    validate(SPEC)
    assert SPEC["servers"][0]["url"] == MIGRATION_BASE == MIGRATION_BASE_PATH
    assert set(SPEC["components"]["schemas"]["Ronde"]["enum"]) == ROUNDS


def test_a_list_that_is_right_is_taken_row_by_row(us):
    answer = judged(us, workbook({"Kandidaten": [{}], "Gezinsleden": [{}], "Voorkeuren": [{}]}))
    assert reasons(answer) == {}
    assert (answer["aanvaard"], answer["geweigerd"], len(answer["rijen"])) == (3, 0, 3)
    assert answer["ontvangstNummer"]


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Status", "weg"),
        ("Rijksregisternummer", "85.05.14-902.14"),
        ("Geboortedatum", "31/02/1980x"),
        ("Inschrijvingsdatum", date(2031, 1, 1)),
        ("Postcode", "246"),
        ("E-mail", "geen adres"),
        ("Naam", None),
        ("Rekeningnummer", "BE00 0000 0000 0000"),
        ("Handicap referentiepersoon", "misschien"),
        ("Aantal personen", "drie"),
        ("Dossiernummer", "19/14"),
    ],
)
def test_a_row_with_something_wrong_is_refused_with_the_column_and_never_the_value(us, title, value):
    book = openpyxl.load_workbook(io.BytesIO(workbook({"Kandidaten": [{}]})))
    sheet = book["Kandidaten"]
    place = [cell.value for cell in sheet[1]].index(title)
    sheet.cell(2, place + 1).value = value
    kept = io.BytesIO()
    book.save(kept)
    found = reasons(judged(us, kept.getvalue()))[("Kandidaten", 2)]
    assert [column for column, _ in found] == [title]
    assert all(str(value) not in text for _, text in found)


def test_a_dossier_comes_in_once_and_what_belongs_to_it_only_with_it(us):
    rows = {
        "Kandidaten": [{}, {"Dossiernummer": "2019.05.14.0004"}, {"Dossiernummer": "2019.05.14.0004"}],
        "Gezinsleden": [{}, {"Dossiernummer": "2019.05.14.0004"}, {"Dossiernummer": "2020.01.01.0001"}],
    }
    assert reasons(judged(us, workbook(rows))) == {
        ("Kandidaten", 3): [("Dossiernummer", "Dit dossier staat meer dan één keer op het blad.")],
        ("Kandidaten", 4): [("Dossiernummer", "Dit dossier staat meer dan één keer op het blad.")],
        ("Gezinsleden", 3): [("Dossiernummer", "Het dossier zelf is geweigerd.")],
        ("Gezinsleden", 4): [("Dossiernummer", "Dit dossier staat niet in de lijst.")],
    }


def test_what_is_no_such_workbook_is_refused_whole(us):
    assert send(us, b"geen werkboek").status_code == 400
    assert send(us, workbook({}, leave_out={"Status"})).json()["detail"] == (
        "Op blad Kandidaten ontbreekt de kolom Status."
    )
    assert send(us, workbook({}), wanted="TEST9").status_code == 400
    assert send(us, b"{}", **{"content-type": "application/json"}).status_code == 415


def test_nobody_hands_in_without_a_token(us):
    assert send(us, workbook({}), authorization="Bearer nobody").status_code == 401
    assert send(us, workbook({}), **{"x-correlation-id": "geen uuid"}).status_code == 400
