"""A pull after a complete one: two questions, whatever is stored; and when the whole list is looked at again."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cir_desktop import errors
from cir_desktop.storage import pulls
from cir_desktop.storage.pulls import PullRecord
from cir_desktop.sync.pull import Window


def _record(desk: Any) -> PullRecord:
    with desk.store.read() as connection:
        record = pulls.last_pull(connection)
    assert record is not None
    return record


def _whole_lists(desk: Any) -> int:
    """How often the whole list was asked for, since the last time."""
    asked = [one for one in desk.client.asked if not one.only_unsynchronised and one.updated_from is None]
    desk.client.asked.clear()
    return len(asked)


def test_when_nothing_changed_two_questions_are_enough_and_none_is_for_the_whole_list(full_desk: Any) -> None:
    before = _record(full_desk)
    outcome = full_desk.pull()
    assert (outcome.kind, outcome.complete, outcome.listed) == ("delta", True, before.listed)
    assert full_desk.client.calls == {"search": 2}
    assert [one.only_unsynchronised for one in full_desk.client.asked] == [True, False]
    assert _whole_lists(full_desk) == 0


def test_a_short_pull_keeps_since_when_the_list_was_checked_and_moves_until_when_it_is_up_to_date(desk: Any) -> None:
    assert desk.pull().kind == "whole"
    first = _record(desk)
    assert first.checked_at == first.up_to == first.finished_at
    assert desk.pull().kind == "delta"
    second = _record(desk)
    assert second.checked_at == first.checked_at
    assert second.up_to == second.finished_at > first.up_to


def test_new_candidates_are_counted_without_asking_the_whole_list(full_desk: Any) -> None:
    before, listed = set(full_desk.stored()), _record(full_desk).listed
    full_desk.practice.advance(1, registrations_per_day=2)
    outcome = full_desk.pull()
    assert (outcome.kind, len(set(full_desk.stored()) - before)) == ("delta", 2)
    assert outcome.listed == listed + 2


def test_the_first_pull_of_a_day_looks_at_the_whole_list(full_desk: Any) -> None:
    full_desk.later(days=1)
    assert full_desk.pull().kind == "whole"
    assert _whole_lists(full_desk) == 1


def test_after_a_pull_that_was_cut_off_the_whole_list_is_looked_at(full_desk: Any) -> None:
    full_desk.practice.fault("down", times=None)
    with pytest.raises(errors.RegisterUnreachable):
        full_desk.pull()
    full_desk.practice.heal()
    up_to = _record(full_desk).up_to
    full_desk.client.asked.clear()
    assert full_desk.pull().kind == "whole"
    assert _record(full_desk).up_to > up_to
    assert full_desk.pull().kind == "delta"


def test_after_the_program_died_in_a_pull_the_whole_list_is_looked_at(full_desk: Any) -> None:
    with full_desk.store.unit(full_desk.actor) as unit:
        pulls.start_pull(unit.connection, unit.at)
        unit.event("pull.started", "died")
    assert full_desk.pull().kind == "whole"


def test_after_an_unreadable_dossier_the_whole_list_is_looked_at_once(full_desk: Any) -> None:
    full_desk.practice.corrupt(number := full_desk.registered())
    assert [full_desk.pull().kind for _ in range(3)] == ["delta", "whole", "delta"]
    full_desk.practice.change(number, "repaired")
    assert full_desk.pull().complete


def test_after_an_acknowledgement_that_failed_the_whole_list_is_looked_at(full_desk: Any) -> None:
    full_desk.practice.change(full_desk.registered(), "offer-elsewhere")
    full_desk.practice.fault("status", code=500, times=None, path="bevestigDossierVerwerking")
    with pytest.raises(errors.RegisterUnreachable):
        full_desk.pull()
    full_desk.practice.heal()
    assert full_desk.pull().kind == "whole"


@pytest.mark.parametrize("code", [403, 404])
def test_an_acknowledgement_that_the_register_does_not_want_is_not_offered_for_ever(full_desk: Any, code: int) -> None:
    full_desk.practice.change(full_desk.registered(), "offer-elsewhere")
    full_desk.practice.fault("status", code=code, times=1, path="bevestigDossierVerwerking")
    outcome = full_desk.pull()
    assert (outcome.acknowledged, full_desk.unacknowledged()) == (0, [])
    assert full_desk.practice.state()["not_acknowledged"] == 1
    assert full_desk.pull().complete
    assert full_desk.practice.state()["not_acknowledged"] == 0


def test_another_register_is_looked_at_as_a_whole(full_desk: Any) -> None:
    full_desk.client.close()
    elsewhere = full_desk.practice.access["base_url"].replace("127.0.0.1", "localhost")
    full_desk.client = full_desk.practice.client(base_url=elsewhere)
    assert full_desk.pull().kind == "whole"
    assert full_desk.pull().kind == "delta"


def test_what_a_colleague_acknowledged_for_us_is_found_by_the_check(
    open_desk: Callable[..., Any], full_desk: Any
) -> None:
    colleague = open_desk(full_desk.practice)
    assert colleague.pull().complete
    full_desk.practice.change(number := full_desk.registered(), "offer-elsewhere")
    assert colleague.pull().new_versions == 1
    outcome = full_desk.pull()
    assert (outcome.kind, outcome.complete, outcome.new_versions) == ("delta", True, 1)
    assert full_desk.row(number).status == "OFFER"


def test_a_check_that_is_too_full_to_show_all_and_misses_something_leads_to_the_whole_list(
    open_desk: Callable[..., Any], full_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cir_desktop.sync.steps.LIMIT", 1)
    colleague = open_desk(full_desk.practice)
    assert colleague.pull().complete
    full_desk.practice.change(number := full_desk.registered(), "offer-elsewhere")
    assert colleague.pull().new_versions == 1
    assert full_desk.pull().kind == "whole"
    assert full_desk.stored()[number] == colleague.stored()[number]


def test_a_check_that_is_too_full_to_show_all_and_misses_nothing_takes_one_question(
    full_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cir_desktop.sync.steps.LIMIT", 1)
    mark = _record(full_desk).mark
    full_desk.practice.change(full_desk.registered(), "offer-elsewhere")
    assert (full_desk.pull().kind, full_desk.client.calls["search"]) == ("delta", 2)
    assert _record(full_desk).mark == mark  # it did not see everything up to now


def test_a_store_that_was_never_checked_is_partial_whatever_days_were_fetched(desk: Any) -> None:
    outcome = desk.pull(window=Window(date(2000, 1, 1), None))
    assert outcome.fetched == desk.practice.state()["in_scope"]
    assert not outcome.complete
    assert _record(desk).checked_at is None
    assert (desk.pull().kind, desk.pull().kind) == ("whole", "delta")


def test_fetching_the_updates_of_some_days_leaves_the_list_as_complete_as_it_was(full_desk: Any) -> None:
    before = _record(full_desk)
    full_desk.practice.change(number := full_desk.registered(), "offer-elsewhere")
    outcome = full_desk.pull(window=Window(date(2000, 1, 1), date(2000, 1, 2)))
    assert (outcome.fetched, outcome.complete, outcome.listed) == (0, True, before.listed)
    outcome = full_desk.pull(window=Window(full_desk.row(number).updated_at.date(), None))
    assert (outcome.new_versions, outcome.complete) == (1, True)
    after = _record(full_desk)
    assert (after.up_to, after.mark, after.kind) == (before.up_to, before.mark, "window")
    assert full_desk.pull().kind == "delta"


def test_days_in_the_wrong_order_are_refused(desk: Any) -> None:
    with pytest.raises(errors.BadInput, match="De laatste dag ligt voor de eerste"):
        desk.pull(window=Window(date(2026, 2, 2), date(2026, 2, 1)))
