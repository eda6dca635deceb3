"""Every rule of the engine has a source, and a written case in which it is met, not met and cannot tell."""

from datetime import date
from pathlib import Path

import pytest
from support.random_cases import question

from cir_desktop.allocation.cases import read_cases
from cir_desktop.allocation.conditions import CONDITION_RULES
from cir_desktop.allocation.loader import load_regulation
from cir_desktop.allocation.priorities import PRIORITIES
from cir_desktop.allocation.ranking import trace
from cir_desktop.domain.codes import ACCELERATED_GROUPS, INTERNAL_GROUNDS

RULES = {
    *CONDITION_RULES,
    *(lead.rule.id for lead in PRIORITIES.values()),
    *(f"order.{code}" for code in (*ACCELERATED_GROUPS, *INTERNAL_GROUNDS)),
    "order.target_group",
    "order.clerk",
    "binding.long_term",
    "care",
    "chronology.date",
    "chronology.sequence",
    "registration.lease_end",
}
EXCEPTIONS = {
    ("choice.type", "unknown"): "a home always has a type, and choosing none is choosing all",
    ("choice.bedrooms", "unknown"): "a home always has a number of bedrooms, and an open side sets no limit",
    ("chronology.date", "not_met"): "a date orders and nobody fails it",
    ("chronology.sequence", "not_met"): "a sequence number orders and nobody fails it",
    ("chronology.sequence", "unknown"): "it is part of the dossier number",
    ("order.clerk", "not_met"): "who has no place in the clerk's order has none yet",
}


def _told() -> set[tuple[str, str]]:
    files = [read_cases(path.name, path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.toml"))]
    answers = [answers for file in files for case in file.case for answers in case.expected.answers.values()]
    return {(rule, answer) for one in answers for rule, answer in one.items()}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_case_for_each_of_its_answers(rule: str) -> None:
    wanted = {(rule, answer) for answer in ("met", "not_met", "unknown")}
    assert wanted - EXCEPTIONS.keys() <= _told()


def test_no_exception_is_kept_for_an_answer_that_a_case_shows() -> None:
    assert not EXCEPTIONS.keys() & _told()


def test_every_rule_that_a_list_asks_is_known_here_and_tells_its_source_and_certainty() -> None:
    levels = {"binding.l0", "binding.l1", "binding.inZ", "binding.inY"}
    seen = set()
    for seed in range(300):
        home, candidates, regulation, day, letting = question(seed)
        for facts in candidates:
            for answer in trace(home, facts, regulation, day, 0, letting):
                seen.add(answer.rule)
                assert answer.article.strip(), answer.rule
                assert answer.label in {"LAW", "GOV", "WM", "OLD", "INF"}, answer.rule
    assert seen - levels == RULES


def test_every_shipped_value_tells_where_it_stands_and_when_it_was_checked() -> None:
    for parameter in load_regulation().parameters.by_key.values():
        for value in parameter.value:
            assert value.source.strip(), parameter.key
            assert value.link.strip() or value.document.strip(), parameter.key
            assert value.label and value.last_checked, parameter.key


@pytest.mark.parametrize(
    ("day", "amounts"),
    [
        (date(2021, 12, 31), (25557, 27698, 38335, 2143)),
        (date(2022, 1, 1), (25850, 28016, 38773, 2167)),
        (date(2022, 12, 31), (25850, 28016, 38773, 2167)),
        (date(2023, 1, 1), (28105, 30460, 42156, 2356)),
        (date(2023, 12, 31), (28105, 30460, 42156, 2356)),
        (date(2024, 1, 1), (29515, 31987, 44270, 2475)),
        (date(2024, 12, 31), (29515, 31987, 44270, 2475)),
        (date(2025, 1, 1), (None, None, None, None)),
    ],
)
def test_the_income_limits_change_on_the_first_of_january(day: date, amounts: tuple[int | None, ...]) -> None:
    names = ("single", "single_disabled", "other", "per_dependant")
    parameters = load_regulation().parameters
    assert tuple(parameters.known_whole(f"income.limit.{name}", day) for name in names) == amounts
