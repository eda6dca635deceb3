"""What a clerk gets of a received dossier, and what is said of an odd one."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload, HomeAddress
from cir_desktop.domain.values import DossierNumber, Money
from cir_desktop.errors import RegisterNonsense
from cir_desktop.register import wire
from cir_desktop.register.search import SearchCriteria
from cir_desktop.runtime.paths import resource


def _follows_contract(raw: bytes, name: str) -> bool:
    contract = yaml.safe_load(resource("openapi", "cir-v1.yaml").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}"} | contract)
    validator.validate(msgspec.json.decode(raw))
    return True


def test_amounts_are_rounded_to_the_cent_and_days_are_days(dossier_raw: Any) -> None:
    dossier = wire.decode_dossier(dossier_raw())
    assert dossier.income is not None
    assert dossier.income.taxable == Money(2134567)
    assert dossier.income.payslips[0].amount == Money(179000)
    assert dossier.preferences.max_rent == Money(42500)
    assert dossier.registered_on == date(2023, 7, 6)
    assert dossier.updated_at == datetime(2024, 1, 15, 10, tzinfo=timezone(timedelta(hours=1)))
    assert dossier.warnings == ()


def test_new_keys_and_new_codes_of_persons_are_borne(dossier_raw: Any) -> None:
    said = msgspec.json.decode(dossier_raw())
    said["personen"][0] |= {"relatie": "STIEFKIND", "taalkennis": "C2", "nieuw": {"diep": [1]}}
    dossier = wire.decode_dossier(msgspec.json.encode(said | {"ookNieuw": 1}))
    assert dossier.persons[0].relation == "STIEFKIND"
    assert dossier.persons[0].language_level == "C2"
    assert dossier.warnings == ()


def test_an_unknown_status_is_kept_with_a_warning(dossier_raw: Any) -> None:
    dossier = wire.decode_dossier(dossier_raw(status="NIEUW"))
    assert dossier.status == "NIEUW"
    assert dossier.warnings == ("De status NIEUW is niet gekend: aan dit dossier kan niet aangeboden worden.",)


def test_a_national_number_that_fails_its_check_is_a_warning_that_does_not_quote_it(dossier_raw: Any) -> None:
    said = msgspec.json.decode(dossier_raw())
    said["personen"][0]["rijksregisternummer"] = "85073090035"
    (warning,) = wire.decode_dossier(msgspec.json.encode(said)).warnings
    assert "persoon 1" in warning
    assert "850730" not in warning


def test_a_registration_day_that_is_not_the_one_of_the_number_is_a_warning(dossier_raw: Any) -> None:
    (warning,) = wire.decode_dossier(dossier_raw(inschrijvingsDatum="2023-07-07")).warnings
    assert warning == "De inschrijvingsdatum 07/07/2023 is niet de dag van het dossiernummer."


def test_a_dossier_that_is_not_registered_yet_has_no_day_and_no_warning(dossier_raw: Any) -> None:
    dossier = wire.decode_dossier(dossier_raw(inschrijvingsDatum=None, status="CHKS"))
    assert dossier.registered_on is None
    assert dossier.warnings == ()


def test_an_older_dossier_number_is_read(dossier_raw: Any) -> None:
    said = dossier_raw(dossierNummer="2021.03.25.005", inschrijvingsDatum="2021-03-25")
    assert wire.decode_dossier(said).number == DossierNumber("2021.03.25.0005")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"versieNummer": "drie"}, "een waarde heeft niet de afgesproken vorm ($.versieNummer)."),
        ({"versieNummer": 0}, "een waarde heeft niet de afgesproken vorm ($.versieNummer)."),
        ({"creatieDatum": "2023-07-06T09:12:00"}, "een waarde heeft niet de afgesproken vorm ($.creatieDatum)."),
        ({"inschrijvingsDatum": "06/07/2023"}, "een waarde heeft niet de afgesproken vorm ($.inschrijvingsDatum)."),
        ({"personen": []}, "een waarde heeft niet de afgesproken vorm ($.personen)."),
        ({"personen": [{"rol": "HUURDER"}]}, "het veld referentiepersoon ontbreekt ($.personen[0])."),
        ({"dossierType": "KOOP"}, "het type van het dossier is niet gekend ($.dossierType)."),
        ({"dossierNummer": "85073090034"}, "het dossiernummer heeft een onbekende vorm ($.dossierNummer)."),
        (
            {"voorkeuren": {"maxHuur": -1}},
            "een waarde heeft niet de afgesproken vorm ($.voorkeuren.maxHuur).",
        ),
    ],
)
def test_a_dossier_outside_the_agreed_form_is_told_by_its_place_and_never_by_its_value(
    dossier_raw: Any, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(wire.UndecodableDossier) as caught:
        wire.decode_dossier(dossier_raw(**changes))
    assert caught.value.reason == reason
    assert "85073090034" not in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"<html>", b'{"dossierNummer":"\xff"}', b'{"x":' + b"[" * 100_000])
def test_what_is_no_json_is_undecodable(raw: bytes) -> None:
    with pytest.raises(wire.UndecodableDossier, match=r"geen volledige JSON"):
        wire.decode_dossier(raw)


def _command(**changes: Any) -> Command:
    given: dict[str, Any] = {
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "action": "ACC",
        "dossier": "2023.07.06.0002",
        "base_version": 3,
        "payload": ConsequencePayload(
            "Toegewezen.",
            date(2024, 7, 1),
            HomeAddress("Verzonnenstraat", "1", None, "2440", "Geel", "13008"),
        ),
        "author": "a",
        "created_at": datetime(2024, 5, 1, tzinfo=UTC),
        "state": CommandState.NEW,
    }
    return Command(**given | changes)


def test_a_contract_starts_at_midnight_in_flanders() -> None:
    raw = wire.encode_action(_command(), "LB-GEEL")
    assert _follows_contract(raw, "DossierActie")
    assert msgspec.json.decode(raw)["datumIngangContract"] == "2024-07-01T00:00:00+02:00"


def test_an_action_without_home_or_day_sends_nulls() -> None:
    raw = wire.encode_action(_command(action="WAIT", payload=ConsequencePayload()), "LB-GEEL")
    assert _follows_contract(raw, "DossierActie")
    said = msgspec.json.decode(raw)
    assert (said["pand"], said["datumIngangContract"], said["commentaar"]) == (None, None, None)


def test_orders_follow_the_contract() -> None:
    search = SearchCriteria(party="LB-GEEL", only_unsynchronised=True, created_from=date(2024, 1, 1))
    assert _follows_contract(wire.encode_search(search), "ZoekOpdracht")
    assert _follows_contract(wire.encode_acknowledgement("2023.07.06.0002", 3, "LB-GEEL"), "Bevestiging")


def test_a_receipt_with_a_missing_field_is_no_receipt() -> None:
    with pytest.raises(RegisterNonsense, match="het veld versieNummer ontbreekt"):
        wire.decode_receipt(b'{"dossierNummer":"2023.07.06.0002"}')
