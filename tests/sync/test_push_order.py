"""Whatever goes wrong on the way: each command arrives once, and those of one dossier in the order of their making."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cir_desktop.domain.process import Command, CommandState
from cir_desktop.errors import RegisterDenied
from cir_desktop.register.wire import decode_dossier

ACTION = "verwerkDossierActie"
STEPS = {"REG": ("OFFER", "WAIT"), "OFFER": ("CCL",), "WAITS": ("WAKE",)}
AFTER = {"OFFER": "OFFER", "CCL": "REG", "WAIT": "WAITS", "WAKE": "REG", "UNDO": "REG"}

faults = st.lists(
    st.one_of(
        st.just({"kind": "cut"}),
        st.just({"kind": "cut", "after": True}),
        st.just({"kind": "status", "code": 503}),
        st.just({"kind": "status", "code": 503, "after": True}),
        st.just({"kind": "nonsense", "after": True}),
        st.just({"kind": "status", "code": 403}),
        st.just({"kind": "status", "code": 429}),
    ).map(lambda fault: {**fault, "path": ACTION}),
    max_size=6,
)
plans = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=14)


def _order_all(desk: Any, plan: list[tuple[int, bool]]) -> dict[str, list[Command]]:
    """Steps that the register allows one after the other, spread over four dossiers in the order of the plan."""
    numbers = [desk.back_in_reg(place) for place in range(4)]
    status = dict.fromkeys(numbers, "REG")
    made: dict[str, list[Command]] = {number: [] for number in numbers}
    for place, other in plan:
        number = numbers[place]
        allowed = STEPS[status[number]]
        action = allowed[other % len(allowed)]
        made[number].append(desk.order(action, number))
        status[number] = AFTER[action]
    return made


@pytest.fixture
def desk(full_desk: Any) -> Any:
    """Four dossiers that every example takes back to where an offer is possible."""
    numbers = [full_desk.registered() for _ in range(4)]

    def back_in_reg(place: int) -> str:
        number = numbers[place]
        last = {"OFFER": "CCL", "WAITS": "WAKE"}.get(full_desk.row(number).status)
        if last:
            full_desk.order(last, number)
            full_desk.push(at_once=True)
        assert full_desk.row(number).status == "REG"
        return number

    full_desk.back_in_reg = back_in_reg
    return full_desk


@given(plan=plans, wrong=faults)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_command_arrives_once_and_in_the_order_of_its_dossier(
    desk: Any, plan: list[tuple[int, bool]], wrong: list[dict[str, Any]]
) -> None:
    desk.practice.heal()
    made = _order_all(desk, plan)
    for fault in wrong:
        desk.practice.fault(**fault)
    for _ in range(len(wrong) + 3):
        with suppress(RegisterDenied):  # two dossiers in a row without access: the round stops, nothing is lost
            desk.push(at_once=True)
        desk.later(hours=1)
    desk.practice.heal()
    desk.push(at_once=True)
    for number, commands in made.items():
        assert [desk.command(command).state for command in commands] == [CommandState.ACCEPTED] * len(commands)
        ids = {command.id for command in commands}
        history = decode_dossier(desk.client.fetch(number)).history
        told = [line.correlation_id for line in history if line.correlation_id in ids]
        assert told == [command.id for command in commands]
        assert desk.row(number).status == history[-1].after


def test_a_command_of_a_dossier_waits_until_the_one_before_it_is_settled(desk: Any) -> None:
    number = desk.back_in_reg(0)
    first, second = desk.order("OFFER", number), desk.order("CCL", number)
    desk.practice.fault("status", code=503, path=ACTION)
    desk.push()
    assert desk.command(first).state is CommandState.UNANSWERED
    assert desk.command(second).state is CommandState.NEW
    desk.now += timedelta(hours=1)
    desk.push()
    assert desk.command(second).state is CommandState.ACCEPTED
