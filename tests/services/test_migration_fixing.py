"""The list in hand, corrected and confirmed: what a clerk did stays, applies to the next list, and can be undone."""

import pytest
from support.migration_lists import batch
from support.office import new_office

from cir_desktop.domain.migration_fixing import Fit, Recipe
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services import migration_fixing, migration_work

WRONG = {"place": "Casterlee"}


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werk")
    yield opened
    opened.close()


def take(office, folder, *candidates, name="lijst.xlsx"):
    file = folder / name
    write_template(file, template(), batch({"candidates": list(candidates), "members": [{}], "preferences": [{}]}))
    return migration_work.take(office, migration_work.read_file(office, file))


def test_a_correction_in_bulk_is_shown_first_then_kept_and_applied_to_the_next_list(office, tmp_path):
    work = take(office, tmp_path, WRONG)
    recipe = Recipe("candidates", "place", "Casterlee", "Kasterlee")
    assert migration_fixing.preview(office, work, recipe).rows == (2,)
    assert migration_work.current(office).batch.sheet("candidates").column("place") == ["Casterlee"]
    migration_fixing.add(office, [recipe])
    assert migration_work.current(office).batch.sheet("candidates").column("place") == ["Kasterlee"]
    again = take(office, tmp_path, {}, WRONG, name="later.xlsx")
    assert again.batch.sheet("candidates").column("place")[1] == "Kasterlee"
    assert [(each.fit, each.count) for each in again.outcomes] == [(Fit.APPLIED, 1)]
    clean = take(office, tmp_path, {"place": "Kasterlee"}, name="beter.xlsx")
    assert [each.fit for each in clean.outcomes] == [Fit.NOT_NEEDED]


def test_one_cell_is_corrected_with_its_history_and_undone(office, tmp_path):
    work = take(office, tmp_path, {}, {**WRONG, "dossier": "2019.05.14.0009"})
    fix = migration_fixing.edit_cell(office, work, "candidates", 3, "place", "Kasterlee")
    work = migration_work.current(office)
    assert work.batch.sheet("candidates").column("place")[1] == "Kasterlee"
    first, last = migration_work.history(office, work, "candidates", 3, "place")
    assert first.before == "Casterlee" and "Kandidaten" in first.what
    assert (last.before, last.after) == ("Casterlee", "Kasterlee")
    migration_fixing.undo(office, fix)
    assert migration_work.current(office).batch.sheet("candidates").column("place")[1] == "Casterlee"
    with pytest.raises(NotFound):
        migration_fixing.undo(office, fix)
    (line,) = migration_fixing.fixes(office)
    assert line.undone_at is not None


def test_one_of_two_equal_rows_can_not_be_corrected_alone(office, tmp_path):
    work = take(office, tmp_path, {}, {})
    with pytest.raises(BadInput, match="onderscheiden"):
        migration_fixing.edit_cell(office, work, "candidates", 2, "place", "Geel")


def test_of_several_corrections_either_all_are_kept_or_none(office, tmp_path):
    take(office, tmp_path, {})
    good = Recipe("candidates", "place", "Casterlee", "Kasterlee")
    with pytest.raises(BadInput):
        migration_fixing.add(office, [good, Recipe("candidates", "place", "Geel", "Casterlee")])
    assert migration_fixing.fixes(office) == []


def test_what_a_check_surely_proposes_is_taken_over_in_one_go(office, tmp_path):
    work = take(office, tmp_path, {"status": "actief"})
    findings = migration_work.check(office, work)
    proposed = [each for each in findings if each.proposal is not None]
    assert proposed, "no finding with a proposal: this test can't fail"
    migration_fixing.accept_proposals(office, work, findings, {each.code for each in proposed})
    left = migration_work.check(office, migration_work.current(office))
    assert not {(each.code, each.row, each.column) for each in proposed} & {
        (each.code, each.row, each.column) for each in left
    }


def test_the_code_of_a_named_municipality_is_suggested_and_done_only_when_asked(office, tmp_path):
    file = tmp_path / "lijst.xlsx"
    wishes = [{"nis_code": None, "municipality": name} for name in ("Kasterlee", "kasterlee", "Nergensdorp")]
    write_template(file, template(), batch({"candidates": [{}], "members": [{}], "preferences": wishes}))
    work = migration_work.take(office, migration_work.read_file(office, file))
    found = migration_fixing.suggestions(office, work)
    assert [(recipe.after, shown.count) for recipe, shown in found] == [("13017", 1), ("13017", 1)]
    assert work.batch.sheet("preferences").column("nis_code") == [None, None, None]
    migration_fixing.add(office, [recipe for recipe, _ in found])
    now = migration_work.current(office)
    assert now.batch.sheet("preferences").column("nis_code") == ["13017", "13017", None]
    assert migration_fixing.suggestions(office, now) == []


def test_confirming_asks_that_nothing_blocks_and_a_reason_and_holds_for_the_next_list(office, tmp_path):
    work = take(office, tmp_path, {"place": None, "last_name": None})
    findings = migration_work.check(office, work)
    assert migration_work.standing(office, work, findings).must
    with pytest.raises(NotAllowed):
        migration_fixing.confirm(office, work, findings, "gezien")
    doubtful = {
        "refusals": "2",
        "sex": "M",
        "national_number": "85.05.14-902.13",
        "household_size": "9",
        "presented_on": None,
    }
    work = take(office, tmp_path, doubtful)
    findings = migration_work.check(office, work)
    before = migration_work.standing(office, work, findings)
    assert (before.must, before.look > 0, before.is_ready) == (0, True, False), findings
    with pytest.raises(BadInput):
        migration_fixing.confirm(office, work, findings, " ")
    fix = migration_fixing.confirm(office, work, findings, "nagevraagd bij de kandidaat")
    assert migration_work.standing(office, work, findings).is_ready
    moved = take(
        office, tmp_path, {"dossier": "2018.05.14.0001", "registered_on": "14/05/2018"}, doubtful, name="b.xlsx"
    )
    found = migration_work.check(office, moved)
    confirmed = migration_work.standing(office, moved, found).confirmed
    assert {each.reason for each in confirmed.values()} == {"nagevraagd bij de kandidaat"}
    migration_fixing.undo(office, fix)
    assert migration_work.standing(office, moved, found).confirmed == {}
