"""The answer to an upload, held against its written contract."""

import json
from pathlib import Path

import pytest
import yaml

from cir_desktop.domain.migration_upload import ROUND_WORDS, UploadRound
from cir_desktop.errors import RegisterNonsense
from cir_desktop.register import migration_upload as wire

FILE = Path(__file__).parents[2] / "resources" / "openapi" / "migration-upload-v1.yaml"
SCHEMAS = yaml.safe_load(FILE.read_text(encoding="utf-8"))["components"]["schemas"]
STRUCTS = {"Ontvangst": wire.Ontvangst, "Rij": wire.Rij, "Reden": wire.Reden}
TAKEN = {"blad": "Kandidaten", "rij": 2, "aanvaard": True, "redenen": []}
REFUSED = {"blad": "Kandidaten", "rij": 3, "aanvaard": False, "redenen": [{"kolom": None, "tekst": "Neen."}]}


def answer(**changes):
    told = {
        "ontvangstNummer": "M-1",
        "ronde": "FOTO2",
        "ontvangenOp": "2026-06-01T08:00:00Z",
        "sha256": "0" * 64,
        "aanvaard": 1,
        "geweigerd": 1,
        "rijen": [TAKEN, REFUSED],
    }
    return json.dumps(told | changes).encode()


@pytest.mark.parametrize("name", STRUCTS)
def test_every_key_of_the_contract_has_its_place(name):
    assert set(STRUCTS[name].__struct_encode_fields__) == set(SCHEMAS[name]["properties"])


def test_every_round_of_the_contract_has_its_words():
    assert [each.value for each in UploadRound] == SCHEMAS["Ronde"]["enum"]
    assert set(ROUND_WORDS) == set(UploadRound)


def test_rows_keep_why_they_were_refused():
    got = wire.decode_answer(answer())
    assert (got.round, got.accepted, got.refused) == (UploadRound.PHOTO_2, 1, 1)
    assert [(row.row, row.accepted) for row in got.rows] == [(2, True), (3, False)]
    assert got.rows[1].reasons[0].text == "Neen."


@pytest.mark.parametrize(
    "changes",
    [
        {"aanvaard": 2, "geweigerd": 0},
        {"aanvaard": 2},
        {"rijen": [TAKEN, {**REFUSED, "redenen": []}]},
        {"rijen": [{**TAKEN, "redenen": REFUSED["redenen"]}, REFUSED]},
        {"ronde": "TEST9"},
        {"sha256": "kort"},
        {"rijen": [{**TAKEN, "rij": 1}, REFUSED]},
    ],
)
def test_an_answer_that_contradicts_itself_is_none(changes):
    with pytest.raises(RegisterNonsense):
        wire.decode_answer(answer(**changes))
