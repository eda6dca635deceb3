"""What a clerk does with a registration that is investigated, up to its place on the list or its refusal."""

from datetime import timedelta

import pytest
from support.registered_office import registered_office

from cir_desktop.domain.codes import INVESTIGATION
from cir_desktop.domain.process import CommandState
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.services import exchange, investigation, retractions
from cir_desktop.services.counting import counting_answers
from cir_desktop.services.investigation import Step
from cir_desktop.storage import inquiry


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with registered_office(tmp_path_factory) as made:
        made.later(8, registrations_per_day=6)
        yield made


@pytest.fixture
def investigated(desk):
    """A dossier in investigation that we handle."""

    def take(items=1):
        return desk.take(
            lambda one: (
                one.status == "CHKS" and one.primary_party == desk.office.party and len(one.investigation) == items
            )
        )

    return take


def test_the_list_holds_what_we_investigate_and_names_the_exceptions(desk):
    lines = investigation.listed(desk.office)
    ours = {
        one.number.text
        for one in desk.dossiers()
        if one.status in ("CHKS", "INFOS") and one.primary_party == desk.office.party
    }
    assert ours
    assert {line.dossier for line in lines} >= ours
    for line in lines:
        assert line.items_words
        assert line.age_days is not None
        assert line.age_days >= 0
        assert line.next_step == "Onderzoeken" or line.status == "INFOS"


def test_what_is_asked_has_a_term_and_the_answer_brings_the_dossier_back(desk, investigated):
    number = investigated().number.text
    ask = Step(kind="ask", text="Attest van de mutualiteit.", term_until=desk.day + timedelta(days=14))
    shown = investigation.preview(desk.office, number, ask)
    assert not shown.held
    assert "Attest van de mutualiteit. Antwoord ten laatste op " in shown.fields[1]
    investigation.do(desk.office, number, ask)
    desk.push()
    line = investigation.line_of(desk.office, number)
    assert (line.status, line.overdue) == ("INFOS", False)
    assert line.request.asked == "Attest van de mutualiteit."
    with pytest.raises(NotAllowed, match="Extra informatie gevraagd"):
        investigation.do(desk.office, number, Step(kind="register", text="In orde."))
    desk.later(15)
    assert investigation.line_of(desk.office, number).overdue
    assert investigation.listed(desk.office)[0].overdue
    investigation.do(desk.office, number, Step(kind="answered", text="Attest ontvangen."))
    desk.push()
    line = investigation.line_of(desk.office, number)
    assert (line.status, line.request) == ("CHKS", None)
    with desk.office.store.read() as connection:
        assert inquiry.requests(connection, number)[0].answer == "Attest ontvangen."


def test_a_question_that_was_withdrawn_before_it_went_is_not_waited_for(desk, investigated):
    number = investigated().number.text
    investigation.do(desk.office, number, Step(kind="ask", text="Wat?", term_until=desk.day + timedelta(days=3)))
    assert investigation.line_of(desk.office, number).request is not None
    (message,) = desk.messages(number)
    exchange.drop(desk.office, message.id, "Vergissing.")
    assert investigation.line_of(desk.office, number).request is None
    assert investigation.line_of(desk.office, number).next_step == "Onderzoeken"


def test_the_last_exception_that_is_in_order_registers_the_candidate(desk, investigated):
    dossier = investigated(items=2)
    number, (first, second) = dossier.number.text, dossier.investigation
    step = Step(kind="result", item=first, text="Bewijs van 3 juni gezien.")
    assert "Nog te onderzoeken" in investigation.preview(desk.office, number, step).effects[0]
    investigation.do(desk.office, number, step)
    last = Step(kind="result", item=second, text="In orde.")
    investigation.do(desk.office, number, last)
    with pytest.raises(NotAllowed, match="al een resultaat"):
        investigation.do(desk.office, number, last)
    assert [one.action for one in desk.messages(number)] == [INVESTIGATION, INVESTIGATION]
    desk.push()
    assert desk.dossier(number).status == "REG"
    with pytest.raises(NotAllowed, match="niet in onderzoek"):
        investigation.do(desk.office, number, last)


def test_an_exception_that_is_not_in_order_stays(desk, investigated):
    dossier = investigated()
    number, item = dossier.number.text, dossier.investigation[0]
    step = Step(kind="result", item=item, in_order=False, text="Bezit een woning.")
    assert "blijft in onderzoek" in investigation.preview(desk.office, number, step).effects[0]
    investigation.do(desk.office, number, step)
    desk.push()
    after = desk.dossier(number)
    assert (after.status, after.investigation) == ("CHKS", dossier.investigation)
    assert any("Bezit een woning." in message.text for message in after.messages)


def test_a_decision_to_register_registers_at_once(desk, investigated):
    number = investigated().number.text
    investigation.do(desk.office, number, Step(kind="register", text="Alles gezien op 4 juni."))
    desk.push()
    after = desk.dossier(number)
    assert (after.status, after.investigation) == ("REG", ())
    assert after.registered_on == after.number.day


def test_a_refusal_of_registration_waits_for_a_second_person_and_counts_as_no_refused_offer(desk, investigated):
    number = investigated().number.text
    step = Step(kind="refuse", ground="PROPERTY", text="Uittreksel kadaster van 2 juni.")
    shown = investigation.preview(desk.office, number, step)
    assert shown.held
    assert any("verhaal" in effect for effect in shown.effects)
    investigation.do(desk.office, number, step)
    (message,) = desk.messages(number)
    assert (message.action, message.state) == ("REF", CommandState.HELD)
    assert message.payload.comment.startswith("Inschrijving geweigerd: heeft eigendom")
    assert counting_answers(desk.office, number) == []
    desk.push()
    assert desk.dossier(number).status == "CHKS"
    with pytest.raises(NotAllowed, match="wacht al een bericht"):
        investigation.do(desk.office, number, Step(kind="register", text="Toch."))


@pytest.mark.parametrize(
    ("field", "step"),
    [
        ("text", Step(kind="ask")),
        ("term_until", Step(kind="ask", text="Wat?")),
        ("text", Step(kind="register")),
        ("ground", Step(kind="refuse", text="Zomaar.")),
        ("text", Step(kind="refuse", ground="AGE")),
        ("item", Step(kind="result", item="ONBEKEND", text="x")),
        ("kind", Step(kind="iets")),
        ("text", Step(kind="register", text="x" * 2000)),
    ],
)
def test_a_step_that_lacks_something_says_what(desk, field, step):
    line = next(one for one in investigation.listed(desk.office) if one.status == "CHKS" and not one.waiting)
    with pytest.raises(BadInput) as refused:
        investigation.do(desk.office, line.dossier, step)
    assert refused.value.field == field
    assert not investigation.line_of(desk.office, line.dossier).waiting


def test_what_another_landlord_handles_is_only_read(desk):
    other = next(
        (one for one in desk.dossiers() if one.status == "CHKS" and one.primary_party != desk.office.party), None
    ) or next(one for one in desk.dossiers() if one.primary_party != desk.office.party)
    with pytest.raises(NotAllowed, match="behandeld door"):
        investigation.do(desk.office, other.number.text, Step(kind="register", text="x"))
    assert other.number.text not in {line.dossier for line in investigation.listed(desk.office)}


def test_a_registration_that_was_a_mistake_is_put_right_and_is_investigated_again(desk, investigated):
    dossier = investigated()
    number = dossier.number.text
    investigation.do(desk.office, number, Step(kind="register", text="Alles gezien."))
    desk.push()
    (told,) = desk.messages(number)
    shown = retractions.preview(desk.office, told.id, "VERKEERD-DOSSIER")
    assert "weer in onderzoek" in shown.register[0]
    assert not shown.held
    retractions.retract(desk.office, told.id, "VERKEERD-DOSSIER")
    desk.push()
    after = desk.dossier(number)
    assert (after.status, after.investigation) == ("CHKS", dossier.investigation)


def test_what_the_register_holds_about_an_exception_is_said_and_what_it_does_not_know_too(desk):
    seen = set()
    for line in investigation.listed(desk.office):
        view = investigation.view(desk.office, line.dossier)
        dossier = desk.dossier(line.dossier)
        assert len(view.says) == len(line.items)
        for item, (_, says) in zip(line.items, view.says, strict=True):
            seen.add(item)
            assert says.endswith(".")
            if item == "GEEN_INKOMEN_GEVONDEN" and dossier.income and dossier.income.taxable:
                assert str(dossier.income.taxable) in says
            if item == "HANDICAP_AAN_TE_TONEN":
                assert "geen percentage bekend" in says or " %" in says
    assert len(seen) >= 4


def test_an_earlier_result_is_shown_with_its_day(desk, investigated):
    dossier = investigated()
    number = dossier.number.text
    step = Step(kind="result", item=dossier.investigation[0], in_order=False, text="Bezit een woning.")
    investigation.do(desk.office, number, step)
    desk.push()
    (result,) = investigation.view(desk.office, number).results
    assert result.endswith("VOLDOET_NIET. Bezit een woning.")


def test_an_unknown_exception_is_shown_as_it_is():
    from cir_desktop.domain.investigated import _about

    assert "niet bekend" in _about(None, "IETS_NIEUWS")


def test_a_step_is_taken_back_while_it_was_not_sent_and_what_it_noted_with_it(desk, investigated):
    number = investigated().number.text
    ask = Step(kind="ask", text="Attest.", term_until=desk.day + timedelta(days=9))
    investigation.do(desk.office, number, ask)
    assert investigation.line_of(desk.office, number).can_take_back
    back = investigation.take_back(desk.office, number)
    assert (back.request, back.waiting, back.can_take_back) == (None, (), False)
    assert [one.state for one in desk.messages(number)] == [CommandState.DROPPED]
    with pytest.raises(NotFound):
        investigation.take_back(desk.office, number)
    investigation.do(desk.office, number, ask)
    desk.push()
    investigation.do(desk.office, number, Step(kind="answered", text="Ontvangen."))
    waits = investigation.take_back(desk.office, number)
    assert waits.request.term_until == ask.term_until
    assert waits.request.answered_on is None
    desk.fault("status", code=503, path="verwerkDossierActie")
    investigation.do(desk.office, number, Step(kind="answered", text="Ontvangen."))
    desk.push()
    assert not investigation.line_of(desk.office, number).can_take_back
    with pytest.raises(NotAllowed, match="al verstuurd"):
        investigation.take_back(desk.office, number)
