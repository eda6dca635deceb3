"""One cell that holds several things: what can be read in one way is split, and nothing else."""

import pytest

from cir_desktop.domain.migration_mapping import SPLIT_KEYS, Split
from cir_desktop.migration.splitting import parts


@pytest.mark.parametrize(
    ("split", "text", "expected"),
    [
        (Split.NAME_FIRST, "Peeters An", ("Peeters", "An")),
        (Split.NAME_FIRST, "Van den Broeck Jan", ("Van den Broeck", "Jan")),
        (Split.NAME_FIRST, "PEETERS JANSEN An Sofie", ("PEETERS JANSEN", "An Sofie")),
        (Split.NAME_FIRST, "Peeters, Jan Baptist", ("Peeters", "Jan Baptist")),
        (Split.NAME_FIRST, "Peeters Jan Baptist", None),
        (Split.NAME_FIRST, "Peeters", None),
        (Split.FIRST_NAME, "An Peeters", ("Peeters", "An")),
        (Split.FIRST_NAME, "Jan Baptist van den Broeck", ("van den Broeck", "Jan Baptist")),
        (Split.FIRST_NAME, "An Sofie Peeters", None),
    ],
)
def test_a_name_is_split_only_where_it_can_be_read_in_one_way(split, text, expected):
    found = parts(split, text)
    assert found == (None if expected is None else [{"last_name": expected[0], "first_name": expected[1]}])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dorpsstraat 12 bus 3", {"street": "Dorpsstraat", "number": "12", "box": "3"}),
        ("11 Novemberstraat 5A", {"street": "11 Novemberstraat", "number": "5A"}),
        ("Kerkstraat 12/3", {"street": "Kerkstraat", "number": "12/3"}),
        ("Kerkstraat", None),
    ],
)
def test_a_street_with_its_number(text, expected):
    assert parts(Split.STREET, text) == (None if expected is None else [expected])


def test_a_whole_address_and_a_place():
    assert parts(Split.ADDRESS, "Dorpsstraat 12\n2460 Kasterlee") == [
        {"street": "Dorpsstraat", "number": "12", "postcode": "2460", "place": "Kasterlee"}
    ]
    assert parts(Split.PLACE, "B-2460 Kasterlee") == [{"postcode": "2460", "place": "Kasterlee"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Noor 02/03/2012; Lien 2015", [("Noor", "02/03/2012"), ("Lien", "2015")]),
        ("Noor (2012), Lien (2015) en Bo", [("Noor", "2012"), ("Lien", "2015"), ("Bo", "")]),
        ("Noor °02.03.12\nLien", [("Noor", "02.03.12"), ("Lien", "")]),
    ],
)
def test_children_in_one_cell_are_a_person_each(text, expected):
    found = parts(Split.CHILDREN, text)
    assert [(child["first_name"], child.get("birth_date", "")) for child in found] == expected


def test_a_number_of_children_names_nobody():
    assert parts(Split.CHILDREN, "2") is None


@pytest.mark.parametrize("split", [each for each in Split if each not in (Split.AS_IS, Split.SERIAL)])
def test_a_story_in_a_cell_takes_no_time_and_splits_fill_their_own_columns_only(split):
    assert parts(split, "a 1," * 8000) is None
    for text in ("Peeters An", "Dorp 1", "2460 Geel", "Dorp 1, 2460 Geel", "Noor 2012"):
        for each in parts(split, text) or []:
            assert set(each) <= set(SPLIT_KEYS[split])
