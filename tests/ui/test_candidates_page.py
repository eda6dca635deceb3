from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QRadioButton
from support.office import TODAY, column, dialog_of, fill, invented, new_office, no_dialog, press_button, settled, words

from cir_desktop.domain.facts import CarePeriod, ImportedCare, ImportedResidence, Residence
from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import candidates, exchange
from cir_desktop.services.candidates import Filter
from cir_desktop.storage import dossiers, facts, outbox
from ui.dialogs.binding_calculator import BindingCalculator
from ui.dialogs.opening_reason import OpeningReason
from ui.pages.candidates import CandidatesPage
from ui.widgets.facts_view import FactsView
from ui.widgets.national_number_field import NationalNumberField

PEOPLE = 300


@pytest.fixture
def empty_office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def office(empty_office):
    fill(empty_office, PEOPLE)
    return empty_office


@pytest.fixture
def open_page(qtbot, jobs):
    def open_one(office):
        made = CandidatesPage(office, jobs)
        qtbot.addWidget(made)
        made.resize(1100, 700)
        made.show()
        activate(qtbot, made)
        made.refresh()
        settled(qtbot, jobs)
        return made

    return open_one


@pytest.fixture
def page(open_page, office):
    return open_page(office)


def activate(qtbot, page):
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


def names(page):
    return column(page.list.table, "Naam")


def shown(qtbot, jobs, page):
    """The list after the question was answered and its rows were fetched."""
    settled(qtbot, jobs)
    page.list.table.viewport().repaint()
    settled(qtbot, jobs)
    return names(page)


def choose(page, name, words):
    combo = next(each for each in page.findChildren(QComboBox) if each.accessibleName() == name)
    place = next(place for place in range(combo.count()) if combo.itemText(place).startswith(words))
    combo.setCurrentIndex(place)


def open_first(qtbot, jobs, page, reason="Toewijzing van een woning"):
    page.list.table.selectRow(0)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    if not no_dialog(page):
        dialog = dialog_of(page, OpeningReason)
        next(each for each in dialog.findChildren(QRadioButton) if each.text() == reason).click()
        press_button(dialog, "Dossier openen")
        qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    activate(qtbot, page)


def opened(qtbot, jobs, page, number):
    """The page with this dossier open."""
    page.list.search.setText(number)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 1)
    shown(qtbot, jobs, page)
    open_first(qtbot, jobs, page)
    return page.dossier


def row_of(office, **wanted):
    found = candidates.rows(office, candidates.ids(office, Filter(scope="all")))
    return next(row for row in found if all(getattr(row, key) == value for key, value in wanted.items()))


def order(office, number, state=CommandState.NEW):
    command = Command(
        id=str(uuid7()),
        action="OFFER",
        dossier=number,
        base_version=1,
        payload=ConsequencePayload(),
        author="Els",
        created_at=office.clock(),
        state=state,
    )
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("offer.made", number)


def tab_text(page, title):
    return next(each for each in page.dossier.findChildren(FactsView) if each.accessibleName() == title).toPlainText()


def test_the_list_shows_everybody_by_name_with_the_names_of_the_chosen_municipalities(qtbot, jobs, page):
    listed = shown(qtbot, jobs, page)
    assert len(listed) == len(invented(PEOPLE))
    assert listed[:50] == sorted(listed[:50], key=str.casefold)
    assert page.list.count_text == f"{len(listed)} kandidaten"
    chosen = column(page.list.table, "Keuzes")[:100]
    assert any("Kasterlee" in text for text in chosen)
    assert not any(letter.isdigit() for text in chosen for letter in text)


def test_typing_a_name_narrows_the_list_and_the_count_says_to_how_many(qtbot, jobs, page):
    wanted = shown(qtbot, jobs, page)[7]
    page.list.search.setText(wanted)
    qtbot.waitUntil(lambda: page.list.model.rowCount() < 20)
    found = shown(qtbot, jobs, page)
    assert found and set(found) == {wanted}
    assert page.list.count_text.startswith(str(len(found)))


def test_filters_narrow_to_a_status_and_to_those_who_chose_a_municipality(qtbot, jobs, page):
    everybody = len(shown(qtbot, jobs, page))
    choose(page, "Status", "Geschrapt")
    struck_off = len(shown(qtbot, jobs, page))
    assert 0 < struck_off < everybody
    assert set(column(page.list.table, "Status")) == {"Geschrapt"}
    choose(page, "Status", "Elke status")
    choose(page, "Gekozen gemeente", "Lille")
    shown(qtbot, jobs, page)
    chosen = column(page.list.table, "Keuzes")[:100]
    assert chosen and all("Lille" in text for text in chosen)


def test_who_is_no_longer_ours_to_see_is_hidden_until_asked_for(qtbot, jobs, office, page):
    gone = row_of(office, status="REG").dossier
    with office.store.unit(office.actor) as unit:
        dossiers.mark_out_of_scope(unit.connection, [gone], unit.at)
        unit.event("pull.out_of_scope", "register")
    page.refresh()
    shown(qtbot, jobs, page)
    assert gone not in column(page.list.table, "Dossier")
    choose(page, "Welke dossiers", "Niet langer voor ons")
    shown(qtbot, jobs, page)
    assert column(page.list.table, "Dossier") == [gone]
    assert column(page.list.table, "Waarschuwing") == ["Niet langer voor ons"]


def test_a_header_orders_the_whole_list_and_the_order_is_remembered(qtbot, jobs, office, page, open_page):
    shown(qtbot, jobs, page)
    page.list.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    shown(qtbot, jobs, page)
    first = column(page.list.table, "Dossier")[:40]
    assert first == sorted(first, reverse=True)
    page.hide()
    again = open_page(office)
    shown(qtbot, jobs, again)
    assert column(again.list.table, "Dossier")[:40] == first


def test_when_nobody_is_found_the_filters_can_be_cleared(qtbot, jobs, page):
    everybody = len(shown(qtbot, jobs, page))
    choose(page, "Status", "Geschrapt")
    page.list.search.setText("zzzz")
    qtbot.waitUntil(lambda: "Niemand gevonden" in words(page))
    press_button(page, "Filters wissen")
    assert len(shown(qtbot, jobs, page)) == everybody
    assert page.list.search.text() == ""


def test_without_a_register_an_empty_list_says_how_to_set_it(qtbot, open_page, empty_office):
    page = open_page(empty_office)
    assert "Nog geen register ingesteld" in words(page)
    with qtbot.waitSignal(page.access_asked):
        press_button(page, "Register instellen…")


def test_the_first_dossier_of_a_session_asks_why_and_each_one_is_logged_with_that_reason(qtbot, jobs, office, page):
    shown(qtbot, jobs, page)
    page.list.table.selectRow(0)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    dialog = dialog_of(page, OpeningReason)
    dialog.reject()
    settled(qtbot, jobs)
    assert not page.dossier.isVisible()
    open_first(qtbot, jobs, page, "Controle of verhaal")
    assert page.dossier.isVisible()
    QTest.keyClick(page.dossier, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.dossier.isVisible())
    page.list.table.selectRow(1)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert no_dialog(page)
    settled(qtbot, jobs)
    logged = [event for event in exchange.recent_events(office) if event.kind == "dossier.opened"]
    assert [event.details["reason"] for event in logged] == ["controle", "controle"]
    assert [event.subject for event in logged][::-1] == column(page.list.table, "Dossier")[:2]


def test_going_back_comes_back_to_the_same_row(qtbot, jobs, page):
    shown(qtbot, jobs, page)
    page.list.table.selectRow(5)
    chosen = page.list.table.chosen_id
    open_first(qtbot, jobs, page)
    page.list.table.selectRow(5)
    press_button(page, "← Terug naar de lijst")
    assert page.list.table.isVisible() and page.list.table.chosen_id == chosen
    assert page.list.table.hasFocus()


def test_arrow_down_goes_from_the_search_field_to_the_first_one_found(qtbot, jobs, page):
    shown(qtbot, jobs, page)
    page.focus_first()
    QTest.keyClick(page.list.search, Qt.Key.Key_Down)
    assert page.list.table.hasFocus() and page.list.table.currentIndex().row() == 0


def test_an_unknown_status_is_shown_as_it_is_and_warned_for_on_top_of_the_dossier(qtbot, jobs, office, page):
    odd = row_of(office, status="NIEUW9")
    dossier = opened(qtbot, jobs, page, odd.dossier)
    assert "NIEUW9" in words(dossier)
    assert "De status NIEUW9 is niet gekend" in dossier.warning_text


def test_what_waits_to_be_sent_is_marked_in_the_list_and_in_the_dossier(qtbot, jobs, office, page):
    number = row_of(office, status="REG").dossier
    order(office, number)
    page.refresh()
    dossier = opened(qtbot, jobs, page, number)
    assert column(page.list.table, "Waarschuwing") == ["Wacht op verzending"]
    assert dossier.pending_text == "Wacht op verzending: Aanbod: te versturen"
    assert dossier.warning_text == ""


def test_national_numbers_are_masked_and_showing_one_is_logged(qtbot, jobs, office, page):
    shown(qtbot, jobs, page)
    open_first(qtbot, jobs, page)
    field = page.dossier.findChildren(NationalNumberField)[0]
    assert field.shown_text.startswith("••.••.••")
    press_button(field, "Tonen")
    settled(qtbot, jobs)
    assert "•" not in field.shown_text
    number = column(page.list.table, "Dossier")[0]
    logged = exchange.recent_events(office, number)[0]
    assert (logged.kind, logged.subject) == ("dossier.number_shown", number)
    digits = "".join(letter for letter in field.shown_text if letter.isdigit())
    assert digits not in str(logged)


def test_a_dossier_shows_what_the_register_has_and_our_own_facts(qtbot, jobs, office, page):
    raw = next(
        each
        for each in invented(PEOPLE)
        if each["inkomsten"] and each["inkomsten"]["belastbaarInkomen"] and each["status"] == "REG"
    )
    number, person = raw["dossierNummer"], raw["personen"][0]
    digits = person["rijksregisternummer"]
    with office.store.unit(office.actor) as unit:
        import_id = facts.start_import(unit.connection, at=unit.at, actor="Els", source="verblijf.xlsx")
        stay = Residence(nis_code="13019", start=date(2020, 2, 1), end=None, ongoing=True)
        care = CarePeriod(nis_code="13017", gives=True, start=date(2024, 1, 1), end=None)
        residences = [ImportedResidence(number, digits, stay)]
        facts.replace_facts(unit.connection, import_id, residences, [ImportedCare(number, digits, care)])
        unit.event("facts.imported", "facts")
    dossier = opened(qtbot, jobs, page, number)
    assert f"{person['voorNaam']} {person['naam']}" in words(dossier)
    place = raw["regioKeuzes"][0]["gemeenteNisCode"]
    assert candidates.place_name(place) in tab_text(page, "Keuzes")
    assert str(raw["inkomsten"]["inkomstenJaar"]) in tab_text(page, "Inkomen en eigendom")
    stays = tab_text(page, "Verblijf en mantelzorg")
    assert "Lille" in stays and "01/02/2020" in stays and "woont er nog" in stays
    assert "geeft" in stays and "Kasterlee" in stays and "loopt nog" in stays
    assert "Wij deden deze kandidaat nog geen aanbod." in tab_text(page, "Aanbiedingen")
    assert f"{raw['versieNummer']}" in tab_text(page, "Geschiedenis")


def test_dossiers_of_every_kind_can_be_shown(office, page):
    for dossier in invented(PEOPLE)[:40]:
        page.dossier.show_view(candidates.dossier_view(office, dossier["dossierNummer"], reason="controle"))
    with_need = next(each for each in invented(PEOPLE) if each["woonnoodVerzoeken"])
    page.dossier.show_view(candidates.dossier_view(office, with_need["dossierNummer"], reason="controle"))
    assert "Woonnoodverzoek van" in tab_text(page, "Woonnood")


def test_the_age_of_a_person_is_that_of_today(qtbot, jobs, office, page):
    raw = next(each for each in invented(PEOPLE) if each["personen"][0]["geboorteDatum"])
    born = date.fromisoformat(raw["personen"][0]["geboorteDatum"])
    dossier = opened(qtbot, jobs, page, raw["dossierNummer"])
    assert f"{candidates.age_on(born, TODAY)} jaar" in words(dossier)


def test_where_the_applicants_lived_can_be_noted_from_the_dossier(qtbot, jobs, page, office):
    panel = opened(qtbot, jobs, page, next(number for number in numbers_with_a_choice(office)))
    press_button(panel, "Woonbinding…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, BindingCalculator)
    dialog.table.add([("Kasterlee", "01/02/2015", "heden")])
    qtbot.waitUntil(dialog.main_button.isEnabled)
    settled(qtbot, jobs)
    press_button(dialog, "Bewaren")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    with office.store.read() as connection:
        (periods,) = facts.facts_of(connection, page._open_number).residences.values()
    assert [period.nis_code for period in periods] == ["13017"]


def numbers_with_a_choice(office):
    with office.store.read() as connection:
        people = facts.person_keys(connection, [each["dossierNummer"] for each in invented(PEOPLE)])
    found = candidates.rows(office, candidates.ids(office, Filter()))
    return [row.dossier for row in found if row.choices and people.get(row.dossier)]
