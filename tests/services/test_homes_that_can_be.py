"""A home is kept only where it can be, and stays the same home while a candidate has an offer of it."""

import json
from datetime import date

import msgspec
import openpyxl
import pytest
from support.office import HOME, PARTY, TODAY, invented, new_office

from cir_desktop.allocation.own import OwnRules, encode
from cir_desktop.allocation.regulation import MunicipalRules, TargetGroup
from cir_desktop.domain.home import Home
from cir_desktop.domain.process import Offer, OfferAnswer
from cir_desktop.domain.values import Money
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services import homes
from cir_desktop.services.workbook_homes import write_homes
from cir_desktop.storage import allocations, own_rules
from cir_desktop.sync.fill import decode_and_store

MISSPELT = msgspec.structs.replace(HOME, neighbourhood="Onbestaand")


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


def changed(**values):
    return msgspec.structs.replace(HOME, **values)


def chosen(office, *choices):
    """Stores a dossier for each choice of neighbourhoods in Kasterlee."""
    raws = [
        {**dossier, "regioKeuzes": [{"gemeenteNisCode": "13017", "wijken": list(names)}]}
        for dossier, names in zip(invented(len(choices)), choices, strict=True)
    ]
    stored = decode_and_store(
        (json.dumps(raw).encode() for raw in raws), office.store, actor=office.actor, own_party=PARTY
    )
    assert stored.stored == len(choices)


def refused(office, home):
    with pytest.raises(BadInput) as caught:
        homes.save(office, home, new=True)
    assert homes.all_homes(office) == []
    return caught.value


def offered(office, answer):
    homes.save(office, HOME, new=True)
    vacancy = homes.open_vacancy(office, "W001", TODAY)
    offer = Offer(
        id="A0001",
        vacancy=vacancy.id,
        home="W001",
        dossier="2020.01.01.0001",
        dossier_version=1,
        position=1,
        reference_date=TODAY,
        posted_on=TODAY,
        term_until=date(2026, 6, 16),
        motive="",
        answer=answer,
    )
    with office.store.unit(office.actor) as unit:
        allocations.add_offer(unit.connection, offer)
        unit.event("offer.made", "A0001")


def stored(office):
    return homes.all_homes(office)[0].home


def test_a_postcode_that_does_not_exist_is_told_at_its_field(office):
    assert refused(office, changed(postcode="2461")).field == "postcode"


def test_a_code_of_a_municipality_outside_the_postcode_is_told_with_the_right_municipality(office):
    error = refused(office, changed(nis_code="13019"))
    assert (error.field, "2460 is Kasterlee (13017)" in error.what) == ("nis_code", True)


def test_a_code_of_a_municipality_that_merged_away_is_told_at_its_field(office):
    error = refused(office, changed(postcode="9150", nis_code="46013", neighbourhood=None))
    assert (error.field, "46030" in error.what) == ("nis_code", True)


def test_a_neighbourhood_that_nobody_chose_is_refused_with_the_known_ones(office):
    chosen(office, ("Tielen", "Kasterlee"), (), ("Lichtaart",))
    error = refused(office, MISSPELT)
    assert error.field == "neighbourhood"
    assert "Gekende wijken: Kasterlee, Lichtaart, Tielen." in error.what
    assert "sluit iedereen uit die een wijk koos" in error.todo


@pytest.mark.parametrize("name", ["Kasterlee", " kASTERLEE ", None, " "])
def test_a_neighbourhood_that_somebody_chose_is_kept_whatever_its_capitals_and_none_is_too(office, name):
    chosen(office, (" Kasterlee",))
    homes.save(office, changed(neighbourhood=name), new=True)
    assert stored(office).neighbourhood == name


def test_where_nobody_chose_neighbourhoods_any_name_is_kept(office):
    chosen(office, (), ())
    homes.save(office, MISSPELT, new=True)
    assert stored(office) == MISSPELT


def test_without_stored_candidates_any_name_is_kept(office):
    homes.save(office, MISSPELT, new=True)
    assert stored(office) == MISSPELT


def test_a_workbook_row_with_an_unknown_neighbourhood_is_a_problem_of_that_row(office, tmp_path):
    chosen(office, ("Kasterlee",))
    path = tmp_path / "woningen.xlsx"
    write_homes(path, [HOME, msgspec.structs.replace(MISSPELT, code="W002")])
    preview = homes.look(office, path)
    assert [home.code for home, _ in preview.new] == ["W001"]
    assert [(problem.row, problem.column) for problem in preview.problems] == [(3, "Wijk")]
    assert "Gekende wijken: Kasterlee." in preview.problems[0].message


RANKED_BY = [
    {"type": "H"},
    {"bedrooms": 3},
    {"postcode": "2275", "nis_code": "13019", "place": "Lille"},
    {"neighbourhood": "Tielen"},
    {"adapted": True},
    {"assistance": True},
    {"vlabinvest": True},
    {"target_group": "Ouderen"},
    {"lowest_rent": None},
    {"highest_rent": Money.of(1600)},
    {"fixed_charges": Money.of(50)},
]
NO_LIST_ASKS = {"code", "street", "number", "box", "postcode", "place", "floor", "lift", "note"}


def test_every_field_of_a_home_either_is_asked_by_a_list_and_stands_still_or_is_not_asked():
    asked = {key for values in RANKED_BY for key in values}
    assert asked | NO_LIST_ASKS == set(Home.__struct_fields__)


@pytest.mark.parametrize("answer", [OfferAnswer.OPEN, OfferAnswer.ACCEPTED])
@pytest.mark.parametrize("values", RANKED_BY)
def test_a_home_of_which_a_candidate_has_an_offer_does_not_become_another_home(office, answer, values):
    offered(office, answer)
    with pytest.raises(NotAllowed, match="W001 loopt een aanbod"):
        homes.save(office, changed(**values), new=False)
    assert stored(office) == HOME


def test_what_nobody_is_ranked_by_may_change_while_an_offer_runs(office):
    offered(office, OfferAnswer.OPEN)
    homes.save(office, changed(note="sleutel bij de buren"), new=False)
    assert stored(office).note == "sleutel bij de buren"


@pytest.mark.parametrize("answer", [OfferAnswer.REFUSED, OfferAnswer.SILENT, OfferAnswer.WITHDRAWN])
def test_after_an_offer_that_came_to_nothing_a_home_may_change(office, answer):
    offered(office, answer)
    homes.save(office, changed(bedrooms=3), new=False)
    assert stored(office).bedrooms == 3


@pytest.mark.parametrize("answer", [OfferAnswer.OPEN, OfferAnswer.ACCEPTED])
def test_a_vacancy_is_not_taken_back_while_an_offer_stands(office, answer):
    offered(office, answer)
    with pytest.raises(NotAllowed, match="Trek eerst het aanbod in"):
        homes.close_vacancy(office, "W001")


def test_after_its_vacancy_a_home_may_change(office):
    offered(office, OfferAnswer.WITHDRAWN)
    homes.close_vacancy(office, "W001")
    homes.save(office, changed(bedrooms=3), new=False)
    assert stored(office).bedrooms == 3


def test_a_workbook_does_not_change_a_home_of_which_an_offer_runs(office, tmp_path):
    offered(office, OfferAnswer.OPEN)
    path = tmp_path / "woningen.xlsx"
    write_homes(path, [changed(bedrooms=3)])
    preview = homes.look(office, path)
    assert preview.changed == ()
    assert [(problem.row, problem.column) for problem in preview.problems] == [(2, "Code")]


def test_an_offer_made_after_the_look_into_a_workbook_stops_its_taking_over(office, tmp_path):
    path = tmp_path / "woningen.xlsx"
    write_homes(path, [changed(bedrooms=3)])
    homes.save(office, HOME, new=True)
    preview = homes.look(office, path)
    assert len(preview.changed) == 1
    homes.remove(office, "W001")
    offered(office, OfferAnswer.OPEN)
    with pytest.raises(NotAllowed):
        homes.take_over(office, preview)
    assert stored(office) == HOME


def entered_regulation(office):
    group = TargetGroup(name="Ouderen", age_from=65, article="art. 4")
    rules = MunicipalRules(
        municipality="13017",
        since=date(2024, 1, 1),
        decision="gemeenteraad 1",
        source="reglement",
        last_checked=TODAY,
        target_groups=(group,),
    )
    with office.store.unit(office.actor) as unit:
        own_rules.save(unit, encode(OwnRules(municipal=(rules,))), "reglement")
        unit.event("rules.saved", "rules")


def test_a_target_group_that_the_regulation_does_not_name_is_refused_with_the_names_that_it_has(office):
    entered_regulation(office)
    error = refused(office, changed(target_group="Jongeren"))
    assert (error.field, "Het noemt: Ouderen." in error.what) == ("target_group", True)


def test_a_target_group_of_the_regulation_is_kept_with_the_other_marks(office):
    entered_regulation(office)
    special = changed(target_group="Ouderen", assistance=True, vlabinvest=True)
    homes.save(office, special, new=True)
    assert stored(office) == special


def test_without_target_groups_in_the_regulation_any_name_is_kept(office):
    homes.save(office, changed(target_group="Ouderen"), new=True)
    assert stored(office).target_group == "Ouderen"


def test_a_workbook_row_with_a_target_group_that_the_regulation_does_not_name_is_a_problem(office, tmp_path):
    entered_regulation(office)
    path = tmp_path / "woningen.xlsx"
    write_homes(path, [changed(target_group="Jongeren")])
    assert [(problem.row, problem.column) for problem in homes.look(office, path).problems] == [(2, "Doelgroep")]


def test_a_workbook_from_before_the_marks_existed_takes_none_of_them_away(office, tmp_path):
    special = changed(target_group="Ouderen", assistance=True, vlabinvest=True)
    homes.save(office, special, new=True)
    path = tmp_path / "woningen.xlsx"
    write_homes(path, [special])
    book = openpyxl.load_workbook(path)
    sheet = book["Woningen"]
    for title in ("Assistentiewoning", "Vlabinvest", "Doelgroep"):
        titles = [cell.value for cell in sheet[1]]
        sheet.delete_cols(titles.index(title) + 1)
    book.save(path)
    preview = homes.look(office, path)
    assert (preview.problems, preview.same, preview.changed) == ((), 1, ())
