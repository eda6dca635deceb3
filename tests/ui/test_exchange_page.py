import re
from pathlib import Path

import pytest
import stamina
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from support.approvers import PASSPHRASE, approver_of
from support.office import button, column, dialog_of, fill, new_office, no_dialog, press_button, settled, words
from support.roles import person

import cir_desktop
from cir_desktop.domain.dossier_words import DETAILS, EVENTS
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Command, CommandState, ConsequencePayload, HomeAddress
from cir_desktop.practice import launcher
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import candidates, exchange
from cir_desktop.services.candidates import Filter
from cir_desktop.storage import dossiers, outbox
from ui.dialogs.drop_message import DropMessageDialog
from ui.dialogs.register_access import RegisterAccessDialog
from ui.dialogs.second_person import SecondPersonDialog
from ui.pages.exchange import ExchangePage


def field(dialog, name):
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == name)


CLOSED = "http://127.0.0.1:9"


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap", actor="Els")
    fill(opened, 40)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def access(tmp_path_factory):
    """A file with access, of a register that is gone by now."""
    folder = tmp_path_factory.mktemp("register")
    with launcher.start(folder, 1, 1) as running:
        content = running.credentials.read_text(encoding="utf-8")
    file = folder / "access.json"
    file.write_text(content, encoding="utf-8")
    return file


@pytest.fixture
def page(qtbot, jobs, office):
    made = ExchangePage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.refresh()
    settled(qtbot, jobs)
    return made


def order(office, action="OFFER", state=CommandState.NEW, author="Els", place=0):
    row = candidates.rows(office, candidates.ids(office, Filter(status="REG")))[place]
    command = Command(
        id=str(uuid7()),
        action=action,
        dossier=row.dossier,
        base_version=row.version,
        payload=ConsequencePayload(home=HomeAddress("Dorpsplein", "12", None, "2460", "Kasterlee", "13017")),
        author=author,
        created_at=office.clock(),
        state=state,
    )
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("offer.made", row.dossier)
    return command


def refreshed(qtbot, jobs, page):
    page.refresh()
    settled(qtbot, jobs)
    return page.outbox.table


def test_without_a_register_the_page_says_so_and_nothing_can_be_fetched_or_sent(page):
    assert "Er is nog geen register ingesteld" in words(page)
    assert "De lijst werd nog niet opgehaald." in words(page)
    assert "Nog geen berichten" in words(page)
    assert not button(page, "Kandidaten ophalen").isEnabled()
    assert not button(page, "Berichten versturen").isEnabled()


def test_the_access_to_a_register_is_set_from_here(qtbot, jobs, office, page, access):
    press_button(page, "Register instellen…")
    dialog = dialog_of(page, RegisterAccessDialog)
    settled(qtbot, jobs)
    field(dialog, "Adres van het register").setText("https://cir.example/")
    field(dialog, "Adres van de tokens").setText("https://cir.example/token")
    field(dialog, "Adres van de aanmelddienst").setText("https://aanmelden.example/op")
    field(dialog, "Bestand met de toegang").setText(str(access))
    press_button(dialog, "Bewaren")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert "https://cir.example" in words(page)
    assert "Er is nog geen machtiging of verwerkersovereenkomst genoteerd" in page.outcome_sentence
    assert button(page, "Kandidaten ophalen").isEnabled()
    assert office.register_url == "https://cir.example"


def test_every_message_shows_action_candidate_state_and_what_follows(qtbot, jobs, office, page):
    order(office)
    order(office, "NORES", CommandState.HELD, place=1)
    table = refreshed(qtbot, jobs, page)
    assert column(table, "Bericht") == ["Geen antwoord op aanbod", "Aanbod"]
    assert column(table, "Stand") == ["Wacht op tweede persoon", "Te versturen"]
    follows = column(table, "Daarna, of ontvangstbewijs")
    assert follows[0].startswith("Een andere persoon dan Els geeft dit vrij")
    assert follows[1] == "Gaat mee bij de volgende verzending."
    assert all(column(table, "Naam"))


def test_a_sanction_is_released_by_another_person_and_never_by_its_author(qtbot, jobs, office, page):
    command = order(office, "REF", CommandState.HELD)
    for name in ("Els", "Mieke"):
        approver_of(office, name)
    table = refreshed(qtbot, jobs, page)
    table.selectRow(0)
    press_button(page, "Vrijgeven…")
    dialog = dialog_of(page, SecondPersonDialog)
    settled(qtbot, jobs)
    choice, secret = dialog.findChild(QComboBox), dialog.findChild(QLineEdit)
    assert [choice.itemText(at) for at in range(choice.count())] == ["Mieke (directeur)"]
    assert "Els (directeur): voerde dit bericht zelf in" in words(dialog)
    assert "Actie: REF: Weigering" in words(dialog) and "krijgt de kandidaat geen aanbod" in words(dialog)
    press_button(dialog, "Vrijgeven")
    assert "De goedkeurder geeft hier zijn wachtwoordzin." in words(dialog)
    secret.setText("niet de juiste zin")
    press_button(dialog, "Vrijgeven")
    settled(qtbot, jobs)
    assert dialog.isVisible() and secret.text() == ""
    assert "De wachtwoordzin past niet. Nog 4 pogingen" in words(dialog)
    secret.setText(PASSPHRASE)
    with qtbot.waitSignal(page.changed):
        press_button(dialog, "Vrijgeven")
    settled(qtbot, jobs)
    assert no_dialog(page)
    assert "Vrijgegeven door Mieke" in page.outcome_sentence
    assert column(table, "Stand") == ["Te versturen"]
    assert exchange.outbox_lines(office)[0].released_by == "Mieke"
    assert exchange.recent_events(office, command.id)[0].details["by"] == "Mieke (G0002)"


def test_a_sanction_that_nobody_can_release_stays_held_and_the_dialog_says_what_to_do(qtbot, jobs, office, page):
    order(office, "NORES", CommandState.HELD)
    table = refreshed(qtbot, jobs, page)
    table.selectRow(0)
    press_button(page, "Vrijgeven…")
    dialog = dialog_of(page, SecondPersonDialog)
    settled(qtbot, jobs)
    assert "Niemand kan dit nu vrijgeven" in words(dialog)
    assert "Laat een beheerder bij Instellingen een goedkeurder of een plaatsvervanger toevoegen" in words(dialog)
    assert not button(dialog, "Vrijgeven").isEnabled()
    assert not dialog.findChild(QComboBox).isVisible()
    dialog.reject()


def test_who_is_signed_in_as_approver_releases_without_a_passphrase(qtbot, jobs, office, page):
    order(office, "REF", CommandState.HELD)
    office.login, office.person = "directie", person(Role.APPROVER, name="Noor Claes")
    table = refreshed(qtbot, jobs, page)
    table.selectRow(0)
    press_button(page, "Vrijgeven…")
    dialog = dialog_of(page, SecondPersonDialog)
    settled(qtbot, jobs)
    assert not dialog.findChild(QLineEdit).isVisible()
    with qtbot.waitSignal(page.changed):
        press_button(dialog, "Vrijgeven")
    settled(qtbot, jobs)
    assert "Vrijgegeven door Noor Claes" in page.outcome_sentence


def test_a_refused_message_can_be_sent_again_and_a_sanction_is_released_anew(qtbot, jobs, office, page):
    order(office, "REF", CommandState.REFUSED)
    order(office, "OFFER", CommandState.CONFLICT, place=1)
    table = refreshed(qtbot, jobs, page)
    for row, said, state in ((0, "gaat mee bij", "Te versturen"), (1, "tweede persoon", "Wacht op tweede persoon")):
        table.selectRow(row)
        press_button(page, "Opnieuw versturen")
        settled(qtbot, jobs)
        assert said in page.outcome_sentence
        assert column(table, "Stand")[row] == state
        assert not button(page, "Opnieuw versturen").isEnabled()


def test_a_message_is_withdrawn_with_a_motive_and_never_without(qtbot, jobs, office, page):
    order(office, "OFFER", CommandState.REFUSED)
    table = refreshed(qtbot, jobs, page)
    table.selectRow(0)
    press_button(page, "Intrekken…")
    dialog = dialog_of(page, DropMessageDialog)
    press_button(dialog, "Intrekken")
    settled(qtbot, jobs)
    assert dialog.isVisible()
    assert "Er is geen motief gegeven." in words(dialog)
    dialog.findChild(QPlainTextEdit).setPlainText("Telefonisch geregeld.")
    with qtbot.waitSignal(page.changed):
        press_button(dialog, "Intrekken")
    settled(qtbot, jobs)
    assert no_dialog(page)
    assert "Ingetrokken" in page.outcome_sentence
    assert column(table, "Stand") == ["Ingetrokken"]
    assert column(table, "Daarna, of ontvangstbewijs") == ["Telefonisch geregeld."]
    assert not button(page, "Intrekken…").isEnabled()


def test_a_message_that_changed_meanwhile_is_not_sent_again_and_the_page_says_why(qtbot, jobs, office, page):
    command = order(office, "OFFER", CommandState.REFUSED)
    table = refreshed(qtbot, jobs, page)
    table.selectRow(0)
    exchange.drop(office, command.id, "Elders geregeld.")
    press_button(page, "Opnieuw versturen")
    settled(qtbot, jobs)
    assert page.banner.isVisible() and "CIR-110" in words(page.banner)


@pytest.mark.parametrize(
    ("state", "again", "withdraw"),
    [
        (CommandState.NEW, False, True),
        (CommandState.HELD, False, True),
        (CommandState.REFUSED, True, True),
        (CommandState.CONFLICT, True, True),
        (CommandState.SENT, False, False),
        (CommandState.UNANSWERED, False, False),
        (CommandState.ACCEPTED, False, False),
        (CommandState.DROPPED, False, False),
    ],
)
def test_only_what_a_clerk_may_decide_on_has_its_buttons(qtbot, jobs, office, page, state, again, withdraw):
    order(office, state=state)
    refreshed(qtbot, jobs, page).selectRow(0)
    assert button(page, "Opnieuw versturen").isEnabled() is again
    assert button(page, "Intrekken…").isEnabled() is withdraw


def test_enter_on_a_message_releases_only_what_is_held(qtbot, jobs, office, page):
    order(office)
    table = refreshed(qtbot, jobs, page)
    table.selectRow(0)
    assert not button(page, "Vrijgeven…").isEnabled()
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert no_dialog(page)


def test_what_could_not_be_read_is_listed_with_its_reason(qtbot, jobs, office, page):
    odd = dossiers.Undecoded("2024.01.02.0003", 4, b"{}", "Het veld personen ontbreekt.")
    with office.store.unit(office.actor) as unit:
        dossiers.keep_undecoded(unit.connection, [odd], at=unit.at)
        unit.event("pull.stored", "1")
    refreshed(qtbot, jobs, page)
    assert column(page.undecoded.table, "Dossier") == ["2024.01.02.0003"]
    assert column(page.undecoded.table, "Waarom onleesbaar") == ["Het veld personen ontbreekt."]


def test_the_log_tells_in_dutch_who_did_what(qtbot, jobs, office, page):
    number = order(office).dossier
    candidates.dossier_view(office, number, reason="vraag")
    refreshed(qtbot, jobs, page)
    table = page.log.table
    newest = [column(table, title)[0] for title in ("Wie", "Wat", "Waarover", "Bijzonderheden")]
    assert newest == ["Els", "Dossier geopend", number, "reden: vraag"]


def test_every_kind_of_event_of_the_program_has_dutch_words():
    sources = [path.read_text(encoding="utf-8") for path in Path(cir_desktop.__file__).parent.rglob("*.py")]
    calls = [call for source in sources for call in re.findall(r"\.event\((.*?)\)", source, re.DOTALL)]
    kinds = {kind for call in calls for kind in re.findall(r'"([a-z]+\.[a-z_]+)"', call)}
    kinds |= {f"command.{state.value}" for state in CommandState if "command.{state" in "".join(calls)}
    assert len(kinds) > 20
    assert kinds - {"command.held"} - set(EVENTS) == set()
    details = {key for call in calls for key in re.findall(r'"([a-z_]+)":', call)}
    assert details - set(DETAILS) == set()


def test_when_the_register_is_away_the_page_says_so_and_nothing_is_lost(qtbot, jobs, office, page, access):
    office.connect(CLOSED, access)
    command = order(office)
    refreshed(qtbot, jobs, page)
    with stamina.set_testing(True, attempts=1):
        press_button(page, "Kandidaten ophalen")
        settled(qtbot, jobs)
    assert "CIR-301" in words(page.banner) and page.banner.isVisible()
    assert column(page.outbox.table, "Dossier") == [command.dossier]
    assert button(page, "Kandidaten ophalen").isEnabled()


def test_a_message_without_an_answer_can_be_tried_again(qtbot, jobs, office, page, access):
    office.connect(CLOSED, access)
    order(office)
    refreshed(qtbot, jobs, page)
    with stamina.set_testing(True, attempts=1):
        press_button(page, "Berichten versturen (1)")
        settled(qtbot, jobs)
        assert column(page.outbox.table, "Stand") == ["Geen antwoord: wordt nagekeken"]
        assert "1 zonder antwoord: wordt na " in page.outcome_sentence
        assert "(of nu met: Opnieuw proberen)" in page.outcome_sentence
        press_button(page, "Opnieuw proberen")
        settled(qtbot, jobs)
    happened = [event.kind for event in exchange.recent_events(office)]
    assert happened.count("command.unanswered") == 2 and "outbox.retry" in happened
