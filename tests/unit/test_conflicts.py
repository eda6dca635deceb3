"""Three values of a field: nothing that somebody entered is ever lost, and no conflict ends without a decision."""

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from cir_desktop.domain.conflicts import (
    Choice,
    Decision,
    Outcome,
    check_decisions,
    disputed,
    merge,
    to_tell,
)
from cir_desktop.errors import BadInput

FIELDS = st.sampled_from(["email", "phone", "postal", "types", "rent"])
VALUES = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["a", "b"]), st.tuples(st.sampled_from(["x", None])))
SIDE = st.dictionaries(FIELDS, VALUES)
MINE, THEIRS = Decision(Choice.MINE), Decision(Choice.REGISTER)


def _outcome(base, register, mine):
    return merge({"f": base}, {"f": register}, {"f": mine})[0].outcome


def test_the_five_outcomes():
    assert _outcome("a", "a", "a") is Outcome.UNCHANGED
    assert _outcome("a", "b", "a") is Outcome.THEIRS
    assert _outcome("a", "a", "b") is Outcome.MINE
    assert _outcome("a", "b", "b") is Outcome.SAME
    assert _outcome("a", "b", "c") is Outcome.CONFLICT


def test_what_was_not_touched_follows_the_register():
    (one,) = merge({"f": "a"}, {"f": "b"}, {})
    assert (one.outcome, one.mine) == (Outcome.THEIRS, "a")


def test_a_change_to_somebody_who_left_the_dossier_is_a_conflict_and_cannot_be_kept():
    (one,) = fields = merge({"f": "a"}, {}, {"f": "b"})
    assert (one.outcome, one.gone) == (Outcome.CONFLICT, True)
    with pytest.raises(BadInput, match="niet meer in het dossier"):
        check_decisions(fields, {"f": MINE})
    check_decisions(fields, {"f": THEIRS})


@given(base=SIDE, register=SIDE, mine=SIDE)
def test_disjoint_changes_always_merge(base, register, mine):
    register = {**base, **{field: value for field, value in register.items() if field not in mine}}
    fields = merge(base, register, mine)
    assert not disputed(fields)
    told = to_tell(fields, {})
    result = {**register, **told}
    for field in {*base, *register, *mine}:
        wanted = mine.get(field, base.get(field))
        assert result.get(field) == (wanted if wanted != base.get(field) else register.get(field))


@given(base=SIDE, register=SIDE, mine=SIDE, data=st.data())
def test_the_order_of_the_fields_changes_nothing(base, register, mine, data):
    def shuffled(side):
        return dict(data.draw(st.permutations(list(side.items()))))

    assert merge(base, register, mine) == merge(shuffled(base), shuffled(register), shuffled(mine))


@given(base=SIDE, register=SIDE, mine=SIDE)
def test_nothing_that_either_side_changed_is_lost(base, register, mine):
    fields = {one.field: one for one in merge(base, register, mine)}
    for field, value in mine.items():
        assert fields[field].mine == value
    for field, value in register.items():
        assert fields[field].register == value
    for field, value in base.items():
        assert fields[field].base == value
    for field, value in mine.items():
        changed = value != base.get(field)
        if changed and field in register:
            assert fields[field].outcome in (Outcome.MINE, Outcome.SAME, Outcome.CONFLICT)


@given(base=SIDE, register=SIDE, mine=SIDE, data=st.data())
def test_no_conflict_ends_without_a_decision(base, register, mine, data):
    fields = merge(base, register, mine)
    open_ones = [one.field for one in disputed(fields)]
    assume(open_ones)
    decided = {field: data.draw(st.sampled_from([MINE, THEIRS])) for field in open_ones}
    left_out = data.draw(st.sampled_from(open_ones))
    incomplete = {field: decision for field, decision in decided.items() if field != left_out}
    for decisions in (incomplete, {**incomplete, left_out: Decision(Choice.LATER, "gevraagd aan de kandidaat")}):
        with pytest.raises(BadInput, match="Niet elk verschil is beslist"):
            to_tell(fields, decisions)
    with pytest.raises(BadInput):
        check_decisions(fields, incomplete)
    told = to_tell(fields, decided)
    for one in disputed(fields):
        assert (one.field in told) == (decided[one.field] is MINE)


def test_not_yet_says_why():
    fields = merge({"f": "a"}, {"f": "b"}, {"f": "c"})
    with pytest.raises(BadInput, match="zonder te zeggen waarom"):
        check_decisions(fields, {"f": Decision(Choice.LATER, " ")})
    check_decisions(fields, {"f": Decision(Choice.LATER, "bel maandag")})


def test_what_is_no_conflict_is_not_decided():
    fields = merge({"f": "a", "g": "a"}, {"f": "b", "g": "a"}, {"f": "c"})
    with pytest.raises(BadInput, match="valt niets te beslissen"):
        check_decisions(fields, {"f": MINE, "g": MINE})
