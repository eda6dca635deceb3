"""The housing company of practice: gives the candidates of its list, carries messages out, and answers honestly."""

import io
import uuid
from datetime import date

import openpyxl
import pytest

from cir_desktop.practice.exchange_workbook import layout
from cir_desktop.practice.register import CONTROL

TOKEN = "control-of-the-test"
FIELDS = {column["field"]: column["title"] for column in layout()["messages"]["column"]}
ANSWERS = {column["field"]: column["title"] for column in layout()["messages"]["answer"]}


def asked(practice, body):
    headers = {"x-practice-token": TOKEN, "content-type": "application/octet-stream"}
    return practice.http.request("POST", f"{CONTROL}/exchange", content=body, headers=headers)


def messages(*rows):
    """A workbook as the program gives it, of rows by field."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = layout()["messages"]["name"]
    sheet.append([*FIELDS.values(), *ANSWERS.values()])
    for row in rows:
        sheet.append([row.get(field) for field in (*FIELDS, *ANSWERS)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def message(dossier, action, **more):
    return {"id": str(uuid.uuid4()), "copy": "nee", "dossier": dossier, "base_version": 1, "action": action, **more}


def answered(practice, *rows):
    response = asked(practice, messages(*rows))
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    titles = [cell.value for cell in sheet[1]]
    found = [dict(zip(titles, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    return [{field: row[title] for field, title in ANSWERS.items()} for row in found]


def test_the_workbook_holds_every_dossier_in_scope_and_says_for_whom(practice, us):
    response = practice.control("GET", "/exchange")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    told = {row[0]: row[1] for row in book["Info"].iter_rows(min_row=2, values_only=True)}
    numbers = {row[0] for row in book["Dossiers"].iter_rows(min_row=2, values_only=True)}
    assert told["Voor"] == us.party
    assert told["Aantal dossiers"] == len(numbers)
    assert numbers == {item["dossierNummer"] for item in us.search()}
    assert {row[0] for row in book["Personen"].iter_rows(min_row=2, values_only=True)} == numbers


def test_an_action_is_carried_out_in_the_register_and_answered_with_the_new_version(practice, us):
    number = us.fresh()
    before = us.read(number)["versieNummer"]
    home = {"street": "Dorpsplein", "number": "12", "postcode": "2460", "place": "Kasterlee", "nis_code": "13017"}
    [answer] = answered(practice, message(number, "OFFER", comment="proef", **home))
    after = us.read(number)
    assert after["status"] == "OFFER"
    assert (answer["processed"], answer["version"]) == ("ja", after["versieNummer"])
    assert after["versieNummer"] == before + 1
    assert answer["processed_at"] is not None


def test_a_contract_is_carried_out_with_its_day(practice, us):
    number = us.fresh()
    first, second = answered(practice, message(number, "OFFER"), message(number, "ACC", contract_from=date(2026, 3, 1)))
    assert (first["processed"], second["processed"]) == ("ja", "ja")
    assert us.read(number)["toewijzingen"][-1]["datumIngangContract"] == "2026-03-01T00:00:00+01:00"


def test_what_the_register_refuses_is_a_no_with_its_reason(practice, us):
    number = us.fresh()
    [answer] = answered(practice, message(number, "WAKE"))
    assert (answer["processed"], answer["processed_at"]) == ("nee", None)
    assert answer["reason"]
    assert answer["version"] == us.read(number)["versieNummer"]


def test_a_report_for_a_ranking_list_stands_in_the_dossier(practice, us):
    number = us.fresh()
    report = {"kind": "PLR1", "limited_region": "nee", "local_binding": "YES", "nis_code": "13017", "criterion": "A"}
    [answer] = answered(practice, message(number, "RANKING", **report))
    assert answer["processed"] == "ja"
    ours = [each for each in us.read(number)["rangschikkingen"] if each["partijCode"] == us.party]
    assert ours[-1]["lokaleBinding"] == "YES"
    assert ours[-1]["beperkteRegioKeuze"] is False


def test_a_copy_of_what_was_carried_out_changes_nothing(practice, us):
    number = us.fresh()
    told = message(number, "OFFER")
    answered(practice, told)
    version = us.read(number)["versieNummer"]
    [again] = answered(practice, {**told, "copy": "ja"})
    assert again["processed"] == "ja"
    assert us.read(number)["versieNummer"] == version


def test_a_row_that_has_an_answer_is_left_as_it_is(practice, us):
    number = us.fresh()
    [answer] = answered(practice, {**message(number, "OFFER"), "processed": "nee", "reason": "later"})
    assert (answer["processed"], answer["reason"]) == ("nee", "later")
    assert us.read(number)["status"] == "REG"


@pytest.mark.parametrize("body", [b"geen werkboek", b""])
def test_what_is_no_workbook_is_refused(practice, body):
    assert asked(practice, body).status_code == 400
