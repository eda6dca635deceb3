"""The checks against invented lists of which the whole truth is known: what is missed, and what is a false alarm.

`CIR_PROOF_LISTS` is how many lists are checked (scripts/prove: more than the other tests).
"""

import os
import sys
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from support.bad_lists import TODAY, Draft, spoiled_list
from support.bad_plants import PLANTS

from cir_desktop.domain.finding import Severity
from cir_desktop.migration.checks.run import checks, findings_of
from cir_desktop.migration.checks.view import Group
from cir_desktop.migration.editing import changed
from cir_desktop.migration.reader import read_batch
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template

LISTS = int(os.environ.get("CIR_PROOF_LISTS", "1"))
EXAMPLES = 20 * LISTS
LEAST_RECALL = {Severity.MUST: 1.0, Severity.LOOK: 0.98, Severity.INFO: 1.0}
LEAST_PRECISION = 0.99


def place(finding):
    return finding.code, finding.sheet, finding.row, finding.column


def found_in(draft):
    """The findings with a row; those of the file and the columns have tests of their own."""
    return [finding for finding in findings_of(draft.batch(), draft.context) if finding.row]


def test_the_checks_find_what_is_planted_and_nothing_else(capsys):
    planted, right, told = Counter(), Counter(), Counter()
    for seed in range(LISTS):
        draft = spoiled_list(seed)
        truth = draft.expected()
        got = {place(finding) for finding in found_in(draft)}
        planted.update(code for code, *_ in truth)
        told.update(code for code, *_ in got)
        right.update(code for code, *_ in truth & got)
    lines = [f"{'check':9}{'severity':10}{'planted':>8}{'recall':>8}{'precision':>11}"]
    for check in checks():
        code = check.code
        if check.group in (Group.FILE, Group.COLUMNS, Group.DOUBLES, Group.LOCKED):
            continue
        assert planted[code], f"nothing was planted for {code}"
        recall, precision = right[code] / planted[code], right[code] / told[code] if told[code] else 0
        lines.append(f"{code:9}{check.severity:10}{planted[code]:8}{recall:8.3f}{precision:11.3f}")
        assert recall >= LEAST_RECALL[check.severity], code
        assert precision >= LEAST_PRECISION, code
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, ""]) if LISTS > 1 else "")


def small_list(seed, plants):
    draft = Draft(seed, 250)
    for at in plants:
        PLANTS[at](draft)
    return draft


few_plants = st.lists(st.integers(0, len(PLANTS) - 1), max_size=8, unique=True)


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 10_000), plants=few_plants, order=st.integers(0, 1000))
def test_the_same_list_gives_the_same_findings_in_any_order_of_its_rows(seed, plants, order):
    one, other = small_list(seed, plants), small_list(seed, plants)
    assert found_in(one) == found_in(other)
    assert {place(finding) for finding in found_in(one)} == one.expected()
    other.shuffled(order)
    # A blank row at the end is none.
    got = {each for each in map(place, found_in(other)) if each[0] != "REP-002"}
    assert got == {each for each in other.expected() if each[0] != "REP-002"}


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 10_000), plants=few_plants)
def test_what_a_finding_proposes_removes_it_and_adds_none(seed, plants):
    draft = small_list(seed, plants)
    batch = draft.batch()
    before = findings_of(batch, draft.context)
    sheets = {name: key for key, name in batch.names.items()}
    columns = {(key, letters): name for key, found in batch.letters.items() for name, letters in found.items()}
    proposed = [finding for finding in before if finding.proposal is not None]
    cells = {
        (sheets[each.sheet], each.row, columns[sheets[each.sheet], each.column]): each.proposal for each in proposed
    }
    after = findings_of(changed(batch, cells, today=TODAY), draft.context)
    gone = {place(finding) for finding in proposed}
    assert {place(finding) for finding in after} == {place(finding) for finding in before} - gone


def test_a_spoiled_list_that_is_written_and_read_has_the_same_findings(tmp_path):
    draft = spoiled_list(7, dossiers=700, each=1)
    before = draft.batch()
    write_template(tmp_path / "lijst.xlsx", template(), before)
    after = read_batch(tmp_path / "lijst.xlsx", today=TODAY)
    assert {key: sheet.columns for key, sheet in after.sheets.items()} == {
        key: sheet.columns for key, sheet in before.sheets.items()
    }
    told = [
        [(each.code, each.sheet, each.column, each.value) for each in findings_of(batch, draft.context) if each.row]
        for batch in (before, after)
    ]
    # What was repaired is in the file no more; nor is a day that was text, or a number that should have been text.
    kept = [each for each in told[0] if not each[0].startswith("REP") and each[0] not in ("CEL-017", "CEL-032")]
    assert told[1] == kept
