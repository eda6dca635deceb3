"""Dubbels as a clerk goes through them: two people beside each other, an answer by one key, and the way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.migration_lists import TODAY, batch
from support.office import button, column, dialog_of, new_office, press_button, settled, words

from cir_desktop.domain.pairs import PairAnswer
from cir_desktop.migration.reader import read_batch
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from ui.dialogs.weaving import WeavingDialog
from ui.pages.migration import MigrationPage
from ui.pages.migration_pairs import PairsTab

AN = {"national_number": "85.05.14-900.15", "last_name": "Van den Broeck", "birth_date": "14/05/1985"}
AN_AGAIN = {
    **AN,
    "dossier": "2021.02.01.0001",
    "registered_on": "01/02/2021",
    "national_number": "85.05.14-900.51",
    "last_name": "v.d. Broeck",
}
KOEN = {
    "dossier": "2022.02.01.0001", "national_number": "", "first_name": "Koen", "last_name": "Maes", "sex": "M",
    "birth_date": "02/01/1990", "street": "Kerkweg", "email": "koen@voorbeeld.be", "phone1": "", "phone2": "",
}  # fmt: skip
PARTNER = {**KOEN, "dossier": "2022.02.01.0002", "first_name": "Lien", "sex": "V", "birth_date": "05/07/1991"}
LIST = batch({"candidates": [AN, AN_AGAIN, KOEN, PARTNER]})


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def tab(qtbot, jobs, office):
    made = PairsTab(office, jobs)
    qtbot.addWidget(made)
    made.resize(1100, 650)
    made.show()
    made.show_list(LIST, against_register=False)
    settled(qtbot, jobs)
    return made


def answers(tab):
    return column(tab.list.table, "Antwoord")


def press(qtbot, jobs, tab, key, modifier=Qt.KeyboardModifier.NoModifier):
    tab.activateWindow()
    tab.focus_first()
    QTest.keyClick(tab.list.table, key, modifier)
    settled(qtbot, jobs)


def test_the_surest_pair_is_chosen_and_says_by_field_why(tab):
    assert column(tab.list.table, "Wat") == ["vermoedelijk dezelfde", "gesplitst gezin?"]
    fields = dict(zip(column(tab.rows, "Veld"), column(tab.rows, "Gelijk?"), strict=True))
    assert (fields["Rijksregisternummer"], fields["Geboortedatum"], fields["Naam"]) == ("gelijkt", "gelijk", "gelijkt")
    assert column(tab.rows, "Eén")[0] == "Kandidaten rij 2"
    points = [int(text) for text in column(tab.rows, "Punten") if text]
    assert f"{sum(points)} punten" in words(tab)
    assert "0 van 2 beantwoord" in words(tab)


def test_two_dossiers_of_one_day_are_said_to_be_no_double(tab):
    tab.list.table.choose(tab.list.model.id_at(1))
    assert "Misschien een gesplitst gezin, geen dubbel" in words(tab)


def test_one_key_answers_and_goes_on_to_the_next_pair(qtbot, jobs, tab):
    with qtbot.waitSignal(tab.counted, check_params_cb=lambda left: left == 1):
        press(qtbot, jobs, tab, Qt.Key.Key_1)
    assert answers(tab) == ["zelfde persoon", "wacht"]
    assert tab.list.table.chosen_id == tab.list.model.id_at(1)
    press(qtbot, jobs, tab, Qt.Key.Key_3)
    assert answers(tab) == ["zelfde persoon", "later"]
    assert "1 van 2 beantwoord" in words(tab)


def test_undo_takes_the_last_answers_back_one_by_one(qtbot, jobs, tab):
    press(qtbot, jobs, tab, Qt.Key.Key_1)
    press(qtbot, jobs, tab, Qt.Key.Key_2)
    assert answers(tab) == ["zelfde persoon", "iemand anders"]
    press(qtbot, jobs, tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert answers(tab) == ["zelfde persoon", "wacht"]
    press(qtbot, jobs, tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert answers(tab) == ["wacht", "wacht"]
    press(qtbot, jobs, tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert answers(tab) == ["wacht", "wacht"]


def test_an_answer_of_an_earlier_upload_stands_there_and_can_be_taken_back(qtbot, jobs, tab):
    tab.answer(PairAnswer.OTHER)
    settled(qtbot, jobs)
    tab.show_list(LIST, against_register=False)
    settled(qtbot, jobs)
    assert answers(tab) == ["wacht", "iemand anders"]
    tab.list.table.choose(tab.list.model.id_at(1))
    assert "iemand anders (Els," in words(tab)
    press_button(tab, "Antwoord terugnemen")
    settled(qtbot, jobs)
    assert answers(tab) == ["wacht", "wacht"]


def test_only_what_waits_can_be_shown(qtbot, jobs, tab):
    tab.answer(PairAnswer.SAME)
    settled(qtbot, jobs)
    tab._only_open.setChecked(True)
    assert answers(tab) == ["wacht"]
    tab.answer(PairAnswer.OTHER)
    settled(qtbot, jobs)
    assert "Nu wacht er niemand" in words(tab)
    tab.undo()
    settled(qtbot, jobs)
    assert answers(tab) == ["zelfde persoon", "wacht"]


def test_the_page_looks_for_doubles_when_a_list_was_checked(qtbot, jobs, office, tmp_path):
    path = tmp_path / "lijst.xlsx"
    write_template(path, template(), LIST)
    page = MigrationPage(office, jobs)
    qtbot.addWidget(page)
    page.show()
    page.open_list(path)
    settled(qtbot, jobs)
    titles = [page._tabs.tabText(place) for place in range(page._tabs.count())]
    assert "Dubbels (2)" in titles


def weaving_of(qtbot, jobs, tab):
    press_button(tab, "Invlechten…")
    settled(qtbot, jobs)
    return dialog_of(tab, WeavingDialog)


def test_nothing_can_be_woven_before_somebody_was_said_to_be_the_same(qtbot, jobs, tab):
    assert not button(tab, "Invlechten…").isEnabled()
    tab.answer(PairAnswer.OTHER)
    settled(qtbot, jobs)
    assert "zeg eerst bij Dubbels" in words(weaving_of(qtbot, jobs, tab))


def test_a_group_is_woven_after_its_preview_saved_and_taken_back(qtbot, jobs, tab, tmp_path):
    tab.answer(PairAnswer.SAME)
    settled(qtbot, jobs)
    dialog = weaving_of(qtbot, jobs, tab)
    assert column(dialog.groups, "Stand") == ["niet ingevlochten"]
    assert column(dialog.groups, "Blijft") == ["2019.05.14.0003"]
    assert column(dialog.groups, "Datum") == ["14/05/2019 (onbewezen)"]
    assert "Nergens gepubliceerd" in words(dialog)
    assert "Gezin en voorkeuren blijven die van het dossier dat blijft." in words(dialog)
    assert not button(dialog, "Ingevlochten lijst bewaren…").isEnabled()
    press_button(dialog, "Groep invlechten")
    settled(qtbot, jobs)
    assert column(dialog.groups, "Stand") == ["ingevlochten"]
    out = tmp_path / "nieuw.xlsx"
    dialog.save(out)
    settled(qtbot, jobs)
    assert "zonder 1 dossier staat in nieuw.xlsx" in dialog.outcome_sentence
    assert list(read_batch(out, today=TODAY).sheet("candidates").column("dossier")) == [
        "2019.05.14.0003", "2022.02.01.0001", "2022.02.01.0002"
    ]  # fmt: skip
    press_button(dialog, "Groep terugnemen")
    settled(qtbot, jobs)
    assert column(dialog.groups, "Stand") == ["niet ingevlochten"]
    dialog.reject()


def test_after_weaving_the_page_goes_on_with_the_new_list(qtbot, jobs, office, tmp_path):
    path, out = tmp_path / "lijst.xlsx", tmp_path / "nieuw.xlsx"
    write_template(path, template(), LIST)
    page = MigrationPage(office, jobs)
    qtbot.addWidget(page)
    page.show()
    page.open_list(path)
    settled(qtbot, jobs)
    page._tabs.setCurrentWidget(page.pairs)
    page.pairs.answer(PairAnswer.SAME)
    settled(qtbot, jobs)
    dialog = weaving_of(qtbot, jobs, page.pairs)
    press_button(dialog, "Groep invlechten")
    settled(qtbot, jobs)
    dialog.save(path)
    settled(qtbot, jobs)
    assert "overschreven" in words(dialog)
    dialog.save(out)
    settled(qtbot, jobs)
    press_button(dialog, "Die lijst openen")
    settled(qtbot, jobs)
    assert "nieuw.xlsx" in words(page) and "Kandidaten 3" in words(page)


def test_another_rule_shows_another_dossier(qtbot, jobs, tab):
    tab.answer(PairAnswer.SAME)
    settled(qtbot, jobs)
    dialog = weaving_of(qtbot, jobs, tab)
    dialog._rule.setCurrentIndex(dialog._rule.findData("newest"))
    settled(qtbot, jobs)
    assert column(dialog.groups, "Blijft") == ["2021.02.01.0001"]
    dialog.reject()
