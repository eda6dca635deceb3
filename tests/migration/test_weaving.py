"""Dossiers of one candidate are woven only when a clerk says so, after seeing what it does to the places."""

from datetime import date

import pytest
from support import office as real
from support.console import Console
from support.migration_lists import batch

from cir_desktop.domain.pairs import PairAnswer
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services import migration_pairs as pairs
from cir_desktop.services import migration_weaving as weaving

AN = {"national_number": "85.05.14-900.15", "first_name": "An", "last_name": "Maes", "birth_date": "14/05/1985"}
KOEN = {
    "national_number": "", "first_name": "Koen", "last_name": "Wouters", "sex": "M", "birth_date": "02/01/1990",
    "street": "Kerkweg", "email": "koen@voorbeeld.be", "phone1": "", "phone2": "",
}  # fmt: skip


def dated(who, number, **more):
    year, month, day, _ = number.split(".")
    return {**who, "dossier": number, "registered_on": f"{day}/{month}/{year}", **more}


OLD, NEW = dated(AN, "2012.03.01.0001"), dated(AN, "2020.05.05.0001")
BETWEEN = dated(KOEN, "2015.01.01.0001")
LAST = dated({**KOEN, "first_name": "Wim", "last_name": "Claes", "birth_date": "07/08/1970", "street": "Heide",
              "email": "wim@voorbeeld.be"}, "2023.01.01.0001")  # fmt: skip


def listed(*rows, members=(), preferences=()):
    return batch({"candidates": list(rows), "members": list(members), "preferences": list(preferences)})


FOUR = listed(
    NEW, BETWEEN, OLD, LAST,
    members=[{"dossier": "2020.05.05.0001", "first_name": "Noor"}, {"dossier": "2015.01.01.0001"}],
    preferences=[{"dossier": "2020.05.05.0001"}, {"dossier": "2012.03.01.0001"}],
)  # fmt: skip


@pytest.fixture
def office(tmp_path):
    made = real.new_office(tmp_path / "werk")
    yield made
    made.close()


def say_same(office, one, *, against_register=False):
    for view in pairs.find(office, one, against_register=against_register).views:
        pairs.decide(office, view, PairAnswer.SAME)


def only(found):
    (view,) = found.groups
    return view


def numbers(one, sheet="candidates"):
    return list(one.sheet(sheet).column("dossier"))


def test_without_an_answer_of_a_clerk_there_is_nothing_to_weave(office):
    assert weaving.preview(office, FOUR).groups == ()
    for view in pairs.find(office, FOUR).views:
        pairs.decide(office, view, PairAnswer.LATER)
    assert weaving.preview(office, FOUR).groups == ()


def test_the_preview_says_which_date_stays_by_which_rule_and_what_happens_to_the_places(office):
    say_same(office, FOUR)
    found = weaving.preview(office, FOUR)
    view = only(found)
    assert [(one.dossier, one.place) for one in view.group.dossiers] == [("2012.03.01.0001", 1), ("2020.05.05.0001", 3)]
    assert (view.group.kept.dossier, view.group.kept.registered_on, view.group.place) == (
        "2012.03.01.0001", date(2012, 3, 1), 1
    )  # fmt: skip
    assert found.plan.up == 1  # only the dossier behind the one that falls away
    assert "onbewezen" in " ".join(weaving.sentences(view))
    assert "met 1 gezinslid en 1 voorkeur" in " ".join(weaving.sentences(view))
    assert "Nergens gepubliceerd" in view.group.rule.source
    assert "alle 4 dossiers van deze lijst" in found.order_words


def test_another_rule_keeps_another_date(office):
    say_same(office, FOUR)
    view = only(weaving.preview(office, FOUR, rule="newest"))
    assert (view.group.kept.dossier, view.group.place) == ("2020.05.05.0001", 2)
    with pytest.raises(BadInput, match="bestaat niet"):
        weaving.preview(office, FOUR, rule="luckiest")


def test_a_preview_changes_nothing_and_weaving_leaves_out_whole_dossiers(office):
    say_same(office, FOUR)
    found = weaving.preview(office, FOUR)
    assert weaving.applied(office, found) == (FOUR, [])
    weaving.weave(office, only(found))
    again = weaving.preview(office, FOUR)
    assert only(again).state.startswith("ingevlochten (Els,")
    woven, steps = weaving.applied(office, again)
    assert numbers(woven) == ["2015.01.01.0001", "2012.03.01.0001", "2023.01.01.0001"]
    assert list(woven.sheet("candidates").rows) == [3, 4, 5]
    assert numbers(woven, "members") == ["2015.01.01.0001"]
    assert numbers(woven, "preferences") == ["2012.03.01.0001"]
    assert dict(steps[0].rows) == {"candidates": 1, "members": 1, "preferences": 1}
    assert numbers(FOUR)[0] == "2020.05.05.0001"


def test_weaving_is_taken_back_and_the_list_is_whole_again(office):
    say_same(office, FOUR)
    view = weaving.weave(office, only(weaving.preview(office, FOUR)))
    assert weaving.unweave(office, view).state == "niet ingevlochten"
    assert weaving.applied(office, weaving.preview(office, FOUR)) == (FOUR, [])
    with pytest.raises(NotAllowed, match="niet ingevlochten"):
        weaving.unweave(office, view)


def test_what_was_woven_keeps_its_rule_and_is_looked_at_again_when_a_date_changes_it(office):
    say_same(office, FOUR)
    weaving.weave(office, only(weaving.preview(office, FOUR, rule="newest")))
    assert only(weaving.preview(office, FOUR)).group.kept.dossier == "2020.05.05.0001"
    changed = listed(NEW, BETWEEN, {**OLD, "registered_on": "01/03/2022"}, LAST)
    view = only(weaving.preview(office, changed))
    assert not view.fits and view.state == "opnieuw te bekijken: toen bleef dossier 2020.05.05.0001"
    assert weaving.applied(office, weaving.preview(office, changed)) == (changed, [])


def test_what_is_no_group_any_more_is_told(office):
    say_same(office, FOUR)
    weaving.weave(office, only(weaving.preview(office, FOUR)))
    renamed = {**OLD, "first_name": "Anneleen", "national_number": ""}
    found = weaving.preview(office, listed(renamed, NEW, BETWEEN))
    assert found.groups == ()
    assert [line.kept for line in found.lost] == ["2012.03.01.0001"]


def test_on_the_woven_list_nothing_is_left_to_weave_and_nothing_is_lost(office):
    say_same(office, FOUR)
    weaving.weave(office, only(weaving.preview(office, FOUR)))
    woven, _ = weaving.applied(office, weaving.preview(office, FOUR))
    found = weaving.preview(office, woven)
    assert (found.groups, found.lost) == ((), ())


def test_answers_that_contradict_each_other_are_not_woven(office):
    third = dated({**AN, "national_number": "", "last_name": "Maas"}, "2021.01.01.0001")
    rows = listed(OLD, NEW, third)
    views = pairs.find(office, rows).views
    assert len(views) >= 2
    for view in views:
        apart = {view.pair.left.dossier, view.pair.right.dossier} == {OLD["dossier"], NEW["dossier"]}
        pairs.decide(office, view, PairAnswer.OTHER if apart else PairAnswer.SAME)
    view = only(weaving.preview(office, rows))
    assert "spreken elkaar tegen" in view.group.obstacle
    with pytest.raises(NotAllowed, match="spreken elkaar tegen"):
        weaving.weave(office, view)


def test_a_dossier_without_a_known_date_is_not_woven(office):
    rows = listed(OLD, {**NEW, "registered_on": "ooit"})
    say_same(office, rows)
    view = only(weaving.preview(office, rows))
    assert view.group.obstacle == "Van dossier 2020.05.05.0001 is de inschrijvingsdatum niet bekend."


def test_who_lives_along_in_another_dossier_stays_in_two(office):
    rows = listed(OLD, BETWEEN, members=[{**AN, "dossier": "2015.01.01.0001", "role": "MEDEBEWONER"}])
    say_same(office, rows)
    found = weaving.preview(office, rows)
    assert found.groups == () and found.plan.apart == 1
    assert found.apart_words.startswith("Paren die apart blijven: 1.")


def test_a_candidate_of_the_register_is_told_and_left_to_the_register(office):
    real.fill(office, 40)
    known = next(one for one in real.invented(40) if one["personen"][0].get("rijksregisternummer"))
    person = known["personen"][0]
    row = dated({**AN, "national_number": person["rijksregisternummer"], "first_name": person["voorNaam"],
                 "last_name": person["naam"], "birth_date": person["geboorteDatum"]}, "1995.01.02.0001")  # fmt: skip
    rows = listed(row, BETWEEN)
    say_same(office, rows, against_register=True)
    view = only(weaving.preview(office, rows, against_register=True))
    assert view.group.kept.dossier == "1995.01.02.0001"
    assert f"Dossier {known['dossierNummer']} staat in het CIR" in " ".join(weaving.sentences(view))
    by_register = only(weaving.preview(office, rows, against_register=True, rule="register"))
    assert by_register.group.kept.dossier == known["dossierNummer"]
    assert "staat niets meer in de ingevlochten lijst" in " ".join(weaving.sentences(by_register))


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    return Console(tmp_path_factory.mktemp("vlechten") / "map")


def test_weaving_at_the_console_ends_in_a_new_workbook(console, tmp_path):
    file, out = tmp_path / "lijst.xlsx", tmp_path / "ingevlochten.xlsx"
    write_template(file, template(), FOUR)
    before = file.read_bytes()
    (pair,) = console.json("migration", "pairs", file, expect=1)["pairs"]
    console.json("migration", "pairs", file, "decide", pair["id"], "zelfde")
    (group,) = console.json("migration", "weave", file)["groups"]
    assert (group["kept"], group["proven"], group["woven"]) == ("2012.03.01.0001", False, False)
    told = console.run("migration", "weave", file, as_json=False)
    assert "onbewezen" in told.stdout and "Nergens gepubliceerd" in told.stdout
    assert console.json("migration", "weave", file, "accept", 1)["woven"] is True
    saved = console.json("migration", "weave", file, "save", "--out", out)
    assert saved["woven"][0]["dropped"] == ["2020.05.05.0001"]
    assert "overschreven" in console.problem("migration", "weave", file, "save", "--out", file)
    assert file.read_bytes() == before
    assert console.json("migration", "pairs", out)["total"] == 0
    assert "CIR-" in console.problem("migration", "weave", file, "accept", 9, expect=NotFound.exit_code)
