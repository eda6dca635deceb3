from datetime import timedelta

import msgspec
import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabWidget,
    QTextBrowser,
)
from support.office import (
    HOME,
    PARTY,
    TODAY,
    button,
    column,
    dialog_of,
    fill,
    invented,
    new_office,
    no_dialog,
    note_complete_pull,
    press_button,
    settled,
    tab_round,
    words,
)

from cir_desktop.domain.process import CommandState, OfferAnswer
from cir_desktop.practice import launcher, remote
from cir_desktop.practice.generator import landlord
from cir_desktop.practice.residence_workbook import write_residences
from cir_desktop.services import (
    answers,
    decisions,
    exchange,
    explaining,
    freezing,
    homes,
    lists,
    offers,
    pulling,
    reviews,
)
from ui.dialogs.answer import AnswerDialog
from ui.dialogs.binding_calculator import BindingCalculator
from ui.dialogs.decision import DecisionDialog
from ui.dialogs.frozen_export import FrozenExportDialog
from ui.dialogs.offer import OfferDialog
from ui.dialogs.problem_table import OutcomeDialog
from ui.dialogs.retract import RetractDialog
from ui.pages.allocation_menu import ListMenu
from ui.pages.allocations import AllocationsPage
from ui.widgets.comparison import ComparisonPanel, WhatIfPanel
from ui.widgets.day_field import DayField
from ui.widgets.explanation import ExplanationPanel
from ui.widgets.job_progress import JobProgress
from ui.widgets.table_view import TableView

SIZE = 120


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def filled(office):
    fill(office, SIZE)
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, "W001", TODAY)
    return office


@pytest.fixture
def page(qtbot, jobs, office):
    made = AllocationsPage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def shown(qtbot, jobs, page):
    page.refresh()
    settled(qtbot, jobs)
    return page


def table(page, name):
    return next(each for each in page.findChildren(TableView) if each.accessibleName() == name)


def placed(page):
    return table(page, "In volgorde")


def excluded(page):
    return table(page, "Komen niet in aanmerking")


def day_field(widget, name):
    return next(each for each in widget.findChildren(DayField) if each.accessibleName() == name)


def sign(dialog, name, text="Stukken nagekeken."):
    next(each for each in dialog.findChildren(QPlainTextEdit) if each.accessibleName() == name).setPlainText(text)


def choose_answer(dialog, name):
    found = [each for each in dialog.findChildren(QRadioButton) if each.text().replace("&", "").startswith(name)]
    assert len(found) == 1
    found[0].setChecked(True)
    return found[0]


def offer_to_first(qtbot, jobs, page):
    press_button(page, "Aanbod doen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, OfferDialog)
    for field in dialog.findChildren(QPlainTextEdit):
        field.setPlainText("Stukken nagekeken.")
    press_button(dialog, "Aanbod doen")
    settled(qtbot, jobs)
    assert no_dialog(page), words(dialog)


def test_without_a_vacancy_the_page_leads_to_the_homes(qtbot, jobs, page):
    shown(qtbot, jobs, page)
    assert "Er staat geen woning open" in words(page)
    with qtbot.waitSignal(page.go_to_homes):
        press_button(page, "Naar Woningen")


def test_everyone_who_chose_the_municipality_stands_in_one_of_two_blocks_that_add_up(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    above, below = column(placed(page), "Dossier"), column(excluded(page), "Dossier")
    chose = set(above) | set(below)
    assert chose == {
        dossier["dossierNummer"]
        for dossier in invented(SIZE)
        if any(HOME.nis_code in str(choice) for choice in dossier["regioKeuzes"])
    }
    assert len(above) + len(below) == len(chose) > 20
    said = f"{len(chose)} kozen deze gemeente = {len(above)} in volgorde + {len(below)} komen niet in aanmerking"
    assert said in words(page)
    assert f"In volgorde ({len(above)})" in words(page)
    assert excluded(page).isVisible()
    assert column(placed(page), "Plaats") == [str(place) for place in range(1, len(above) + 1)]
    assert all(column(placed(page), "Waarom hier")) and all(column(excluded(page), "Waarom niet"))


def test_the_sentence_about_the_order_is_the_one_of_the_rules(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    assert lists.named_list(filled, "W001").list.ranking.header in words(page)


def test_a_list_that_is_not_complete_says_so_and_leads_to_the_exchange(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    assert "nog niet opgehaald" in words(page)
    with qtbot.waitSignal(page.go_to_exchange):
        press_button(page, "Ophalen…")


def test_a_complete_list_says_since_when(qtbot, jobs, page, filled):
    note_complete_pull(filled, SIZE)
    shown(qtbot, jobs, page)
    assert f"Lijst volledig opgehaald op 01/06/2026 10:00: {SIZE} dossiers." in words(page)
    assert not button(page, "Ophalen…").isVisible()


def test_every_rule_of_the_chosen_candidate_is_explained_with_its_source(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    panel = page.findChild(ExplanationPanel)
    first = column(placed(page), "Dossier")[0]
    for answer in lists.trace(filled, "W001", first):
        assert answer.text in panel.plain_text
        assert answer.article in panel.plain_text
    assert "niet bevestigd" in panel.plain_text


def test_an_excluded_candidate_is_explained_and_can_not_be_offered_to(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    excluded(page).selectRow(0)
    settled(qtbot, jobs)
    assert "komt niet in aanmerking" in words(page.findChild(ExplanationPanel))
    assert "Niet voldaan" in page.findChild(ExplanationPanel).plain_text
    assert placed(page).selectionModel().selectedRows() == []
    assert not button(page, "Aanbod doen…").isEnabled()
    placed(page).selectRow(0)
    settled(qtbot, jobs)
    assert "Plaats 1" in words(page.findChild(ExplanationPanel))
    assert button(page, "Aanbod doen…").isEnabled()


def test_who_can_still_rise_says_to_which_place_and_is_counted(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    ranking = lists.named_list(filled, "W001").list.ranking
    rising = [line for line in ranking.placed if line.best_position < line.position]
    assert rising
    marks = column(placed(page), "Let op")
    for line in rising:
        assert f"kan naar {line.best_position}" in marks[line.position - 1]
    assert f"{len(rising)} dossiers kunnen nog van plaats veranderen" in words(page)


def test_another_reference_date_gives_the_list_of_that_day_and_no_offer(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    day_field(page, "Peildatum").set_day(TODAY + timedelta(days=400))
    settled(qtbot, jobs)
    assert "Volgorde op 06/07/2027" in words(page)
    assert not button(page, "Aanbod doen…").isEnabled()
    assert "de lijst van vandaag" in words(page)


def test_reading_again_keeps_the_chosen_candidate(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    third = column(placed(page), "Dossier")[2]
    placed(page).choose(third)
    settled(qtbot, jobs)
    shown(qtbot, jobs, page)
    assert placed(page).chosen_id == third
    assert "Plaats 3" in words(page.findChild(ExplanationPanel))


def test_an_offer_without_the_register_is_signed_for_the_age_and_for_the_incomplete_list(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    press_button(page, "Aanbod doen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, OfferDialog)
    assert "Onze kopie is versie" in words(dialog)
    assert "nog niet opgehaald" in words(dialog)
    assert "tot en met 16/06/2026" in words(dialog)
    press_button(dialog, "Aanbod doen")
    settled(qtbot, jobs)
    assert "CIR-301" in words(dialog.banner)
    sign(dialog, "Handtekening")
    press_button(dialog, "Aanbod doen")
    settled(qtbot, jobs)
    assert "CIR-110" in words(dialog.banner)
    sign(dialog, "Motief")
    with qtbot.waitSignal(page.changed):
        press_button(dialog, "Aanbod doen")
    settled(qtbot, jobs)
    assert no_dialog(page)
    assert column(table(page, "Aanbiedingen"), "Stand") == ["loopt tot en met 16/06/2026"]
    assert column(table(page, "Aanbiedingen"), "Bericht aan het CIR") == ["Aanbod: te versturen"]
    assert not button(page, "Aanbod doen…").isEnabled()


@pytest.mark.network
def test_a_register_that_goes_away_after_the_dossier_was_fetched_asks_for_a_signature(
    qtbot, jobs, page, office, tmp_path
):
    with launcher.start(tmp_path / "register", 60, 1, TODAY) as practice:
        office.connect(practice.base_url, practice.credentials)
        pulling.pull(office)
        homes.save(office, HOME, new=True)
        homes.open_vacancy(office, "W001", TODAY)
        shown(qtbot, jobs, page)
        press_button(page, "Aanbod doen…")
        settled(qtbot, jobs)
        dialog = dialog_of(page, OfferDialog)
        for field in dialog.findChildren(QPlainTextEdit):
            field.setPlainText("Stukken nagekeken.")
    press_button(dialog, "Aanbod doen")
    settled(qtbot, jobs)
    assert "CIR-301" in words(dialog.banner)
    assert "zonet opnieuw opgehaald" not in words(dialog)
    sign(dialog, "Handtekening", "Het register is onbereikbaar.")
    press_button(dialog, "Aanbod doen")
    settled(qtbot, jobs)
    assert no_dialog(page)
    (offer,) = lists.named_list(office, "W001").offers
    assert "onbereikbaar" in offer.motive


def test_a_later_posting_date_is_refused_and_an_earlier_one_moves_the_term(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    press_button(page, "Aanbod doen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, OfferDialog)
    posted = day_field(dialog, "Postdatum")
    posted.set_day(TODAY + timedelta(days=3))
    assert posted.day == TODAY
    posted.set_day(TODAY - timedelta(days=1))
    assert "en met 15/06/2026" in words(dialog)
    dialog.reject()
    settled(qtbot, jobs)


def test_a_refusal_shows_what_it_means_and_the_message_and_a_sanction_waits(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    offer_to_first(qtbot, jobs, page)
    press_button(page, "Antwoord noteren…")
    dialog = dialog_of(page, AnswerDialog)
    assert not button(dialog, "Antwoord noteren").isEnabled()
    choose_answer(dialog, "Geweigerd")
    settled(qtbot, jobs)
    assert not button(dialog, "Antwoord noteren").isEnabled()
    reasons = next(each for each in dialog.findChildren(QComboBox) if each.accessibleName() == "Reden")
    assert reasons.count() == len(filled.refusal_reasons)
    reasons.setCurrentIndex(reasons.findData("ZIEKENHUIS"))
    settled(qtbot, jobs)
    assert "CCLGW" in words(dialog) and "sanctie" not in words(dialog)
    reasons.setCurrentIndex(reasons.findData("LIGGING"))
    settled(qtbot, jobs)
    assert "REF: Weigering" in words(dialog) and "huurpremie" in words(dialog)
    assert "tweede persoon" in words(dialog)
    press_button(dialog, "Antwoord noteren")
    settled(qtbot, jobs)
    held = exchange.outbox_lines(filled, {CommandState.HELD})
    assert [line.command.action for line in held] == ["REF"]
    assert column(table(page, "Aanbiedingen"), "Stand") == ["geweigerd, ongegrond"]
    assert "wacht op een tweede persoon" in words(page)


def test_an_answer_noted_by_mistake_is_taken_back_with_one_button(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    offer_to_first(qtbot, jobs, page)
    press_button(page, "Antwoord noteren…")
    dialog = dialog_of(page, AnswerDialog)
    choose_answer(dialog, "Aanvaard")
    settled(qtbot, jobs)
    press_button(dialog, "Antwoord noteren")
    settled(qtbot, jobs)
    press_button(page, "Antwoord terugnemen")
    settled(qtbot, jobs)
    assert "het aanbod loopt opnieuw" in words(page)
    assert button(page, "Antwoord noteren…").isEnabled()


def test_an_offer_that_did_not_leave_yet_is_put_right_from_its_allocation(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    assert not button(page, "Rechtzetten…").isEnabled()
    offer_to_first(qtbot, jobs, page)
    table(page, "Aanbiedingen").selectRow(0)
    settled(qtbot, jobs)
    press_button(page, "Rechtzetten…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, RetractDialog)
    reasons = dialog.findChild(QComboBox)
    reasons.setCurrentIndex(reasons.findData("VERKEERD-DOSSIER"))
    settled(qtbot, jobs)
    assert "hoort hier niets van" in words(dialog)
    assert "wordt ingetrokken" in words(dialog)
    press_button(dialog, "Rechtzetten")
    settled(qtbot, jobs)
    assert "Rechtgezet; het CIR hoort er niets van." in words(page)
    assert column(table(page, "Aanbiedingen"), "Stand") == ["ingetrokken"]


def test_silence_can_only_be_noted_after_the_term(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    offer_to_first(qtbot, jobs, page)
    press_button(page, "Antwoord noteren…")
    dialog = dialog_of(page, AnswerDialog)
    silent = next(each for each in dialog.findChildren(QRadioButton) if "Geen antwoord" in each.text())
    assert not silent.isEnabled()
    assert "17/06/2026" in silent.text()
    dialog.reject()


def test_there_is_no_decision_without_the_body_that_takes_it(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    offer_to_first(qtbot, jobs, page)
    (offer,) = lists.named_list(filled, "W001").offers
    answers.answer(filled, offer.id, OfferAnswer.ACCEPTED)
    shown(qtbot, jobs, page)
    press_button(page, "Beslissen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, DecisionDialog)
    assert "ACC" in words(dialog)
    press_button(dialog, "Beslissing vastleggen")
    settled(qtbot, jobs)
    assert "zonder orgaan" in words(dialog)
    assert lists.named_list(filled, "W001").decision is None
    dialog.reject()


def test_residence_facts_are_taken_over_and_every_row_left_out_is_listed(qtbot, jobs, page, filled, tmp_path):
    shown(qtbot, jobs, page)
    before = column(placed(page), "Let op")
    workbook = tmp_path / "verblijf.xlsx"
    write_residences(invented(SIZE), workbook, 1, TODAY, landlord(SIZE))
    import openpyxl

    book = openpyxl.load_workbook(workbook)
    book["Verblijf"].append(["geen nummer", "00000000000", "Kasterlee", "13017", TODAY, None])
    book.save(workbook)
    with qtbot.waitSignal(page.changed):
        page.read_facts(workbook)
    settled(qtbot, jobs)
    dialog = dialog_of(page, OutcomeDialog)
    assert "verblijfsperiodes" in words(dialog) and "1 rijen niet overgenomen" in words(dialog)
    assert column(dialog.findChild(TableView), "Kolom") == ["Dossiernummer", "Rijksregisternummer"]
    press_button(dialog, "Sluiten")
    after = column(placed(page), "Let op")
    assert sum("woonplaats?" in mark for mark in after) < sum("woonplaats?" in mark for mark in before)


def test_a_file_that_is_no_workbook_of_facts_is_told_in_the_page(qtbot, jobs, page, filled, tmp_path):
    shown(qtbot, jobs, page)
    path = tmp_path / "verblijf.xlsx"
    path.write_text("dit is tekst", encoding="utf-8")
    page.read_facts(path)
    settled(qtbot, jobs)
    assert "CIR-140" in words(page.banner)


def test_taking_over_facts_can_be_followed_and_stopped(qtbot, jobs, page, filled, tmp_path):
    shown(qtbot, jobs, page)
    before = column(placed(page), "Let op")
    workbook = tmp_path / "verblijf.xlsx"
    write_residences(invented(SIZE), workbook, 1, TODAY, landlord(SIZE))
    page.read_facts(workbook)
    press_button(page, "Stoppen")
    settled(qtbot, jobs)
    assert not any(each.isVisible() for each in page.findChildren(JobProgress))
    assert no_dialog(page)
    assert "wordt gelezen" not in words(page)
    assert column(placed(page), "Let op") == before


def test_the_whole_page_is_reached_with_the_tab_key_and_enter_begins_an_offer(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    reached = tab_round(qtbot, page, 40)
    names = {each.text().replace("&", "") for each in reached if isinstance(each, QPushButton)}
    assert {"Aanbod doen…", "Verblijf en mantelzorg overnemen…", "Naar Uitwisseling"} <= names
    assert {placed(page), excluded(page), day_field(page, "Peildatum")} <= set(reached)
    assert any(isinstance(each, QTextBrowser) for each in reached)
    QTest.keyClick(placed(page), Qt.Key.Key_Return)
    settled(qtbot, jobs)
    dialog = dialog_of(page, OfferDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settled(qtbot, jobs)
    assert no_dialog(page)


@pytest.mark.network
def test_from_an_offer_to_a_decision_that_the_register_confirms(qtbot, jobs, page, office, tmp_path):
    with launcher.start(tmp_path / "register", 60, 1, TODAY) as practice:
        office.connect(practice.base_url, practice.credentials)
        assert office.party == PARTY
        pulling.pull(office)
        homes.save(office, HOME, new=True)
        homes.open_vacancy(office, "W001", TODAY)
        workbook = tmp_path / "verblijf.xlsx"
        remote.residences(practice.credentials, workbook)
        page.read_facts(workbook)
        settled(qtbot, jobs)
        shown(qtbot, jobs, page)
        assert "Lijst volledig opgehaald" in words(page)
        dossier = placed(page).chosen_id

        press_button(page, "Aanbod doen…")
        settled(qtbot, jobs)
        dialog = dialog_of(page, OfferDialog)
        assert "zonet opnieuw opgehaald" in words(dialog)
        for field in dialog.findChildren(QPlainTextEdit):
            field.setPlainText("Stukken nagekeken.")
        press_button(dialog, "Aanbod doen")
        settled(qtbot, jobs)
        assert exchange.push(office).accepted == 1
        shown(qtbot, jobs, page)
        assert column(table(page, "Aanbiedingen"), "Bericht aan het CIR") == ["Aanbod: bevestigd"]
        assert "ons aanbod loopt" in column(placed(page), "Let op")[0]

        press_button(page, "Antwoord noteren…")
        dialog = dialog_of(page, AnswerDialog)
        choose_answer(dialog, "Aanvaard")
        settled(qtbot, jobs)
        press_button(dialog, "Antwoord noteren")
        settled(qtbot, jobs)
        assert "leg de beslissing vast" in words(page)

        press_button(page, "Beslissen…")
        settled(qtbot, jobs)
        dialog = dialog_of(page, DecisionDialog)
        body = next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == "Beslissingsorgaan")
        body.setText("Vast bureau")
        for field in dialog.findChildren(QPlainTextEdit):
            field.setPlainText("Stukken nagekeken.")
        press_button(dialog, "Beslissing vastleggen")
        settled(qtbot, jobs)
        assert no_dialog(page)
        assert "B0001: toegewezen aan" in words(page)
        assert "contract vanaf 01/07/2026" in words(page)
        assert exchange.push(office).accepted == 1
        last = exchange.outbox_lines(office)[-1]
        assert (last.command.action, last.command.dossier) == ("ACC", dossier)
        assert last.receipt


def test_what_holds_for_everybody_stands_once_above_the_list_and_not_beside_each_candidate(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    ranking = lists.named_list(filled, "W001").list.ranking
    assert len(ranking.placed) > 5 and ranking.warnings
    for warning in ranking.warnings:
        assert words(page).count(warning) == 1
    assert not any("inkomen?" in mark for mark in column(placed(page), "Let op"))


def test_the_marks_and_notes_of_the_review_stand_in_both_blocks(qtbot, jobs, page, filled):
    ranking = lists.named_list(filled, "W001").list.ranking
    reviews.mark(filled, "W001", ranking.placed[1].dossier, "BELLEN", "na 17 uur")
    reviews.mark(filled, "W001", ranking.excluded[0].dossier, "VRAAG", "")
    shown(qtbot, jobs, page)
    assert column(placed(page), "Nazicht")[:3] == ["", "bellen", ""]
    assert column(placed(page), "Nota")[1] == "na 17 uur"
    assert column(excluded(page), "Nazicht")[0] == "navragen"


def tab(page, name):
    tabs = page.findChild(QTabWidget)
    tabs.setCurrentIndex([tabs.tabText(place) for place in range(tabs.count())].index(name))


def select_two(table, one, other):
    rows = table.selectionModel()
    pick = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    table.selectRow(one)
    rows.setCurrentIndex(table.model().index(other, 0), pick)


def test_one_chosen_candidate_is_compared_with_the_row_above_and_two_with_each_other(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    tab(page, "Waarom A voor B")
    lines = lists.named_list(filled, "W001").list.ranking.placed
    names = column(placed(page), "Naam")
    placed(page).choose(lines[3].dossier)
    settled(qtbot, jobs)
    panel = page.findChild(ComparisonPanel)
    assert f"{names[2]} staat voor {names[3]}" in panel.plain_text
    select_two(placed(page), 5, 1)
    settled(qtbot, jobs)
    assert f"{names[1]} staat voor {names[5]}" in panel.plain_text
    expected = explaining.compare(filled, "W001", lines[5].dossier, lines[1].dossier)
    assert expected.sentence in panel.plain_text
    for rule in expected.rules:
        assert rule.first.text in panel.plain_text and rule.second.text in panel.plain_text
    placed(page).selectRow(6)
    settled(qtbot, jobs)
    assert f"{names[5]} staat voor {names[6]}" in panel.plain_text


def test_an_excluded_candidate_is_compared_with_a_place_in_the_order(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    tab(page, "Waarom A voor B")
    excluded(page).selectRow(0)
    settled(qtbot, jobs)
    reason = lists.named_list(filled, "W001").list.ranking.excluded[0].text
    panel = page.findChild(ComparisonPanel)
    first, fourth = (column(placed(page), "Naam")[row] for row in (0, 3))
    assert f"{first} staat in de volgorde" in panel.plain_text and reason in panel.plain_text
    page.findChild(QSpinBox).setValue(4)
    settled(qtbot, jobs)
    assert f"{fourth} staat in de volgorde" in panel.plain_text


def test_what_would_move_the_chosen_candidate_is_told_with_what_changes_nothing(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    tab(page, "Wat als…")
    last = lists.named_list(filled, "W001").list.ranking.placed[-1].dossier
    placed(page).choose(last)
    settled(qtbot, jobs)
    told = page.findChild(WhatIfPanel).plain_text
    expected = explaining.would_change(filled, "W001", last)
    assert expected.changes
    for change in expected.changes:
        assert change.sentence in told
    for fact in expected.nothing:
        assert fact in told


def test_every_rule_is_told_with_the_values_that_it_applied_since_when_and_from_where(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    told = page.findChild(ExplanationPanel).plain_text
    assert "Langdurige woonbinding: onafgebroken jaren: 5 jaar, geldig vanaf 01/01/2024" in told
    for used in lists.named_list(filled, "W001").list.ranking.parameters:
        assert used.source in told


def decided_home(office):
    """A home that was let to the first who can be offered it; gives the list by which the offer went."""
    ranking = lists.list_of_home(office, "W001").ranking
    first = ranking.placed[0].dossier
    made = offers.offer(office, "W001", first, motive="Nagekeken.", stale_motive="Nagekeken.")
    answers.answer(office, made.id, OfferAnswer.ACCEPTED)
    contract = TODAY + timedelta(days=30)
    decisions.decide(office, "W001", first, contract_from=contract, body="Vast bureau", motive="Nagekeken.")
    homes.save(office, msgspec.structs.replace(HOME, bedrooms=4), new=False)
    return ranking


def test_at_a_let_home_the_list_of_then_is_taken_along_as_it_was(qtbot, jobs, page, filled, tmp_path):
    then = decided_home(filled)
    shown(qtbot, jobs, page)
    menu = page.findChild(ListMenu)
    still = next(one for one in menu.menu().actions() if one.text().startswith("Wie kan nog"))
    assert not still.isEnabled()
    menu.write_workbook(tmp_path / "toen.xlsx")
    settled(qtbot, jobs)
    book = openpyxl.load_workbook(tmp_path / "toen.xlsx")
    rows = list(book["In volgorde"].values)
    place = rows[0].index("Dossier")
    assert [row[place] for row in rows[1:]] == [line.dossier for line in then.placed]
    kept = freezing.kept(filled)[-1]
    assert any(kept.sha256 in str(row[1]) for row in book["Regels en waarden"].values)
    menu.write_pdf(tmp_path / "toen.pdf")
    settled(qtbot, jobs)
    assert (tmp_path / "toen.pdf").read_bytes().startswith(b"%PDF")
    press_button(page, "Toon de lijst van nu")
    settled(qtbot, jobs)
    assert still.isEnabled()


def test_at_a_let_home_the_list_of_then_is_shown_and_a_switch_leads_to_that_of_now(qtbot, jobs, page, filled):
    then = decided_home(filled)
    now = lists.list_of_home(filled, "W001").ranking
    assert [line.dossier for line in now.placed] != [line.dossier for line in then.placed]
    shown(qtbot, jobs, page)
    assert column(placed(page), "Dossier") == [line.dossier for line in then.placed]
    assert "Lijst van toen" in words(page) and "Vingerafdruk" in words(page)
    assert not day_field(page, "Peildatum").isEnabled()
    assert "2 slaapkamers" in page.findChild(ExplanationPanel).plain_text
    assert not button(page, "Aanbod doen…").isEnabled()
    press_button(page, "Toon de lijst van nu")
    settled(qtbot, jobs)
    assert column(placed(page), "Dossier") == [line.dossier for line in now.placed]
    assert "niet die van de beslissing" in words(page) and "Lijst van toen" not in words(page)
    press_button(page, "Toon de lijst van toen")
    settled(qtbot, jobs)
    assert column(placed(page), "Dossier") == [line.dossier for line in then.placed]


def test_the_list_of_then_is_worked_out_again_with_one_button(qtbot, jobs, page, filled):
    decided_home(filled)
    shown(qtbot, jobs, page)
    press_button(page, "Herbereken")
    settled(qtbot, jobs)
    assert "identiek" in words(page)
    assert freezing.kept(filled)[-1].sha256 in words(page)


def test_a_decision_is_exported_with_a_password_that_was_given_twice_alike(qtbot, jobs, page, filled, tmp_path):
    decided_home(filled)
    shown(qtbot, jobs, page)
    press_button(page, "Dossier uitvoeren…")
    dialog = dialog_of(page, FrozenExportDialog)
    first, again = dialog.findChildren(QLineEdit)
    first.setText("vier losse woorden samen")
    again.setText("vier losse woorden")
    dialog.do()
    assert "niet gelijk" in words(dialog)
    again.setText("vier losse woorden samen")
    dialog.write(tmp_path / "b.cirdossier")
    settled(qtbot, jobs)
    assert "b.cirdossier" in words(page)
    assert freezing.replay_file(tmp_path / "b.cirdossier", "vier losse woorden samen").identical


def test_who_is_passed_over_gets_a_reason_and_a_fact_in_the_dialog(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    ranking = lists.list_of_home(filled, "W001").ranking
    third = next(line for line in ranking.placed[2:] if "unknown.status" not in {flag.code for flag in line.flags})
    placed(page).choose(third.dossier)
    settled(qtbot, jobs)
    press_button(page, "Aanbod doen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, OfferDialog)
    for name in ("Motief", "Handtekening"):
        sign(dialog, name)
    press_button(dialog, "Aanbod doen")
    settled(qtbot, jobs)
    assert "zonder reden" in words(dialog.banner)
    reasons = [each for each in dialog.findChildren(QComboBox) if each.accessibleName().startswith("Reden voor")]
    facts = [each for each in dialog.findChildren(QLineEdit) if each.accessibleName().startswith("Feit over")]
    assert len(reasons) == len(facts) == third.position - 1
    reasons[0].setCurrentIndex(reasons[0].findData("VRAAGT-UITSTEL"))
    facts[0].setText("Brief van de kandidaat.")
    press_button(dialog, "Zelfde voor iedereen")
    press_button(dialog, "Aanbod doen")
    settled(qtbot, jobs)
    assert no_dialog(page)
    (offer,) = lists.named_list(filled, "W001").offers
    assert [passed.position for passed in offer.passed_over] == list(range(1, third.position))
    assert {(passed.code, passed.fact) for passed in offer.passed_over} == {
        ("VRAAGT-UITSTEL", "Brief van de kandidaat.")
    }


def test_the_binding_of_the_chosen_candidate_is_counted_for_the_municipality_of_the_home(qtbot, jobs, page, filled):
    shown(qtbot, jobs, page)
    placed(page).selectRow(0)
    settled(qtbot, jobs)
    press_button(page, "Woonbinding…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, BindingCalculator)
    assert "Kasterlee" in [each.currentText() for each in dialog.findChildren(QComboBox)]
    dialog.table.add([("Kasterlee", "01/02/2015", "heden")])
    qtbot.waitUntil(dialog.main_button.isEnabled)
    settled(qtbot, jobs)
    press_button(dialog, "Bewaren")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert "de lijst is opnieuw berekend" in words(page)
