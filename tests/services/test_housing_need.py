"""What a clerk does with a housing-need request, from the list to the answer in the register."""

from datetime import date

import pytest
from support.registered_office import registered_office

from cir_desktop.domain.codes import HOUSING_NEED, RANKING
from cir_desktop.domain.inquiry import NeedDraft
from cir_desktop.domain.process import CommandState, HousingNeedReply, RankingReport
from cir_desktop.errors import BadInput, NotAllowed, NotFound, RegisterNonsense, RegisterUnreachable
from cir_desktop.services import exchange, housing_need, need_documents
from cir_desktop.storage import inquiry
from cir_desktop.sync.effect import replies_in


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with registered_office(tmp_path_factory) as made:
        made.later(12, needs_per_day=2)
        yield made


@pytest.fixture
def request_of(desk):
    """A dossier with a request that nobody answered, and that request."""

    def take(documents=1):
        def asks(dossier):
            return dossier.status == "REG" and any(
                not need.answers and len(need.attachments) >= documents for need in dossier.housing_need
            )

        dossier = desk.take(asks)
        need = next(one for one in dossier.housing_need if not one.answers and len(one.attachments) >= documents)
        return dossier.number.text, need

    return take


def granted(need, code="SUBSH"):
    return NeedDraft(
        outcome="GEACCEPTEERD",
        evaluations=dict.fromkeys(need.attachments, "Toont de situatie aan."),
        conclusion="De woning is ongeschikt verklaard.",
        granted=code,
    )


def events_of(desk, number):
    return [event.kind for event in exchange.recent_events(desk.office, number)]


def test_open_requests_stand_first_and_the_oldest_of_them_on_top(desk):
    lines = housing_need.listed(desk.office)
    assert lines
    states = [line.open for line in lines]
    assert states == sorted(states, reverse=True)
    ages = [line.age_days for line in lines if line.open]
    assert ages == sorted(ages, reverse=True)
    stored = {(one.number.text, need.day) for one in desk.dossiers() for need in one.housing_need}
    assert {(line.dossier, line.requested_on) for line in lines} >= stored
    for line in lines:
        assert line.age_days == (desk.day - line.requested_on).days
        assert line.open == (line.next_step in {"Beoordelen", "Ontwerp afwerken en versturen"}) or line.waiting


def test_the_list_is_looked_through_once_for_each_version(desk):
    housing_need.listed(desk.office)
    before = len(exchange.recent_events(desk.office, "register"))
    housing_need.listed(desk.office)
    assert len(exchange.recent_events(desk.office, "register")) == before


def test_a_granted_priority_reaches_the_register_and_ends_the_request(desk, request_of):
    number, need = request_of()
    shown = housing_need.preview(desk.office, number, need.day, granted(need))
    assert "Toegekende voorrang: slechte huisvesting" in shown.fields
    assert any("PLR2" in line for line in shown.ranking)
    assert desk.messages(number) == []
    housing_need.send(desk.office, number, need.day, granted(need), with_ranking=True)
    assert [one.action for one in desk.messages(number)] == [HOUSING_NEED, RANKING]
    assert desk.push().accepted == 2
    dossier = desk.dossier(number)
    said = tuple((one, "Toont de situatie aan.") for one in need.attachments)
    expected = HousingNeedReply(need.day, "GEACCEPTEERD", said, "De woning is ongeschikt verklaard.", "SUBSH")
    assert expected in replies_in(dossier, desk.office.party)
    assert any(one.kind == "PLR2" and one.criterion == "SUBSH" for one in dossier.rankings)
    view = housing_need.view(desk.office, number, need.day)
    assert not view.line.open
    assert not view.may_answer
    with pytest.raises(NotAllowed, match="afgesloten"):
        housing_need.preview(desk.office, number, need.day, granted(need))


def test_nothing_is_told_to_the_ranking_lists_unless_the_clerk_says_so(desk, request_of):
    number, need = request_of()
    shown = housing_need.send(desk.office, number, need.day, granted(need, "D"))
    assert shown.ranking == ()
    assert [one.action for one in desk.messages(number)] == [HOUSING_NEED]


def test_a_target_group_goes_on_as_the_list_of_pillar_3():
    reply = HousingNeedReply(date(2026, 6, 2), "GEACCEPTEERD", (), "x", "D")
    assert housing_need.ranking_of(reply) == RankingReport("PLR3", criterion="D")


def test_a_draft_is_kept_and_comes_back(desk, request_of):
    number, need = request_of()
    draft = NeedDraft(evaluations={need.attachments[0]: "Onleesbaar."}, conclusion="Eerst bellen.")
    housing_need.save_draft(desk.office, number, need.day, draft)
    view = housing_need.view(desk.office, number, need.day)
    assert view.draft == draft
    assert view.line.drafted
    assert view.documents[0].evaluation == "Onleesbaar."
    assert desk.messages(number) == []


def test_an_answer_is_taken_back_while_it_was_not_sent_and_the_draft_returns(desk, request_of):
    number, need = request_of()
    housing_need.send(desk.office, number, need.day, granted(need), with_ranking=True)
    assert housing_need.view(desk.office, number, need.day).line.can_take_back
    assert housing_need.take_back(desk.office, number, need.day) == granted(need)
    assert {one.state for one in desk.messages(number)} == {CommandState.DROPPED}
    view = housing_need.view(desk.office, number, need.day)
    assert view.draft == granted(need)
    assert view.may_answer
    with pytest.raises(NotFound):
        housing_need.take_back(desk.office, number, need.day)


def test_an_answer_that_waits_keeps_a_second_one_away(desk, request_of):
    number, need = request_of()
    busy = NeedDraft(outcome="IN_ONDERZOEK")
    housing_need.send(desk.office, number, need.day, busy)
    with pytest.raises(NotAllowed, match="te versturen"):
        housing_need.send(desk.office, number, need.day, granted(need))
    assert desk.push().accepted >= 1
    assert housing_need.view(desk.office, number, need.day).line.open
    housing_need.send(desk.office, number, need.day, granted(need))


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("outcome", {"outcome": ""}),
        ("conclusion", {"conclusion": "  "}),
        ("granted", {"granted": "UOCCU"}),
        ("evaluations", {"evaluations": {}}),
        ("evaluations", {"evaluations": {"van-een-ander": "x"}}),
    ],
)
def test_an_answer_that_lacks_something_says_what(desk, request_of, field, change):
    number, need = request_of()
    draft = granted(need)
    lacking = NeedDraft(
        **{name: change.get(name, getattr(draft, name)) for name in ("outcome", "evaluations", "conclusion", "granted")}
    )
    with pytest.raises(BadInput) as refused:
        housing_need.send(desk.office, number, need.day, lacking)
    assert refused.value.field == field
    assert desk.messages(number) == []


def test_a_request_of_a_struck_dossier_needs_no_answer(desk):
    lines = [line for line in housing_need.listed(desk.office) if line.next_step.startswith("Niets te doen")]
    for line in lines:
        assert not line.open
    with pytest.raises(NotFound):
        housing_need.view(desk.office, desk.dossiers()[0].number.text, date(1999, 1, 1))


def test_a_document_is_fetched_once_and_then_kept_in_the_encrypted_store(desk, request_of):
    number, need = request_of()
    document = need_documents.fetch(desk.office, number, need.day, need.attachments[0])
    assert document.kind in {"pdf", "png"}
    desk.fault("down", times=1)
    again = need_documents.fetch(desk.office, number, need.day, need.attachments[0])
    desk.control.delete("/faults")
    assert again == document
    assert housing_need.view(desk.office, number, need.day).documents[0].kept
    on_disk = b"".join(path.read_bytes() for path in desk.office.workspace.rglob("*") if path.is_file())
    assert document.data[:40] not in on_disk
    assert events_of(desk, number).count("document.fetched") == 1


def test_without_the_register_a_document_that_is_not_kept_cannot_be_had(desk, request_of):
    number, need = request_of()
    desk.fault("down", times=None)
    try:
        with pytest.raises(RegisterUnreachable):
            need_documents.fetch(desk.office, number, need.day, need.attachments[0])
    finally:
        desk.control.delete("/faults")
    assert not housing_need.view(desk.office, number, need.day).documents[0].kept


def test_the_documents_go_when_the_register_has_our_answer_or_on_demand(desk, request_of):
    number, need = request_of()
    other, other_need = request_of()
    need_documents.fetch(desk.office, number, need.day, need.attachments[0])
    need_documents.fetch(desk.office, other, other_need.day, other_need.attachments[0])
    housing_need.send(desk.office, number, need.day, granted(need))
    desk.push()
    housing_need.listed(desk.office)
    with desk.office.store.read() as connection:
        assert inquiry.kept_documents(connection, number) == []
        assert len(inquiry.kept_documents(connection, other)) == 1
    assert "document.removed" in events_of(desk, number)
    assert need_documents.forget(desk.office, other) == 1
    assert not housing_need.view(desk.office, other, other_need.day).documents[0].kept
    with pytest.raises(NotAllowed, match="afgesloten"):
        need_documents.fetch(desk.office, number, need.day, need.attachments[0])


def test_saving_a_document_is_logged_and_warns(desk, request_of, tmp_path):
    number, need = request_of()
    file = tmp_path / "document.bin"
    warning = need_documents.save(desk.office, number, need.day, need.attachments[0], file)
    assert "leesbaar op uw computer" in warning
    assert file.read_bytes() == need_documents.fetch(desk.office, number, need.day, need.attachments[0]).data
    assert "document.saved" in events_of(desk, number)
    with pytest.raises(BadInput):
        need_documents.save(desk.office, number, need.day, need.attachments[0], tmp_path / "nergens" / "x.pdf")


def test_a_document_of_another_request_is_not_given(desk, request_of):
    number, _ = request_of()
    _, other = request_of()
    with pytest.raises(NotFound):
        need_documents.fetch(desk.office, number, other.day, other.attachments[0])


def test_more_than_ten_megabytes_or_fifty_together_is_not_fetched(desk, request_of, monkeypatch):
    number, need = request_of()
    size = next(one.size for one in desk.dossier(number).attachments if one.id == need.attachments[0])
    monkeypatch.setattr(need_documents, "MOST_BYTES", size - 1)
    with pytest.raises(NotAllowed, match="groter dan mag"):
        need_documents.fetch(desk.office, number, need.day, need.attachments[0])
    monkeypatch.undo()
    monkeypatch.setattr(need_documents, "MOST_TOGETHER", size - 1)
    with pytest.raises(NotAllowed, match="samen"):
        need_documents.fetch(desk.office, number, need.day, need.attachments[0])
    monkeypatch.undo()
    assert need_documents.fetch(desk.office, number, need.day, need.attachments[0]).data


def test_a_file_that_is_larger_than_announced_is_not_kept(desk, request_of, monkeypatch):
    number, need = request_of()
    monkeypatch.setattr(type(desk.office.client()), "attachment", lambda *_: b"x" * 10_000_001)
    with pytest.raises(RegisterNonsense, match="10 MB"):
        need_documents.fetch(desk.office, number, need.day, need.attachments[0])
    with desk.office.store.read() as connection:
        assert inquiry.kept_documents(connection, number) == []


def test_no_event_names_a_document_or_quotes_what_was_written(desk):
    told = " ".join(str(event.details) for event in exchange.recent_events(desk.office, limit=2000))
    assert "ongeschikt" not in told
    assert ".pdf" not in told
    assert ".png" not in told
