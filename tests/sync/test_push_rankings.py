"""What we determined for a ranking list arrives in the dossier, and is looked up there when no answer came."""

from typing import Any

import pytest

from cir_desktop.domain.codes import RANKING
from cir_desktop.domain.process import CommandState, RankingReport
from cir_desktop.register.wire import decode_dossier
from cir_desktop.sync.effect import report_in

CALL = "wijzigDossierRangschikkingen"
MET = RankingReport("PLR1", False, "YES", "13017", None, "A")


def _ours(desk: Any, dossier: str) -> list[RankingReport | None]:
    """What the register itself has of us."""
    rankings = decode_dossier(desk.client.fetch(dossier)).rankings
    return [one for one in (report_in(ranking, desk.practice.party) for ranking in rankings) if one]


def test_a_report_stands_in_the_dossier_and_in_our_copy(full_desk: Any) -> None:
    command = full_desk.order(RANKING, full_desk.registered(), payload=MET)
    assert full_desk.push().accepted == 1
    done = full_desk.command(command)
    assert done.state is CommandState.ACCEPTED
    assert done.receipt is None
    assert "aan" in done.last_answer
    assert MET in _ours(full_desk, command.dossier)
    assert full_desk.stored()[command.dossier] == command.base_version + 1
    assert full_desk.client.calls["act"] == 0


def test_a_report_that_arrived_although_no_answer_came_is_found_and_not_sent_again(full_desk: Any) -> None:
    command = full_desk.order(RANKING, full_desk.registered(), payload=MET)
    full_desk.practice.fault("status", code=503, path=CALL, after=True)
    assert full_desk.push().unanswered == 1
    full_desk.later(minutes=2)
    again = full_desk.push()
    assert (again.sent, again.accepted) == (0, 1)
    assert "al verwerkt" in full_desk.command(command).last_answer


@pytest.mark.parametrize("fault", [{"kind": "status", "code": 502}, {"kind": "cut"}])
def test_a_report_that_did_not_arrive_is_sent_again_under_the_same_id(full_desk: Any, fault: dict[str, Any]) -> None:
    command = full_desk.order(RANKING, full_desk.registered(), payload=MET)
    full_desk.practice.fault(path=CALL, **fault)
    assert full_desk.push().unanswered == 1
    full_desk.later(minutes=2)
    assert (full_desk.push().accepted, full_desk.command(command).attempts) == (1, 2)
    assert MET in _ours(full_desk, command.dossier)


def test_reports_of_one_dossier_arrive_in_the_order_of_their_making(full_desk: Any) -> None:
    dossier = full_desk.registered()
    unknown = RankingReport("PLR1", False, "UNK", "13017", None, "A")
    full_desk.order(RANKING, dossier, payload=unknown)
    full_desk.order("OFFER", dossier)
    full_desk.order(RANKING, dossier, payload=MET)
    outcome = full_desk.push()
    assert (outcome.sent, outcome.accepted) == (3, 3)
    assert MET in _ours(full_desk, dossier)
    assert unknown not in _ours(full_desk, dossier)


def test_a_report_with_a_list_that_the_register_does_not_know_is_refused(full_desk: Any) -> None:
    command = full_desk.order(RANKING, full_desk.registered(), payload=RankingReport("PLR9"))
    assert full_desk.push().refused == 1
    assert full_desk.command(command).state is CommandState.REFUSED
