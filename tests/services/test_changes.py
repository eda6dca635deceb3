"""What a clerk is told of the dossiers that changed, since when, and what is not told."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.office import PARTY, invented

from cir_desktop.domain.oddity import OddityKind
from cir_desktop.errors import NotFound
from cir_desktop.services import changes
from cir_desktop.services.bootstrap import open_office
from cir_desktop.services.changes import About, ChangeLine
from cir_desktop.storage import dossiers, events, oddities, pulls
from cir_desktop.storage.pulls import PullOutcome
from cir_desktop.storage.received import Received, prepare
from cir_desktop.sync.receive import receive

SIZE = 20


class Desk:
    """An office whose clock goes on, and versions as a pull brings them."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 6, 1, 8, tzinfo=UTC)
        self.office = open_office(folder, throw_away=True, actor="Els", clock=lambda: self.now)
        self.list = [deepcopy(dossier) for dossier in invented(SIZE)]

    def pull(self, *changed: dict[str, Any], complete: bool = True) -> int:
        """A pull that brings these dossiers; each gets its next version when it is there already."""
        self.now += timedelta(hours=1)
        received = []
        with self.office.store.unit(self.office.actor) as unit:
            begun = pulls.start_pull(unit.connection, unit.at)
            for dossier in changed:
                item = receive(dossier["dossierNummer"], 0, json.dumps(dossier).encode())
                assert isinstance(item, Received)
                received.append(item)
            new = dossiers.store_prepared(unit.connection, prepare(received, PARTY), at=unit.at)
            outcome = PullOutcome(complete=complete, listed=SIZE, new_versions=new)
            pulls.finish_pull(unit.connection, begun, outcome, self.now + timedelta(minutes=1))
            unit.event("pull.finished", str(begun))
        self.now += timedelta(hours=1)
        return begun

    def change(self, place: int, **fields: Any) -> dict[str, Any]:
        """The dossier at a place in the list, one version on, with other contact data or other keys."""
        dossier = self.list[place]
        dossier["versieNummer"] += 1
        for key, value in fields.items():
            if key == "email":
                dossier["personen"][0]["email"] = value
            else:
                dossier[key] = value
        return dossier

    def told(self, about: About = About.ALL, **more: Any) -> dict[str, ChangeLine]:
        found = changes.since_seen(self.office, **more)
        return {line.dossier: line for line in changes.filtered(found.lines, about)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "werkmap")
    made.pull(*made.list)
    yield made
    made.office.close()


def _number(desk: Desk, place: int) -> str:
    return str(desk.list[place]["dossierNummer"])


def test_before_anything_was_fetched_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "nieuw")
    found = changes.since_seen(desk.office)
    assert (found.since, found.lines) == (None, ())
    assert found.sentence == "Er werd nog niets opgehaald om mee te vergelijken."
    desk.office.close()


def test_after_the_first_fetching_nothing_counts_as_changed(desk: Desk) -> None:
    found = changes.since_seen(desk.office)
    assert (found.total, found.lines) == (0, ())


def test_a_change_is_told_by_field_with_the_value_before_and_after(desk: Desk) -> None:
    before = desk.list[0]["personen"][0]["email"] or ""
    desk.pull(desk.change(0, email="nieuw@example.be", status="WAITS"))
    line = desk.told()[_number(desk, 0)]
    told = {field.label.split(" van ")[0]: field for field in line.fields}
    assert (told["E-mail"].before, told["E-mail"].after) == (before, "nieuw@example.be")
    assert told["Status"].after == "In wacht op eigen vraag"
    assert (line.touches_ranking, line.contact, line.now) == (True, True, desk.list[0]["versieNummer"])
    assert line.words.startswith("Status, E-mail van ")


def test_only_what_a_list_depends_on_or_only_contact_data_can_be_asked(desk: Desk) -> None:
    desk.pull(desk.change(0, status="WAITS"), desk.change(1, email="nieuw@example.be"))
    assert set(desk.told(About.RANKING)) == {_number(desk, 0)}
    assert set(desk.told(About.CONTACT)) == {_number(desk, 1)}
    assert set(desk.told()) == {_number(desk, 0), _number(desk, 1)}


def test_two_changes_are_told_as_one_against_what_the_clerk_saw(desk: Desk) -> None:
    was = desk.list[0]["status"]
    first = desk.pull(desk.change(0, status="WAITS"))
    second = desk.pull(desk.change(0, status=was, email="nieuw@example.be"))
    assert not desk.told()[_number(desk, 0)].touches_ranking
    assert desk.told(pull=second)[_number(desk, 0)].touches_ranking
    assert desk.told(pull=first)[_number(desk, 0)].before == desk.list[0]["versieNummer"] - 2


def test_somebody_new_is_told_as_new(desk: Desk) -> None:
    newcomer = deepcopy(invented(SIZE + 1)[-1])
    assert newcomer["dossierNummer"] not in {one["dossierNummer"] for one in desk.list}
    desk.pull(newcomer)
    line = desk.told(About.RANKING)[newcomer["dossierNummer"]]
    assert (line.before, line.words) == (None, "Nieuw in de lijst")
    assert "1 dossier nieuw of gewijzigd, waarvan 1 nieuw" in changes.since_seen(desk.office).sentence


def test_what_was_marked_as_seen_is_not_told_again(desk: Desk) -> None:
    desk.pull(desk.change(0, status="WAITS"))
    changes.mark_seen(desk.office)
    assert desk.told() == {}
    desk.pull(desk.change(0, email="nieuw@example.be"))
    assert not desk.told()[_number(desk, 0)].touches_ranking


def test_a_pull_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound, match="geen ophaling 99"):
        changes.since_seen(desk.office, 99)


def test_more_changes_than_can_be_compared_at_once_are_counted_and_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pull(*(desk.change(place, status="WAITS") for place in range(9)))
    monkeypatch.setattr("cir_desktop.services.changes.SHOWN", 5)
    monkeypatch.setattr("cir_desktop.services.changes._BATCH", 2)
    found = changes.since_seen(desk.office)
    assert (found.total, len(found.lines)) == (9, 5)
    assert found.sentence.endswith("Enkel de nieuwste 5 zijn vergeleken.")


def test_what_is_odd_is_told_with_what_to_do_and_a_replaced_number_until_it_was_seen(desk: Desk) -> None:
    number = _number(desk, 0)
    with desk.office.store.unit(desk.office.actor) as unit:
        oddities.note(unit.connection, [number], OddityKind.NUMBER, unit.at)
        oddities.note(unit.connection, [number], OddityKind.VANISHED, unit.at)
        unit.event("pull.vanished", "1")
    odd = changes.attention(desk.office)
    assert {line.code for line in odd} == {"CIR-341", "CIR-343"}
    assert all(line.name and line.what and line.todo for line in odd)
    changes.mark_seen(desk.office)
    assert [line.code for line in changes.attention(desk.office)] == ["CIR-341"]


def test_of_one_dossier_every_kept_version_is_told_newest_first(desk: Desk) -> None:
    desk.pull(desk.change(0, status="WAITS"))
    desk.pull(desk.change(0, email="nieuw@example.be"))
    newest, older = changes.of_dossier(desk.office, _number(desk, 0))
    assert [field.label.split(" van ")[0] for field in newest.fields] == ["E-mail"]
    assert [field.label for field in older.fields] == ["Status"]
    assert (newest.before, newest.now) == (older.now, older.now + 1)
    assert changes.of_dossier(desk.office, _number(desk, 1)) == ()


def test_the_log_holds_no_value_that_changed(desk: Desk) -> None:
    desk.pull(desk.change(0, email="nieuw@example.be"))
    changes.log_listed(desk.office, len(desk.told()))
    changes.mark_seen(desk.office)
    with desk.office.store.read() as connection:
        kept = events.events(connection)
    assert {"changes.listed", "changes.seen"} <= {event.kind for event in kept}
    assert "nieuw@example.be" not in repr(kept)
