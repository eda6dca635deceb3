"""What changed between two lists, whatever the order of their rows; and the lock of the freeze."""

from datetime import date, timedelta

import msgspec
from support.migration_lists import CONTEXT, batch, codes, found

from cir_desktop.domain.finding import Severity
from cir_desktop.domain.migration_rounds import FieldChange, KeptFinding, Moved, RowChange
from cir_desktop.migration.comparing import compare, locked_values

ONE, TWO, THREE = ({"dossier": f"2019.05.14.000{at}", "presented_on": None} for at in (1, 2, 3))


def listed(*candidates, members=(), preferences=()):
    return batch({"candidates": list(candidates), "members": list(members), "preferences": list(preferences)})


def test_the_same_list_in_another_order_has_not_changed():
    assert compare(listed(ONE, TWO), listed(TWO, ONE)).is_empty


def test_new_gone_and_back_again_are_told_apart():
    found = compare(listed(ONE), listed(TWO, THREE), earlier_dossiers=["2019.05.14.0003"])
    assert (found.new, found.gone, found.back) == (("2019.05.14.0002",), ("2019.05.14.0001",), ("2019.05.14.0003",))


def test_a_changed_value_is_told_and_what_ranks_comes_first():
    after = {**ONE, "place": "Geel", "registered_on": "15/05/2019"}
    assert compare(listed({**ONE, "place": "Mol"}), listed(after)).changed == (
        FieldChange("2019.05.14.0001", "candidates", "", "registered_on", "14/05/2019", "15/05/2019", ranks=True),
        FieldChange("2019.05.14.0001", "candidates", "", "place", "Mol", "Geel"),
    )


def test_members_are_known_again_by_their_number_and_equal_ones_are_counted():
    child = {"dossier": ONE["dossier"], "national_number": None, "first_name": "Noor"}
    before = listed(ONE, members=[child])
    after = listed(ONE, members=[{**child, "moves_along": "nee"}, {**child, "first_name": "Lien"}, child])
    found = compare(before, after)
    assert [(each.who.split()[0], each.key, each.after) for each in found.changed] == [("Noor", "moves_along", "nee")]
    assert {each.who.split()[0] for each in found.rows_new} == {"Noor", "Lien"}
    assert compare(after, before).rows_gone == found.rows_new
    assert all(isinstance(each, RowChange) for each in found.rows_new)


def test_a_place_that_changed_sharply_is_told_with_both_places():
    days = [date(2019, 1, 1) + timedelta(days=at) for at in range(30)]
    rows = [
        {"dossier": f"{day:%Y.%m.%d}.0001", "registered_on": day, "presented_on": None, "status": "REG"} for day in days
    ]
    moved = [{**rows[0], "registered_on": date(2020, 1, 1)}, *rows[1:]]
    assert compare(listed(*rows), listed(*moved)).moved == (Moved("2019.01.01.0001", 1, 30),)
    struck = [{**rows[0], "status": "RJCT"}, *rows[1:]]
    assert compare(listed(*rows), listed(*struck)).moved == ()


def test_findings_are_new_solved_or_back_again():
    a, b, c = (KeptFinding(key, "CEL-001", Severity.MUST) for key in "abc")
    found = compare(listed(ONE), listed(ONE), before=[a], after=[b, c], earlier_findings=["c"])
    assert (found.findings_solved, found.findings_new, found.findings_back) == ((a,), (b,), (c,))
    assert compare(listed(ONE), listed(ONE), before=[a], after=[a]).findings_left == 1


def locked(*candidates):
    return msgspec.structs.replace(CONTEXT, locked=locked_values(listed(*candidates)))


def lock_codes(*candidates, frozen=(ONE,)):
    return [code for code in codes(listed(*candidates), locked(*frozen)) if code.startswith("LCK")]


def test_nothing_is_locked_before_the_freeze():
    assert [code for code in codes(listed(TWO)) if code.startswith("LCK")] == []


def test_after_the_freeze_a_late_registration_needs_the_day_of_presenting():
    assert lock_codes(ONE, TWO) == ["LCK-001"]
    assert lock_codes(ONE, {**TWO, "presented_on": "03/09/2026"}) == []


def test_after_the_freeze_what_ranks_may_not_change_and_nobody_may_be_gone():
    changed = listed({**ONE, "registered_on": "13/05/2019"})
    assert ("LCK-002", "Kandidaten", 2, "Inschrijvingsdatum") in found(changed, locked(ONE))
    assert lock_codes({**ONE, "place": "Geel"}) == []
    assert lock_codes(ONE, frozen=(ONE, TWO)) == ["LCK-003"]
