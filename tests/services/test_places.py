"""Where a candidate stands on the list of each of our homes: the same as on the list itself."""

import msgspec
import pytest
from support.office import HOME, TODAY, fill, new_office

from cir_desktop.domain.job import Cancel
from cir_desktop.domain.ranking import Letting
from cir_desktop.errors import Cancelled, NotFound
from cir_desktop.services import homes, lists, places
from cir_desktop.storage import pillars

OTHER_TOWN = {"postcode": "2275", "nis_code": "13019", "place": "Lille", "neighbourhood": None}
HOMES = [
    HOME,
    msgspec.structs.replace(HOME, code="W002", number="14", floor=3),
    msgspec.structs.replace(HOME, code="W003", bedrooms=3, neighbourhood=None, lowest_rent=None),
    msgspec.structs.replace(HOME, code="W004", type="H", bedrooms=1, adapted=True),
    msgspec.structs.replace(HOME, code="W005", **OTHER_TOWN),
]


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 120)
    for home in HOMES:
        homes.save(opened, home, new=True)
    homes.open_vacancy(opened, "W003", TODAY)
    yield opened
    opened.close()


def everybody(office):
    """All dossiers that a list of ours knows."""
    found = set()
    for home in HOMES:
        ranking = lists.list_of_home(office, home.code).ranking
        found |= {line.dossier for line in (*ranking.placed, *ranking.excluded)}
    return sorted(found)


def test_every_place_and_every_reason_is_that_of_the_list_of_the_home(office):
    rankings = {home.code: lists.list_of_home(office, home.code).ranking for home in HOMES}
    said = {
        code: {line.dossier: (line.position, line.best_position, line.deciding.text) for line in ranking.placed}
        | {line.dossier: (None, None, line.text) for line in ranking.excluded}
        for code, ranking in rankings.items()
    }
    checked = 0
    for dossier in everybody(office):
        for line in places.homes_for(office, dossier).lines:
            if line.rule == places.NOT_CHOSEN:
                assert dossier not in said[line.home.code]
            else:
                assert said[line.home.code][dossier] == (line.position, line.best_position, line.reason)
                checked += line.position is not None
    assert checked > 20


def test_the_vacant_homes_stand_first_and_may_stand_alone(office):
    dossier = everybody(office)[0]
    found = places.homes_for(office, dossier).lines
    assert [line.home.code for line in found][0] == "W003"
    assert len(found) == len(HOMES)
    assert [line.home.code for line in places.homes_for(office, dossier, vacant_only=True).lines] == ["W003"]


def test_a_home_that_is_let_in_another_pillar_gives_the_list_of_that_pillar(office):
    vacancy = homes.open_vacancy(office, "W002", TODAY)
    with office.store.unit(office.actor) as unit:
        pillars.choose(unit, vacancy.id, Letting(2, "EHOME"), 1, "afgesproken in de raad")
        unit.event("pillar.chosen", vacancy.id)
    dossier = lists.list_of_home(office, "W001").ranking.placed[0].dossier
    found = {line.home.code: line for line in places.homes_for(office, dossier).lines}
    assert (found["W001"].position, found["W001"].pillar) == (1, 1)
    assert (found["W002"].position, found["W002"].pillar, found["W002"].rule) == (None, 2, "pillar.nominated")


def test_an_unknown_dossier_is_told(office):
    with pytest.raises(NotFound, match="niet gekend"):
        places.homes_for(office, "2020.01.01.9999")


def test_it_tells_how_far_it_is_and_stops_on_request(office):
    told, stop = [], Cancel()
    dossier = everybody(office)[0]

    def report(progress):
        told.append((progress.done, progress.total))
        if progress.done == 2:
            stop.request()

    with pytest.raises(Cancelled):
        places.homes_for(office, dossier, report=report, cancel=stop)
    assert told == [(0, 5), (1, 5), (2, 5)]
