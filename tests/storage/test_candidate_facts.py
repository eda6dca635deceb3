"""What the ranking reads of everybody who chose a municipality, and our own imported facts."""

from datetime import date

import pytest

from cir_desktop.domain.dossier import Care, PartTimeChild, Preferences, RegionChoice, RegisterOffer
from cir_desktop.domain.facts import (
    CandidateFacts,
    CarePeriod,
    Household,
    ImportedCare,
    ImportedResidence,
    Member,
    PartTimeMember,
    Residence,
)
from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.process import Offer, OfferAnswer
from cir_desktop.domain.values import Money
from cir_desktop.storage import allocations, dossiers, facts, homes
from cir_desktop.storage.ranking_facts import candidate_of, candidates_of, stored_count

BEERSE = "13017"
LIVED = Residence(BEERSE, date(2010, 1, 1), None, ongoing=True)
BEFORE = Residence("24062", None, date(2010, 1, 1))
CARE = CarePeriod(None, gives=True, start=date(2020, 1, 1), end=None)


def all_of(store, nis_code=BEERSE):
    with store.read() as connection:
        return candidates_of(connection, nis_code)


def one_of(store, nis_code=BEERSE):
    (found,) = all_of(store, nis_code)
    return found


def import_facts(store, actor, residences=(), care=(), source="bewoning.xlsx"):
    with store.unit(actor) as unit:
        import_id = facts.start_import(unit.connection, at=unit.at, actor=actor.name, source=source)
        named = facts.replace_facts(unit.connection, import_id, residences, care)
        unit.event("facts.imported", source, {"dossiers": named})
    return import_id


def test_a_candidate_has_everything_that_the_rules_ask(store, put, made):
    partner = made.person(4, role="partner", disability_percent=70, care=Care(gives=True, nis_code=None))
    grandchild = made.person(5, role="child", relation="KLEINKIND", care=Care(gives=False, nis_code="24062"))
    stays = made.person(6, role="child", moves_along=False)
    child = made.person(8, role="child")
    reference = made.person(1)
    dossier = made.dossier(
        1,
        persons=(reference, partner, grandchild, stays, child),
        part_time_children=(PartTimeChild("Kind", "V", date(2018, 1, 2), "WEEKEND"),),
        preferences=Preferences(Money(55_050), 2, None, ("H", "S"), adapted=True),
        regions=(RegionChoice("24062", ()), RegionChoice(BEERSE, ("Centrum", "Vlimmeren, zuid"))),
    )
    put(dossier)
    assert one_of(store) == CandidateFacts(
        dossier="2010.01.01.0002",
        version=1,
        status="REG",
        registered_on=date(2010, 1, 1),
        sequence=2,
        household=Household(
            (
                Member("reference", reference.sex, reference.birth_date, None),
                Member("partner", partner.sex, partner.birth_date, 70),
                Member("other", grandchild.sex, grandchild.birth_date, None),
                Member("child", child.sex, child.birth_date, None),
            ),
            (PartTimeMember("V", date(2018, 1, 2), "WEEKEND"),),
        ),
        max_rent=Money(55_050),
        min_bedrooms=2,
        max_bedrooms=None,
        types=("H", "S"),
        wants_adapted=True,
        neighbourhoods=("Centrum", "Vlimmeren, zuid"),
        residences=((), ()),
        care=None,
        declared_care=(None, "24062"),
        in_register=True,
    )
    assert one_of(store, "24062").neighbourhoods == ()


def test_what_is_not_known_stays_unknown(store, put, made):
    nobody = made.person(1, birth_date=None, national_number=None, domicile=None)
    put(
        made.dossier(
            1,
            registered_on=None,
            persons=(nobody,),
            preferences=Preferences(None, None, None, (), adapted=False),
            regions=(RegionChoice(BEERSE, ()),),
        )
    )
    found = one_of(store)
    assert found.registered_on is None
    assert (found.max_rent, found.min_bedrooms, found.types) == (None, None, ())
    assert found.household.members[0].birth_date is None
    assert (found.residences, found.care, found.declared_care) == (((),), None, ())


def test_every_status_gets_a_line_but_nobody_out_of_scope_or_who_chose_elsewhere(store, actor, put, made):
    chose, elsewhere = (RegionChoice(BEERSE, ()),), (RegionChoice("24062", ()),)
    put(
        made.dossier(1, regions=chose, status="RJCT"),
        made.dossier(2, regions=chose, status="NIEUW"),
        made.dossier(3, regions=chose),
        made.dossier(4, regions=elsewhere),
    )
    gone = made.dossier(3).number.text
    with store.unit(actor) as unit:
        dossiers.mark_out_of_scope(unit.connection, [gone], unit.at)
        unit.event("a", "b")
    assert {found.status for found in all_of(store)} == {"RJCT", "NIEUW"}
    with store.read() as connection:
        assert stored_count(connection) == 3
        assert candidate_of(connection, BEERSE, made.dossier(1).number.text) in all_of(store)
        assert candidate_of(connection, BEERSE, made.dossier(4).number.text) is None
        assert candidate_of(connection, BEERSE, gone) is None


def test_a_municipality_chosen_twice_counts_once_with_the_widest_choice(store, put, made):
    put(
        made.dossier(1, regions=(RegionChoice(BEERSE, ("A",)), RegionChoice(BEERSE, ("B", "A")))),
        made.dossier(2, regions=(RegionChoice(BEERSE, ("A",)), RegionChoice(BEERSE, ()), RegionChoice(BEERSE, ("C",)))),
    )
    assert [found.neighbourhoods for found in all_of(store)] == [("A", "B"), ()]


@pytest.mark.parametrize(
    ("answer", "grounded", "answered_on", "counts"),
    [
        ("GEWEIGERD", False, date(2026, 3, 15), date(2026, 3, 15)),
        ("GEWEIGERD", True, date(2026, 3, 15), None),
        ("GEWEIGERD", None, date(2026, 3, 15), None),
        ("GEEN_ANTWOORD", None, date(2025, 11, 30), date(2025, 11, 30)),
        ("GEEN_ANTWOORD", None, None, date(2026, 1, 1)),
        ("INGETROKKEN", None, date(2026, 3, 15), None),
        ("AANVAARD", None, date(2026, 3, 15), None),
        (None, None, None, None),
    ],
)
def test_an_ungrounded_refusal_or_silence_is_told_with_its_day(store, put, made, answer, grounded, answered_on, counts):
    former = RegisterOffer("WM-24", date(2020, 1, 1), "GEWEIGERD", date(2020, 1, 9), False)
    offer = RegisterOffer("WM-24", date(2026, 1, 1), answer, answered_on, grounded)
    put(made.dossier(1, regions=(RegionChoice(BEERSE, ()),), offers=(former, offer)))
    assert one_of(store).refused_on == (counts or date(2020, 1, 9))
    put(made.dossier(1, version=2, regions=(RegionChoice(BEERSE, ()),), offers=(offer,)))
    assert one_of(store).refused_on == counts


def test_a_running_offer_of_ours_is_told_with_its_home_until_it_is_answered(store, actor, put, made):
    put(made.dossier(1, regions=(RegionChoice(BEERSE, ()),)))
    number = made.dossier(1).number.text
    with store.unit(actor) as unit:
        home = Home(
            code="W007",
            street="Markt",
            number="1",
            postcode="2340",
            place="Beerse",
            nis_code=BEERSE,
            type="H",
            bedrooms=2,
        )
        homes.save_home(unit.connection, home, new=True)
        homes.open_vacancy(unit.connection, Vacancy("V0001", "W007", date(2026, 6, 1), date(2026, 6, 1)))
        offer = Offer(
            id="A0001",
            vacancy="V0001",
            home="W007",
            dossier=number,
            dossier_version=1,
            position=1,
            reference_date=date(2026, 6, 1),
            posted_on=date(2026, 6, 1),
            term_until=date(2026, 6, 16),
            motive="",
        )
        allocations.add_offer(unit.connection, offer)
        unit.event("a", "b")
    assert one_of(store).own_offer_home == "W007"
    with store.unit(actor) as unit:
        allocations.answer_offer(unit.connection, "A0001", OfferAnswer.ACCEPTED, date(2026, 6, 20), None, None)
        unit.event("offer.answered", "A0001")
    assert one_of(store).own_offer_home == "W007"
    with store.unit(actor) as unit:
        homes.close_vacancy(unit.connection, "V0001", date(2026, 6, 21))
        unit.event("a", "b")
    assert one_of(store).own_offer_home == "W007"
    with store.unit(actor) as unit:
        allocations.replace_answer(unit.connection, "A0001", OfferAnswer.WITHDRAWN, date(2026, 6, 22))
        unit.event("a", "b")
    assert one_of(store).own_offer_home is None


@pytest.fixture
def couple(put, made):
    dossier = made.dossier(3, regions=(RegionChoice(BEERSE, ()),))
    put(dossier)
    keys = [person.national_number.digits for person in dossier.persons if person.tenant]
    assert len(keys) == 2
    return dossier.number.text, *keys


def test_residences_stand_by_applicant_and_care_is_of_the_whole_dossier(store, actor, couple):
    number, reference, partner = couple
    import_facts(
        store,
        actor,
        [ImportedResidence(number, partner, BEFORE), ImportedResidence(number, partner, LIVED)],
        [ImportedCare(number, reference, CARE)],
    )
    found = one_of(store)
    assert found.residences == ((), (BEFORE, LIVED))
    assert found.care == (CARE,)


def test_a_dossier_that_an_import_covers_without_care_has_evidence_of_none(store, actor, couple):
    number, reference, _ = couple
    assert one_of(store).care is None
    import_facts(store, actor, [ImportedResidence(number, reference, LIVED)])
    assert one_of(store).care == ()


def test_a_new_import_replaces_the_facts_of_its_dossiers_and_keeps_the_former_as_history(store, actor, couple):
    number, reference, partner = couple
    other = "2001.01.01.0001"
    first = import_facts(
        store, actor, [ImportedResidence(number, partner, BEFORE), ImportedResidence(other, "90010190097", LIVED)]
    )
    second = import_facts(store, actor, [ImportedResidence(number, reference, LIVED)], source="later.xlsx")
    assert one_of(store).residences == ((LIVED,), ())
    with store.read() as connection:
        known = facts.facts_of(connection, number)
        assert known.covered
        assert known.residences == {reference: (LIVED,)}
        assert facts.facts_of(connection, other).residences == {"90010190097": (LIVED,)}
        ((import_id, former),) = facts.former_facts_of(connection, number)
        assert (import_id, former.residences) == (first, {partner: (BEFORE,)})
        assert [(i.id, i.source, i.actor, i.dossiers) for i in facts.imports(connection)] == [
            (second, "later.xlsx", "Loket 1", 1),
            (first, "bewoning.xlsx", "Loket 1", 2),
        ]


def test_facts_may_come_before_the_dossier(store, actor, put, made):
    dossier = made.dossier(1, regions=(RegionChoice(BEERSE, ()),))
    key = dossier.persons[0].national_number.digits
    import_facts(store, actor, [ImportedResidence(dossier.number.text, key, LIVED)])
    put(dossier)
    assert one_of(store).residences == ((LIVED,),)
    with store.read() as connection:
        assert not facts.facts_of(connection, "1999.01.01.0001").covered


def test_the_applicants_of_a_dossier_are_known_by_their_national_numbers(store, put, made, couple):
    number, *keys = couple
    put(made.dossier(1, persons=(made.person(1, national_number=None),)))
    unknown = made.dossier(1).number.text
    with store.read() as connection:
        found = facts.person_keys(connection, [number, unknown, "1999.01.01.0001"])
    assert found == {number: set(keys), unknown: set()}
