"""The general waiting list: a place for everybody by municipality, type and bedrooms, and groups without a place."""

from datetime import date

import msgspec
import openpyxl
import pytest
from support.office import HOME, TODAY, fill, new_office

from cir_desktop.allocation.own import OwnRules, encode
from cir_desktop.allocation.regulation import MunicipalRules, TargetGroup
from cir_desktop.domain.job import Cancel
from cir_desktop.errors import Cancelled, NotFound
from cir_desktop.services import homes, lists, waiting_list
from cir_desktop.services.waiting_list import Question
from cir_desktop.storage import candidates, events, own_rules

BARE = msgspec.structs.replace(HOME, neighbourhood=None, lowest_rent=None, highest_rent=None, fixed_charges=None)


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 120)
    homes.save(opened, BARE, new=True)
    homes.save(opened, msgspec.structs.replace(HOME, code="W002", number="14"), new=True)
    homes.save(opened, msgspec.structs.replace(HOME, code="W003", bedrooms=3), new=True)
    yield opened
    opened.close()


def names_of(office, waiting):
    placed = {line.dossier for general in waiting.lists for line in general.ranking.placed}
    with office.store.read() as connection:
        return set(candidates.names(connection, placed).values())


def cells(path, sheet):
    return list(openpyxl.load_workbook(path)[sheet].values)


def test_homes_of_one_kind_share_a_list_and_its_places_are_those_of_a_home_of_which_nothing_else_is_known(office):
    waiting = waiting_list.waiting_list(office)
    assert [(general.question, general.homes) for general in waiting.lists] == [
        (Question("13017", "A", 2), 2),
        (Question("13017", "A", 3), 1),
    ]
    of_bare_home = lists.list_of_home(office, "W001").ranking
    general = waiting.lists[0].ranking
    assert [(line.dossier, line.position) for line in general.placed] == [
        (line.dossier, line.position) for line in of_bare_home.placed
    ]
    assert general.placed


def test_the_lists_can_be_narrowed(office):
    [only] = waiting_list.waiting_list(office, nis_code="13017", type_code="A", bedrooms=3).lists
    assert only.question == Question("13017", "A", 3)
    assert waiting_list.waiting_list(office, type_code="H").lists == ()


def test_the_places_of_one_candidate_are_those_of_the_lists(office):
    general = waiting_list.waiting_list(office).lists[0]
    second, out = general.ranking.placed[1], general.ranking.excluded[0]
    assert waiting_list.places_of(office, second.dossier)[0].line == second
    assert waiting_list.places_of(office, out.dossier)[0].reason == out.text
    assert waiting_list.places_of(office, second.dossier)[0].sentence.startswith("plaats 2 van ")
    assert waiting_list.places_of(office, out.dossier)[0].sentence == "komt niet in aanmerking"
    with pytest.raises(NotFound):
        waiting_list.places_of(office, "2020.01.01.9999")


def test_who_chose_no_municipality_of_ours_stands_on_no_general_list(office):
    with office.store.read() as connection:
        found = candidates.ids(connection, candidates.Filter())
        everybody = {row.dossier for row in candidates.rows(connection, found)}
    chose = {line.dossier for line in lists.list_of_home(office, "W001").ranking.placed}
    chose |= {line.dossier for line in lists.list_of_home(office, "W001").ranking.excluded}
    assert waiting_list.places_of(office, min(everybody - chose)) == ()


def test_who_belongs_to_a_target_group_waits_in_it_without_a_place(office):
    group = TargetGroup(name="Meerderjarigen", age_from=18, article="art. 4")
    rules = MunicipalRules(
        municipality="13017",
        since=date(2024, 1, 1),
        decision="gemeenteraad 1",
        source="reglement",
        last_checked=TODAY,
        target_groups=(group,),
    )
    assert waiting_list.waiting_list(office).groups == ()
    with office.store.unit(office.actor) as unit:
        own_rules.save(unit, encode(OwnRules(municipal=(rules,))), "reglement")
        unit.event("rules.saved", "rules")
    found = waiting_list.waiting_list(office).groups
    assert {(each.block, each.municipality, each.group) for each in found} == {
        ("Doelgroep", "Kasterlee", "Meerderjarigen")
    }
    with office.store.read() as connection:
        rows = candidates.by_dossiers(connection, {each.dossier for each in found})
    assert {row.status for row in rows} == {"REG"}


def test_the_workbook_has_every_place_and_no_name_unless_asked(office, tmp_path):
    waiting = waiting_list.waiting_list(office)
    names = names_of(office, waiting)
    plain, named = tmp_path / "zonder.xlsx", tmp_path / "met.xlsx"
    rows = waiting_list.write_waiting_list(office, waiting, plain)
    waiting_list.write_waiting_list(office, waiting, named, with_names=True)
    written = cells(plain, "Wachtlijst")
    assert len(written) - 1 == rows == sum(len(general.ranking.placed) for general in waiting.lists)
    assert written[1][1:5] == ("Kasterlee", "Appartement", 2, 1)
    assert not names & {
        value for sheet in ("Wachtlijst", "Zonder plaats", "Uitleg") for row in cells(plain, sheet) for value in row
    }
    assert names <= {row[-1] for row in cells(named, "Wachtlijst")}
    assert any(waiting_list.NOT_LOOKED_AT in row for row in cells(plain, "Uitleg"))
    with office.store.read() as connection:
        logged = [one.details for one in events.events(connection, limit=2)]
    assert logged == [{"named": 1, "rows": rows}, {"named": 0, "rows": rows}]


def test_it_tells_how_far_it_is_and_stops_on_request(office):
    told, stop = [], Cancel()

    def report(progress):
        told.append((progress.done, progress.total))
        stop.request()

    with pytest.raises(Cancelled):
        waiting_list.waiting_list(office, report=report, cancel=stop)
    assert told == [(0, 2)]
