"""The binding calculator as a clerk uses it: type, see, save, undo, print."""

import pytest
from PySide6.QtWidgets import QWidget
from support.office import fill, invented, new_office, press_button, settled, words
from support.roles import person

from cir_desktop.domain.identity import Role
from cir_desktop.services import binding, exchange
from cir_desktop.storage import facts
from ui.dialogs.binding_calculator import BindingCalculator

KASTERLEE = ("13017", "Kasterlee")


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 40)
    yield opened
    opened.close()


@pytest.fixture
def number(office):
    with office.store.read() as connection:
        people = facts.person_keys(connection, [each["dossierNummer"] for each in invented(40)])
    return next(number for number, keys in sorted(people.items()) if keys)


@pytest.fixture
def calculator(qtbot, jobs, office, number):
    page = QWidget()
    qtbot.addWidget(page)
    page.show()

    def opened():
        made = BindingCalculator(office, jobs, page, number, [KASTERLEE])
        made.open()
        settled(qtbot, jobs)
        return made

    return opened


def counted(qtbot, jobs, dialog):
    qtbot.waitUntil(lambda: not dialog._timer.isActive())
    settled(qtbot, jobs)


def test_what_is_typed_is_counted_at_once_and_only_saved_when_asked(qtbot, jobs, calculator, office, number):
    dialog = calculator()
    assert "niet te zeggen" in dialog.result_text
    dialog.table.add([("Kasterlee", "01/02/2015", "heden")])
    counted(qtbot, jobs, dialog)
    assert "jaar in de gemeente: gehaald" in dialog.result_text
    assert dialog._line.line.rows[0].bars[0].counts
    with office.store.read() as connection:
        assert not facts.facts_of(connection, number).covered
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    again = calculator()
    assert again.table.rows() == [("13017 Kasterlee", "01/02/2015", "heden")]
    again.reject()


def test_a_line_that_can_not_be_read_is_told_and_keeps_the_rest_from_being_saved(qtbot, jobs, calculator):
    dialog = calculator()
    dialog.table.add([("Nergenshuizen", "01/02/2015", "heden")])
    counted(qtbot, jobs, dialog)
    assert "Regel 1: Deze gemeente is niet gekend." in words(dialog)
    assert not dialog.main_button.isEnabled()
    dialog.reject()


def test_pasted_lines_come_into_the_table(qtbot, jobs, calculator):
    dialog = calculator()
    dialog.paste("Kasterlee;01/02/2015;31/08/2019\nLille;01/09/2019;heden\nNergens;?;nu")
    counted(qtbot, jobs, dialog)
    assert "Niet geplakt, regel 3: Deze gemeente is niet gekend." in words(dialog)
    assert [row[1:] for row in dialog.table.rows()] == [("01/02/2015", "31/08/2019"), ("01/09/2019", "heden")]
    dialog.reject()


def test_what_was_saved_can_be_undone(qtbot, jobs, calculator, office, number):
    place = 1
    binding.save(office, number, place, [binding.read_row(office, "Kasterlee", "01/02/2015", "heden")])
    dialog = calculator()
    press_button(dialog, "Laatste bewaring ongedaan maken")
    settled(qtbot, jobs)
    assert dialog.table.rows() == []
    dialog.reject()


def test_the_annex_is_a_pdf(qtbot, jobs, calculator, tmp_path):
    dialog = calculator()
    dialog.table.add([("Kasterlee", "01/02/2015", "heden")])
    counted(qtbot, jobs, dialog)
    dialog.save_pdf(str(tmp_path / "bijlage.pdf"))
    settled(qtbot, jobs)
    assert (tmp_path / "bijlage.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()


def test_no_annex_leaves_by_the_hand_of_who_only_looks_and_each_one_is_logged(
    qtbot, jobs, office, calculator, tmp_path
):
    dialog = calculator()
    dialog.table.add([("Kasterlee", "01/02/2015", "heden")])
    counted(qtbot, jobs, dialog)
    office.person = person(Role.READER)
    dialog.save_pdf(str(tmp_path / "bijlage.pdf"))
    settled(qtbot, jobs)
    assert not (tmp_path / "bijlage.pdf").exists()
    assert "Hiervoor is de rol medewerker nodig." in words(dialog)
    office.person = None
    dialog.save_pdf(str(tmp_path / "bijlage.pdf"))
    settled(qtbot, jobs)
    assert (tmp_path / "bijlage.pdf").exists()
    assert exchange.recent_events(office)[0].kind == "binding.annexed"
    dialog.reject()


def test_a_screen_reader_hears_what_the_time_line_shows(qtbot, jobs, calculator):
    dialog = calculator()
    dialog.table.add([("Kasterlee", "01/02/2015", "31/08/2019")])
    counted(qtbot, jobs, dialog)
    assert "Kasterlee: 01/02/2015 t/m 31/08/2019" in dialog._line.accessibleDescription()
    dialog.reject()


def test_a_period_without_a_begin_is_drawn_as_not_known(qtbot, jobs, calculator):
    dialog = calculator()
    dialog.table.add([("Kasterlee", "?", "31/01/2004")])
    counted(qtbot, jobs, dialog)
    ((bar,),) = [row.bars for row in dialog._line.line.rows]
    assert bar.vague
    assert (bar.end - bar.start).days >= 365
    dialog.reject()
