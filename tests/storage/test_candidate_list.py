"""The list of candidates: orders, filters, and search as you type."""

import itertools
from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cir_desktop.domain.dossier import RegionChoice
from cir_desktop.domain.values import DossierNumber, NationalNumber
from cir_desktop.errors import BadInput
from cir_desktop.storage import candidates, dossiers
from cir_desktop.storage.candidates import SORTS, Filter

COUNT = 60
VERSIONS = itertools.count(2)


@pytest.fixture
def filled(store, put, made):
    put(*[made.dossier(place) for place in range(COUNT)])
    return store


def listed(store, **wanted):
    with store.read() as connection:
        return candidates.rows(connection, candidates.ids(connection, Filter(**wanted)))


def find(store, typed):
    return [row.dossier for row in listed(store, text=typed, sort="dossier")]


KEYS = {
    "dossier": lambda row: row.dossier,
    "registered": lambda row: (row.registered_on, int(row.dossier[11:])),
    "status": lambda row: row.status,
    "municipality": lambda row: row.municipality,
    "updated": lambda row: row.updated_at,
}


@pytest.mark.parametrize("sort", sorted(KEYS))
def test_the_list_stands_in_the_asked_order_and_turned_round(filled, sort):
    rows = listed(filled, sort=sort)
    assert len(rows) == COUNT
    assert [KEYS[sort](row) for row in rows] == sorted(KEYS[sort](row) for row in rows)
    assert listed(filled, sort=sort, descending=True) == rows[::-1]


def test_names_are_ordered_without_regard_to_capitals_and_diacritics(store, put, made):
    names = ["Zorg", "Łódź", "de Wit", "Émile", "Dewit", "emilia", "Öz"]
    put(*[made.dossier(i, persons=(made.person(i, last_name=n, first_name=""),)) for i, n in enumerate(names)])
    assert [row.name.strip() for row in listed(store)] == ["de Wit", "Dewit", "Émile", "emilia", "Łódź", "Öz", "Zorg"]


def test_a_row_tells_what_the_list_shows(store, put, made):
    dossier = made.dossier(20, warnings=("Status is niet gekend.", "De datum klopt niet."))
    put(dossier)
    (row,) = listed(store)
    assert row.dossier == dossier.number.text
    assert (row.name, row.municipality, row.registered_on) == (
        "Öztürk " + dossier.persons[0].first_name,
        "Beerse",
        date(2010, 1, 2),
    )
    assert (row.household_size, row.children) == (3, 2)
    assert row.choices == " ".join(region.nis_code for region in dossier.regions)
    assert (row.warnings, row.warning_text) == (2, "Status is niet gekend.\nDe datum klopt niet.")
    assert row.primary
    assert row.updated_at == dossier.updated_at
    with store.read() as connection:
        assert candidates.scope_counts(connection).with_warnings == 1
        assert candidates.names(connection, {row.dossier, "2000.01.01.0001"}) == {row.dossier: row.name}


def test_rows_come_in_the_order_asked_and_gone_ones_are_left_out(filled):
    with filled.read() as connection:
        ordered = list(candidates.ids(connection, Filter()))
        wanted = [ordered[7], 999_999, ordered[2], ordered[30]]
        assert [row.rowid for row in candidates.rows(connection, wanted)] == [ordered[7], ordered[2], ordered[30]]


def test_status_and_municipality_narrow_the_list_and_their_counts_agree(filled, put, made):
    put(made.dossier(3, version=2, status="OFFER"), made.dossier(4, version=2, status="ONBEKEND"))
    assert [row.dossier for row in listed(filled, status="ONBEKEND")] == [made.dossier(4).number.text]
    with filled.read() as connection:
        statuses = candidates.status_counts(connection)
        municipalities = candidates.municipality_counts(connection)
    assert statuses == [("REG", COUNT - 2), ("OFFER", 1), ("ONBEKEND", 1)]
    for nis_code, count in municipalities:
        rows = listed(filled, nis_code=nis_code)
        assert len(rows) == count
        assert all(nis_code in row.choices.split() for row in rows)


def test_the_list_shows_what_was_stored_after_it_was_read_before(filled, put, made):
    assert len(listed(filled)) == COUNT
    put(made.dossier(COUNT))
    assert len(listed(filled)) == COUNT + 1


def test_an_order_or_scope_that_does_not_exist_is_refused(filled):
    for wanted in (Filter(sort="income"), Filter(scope="everything")):
        with filled.read() as connection, pytest.raises(BadInput):
            candidates.ids(connection, wanted)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Öztürk", "ozturk"),
        ("Öztürk", "ÖZT"),
        ("Ozturk", "Öztürk"),
        ("Łukaszewicz", "lukasz"),
        ("Sørensen", "sorens"),
        ("Núñez", "nun"),
        ("Nu\u0301n\u0303ez", "núñez"),
        ("D'Hondt", "d'hondt"),
        ("D'Hondt", "hondt"),
        ("Van den Broeck", "broeck van"),
        ("Weiß", "weiss"),
        ("İnce", "ince"),
        ("Χατζή", "χατζη"),
    ],
)
def test_a_name_is_found_by_beginnings_of_its_words_with_or_without_diacritics(store, put, made, name, typed):
    put(made.dossier(7), made.dossier(1, persons=(made.person(1, last_name=name, first_name="Quinten"),)))
    assert find(store, typed) == [made.dossier(1).number.text]
    assert find(store, f"{typed} quint") == [made.dossier(1).number.text]
    assert find(store, f"{typed} xavier") == []


def test_everybody_in_the_dossier_is_found(store, put, made):
    partner = made.person(1, role="partner", first_name="Gwendoline")
    put(made.dossier(1, persons=(made.person(1), partner)), made.dossier(2))
    assert find(store, "gwen") == [made.dossier(1).number.text]


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        ("2023.07.06.0002", "2023.07.06.0002"),
        ("2023.07.06.0002", "2023.07.06.2"),
        ("2023.07.06.0002", "2023.07.06.002"),
        ("2023.07.06.0002", "20230706"),
        ("2023.07.06.0002", "202307060002"),
        ("2023.07.06.0002", "2023.07"),
        ("2023.07.06.0002", "2023.07."),
        ("2023.07.06.0002", "2023"),
        ("2018.05.00.0101", "201805101"),
        ("2018.05.00.0101", "2018051"),
        ("2018.05.00.0101", "2018.05"),
    ],
)
def test_a_dossier_is_found_by_its_number_in_the_new_and_the_old_style(store, put, made, number, typed):
    put(made.dossier(0), made.dossier(1, number=DossierNumber(number)))
    assert find(store, typed) == [number]


@pytest.mark.parametrize("typed", ["85073090133", "85.07.30-901.33", "85.07.30", "8507"])
def test_a_person_is_found_by_national_number_with_or_without_dots(store, put, made, typed):
    person = made.person(1, national_number=NationalNumber("85073090133"))
    put(made.dossier(0), made.dossier(1, persons=(person,)))
    assert find(store, typed) == [made.dossier(1).number.text]


def test_a_search_within_a_status_and_a_municipality_needs_all_three(filled, made):
    everyone = {row.dossier for row in listed(filled, text="a")}
    assert 0 < len(everyone) < COUNT
    both = {row.dossier for row in listed(filled, text="a", nis_code="13017", status="REG")}
    assert both == everyone & {row.dossier for row in listed(filled, nis_code="13017")}


def test_only_signs_find_nobody_and_only_spaces_everybody(filled):
    assert find(filled, "'\"*()") == []
    assert len(find(filled, "   ")) == COUNT


@pytest.mark.parametrize(
    "typed",
    ['"', "a OR b", "NOT", "AND", "words:an", "an*", "^an", "NEAR(a b)", "-an", "a\x00b", "{", "\ud800", "an" * 500],
)
def test_signs_that_mean_something_to_the_search_engine_mean_nothing_to_a_clerk(filled, typed):
    assert len(find(filled, typed)) < COUNT


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40), sort=st.sampled_from(SORTS))
def test_whatever_is_typed_never_breaks_the_search(filled, typed, sort):
    with filled.read() as connection:
        assert len(candidates.ids(connection, Filter(text=typed, sort=sort))) <= COUNT


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(categories=["L"]), min_size=1, max_size=12))
def test_whatever_the_name_its_own_spelling_finds_it(store, put, made, name):
    dossier = made.dossier(1, version=next(VERSIONS))
    put(msgspec.structs.replace(dossier, persons=(made.person(1, last_name=name),)))
    assert find(store, name) == [dossier.number.text]


def test_the_neighbourhoods_that_candidates_in_scope_chose_in_a_municipality_are_told_once(store, actor, put, made):
    put(
        made.dossier(1, regions=(RegionChoice("13017", ("Vlimmeren, zuid", "Centrum")),)),
        made.dossier(2, regions=(RegionChoice("13017", ("Centrum", "den Hout")), RegionChoice("24062", ("Elders",)))),
        made.dossier(3, regions=(RegionChoice("13017", ()),)),
        made.dossier(4, regions=(RegionChoice("13017", ("Weg",)),)),
    )
    with store.unit(actor) as unit:
        dossiers.mark_out_of_scope(unit.connection, [made.dossier(4).number.text], unit.at)
        unit.event("a", "b")
    with store.read() as connection:
        assert candidates.chosen_neighbourhoods(connection, "13017") == ("Centrum", "den Hout", "Vlimmeren, zuid")
        assert candidates.chosen_neighbourhoods(connection, "11002") == ()
