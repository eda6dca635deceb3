import msgspec
import openpyxl
import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit
from support.office import HOME, TODAY, button, column, dialog_of, new_office, no_dialog, press_button, settled, words

from cir_desktop.services import homes
from cir_desktop.services.workbook_homes import read_homes, write_homes
from ui.dialogs.home_form import HomeDialog
from ui.dialogs.home_import import HomeImportDialog
from ui.dialogs.home_vacancy import VacancyDialog
from ui.pages.homes import HomesPage
from ui.widgets.table_view import TableView


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = HomesPage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def shown(qtbot, jobs, page):
    page.refresh()
    settled(qtbot, jobs)
    return page


def table(page):
    return page.findChild(TableView)


def fields(dialog):
    return {each.accessibleName(): each for each in dialog.findChildren(QLineEdit) if each.accessibleName()}


def fill_form(dialog, **texts):
    for name, text in texts.items():
        fields(dialog)[name.replace("_", " ").capitalize()].setText(text)


GOOD = {
    "straat": "Rechtestraat",
    "huisnummer": "3",
    "postcode": "2275",
    "slaapkamers": "3",
    "laagste_huur": "1.234,56",
}


def test_without_homes_the_page_says_what_to_do_and_proposes_a_code(qtbot, jobs, page):
    shown(qtbot, jobs, page)
    assert "Nog geen woningen" in words(page)
    press_button(page, "Eerste woning toevoegen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, HomeDialog)
    assert fields(dialog)["Code"].text() == "W001"
    dialog.reject()


def test_a_home_is_added_with_the_municipality_of_its_postcode(qtbot, jobs, page, office):
    shown(qtbot, jobs, page)
    press_button(page, "Woning toevoegen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, HomeDialog)
    fill_form(dialog, **GOOD)
    with qtbot.waitSignal(page.changed):
        press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert no_dialog(page)
    (line,) = homes.all_homes(office)
    assert (line.municipality, line.home.place, line.home.bedrooms) == ("Lille", "Lille", 3)
    assert column(table(page), "Laagste huur") == ["€ 1.234,56"]
    assert column(table(page), "Vaste kosten") == ["onbekend"]
    assert column(table(page), "Stand") == ["niet vrij"]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("slaapkamers", "", "slaapkamers ontbreekt"),
        ("slaapkamers", "x", "geen geheel getal"),
        ("huisnummer", "", "huisnummer ontbreekt"),
        ("postcode", "1000", "niet in Vlaanderen"),
        ("laagste_huur", "veel", "geen bedrag"),
        ("straat", "", "volledig adres"),
    ],
)
def test_what_can_not_be_right_is_told_beside_its_field_and_nothing_is_saved(
    qtbot, jobs, page, office, field, text, told
):
    shown(qtbot, jobs, page)
    press_button(page, "Woning toevoegen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, HomeDialog)
    fill_form(dialog, **GOOD | {field: text})
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    wrong = fields(dialog)[field.replace("_", " ").capitalize()]
    assert told in wrong.accessibleDescription()
    assert dialog.focusWidget() is wrong
    assert dialog.banner.isHidden()
    assert homes.all_homes(office) == []
    dialog.reject()


def test_a_code_that_is_taken_is_told_in_the_dialog_and_keeps_what_was_typed(qtbot, jobs, page, office):
    homes.save(office, HOME, new=True)
    shown(qtbot, jobs, page)
    press_button(page, "Woning toevoegen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, HomeDialog)
    fill_form(dialog, **GOOD | {"code": "W001"})
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert "CIR-110" in words(dialog)
    assert fields(dialog)["Straat"].text() == "Rechtestraat"
    dialog.reject()


def test_changing_one_thing_of_a_home_leaves_all_the_rest_as_it_was(qtbot, jobs, page, office):
    homes.save(office, HOME, new=True)
    shown(qtbot, jobs, page)
    press_button(page, "Wijzigen…")
    dialog = dialog_of(page, HomeDialog)
    fill_form(dialog, vaste_kosten="50")
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    (line,) = homes.all_homes(office)
    assert str(line.home.fixed_charges) == "€ 50,00"
    assert (line.home.place, line.home.neighbourhood, line.home.highest_rent) == (
        HOME.place,
        HOME.neighbourhood,
        HOME.highest_rent,
    )


def test_the_marks_of_a_home_are_shown_kept_and_changed(qtbot, jobs, page, office):
    marked = msgspec.structs.replace(HOME, assistance=True, vlabinvest=True, target_group="Ouderen")
    homes.save(office, marked, new=True)
    shown(qtbot, jobs, page)
    assert column(table(page), "Bijzonder") == ["assistentie, Vlabinvest, Ouderen"]
    press_button(page, "Wijzigen…")
    dialog = dialog_of(page, HomeDialog)
    fill_form(dialog, doelgroep="")
    next(each for each in dialog.findChildren(QCheckBox) if "Vlabinvest" in each.text()).setChecked(False)
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert homes.all_homes(office)[0].home == msgspec.structs.replace(marked, vlabinvest=False, target_group=None)


def test_a_postcode_in_two_municipalities_asks_which_one(qtbot, jobs, page):
    shown(qtbot, jobs, page)
    press_button(page, "Woning toevoegen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, HomeDialog)
    fill_form(dialog, postcode="1804")
    municipality = next(each for each in dialog.findChildren(QComboBox) if each.accessibleName() == "Gemeente")
    assert municipality.count() == 2
    assert municipality.currentIndex() == -1
    dialog.reject()


def test_a_home_comes_free_and_taking_that_back_can_be_undone(qtbot, jobs, page, office):
    homes.save(office, HOME, new=True)
    shown(qtbot, jobs, page)
    press_button(page, "Vrij zetten…")
    press_button(dialog_of(page, VacancyDialog), "Vrij zetten")
    settled(qtbot, jobs)
    assert column(table(page), "Stand") == ["vrij vanaf 01/06/2026"]
    press_button(page, "Terugnemen")
    settled(qtbot, jobs)
    assert column(table(page), "Stand") == ["niet vrij"]
    press_button(page, "Ongedaan maken")
    settled(qtbot, jobs)
    assert homes.all_homes(office)[0].vacancy.free_from == TODAY


def test_a_home_that_came_free_leads_to_its_allocation(qtbot, jobs, page, office):
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, "W001", TODAY)
    shown(qtbot, jobs, page)
    with qtbot.waitSignal(page.allocation_asked) as asked:
        press_button(page, "Naar toewijzing")
    assert asked.args == ["W001"]


def test_removing_a_home_can_be_undone(qtbot, jobs, page, office):
    homes.save(office, HOME, new=True)
    shown(qtbot, jobs, page)
    press_button(page, "Verwijderen")
    settled(qtbot, jobs)
    assert homes.all_homes(office) == []
    press_button(page, "Ongedaan maken")
    settled(qtbot, jobs)
    assert homes.all_homes(office)[0].home == HOME


def test_a_home_with_a_history_is_not_removed_and_the_page_says_why(qtbot, jobs, page, office):
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, "W001", TODAY)
    homes.close_vacancy(office, "W001")
    shown(qtbot, jobs, page)
    press_button(page, "Verwijderen")
    settled(qtbot, jobs)
    assert "geschiedenis blijft bewaard" in words(page.banner)
    assert len(homes.all_homes(office)) == 1


def test_a_workbook_is_shown_before_it_is_taken_over(qtbot, jobs, page, office, tmp_path):
    homes.save(office, HOME, new=True)
    shown(qtbot, jobs, page)
    path = tmp_path / "woningen.xlsx"
    write_homes(path, [HOME])
    book = openpyxl.load_workbook(path)
    sheet = book["Woningen"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, titles["Vaste kosten"], 60)
    for title, value in {
        "Code": "W002", "Straat": "Cingel", "Nummer": "4", "Postcode": "2350", "Type": "studio", "Slaapkamers": 0,
    }.items():  # fmt: skip
        sheet.cell(3, titles[title], value)
    sheet.cell(4, titles["Code"], "W003")
    book.save(path)
    page.read_workbook(path)
    settled(qtbot, jobs)
    dialog = dialog_of(page, HomeImportDialog)
    assert "1 nieuw, 1 gewijzigd, 0 ongewijzigd" in words(dialog)
    lines, problems = dialog.findChildren(TableView)
    assert column(lines, "Code") == ["W002", "W001"]
    assert column(lines, "Wat er komt te staan")[1] == "vaste kosten: € 45,00 → € 60,00"
    assert set(column(problems, "Rij")) == {"4"}
    assert [line.home.code for line in homes.all_homes(office)] == ["W001"]
    press_button(dialog, "2 woningen overnemen")
    settled(qtbot, jobs)
    assert [str(line.home.fixed_charges or "") for line in homes.all_homes(office)] == ["€ 60,00", ""]


def test_a_file_that_is_no_workbook_is_told_in_the_page(qtbot, jobs, page, tmp_path):
    path = tmp_path / "lijst.xlsx"
    path.write_text("dit is tekst", encoding="utf-8")
    page.read_workbook(path)
    settled(qtbot, jobs)
    assert "CIR-140" in words(page.banner)
    assert no_dialog(page)


def test_the_empty_workbook_can_be_filled_in_and_read(qtbot, jobs, page, tmp_path):
    path = tmp_path / "leeg.xlsx"
    page.write_template(path)
    settled(qtbot, jobs)
    assert read_homes(path).homes == ()
    assert "leeg.xlsx" in words(page)


def test_without_a_chosen_home_only_adding_and_reading_can_be_pressed(qtbot, jobs, page):
    shown(qtbot, jobs, page)
    for name in ("Wijzigen…", "Vrij zetten…", "Terugnemen", "Naar toewijzing", "Verwijderen"):
        assert not button(page, name).isEnabled(), name
    assert button(page, "Werkboek inlezen…").isEnabled()
