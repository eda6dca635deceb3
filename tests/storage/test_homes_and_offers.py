"""Homes, vacancies, offers and decisions as kept."""

from datetime import date

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.process import Decision, Offer, OfferAnswer
from cir_desktop.domain.values import Money
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.storage import allocations, homes, pulls, settings

DAY = date(2026, 6, 1)
HOME = Home(
    code="W001",
    street="Kerkstraat",
    number="12",
    box="3",
    postcode="2340",
    place="Beerse",
    nis_code="13017",
    neighbourhood="Centrum",
    type="A",
    bedrooms=2,
    floor=0,
    lift=False,
    adapted=True,
    lowest_rent=Money(21_050),
    highest_rent=None,
    fixed_charges=Money(4_500),
    note="boven de bib",
)
OFFER = Offer(
    id="A0001",
    vacancy="V0001",
    home="W001",
    dossier="2020.01.01.0001",
    dossier_version=3,
    position=2,
    reference_date=DAY,
    posted_on=DAY,
    term_until=date(2026, 6, 16),
    motive="plaats 1 antwoordde niet",
)


@pytest.fixture
def connection(store, actor):
    with store.unit(actor) as unit:
        unit.event("test", "test")
        yield unit.connection


@pytest.fixture
def vacant(connection):
    homes.save_home(connection, HOME, new=True)
    homes.open_vacancy(connection, Vacancy(homes.next_vacancy_id(connection), "W001", DAY, DAY))
    return connection


def test_a_home_comes_back_as_it_was_saved_in_either_case_of_its_code(connection):
    homes.save_home(connection, HOME, new=True)
    assert homes.home(connection, "W001") == HOME
    assert homes.home(connection, " w001 ") == HOME
    changed = msgspec.structs.replace(HOME, bedrooms=3, lowest_rent=None, lift=None)
    homes.save_home(connection, changed, new=False)
    assert [row.home for row in homes.homes(connection)] == [changed]


def test_a_code_is_taken_once_and_only_known_homes_change(connection):
    homes.save_home(connection, HOME, new=True)
    with pytest.raises(NotAllowed, match="al een woning"):
        homes.save_home(connection, msgspec.structs.replace(HOME, code="w001"), new=True)
    with pytest.raises(NotFound):
        homes.save_home(connection, msgspec.structs.replace(HOME, code="W002"), new=False)
    with pytest.raises(NotFound):
        homes.home(connection, "W002")


def test_a_home_is_vacant_once_at_a_time(vacant):
    vacancy = homes.current_vacancy(vacant, "W001")
    assert vacancy == Vacancy("V0001", "W001", DAY, DAY)
    assert homes.homes(vacant)[0].vacancy == vacancy
    with pytest.raises(NotAllowed, match="staat al open"):
        homes.open_vacancy(vacant, Vacancy("V0002", "W001", DAY, DAY))
    homes.close_vacancy(vacant, "V0001", date(2026, 7, 1))
    assert homes.current_vacancy(vacant, "W001") is None
    with pytest.raises(NotAllowed, match="al afgesloten"):
        homes.close_vacancy(vacant, "V0001", DAY)
    assert homes.next_vacancy_id(vacant) == "V0002"
    homes.open_vacancy(vacant, Vacancy("V0002", "W001", DAY, DAY))
    assert [v.closed_on for v in homes.vacancies(vacant)] == [date(2026, 7, 1), None]


def test_only_a_home_that_was_never_vacant_can_be_removed(vacant):
    with pytest.raises(NotAllowed, match="geschiedenis"):
        homes.remove_home(vacant, "W001")
    homes.save_home(vacant, msgspec.structs.replace(HOME, code="W002"), new=True)
    homes.remove_home(vacant, "W002")
    with pytest.raises(NotFound):
        homes.remove_home(vacant, "W002")
    with pytest.raises(NotFound):
        homes.open_vacancy(vacant, Vacancy("V0009", "W002", DAY, DAY))
    with pytest.raises(NotFound):
        homes.close_vacancy(vacant, "V0009", DAY)


def test_an_offer_is_kept_answered_once_and_found_by_what_it_is_about(vacant):
    assert allocations.next_offer_id(vacant) == "A0001"
    allocations.add_offer(vacant, OFFER)
    second = msgspec.structs.replace(OFFER, id=allocations.next_offer_id(vacant), dossier="2020.01.01.0002")
    allocations.add_offer(vacant, second)
    assert allocations.offer(vacant, "a0002") == second
    assert allocations.offers(vacant, home="W001") == [OFFER, second]
    assert allocations.offers(vacant, dossier=second.dossier) == [second]
    assert allocations.offers(vacant, vacancy="V0002") == []
    allocations.answer_offer(vacant, "A0001", OfferAnswer.REFUSED, DAY, "GEEN_INTERESSE", False)
    answered = allocations.offer(vacant, "A0001")
    assert (answered.answer, answered.answered_on, answered.grounded) == (OfferAnswer.REFUSED, DAY, False)
    assert answered.reason == "GEEN_INTERESSE"
    with pytest.raises(NotAllowed, match="al een antwoord"):
        allocations.answer_offer(vacant, "A0001", OfferAnswer.ACCEPTED, DAY, None, None)
    with pytest.raises(NotFound):
        allocations.offer(vacant, "A0009")


def test_a_candidate_has_one_running_offer_of_ours(vacant):
    allocations.add_offer(vacant, OFFER)
    again = msgspec.structs.replace(OFFER, id="A0002")
    with pytest.raises(NotAllowed, match="loopt al een aanbod"):
        allocations.add_offer(vacant, again)
    allocations.answer_offer(vacant, "A0001", OfferAnswer.WITHDRAWN, DAY, None, None)
    allocations.add_offer(vacant, again)


def test_an_offer_needs_a_vacancy_that_exists(vacant):
    with pytest.raises(IntegrityError):
        allocations.add_offer(vacant, msgspec.structs.replace(OFFER, vacancy="V0099"))


def test_short_ids_go_on_after_nine_thousand_nine_hundred_and_ninety_nine(vacant):
    for number in (9_999, 10_000):
        made = msgspec.structs.replace(OFFER, id=f"A{number}", dossier=f"2020.01.01.{number:04d}")
        allocations.add_offer(vacant, made)
    assert allocations.next_offer_id(vacant) == "A10001"
    assert [offer.id for offer in allocations.offers(vacant)] == ["A9999", "A10000"]


def test_a_decision_is_kept_and_found(vacant):
    allocations.add_offer(vacant, OFFER)
    made = Decision(
        id=allocations.next_decision_id(vacant),
        vacancy="V0001",
        home="W001",
        dossier=OFFER.dossier,
        offer="A0001",
        decided_on=DAY,
        contract_from=date(2026, 7, 1),
        body="Vast bureau",
        motive="",
    )
    allocations.add_decision(vacant, made)
    assert allocations.decisions(vacant, home="W001") == [made]
    assert allocations.decisions(vacant, dossier="2020.01.01.0002") == []
    assert allocations.next_decision_id(vacant) == "B0002"


def test_a_setting_is_replaced_by_a_later_one(connection):
    assert settings.get(connection, "register.base_url") is None
    settings.put(connection, "register.base_url", "https://een.be")
    settings.put(connection, "register.base_url", "https://twee.be")
    assert settings.get(connection, "register.base_url") == "https://twee.be"


def test_the_last_pull_is_the_newest_that_ended(connection, made):
    assert pulls.last_pull(connection) is None
    first = pulls.start_pull(connection, made.morning)
    pulls.finish_pull(
        connection,
        first,
        pulls.PullOutcome(complete=True, listed=38, fetched=5, new_versions=4, undecoded=1, warnings=2),
        made.morning,
    )
    pulls.start_pull(connection, made.morning)
    last = pulls.last_pull(connection)
    assert last is not None
    assert (last.id, last.complete, last.cancelled, last.finished_at) == (first, True, False, made.morning)
    assert (last.listed, last.fetched, last.stored, last.undecoded, last.warnings) == (38, 5, 4, 1, 2)
