from datetime import timedelta

import pytest
from support.approvers import PASSPHRASE, approver_of
from support.office import MORNING, TODAY, fill, new_office
from support.roles import person

from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Command, CommandState, ConsequencePayload, HomeAddress
from cir_desktop.domain.values import dutch_date, months_later
from cir_desktop.errors import BadInput, MissingRole, NotAllowed, NotFound, UsageError
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import approvals, candidates, exchange, people
from cir_desktop.services.approvals import LocalApprover, SignedIn
from cir_desktop.services.bootstrap import open_office
from cir_desktop.services.candidates import Filter
from cir_desktop.services.people import NewApprover
from cir_desktop.storage import outbox
from cir_desktop.storage import people as kept_people

WRONG = "dit is de verkeerde"


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap", actor="Els")
    opened.login = "balie"
    fill(opened, 12)
    yield opened
    opened.close()


def held(office, action="REF", **changes):
    row = candidates.rows(office, candidates.ids(office, Filter(status="REG")))[0]
    home = HomeAddress("Dorpsplein", "12", None, "2460", "Kasterlee", "13017")
    given = {
        "id": str(uuid7()),
        "action": action,
        "dossier": row.dossier,
        "base_version": row.version,
        "payload": ConsequencePayload(comment="Te ver van het werk", home=home),
        "author": office.actor.name,
        "author_account": office.login,
        "created_at": office.clock(),
        "state": CommandState.HELD,
    }
    command = Command(**given | changes)
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("offer.answered", row.dossier)
    return command


def sign_in(office, *roles, **who):
    office.person = person(*roles, **who)
    with office.store.unit(office.actor) as unit:
        kept_people.keep_person(unit.connection, office.person, unit.at)
        unit.event("register.moved", "register")


def state_of(office, command):
    with office.store.read() as connection:
        return outbox.command(connection, command.id).state


def kinds(office, subject):
    return [event.kind for event in exchange.recent_events(office, subject)]


def test_an_approver_with_a_passphrase_lets_a_sanction_go_and_the_log_names_both(office):
    command = held(office)
    mieke = approver_of(office, "Mieke Janssens")
    released = approvals.release(office, command.id[-8:], mieke)
    assert (released.command.state, released.by) == (CommandState.NEW, "Mieke Janssens")
    event = exchange.recent_events(office, command.id)[0]
    assert (event.actor, event.details["by"]) == ("Els", "Mieke Janssens (G0001)")
    assert exchange.outbox_lines(office)[0].released_by == "Mieke Janssens"


def test_the_log_in_the_store_holds_the_number_of_an_approver_and_no_name(office):
    approvals.release(office, held(office).id, approver_of(office, "Mieke Janssens"))
    with office.store.read() as connection:
        rows = connection.exec_driver_sql("select actor, subject, details from event").all()
    assert not any("Mieke" in str(row) for row in rows)


def test_the_second_person_first_sees_what_it_does_and_the_very_message(office):
    command = held(office)
    found = approvals.view(office, command.id)
    assert (found.author, found.reason) == ("Els", "Te ver van het werk")
    until = dutch_date(months_later(TODAY, 3))
    assert any(until in text for text in found.consequences)
    assert any("huurpremie" in text for text in found.consequences)
    assert found.message == (
        "Actie: REF: Weigering",
        "Commentaar: Te ver van het werk",
        "Datum van het huurcontract: geen",
        "Woning: Dorpsplein 12, 2460 Kasterlee",
    )


def test_the_second_refusal_is_told_as_the_one_that_strikes_off(office):
    held(office)
    found = approvals.view(office, held(office, "NORES").id)
    assert any("Het CIR schrapt het dossier" in text for text in found.consequences)


def test_the_refusal_of_a_registration_is_told_as_such_and_not_as_that_of_an_offer(office):
    found = approvals.view(office, held(office, payload=ConsequencePayload("Eigen woning")).id)
    assert found.consequences == ("Het CIR weigert de inschrijving: de kandidaat komt op geen enkele lijst.",)


def test_a_message_without_a_second_person_stays_held_and_says_what_to_do(office):
    command = held(office)
    found = approvals.view(office, command.id)
    assert found.nobody.startswith("Dit bericht blijft wachten en vertrekt niet.")
    assert "goedkeurder of een plaatsvervanger toevoegen" in found.nobody
    people.add(office, NewApprover(name="Mieke", function="directeur"))
    assert "wachtwoordzin kiezen" in approvals.view(office, command.id).nobody
    with pytest.raises(NotAllowed, match="koos nog geen wachtwoordzin"):
        approvals.release(office, command.id, LocalApprover("Mieke", ""))
    with pytest.raises(MissingRole, match="de rol goedkeurder"):
        approvals.release(office, command.id, SignedIn())
    assert state_of(office, command) is CommandState.HELD


@pytest.mark.parametrize(
    ("name", "known"),
    [(" els ", {}), ("Elisabeth", {"account": "ELS"}), ("Elisabeth", {"account": "Balie"}), ("E.", {"person": "Els"})],
)
def test_an_author_releases_nothing_under_another_name_or_account(office, name, known):
    command = held(office)
    proof = approver_of(office, name, **known)
    with pytest.raises(NotAllowed, match="niet zelf vrijgeven"):
        approvals.release(office, command.id, proof)
    assert approvals.view(office, command.id).nobody
    assert state_of(office, command) is CommandState.HELD


def test_an_author_who_signed_in_is_known_by_name_and_number_too(office):
    sign_in(office, Role.CLERK, Role.ADMINISTRATOR, id="vo-els", name="Els Peeters")
    command = held(office)
    for proof in (approver_of(office, "els peeters"), approver_of(office, "E.P.", person="vo-els")):
        with pytest.raises(NotAllowed, match="niet zelf vrijgeven"):
            approvals.release(office, command.id, proof)


def test_a_person_with_the_role_releases_what_somebody_else_entered(office):
    sign_in(office, Role.CLERK, id="vo-els", name="Els Peeters")
    command = held(office)
    sign_in(office, Role.APPROVER, id="vo-noor", name="Noor Claes")
    assert not approvals.view(office, command.id).nobody
    released = approvals.release(office, command.id, SignedIn())
    assert (released.by, released.command.released_by) == ("Noor Claes", "vo-noor")
    assert exchange.recent_events(office, command.id)[0].actor == "Noor Claes (vo-noor)"


def test_a_person_releases_nothing_of_his_own_even_with_every_role(office):
    sign_in(office, *Role, id="vo-els", name="Els Peeters")
    command = held(office)
    with pytest.raises(NotAllowed, match="niet zelf vrijgeven"):
        approvals.release(office, command.id, SignedIn())


def test_who_entered_it_without_a_sign_in_does_not_sign_in_to_release_it(office):
    by_account, by_name = held(office), held(office, author="Noor Claes", author_account="ander")
    sign_in(office, Role.APPROVER, id="vo-noor", name="Noor Claes")
    with pytest.raises(NotAllowed, match="niet zelf") as refused:
        approvals.release(office, by_account.id, SignedIn())
    assert "zonder aanmelding ingevoerd" in refused.value.todo
    with pytest.raises(NotAllowed, match="niet zelf"):
        approvals.release(office, by_name.id, SignedIn())
    office.login = "directie"
    assert approvals.release(office, by_account.id, SignedIn()).by == "Noor Claes"


def test_nobody_works_under_the_number_of_who_signs_in_or_approves(tmp_path):
    def opened(actor):
        return open_office(tmp_path / "werkmap", passphrase=lambda: "een zin voor de map", actor=actor)

    office = opened("Els")
    sign_in(office, Role.CLERK, id="vo-els")
    office.close()
    with pytest.raises(UsageError, match="in het logboek"):
        opened("vo-els")
    opened("Piet").close()


def test_a_sign_in_that_was_not_confirmed_for_an_hour_lets_nothing_go(office):
    command = held(office, author="Els", author_account="ander")
    sign_in(office, Role.APPROVER, id="vo-noor", name="Noor Claes")
    office.clock = lambda: MORNING + timedelta(hours=1, minutes=1)
    assert "sinds 01/06/2026 10:00 niet nagekeken" in approvals.view(office, command.id).ways[0].problem
    with pytest.raises(NotAllowed, match="niet nagekeken") as refused:
        approvals.release(office, command.id, SignedIn())
    assert "meld u opnieuw aan" in refused.value.todo
    office.clock = lambda: MORNING + timedelta(hours=1)
    assert approvals.release(office, command.id, SignedIn()).by == "Noor Claes"


def test_the_outbox_says_that_nobody_can_release_until_somebody_can(office):
    held(office)
    assert "Nu kan niemand dat: kijk bij Instellingen" in exchange.outbox_lines(office)[0].next_step
    approver_of(office, "Mieke")
    assert exchange.outbox_lines(office)[0].next_step == "Een andere persoon dan Els geeft dit vrij."


def test_a_clerk_without_the_role_signs_in_and_releases_nothing(office):
    command = held(office)
    sign_in(office, Role.CLERK, id="vo-noor")
    with pytest.raises(MissingRole):
        approvals.release(office, command.id, SignedIn())
    assert approvals.view(office, command.id).ways[0].problem == "heeft de rol goedkeurder niet"


def test_a_reader_cannot_even_offer_a_passphrase(office):
    command, mieke = held(office), approver_of(office, "Mieke")
    sign_in(office, Role.READER)
    with pytest.raises(MissingRole):
        approvals.release(office, command.id, mieke)


def test_five_wrong_passphrases_lock_an_approver_for_a_quarter_of_an_hour(office):
    command, mieke = held(office), approver_of(office, "Mieke")
    wrong = LocalApprover("Mieke", WRONG)
    for left in ("4 pogingen", "3 pogingen", "2 pogingen", "1 poging"):
        with pytest.raises(BadInput, match="past niet") as refused:
            approvals.release(office, command.id, wrong)
        assert refused.value.field == "passphrase" and left in refused.value.todo
    with pytest.raises(NotAllowed, match="nu 15 minuten geblokkeerd"):
        approvals.release(office, command.id, wrong)
    with pytest.raises(NotAllowed, match="geblokkeerd tot"):
        approvals.release(office, command.id, mieke)
    assert "geblokkeerd tot" in approvals.view(office, command.id).ways[1].problem
    assert not people.view(office).anybody
    assert kinds(office, "G0001")[:5] == ["approver.locked", *["approver.wrong_passphrase"] * 4]
    office.clock = lambda: MORNING + timedelta(minutes=15)
    assert approvals.release(office, command.id, mieke).by == "Mieke"


def test_a_right_passphrase_forgets_the_wrong_ones(office):
    mieke, wrong = approver_of(office, "Mieke"), LocalApprover("Mieke", WRONG)
    for _ in range(2):
        command = held(office)
        for _ in range(4):
            with pytest.raises(BadInput):
                approvals.release(office, command.id, wrong)
        assert approvals.release(office, command.id, mieke).command.state is CommandState.NEW


def test_a_passphrase_is_the_same_however_the_keyboard_writes_its_accents(office):
    composed, apart = "één café aan de zee", "e\u0301e\u0301n cafe\u0301 aan de zee"
    made = people.add(office, NewApprover(name="Mieke", function="directeur"))
    people.confirm(office, made.id, composed, composed)
    assert approvals.release(office, held(office).id, LocalApprover(made.id, apart)).by == "Mieke"


def test_what_was_released_is_not_released_again_and_nothing_unknown_is(office):
    command, mieke = held(office), approver_of(office, "Mieke")
    approvals.release(office, command.id, mieke)
    with pytest.raises(NotAllowed, match="wacht niet op een tweede persoon"):
        approvals.release(office, command.id, mieke)
    with pytest.raises(NotFound, match="geen goedkeurder"):
        approvals.release(office, held(office).id, LocalApprover("Niemand", PASSPHRASE))


def test_no_passphrase_is_kept_or_shown(office):
    mieke = approver_of(office, "Mieke")
    assert PASSPHRASE not in repr(mieke)
    with office.store.read() as connection:
        rows = connection.exec_driver_sql("select * from own_approver").all()
        assert PASSPHRASE.encode() not in bytes(rows[0].kept)
        assert PASSPHRASE not in str(rows)
