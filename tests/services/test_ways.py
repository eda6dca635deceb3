"""Going over to another way to the register: nothing that went on the former one gets lost, or is done twice."""

import pytest
from support.extracts import through_company
from support.office import MORNING, PARTY, fill, invented, new_office

from cir_desktop.domain.gate import Loss
from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.domain.ways import Way
from cir_desktop.errors import NotAllowed
from cir_desktop.runtime.ids import uuid7
from cir_desktop.runtime.only_one import only_one
from cir_desktop.services import exchange, pulling, ways
from cir_desktop.storage import gates, outbox, pulls
from cir_desktop.storage.gates import Gate

NUMBER = invented(20)[0]["dossierNummer"]


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def company_office(tmp_path):
    opened = through_company(tmp_path / "werkmap")
    yield opened
    opened.close()


def order(office, action, payload, state):
    command = Command(
        id=str(uuid7()),
        action=action,
        dossier=NUMBER,
        base_version=2,
        payload=payload,
        author="Els",
        created_at=MORNING,
        state=state,
    )
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("consequence.reported", NUMBER)


@pytest.mark.parametrize("lock", [".sending", ".pulling"])
def test_the_way_does_not_change_while_another_program_sends_or_pulls(office, lock):
    with only_one(office.store.path.with_suffix(lock)), pytest.raises(NotAllowed, match="net verstuurd of opgehaald"):
        ways.choose(office, Way.WORKBOOK, PARTY)
    assert office.way is Way.NONE


def test_our_code_does_not_change_while_messages_wait_for_an_answer(company_office):
    order(company_office, "WAIT", ConsequencePayload("op vraag"), CommandState.SENT)
    with pytest.raises(NotAllowed, match="1 bericht is onderweg"):
        ways.choose(company_office, Way.WORKBOOK, "LB-ELDERS")
    assert ways.choose(company_office, Way.WORKBOOK, PARTY).party == PARTY


def test_a_pull_that_waits_is_let_go_when_the_register_is_no_longer_asked(office):
    fill(office, 20)
    with office.store.unit(office.actor) as unit:
        pull = pulls.start_pull(unit.connection, unit.at)
        gates.open_gate(unit.connection, Gate(pull, MORNING, (), {NUMBER: Loss.STATUS}))
        unit.event("pull.held", str(pull))
    assert pulling.gate(office) is not None
    ways.choose(office, Way.WORKBOOK, PARTY)
    assert pulling.gate(office) is None
    assert exchange.recent_events(office)[1].kind == "pull.discarded"
