"""Through the housing company: the same lists from a workbook, and never an older or a foreign one in their place."""

import copy
import json
from datetime import timedelta

import pytest
from support.extracts import SIZE, Changed, extract, extract_of, through_company
from support.office import HOME, MORNING, PARTY, fill, invented, new_office

from cir_desktop.allocation.frozen import thaw
from cir_desktop.domain.oddity import OddityKind
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, NotAllowed, NotFound, RegisterNotSet
from cir_desktop.services import candidates, exchange, extracts, freezing, homes, lists, offers, pulling, ways
from cir_desktop.storage import dossiers, frozen, oddities
from cir_desktop.sync.receive import prepare_unlisted

LATER = MORNING + timedelta(days=7)


@pytest.fixture
def office(tmp_path):
    opened = through_company(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path):
    return extract(tmp_path / "kandidaten.xlsx")


def taken(office, file):
    return extracts.take(office, extracts.look(office, file))


def changed(places, **told):
    """The invented dossiers with newer versions at these places."""
    made = copy.deepcopy(list(invented(SIZE)))
    for place in places:
        made[place] |= {"versieNummer": made[place]["versieNummer"] + 1, **told}
    return made


def stored(office):
    with office.store.read() as connection:
        return dossiers.stored_versions(connection)


def vacant(office):
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, HOME.code, office.today)


def placed(office):
    return [line.dossier for line in lists.list_of_home(office, HOME.code).ranking.placed]


def test_the_list_from_a_workbook_is_the_list_from_the_register(office, tmp_path):
    direct = new_office(tmp_path / "rechtstreeks")
    try:
        fill(direct, 120)
        taken(office, extract(tmp_path / "veel.xlsx", size=120))
        for each in (office, direct):
            vacant(each)
        assert len(placed(direct)) > 5
        assert placed(office) == placed(direct)
        assert lists.list_of_home(office, HOME.code).ranking == lists.list_of_home(direct, HOME.code).ranking
    finally:
        direct.close()


def test_looking_writes_nothing(office, file):
    before = len(exchange.recent_events(office))
    preview = extracts.look(office, file)
    assert (preview.new, preview.changed, preview.same, preview.left_out) == (preview.listed, 0, 0, 0)
    assert preview.listed == len(invented(SIZE))
    assert stored(office) == {}
    assert len(exchange.recent_events(office)) == before


def test_the_source_stands_beside_the_list_the_dossier_and_in_the_status(office, file):
    done = taken(office, file)
    vacant(office)
    of = "uittreksel van 01/06/2026 10:00"
    found = lists.list_of_home(office, HOME.code)
    assert found.complete
    assert found.pulled_sentence == (
        f"Lijst uit {of} (via Woonmaatschappij Dennenbos): {len(invented(SIZE))} dossiers."
    )
    number = invented(SIZE)[0]["dossierNummer"]
    view = candidates.dossier_view(office, number, reason="vraag")
    assert view.origin.words == f"via Woonmaatschappij Dennenbos, {of}"
    assert exchange.status(office).last_pull.origin == view.origin
    assert of in done.sentence


def test_the_source_is_frozen_with_the_list(office, tmp_path):
    taken(office, extract(tmp_path / "veel.xlsx", size=120))
    vacant(office)
    first = placed(office)[0]
    draft = offers.prepare_offer(office, HOME.code, first)
    assert "via de woonmaatschappij" in draft.age_sentence
    assert "van 01/06/2026 10:00" in draft.age_sentence
    made = offers.offer(office, HOME.code, first, motive="eerste in de lijst", stale_motive="uittreksel van vandaag")
    [ref] = freezing.kept(office, about=made.id)
    with office.store.read() as connection:
        data = frozen.read(connection, ref.id)[1]
    assert json.loads(data)["origin"]["supplier"] == "Woonmaatschappij Dennenbos"
    assert thaw(data).origin.extracted_at == MORNING
    assert "uittreksel van" in freezing.then_view(office, ref.id).named.list.pulled_sentence
    assert freezing.check(office, ref.id).differences == ()


def test_the_same_file_again_changes_nothing_and_says_so(office, file):
    taken(office, file)
    again = extracts.look(office, file)
    assert again.taken_before
    assert (again.new, again.changed, again.same) == (0, 0, again.listed)
    assert "werd al overgenomen" in again.notes[0]
    before = stored(office)
    extracts.take(office, again)
    assert stored(office) == before


def test_a_newer_version_is_taken_and_the_former_one_stays(office, file, tmp_path):
    taken(office, file)
    office.clock = lambda: LATER
    newer = extract_of(changed([0, 3], status="WAITS"), tmp_path / "nieuwer.xlsx", LATER)
    done = taken(office, newer)
    assert (done.new, done.changed, done.complete) == (0, 2, True)
    number = invented(SIZE)[0]["dossierNummer"]
    assert candidates.dossier_view(office, number, reason="vraag").dossier.status == "WAITS"
    with office.store.read() as connection:
        assert len(dossiers.versions(connection, number)) == 2


def test_a_dossier_that_is_older_than_ours_is_refused_and_the_others_are_taken(office, file, tmp_path):
    office.clock = lambda: LATER
    taken(office, extract_of(changed([0]), tmp_path / "nieuwer.xlsx", LATER))
    before = stored(office)
    preview = extracts.look(office, file)
    assert (preview.same, preview.left_out) == (preview.listed - 1, 1)
    [finding] = preview.findings
    assert (finding.sheet, finding.row) == ("Dossiers", 2)
    assert "ouder dan wat we hebben" in finding.message
    assert any("al een nieuwer uittreksel" in note for note in preview.notes)
    assert extracts.take(office, preview).complete is False
    assert stored(office) == before


def test_a_higher_version_from_an_earlier_extract_is_refused(office, tmp_path):
    office.clock = lambda: LATER
    taken(office, extract(tmp_path / "nu.xlsx", moment=LATER))
    preview = extracts.look(office, extract_of(changed([0]), tmp_path / "vroeger.xlsx", MORNING))
    assert "ouder dan dat waaruit we dit dossier hebben" in preview.findings[0].message


def test_the_same_version_with_other_data_is_refused(office, file, tmp_path):
    taken(office, file)
    other = changed([])
    other[0]["voorkeuren"]["maxHuur"] = 1.0
    preview = extracts.look(office, extract_of(other, tmp_path / "anders.xlsx"))
    assert "dezelfde versie" in preview.findings[0].message


def test_who_is_no_longer_in_the_extract_stays_and_is_counted(office, file, tmp_path):
    taken(office, file)
    preview = extracts.look(office, extract_of(invented(SIZE)[2:], tmp_path / "minder.xlsx"))
    assert preview.missing == 2
    assert any("blijven staan" in note for note in preview.notes)
    extracts.take(office, preview)
    assert len(stored(office)) == len(invented(SIZE))


def test_who_is_missing_is_told_until_a_later_extract_has_it_again(office, file, tmp_path):
    taken(office, file)
    number = invented(SIZE)[0]["dossierNummer"]
    taken(office, extract_of(invented(SIZE)[1:], tmp_path / "minder.xlsx"))
    with office.store.read() as connection:
        assert [one.dossier for one in oddities.still_open(connection, OddityKind.VANISHED)] == [number]
    taken(office, extract_of(changed([1]), tmp_path / "terug.xlsx"))
    with office.store.read() as connection:
        assert oddities.still_open(connection, OddityKind.VANISHED) == []


def test_an_extract_that_takes_much_of_a_list_away_says_so_first(office, file, tmp_path):
    taken(office, file)
    vacant(office)
    assert extracts.look(office, file).losses == ()
    office.clock = lambda: LATER
    fewer = changed(range(8), status="RJCT")[:-6]
    preview = extracts.look(office, extract_of(fewer, tmp_path / "nieuwer.xlsx", LATER))
    assert any("de lijst van Kasterlee" in sentence for sentence in preview.losses)
    [whole] = [sentence for sentence in preview.notes if "de hele lijst" in sentence]
    assert "8 andere status, 6 niet meer in het uittreksel" in whole


def test_fewer_dossiers_than_the_company_counts_is_no_complete_list(office, file):
    with Changed(file) as book:
        book.info("Aantal dossiers", 500)
    preview = extracts.look(office, file)
    assert (preview.left_out, preview.complete) == (0, False)
    assert any("niet zoveel dossiers in als het blad Info telt" in note for note in preview.notes)
    assert extracts.take(office, preview).complete is False


def test_candidates_who_chose_none_of_our_municipalities_are_counted(office, file, tmp_path):
    vacant(office)
    outside = [d for d in invented(SIZE) if all(c["gemeenteNisCode"] != HOME.nis_code for c in d["regioKeuzes"])]
    preview = extracts.look(office, file)
    assert preview.elsewhere == len(outside) > 0
    assert any("geen gemeente waar wij woningen hebben" in note for note in preview.notes)


def test_with_a_dossier_left_out_the_list_is_not_complete(office, file):
    with Changed(file) as book:
        book.put("Dossiers", 2, "Versie", "vier")
    assert taken(office, file).complete is False
    vacant(office)
    found = lists.list_of_home(office, HOME.code)
    assert not found.complete
    assert "niet volledig overgenomen" in found.pulled_sentence


def test_a_workspace_has_one_way_at_a_time(office, file, tmp_path):
    for step in (pulling.pull, exchange.push):
        with pytest.raises(RegisterNotSet, match="via de woonmaatschappij"):
            step(office)
    with pytest.raises(NotAllowed, match="één weg tegelijk"):
        office.connect("http://127.0.0.1:9", tmp_path / "client.json")
    ways.choose(office, Way.NONE)
    with pytest.raises(NotAllowed, match="werkt niet via de woonmaatschappij"):
        extracts.look(office, file)


def test_our_code_is_needed_to_go_through_a_company(tmp_path):
    office = new_office(tmp_path / "werkmap")
    try:
        with pytest.raises(BadInput) as refused:
            ways.choose(office, Way.WORKBOOK, "onze code")
        assert refused.value.field == "party"
        assert ways.now(office).way is Way.NONE
        assert ways.choose(office, Way.WORKBOOK, f" {PARTY} ").party == PARTY
    finally:
        office.close()


def test_going_over_to_the_register_itself_drops_what_came_out_of_workbooks(office, file):
    taken(office, file)
    vacant(office)
    ways.choose(office, Way.API)
    assert not lists.list_of_home(office, HOME.code).complete
    assert set(stored(office).values()) == {0}
    with office.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM register_payload").scalar() == 0
    with pytest.raises(NotFound, match="niet in deze werkmap"):
        candidates.dossier_view(office, invented(SIZE)[0]["dossierNummer"], reason="vraag")
    raws = [json.dumps(dossier).encode() for dossier in invented(SIZE)]
    with office.store.unit(office.actor) as unit:
        dossiers.store_prepared(unit.connection, prepare_unlisted(raws, PARTY).prepared, at=unit.at)
        unit.event("pull.stored", "register")
    view = candidates.dossier_view(office, invented(SIZE)[0]["dossierNummer"], reason="vraag")
    assert (view.origin, len(view.dossier.history) > 0) == (None, True)
