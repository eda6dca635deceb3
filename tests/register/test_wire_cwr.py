"""The mapping of the central dwelling register held against its written contract."""

import json
from pathlib import Path

import pytest
import yaml

from cir_desktop.errors import BadInput, RegisterNonsense
from cir_desktop.register import cwr, wire_cwr

FILE = Path(__file__).parents[2] / "resources" / "openapi" / "cwr-v1.yaml"
SCHEMAS = yaml.safe_load(FILE.read_text(encoding="utf-8"))["components"]["schemas"]
STRUCTS = {"Woningen": wire_cwr.Woningen, "Woning": wire_cwr.Woning, "WoningAdres": wire_cwr.WoningAdres}


def dwelling(**changes):
    return {
        "vmswWoningId": "ZYKTR",
        "woonmaatschappijWoningId": "W001",
        "gebouweenheidId": "20000001",
        "partijCode": "LB-OEFENDORP",
        "adres": {
            "straat": "Dorpsplein",
            "huisNummer": "12",
            "huisNummerBus": None,
            "postCode": "2460",
            "gemeente": "Kasterlee",
            "gemeenteNisCode": "13017",
        },
        "type": "A",
        "aantalSlaapkamers": 2,
        "verdieping": 1,
        "lift": None,
        "aangepast": False,
        "updateDatum": "2025-11-03T08:30:00Z",
    } | changes


@pytest.mark.parametrize("name", STRUCTS)
def test_every_key_of_the_contract_has_its_place(name):
    assert set(STRUCTS[name].__struct_encode_fields__) == set(SCHEMAS[name]["properties"])


def test_what_the_register_says_of_a_dwelling_is_what_is_compared():
    got = wire_cwr.decode_dwelling(json.dumps(dwelling()).encode())
    assert (got.id, got.own_code, got.unit, got.type, got.bedrooms, got.floor) == (
        "ZYKTR", "W001", "20000001", "A", 2, 1,
    )  # fmt: skip
    assert (got.lift, got.adapted, got.address, got.nis_code) == (None, False, "Dorpsplein 12, 2460 Kasterlee", "13017")
    assert got.updated_at.isoformat() == "2025-11-03T08:30:00+00:00"


@pytest.mark.parametrize("changes", [{"vmswWoningId": "zyktr"}, {"aantalSlaapkamers": "twee"}, {"adres": None}])
def test_an_answer_outside_the_contract_is_nonsense_and_never_quoted(changes):
    with pytest.raises(RegisterNonsense) as refused:
        wire_cwr.decode_dwellings(json.dumps({"woningen": [dwelling(**changes)]}).encode())
    assert "twee" not in str(refused.value)


@pytest.mark.parametrize("text", ["ZYK", "ZYKT1", ""])
def test_only_five_letters_are_asked_for(text):
    with pytest.raises(BadInput):
        cwr.dwelling(None, text)
