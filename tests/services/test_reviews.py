"""Going through a list: marks and notes are kept, taken back one by one, and leave with the list and nothing more."""

import msgspec
import openpyxl
import pytest
from support.office import HOME, TODAY, fill, invented, new_office

from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.services import explaining, homes, lists, reviews

SIZE = 120


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, SIZE)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, "W001", TODAY)
    yield opened
    opened.close()


def order(office):
    return [line.dossier for line in lists.list_of_home(office, "W001").ranking.placed]


def put(office, dossier):
    mark = reviews.reviews_of(office, "W001").marks.get(dossier)
    return (mark.mark, mark.note) if mark else None


def test_a_mark_and_a_note_stand_beside_the_candidate_and_are_counted(office):
    one, two, three, *_ = order(office)
    reviews.mark(office, "W001", one, "OK", "")
    reviews.mark(office, "W001", two, "OK", "attest  gezien\n")
    reviews.mark(office, "W001", three, "", "belt zelf terug")
    found = reviews.reviews_of(office, "W001")
    assert found.counts == {"OK": 2, "": 1}
    assert (found.word(two), found.note(two)) == ("nagekeken", "attest gezien")
    assert (found.word(three), found.note(three)) == ("", "belt zelf terug")
    assert found.marks[one].by == "Els"


def test_what_is_not_named_stays_and_an_empty_text_takes_it_away(office):
    one = order(office)[0]
    reviews.mark(office, "W001", one, "BELLEN", "na 17 uur")
    reviews.mark(office, "W001", one, "OK", None)
    assert put(office, one) == ("OK", "na 17 uur")
    reviews.mark(office, "W001", one, None, "")
    assert put(office, one) == ("OK", "")
    reviews.mark(office, "W001", one, "", None)
    assert put(office, one) is None


def test_changes_are_taken_back_from_the_last_to_the_first_and_can_be_put_again(office):
    one, two, *_ = order(office)
    reviews.mark(office, "W001", one, "VRAAG", "inkomen")
    reviews.mark(office, "W001", two, "OK", "")
    reviews.mark(office, "W001", one, "OK", None)
    taken = reviews.undo(office, "W001")
    assert (taken.dossier, put(office, one), put(office, two)) == (one, ("VRAAG", "inkomen"), ("OK", ""))
    assert reviews.undo(office, "W001").dossier == two
    assert put(office, two) is None
    reviews.undo(office, "W001")
    assert reviews.reviews_of(office, "W001").marks == {}
    with pytest.raises(NotAllowed):
        reviews.undo(office, "W001")
    reviews.mark(office, "W001", taken.dossier, taken.mark, taken.note)
    assert put(office, one) == ("OK", "inkomen")


def test_a_mark_outside_the_closed_list_and_a_stranger_to_the_list_are_refused(office):
    one = order(office)[0]
    with pytest.raises(BadInput):
        reviews.mark(office, "W001", one, "GOED", None)
    with pytest.raises(NotFound):
        reviews.mark(office, "W001", "1999.01.01.0001", "OK", None)
    with pytest.raises(BadInput):
        reviews.mark(office, "W001", one, "OK", "x" * 501)
    assert reviews.reviews_of(office, "W001").marks == {}


def test_a_national_number_is_kept_out_of_a_note_and_a_telephone_number_is_not(office):
    one = order(office)[0]
    digits = next(number for number in national_numbers() if len(number) == 11)
    written = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:]}"
    for text in (digits, f"zie {written}.", f"zie {digits} en {digits}"):
        with pytest.raises(BadInput) as refused:
            reviews.mark(office, "W001", one, "OK", text)
        assert digits not in str(refused.value) and written not in str(refused.value)
    reviews.mark(office, "W001", one, "OK", "bellen op 0470 12 34 56")
    assert put(office, one) == ("OK", "bellen op 0470 12 34 56")


def test_a_home_that_is_not_to_let_takes_no_marks(office):
    homes.save(office, msgspec.structs.replace(HOME, code="W002", number="2"), new=True)
    with pytest.raises(NotAllowed):
        reviews.mark(office, "W002", order(office)[0], "OK", None)
    assert reviews.reviews_of(office, "W002").open is False


def test_the_log_tells_of_a_mark_without_its_note(office):
    from cir_desktop.services import exchange

    one = order(office)[0]
    reviews.mark(office, "W001", one, "OK", "zieke moeder")
    event = exchange.recent_events(office)[0]
    assert (event.kind, event.subject) == ("review.marked", one)
    assert "moeder" not in str(event)


def national_numbers():
    return {
        str(person["rijksregisternummer"])
        for dossier in invented(SIZE)
        for person in dossier["personen"]
        if person.get("rijksregisternummer")
    }


def sheets(path):
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_exported_list_has_every_line_with_its_reason_and_review_and_nobodys_name(office, tmp_path):
    one = order(office)[0]
    out = lists.list_of_home(office, "W001").ranking.excluded[0]
    reviews.mark(office, "W001", one, "BELLEN", "na 17 uur")
    reviews.mark(office, "W001", out.dossier, "VRAAG", "klopt dit?")
    explaining.write_list(office, "W001", tmp_path / "lijst.xlsx")
    found = sheets(tmp_path / "lijst.xlsx")
    assert list(found) == ["In volgorde", "Komen niet in aanmerking", "Regels en waarden", "Let op"]
    ranking = lists.list_of_home(office, "W001").ranking
    titles, *rows = found["In volgorde"]
    lines = [dict(zip(titles, row, strict=True)) for row in rows]
    assert [(line["Plaats"], line["Dossier"]) for line in lines] == [(p.position, p.dossier) for p in ranking.placed]
    assert [line["Waarom hier"] for line in lines] == [p.deciding.text for p in ranking.placed]
    assert (lines[0]["Nazicht"], lines[0]["Nota"]) == ("bellen", "na 17 uur")
    titles, *rows = found["Komen niet in aanmerking"]
    assert len(rows) == len(ranking.excluded)
    assert rows[0][0] == out.dossier and rows[0][-2:] == ["navragen", "klopt dit?"]
    rules = found["Regels en waarden"]
    assert any(ranking.header in map(str, row) for row in rules)
    assert {row[1] for row in rules} >= {used.value for used in ranking.parameters}
    told = str(found)
    names = {line.name for line in lists.named_list(office, "W001").lines.values()}
    assert names and not any(name in told for name in names)
    assert not any(number in told.replace(".", "").replace("-", "") for number in national_numbers())


def test_what_holds_for_everybody_is_said_once_in_the_export_and_not_on_every_line(office, tmp_path):
    from cir_desktop.domain.ranking import flags_of_all

    explaining.write_list(office, "W001", tmp_path / "lijst.xlsx")
    found = sheets(tmp_path / "lijst.xlsx")
    ranking = lists.list_of_home(office, "W001").ranking
    shared = flags_of_all(ranking)
    assert {flag.code for flag in shared} >= {"unknown.admission.income"}
    column = found["In volgorde"][0].index("Let op")
    beside = " ".join(str(row[column]) for row in found["In volgorde"][1:])
    for flag in shared:
        assert ["iedereen in volgorde", flag.text] in found["Let op"]
        assert flag.text not in beside
    for warning in ranking.warnings:
        assert ["de hele lijst", warning] in found["Let op"]


def test_names_are_in_the_export_only_when_they_are_asked(office, tmp_path):
    explaining.write_list(office, "W001", tmp_path / "lijst.xlsx", with_names=True)
    found = sheets(tmp_path / "lijst.xlsx")
    titles, *rows = found["In volgorde"]
    lines = lists.named_list(office, "W001").lines
    assert [row[titles.index("Naam")] for row in rows] == [lines[dossier].name for dossier in order(office)]


def test_who_could_still_rise_is_listed_with_the_places_to_win_the_most_first(office):
    ranking = lists.list_of_home(office, "W001").ranking
    found = explaining.movable(ranking)
    assert {each.dossier for each in found} == {
        line.dossier for line in ranking.placed if line.best_position < line.position
    }
    assert [each.stake for each in found] == sorted((each.stake for each in found), reverse=True)
    assert all(each.missing for each in found)
    assert not any("nkomensgrens" in text for each in found for text in each.missing)


def test_each_rule_has_the_values_that_it_applied_with_their_source_and_date(office):
    ranking = lists.list_of_home(office, "W001").ranking
    found = explaining.values_applied(office, ranking)
    years, window = found["binding.long_term"][:2]
    assert (years.used.value, window.used.value) == ("5 jaar", "10 jaar")
    assert found["occupancy"][0].name == "Bezettingstabel"
    assert all(value.used.source and value.used.since for values in found.values() for value in values)
    told = {value.used.key for values in found.values() for value in values}
    assert told == {used.key for used in ranking.parameters}


def test_a_list_that_was_opened_further_is_explained_at_that_step(office):
    homes.save(office, msgspec.structs.replace(HOME, code="W005", number="5", bedrooms=5), new=True)
    ranking = lists.list_of_home(office, "W005").ranking
    assert ranking.stepped_down > 0
    one = ranking.placed[0].dossier
    out = next(line.dossier for line in ranking.excluded if line.rule == "occupancy")
    found = explaining.compare(office, "W005", out, one, None, ranking.stepped_down)
    assert (found.first, found.placed, found.deciding) == (one, (True, False), "occupancy")
    told = explaining.would_change(office, "W005", out)
    assert "verlaagd" in told.note
