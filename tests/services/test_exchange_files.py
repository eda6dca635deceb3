"""Messages through the housing company: given once, answered once, and nothing is applied that nobody said."""

import json
from datetime import date, datetime, timedelta

import pytest
from support.extracts import Changed, extract, through_company
from support.office import MORNING, PARTY, invented

from cir_desktop.domain.codes import INVESTIGATION
from cir_desktop.domain.process import (
    Command,
    CommandState,
    ConsequencePayload,
    HomeAddress,
    InvestigationResult,
    RankingReport,
)
from cir_desktop.domain.ways import Way
from cir_desktop.errors import BadInput, BadWorkbook, NotAllowed, NotFound, OtherLandlord, StoreError
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import conflicts, exchange, exchange_files, extracts, retractions, ways
from cir_desktop.storage import dossiers, outbox, settings
from cir_desktop.sync.receive import prepare_unlisted

SHEET = "Berichten"
HOME = HomeAddress("Dorpsplein", "012", "3A", "2460", "Kasterlee", "13017")
NUMBERS = [dossier["dossierNummer"] for dossier in invented(20)]


@pytest.fixture
def office(tmp_path):
    opened = through_company(tmp_path / "werkmap")
    extracts.take(opened, extracts.look(opened, extract(tmp_path / "kandidaten.xlsx")))
    yield opened
    opened.close()


@pytest.fixture
def out(tmp_path):
    return tmp_path / "uit.xlsx"


def order(office, action, dossier, state=CommandState.NEW, payload=None):
    command = Command(
        id=str(uuid7()),
        action=action,
        dossier=dossier,
        base_version=2,
        payload=payload or ConsequencePayload("=Dit is\ntekst", date(2026, 7, 1), HOME),
        author="Els",
        created_at=MORNING,
        state=state,
    )
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("consequence.reported", dossier)
    return command.id


@pytest.fixture
def three(office, out):
    """Three messages that were given in U0001."""
    report = RankingReport("PLR1", False, "YES", "13017", None, "A")
    made = [
        order(office, "OFFER", NUMBERS[0]),
        order(office, "WAIT", NUMBERS[1], payload=ConsequencePayload("op vraag")),
        order(office, "RANKING", NUMBERS[2], payload=report),
    ]
    exchange_files.give(office, out)
    return made


def yes(book, row, version=3, at="01/06/2026 11:00"):
    for title, value in (("Verwerkt", "ja"), ("Verwerkt op", at), ("Versie in het CIR", version)):
        book.put(SHEET, row, title, value)


def no(book, row, reason="Het dossier is geschrapt", version=None):
    for title, value in (("Verwerkt", "nee"), ("Reden", reason), ("Versie in het CIR", version)):
        book.put(SHEET, row, title, value)


def state(office, command_id):
    with office.store.read() as connection:
        return outbox.command(connection, command_id)


def line(office, command_id):
    return next(each for each in exchange.outbox_lines(office) if each.command.id == command_id)


def findings(preview):
    return [(each.row, each.column) for each in preview.findings]


def test_what_is_given_stands_in_the_file_and_is_sent_from_then_on(office, three, out):
    with Changed(out) as book:
        assert [book.get(SHEET, row, "Bericht") for row in (2, 3, 4)] == three
        assert book.get(SHEET, 2, "Actie") == "Aanbod"
        assert book.get(SHEET, 2, "Commentaar") == "=Dit is tekst"
        assert book.book[SHEET].cell(2, book.column(SHEET, "Commentaar")).data_type == "s"
        assert (book.get(SHEET, 2, "Nummer"), book.get(SHEET, 2, "Bus")) == ("012", "3A")
        assert book.get(SHEET, 2, "Ingang contract") == datetime(2026, 7, 1)  # noqa: DTZ001 - as Excel keeps it
        assert book.get(SHEET, 4, "Lokale binding") == "YES"
    assert state(office, three[0]).state is CommandState.SENT
    shown = line(office, three[0])
    assert shown.state_words == "Meegegeven"
    assert shown.next_step == (
        "Meegegeven op 01/06/2026 10:00 in bestand U0001. Wacht op het antwoord van de woonmaatschappij."
    )


def test_a_message_is_never_given_twice(office, three, tmp_path):
    with pytest.raises(NotAllowed, match="geen bericht om mee te geven"):
        exchange_files.give(office, tmp_path / "nog.xlsx")
    assert not (tmp_path / "nog.xlsx").exists()


def test_on_request_it_is_given_once_more_and_marked_as_a_copy(office, three, out, tmp_path):
    with Changed(out) as book:
        yes(book, 2)
    exchange_files.take(office, exchange_files.look(office, out))
    again = tmp_path / "kopie.xlsx"
    assert exchange_files.give_again(office, "u0001", again).messages == 2
    with Changed(again) as book:
        assert {book.get(SHEET, row, "Kopie") for row in (2, 3)} == {"ja"}
        assert [book.get(SHEET, row, "Bericht") for row in (2, 3)] == three[1:]
        yes(book, 2)
    done = exchange_files.take(office, exchange_files.look(office, again))
    assert done.accepted == 1
    assert [(each.file.id, each.file.copies, each.unanswered) for each in exchange_files.files(office)] == [
        ("U0002", True, 1),
        ("U0001", False, 1),
    ]


def test_sanctions_that_wait_for_a_second_person_stay_out(office, out):
    held = order(office, "REF", NUMBERS[0], CommandState.HELD)
    order(office, "WAIT", NUMBERS[1])
    assert exchange_files.give(office, out).messages == 1
    assert exchange_files.outgoing(office).held == 1
    assert state(office, held).state is CommandState.HELD


def test_what_the_layout_has_no_columns_for_stays_and_is_counted(office, out):
    result = InvestigationResult("EIGENDOM", True, "nagekeken")
    other = order(office, INVESTIGATION, NUMBERS[0], payload=result)
    order(office, "WAIT", NUMBERS[1])
    assert exchange_files.give(office, out).messages == 1
    assert exchange_files.outgoing(office).unfit == 1
    assert state(office, other).state is CommandState.NEW
    assert "Past niet in het werkboek" in line(office, other).next_step


def test_a_second_message_of_a_dossier_waits_for_the_answer_on_the_first(office, out):
    order(office, "OFFER", NUMBERS[0])
    order(office, "CCL", NUMBERS[0])
    assert exchange_files.give(office, out).messages == 1
    assert exchange_files.outgoing(office).waiting == 1


def test_a_place_that_holds_a_file_is_refused_and_nothing_is_given(office, out):
    made = order(office, "OFFER", NUMBERS[0])
    out.write_text("een ander bestand", encoding="utf-8")
    with pytest.raises(BadInput, match="staat al een bestand"):
        exchange_files.give(office, out)
    assert out.read_text(encoding="utf-8") == "een ander bestand"
    assert state(office, made).state is CommandState.NEW


def test_a_file_that_can_not_be_written_gives_nothing(office, tmp_path):
    made = order(office, "OFFER", NUMBERS[0])
    with pytest.raises(BadWorkbook):
        exchange_files.give(office, tmp_path / "geen map" / "uit.xlsx")
    assert state(office, made).state is CommandState.NEW
    assert exchange_files.files(office) == []


def test_no_file_stays_whose_messages_could_not_be_kept_as_given(office, out, monkeypatch):
    made = order(office, "OFFER", NUMBERS[0])
    write = exchange_files.write_messages

    def written_and_then_the_disk_is_full(*args, **more):
        write(*args, **more)
        raise StoreError("De schijf is vol.", "")

    monkeypatch.setattr(exchange_files, "write_messages", written_and_then_the_disk_is_full)
    with pytest.raises(StoreError):
        exchange_files.give(office, out)
    assert not out.exists()
    assert state(office, made).state is CommandState.NEW


def test_answers_become_a_receipt_a_refusal_and_a_conflict(office, three, out):
    with Changed(out) as book:
        yes(book, 2)
        no(book, 3)
        no(book, 4, "Het dossier is gewijzigd", version=5)
    preview = exchange_files.look(office, out)
    assert (preview.accepted, preview.refused, preview.conflict, preview.unanswered) == (1, 1, 1, 0)
    assert state(office, three[0]).state is CommandState.SENT
    exchange_files.take(office, preview)
    receipt = state(office, three[0]).receipt
    assert (receipt.version, receipt.status, receipt.correlation_id) == (3, "", three[0])
    assert line(office, three[0]).receipt == "Volgens de woonmaatschappij verwerkt op 01/06/2026 11:00, versie 3"
    refused, conflict = line(office, three[1]), line(office, three[2])
    assert refused.command.state is CommandState.REFUSED
    assert "voerde dit niet in: Het dossier is geschrapt." in refused.next_step
    assert conflict.command.state is CommandState.CONFLICT
    assert "wijzigde intussen in het CIR (versie 5)" in conflict.next_step


def test_reading_the_same_answers_again_changes_nothing(office, three, out):
    with Changed(out) as book:
        yes(book, 2)
        no(book, 3)
    exchange_files.take(office, exchange_files.look(office, out))
    before = exchange.outbox_lines(office)
    again = exchange_files.look(office, out)
    assert (again.known, again.accepted, again.refused, again.unanswered) == (2, 0, 0, 1)
    exchange_files.take(office, again)
    assert exchange.outbox_lines(office) == before


def test_an_answer_that_differs_from_the_one_that_we_have_is_a_finding(office, three, out):
    with Changed(out) as book:
        yes(book, 2)
    exchange_files.take(office, exchange_files.look(office, out))
    with Changed(out) as book:
        no(book, 2)
    found = exchange_files.look(office, out)
    assert findings(found) == [(2, "Verwerkt")]
    assert "al een ander antwoord" in found.findings[0].message


def test_a_row_that_was_changed_is_not_applied(office, three, out):
    with Changed(out) as book:
        yes(book, 2)
        book.put(SHEET, 2, "Dossiernummer", NUMBERS[5])
        yes(book, 3)
    found = exchange_files.look(office, out)
    assert findings(found) == [(2, "Dossiernummer")]
    exchange_files.take(office, found)
    assert state(office, three[0]).state is CommandState.SENT
    assert state(office, three[1]).state is CommandState.ACCEPTED


def test_an_unknown_message_and_one_that_stands_twice_are_findings(office, three, out):
    with Changed(out) as book:
        yes(book, 2)
        book.put(SHEET, 3, "Bericht", book.get(SHEET, 2, "Bericht"))
        book.put(SHEET, 4, "Bericht", str(uuid7()))
    found = exchange_files.look(office, out)
    assert (2, "Bericht") in findings(found)
    assert (3, "Bericht") in findings(found)
    assert (4, "Bericht") in findings(found)
    assert found.verdicts == ()


@pytest.mark.parametrize(
    ("title", "value", "column"),
    [
        ("Verwerkt", "misschien", "Verwerkt"),
        ("Verwerkt", None, "Verwerkt"),
        ("Verwerkt op", None, "Verwerkt op"),
        ("Verwerkt op", "31/05/2026", "Verwerkt op"),
        ("Verwerkt op", "03/06/2026", "Verwerkt op"),
        ("Versie in het CIR", None, "Versie in het CIR"),
        ("Versie in het CIR", 2, "Versie in het CIR"),
        ("Reden", "zie 85.07.30-001.60", "Reden"),
    ],
)
def test_an_answer_that_can_not_be_is_a_finding_with_its_place(office, three, out, title, value, column):
    with Changed(out) as book:
        yes(book, 2)
        book.put(SHEET, 2, title, value)
    found = exchange_files.look(office, out)
    assert findings(found) == [(2, column)]
    assert found.verdicts == ()


def test_a_no_needs_a_reason(office, three, out):
    with Changed(out) as book:
        no(book, 2, reason=None)
    assert findings(exchange_files.look(office, out)) == [(2, "Reden")]


def test_the_answers_of_an_earlier_file_do_not_settle_a_message_that_was_given_anew(office, three, out, tmp_path):
    with Changed(out) as book:
        no(book, 2)
    exchange_files.take(office, exchange_files.look(office, out))
    exchange.resend(office, three[0])
    [resent] = [event for event in exchange.recent_events(office, three[0]) if event.kind == "command.resent"]
    assert "geschrapt" not in str(resent.details)  # who typed the reason may have named somebody
    anew = tmp_path / "opnieuw.xlsx"
    assert exchange_files.give(office, anew).file == "U0002"
    found = exchange_files.look(office, out)
    assert findings(found) == [(2, "Bericht")]
    assert "in bestand U0002" in found.findings[0].message
    with Changed(anew) as book:
        yes(book, 2)
    assert exchange_files.take(office, exchange_files.look(office, anew)).accepted == 1


def test_a_file_of_another_workspace_or_landlord_is_refused(office, three, out):
    with Changed(out) as book:
        book.info("Bestand", "U0099")
    with pytest.raises(NotFound, match="niet in deze werkmap"):
        exchange_files.look(office, out)
    with office.store.unit(office.actor) as unit:
        settings.put(unit.connection, "register.own_party", "LB-ELDERS")
        unit.event("way.chosen", "register")
    with pytest.raises(OtherLandlord):
        exchange_files.look(office, out)


def test_while_messages_wait_for_an_answer_the_way_can_not_change(office, three):
    with pytest.raises(NotAllowed, match="3 berichten zijn onderweg"):
        ways.choose(office, Way.API)


def test_what_is_settled_between_looking_and_taking_stays(office, three, out):
    with Changed(out) as book:
        yes(book, 2)
    preview = exchange_files.look(office, out)
    exchange_files.take(office, preview)
    office.clock = lambda: MORNING + timedelta(hours=1)
    assert exchange_files.take(office, preview).accepted == 0


def test_the_same_yes_with_another_version_is_another_answer(office, three, out):
    with Changed(out) as book:
        yes(book, 2)
    exchange_files.take(office, exchange_files.look(office, out))
    assert exchange_files.look(office, out).known == 1
    with Changed(out) as book:
        yes(book, 2, version=4)
    found = exchange_files.look(office, out)
    assert (found.known, findings(found)) == (0, [(2, "Verwerkt")])


def test_what_the_company_carried_out_is_put_right_although_an_extract_tells_no_history(office, three, out):
    """Of a workspace that asked the register itself before, an older history may still be stored."""
    with office.store.unit(office.actor) as unit:
        known = invented(20)[0]
        raw = json.dumps(known | {"versieNummer": known["versieNummer"] + 1}).encode()
        dossiers.store_prepared(unit.connection, prepare_unlisted([raw], PARTY).prepared, at=unit.at)
        unit.event("pull.finished", "register")
    with Changed(out) as book:
        yes(book, 2, version=90)
    exchange_files.take(office, exchange_files.look(office, out))
    made = retractions.retract(office, three[0], "WONING-NIET-VRIJ")
    assert (made.action, made.state) == ("CCL", CommandState.NEW)


def test_what_waits_behind_another_message_of_its_dossier_says_so(office):
    first = order(office, "OFFER", NUMBERS[5])
    then = order(office, "CCL", NUMBERS[5])
    apart = order(office, "WAIT", NUMBERS[6])
    assert line(office, then).next_step == "Wacht op “Aanbod” van hetzelfde dossier (te versturen)."
    assert {line(office, one).next_step for one in (first, apart)} == {"Gaat mee in het volgende werkboek."}


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (CommandState.HELD, "Wacht op “Weigering” van hetzelfde dossier (wacht op tweede persoon)."),
        (CommandState.CONFLICT, "Wacht op “Weigering” van hetzelfde dossier (te bekijken: register wijzigde)."),
        (CommandState.NEW, "Gaat mee bij de volgende verzending."),
        (CommandState.ACCEPTED, "Gaat mee bij de volgende verzending."),
    ],
)
def test_where_the_register_is_asked_only_what_a_person_has_to_settle_keeps_back(office, state, said):
    ways.choose(office, Way.NONE)
    order(office, "REF", NUMBERS[5], state)
    then = order(office, "WAIT", NUMBERS[5])
    assert line(office, then).next_step == said
    assert exchange.outbox_lines(office, states={CommandState.NEW})[-1].next_step == said


def test_a_conflict_can_still_be_looked_at_when_the_register_itself_is_asked_from_now_on(office, three, out):
    with Changed(out) as book:
        no(book, 2, version=90)
        no(book, 3)
        no(book, 4)
    assert exchange_files.take(office, exchange_files.look(office, out)).conflict == 1
    ways.choose(office, Way.API)
    assert conflicts.view(office, three[0]).fields == ()
