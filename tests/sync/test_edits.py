"""Corrections against a register that changes meanwhile: merged by field, never overwritten, never lost."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from cir_desktop.domain.codes import EDIT
from cir_desktop.domain.conflicts import ConflictKind, ConflictState, CorrectionRequest, Outcome
from cir_desktop.domain.dossier_fields import values_of
from cir_desktop.domain.facts import OwnFact
from cir_desktop.domain.process import CommandState, DossierEdit
from cir_desktop.domain.ranking import Answer
from cir_desktop.practice import launcher
from cir_desktop.register.wire import decode_dossier
from cir_desktop.register.wire_edit import corrected
from cir_desktop.runtime.ids import uuid7
from cir_desktop.storage import candidates, conflicts, dossiers, own_facts

PUT = "dossiers/dossier"
MAIL, PHONE = "reference.email", "reference.phone1"
_TAKEN: set[str] = set()


@pytest.fixture(scope="module")
def own_practice(tmp_path_factory: pytest.TempPathFactory, practice_kind: Any) -> Iterator[Any]:
    """A register of our own: what is written in a dossier here would surprise other tests."""
    with launcher.start(tmp_path_factory.mktemp("edits"), 80, 7, today=date(2026, 6, 1)) as running:
        practice = practice_kind(running)
        yield practice
        practice.close()


@pytest.fixture
def full_desk(open_desk: Any, own_practice: Any) -> Iterator[Any]:
    desk = open_desk(own_practice)
    assert desk.pull().complete
    yield desk
    own_practice.heal()


def _ours(desk: Any) -> str:
    """A dossier of which we are the primary landlord; another one each time."""
    with desk.store.read() as connection:
        for number in sorted(dossiers.stored_versions(connection)):
            row = candidates.by_dossier(connection, number)
            if row.primary and number not in _TAKEN:
                _TAKEN.add(number)
                return number
    raise LookupError("no more dossiers of which we are the primary landlord")


def _values(desk: Any, number: str) -> dict[str, Any]:
    """What the register itself has now."""
    return values_of(decode_dossier(desk.client.fetch(number)))


def _elsewhere(desk: Any, number: str, **changes: Any) -> None:
    """Somebody else writes the dossier in the register."""
    named = {key.replace("__", "."): value for key, value in changes.items()}
    desk.client.write_dossier(number, corrected(desk.client.fetch(number), named), correlation=str(uuid7()))


def _edit(desk: Any, number: str, **changes: Any) -> Any:
    with desk.store.read() as connection:
        base = values_of(decode_dossier(dossiers.raw_version(connection, number)[1]))
    named = {key.replace("__", "."): value for key, value in changes.items()}
    return desk.order(EDIT, number, payload=DossierEdit(base, named, "brief van 1 juni"))


def _conflicts(desk: Any, number: str) -> list[Any]:
    with desk.store.read() as connection:
        return conflicts.conflicts(connection, dossier=number)


def _seen(conflict: Any) -> dict[str, Outcome]:
    return {one.field: one.outcome for one in conflict.fields}


def test_a_correction_arrives_and_nothing_else_of_the_dossier_changes(full_desk: Any) -> None:
    number = _ours(full_desk)
    before = msgspec.json.decode(full_desk.client.fetch(number))
    command = _edit(full_desk, number, reference__email="nieuw@voorbeeld.be")
    assert full_desk.push().accepted == 1
    after = msgspec.json.decode(full_desk.client.fetch(number))
    assert next(one for one in after["personen"] if one["referentiepersoon"])["email"] == "nieuw@voorbeeld.be"
    next(one for one in before["personen"] if one["referentiepersoon"])["email"] = "nieuw@voorbeeld.be"
    for key in ("versieNummer", "updateDatum"):
        before.pop(key), after.pop(key)
    assert after == before
    assert full_desk.command(command).state is CommandState.ACCEPTED
    assert full_desk.stored()[number] == command.base_version + 1


def test_a_change_of_another_field_is_merged_by_itself_and_kept_to_be_seen(full_desk: Any) -> None:
    number = _ours(full_desk)
    command = _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    _elsewhere(full_desk, number, reference__phone1="0470 11 22 33")
    full_desk.pull()
    (merged,) = _conflicts(full_desk, number)
    assert merged.state is ConflictState.MERGED
    assert _seen(merged) == {MAIL: Outcome.MINE, PHONE: Outcome.THEIRS}
    waiting = full_desk.command(command)
    assert (waiting.state, waiting.base_version) == (CommandState.NEW, command.base_version + 1)
    assert full_desk.push().accepted == 1
    now = _values(full_desk, number)
    assert (now[MAIL], now[PHONE]) == ("mijn@voorbeeld.be", "0470 11 22 33")


def test_a_change_that_was_not_pulled_yet_is_merged_when_it_is_sent_and_said(full_desk: Any) -> None:
    number = _ours(full_desk)
    command = _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    _elsewhere(full_desk, number, reference__phone1="0470 11 22 33")
    assert full_desk.push().accepted == 1
    now = _values(full_desk, number)
    assert (now[MAIL], now[PHONE]) == ("mijn@voorbeeld.be", "0470 11 22 33")
    assert "Samengevoegd: het register wijzigde ook: Referentiepersoon: telefoon 1" in (
        full_desk.command(command).last_answer
    )


@pytest.mark.parametrize("pulled_first", [True, False])
def test_the_same_field_changed_on_both_sides_waits_for_a_clerk_and_nothing_is_sent(
    full_desk: Any, pulled_first: bool
) -> None:
    number = _ours(full_desk)
    command = _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    _elsewhere(full_desk, number, reference__email="hunne@voorbeeld.be")
    if pulled_first:
        full_desk.pull()
    outcome = full_desk.push()
    assert outcome.accepted == 0
    assert full_desk.command(command).state is CommandState.CONFLICT
    (found,) = _conflicts(full_desk, number)
    (field,) = found.disputed
    assert found.state is ConflictState.OPEN
    assert (field.register, field.mine) == ("hunne@voorbeeld.be", "mijn@voorbeeld.be")
    assert _values(full_desk, number)[MAIL] == "hunne@voorbeeld.be"
    assert full_desk.push().sent == 0


def test_what_the_register_has_already_needs_no_message(full_desk: Any) -> None:
    number = _ours(full_desk)
    command = _edit(full_desk, number, reference__email="zelfde@voorbeeld.be")
    _elsewhere(full_desk, number, reference__email="zelfde@voorbeeld.be")
    full_desk.pull()
    assert full_desk.push().sent == 0
    done = full_desk.command(command)
    assert done.state is CommandState.ACCEPTED
    assert "intussen zelf" in done.last_answer
    assert _seen(_conflicts(full_desk, number)[0]) == {MAIL: Outcome.SAME}


def test_a_conflict_that_the_register_takes_back_ends_by_itself(full_desk: Any) -> None:
    number = _ours(full_desk)
    before = _values(full_desk, number)[MAIL]
    command = _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    _elsewhere(full_desk, number, reference__email="vergissing@voorbeeld.be")
    full_desk.pull()
    assert full_desk.command(command).state is CommandState.CONFLICT
    _elsewhere(full_desk, number, reference__email=before)
    full_desk.pull()
    assert full_desk.command(command).state is CommandState.NEW
    assert _conflicts(full_desk, number)[0].state is ConflictState.MERGED
    assert full_desk.push().accepted == 1
    assert _values(full_desk, number)[MAIL] == "mijn@voorbeeld.be"


def test_a_version_that_comes_between_is_merged_again(full_desk: Any) -> None:
    number = _ours(full_desk)
    _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    left = [2]

    def somebody_is_faster(*_: Any, **__: Any) -> None:
        if left[0]:
            left[0] -= 1
            _elsewhere(full_desk, number, reference__phone1=f"0470 11 22 3{left[0]}")

    full_desk.client.before_write = somebody_is_faster
    assert full_desk.push().accepted == 1
    now = _values(full_desk, number)
    assert (now[MAIL], now[PHONE]) == ("mijn@voorbeeld.be", "0470 11 22 30")


def test_after_three_times_it_goes_to_the_clerk(full_desk: Any) -> None:
    number = _ours(full_desk)
    command = _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    tries = []

    def somebody_is_faster() -> None:
        tries.append(1)
        _elsewhere(full_desk, number, reference__phone1=f"0470 11 22 3{len(tries)}")

    full_desk.client.before_write = somebody_is_faster
    assert full_desk.push().conflict == 1
    assert len(tries) == 3
    assert full_desk.command(command).state is CommandState.CONFLICT
    assert _values(full_desk, number)[PHONE] == "0470 11 22 33"


def test_an_answer_that_was_lost_is_found_in_the_dossier(full_desk: Any) -> None:
    number = _ours(full_desk)
    command = _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    full_desk.client.before_write = lambda: full_desk.practice.fault("status", code=503, path=PUT, after=True)
    assert full_desk.push().unanswered == 1
    full_desk.client.before_write = lambda: None
    full_desk.later(minutes=2)
    again = full_desk.push()
    assert (again.sent, again.accepted) == (0, 1)
    assert full_desk.command(command).state is CommandState.ACCEPTED


def test_what_somebody_took_back_after_a_lost_answer_is_not_written_again_by_itself(full_desk: Any) -> None:
    number = _ours(full_desk)
    before = _values(full_desk, number)[MAIL]
    command = _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    full_desk.client.before_write = lambda: full_desk.practice.fault("status", code=503, path=PUT, after=True)
    assert full_desk.push().unanswered == 1
    full_desk.client.before_write = lambda: None
    _elsewhere(full_desk, number, reference__email=before)
    full_desk.later(minutes=2)
    assert full_desk.push().conflict == 1
    assert "Niet geweten" in full_desk.command(command).last_answer
    assert _values(full_desk, number)[MAIL] == before


def test_a_correction_that_did_not_arrive_is_sent_again(full_desk: Any) -> None:
    number = _ours(full_desk)
    _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    full_desk.client.before_write = lambda: full_desk.practice.fault("status", code=503, path=PUT)
    assert full_desk.push().unanswered == 1
    full_desk.client.before_write = lambda: None
    _elsewhere(full_desk, number, reference__phone1="0470 11 22 33")
    full_desk.later(minutes=2)
    assert full_desk.push().accepted == 1
    now = _values(full_desk, number)
    assert (now[MAIL], now[PHONE]) == ("mijn@voorbeeld.be", "0470 11 22 33")


def test_where_we_are_not_the_primary_landlord_nothing_is_written(full_desk: Any) -> None:
    with full_desk.store.read() as connection:
        number = next(
            number
            for number in sorted(dossiers.stored_versions(connection))
            if not candidates.by_dossier(connection, number).primary
        )
    before = full_desk.client.fetch(number)
    command = _edit(full_desk, number, reference__email="mijn@voorbeeld.be")
    full_desk.pull(full=True)  # what is stored is compared, and the correction becomes a request
    assert full_desk.command(command).state is CommandState.DROPPED
    with full_desk.store.read() as connection:
        (asked,) = conflicts.requests(connection, dossier=number)
    assert (asked.field, asked.our_value, asked.evidence) == (MAIL, "mijn@voorbeeld.be", "brief van 1 juni")
    assert "behandelende verhuurder" in asked.addressee
    assert full_desk.push().sent == 0
    assert full_desk.client.fetch(number) == before


def test_a_second_correction_goes_by_what_the_first_one_did(full_desk: Any) -> None:
    number = _ours(full_desk)
    _edit(full_desk, number, reference__email="eerst@voorbeeld.be")
    with full_desk.store.read() as connection:
        base = values_of(decode_dossier(dossiers.raw_version(connection, number)[1]))
    payload = DossierEdit({**base, MAIL: "eerst@voorbeeld.be"}, {MAIL: "daarna@voorbeeld.be"})
    full_desk.order(EDIT, number, payload=payload)
    outcome = full_desk.push()
    assert (outcome.accepted, outcome.conflict) == (2, 0)
    assert _values(full_desk, number)[MAIL] == "daarna@voorbeeld.be"


def _note(desk: Any, number: str, key: str, version: int) -> None:
    with desk.store.unit(desk.actor) as unit:
        fact = OwnFact(Answer.MET, "brief van de notaris", desk.now.date())
        own_facts.note(unit, number, key, fact, version)
        unit.event("fact.noted", number, {"fact": key})


def test_a_fact_noted_over_a_register_value_that_changed_since_is_a_conflict(full_desk: Any) -> None:
    number = _ours(full_desk)
    _note(full_desk, number, "rent.within", full_desk.stored()[number])
    _elsewhere(full_desk, number, reference__phone1="0470 11 22 33")
    full_desk.pull()
    assert _conflicts(full_desk, number) == [], "what the fact says nothing about may change"
    before = _values(full_desk, number)["preferences.max_rent"]
    _elsewhere(full_desk, number, preferences__max_rent=99100)
    full_desk.pull()
    (found,) = _conflicts(full_desk, number)
    assert (found.kind, found.about, found.state) == (ConflictKind.FACT, "rent.within", ConflictState.OPEN)
    (field,) = found.disputed
    assert (field.base, field.register, field.mine) == (before, 99100, ("met", None))
    _elsewhere(full_desk, number, preferences__max_rent=before)
    full_desk.pull()
    assert _conflicts(full_desk, number)[0].state is ConflictState.MERGED


def test_a_request_for_correction_is_ticked_off_when_a_later_version_shows_the_value(full_desk: Any) -> None:
    number = _ours(full_desk)
    version = full_desk.stored()[number]
    with full_desk.store.unit(full_desk.actor) as unit:
        conflicts.keep_request(
            unit.connection,
            CorrectionRequest(
                id="",
                dossier=number,
                field=MAIL,
                base_version=version,
                register_value="oud@voorbeeld.be",
                our_value="juist@voorbeeld.be",
                evidence="brief",
                addressee="het CIR",
                made_at=unit.at,
                made_by="tester",
            ),
        )
        unit.event("correction.asked", number)
    _elsewhere(full_desk, number, reference__email="ander@voorbeeld.be")
    full_desk.pull()
    with full_desk.store.read() as connection:
        assert conflicts.requests(connection, dossier=number, open_only=True)
    _elsewhere(full_desk, number, reference__email="Juist@voorbeeld.be")
    full_desk.pull()
    with full_desk.store.read() as connection:
        (done,) = conflicts.requests(connection, dossier=number)
        assert not conflicts.requests(connection, dossier=number, open_only=True)
    assert (done.done_version, done.done_by) == (version + 2, "")


def test_no_value_stands_in_the_log(full_desk: Any) -> None:
    number = _ours(full_desk)
    _edit(full_desk, number, reference__email="geheim@voorbeeld.be")
    _elsewhere(full_desk, number, reference__email="hunne@voorbeeld.be")
    full_desk.pull()
    with full_desk.store.read() as connection:
        logged = " ".join(connection.exec_driver_sql("SELECT details FROM event").scalars())
    assert "voorbeeld.be" not in logged


def test_a_register_that_does_only_what_is_published_is_read_again_too(
    open_desk: Any, practice_kind: Any, tmp_path: Any
) -> None:
    with launcher.start(tmp_path / "register", 20, 7, today=date(2026, 6, 1), published_only=True) as running:
        practice = practice_kind(running)
        desk = open_desk(practice)
        assert desk.pull().complete
        number = _ours(desk)
        command = _edit(desk, number, reference__email="mijn@voorbeeld.be")
        left = [1]

        def somebody_is_faster() -> None:
            if left:
                left.clear()
                _elsewhere(desk, number, reference__phone1="0470 11 22 33")

        desk.client.before_write = somebody_is_faster
        assert desk.push().accepted == 1
        now = _values(desk, number)
        assert (now[MAIL], now[PHONE]) == ("mijn@voorbeeld.be", "0470 11 22 33")
        _elsewhere(desk, number, reference__email="hunne@voorbeeld.be")
        refused = _edit(desk, number, reference__email="nog@voorbeeld.be")
        assert desk.push().conflict == 1
        assert desk.command(refused).state is CommandState.CONFLICT
        assert desk.command(command).state is CommandState.ACCEPTED
        practice.close()
