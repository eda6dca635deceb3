"""The yearly actualisation: who is due, the letters, who did not answer, and what a clerk may do then."""

from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.registered_office import registered_office

from cir_desktop.domain.inquiry import EARLY_DAYS, anniversary, next_actualisation
from cir_desktop.domain.process import CommandState
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.services import actualisation, exchange, retractions

DAYS = st.dates(date(1999, 1, 1), date(2026, 6, 1))


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with registered_office(tmp_path_factory) as made:
        yield made


def _line(desk, state):
    """Somebody in that state of whom no message waits."""
    for line in actualisation.listed(desk.office, horizon=400):
        if line.state == state and not line.waiting:
            return line
    raise LookupError(state)


@given(DAYS, st.none() | DAYS, st.dates(date(2026, 6, 2), date(2030, 1, 1)))
def test_the_round_is_an_anniversary_after_the_last_one_that_was_done(registered, done, today):
    due = next_actualisation(registered, done, today)
    assert due == anniversary(registered, due.year)
    assert due > registered
    if done is not None and done >= registered:
        assert due > done
        assert (due - done).days <= 366 + EARLY_DAYS
    elif (today - registered).days > 366:
        assert due <= today
        assert (today - due).days <= 366


@pytest.mark.parametrize(
    ("registered", "done", "today", "due"),
    [
        (date(2024, 2, 29), None, date(2025, 2, 27), date(2025, 2, 28)),
        (date(2020, 6, 1), date(2025, 6, 1), date(2026, 5, 31), date(2026, 6, 1)),
        (date(2020, 6, 1), date(2025, 5, 2), date(2025, 6, 2), date(2026, 6, 1)),
        (date(2020, 6, 1), date(2025, 5, 1), date(2025, 6, 2), date(2025, 6, 1)),
        (date(2020, 6, 1), None, date(2026, 6, 1), date(2026, 6, 1)),
        (date(2026, 3, 1), None, date(2026, 6, 1), date(2027, 3, 1)),
    ],
)
def test_days_around_an_anniversary(registered, done, today, due):
    assert next_actualisation(registered, done, today) == due


def test_the_list_holds_only_what_we_handle_and_what_is_near(desk):
    lines = actualisation.listed(desk.office)
    assert lines
    handled = {one.number.text: one for one in desk.dossiers() if one.primary_party == desk.office.party}
    for line in lines:
        assert line.dossier in handled
        assert line.due_on <= desk.day + timedelta(days=30) or line.inactive
    assert actualisation.handled_elsewhere(desk.office) > 0
    other = next(one for one in desk.dossiers() if one.primary_party != desk.office.party and one.status == "REG")
    for action in ("ACTUA", "RJCT"):
        with pytest.raises(NotAllowed, match="andere verhuurder"):
            actualisation.report(desk.office, other.number.text, action, ground="INACTIVE", motive="x")


def test_who_confirmed_is_due_again_a_year_later(desk):
    done = {
        one.number.text: max((h.at for h in one.history if h.action == "ACTUA"), default=None)
        for one in desk.dossiers()
        if one.primary_party == desk.office.party
    }
    assert any(done.values())
    for line in actualisation.listed(desk.office, horizon=400):
        at = done[line.dossier]
        assert line.actualised_on == (desk.office.local_day(at) if at else None)


def test_the_letters_are_a_workbook_with_addresses_and_without_national_numbers(desk, tmp_path):
    wanted = [line.dossier for line in actualisation.listed(desk.office)][:3]
    file = tmp_path / "brieven.xlsx"
    assert actualisation.export_letters(desk.office, wanted, file) == len(wanted)
    rows = list(openpyxl.load_workbook(file).active.values)
    assert rows[0] == actualisation.LETTER_TITLES
    assert sorted(row[0] for row in rows[1:]) == sorted(wanted)
    people = [person for number in wanted for person in desk.dossier(number).persons]
    written = file.read_bytes() + repr(rows).encode()
    assert not any(p.national_number and p.national_number.digits.encode() in written for p in people)
    assert all(line.letter is None for line in actualisation.listed(desk.office) if line.dossier in wanted)
    with pytest.raises(BadInput):
        actualisation.export_letters(desk.office, [], file)


def test_a_letter_gives_thirty_days_and_only_then_may_a_clerk_strike_off(desk):
    line = _line(desk, "due")
    with pytest.raises(NotAllowed, match="geen brief"):
        actualisation.preview(desk.office, line.dossier, "RJCT", ground="NO_ANSWER", motive="Geen antwoord.")
    (sent,) = actualisation.note_letters(desk.office, [line.dossier])
    assert (sent.state, sent.days, sent.letter.term_until) == ("letter", 30, desk.day + timedelta(days=30))
    with pytest.raises(NotAllowed, match="mag nog antwoorden"):
        actualisation.preview(desk.office, line.dossier, "RJCT", ground="NO_ANSWER", motive="Geen antwoord.")
    desk.later(30)
    assert actualisation.line_of(desk.office, line.dossier).state == "letter"
    desk.later(1)
    late = actualisation.line_of(desk.office, line.dossier)
    assert (late.state, late.days) == ("late", -1)
    assert actualisation.listed(desk.office)[0].state == "late"
    assert desk.dossier(line.dossier).status == "REG", "nobody is struck off by itself"
    shown = actualisation.preview(desk.office, line.dossier, "RJCT", ground="NO_ANSWER", motive="Geen antwoord.")
    assert shown.held
    assert any("niet bevestigd" in effect for effect in shown.effects)
    actualisation.report(desk.office, line.dossier, "RJCT", ground="NO_ANSWER", motive="Geen antwoord.")
    (message,) = desk.messages(line.dossier)
    assert (message.action, message.state) == ("RJCT", CommandState.HELD)
    desk.push()
    assert desk.dossier(line.dossier).status == "REG"
    with pytest.raises(NotAllowed, match="wacht al een bericht"):
        actualisation.report(desk.office, line.dossier, "ACTUA", motive="Toch.")


def test_a_confirmation_on_paper_closes_the_round(desk):
    line = _line(desk, "due")
    actualisation.report(desk.office, line.dossier, "ACTUA", motive="Formulier van gisteren.")
    assert desk.push().accepted >= 1
    actualisation.listed(desk.office)
    after = actualisation.line_of(desk.office, line.dossier)
    # The register's time of day is the real one: late in the evening it is tomorrow here.
    assert after.actualised_on in {desk.day, desk.day + timedelta(days=1)}
    assert after.due_on > desk.day
    assert after.status_words == line.status_words


def test_a_letter_noted_by_mistake_is_taken_back(desk):
    line = _line(desk, "due")
    actualisation.note_letters(desk.office, [line.dossier])
    assert actualisation.take_letter_back(desk.office, line.dossier).letter is None
    with pytest.raises(NotFound):
        actualisation.take_letter_back(desk.office, line.dossier)
    kinds = [event.kind for event in exchange.recent_events(desk.office, line.dossier)]
    assert kinds[:2] == ["actualisation.letter_taken_back", "actualisation.letter_noted"]


def test_a_letter_of_tomorrow_or_long_before_its_day_is_not_noted(desk):
    line = _line(desk, "due")
    with pytest.raises(BadInput, match="toekomst"):
        actualisation.note_letters(desk.office, [line.dossier], desk.day + timedelta(days=1))
    soon = next(
        one for one in actualisation.listed(desk.office, horizon=400) if one.due_on > desk.day + timedelta(days=31)
    )
    with pytest.raises(BadInput, match="ten vroegste 30 dagen"):
        actualisation.note_letters(desk.office, [line.dossier, soon.dossier])
    assert actualisation.line_of(desk.office, line.dossier).letter is None, "all or none"


def test_a_letter_that_comes_back_is_a_ground_at_once_and_silence_of_two_years_only_when_it_is_so(desk):
    line = _line(desk, "due")
    actualisation.note_letters(desk.office, [line.dossier])
    shown = actualisation.preview(desk.office, line.dossier, "RJCT", ground="UNDELIVERABLE", motive="Terug op 2 juli.")
    assert "onbestelbaar" in shown.fields[1]
    fresh = next(one for one in actualisation.listed(desk.office) if not one.inactive and not one.waiting)
    with pytest.raises(NotAllowed, match="nog onlangs"):
        actualisation.preview(desk.office, fresh.dossier, "RJCT", ground="INACTIVE", motive="x")


@pytest.mark.parametrize(
    ("field", "action", "more"),
    [
        ("motive", "ACTUA", {}),
        ("ground", "RJCT", {"motive": "x"}),
        ("action", "NCOMP", {"motive": "x"}),
    ],
)
def test_a_step_that_lacks_something_says_what(desk, field, action, more):
    with pytest.raises(BadInput) as refused:
        actualisation.report(desk.office, _line(desk, "due").dossier, action, **more)
    assert refused.value.field == field


def test_a_confirmation_that_was_a_mistake_is_put_right_and_the_round_is_open_again(desk):
    line = _line(desk, "due")
    actualisation.report(desk.office, line.dossier, "ACTUA", motive="Formulier.")
    desk.push()
    actualisation.listed(desk.office)
    assert actualisation.line_of(desk.office, line.dossier).actualised_on is not None
    told = desk.messages(line.dossier)[-1]
    retractions.retract(desk.office, told.id, "VERKEERD-DOSSIER")
    desk.push()
    actualisation.listed(desk.office)
    again = actualisation.line_of(desk.office, line.dossier)
    assert (again.due_on, again.actualised_on) == (line.due_on, line.actualised_on)


def test_an_outcome_is_taken_back_while_it_was_not_sent_also_when_it_is_held(desk):
    line = _line(desk, "due")
    actualisation.report(desk.office, line.dossier, "ACTUA", motive="Formulier.")
    assert actualisation.take_back(desk.office, line.dossier) == line
    actualisation.note_letters(desk.office, [line.dossier])
    actualisation.report(desk.office, line.dossier, "RJCT", ground="UNDELIVERABLE", motive="Terug.")
    assert actualisation.line_of(desk.office, line.dossier).can_take_back
    actualisation.take_back(desk.office, line.dossier)
    assert {one.state for one in desk.messages(line.dossier)[-2:]} == {CommandState.DROPPED}
    assert actualisation.line_of(desk.office, line.dossier).state == "letter", "the letter did go"
    with pytest.raises(NotFound):
        actualisation.take_back(desk.office, line.dossier)
    actualisation.take_letter_back(desk.office, line.dossier)
