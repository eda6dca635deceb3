"""The pairs of the matching as findings, until somebody answered them."""

import msgspec
import pytest
from support.console import Console
from support.migration_lists import CONTEXT, batch, found

from cir_desktop.domain.pairs import PairKind, Side
from cir_desktop.migration.matching import find_pairs, people_of
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template

TWICE = batch(
    {
        "candidates": [
            {"last_name": "Van den Broeck", "first_name": "Griet"},
            {
                "dossier": "2021.02.03.0007",
                "registered_on": "03/02/2021",
                "last_name": "Vandenbroeck",
                "first_name": "Griet",
            },
            {
                "dossier": "2022.02.03.0007",
                "registered_on": "03/02/2022",
                "last_name": "Claes",
                "first_name": "Omar",
                "national_number": None,
                "birth_date": "01/01/1970",
            },
        ],
        "members": [],
        "preferences": [],
    }
)


def told(pairs):
    context = msgspec.structs.replace(CONTEXT, pairs=tuple(pairs))
    return [each for each in found(TWICE, context, info=True) if each[0].startswith("DUP")]


def pairs():
    return find_pairs(people_of(TWICE)).pairs


def test_both_rows_of_a_pair_are_told_once():
    assert told(pairs() * 2) == [("DUP-001", "Kandidaten", 2, "Naam"), ("DUP-001", "Kandidaten", 3, "Naam")]
    assert told([]) == []


@pytest.mark.parametrize(("kind", "code"), [(PairKind.NUMBER, "DUP-002"), (PairKind.SPLIT, "DUP-003")])
def test_another_kind_of_pair_is_said_as_such(kind, code):
    (pair,) = pairs()
    assert {each[0] for each in told([msgspec.structs.replace(pair, kind=kind)])} == {code}


def test_of_a_pair_with_the_register_the_row_on_the_list_is_told():
    (pair,) = pairs()
    right = msgspec.structs.replace(pair.right, side=Side.REGISTER, sheet="", row=0)
    assert told([msgspec.structs.replace(pair, right=right)]) == [("DUP-004", "Kandidaten", pair.left.row, "Naam")]


def test_the_console_tells_them_until_they_are_answered(tmp_path):
    console = Console(tmp_path / "map")
    file = tmp_path / "lijst.xlsx"
    write_template(file, template(), TWICE)

    def doubles():
        findings = console.json("migration", "check", file, expect=1)["findings"]
        return [(each["row"], each["column"]) for each in findings if each["code"] == "DUP-001"]

    assert doubles() == [(2, "G"), (3, "G")]
    (pair,) = console.json("migration", "pairs", file, "list", expect=1)["pairs"]
    console.json("migration", "pairs", file, "decide", pair["id"], "ander")
    assert doubles() == []
