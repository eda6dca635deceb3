"""A clerk corrects a dossier and decides conflicts in the window: what it touches first, nothing chosen beforehand."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QRadioButton, QTabWidget, QWidget
from support.office import (
    HOME,
    PARTY,
    TODAY,
    button,
    column,
    dialog_of,
    fill,
    new_office,
    press_button,
    settled,
    words,
)
from support.versions import arrives, primary_of_ours, values

from cir_desktop.domain.ranking import Answer
from cir_desktop.services import conflicts, correction_requests, edits, exchange, homes, lists, own_facts
from cir_desktop.services.edits import Entered
from cir_desktop.storage import candidates
from ui.dialogs.conflict import ConflictDialog
from ui.dialogs.correction_text import CorrectionTextDialog
from ui.dialogs.edit_dossier import EditDossierDialog
from ui.pages.exchange import ExchangePage
from ui.pages.status_badges import StatusBadges
from ui.widgets.rows_field import RowsField

MAIL, PHONE = "reference.email", "reference.phone1"


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 100)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, "W001", TODAY)
    yield opened
    opened.close()


@pytest.fixture
def number(office):
    """The highest one in the list of W001 of which we are the primary landlord."""
    with office.store.read() as connection:
        placed = lists.list_of_home(office, "W001").ranking.placed
        return next(one.dossier for one in placed if candidates.by_dossier(connection, one.dossier).primary)


@pytest.fixture
def page(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def _line(dialog, name):
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == name)


def _enter(office, number, **texts):
    named = {key.replace("__", "."): text for key, text in texts.items()}
    edits.enter(office, number, Entered(edits.form(office, number).version, named, "brief", TODAY))


def _opened(qtbot, jobs, dialog):
    dialog.open()
    settled(qtbot, jobs)
    return dialog


def _radios(dialog, words_on_it):
    return [each for each in dialog.findChildren(QRadioButton) if each.text() == words_on_it]


def test_a_correction_is_shown_in_words_before_it_is_kept(qtbot, jobs, office, page, number):
    dialog = _opened(qtbot, jobs, EditDossierDialog(office, jobs, page, number, "Proef"))
    said = []
    dialog.done_with.connect(said.append)
    _line(dialog, "Referentiepersoon: e-mail").setText("mijn@voorbeeld.be")
    _line(dialog, "Aantal slaapkamers").setText("8-9")
    _line(dialog, "Referentiepersoon: naam").setText("Anders")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    assert "Waarop u steunt, ontbreekt" in words(dialog)
    _line(dialog, "Waaruit dit blijkt").setText("brief van de kandidaat")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    shown = words(dialog)
    assert "Woning W001" in shown and "niet in aanmerking met wat u invulde" in shown
    assert "wordt mijn@voorbeeld.be" in shown and "wordt Anders (aan het CIR)" in shown
    assert exchange.outbox_lines(office) == []
    press_button(dialog, "Klaarzetten")
    settled(qtbot, jobs)
    assert [line.action_words for line in exchange.outbox_lines(office)] == [
        "Verbetering van gegevens: Referentiepersoon: e-mail, Aantal slaapkamers"
    ]
    assert [line.label for line in correction_requests.lines(office)] == ["Referentiepersoon: naam"]
    assert "Verbetering klaargezet" in said[0] and "vraag tot verbetering" in said[0]


def test_the_tab_key_goes_from_the_fields_to_the_evidence_and_the_button(qtbot, jobs, office, page, number):
    dialog = _opened(qtbot, jobs, EditDossierDialog(office, jobs, page, number, "Proef"))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    reached = []
    for _ in range(20):
        here = dialog.focusWidget()
        reached.append(here.accessibleName())
        QTest.keyClick(here, Qt.Key.Key_Tab)
    assert reached[0] == "Referentiepersoon: e-mail"
    assert reached.index("Referentiepersoon: taalkennis") < reached.index("Waaruit dit blijkt")
    assert reached.index("Waaruit dit blijkt") < reached.index("Gekregen op")
    dialog.reject()


def test_what_cannot_be_right_is_said_at_its_field_on_its_tab(qtbot, jobs, office, page, number):
    dialog = _opened(qtbot, jobs, EditDossierDialog(office, jobs, page, number, "Proef"))
    _line(dialog, "Waaruit dit blijkt").setText("brief")
    rent = _line(dialog, "Hoogste huurprijs")
    rent.setText("veel")
    press_button(dialog, "Nakijken")
    settled(qtbot, jobs)
    tabs = dialog.findChild(QTabWidget)
    assert tabs.tabText(tabs.currentIndex()) == "Voorkeuren"
    assert "De waarde voor “Hoogste huurprijs” klopt niet" in words(dialog)
    dialog.reject()


def test_types_and_choices_are_chosen_and_not_typed(qtbot, jobs, office, page, number):
    dialog = _opened(qtbot, jobs, EditDossierDialog(office, jobs, page, number, "Proef"))
    for tick in dialog.findChildren(QCheckBox):
        tick.setChecked(tick.text() == "Studio")
    language = next(
        each for each in dialog.findChildren(QComboBox) if each.accessibleName() == "Referentiepersoon: taalkennis"
    )
    language.setCurrentIndex(language.findData("VRIJGESTELD"))
    _line(dialog, "Waaruit dit blijkt").setText("brief")
    for step in ("Nakijken", "Klaarzetten"):
        press_button(dialog, step)
        settled(qtbot, jobs)
    (line,) = exchange.outbox_lines(office)
    assert dict(line.command.payload.changes) == {"preferences.types": ("S",), "reference.language": "VRIJGESTELD"}


def test_a_municipality_is_added_in_a_row_of_its_own(qtbot, jobs, office, page, number):
    before = values(office, number)["preferences.regions"]
    dialog = _opened(qtbot, jobs, EditDossierDialog(office, jobs, page, number, "Proef"))
    rows = dialog.findChild(RowsField)
    assert len(rows.rows) == len(before)
    rows.add(("Herselt", ""))
    _line(dialog, "Waaruit dit blijkt").setText("brief van de kandidaat")
    for step in ("Nakijken", "Klaarzetten"):
        press_button(dialog, step)
        settled(qtbot, jobs)
    (line,) = exchange.outbox_lines(office)
    assert set(line.command.payload.changes["preferences.regions"]) == {*before, "13013"}


def test_a_national_number_is_not_shown_to_who_corrects_an_address(qtbot, jobs, office, page, number):
    digits = values(office, number)["reference.national_number"]
    dialog = _opened(qtbot, jobs, EditDossierDialog(office, jobs, page, number, "Proef"))
    shown = " ".join(each.text() for each in dialog.findChildren(QLineEdit)) + words(dialog)
    assert digits not in shown and digits[:6] not in shown
    dialog.reject()


def test_where_another_landlord_is_primary_that_is_said_before_anything_is_typed(qtbot, jobs, office, page):
    with office.store.read() as connection:
        placed = lists.list_of_home(office, "W001").ranking.placed
        other = next(one.dossier for one in placed if not candidates.by_dossier(connection, one.dossier).primary)
    dialog = _opened(qtbot, jobs, EditDossierDialog(office, jobs, page, other, "Proef"))
    assert "alles wordt een vraag tot verbetering" in words(dialog)
    dialog.reject()


def test_a_conflict_says_first_what_it_touches_and_asks_a_choice_for_every_field(qtbot, jobs, office, page, number):
    _enter(office, number, reference__email="mijn@voorbeeld.be", preferences__bedrooms="8-9")
    arrives(office, number, PARTY, reference__email="hunne@voorbeeld.be", preferences__bedrooms=("1", "4"))
    (line,) = conflicts.lines(office)
    dialog = _opened(qtbot, jobs, ConflictDialog(office, jobs, page, line.conflict.id))
    # What is added to a dialog that is open is shown a turn of the event loop later.
    qtbot.waitUntil(lambda: "Toen u begon" in words(dialog))
    shown = words(dialog)
    assert "Dit raakt een lijst of een aanbod" in shown and "Woning W001" in shown
    for text in ("In het register nu", "Wat u invulde", "hunne@voorbeeld.be", "mijn@voorbeeld.be"):
        assert text in shown
    assert not any(each.isChecked() for each in dialog.findChildren(QRadioButton)), "there is no default"
    assert not dialog.main_button.isEnabled()
    _radios(dialog, "Het register is juist")[0].click()
    assert not dialog.main_button.isEnabled(), "every field is decided, or none"
    _radios(dialog, "Dit is juist")[1].click()
    press_button(dialog, "Beslissing bewaren")
    settled(qtbot, jobs)
    (message,) = exchange.outbox_lines(office)
    assert dict(message.command.payload.changes) == {MAIL: "mijn@voorbeeld.be"}


def test_a_conflict_is_decided_with_the_keyboard_alone(qtbot, jobs, office, page, number):
    _enter(office, number, reference__email="mijn@voorbeeld.be")
    arrives(office, number, PARTY, reference__email="hunne@voorbeeld.be")
    (line,) = conflicts.lines(office)
    dialog = _opened(qtbot, jobs, ConflictDialog(office, jobs, page, line.conflict.id))
    qtbot.waitUntil(lambda: "Toen u begon" in words(dialog))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    first = dialog.focusWidget()
    assert isinstance(first, QRadioButton) and "hunne@voorbeeld.be" in first.accessibleName()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert first.isChecked()
    QTest.keyClick(first, Qt.Key.Key_Right)
    chosen = dialog.focusWidget()
    assert chosen.text() == "Dit is juist" and chosen.isChecked()
    QTest.keyClick(chosen, Qt.Key.Key_Tab)
    assert "waarom nog niet" in dialog.focusWidget().accessibleName()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settled(qtbot, jobs)
    assert not any(line.waits for line in conflicts.lines(office))


def test_not_yet_keeps_the_conflict_open_with_the_reason(qtbot, jobs, office, page, number):
    _enter(office, number, reference__email="mijn@voorbeeld.be")
    arrives(office, number, PARTY, reference__email="hunne@voorbeeld.be")
    (line,) = conflicts.lines(office)
    dialog = _opened(qtbot, jobs, ConflictDialog(office, jobs, page, line.conflict.id))
    _radios(dialog, "Beslis ik later")[0].click()
    press_button(dialog, "Beslissing bewaren")
    settled(qtbot, jobs)
    assert "zonder te zeggen waarom" in words(dialog)
    why = next(each for each in dialog.findChildren(QLineEdit) if "waarom nog niet" in each.accessibleName())
    QTest.keyClicks(why, "bel maandag")
    press_button(dialog, "Beslissing bewaren")
    settled(qtbot, jobs)
    again = _opened(qtbot, jobs, ConflictDialog(office, jobs, page, line.conflict.id))
    assert [each.text() for each in again.findChildren(QLineEdit)] == ["bel maandag"]
    again.reject()


def test_the_page_lists_conflicts_and_requests_with_their_counts(qtbot, jobs, office, number, tmp_path):
    _enter(office, number, reference__email="mijn@voorbeeld.be", reference__last_name="Anders")
    arrives(office, number, PARTY, reference__email="hunne@voorbeeld.be")
    shown = ExchangePage(office, jobs)
    qtbot.addWidget(shown)
    shown.show()
    shown.refresh()
    settled(qtbot, jobs)
    tabs = shown.findChild(QTabWidget)
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    assert "Conflicten (1)" in titles and "Vragen tot verbetering (1)" in titles
    tabs.setCurrentWidget(shown.conflicts)
    table = shown.conflicts.list.table
    assert column(table, "Stand") == ["Te beslissen"]
    table.selectRow(0)
    press_button(shown.conflicts, "Bekijken en beslissen…")
    settled(qtbot, jobs)
    dialog = dialog_of(shown, ConflictDialog)
    _radios(dialog, "Het register is juist")[0].click()
    press_button(dialog, "Beslissing bewaren")
    settled(qtbot, jobs)
    assert column(table, "Stand") == ["Beslist"]
    assert "niets meer te melden" in shown.outcome_sentence
    table.selectRow(0)
    press_button(shown.conflicts, "Beslissing terugnemen")
    settled(qtbot, jobs)
    assert column(table, "Stand") == ["Te beslissen"]
    assert not button(shown.conflicts, "Beslissing terugnemen").isEnabled()

    tabs.setCurrentWidget(shown.requests)
    shown.requests.list.table.selectRow(0)
    press_button(shown.requests, "Tekst tonen…")
    settled(qtbot, jobs)
    text = dialog_of(shown, CorrectionTextDialog)
    press_button(text, "Kopiëren")
    assert "Volgens ons: Anders" in QGuiApplication.clipboard().text()
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "vraag.pdf"))
    text.print_on(printer)
    assert (tmp_path / "vraag.pdf").read_bytes().startswith(b"%PDF")
    text.reject()
    press_button(shown.requests, "Afvinken")
    settled(qtbot, jobs)
    assert column(shown.requests.list.table, "Stand")[0].startswith("Afgevinkt door Els")


def test_a_fact_in_conflict_stands_in_the_status_bar(qtbot, jobs, office):
    number = primary_of_ours(office)
    own_facts.note(office, number, "rent.within", answer=Answer.MET, source="mail")
    arrives(office, number, PARTY, preferences__max_rent=99900)
    badges = StatusBadges(None).of(exchange.status(office), practice=False)
    assert "1 in conflict" in [badge.text for badge in badges]
