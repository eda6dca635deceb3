"""Our homes against the central dwelling register, over real HTTP: proposed, linked by a clerk, compared, undone."""

import openpyxl
import pytest
from support.office import HOME, new_office

from cir_desktop.domain.values import NisCode
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, NotAllowed, NotFound, RegisterNotFound, RegisterNotSet, RegisterUnreachable
from cir_desktop.practice import launcher
from cir_desktop.register import cwr
from cir_desktop.services import dwellings, homes, ways
from cir_desktop.services.dwellings import Match
from cir_desktop.services.rehearsal import example_homes


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 1, 1) as child:
        yield child


@pytest.fixture
def office(tmp_path, running):
    opened = new_office(tmp_path / "werkmap")
    opened.connect(running.base_url, running.credentials)
    for home, _ in example_homes():
        homes.save(opened, home, new=True)
    yield opened
    opened.close()


@pytest.fixture
def fetched(office):
    dwellings.fetch(office)
    return office


def line(office, code):
    return next(each for each in dwellings.compare(office).lines if each.key == code)


def matches(office):
    return {each.key: each.match for each in dwellings.compare(office).lines}


def test_before_anything_is_fetched_every_home_is_only_here(office):
    found = dwellings.compare(office)
    assert found.fetched_at is None
    assert {each.match for each in found.lines} == {Match.ONLY_HERE}


def test_what_is_fetched_is_proposed_by_address_or_own_code_and_never_linked_by_itself(office):
    assert dwellings.fetch(office) == 4
    assert matches(office) == {
        "W001": Match.PROPOSED,
        "W002": Match.PROPOSED,
        "W003": Match.PROPOSED,
        "CWR HJTRE": Match.ONLY_THERE,
    }
    assert "Hetzelfde adres" in line(office, "W002").why


def test_a_linked_home_is_compared_field_by_field(fetched):
    dwellings.link(fetched, "W001", "zyktr")
    found = line(fetched, "W001")
    assert found.match is Match.LINKED
    assert [(each.field, each.ours, each.theirs) for each in found.differences] == [("slaapkamers", "2", "3")]
    assert found.words == "slaapkamers: wij 2, CWR 3"


def test_a_street_in_capitals_is_no_difference_and_an_unknown_floor_is_told(fetched):
    dwellings.link(fetched, "W002", "QWBFD")
    found = line(fetched, "W002")
    assert found.differences == ()
    assert "verdieping" in found.unsaid


def test_an_own_code_at_another_address_is_proposed_with_a_warning(fetched):
    moved = next(home for home, _ in example_homes() if home.code == "W003")
    homes.save(fetched, type(moved)(**{**_fields(moved), "number": "33"}), new=False)
    assert "een ander adres: kijk na" in line(fetched, "W003").why


def test_two_homes_that_fit_one_dwelling_are_not_proposed(fetched):
    twin = type(HOME)(**{**_fields(HOME), "code": "W777", "box": "1"})
    homes.save(fetched, twin, new=True)
    found = matches(fetched)
    assert (found["W001"], found["W777"], found["CWR ZYKTR"]) == (Match.ONLY_HERE, Match.ONLY_HERE, Match.ONLY_THERE)


def test_a_dwelling_is_linked_to_one_home_only(fetched):
    dwellings.link(fetched, "W001", "ZYKTR")
    with pytest.raises(NotAllowed, match="al gekoppeld aan W001"):
        dwellings.link(fetched, "W002", "ZYKTR")
    with pytest.raises(NotFound, match="niet in wat het CWR gaf"):
        dwellings.link(fetched, "W002", "ABCDE")


def test_a_link_is_undone_and_proposed_again(fetched):
    dwellings.link(fetched, "W001", "ZYKTR")
    dwellings.unlink(fetched, "W001")
    assert line(fetched, "W001").match is Match.PROPOSED
    with pytest.raises(NotFound, match="niet gekoppeld"):
        dwellings.unlink(fetched, "W001")


def test_a_link_whose_dwelling_is_gone_is_told(fetched):
    dwellings.link(fetched, "W003", "MNPLK")
    home = next(home for home, _ in example_homes() if home.code == "W003")
    elsewhere = {**_fields(home), "nis_code": NisCode("13017"), "postcode": "2460", "place": "Kasterlee"}
    homes.save(fetched, type(home)(**elsewhere), new=False)
    dwellings.fetch(fetched)
    found = line(fetched, "W003")
    assert found.match is Match.GONE
    assert "geeft woning MNPLK niet meer" in found.words


def test_a_removed_home_keeps_no_dwelling_from_the_others(fetched):
    dwellings.link(fetched, "W003", "MNPLK")
    homes.remove(fetched, "W003")
    home = next(home for home, _ in example_homes() if home.code == "W003")
    homes.save(fetched, type(home)(**{**_fields(home), "code": "W303"}), new=True)
    dwellings.link(fetched, "W303", "MNPLK")
    assert line(fetched, "W303").match is Match.LINKED


def test_the_comparison_goes_to_a_workbook(fetched, tmp_path):
    dwellings.link(fetched, "W001", "ZYKTR")
    file = tmp_path / "cwr.xlsx"
    assert dwellings.export(fetched, file) == 1
    book = openpyxl.load_workbook(file)
    assert [cell.value for cell in book["Verschillen"][2]] == ["W001", "ZYKTR", "slaapkamers", "2", "3"]
    stands = [row[0] for row in book["Woningen"].iter_rows(min_row=2, values_only=True)]
    assert stands == ["gekoppeld", "voorstel", "voorstel", "alleen in het CWR"]


def test_one_dwelling_is_asked_by_its_five_letters(office):
    assert cwr.dwelling(office.client(), " zyktr ").own_code == "W001"
    with pytest.raises(RegisterNotFound):
        cwr.dwelling(office.client(), "ABCDE")


def test_without_a_register_without_homes_or_without_an_answer_what_was_fetched_stays(tmp_path, fetched, monkeypatch):
    alone = new_office(tmp_path / "alleen")
    with pytest.raises(RegisterNotSet):
        dwellings.fetch(alone)
    alone.close()
    fetched.use_url("http://127.0.0.1:9")
    with pytest.raises(RegisterUnreachable):
        dwellings.fetch(fetched)
    assert len(dwellings.compare(fetched).lines) == 4


def test_a_workspace_that_does_not_exchange_yet_asks_no_register_until_access_is_set_again(office, running):
    ways.choose(office, Way.NONE)
    with pytest.raises(RegisterNotSet, match="wisselt nog niet uit"):
        dwellings.fetch(office)
    office.connect(running.base_url, running.credentials)
    assert office.way is Way.API
    assert dwellings.fetch(office) == 4


def test_without_homes_there_is_nothing_to_compare(tmp_path, running):
    empty = new_office(tmp_path / "leeg")
    empty.connect(running.base_url, running.credentials)
    with pytest.raises(NotAllowed, match="nog geen woningen"):
        dwellings.fetch(empty)
    with pytest.raises(BadInput):
        cwr.dwellings(empty.client(), "geen")
    empty.close()


def _fields(home):
    return {name: getattr(home, name) for name in home.__struct_fields__}
