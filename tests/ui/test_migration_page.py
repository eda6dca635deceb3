"""Migratie as a clerk works through it: open a list, see what is wrong, find the cells."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from support.migration_lists import batch
from support.office import button, column, dialog_of, new_office, no_dialog, press_button, settled, words
from support.old_lists import old_list

from cir_desktop.domain.migration_upload import UploadRound
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.practice import launcher
from ui.dialogs.migration_confirm import ConfirmDialog
from ui.dialogs.migration_import import ImportDialog
from ui.dialogs.migration_replace import ReplaceDialog
from ui.dialogs.migration_report import ReportDialog
from ui.dialogs.migration_upload import UploadDialog
from ui.models.columns import Tone
from ui.models.records_model import TONE_ROLE
from ui.pages.migration import MigrationPage
from ui.widgets.search_field import SearchField


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = MigrationPage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1100, 650)
    made.show()
    made.refresh()
    settled(qtbot, jobs)
    return made


@pytest.fixture
def file(tmp_path):
    """Two dossiers: the status of the second is no code, and its number of bedrooms is no number."""
    path = tmp_path / "lijst.xlsx"
    write_template(
        path,
        template(),
        batch({"candidates": [{}, {"dossier": "2019.05.14.0004", "status": "weg"}], "members": [{}, {"sex": "?"}]}),
    )
    return path


def opened(qtbot, jobs, page, path):
    page.open_list(path)
    settled(qtbot, jobs)


def groups(page):
    table = page.findings.groups.table
    return list(zip(column(table, "Ernst"), column(table, "Code"), column(table, "Kolom"), strict=True))


def test_before_a_list_is_open_the_page_says_what_to_do(page):
    assert "Nog geen lijst geopend" in words(page)
    assert not page.findings.isVisible()


def test_findings_stand_by_check_with_what_blocks_first(qtbot, jobs, page, file):
    opened(qtbot, jobs, page, file)
    found = groups(page)
    assert ("Moet", "CEL-010", "D · Status") in found
    order = ["Moet", "Nakijken", "Ter info"]
    assert [severity for severity, *_ in found] == sorted((severity for severity, *_ in found), key=order.index)
    assert "moeten eerst opgelost worden" in page.outcome_sentence or "moet eerst opgelost" in page.outcome_sentence
    assert "Kandidaten 2, Gezinsleden 2" in words(page)


def test_the_places_of_a_check_are_shown_with_value_and_expectation(qtbot, jobs, page, file):
    opened(qtbot, jobs, page, file)
    assert page.findings.groups.table.choose(("CEL-010", "Kandidaten", "D"))
    table = page.findings.places
    assert (column(table, "Cel"), column(table, "Wat er staat")) == (["D3"], ["weg"])
    assert column(table, "Wat er moet staan") == ["Een van: REG, WAITS, CHKS, INFOS, RJCT."]


def test_enter_on_a_place_asks_for_its_cell(qtbot, jobs, page, file):
    opened(qtbot, jobs, page, file)
    page.findings.groups.table.choose(("CEL-010", "Kandidaten", "D"))
    with qtbot.waitSignal(page.findings.cell_asked) as asked:
        page.findings.places.opened.emit(0)
    (finding,) = asked.args
    assert (finding.sheet, finding.column, finding.row) == ("Kandidaten", "D", 3)


def test_findings_are_filtered_by_severity_and_by_words(qtbot, jobs, page, file):
    opened(qtbot, jobs, page, file)
    everything = groups(page)
    page.findings._filter.setCurrentIndex(1)
    assert {severity for severity, *_ in groups(page)} == {"Moet"}
    page.findings._filter.setCurrentIndex(0)
    page.findings.findChild(SearchField).setText("status")
    qtbot.waitUntil(lambda: 0 < len(groups(page)) < len(everything))
    assert {where for *_, where in groups(page)} >= {"D · Status"}


def test_a_file_that_can_not_be_used_is_one_finding(qtbot, jobs, page, tmp_path):
    broken = tmp_path / "kapot.xlsx"
    broken.write_bytes(b"geen werkboek")
    opened(qtbot, jobs, page, broken)
    assert groups(page) == [("Moet", "FIL-001", "")]
    assert "kapot.xlsx: dit bestand kan niet gebruikt worden." in words(page)


def test_a_list_that_is_right_may_go_and_reading_again_sees_what_changed(qtbot, jobs, page, tmp_path, file):
    opened(qtbot, jobs, page, file)
    write_template(
        file, template(), batch({"candidates": [{"presented_on": None}], "members": [{}], "preferences": [{}]})
    )
    press_button(page, "Opnieuw lezen")
    settled(qtbot, jobs)
    assert page.outcome_sentence.startswith("Niets houdt de lijst tegen.")
    assert "Moet: 0" in words(page)


def test_the_file_and_its_columns_are_told_before_the_cells_are_looked_at(qtbot, jobs, page, file):
    seen = []
    page.findings.groups.model.modelReset.connect(lambda: seen.append({code[:3] for _, code, _ in groups(page)}))
    opened(qtbot, jobs, page, file)
    assert "CEL" not in seen[0]
    assert "CEL" in seen[-1]


def test_stopping_leaves_what_was_found_and_no_error(qtbot, jobs, page, file):
    page.open_list(file)
    press_button(page, "Stoppen")
    settled(qtbot, jobs)
    assert page.banner.isHidden()
    assert not page._progress.isVisible()


def test_the_empty_template_is_saved(qtbot, jobs, page, tmp_path):
    page.write_template(tmp_path / "leeg.xlsx")
    settled(qtbot, jobs)
    assert (tmp_path / "leeg.xlsx").exists()
    assert page.outcome_sentence == "Het lege sjabloon staat in leeg.xlsx."
    opened(qtbot, jobs, page, tmp_path / "leeg.xlsx")
    assert "Niets gevonden" in words(page)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 1, 1, today=date(2026, 6, 1)) as child:
        yield child


@pytest.fixture
def right(tmp_path):
    path = tmp_path / "goed.xlsx"
    write_template(
        path, template(), batch({"candidates": [{"presented_on": None}], "members": [{}], "preferences": [{}]})
    )
    return path


def test_a_list_is_only_handed_over_when_nothing_blocks_it_any_more(qtbot, jobs, page, file, right):
    assert not button(page, "Opladen…").isEnabled()
    opened(qtbot, jobs, page, file)
    assert not button(page, "Opladen…").isEnabled()
    opened(qtbot, jobs, page, right)
    assert button(page, "Opladen…").isEnabled()


def test_the_answer_of_an_upload_stands_under_its_round(qtbot, jobs, office, page, right, running):
    office.connect(running.base_url, running.credentials)
    opened(qtbot, jobs, page, right)
    press_button(page, "Opladen…")
    dialog = dialog_of(page, UploadDialog)
    assert "Kandidaten 1, Gezinsleden 1, Voorkeuren 1" in words(dialog)
    press_button(dialog, "Opladen")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert page.outcome_sentence == "Opgeladen. Het register aanvaardt alle 3 rijen."
    assert page.uploads.isVisible()
    assert column(page.uploads.list.table, "Ronde") == ["Test 1"]
    assert "Test 1: 3 rijen aanvaard, 0 geweigerd. Ontvangstbewijs M-" in words(page)
    assert page.uploads.rounds.done == {UploadRound.TEST_1}
    assert "alles aanvaard" in words(page.uploads.rounds)
    press_button(page, "Opladen…")
    proposed = dialog_of(page, UploadDialog)
    assert proposed._round.currentText() == "Test 2"
    proposed.reject()


def test_an_upload_that_fails_is_told_in_the_dialog_and_nothing_is_kept(qtbot, jobs, office, page, right, running):
    office.connect(running.base_url, running.credentials)
    office.use_url("http://127.0.0.1:9")
    opened(qtbot, jobs, page, right)
    press_button(page, "Opladen…")
    dialog = dialog_of(page, UploadDialog)
    press_button(dialog, "Opladen")
    settled(qtbot, jobs)
    assert "CIR-301" in words(dialog)
    dialog.reject()
    page.refresh()
    settled(qtbot, jobs)
    assert column(page.uploads.list.table, "Ronde") == []


def test_a_copy_with_the_findings_says_first_what_does_not_come_along(qtbot, jobs, page, file, tmp_path):
    assert not button(page, "Kopie met bevindingen…").isEnabled()
    opened(qtbot, jobs, page, file)
    press_button(page, "Kopie met bevindingen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, ReportDialog)
    assert "Uw eigen bestand blijft zoals het is." in words(dialog)
    dialog.write(tmp_path / "kopie.xlsx")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert page.outcome_sentence == "De kopie met de bevindingen is bewaard als kopie.xlsx."
    assert (tmp_path / "kopie.xlsx").exists()


def cell(page, column, row):
    sheet = page.grid.model.sheet
    return page.grid.model.index(*sheet.place(row, column))


def test_the_cells_of_a_list_stand_in_a_grid_with_what_was_found(qtbot, jobs, page, file):
    opened(qtbot, jobs, page, file)
    page._tabs.setCurrentWidget(page.grid)
    status = cell(page, "D", 3)
    assert status.data() == "weg"
    assert status.data(TONE_ROLE) == Tone.BAD
    assert "codelijst" in status.data(Qt.ItemDataRole.ToolTipRole)
    assert cell(page, "D", 2).data(TONE_ROLE) is None
    assert page.grid.model.headerData(status.row(), Qt.Orientation.Vertical) == "3"
    page.grid.table.setCurrentIndex(status)
    assert "D3 · Status" in words(page.grid) and "Moet: Deze code" in words(page.grid)


def test_a_double_click_on_a_finding_goes_to_its_cell(qtbot, jobs, page, file):
    opened(qtbot, jobs, page, file)
    page.findings.groups.table.choose(("CEL-010", "Gezinsleden", "I"))
    page.findings.places.opened.emit(0)
    assert page.grid.isVisible()
    assert page.grid.model.sheet.key == "members"
    assert page.grid.table.currentIndex().data() == "?"


def test_a_cell_is_corrected_in_place_undone_and_done_again(qtbot, jobs, page, file):
    opened(qtbot, jobs, page, file)
    page._tabs.setCurrentWidget(page.grid)
    page.grid.table.setCurrentIndex(cell(page, "D", 3))
    page.grid.model.setData(cell(page, "D", 3), "REG")
    settled(qtbot, jobs)
    assert cell(page, "D", 3).data() == "REG"
    assert ("Moet", "CEL-010", "D · Status") not in groups(page)
    assert page.grid.table.currentIndex() == cell(page, "D", 3)
    press_button(page, "Verloop van de waarde")
    settled(qtbot, jobs)
    assert "weg → REG" in words(page.grid)
    press_button(page, "Ongedaan maken")
    settled(qtbot, jobs)
    assert cell(page, "D", 3).data() == "weg"
    assert ("Moet", "CEL-010", "D · Status") in groups(page)
    press_button(page, "Opnieuw doen")
    settled(qtbot, jobs)
    assert cell(page, "D", 3).data() == "REG"
    assert not button(page, "Opnieuw doen").isEnabled()


def test_a_value_is_replaced_in_its_column_after_the_count_is_shown(qtbot, jobs, page, tmp_path):
    path = tmp_path / "lijst.xlsx"
    rows = [{}, *({"dossier": f"2019.05.14.{at:04}", "status": "weg"} for at in (4, 5, 6))]
    write_template(path, template(), batch({"candidates": rows, "members": [{}]}))
    opened(qtbot, jobs, page, path)
    page._tabs.setCurrentWidget(page.grid)
    page.grid.table.setCurrentIndex(cell(page, "D", 3))
    press_button(page, "Vervangen in de kolom…")
    dialog = dialog_of(page, ReplaceDialog)
    dialog._after.setText("REG")
    settled(qtbot, jobs)
    assert "In kolom Status: “weg” wordt “REG” (3 keer)" in words(dialog)
    press_button(dialog, "3 cellen vervangen")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert [cell(page, "D", row).data() for row in (2, 3, 4, 5)] == ["REG"] * 4


def test_the_list_in_hand_is_there_again_after_the_window_was_closed(qtbot, jobs, office, page, file):
    opened(qtbot, jobs, page, file)
    page.grid.model.setData(cell(page, "D", 3), "REG")
    settled(qtbot, jobs)
    again = MigrationPage(office, jobs)
    qtbot.addWidget(again)
    again.show()
    again.refresh()
    settled(qtbot, jobs)
    assert groups(again) == groups(page)
    assert "lijst.xlsx: rijen per blad" in words(again)
    assert cell(again, "D", 3).data() == "REG"
    assert not button(again, "Kopie met bevindingen…").isEnabled()


def test_an_old_list_of_another_layout_is_taken_over_as_its_columns_are_chosen(qtbot, jobs, page, tmp_path):
    path = old_list(tmp_path / "oud.xlsx")
    opened(qtbot, jobs, page, path)
    dialog = dialog_of(page, ImportDialog)
    assert "oud.xlsx volgt ons sjabloon niet." in words(dialog)
    assert "Dit geeft: Kandidaten" in words(dialog)
    proposed = dialog.mapping
    used = next(one for sheet in proposed for one in sheet.assignments if one.key == "phone1")
    dialog.choice_of(used.title).setCurrentIndex(0)
    settled(qtbot, jobs)
    assert not any(one.key == "phone1" for sheet in dialog.mapping for one in sheet.assignments)
    dialog._profile.setText("Onze oude lijst")
    press_button(dialog, "Overnemen")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert groups(page)
    assert page.grid.model.rowCount() == len(page.hand.work.batch.sheet("candidates")) > 0
    assert not button(page, "Kopie met bevindingen…").isEnabled()
    press_button(page, "Opnieuw lezen")
    settled(qtbot, jobs)
    assert no_dialog(page)


def test_sure_proposals_of_a_check_are_taken_in_one_go_and_undone_in_recepten(qtbot, jobs, page, tmp_path):
    path = tmp_path / "lijst.xlsx"
    fused = {"presented_on": None, "nis_code": "11007"}  # Borsbeek, since 2025 part of Antwerpen
    write_template(path, template(), batch({"candidates": [fused], "members": [{}], "preferences": [{}]}))
    opened(qtbot, jobs, page, path)
    sure = next(group for group in page.findings._groups if any(each.proposal for each in group.findings))
    page.findings.groups.table.choose(sure.key)
    press_button(page, "Voorstellen overnemen (1)")
    settled(qtbot, jobs)
    assert sure.key not in [group.key for group in page.findings._groups]
    page._tabs.setCurrentWidget(page.fixes)
    table = page.fixes.list.table
    assert column(table, "Op deze lijst") == ["toegepast: 1 cel"]
    table.selectRow(0)
    press_button(page.fixes, "Ongedaan maken")
    settled(qtbot, jobs)
    assert column(table, "Op deze lijst") == ["ongedaan gemaakt"]
    assert sure.key in [group.key for group in page.findings._groups]


def test_what_is_to_be_looked_at_is_confirmed_with_a_reason_when_nothing_blocks(qtbot, jobs, page, tmp_path):
    path = tmp_path / "lijst.xlsx"
    odd = {"presented_on": None, "sex": "M"}
    write_template(path, template(), batch({"candidates": [odd], "members": [{}], "preferences": [{}]}))
    opened(qtbot, jobs, page, path)
    look = next(group for group in page.findings._groups if group.severity == "nakijken")
    page.findings.groups.table.choose(look.key)
    press_button(page.findings, "Bevestigen…")
    dialog = dialog_of(page, ConfirmDialog)
    press_button(dialog, "Bevestigen")
    settled(qtbot, jobs)
    assert "Geef een reden." in words(dialog)
    dialog._reason.setPlainText("Nagekeken in het Rijksregister.")
    press_button(dialog, "Bevestigen")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    confirmed = next(group for group in page.findings._groups if group.key == look.key)
    assert confirmed.confirmed == len(confirmed.findings)
    assert column(page.fixes.list.table, "Op deze lijst") == ["1 bevestigd"]


def test_the_worklist_holds_the_list_against_what_was_pulled(qtbot, jobs, page, right):
    assert not button(page, "Vergelijken met de laatste ophaling").isEnabled()
    opened(qtbot, jobs, page, right)
    page._tabs.setCurrentWidget(page.worklist)
    press_button(page, "Vergelijken met de laatste ophaling")
    settled(qtbot, jobs)
    assert column(page.worklist.list.table, "In het CIR") == ["niet in het CIR"]
    assert "0 van 1 dossiers zijn in het CIR zoals in uw lijst." in words(page.worklist)


def test_what_is_typed_stands_there_at_once_and_goes_when_it_can_not_be_taken(qtbot, jobs, page, tmp_path):
    path = tmp_path / "lijst.xlsx"
    write_template(path, template(), batch({"candidates": [{}], "members": [{}, {}], "preferences": [{}]}))
    opened(qtbot, jobs, page, path)
    page.grid.model.setData(cell(page, "G", 2), "Janssens")
    assert cell(page, "G", 2).data() == "Janssens"
    settled(qtbot, jobs)
    assert cell(page, "G", 2).data() == "Janssens"
    page.grid._choice.setCurrentIndex(1)  # two members that are the same: neither can be told
    before = cell(page, "F", 2).data()
    page.grid.model.setData(cell(page, "F", 2), "Anders")
    assert cell(page, "F", 2).data() == "Anders"
    settled(qtbot, jobs)
    assert cell(page, "F", 2).data() == before
    assert "niet van een andere te onderscheiden" in words(page)
