"""The engine against a second, naive implementation of the law: a seeded tenth here, all of it by scripts/prove."""

import os

import pytest
from support.differential import differences
from support.random_cases import question

from cir_desktop.allocation.ranking import rank

CASES = int(os.environ.get("CIR_PROOF_CASES", "1000"))
BLOCK = 100


@pytest.mark.parametrize("first", range(0, CASES, BLOCK))
def test_both_implementations_of_the_law_agree(first: int) -> None:
    assert [line for seed in range(first, first + BLOCK) for line in differences(seed)] == []


def test_the_invented_questions_reach_every_pillar_and_every_kind_of_line() -> None:
    found = []
    for seed in range(300):
        home, candidates, regulation, day, letting = question(seed)
        found.append(rank(home, candidates, regulation, day, len(candidates), letting))
    assert {list_.letting.pillar for list_ in found} == {1, 2, 3, 4}
    assert sum(len(list_.placed) > 1 for list_ in found) > 100
    assert any(list_.stepped_down for list_ in found)
    assert any(line.tied for list_ in found for line in list_.placed)
    assert any(line.best_position < line.position for list_ in found for line in list_.placed)
    assert len({line.rule for list_ in found for line in list_.excluded}) > 10
