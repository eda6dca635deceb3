"""A clerk corrects a dossier, the register goes on, and every difference is decided by a person."""

import pytest
from support.office import HOME, PARTY, TODAY, fill, new_office
from support.roles import person
from support.versions import arrives, primary_of_ours, values

from cir_desktop.domain.conflicts import Choice, ConflictKind, Decision
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import CommandState, Offer
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services import (
    candidates as candidates_service,
)
from cir_desktop.services import (
    conflict_decisions,
    conflicts,
    correction_requests,
    edits,
    exchange,
    freezing,
    homes,
    lists,
    own_facts,
    ways,
)
from cir_desktop.services.edits import Entered
from cir_desktop.storage import allocations, candidates, dossiers, frozen, outbox, people

MAIL, PHONE, RENT = "reference.email", "reference.phone1", "preferences.max_rent"
MINE, THEIRS = Decision(Choice.MINE), Decision(Choice.REGISTER)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    opened = new_office(tmp_path_factory.mktemp("conflicten"))
    fill(opened, 150)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, "W001", TODAY)
    yield opened
    opened.close()


@pytest.fixture
def office(whole):
    return whole


@pytest.fixture
def number(whole):
    """A dossier of which we are the primary landlord, and of which nothing waits; another one for each test."""
    return primary_of_ours(whole)


def _entered(office, number, evidence="brief van de kandidaat", **texts):
    named = {key.replace("__", "."): text for key, text in texts.items()}
    return Entered(edits.form(office, number).version, named, evidence, TODAY)


def _enter(office, number, **texts):
    return edits.enter(office, number, _entered(office, number, **texts))


def _command(office, number):
    with office.store.read() as connection:
        return outbox.commands(connection, dossier=number)[-1]


def _waiting(office, number):
    return [line for line in conflicts.lines(office, dossier=number) if line.waits]


def _disputed(office, number):
    """A conflict about the e-mail address, with the telephone merged."""
    _enter(office, number, reference__email="mijn@voorbeeld.be")
    arrives(office, number, PARTY, reference__email="hunne@voorbeeld.be", reference__phone1="0470 11 22 33")
    (line,) = _waiting(office, number)
    return conflicts.view(office, line.conflict.id)


def test_what_we_may_write_goes_to_the_register_and_the_rest_becomes_a_request(office, number):
    wanted = _entered(office, number, reference__email="mijn@voorbeeld.be", reference__last_name="Anders")
    found = edits.preview(office, number, wanted)
    assert [(line.field, line.after) for line in found.told] == [(MAIL, "mijn@voorbeeld.be")]
    assert [(line.field, line.addressee) for line in found.asked] == [("reference.last_name", "het CIR")]
    assert correction_requests.lines(office, dossier=number) == []
    edits.enter(office, number, wanted)
    command = _command(office, number)
    assert dict(command.payload.changes) == {MAIL: "mijn@voorbeeld.be"}
    assert not [key for key in command.payload.base if key.startswith(("income", "status", "reference.domicile"))]
    (asked,) = correction_requests.lines(office, dossier=number)
    assert asked.request.evidence == "brief van de kandidaat, ontvangen op 01/06/2026"


def test_where_another_landlord_is_primary_everything_becomes_a_request_to_that_landlord(office):
    with office.store.read() as connection:
        number = next(
            one
            for one in sorted(dossiers.stored_versions(connection))
            if not candidates.by_dossier(connection, one).primary
        )
    found = _enter(office, number, reference__email="mijn@voorbeeld.be")
    assert found.told == ()
    (line,) = found.asked
    assert "behandelende verhuurder" in line.addressee
    with office.store.read() as connection:
        assert outbox.commands(connection, dossier=number) == []


@pytest.mark.parametrize(
    ("texts", "more", "field"),
    [
        ({}, {}, "texts"),
        ({MAIL: "geen adres"}, {}, MAIL),
        ({MAIL: "a@b.be"}, {"evidence": "  "}, "evidence"),
        ({"income.total": "5"}, {}, "income.total"),
    ],
)
def test_what_is_not_complete_is_not_kept(office, number, texts, more, field):
    wanted = Entered(edits.form(office, number).version, texts, more.get("evidence", "brief"))
    with pytest.raises(BadInput) as raised:
        edits.enter(office, number, wanted)
    assert raised.value.field == field
    with office.store.read() as connection:
        assert outbox.commands(connection, dossier=number) == []


def test_the_form_shows_what_waits_to_be_sent_over_what_the_register_has(office, number):
    _enter(office, number, reference__email="mijn@voorbeeld.be")
    (mail,) = [field for field in edits.form(office, number).fields if field.field.key == MAIL]
    assert (mail.text, mail.waits, mail.told) == ("mijn@voorbeeld.be", True, True)
    assert values(office, number)[MAIL] != "mijn@voorbeeld.be", "register data change only from register answers"


def test_a_form_that_was_open_while_the_register_changed_is_compared_at_once(office, number):
    wanted = _entered(office, number, reference__email="mijn@voorbeeld.be")
    arrives(office, number, PARTY, reference__email="hunne@voorbeeld.be")
    assert edits.enter(office, number, wanted).conflict
    assert len(_waiting(office, number)) == 1
    with pytest.raises(NotAllowed, match="wacht al een conflict"):
        _enter(office, number, reference__email="nog@voorbeeld.be")


def test_a_conflict_shows_three_columns_of_what_differs_and_says_what_was_merged(office, number):
    then = values(office, number)[MAIL]
    view = _disputed(office, number)
    (field,) = view.fields
    assert (field.label, field.now, field.mine) == (
        "Referentiepersoon: e-mail",
        "hunne@voorbeeld.be",
        "mijn@voorbeeld.be",
    )
    assert field.then == (then or "(leeg)")
    assert field.decided is None, "nothing is chosen beforehand"
    assert view.merged == "Samengevoegd: het register wijzigde ook: Referentiepersoon: telefoon 1."


def test_what_was_merged_can_be_looked_at_and_asks_nothing(office, number):
    _enter(office, number, reference__email="mijn@voorbeeld.be")
    arrives(office, number, PARTY, reference__phone1="0470 11 22 33")
    (line,) = conflicts.lines(office, dossier=number)
    assert (line.state_words, line.waits, line.reopens) == ("Samengevoegd", False, False)
    fields = {field.key: (field.now, field.mine) for field in conflicts.view(office, line.conflict.id).fields}
    assert fields[PHONE] == ("0470 11 22 33", "(niet gewijzigd)")
    assert fields[MAIL][1] == "mijn@voorbeeld.be"
    assert _waiting(office, number) == []


def test_what_the_clerk_keeps_goes_out_over_what_the_register_has_now(office, number):
    view = _disputed(office, number)
    conflict_decisions.decide(office, view.line.conflict.id, {MAIL: MINE}, view.seen)
    command = _command(office, number)
    assert (command.state, command.base_version) == (CommandState.NEW, view.seen)
    assert dict(command.payload.changes) == {MAIL: "mijn@voorbeeld.be"}
    assert command.payload.base[MAIL] == "hunne@voorbeeld.be"
    assert _waiting(office, number) == []


def test_what_the_register_has_leaves_nothing_to_send(office, number):
    view = _disputed(office, number)
    conflict_decisions.decide(office, view.line.conflict.id, {MAIL: THEIRS}, view.seen)
    assert _command(office, number).state is CommandState.DROPPED


@pytest.mark.parametrize("choice", [MINE, THEIRS])
def test_a_decision_can_be_taken_back_until_it_was_sent(office, number, choice):
    view = _disputed(office, number)
    one = view.line.conflict
    conflict_decisions.decide(office, one.id, {MAIL: choice}, view.seen)
    conflict_decisions.reopen(office, one.id)
    again = conflicts.view(office, one.id)
    assert (again.fields, again.merged, again.line.waits) == (view.fields, view.merged, True)
    conflict_decisions.decide(office, one.id, {MAIL: MINE}, again.seen)
    command = _command(office, number)
    with office.store.unit(office.actor) as unit:
        outbox.set_state(unit.connection, command.id, CommandState.SENT, attempts=1)
        unit.event("command.sent", command.id)
    with pytest.raises(NotAllowed, match="al verstuurd"):
        conflict_decisions.reopen(office, one.id)


def test_a_decision_that_was_taken_back_sees_what_the_register_changed_meanwhile(office, number):
    view = _disputed(office, number)
    one = view.line.conflict
    conflict_decisions.decide(office, one.id, {MAIL: THEIRS}, view.seen)
    arrives(office, number, PARTY, reference__email="derde@voorbeeld.be")
    conflict_decisions.reopen(office, one.id)
    (line,) = _waiting(office, number)
    (field,) = conflicts.view(office, line.conflict.id).fields
    assert (field.now, field.mine) == ("derde@voorbeeld.be", "mijn@voorbeeld.be")


def test_all_fields_are_decided_at_once_or_none(office, number):
    _enter(office, number, reference__email="mijn@voorbeeld.be", reference__phone1="014 99 99 99")
    arrives(office, number, PARTY, reference__email="hunne@voorbeeld.be", reference__phone1="0470 11 22 33")
    (line,) = _waiting(office, number)
    one = line.conflict
    with pytest.raises(BadInput, match="Niet elk verschil"):
        conflict_decisions.decide(office, one.id, {MAIL: MINE}, one.register_version)
    assert conflicts.view(office, one.id).line.conflict.decisions == {}
    later = Decision(Choice.LATER, "vraag het aan de kandidaat")
    conflict_decisions.decide(office, one.id, {MAIL: MINE, PHONE: later}, one.register_version)
    assert _command(office, number).state is CommandState.CONFLICT
    kept = conflicts.view(office, one.id)
    assert {field.key: field.decided for field in kept.fields} == {MAIL: MINE, PHONE: later}
    assert kept.line.waits


def test_a_decision_on_what_is_no_longer_there_is_not_taken(office, number):
    view = _disputed(office, number)
    arrives(office, number, PARTY, reference__email="derde@voorbeeld.be")
    with pytest.raises(NotAllowed, match="wijzigde opnieuw"):
        conflict_decisions.decide(office, view.line.conflict.id, {MAIL: MINE}, view.seen)
    assert _command(office, number).state is CommandState.CONFLICT


def test_a_withdrawn_correction_asks_for_no_decision(office, number):
    view = _disputed(office, number)
    exchange.drop(office, _command(office, number).id, "de kandidaat belde")
    assert _waiting(office, number) == []
    with pytest.raises(NotAllowed):
        conflict_decisions.decide(office, view.line.conflict.id, {MAIL: MINE}, view.seen)


def _placed(office):
    return lists.list_of_home(office, "W001").ranking.placed


def _first_of_ours(office):
    """The highest one in the list of which we are the primary landlord and nothing waits."""
    with office.store.read() as connection:
        return next(
            line.dossier
            for line in _placed(office)
            if candidates.by_dossier(connection, line.dossier).primary
            and not outbox.commands(connection, dossier=line.dossier)
        )


def test_a_change_that_moves_somebody_in_a_list_is_said_first_with_home_and_places(office):
    number = _first_of_ours(office)
    place = next(line.position for line in _placed(office) if line.dossier == number)
    found = edits.preview(office, number, _entered(office, number, preferences__bedrooms="8-9"))
    (said,) = found.touches
    assert said.startswith("Woning W001, Dorpsplein 12")
    assert f"plaats {place} van {len(_placed(office))} zoals het nu in het register staat" in said
    assert "niet in aanmerking met wat u invulde" in said
    assert edits.preview(office, number, _entered(office, number, reference__phone2="014 55 55 55")).touches == ()


def test_another_municipality_is_said_with_the_place_that_it_would_give(office, number):
    with office.store.read() as connection:
        number = next(
            one
            for one in sorted(dossiers.stored_versions(connection))
            if candidates.by_dossier(connection, one).primary
            and HOME.nis_code not in candidates.by_dossier(connection, one).choices
            and not outbox.commands(connection, dossier=one)
        )
    before = next(f.text for f in edits.form(office, number).fields if f.field.key == "preferences.regions")
    found = edits.preview(office, number, _entered(office, number, preferences__regions=f"{before}; Kasterlee"))
    (said,) = found.touches
    assert "niet in deze lijst zoals het nu in het register staat" in said
    assert "met wat u invulde" in said
    assert "Kasterlee (alle wijken)" in found.told[0].after
    with pytest.raises(BadInput, match="Deze wijk kennen wij niet in Kasterlee: Nergens") as raised:
        edits.preview(office, number, _entered(office, number, preferences__regions=f"{before}; Kasterlee: Nergens"))
    assert "Kies uit: " in raised.value.todo


def test_a_running_offer_is_said_first_and_its_frozen_list_stays_as_it_was(office):
    number = _first_of_ours(office)
    vacancy = lists.list_of_home(office, "W001").vacancy
    found = lists.read_inputs(office, "W001")
    offer = Offer(
        id="A0001",
        vacancy=vacancy.id,
        home="W001",
        dossier=number,
        dossier_version=1,
        position=1,
        reference_date=TODAY,
        posted_on=TODAY,
        term_until=TODAY,
        motive="",
    )
    with office.store.unit(office.actor) as unit:
        allocations.add_offer(unit.connection, offer)
        freezing.freeze_offer(office, unit, found, lists.list_from(found), offer)
        unit.event("offer.made", "A0001")
    (ref,) = freezing.kept(office, about="A0001")
    with office.store.read() as connection:
        before = frozen.read(connection, ref.id)
    _enter(office, number, preferences__max_rent="1500")
    arrives(office, number, PARTY, preferences__max_rent=200000)
    (line,) = _waiting(office, number)
    view = conflicts.view(office, line.conflict.id)
    assert "aanbod van woning W001 (A0001)" in view.touches[0]
    conflict_decisions.decide(office, line.conflict.id, {RENT: MINE}, view.seen)
    with office.store.read() as connection:
        assert frozen.read(connection, ref.id) == before


def test_a_fact_noted_over_a_value_that_changed_is_decided_too_and_can_be_taken_back(office, number):
    own_facts.note(office, number, "rent.within", answer=Answer.MET, source="mail")
    arrives(office, number, PARTY, preferences__max_rent=77700)
    (line,) = _waiting(office, number)
    view = conflicts.view(office, line.conflict.id)
    assert (line.conflict.kind, line.what) == (ConflictKind.FACT, "huurprijs")
    (field,) = view.fields
    assert (field.now, field.mine) == ("€ 777,00", "ja")
    conflict_decisions.decide(office, line.conflict.id, {RENT: MINE}, view.seen)
    assert own_facts.noted(office, number)["rent.within"].answer is Answer.MET
    arrives(office, number, PARTY, reference__phone1="0470 11 22 33")
    assert _waiting(office, number) == [], "it holds for the value that was decided on"
    conflict_decisions.reopen(office, line.conflict.id)
    (again,) = _waiting(office, number)
    conflict_decisions.decide(office, again.conflict.id, {RENT: THEIRS}, view.seen)
    assert "rent.within" not in own_facts.noted(office, number)
    conflict_decisions.reopen(office, again.conflict.id)
    assert "rent.within" in own_facts.noted(office, number)
    own_facts.note(office, number, "rent.within", answer=Answer.NOT_MET, source="telefoon")
    assert _waiting(office, number) == [], "what was noted anew was noted with the new value in sight"


def test_a_message_that_waits_because_the_register_changed_shows_what_did(office, number):
    from cir_desktop.services import consequences

    consequences.report(office, number, consequences.Consequence(action="WAIT", motive="op eigen vraag"))
    command = _command(office, number)
    arrives(office, number, PARTY, {"status": "WAITS"})
    with office.store.unit(office.actor) as unit:
        outbox.set_state(unit.connection, command.id, CommandState.CONFLICT, last_answer="Het register weigerde dit.")
        unit.event("command.conflict", command.id)
    (line,) = _waiting(office, number)
    assert (line.conflict.kind, line.what) == (ConflictKind.MESSAGE, "In wacht op eigen vraag")
    view = conflicts.view(office, line.conflict.id)
    (field,) = view.fields
    assert (field.label, field.then, field.now) == ("Status", "Ingeschreven", "In wacht op eigen vraag")
    assert field.mine == "In wacht op eigen vraag"
    assert "Status" in view.touches[0]
    assert not view.by_field
    assert "Het register weigerde dit." in view.next_step


def test_a_request_has_a_text_to_send_and_is_ticked_off_by_hand_or_by_itself(office, number):
    _enter(office, number, reference__last_name="Anders", reference__first_name="Ook")
    first, last = sorted(correction_requests.lines(office, dossier=number), key=lambda line: line.label)
    text = correction_requests.text(office, first.request.id)
    assert "Volgens ons: Anders" in text and number in text and "brief van de kandidaat" in text
    ticked = correction_requests.done(office, first.request.id)
    assert "Els" in ticked.state and not ticked.is_open
    with pytest.raises(NotAllowed):
        correction_requests.done(office, first.request.id)
    assert [line.request.id for line in correction_requests.lines(office, open_only=True, dossier=number)] == [
        last.request.id
    ]


def test_a_national_number_is_masked_in_the_list_and_whole_only_in_the_text(office, number):
    _enter(office, number, reference__national_number="85.07.30-900.34")
    (line,) = correction_requests.lines(office, dossier=number)
    assert "85.07.30" not in line.before + line.after
    assert "85.07.30-900.34" in correction_requests.text(office, line.request.id)
    assert [event.kind for event in exchange.recent_events(office, number)][0] == "correction.shown"


def test_nothing_that_was_entered_stands_in_the_log(office):
    logged = " ".join(str(event.details) for event in exchange.recent_events(office, limit=2000))
    for secret in ("voorbeeld.be", "0470", "Anders", "85.07"):
        assert secret not in logged


def test_a_dossier_says_which_conflict_and_which_request_wait(office, number):
    _enter(office, number, reference__email="mijn@voorbeeld.be", reference__last_name="Anders")
    arrives(office, number, PARTY, reference__email="hunne@voorbeeld.be")
    found = candidates_service.dossier_view(office, number, reason="vraag").differs
    assert [words.split()[0] for words in found] == ["Conflict", "Vraag"]
    assert "Referentiepersoon: naam" in found[1]


def test_through_a_housing_company_nothing_is_written_by_ourselves(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    try:
        fill(opened, 40)
        ways.choose(opened, Way.WORKBOOK, PARTY)
        number = primary_of_ours(opened)
        assert edits.form(opened, number).by_company
        found = _enter(opened, number, reference__email="mijn@voorbeeld.be")
        assert found.told == ()
        assert [line.addressee for line in found.asked] == ["de woonmaatschappij"]
    finally:
        opened.close()


def test_who_decided_is_shown_by_name(office, number):
    view = _disputed(office, number)
    office.person = person(Role.CLERK, id="vo-77", name="Noor Peeters")
    try:
        with office.store.unit(office.actor) as unit:
            people.keep_person(unit.connection, office.person, unit.at)
            unit.event("person.signed_in", "vo-77")
        conflict_decisions.decide(office, view.line.conflict.id, {MAIL: THEIRS}, view.seen)
        assert conflicts.view(office, view.line.conflict.id).next_step == "Beslist door Noor Peeters."
    finally:
        office.person = None
