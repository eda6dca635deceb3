"""Sending in the window: by hand, by itself when a clerk wants so, paused, and put right."""

import pytest
import stamina
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPlainTextEdit
from support.office import TODAY, button, column, dialog_of, fill, new_office, no_dialog, press_button, settled, words

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.practice import launcher
from cir_desktop.runtime.call_log import FILE
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import candidates, exchange
from cir_desktop.services.candidates import Filter
from cir_desktop.storage import outbox
from ui.dialogs.help_desk import HelpDeskDialog
from ui.dialogs.retract import RetractDialog
from ui.main import OfficeWindow
from ui.pages.exchange import ExchangePage

CLOSED = "http://127.0.0.1:9"
_used = set()


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 40, 1, TODAY) as running:
        yield running


@pytest.fixture
def office(tmp_path, practice):
    opened = new_office(tmp_path / "werkmap", actor="Els")
    fill(opened, 40)
    opened.connect(practice.base_url, practice.credentials)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = ExchangePage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.refresh()
    settled(qtbot, jobs)
    return made


def order(office, action="OFFER", state=CommandState.NEW):
    """A message about a household that no other test took."""
    rows = candidates.rows(office, candidates.ids(office, Filter(status="REG")))
    row = next(row for row in rows if row.dossier not in _used)
    _used.add(row.dossier)
    command = Command(
        id=str(uuid7()),
        action=action,
        dossier=row.dossier,
        base_version=row.version,
        payload=ConsequencePayload(),
        author="Els",
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


def state_of(office, command):
    with office.store.read() as connection:
        return outbox.command(connection, command.id).state


def switch(page):
    return page.findChild(QCheckBox)


def test_nothing_leaves_by_itself_until_a_clerk_switches_that_on(qtbot, jobs, office, page):
    command = order(office)
    refreshed(qtbot, jobs, page)
    assert switch(page).isChecked() is False
    page.sending.background.send_fresh()
    page.sending.background.send_due()
    settled(qtbot, jobs)
    assert state_of(office, command) is CommandState.NEW
    switch(page).click()
    settled(qtbot, jobs)
    assert "vertrekt nu vanzelf" in page.outcome_sentence or "Vanzelf: 1 verstuurd" in page.outcome_sentence
    assert state_of(office, command) is CommandState.ACCEPTED
    assert exchange.is_automatic(office) is True
    switch(page).click()
    settled(qtbot, jobs)
    assert exchange.is_automatic(office) is False


def test_a_step_on_another_page_sends_what_is_fresh_and_leaves_what_waits_for_its_time(qtbot, jobs, office):
    exchange.choose_automatic(office, True)
    waits = order(office)
    with office.store.unit(office.actor) as unit:
        outbox.set_state(unit.connection, waits.id, CommandState.UNANSWERED, attempts=1, next_attempt_at=office.clock())
        unit.event("command.unanswered", waits.id)
    fresh = order(office)
    window = OfficeWindow(office, jobs)
    qtbot.addWidget(window)
    window.show()
    window.allocations.changed.emit()
    settled(qtbot, jobs)
    assert state_of(office, fresh) is CommandState.ACCEPTED
    assert state_of(office, waits) is CommandState.UNANSWERED
    window.exchange.sending.background.send_due()
    settled(qtbot, jobs)
    assert state_of(office, waits) is CommandState.ACCEPTED
    window.close()


def test_while_sending_is_paused_the_page_says_until_when_and_can_try_now(qtbot, jobs, office, page, practice):
    office.use_url(CLOSED)
    command = order(office)
    refreshed(qtbot, jobs, page)
    with stamina.set_testing(True, attempts=1):
        press_button(page, "Berichten versturen (1)")
        settled(qtbot, jobs)
        for _ in range(2):
            press_button(page, "Opnieuw proberen")
            settled(qtbot, jobs)
    assert page.sending.paused.sentence.startswith("Verzenden is gepauzeerd. Het register is niet bereikbaar.")
    assert "Volgende poging om " in page.sending.paused.sentence
    exchange.choose_automatic(office, True)
    page.sending.background.send_due()
    settled(qtbot, jobs)
    assert state_of(office, command) is CommandState.UNANSWERED
    office.use_url(practice.base_url)
    press_button(page.sending.paused, "Nu proberen")
    settled(qtbot, jobs)
    assert state_of(office, command) is CommandState.ACCEPTED
    assert page.sending.paused.isHidden()


def test_a_message_is_put_right_with_a_reason_and_what_it_does_is_said_first(qtbot, jobs, office, page):
    order(office)
    refreshed(qtbot, jobs, page)
    press_button(page, "Berichten versturen (1)")
    settled(qtbot, jobs)
    page.outbox.table.selectRow(0)
    press_button(page, "Rechtzetten…")
    dialog = dialog_of(page, RetractDialog)
    settled(qtbot, jobs)
    assert not button(dialog, "Rechtzetten").isEnabled()
    reasons = dialog.findChild(QComboBox)
    reasons.setCurrentIndex(reasons.findData("VERKEERD-DOSSIER"))
    settled(qtbot, jobs)
    assert "Het CIR haalt het aanbod weg" in words(dialog)
    assert "Commentaar: Gemeld voor het verkeerde dossier" in words(dialog)
    press_button(dialog, "Rechtzetten")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert "gaat mee bij de volgende verzending" in page.outcome_sentence
    assert column(page.outbox.table, "Bericht")[0] == "Vorige stap ongedaan gemaakt"


def test_what_can_not_be_put_right_says_why(qtbot, jobs, office, page):
    command = order(office)
    later = order(office, "WAIT")
    with office.store.unit(office.actor) as unit:
        outbox.set_state(unit.connection, later.id, CommandState.DROPPED)
        unit.event("command.dropped", later.id)
    table = refreshed(qtbot, jobs, page)
    table.selectRow(0)
    assert not button(page, "Rechtzetten…").isEnabled()
    table.selectRow(1)
    press_button(page, "Rechtzetten…")
    dialog = dialog_of(page, RetractDialog)
    settled(qtbot, jobs)
    assert "hoort hier niets van" in words(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert state_of(office, command) is CommandState.NEW


def test_the_log_for_the_help_desk_is_shown_before_it_is_copied_or_saved(qtbot, jobs, office, page, tmp_path):
    order(office)
    refreshed(qtbot, jobs, page)
    press_button(page, "Berichten versturen (1)")
    settled(qtbot, jobs)
    page.show_calls()
    dialog = dialog_of(page, HelpDeskDialog)
    settled(qtbot, jobs)
    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "POST /dossiers/verwerkDossierActie 200" in shown
    assert shown.startswith("CIR Desktop ")
    for person in candidates.rows(office, candidates.ids(office, Filter())):
        assert person.dossier not in shown and person.name not in shown
    press_button(dialog, "Kopiëren")
    assert QApplication.clipboard().text() == shown
    dialog.save(tmp_path / "helpdesk.txt")
    settled(qtbot, jobs)
    assert (tmp_path / "helpdesk.txt").read_text(encoding="utf-8") == shown
    assert (office.workspace / "log" / FILE).is_file()
