"""Instellingen: a clerk enters what binds the landlord, sees what it does, and only then saves."""

from datetime import date, timedelta

import msgspec
import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QTabWidget
from support.office import HOME, TODAY, button, column, dialog_of, fill, new_office, no_dialog, press_button, settled
from support.office import words as words_of

from cir_desktop.allocation.regulation import InternalRules, Level, MunicipalRules, TargetGroup
from cir_desktop.services import homes, settings
from ui.dialogs.rules_internal import InternalDialog
from ui.dialogs.rules_municipal import MunicipalDialog
from ui.dialogs.rules_save import SaveRulesDialog
from ui.dialogs.rules_small import AreaDialog, ValueDialog
from ui.pages.settings import SettingsPage
from ui.widgets.day_field import LastDayField
from ui.widgets.main_window import MainWindow
from ui.widgets.remembered import window_settings
from ui.widgets.rows_field import RowsField
from ui.widgets.table_view import TableView


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = SettingsPage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    made.refresh()
    settled(qtbot, jobs)
    return made


def go_to(page, title):
    tabs = page.findChild(QTabWidget)
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    tabs.setCurrentIndex(titles.index(title))


def table(page, name):
    return next(each for each in page.findChildren(TableView) if each.accessibleName() == name)


def field(dialog, name):
    return next(each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == name)


def tick(dialog, name):
    found = [box for box in dialog.findChildren(QCheckBox) if box.text().replace("&", "") == name]
    found[0].setChecked(True)


def enter_regulation(page, years="20", decision="gemeenteraad van 12/03/2024"):
    press_button(page, "Eerste reglement toevoegen…")
    dialog = dialog_of(page, MunicipalDialog)
    field(dialog, "Gemeente of deelgebied").setText("13017")
    field(dialog, "Beslissing").setText(decision)
    field(dialog, "Bron").setText("toewijzingsreglement")
    levels, _groups = dialog.findChildren(RowsField)
    levels.add([years, "25", "", ""])
    press_button(dialog, "Overnemen")
    return dialog


def save(qtbot, jobs, page, note):
    press_button(page, "Bewaren…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, SaveRulesDialog)
    field(dialog, "Wat wijzigde er?").setText(note)
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)


def test_without_anything_entered_the_page_says_what_holds(page):
    assert "Nog geen eigen reglement" in words_of(page)
    assert "de meegeleverde regels gelden" in words_of(page)
    assert not button(page, "Bewaren…").isEnabled()


def test_a_regulation_is_a_draft_until_it_is_saved_with_its_effect(qtbot, jobs, office, page):
    fill(office, 60)
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, HOME.code, TODAY)
    enter_regulation(page)
    settled(qtbot, jobs)
    assert no_dialog(page)
    assert column(table(page, "Gemeente of deelgebied"), "Bindingen en doelgroepen") == ["20 van 25 jaar"]
    assert "1 wijziging is nog niet bewaard." in words_of(page)
    assert settings.history(office) == []
    press_button(page, "Bewaren…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, SaveRulesDialog)
    assert "W001, Dorpsplein 12" in dialog.findChild(QPlainTextEdit).toPlainText()
    assert settings.history(office) == []
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert "Schrijf het in een paar woorden" in words_of(dialog)
    field(dialog, "Wat wijzigde er?").setText("nieuw reglement")
    with qtbot.waitSignal(page.changed):
        press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert [one.note for one in settings.history(office)] == ["nieuw reglement"]
    assert column(table(page, "Geschiedenis"), "Wat wijzigde er") == ["nieuw reglement"]
    assert not page.unsaved


def test_a_regulation_weaker_than_the_law_stays_in_the_dialog_with_its_article(qtbot, jobs, page):
    dialog = enter_regulation(page, years="4")
    settled(qtbot, jobs)
    assert "BVCW art. 6.23 §1)" in words_of(dialog)
    assert "4 jaar is te weinig" in words_of(dialog)
    assert not page.unsaved
    dialog.reject()


def test_without_a_decision_the_field_says_so(qtbot, jobs, page):
    dialog = enter_regulation(page, decision=" ")
    settled(qtbot, jobs)
    assert "beslissing ontbreekt" in field(dialog, "Beslissing").accessibleDescription()
    dialog.reject()


def test_changes_are_undone_one_by_one_and_thrown_away_with_a_way_back(qtbot, jobs, page):
    go_to(page, "Voorrangen")
    priorities = table(page, "Voorrangen")
    priorities.choose("appeal")
    before = column(priorities, "Stand")
    press_button(page, "Aan of uit zetten")
    settled(qtbot, jobs)
    assert column(priorities, "Stand") != before
    press_button(page, "Ongedaan maken")
    settled(qtbot, jobs)
    assert column(priorities, "Stand") == before
    press_button(page, "Aan of uit zetten")
    settled(qtbot, jobs)
    press_button(page, "Wijzigingen weggooien")
    settled(qtbot, jobs)
    assert column(priorities, "Stand") == before
    assert not page.unsaved


def test_a_value_that_is_not_known_is_filled_in_and_says_who_did(qtbot, jobs, office, page):
    go_to(page, "Waarden")
    values = table(page, "Waarden")
    assert "nog niet gekend" in column(values, "Waarde")
    assert not button(page, "Invullen…").isEnabled()
    values.choose("income.limit.single")
    press_button(page, "Invullen…")
    dialog = dialog_of(page, ValueDialog)
    value, source = (each for each in dialog.findChildren(QLineEdit))
    value.setText("veel")
    source.setText("brief van Wonen")
    press_button(dialog, "Overnemen")
    assert "geen geheel getal" in words_of(dialog)
    value.setText("31.000")
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    save(qtbot, jobs, page, "inkomensgrens")
    assert office.regulation.parameters.known_whole("income.limit.single", TODAY) == 31_000
    assert any("ingevuld door Els" in text for text in column(values, "Bron"))


def test_a_sub_area_and_an_internal_regulation_are_entered(qtbot, jobs, office, page):
    press_button(page, "Deelgebied toevoegen…")
    dialog = dialog_of(page, AreaDialog)
    field(dialog, "Naam").setText("Kempen")
    field(dialog, "Gemeenten").setText("13017, 13019")
    field(dialog, "Beslissing").setText("akkoord van 12/03/2024")
    dialog.findChild(QCheckBox).setChecked(True)
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    go_to(page, "Intern huurreglement")
    press_button(page, "Intern huurreglement toevoegen…")
    dialog = dialog_of(page, InternalDialog)
    field(dialog, "Beslissing").setText("bestuursorgaan van 05/01/2026")
    field(dialog, "Bron").setText("intern huurreglement")
    field(dialog, "Antwoordtermijn").setText("20")
    tick(dialog, "Er is een volgorde bepaald")
    reasons = dialog.findChild(RowsField)
    reasons.add(["ZIEK", "Opname in een ziekenhuis", "misschien", "telt niet als weigering", "art. 9"])
    press_button(dialog, "Overnemen")
    assert "Gegrond is ja of nee" in words_of(dialog)
    reasons.table.item(0, 2).setText("ja")
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    save(qtbot, jobs, page, "deelgebied en intern huurreglement")
    assert office.regulation.answer_term_days(TODAY) == 20
    assert len(office.regulation.internal_on(TODAY).accelerated_order) == 5
    assert [(reason.code, reason.action) for reason in office.refusal_reasons] == [("ZIEK", "CCLGW")]
    assert office.regulation.sub_areas[0].nis_codes == ("13017", "13019")


def test_an_older_version_is_put_back_after_its_effect_was_shown(qtbot, jobs, office, page):
    first = settings.with_value(office, settings.OwnRules(), "income.limit.single", date(2025, 1, 1), "30000", "brief")
    settings.save(office, first, "eerste", based_on=0)
    settings.save(office, settings.OwnRules(), "leeg", based_on=1)
    page.refresh()
    settled(qtbot, jobs)
    go_to(page, "Geschiedenis")
    table(page, "Geschiedenis").choose(1)
    press_button(page, "Vorige versie terugzetten…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, SaveRulesDialog)
    assert field(dialog, "Wat wijzigde er?").text() == "Versie 1 teruggezet"
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert settings.current(office).rules == first
    assert [one.id for one in settings.history(office)] == [3, 2, 1]


def test_the_window_does_not_close_over_unsaved_changes(qtbot, jobs, office):
    window = MainWindow("proef", window_settings(office.workspace))
    qtbot.addWidget(window)
    page = SettingsPage(office, jobs, window)
    window.add_page(page)
    window.show()
    page.refresh()
    settled(qtbot, jobs)
    go_to(page, "Voorrangen")
    table(page, "Voorrangen").choose("appeal")
    press_button(page, "Aan of uit zetten")
    settled(qtbot, jobs)
    window.close()
    assert window.isVisible()
    assert "Er zijn wijzigingen die niet bewaard zijn." in words_of(page)
    press_button(page, "Sluiten zonder bewaren")
    assert not window.isVisible()
    assert settings.history(office) == []


def test_a_target_group_with_a_misspelt_yes_or_no_is_not_guessed(qtbot, jobs, page):
    enter_regulation(page)
    settled(qtbot, jobs)
    table(page, "Gemeente of deelgebied").choose(0)
    table(page, "Gemeente of deelgebied").opened.emit(0)
    dialog = dialog_of(page, MunicipalDialog)
    dialog.findChildren(RowsField)[1].add(["Ouderen", "jaja", "65", "nee", "", "art. 4"])
    press_button(dialog, "Overnemen")
    assert "Voorbehouden is ja of nee" in words_of(dialog)
    dialog.reject()


def change_first(page, name, kind):
    lines = table(page, name)
    lines.choose(0)
    lines.opened.emit(0)
    return dialog_of(page, kind)


def test_a_regulation_that_is_changed_keeps_its_levels_their_certainty_and_its_last_day(qtbot, jobs, office, page):
    strict = Level(id="streng", years=20, window=25, article="BVCW art. 6.23 §1", label="INF")
    weaker = Level(id="zwakker", years=10, window=15, article="BVCW art. 6.23 §1", label="WM")
    group = TargetGroup(name="Aangepast", disability=True, article="art. 4", label="OLD")
    rules = MunicipalRules(
        municipality="13017", since=date(2025, 1, 1), until=date(2027, 1, 1), decision="raad", source="reglement",
        last_checked=TODAY, levels=(strict, weaker), target_groups=(group,),
    )  # fmt: skip
    settings.save(office, settings.OwnRules(municipal=(rules,)), "eerste", based_on=0)
    page.refresh()
    settled(qtbot, jobs)
    assert column(table(page, "Gemeente of deelgebied"), "Tot en met") == ["31/12/2026"]
    dialog = change_first(page, "Gemeente of deelgebied", MunicipalDialog)
    levels, groups = dialog.findChildren(RowsField)
    levels.table.setCurrentCell(0, 0)
    press_button(levels, "Binding verwijderen")
    levels.add(["12", "15", "", "art. 7"])
    assert groups.rows == [["Aangepast", "ja", "", "ja", "", "art. 4", "vroegere regeling, niet bevestigd"]]
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    save(qtbot, jobs, page, "een niveau minder")
    (kept,) = settings.current(office).rules.municipal
    assert [(level.id, level.years, level.label) for level in kept.levels] == [
        ("zwakker", 10, "WM"),
        ("niveau_1", 12, "GOV"),
    ]
    assert kept.until == rules.until
    assert kept.target_groups == (group,)


def test_a_last_day_before_the_first_is_told_at_its_field(qtbot, jobs, page):
    enter_regulation(page)
    settled(qtbot, jobs)
    dialog = change_first(page, "Gemeente of deelgebied", MunicipalDialog)
    last = dialog.findChild(LastDayField)
    last.set_last_day(date(2020, 1, 1))
    press_button(dialog, "Overnemen")
    assert "De laatste dag 01/01/2020 ligt vóór" in last.accessibleDescription()
    last.set_last_day(date(2030, 12, 31))
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    assert column(table(page, "Gemeente of deelgebied"), "Tot en met") == ["31/12/2030"]


def test_a_refused_row_is_where_the_cursor_goes(qtbot, jobs, page):
    enter_regulation(page)
    settled(qtbot, jobs)
    dialog = change_first(page, "Gemeente of deelgebied", MunicipalDialog)
    levels = dialog.findChildren(RowsField)[0]
    levels.add(["3", "10"])
    levels.table.setCurrentCell(0, 0)
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    assert "3 jaar is te weinig" in levels.accessibleDescription()
    assert levels.table.currentRow() == 1
    dialog.reject()


@pytest.mark.parametrize("kind", [MunicipalDialog, InternalDialog, AreaDialog])
def test_the_forms_fit_on_a_small_screen(qtbot, jobs, office, page, kind):
    dialog = kind(office, jobs, page, settings.OwnRules(), None)
    dialog.open()
    assert dialog.height() <= 660
    assert dialog.minimumSizeHint().height() < 400
    dialog.reject()


def test_a_municipality_goes_by_its_name_and_an_unknown_one_is_told_at_its_field(qtbot, jobs, office, page):
    enter_regulation(page)
    settled(qtbot, jobs)
    dialog = change_first(page, "Gemeente of deelgebied", MunicipalDialog)
    place = field(dialog, "Gemeente of deelgebied")
    assert place.text() == "Kasterlee (13017)"
    place.setText("Kasterle")
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    assert "de naam van een deelgebied" in place.accessibleDescription()
    place.setText("lille")
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    assert column(table(page, "Gemeente of deelgebied"), "Gemeente of deelgebied") == ["Lille (13019)"]
    press_button(page, "Deelgebied toevoegen…")
    dialog = dialog_of(page, AreaDialog)
    field(dialog, "Naam").setText("Kempen")
    field(dialog, "Gemeenten").setText("Kasterlee, Lile")
    field(dialog, "Beslissing").setText("akkoord van 12/03/2024")
    press_button(dialog, "Overnemen")
    assert "Lile: Deze gemeente is niet gekend." in words_of(dialog)
    field(dialog, "Gemeenten").setText("Kasterlee, Lille (13019)")
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    assert column(table(page, "Deelgebied"), "Gemeenten") == ["Kasterlee (13017), Lille (13019)"]


def test_the_bindings_are_put_in_another_order_and_that_is_undone(qtbot, jobs, page):
    enter_regulation(page)
    settled(qtbot, jobs)
    dialog = change_first(page, "Gemeente of deelgebied", MunicipalDialog)
    levels = dialog.findChildren(RowsField)[0]
    levels.add(["30", "35"])
    press_button(levels, "Hoger")
    assert [row[0] for row in levels.rows] == ["30", "20"]
    assert levels.table.currentRow() == 0
    press_button(levels, "Hoger")
    press_button(levels, "Ongedaan maken")
    assert [row[0] for row in levels.rows] == ["20", "30"]
    levels.table.setCurrentCell(0, 0)
    press_button(levels, "Lager")
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    assert column(table(page, "Gemeente of deelgebied"), "Bindingen en doelgroepen") == [
        "30 van 35 jaar, 20 van 25 jaar"
    ]


def test_a_new_version_begins_as_the_former_one_and_keeps_its_occupancy_table(qtbot, jobs, office, page):
    shipped = office.shipped.occupancy[-1]
    own = msgspec.structs.replace(shipped, since=date(2025, 1, 1), step_down=False)
    former = InternalRules(
        since=date(2025, 1, 1), until=date(2026, 6, 1), version="2025", decision="bestuursorgaan", source="reglement",
        last_checked=TODAY, answer_days=20, table=own,
    )  # fmt: skip
    settings.save(office, settings.OwnRules(internal=(former,)), "eerste", based_on=0)
    page.refresh()
    settled(qtbot, jobs)
    go_to(page, "Intern huurreglement")
    table(page, "Intern huurreglement").choose(0)
    press_button(page, "Nieuwe versie…")
    dialog = dialog_of(page, InternalDialog)
    assert field(dialog, "Antwoordtermijn").text() == "20"
    field(dialog, "Versie").setText("2026")
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    save(qtbot, jobs, page, "versie 2026")
    kept, later = settings.current(office).rules.internal
    assert kept == former
    assert (later.version, later.since, later.until, later.answer_days) == ("2026", TODAY, None, 20)
    assert later.table == msgspec.structs.replace(own, since=TODAY)


def test_a_new_version_of_a_regulation_takes_over_from_its_day_on(qtbot, jobs, office, page):
    strict = Level(id="streng", years=20, window=25, article="BVCW art. 6.23 §1", label="GOV")
    rules = MunicipalRules(
        municipality="13017", since=date(2025, 1, 1), decision="raad", source="reglement", last_checked=TODAY,
        levels=(strict,),
    )  # fmt: skip
    settings.save(office, settings.OwnRules(municipal=(rules,)), "eerste", based_on=0)
    page.refresh()
    settled(qtbot, jobs)
    table(page, "Gemeente of deelgebied").choose(0)
    press_button(page, "Nieuwe versie…")
    dialog = dialog_of(page, MunicipalDialog)
    levels = dialog.findChildren(RowsField)[0]
    levels.table.item(0, 0).setText("15")
    press_button(dialog, "Overnemen")
    settled(qtbot, jobs)
    save(qtbot, jobs, page, "minder streng")
    day_before = office.regulation.rules_of("13017", TODAY - timedelta(days=1)).levels
    assert [(level.id, level.years) for level in day_before] == [("streng", 20)]
    assert [(level.id, level.years) for level in office.regulation.rules_of("13017", TODAY).levels] == [("streng", 15)]
