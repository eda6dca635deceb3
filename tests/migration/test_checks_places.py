"""Postcodes, places and NIS codes as people write them."""

import pytest
from support.migration_lists import codes, one_candidate


@pytest.mark.parametrize(
    ("postcode", "place"),
    [
        ("2460", "KASTERLEE"),
        ("2460", "Tielen"),
        ("2460", "Lichtaart (Kasterlee)"),
        ("9850", "Nevele"),
        ("8760", "Meulebeke"),
        ("1000", "Brussel"),
        ("4000", "Luik"),
    ],
)
def test_a_place_a_municipality_and_one_that_merged_may_stand_behind_a_postcode(postcode, place):
    assert codes(one_candidate(postcode=postcode, place=place, nis_code=None)) == []


@pytest.mark.parametrize(("postcode", "place"), [("2460", "Gent"), ("9850", "Meulebeke")])
def test_a_place_of_elsewhere_is_to_be_looked_at(postcode, place):
    assert codes(one_candidate(postcode=postcode, place=place, nis_code=None)) == ["CEL-072"]
