"""What an answer costs is worked out for this candidate and this day, and said before it is noted."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.office import HOME, PARTY, TODAY, fill, new_office

from cir_desktop.allocation import checks
from cir_desktop.allocation.documents import Entered
from cir_desktop.domain.codes import ACTION_WORDS, CONSEQUENCES, SANCTIONS
from cir_desktop.domain.home import Vacancy
from cir_desktop.domain.process import CommandState, ConsequencePayload, Offer, OfferAnswer, RefusalReason, payload_type
from cir_desktop.domain.values import months_later
from cir_desktop.errors import BadRules, NotAllowed
from cir_desktop.services import answers
from cir_desktop.services.counting import counting_answers
from cir_desktop.services.messages import put
from cir_desktop.storage import allocations, dossiers, homes, outbox
from cir_desktop.storage.received import prepare
from cir_desktop.sync.receive import receive


@pytest.fixture
def office(tmp_path):
    with_people = new_office(tmp_path)
    fill(with_people, 40)
    with with_people.store.unit(with_people.actor) as unit:
        homes.save_home(unit.connection, HOME, new=True)
        homes.open_vacancy(unit.connection, Vacancy("V1", HOME.code, TODAY, TODAY))
        unit.event("home.added", HOME.code)
    yield with_people
    with_people.close()


def _dossier(office, wanted=lambda dossier: not dossier["aanbiedingen"]):
    with office.store.read() as connection:
        for number in sorted(dossiers.stored_versions(connection)):
            raw = msgspec.json.decode(dossiers.raw_version(connection, number)[1])
            if raw["status"] == "REG" and wanted(raw):
                return raw
    raise LookupError("nobody fits")


def _register_has(office, raw, answer, grounded):
    """A next version of the dossier, in which the register knows an answer of another landlord."""
    offer = {
        "partijCode": "ANDERE",
        "datum": "2026-01-05",
        "antwoord": answer,
        "datumAntwoord": "2026-01-15",
        "gegrond": grounded,
    }
    newer = raw | {"versieNummer": raw["versieNummer"] + 1, "aanbiedingen": [*raw["aanbiedingen"], offer]}
    item = receive(raw["dossierNummer"], newer["versieNummer"], msgspec.json.encode(newer))
    with office.store.unit(office.actor) as unit:
        dossiers.store_prepared(unit.connection, prepare([item], PARTY), at=unit.at)
        unit.event("dossier.fetched", raw["dossierNummer"])


def _offer(office, number, home_id="A1", term_until=TODAY - timedelta(days=15)):
    made = Offer(
        id=home_id,
        vacancy="V1",
        home=HOME.code,
        dossier=number,
        dossier_version=1,
        position=1,
        reference_date=TODAY,
        posted_on=TODAY - timedelta(days=30),
        term_until=term_until,
        motive="",
    )
    with office.store.unit(office.actor) as unit:
        allocations.add_offer(unit.connection, made)
        unit.event("offer.made", number)
    return made.id


def test_the_first_refusal_tells_the_day_on_which_an_offer_is_possible_again(office):
    offer = _offer(office, _dossier(office)["dossierNummer"])
    day = date(2026, 5, 31)
    found = answers.preview_answer(office, offer, OfferAnswer.REFUSED, "LIGGING", day)
    assert (found.counts_as, found.held) == (1, True)
    assert "31/08/2026" in found.meaning
    assert months_later(day, office.regulation.refusal_pause_months(day)) == date(2026, 8, 31)
    assert "tweede schrapt" in found.meaning
    assert "enkel als de woning bij de keuzes paste" in found.meaning


@pytest.mark.parametrize(("answer", "grounded"), [("GEWEIGERD", False), ("GEEN_ANTWOORD", None)])
def test_after_one_that_the_register_knows_the_next_ends_the_registration(office, answer, grounded):
    raw = _dossier(office)
    _register_has(office, raw, answer, grounded)
    offer = _offer(office, raw["dossierNummer"])
    found = answers.preview_answer(office, offer, OfferAnswer.SILENT, None)
    assert found.counts_as == 2
    assert "schrapt het dossier" in found.meaning
    assert "15/01/2026" in found.meaning
    assert "aankondigde" in found.meaning


@pytest.mark.parametrize(("answer", "grounded"), [("GEWEIGERD", True), ("INGETROKKEN", None), ("AANVAARD", None)])
def test_what_does_not_count_in_the_register_changes_nothing(office, answer, grounded):
    raw = _dossier(office)
    _register_has(office, raw, answer, grounded)
    offer = _offer(office, raw["dossierNummer"])
    assert answers.preview_answer(office, offer, OfferAnswer.SILENT, None).counts_as == 1


def test_our_own_silence_counts_before_the_register_knows_it_and_no_more_when_it_is_taken_back(office):
    number = _dossier(office)["dossierNummer"]
    offer = _offer(office, number)
    answers.answer(office, offer, OfferAnswer.SILENT)
    assert counting_answers(office, number) == [TODAY]
    with office.store.read() as connection:
        (command,) = outbox.commands(connection, dossier=number)
    assert command.state.value == "held"
    answers.take_back(office, offer)
    assert counting_answers(office, number) == []


@pytest.mark.parametrize("posted", [TODAY - timedelta(days=14), TODAY - timedelta(days=15)])
def test_until_the_last_of_fifteen_days_silence_is_no_answer(office, posted):
    last_day = office.regulation.last_day_to_answer(posted)
    assert last_day >= TODAY
    offer = _offer(office, _dossier(office)["dossierNummer"], term_until=last_day)
    with pytest.raises(NotAllowed, match="mag nog antwoorden tot en met"):
        answers.answer(office, offer, OfferAnswer.SILENT)


def test_on_the_day_after_the_fifteenth_silence_counts(office):
    last_day = office.regulation.last_day_to_answer(TODAY - timedelta(days=16))
    assert last_day == TODAY - timedelta(days=1)
    offer = _offer(office, _dossier(office)["dossierNummer"], term_until=last_day)
    assert answers.answer(office, offer, OfferAnswer.SILENT).answer is OfferAnswer.SILENT


def test_every_reason_of_the_closed_list_has_a_meaning_and_a_message_and_no_grounded_one_costs(office):
    offer = _offer(office, _dossier(office)["dossierNummer"])
    assert office.refusal_reasons
    for reason in office.refusal_reasons:
        found = answers.preview_answer(office, offer, OfferAnswer.REFUSED, reason.code)
        assert found.meanings
        assert f"Commentaar: {reason.text}" in found.fields
        assert any(HOME.address in field for field in found.fields)
        assert found.held == (found.action in SANCTIONS) == (not reason.grounded)
        assert (found.counts_as is None) == reason.grounded
        assert ("huurpremie" in found.meaning) == (not reason.grounded)


@given(grounded=st.booleans(), action=st.sampled_from(["CCLGW", "REF", "RJCT", "NORES", "CCL", "", "WAIT"]))
def test_a_reason_without_the_mapping_of_the_law_is_not_taken(grounded, action):
    reason = RefusalReason("NIEUW", "Nieuw", grounded, action, "Iets.", "Bron", "INF")
    document = Entered("proef")
    if action == ("CCLGW" if grounded else "REF"):
        checks.check_reasons(document, [reason])
    else:
        with pytest.raises(BadRules):
            checks.check_reasons(document, [reason])


@pytest.mark.parametrize("action", sorted(one for one in ACTION_WORDS if payload_type(one) is ConsequencePayload))
def test_every_sanction_is_held_and_nothing_else(office, action):
    number = _dossier(office)["dossierNummer"]
    with office.store.unit(office.actor) as unit:
        put(office, unit, action, number, ConsequencePayload("Proef."))
        unit.event("consequence.reported", number)
    with office.store.read() as connection:
        (command,) = outbox.commands(connection, dossier=number)
    assert (command.state is CommandState.HELD) == (action in SANCTIONS)


def test_what_is_reported_apart_from_an_offer_is_no_sanction_and_has_words():
    assert not set(CONSEQUENCES) & SANCTIONS
    assert set(CONSEQUENCES) <= set(ACTION_WORDS)
    assert {"REF", "NORES", "RJCT"} == SANCTIONS
