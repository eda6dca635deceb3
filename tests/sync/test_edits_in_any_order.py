"""In whatever order things happen, faults included: a correction never undoes what the clerk did not see."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from cir_desktop.domain.codes import EDIT
from cir_desktop.domain.conflicts import ConflictState
from cir_desktop.domain.dossier_fields import values_of
from cir_desktop.domain.process import CommandState, DossierEdit
from cir_desktop.practice import launcher
from cir_desktop.register.wire import decode_dossier
from cir_desktop.register.wire_edit import corrected
from cir_desktop.runtime.ids import uuid7
from cir_desktop.storage import candidates, conflicts, dossiers, outbox

FIELDS = ("reference.email", "reference.phone1", "reference.phone2")
OPEN = {CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED, CommandState.CONFLICT}
FAULTS = (
    {"kind": "status", "code": 503},
    {"kind": "status", "code": 503, "after": True},
    {"kind": "cut"},
    {"kind": "nonsense"},
)
CHANGES = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from("abc"), min_size=1, max_size=2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("mine"), CHANGES),
        st.tuples(st.just("theirs"), CHANGES),
        st.tuples(st.just("pull"), st.none()),
        st.tuples(st.just("push"), st.one_of(st.none(), st.sampled_from(FAULTS))),
    ),
    min_size=2,
    max_size=9,
)


class Office:
    """One clerk and one dossier; remembers what the clerk saw, and watches every write."""

    def __init__(self, desk: Any, number: str) -> None:
        self.desk, self.number = desk, number
        self.seen: dict[str, Any] = {}
        self.wanted: dict[str, Any] = {}
        self.writes: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.pushing = False
        send = desk.client.write_dossier

        def watched(number: str, body: bytes, *, correlation: str) -> None:
            if self.pushing:
                self.writes.append((self.register(), values_of(decode_dossier(body))))
            send(number, body, correlation=correlation)

        desk.client.write_dossier = watched

    def register(self) -> dict[str, Any]:
        """What the register has now."""
        self.desk.practice.heal()
        return values_of(decode_dossier(self.desk.client.fetch(self.number)))

    def begin(self) -> None:
        with self.desk.store.unit(self.desk.actor) as unit:
            for command in outbox.commands(unit.connection, states=OPEN, dossier=self.number):
                outbox.set_state(unit.connection, command.id, CommandState.DROPPED, last_answer="proef")
            unit.event("command.dropped", self.number)
        self.theirs(dict.fromkeys(FIELDS))
        self.pull()
        self.writes.clear()

    def open_command(self) -> Any:
        with self.desk.store.read() as connection:
            return next(iter(outbox.commands(connection, states=OPEN, dossier=self.number)), None)

    def mine(self, changes: dict[str, Any]) -> None:
        if self.open_command() is not None:
            return
        with self.desk.store.read() as connection:
            base = values_of(decode_dossier(dossiers.raw_version(connection, self.number)[1]))
        changes = {field: f"mine-{value}@x.be" for field, value in changes.items()}
        if all(base[field] == value for field, value in changes.items()):
            return
        self.seen, self.wanted = base, changes
        self.desk.order(EDIT, self.number, payload=DossierEdit(base, changes))

    def theirs(self, changes: dict[str, Any]) -> None:
        self.desk.practice.heal()
        told = {field: value and f"theirs-{value}@x.be" for field, value in changes.items()}
        body = corrected(self.desk.client.fetch(self.number), told)
        self.desk.client.write_dossier(self.number, body, correlation=str(uuid7()))

    def pull(self) -> None:
        self.desk.practice.heal()
        self.desk.pull()

    def push(self, fault: dict[str, Any] | None) -> None:
        self.desk.later(hours=2)  # past every wait and pause
        self.pushing = True
        self.desk.client.before_write = lambda: (
            self.desk.practice.fault(**fault, path="dossiers/dossier") if fault else None
        )
        try:
            self.desk.push()
        finally:
            self.pushing = False
            self.desk.client.before_write = lambda: None
            self.desk.practice.heal()

    def conflict_is_kept(self) -> bool:
        with self.desk.store.read() as connection:
            found = conflicts.conflicts(connection, states={ConflictState.OPEN}, dossier=self.number)
            return any(conflicts.is_current(connection, one) for one in found)


@pytest.fixture(scope="module")
def own_practice(tmp_path_factory: pytest.TempPathFactory, practice_kind: Any) -> Iterator[Any]:
    with launcher.start(tmp_path_factory.mktemp("any-order"), 20, 7, today=date(2026, 6, 1)) as running:
        practice = practice_kind(running)
        yield practice
        practice.close()


@pytest.fixture
def office(open_desk: Any, own_practice: Any) -> Office:
    desk = open_desk(own_practice)
    assert desk.pull().complete
    with desk.store.read() as connection:
        stored = sorted(dossiers.stored_versions(connection))
        number = next(one for one in stored if candidates.by_dossier(connection, one).primary)
    return Office(desk, number)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_no_correction_undoes_what_the_clerk_did_not_see(office: Office, steps: list[tuple[str, Any]]) -> None:
    office.begin()
    for step, about in [*steps, ("push", None), ("pull", None), ("push", None)]:
        if step == "pull":
            office.pull()
        else:
            getattr(office, step)(about)
        for before, written in office.writes:
            for field in written:
                if field in FIELDS and written[field] != before[field]:
                    assert written[field] == office.wanted[field], "only what the clerk entered is written"
                    assert before[field] == office.seen[field], "and only over what the clerk saw"
                elif field not in FIELDS:
                    assert written[field] == before[field]
        office.writes.clear()
    left = office.open_command()
    now = office.register()
    if left is None:
        return
    assert left.state is CommandState.CONFLICT, "everything else was settled"
    unclear = "Niet geweten" in left.last_answer
    assert unclear or office.conflict_is_kept()
    if not unclear:
        assert any(now[field] not in (office.seen[field], value) for field, value in office.wanted.items())
