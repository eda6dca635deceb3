import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import keyring.core
import pytest
from keyring.backends.fail import Keyring
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from support.office import TODAY, column, dialog_of, fill, new_office, press_button, settled, words

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.practice import launcher
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import candidates
from cir_desktop.services.candidates import Filter
from cir_desktop.storage import outbox
from ui.dialogs.error_report import ErrorReport
from ui.dialogs.passphrase import Passphrase
from ui.dialogs.register_access import RegisterAccessDialog
from ui.main import OfficeWindow, Program, Start
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import Pill

SENTENCE = "een lange zin voor deze werkmap"


@pytest.fixture
def run(qtbot):
    """Opens programs, and closes them after the test."""
    made = []

    def run_one(start):
        program = Program(start)
        made.append(program)
        program.open()
        return program

    yield run_one
    for program in made:
        if program.window is not None:
            program.window.close()
        if program.dialog is not None:
            program.dialog.deleteLater()
        program.close()


@pytest.fixture
def no_keyring(monkeypatch):
    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 40)
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, jobs, office):
    made = OfficeWindow(office, jobs)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.begin()
    settled(qtbot, jobs)
    return made


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 30, 5, TODAY) as running:
        yield running


def badges(window):
    return [pill.text() for pill in window.statusBar().findChildren(Pill) if pill.isVisible()]


def asked(qtbot, program):
    qtbot.waitUntil(lambda: program.dialog is not None and program.dialog.isVisible())
    return program.dialog


def give(dialog, *sentences):
    for field, sentence in zip(dialog.findChildren(QLineEdit), sentences, strict=False):
        field.setText(sentence)
    press_button(dialog, "Werkmap maken" if len(sentences) > 1 else "Openen")


def test_without_a_keyring_a_new_workspace_asks_a_passphrase_twice_and_long_enough(qtbot, run, no_keyring, tmp_path):
    program = run(Start(tmp_path / "werkmap"))
    dialog = asked(qtbot, program)
    assert isinstance(dialog, Passphrase)
    give(dialog, "kort", "kort")
    assert "Neem minstens 12 letters" in words(dialog)
    give(dialog, SENTENCE, SENTENCE + "!")
    assert "De twee zinnen zijn niet gelijk." in words(dialog)
    give(dialog, SENTENCE, SENTENCE)
    qtbot.waitUntil(lambda: program.window is not None)
    settled(qtbot, program.jobs)
    assert "Nog geen register ingesteld" in words(program.window)
    assert badges(program.window) == ["0 kandidaten", "Nog niet opgehaald", "Geen register"]


def test_a_wrong_passphrase_is_refused_until_the_right_one_opens_the_workspace(qtbot, run, no_keyring, tmp_path):
    first = run(Start(tmp_path / "werkmap"))
    give(asked(qtbot, first), SENTENCE, SENTENCE)
    qtbot.waitUntil(lambda: first.window is not None)
    settled(qtbot, first.jobs)
    first.window.close()
    first.close()
    again = run(Start(tmp_path / "werkmap"))
    dialog = asked(qtbot, again)
    give(dialog, "een heel andere zin")
    qtbot.waitUntil(lambda: "CIR-201" in words(dialog))
    assert again.window is None
    give(dialog, SENTENCE)
    qtbot.waitUntil(lambda: again.window is not None)
    settled(qtbot, again.jobs)


def test_leaving_the_passphrase_open_ends_the_program(qtbot, run, no_keyring, tmp_path):
    program = run(Start(tmp_path / "werkmap"))
    dialog = asked(qtbot, program)
    with qtbot.waitSignal(program.ended) as ended:
        press_button(dialog, "Annuleren")
    assert ended.args == [1]


def test_a_workspace_that_cant_be_opened_says_why_and_ends(qtbot, run, tmp_path):
    file = tmp_path / "geen-map"
    file.write_text("een bestand", encoding="utf-8")
    program = run(Start(file, practice=True))
    dialog = asked(qtbot, program)
    assert "De werkmap kan niet gemaakt worden." in words(dialog) and "CIR-200" in words(dialog)
    assert not dialog.findChildren(QPlainTextEdit)
    with qtbot.waitSignal(program.ended) as ended:
        press_button(dialog, "Sluiten")
    assert ended.args == [1]


def test_a_mistake_of_ours_is_a_report_that_the_clerk_reads_first_and_that_holds_no_data(qtbot, run, tmp_path):
    program = run(Start(tmp_path / "werkmap", practice=True))
    qtbot.waitUntil(lambda: program.window is not None)
    settled(qtbot, program.jobs)

    def mistake():
        raise KeyError("Jan Janssens")

    QTimer.singleShot(0, mistake)
    dialog = asked(qtbot, program)
    assert isinstance(dialog, ErrorReport)
    shown = dialog.findChild(QPlainTextEdit).toPlainText()
    assert "KeyError" in shown and "test_main.py" in shown and "CIR-900" in shown
    assert "Janssens" not in shown
    press_button(dialog, "Kopiëren")
    assert QApplication.clipboard().text() == shown
    press_button(dialog, "Sluiten")
    assert program.window.isVisible()


def test_practice_fetches_at_once_and_a_message_goes_out_and_comes_back_as_a_receipt(qtbot, run, practice, tmp_path):
    program = run(
        Start(
            tmp_path / "werkmap",
            practice=True,
            register_url=practice.base_url,
            credentials=practice.credentials,
        )
    )
    qtbot.waitUntil(lambda: program.window is not None)
    window = program.window
    assert window.windowTitle() == "CIR Desktop — oefenregister"
    qtbot.waitUntil(lambda: window.candidates.list.model.rowCount() > 0, timeout=20_000)
    settled(qtbot, program.jobs)
    listed = window.candidates.list.model.rowCount()
    assert listed >= 30
    assert badges(window)[0] == f"{listed} kandidaten" and badges(window)[-1] == "Oefenregister"
    assert window.exchange.outcome_sentence.startswith(f"Lijst volledig: {listed} dossiers.")

    office = program.office
    row = candidates.rows(office, candidates.ids(office, Filter(status="REG")))[0]
    command = Command(
        id=str(uuid7()),
        action="OFFER",
        dossier=row.dossier,
        base_version=row.version,
        payload=ConsequencePayload("Proef."),
        author="Els",
        created_at=office.clock(),
        state=CommandState.NEW,
    )
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("offer.made", row.dossier)
    window.homes.changed.emit()
    settled(qtbot, program.jobs)
    assert "1 te versturen" in badges(window)
    window.go_to(window.exchange)
    settled(qtbot, program.jobs)
    press_button(window.exchange, "Berichten versturen (1)")
    settled(qtbot, program.jobs)
    table = window.exchange.outbox.table
    assert column(table, "Stand") == ["Bevestigd"]
    assert column(table, "Daarna, of ontvangstbewijs")[0].startswith("Door het CIR verwerkt op")
    assert not any("te versturen" in text for text in badges(window))
    changed = candidates.rows(office, candidates.ids(office, Filter(text=row.dossier)))[0]
    assert (changed.status, changed.version) == ("OFFER", row.version + 1)


@pytest.fixture
def slow_practice(practice):
    """The practice register, taking its time for every answer."""
    known = json.loads(practice.credentials.read_text(encoding="utf-8"))
    token = {"x-practice-token": known["control_token"]}
    order = {"kind": "slow", "seconds": 0.3, "times": None}
    httpx.post(known["control_url"] + "/faults", json=order, headers=token).raise_for_status()
    yield practice
    httpx.delete(known["control_url"] + "/faults", headers=token).raise_for_status()


def test_closing_the_window_in_the_middle_of_a_pull_ends_the_program_without_an_error(
    qtbot, run, slow_practice, tmp_path
):
    practice = slow_practice
    program = run(
        Start(tmp_path / "werkmap", practice=True, register_url=practice.base_url, credentials=practice.credentials)
    )
    qtbot.waitUntil(lambda: program.window is not None)
    bars = program.window.candidates.findChildren(JobProgress)
    qtbot.waitUntil(lambda: any(bar.isVisible() for bar in bars))
    with qtbot.waitSignal(program.ended) as ended:
        program.window.close()
    program.close()
    assert ended.args == [0] and program.dialog is None and program.jobs.busy == 0


def test_the_program_of_a_build_shows_its_list_and_ends_by_itself(tmp_path):
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "cir_desktop", "--practice", "--smoke", "--size", "12"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=90,
    )
    said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (done.returncode, said, done.stdout) == (0, [], "")


def test_the_status_bar_counts_what_is_there(qtbot, window):
    listed = window.candidates.list.model.rowCount()
    assert badges(window) == [f"{listed} kandidaten", "Nog niet opgehaald", "Oefenregister"]


def test_every_page_is_reached_and_refreshed_with_the_keyboard(qtbot, jobs, window):
    titles = ("Kandidaten", "Woningen", "Toewijzingen", "Woonnood", "Migratie", "Uitwisseling", "Instellingen")
    for place, title in enumerate(titles, start=1):
        QTest.keyClick(window, getattr(Qt.Key, f"Key_{place}"), Qt.KeyboardModifier.AltModifier)
        assert window.page.title == title
        settled(qtbot, jobs)
        QTest.keyClick(window, Qt.Key.Key_F5)
        settled(qtbot, jobs)
        assert window.page.banner.isHidden()


def test_an_empty_list_leads_to_where_the_register_is_set(qtbot, jobs, tmp_path):
    office = new_office(tmp_path / "leeg")
    window = OfficeWindow(office, jobs)
    qtbot.addWidget(window)
    window.show()
    window.begin()
    settled(qtbot, jobs)
    press_button(window.candidates, "Register instellen…")
    assert window.page is window.exchange
    assert dialog_of(window.exchange, RegisterAccessDialog).isVisible()
    settled(qtbot, jobs)
    office.close()
