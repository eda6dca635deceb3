"""Corrections as recipes: readable, in order, applied again to the next list, and twice the same as once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.migration_lists import TODAY, batch

from cir_desktop.domain.migration_fixing import Condition, Fit, Recipe
from cir_desktop.errors import BadInput
from cir_desktop.migration.recipes import apply, check_new, matches, normal, words

PLACES = [
    {"dossier": f"2019.05.14.000{at}", "place": place} for at, place in enumerate(["Casterlee", "Geel", "Casterlee"])
]


def listed(places=PLACES):
    return batch({"candidates": places})


def after(recipes, given=None):
    found = apply(given or listed(), recipes, today=TODAY)
    return found.batch.sheet("candidates").column("place"), found


def test_a_value_is_replaced_in_the_whole_column_and_told_in_dutch():
    recipe = Recipe("candidates", "place", "Casterlee", "Kasterlee")
    places, found = after([recipe])
    assert places == ["Kasterlee", "Geel", "Kasterlee"]
    assert words(recipe, found.fits[0][1]) == "In kolom Gemeente: “Casterlee” wordt “Kasterlee” (2 keer)"
    assert [(change.row, change.before) for change in found.changes] == [(2, "Casterlee"), (4, "Casterlee")]
    assert matches(listed(), recipe) == (2, 4)


def test_the_next_list_tells_what_became_of_each_recipe():
    recipes = [
        Recipe("candidates", "place", "Casterlee", "Kasterlee"),
        Recipe("candidates", "place", "Gheel", "Geel"),
        Recipe("candidates", "place", "Mool", "Mol"),
    ]
    assert after(recipes)[1].fits == ((Fit.APPLIED, 2), (Fit.NOT_NEEDED, 0), (Fit.NO_FIT, 0))


def test_one_cell_is_found_again_by_its_dossier_wherever_its_row_stands():
    recipe = Recipe("candidates", "place", "Casterlee", "Lille", (Condition("dossier", "2019.05.14.0002"),))
    assert after([recipe])[0] == ["Casterlee", "Geel", "Lille"]
    assert after([recipe], listed(PLACES[::-1]))[0] == ["Lille", "Geel", "Casterlee"]
    assert "waar Dossiernummer “2019.05.14.0002” is" in words(recipe)


def test_an_empty_cell_is_filled_and_a_column_that_lacked_gets_a_place():
    small = batch({"candidates": [{}], "members": [{"moves_along": None}], "preferences": []})
    found = apply(small, [Recipe("members", "moves_along", "", "ja")], today=TODAY).batch
    assert found.sheet("members").column("moves_along") == ["ja"]
    assert words(Recipe("members", "moves_along", "", "ja")) == "In kolom Verhuist mee van Gezinsleden: leeg wordt “ja”"


def test_what_was_repaired_in_a_corrected_cell_is_no_longer_told():
    spaced = listed([{"place": " Casterlee "}])
    assert "place" in {each.key for each in spaced.repairs}
    left = after([Recipe("candidates", "place", "Casterlee", "Kasterlee")], spaced)[1].batch.repairs
    assert {each.key for each in left} == {each.key for each in spaced.repairs} - {"place"}


def test_a_recipe_that_brings_back_what_an_earlier_one_corrects_is_refused():
    first = Recipe("candidates", "place", "Casterlee", "Kasterlee")
    with pytest.raises(BadInput, match="eerdere verbetering"):
        check_new(Recipe("candidates", "place", "Geel", "Casterlee"), [first])
    with pytest.raises(BadInput, match="niets"):
        check_new(Recipe("candidates", "place", "Geel", "Geel"), [])
    here, there = (Condition("dossier", f"2019.05.14.000{at}") for at in (1, 2))
    back = Recipe("candidates", "place", "B", "A", (there,))
    check_new(back, [Recipe("candidates", "place", "A", "B", (here,))])


def test_what_is_typed_is_read_as_in_the_file():
    assert normal(Recipe("candidates", "registered_on", "", "2/3/2019"), today=TODAY).after == "02/03/2019"
    with pytest.raises(BadInput):
        normal(Recipe("candidates", "shoe", "", "1"), today=TODAY)


TEXTS = st.sampled_from(["", "A", "B", "C", "D"])
ROWS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6)
RECIPES = st.lists(
    st.builds(
        lambda key, before, after, where: Recipe("candidates", key, before, after, where),
        st.sampled_from(["place", "street"]),
        TEXTS,
        TEXTS,
        st.lists(
            st.builds(Condition, st.sampled_from(["dossier", "place", "street"]), TEXTS | st.just("2019.05.14.0001")),
            max_size=2,
        ).map(tuple),
    ),
    max_size=8,
)


@given(ROWS, RECIPES)
def test_applied_twice_is_applied_once(rows, recipes):
    kept = []
    for recipe in recipes:
        try:
            check_new(recipe, kept)
        except BadInput:
            continue
        kept.append(recipe)
    given_list = listed(
        [
            {"dossier": f"2019.05.14.000{at}", "place": place or None, "street": street or None}
            for at, (place, street) in enumerate(rows)
        ]
    )
    once = apply(given_list, kept, today=TODAY)
    twice = apply(once.batch, kept, today=TODAY)
    assert twice.batch == once.batch
    assert twice.changes == ()
