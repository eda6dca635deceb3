"""Instellingen, Medewerkers en goedkeuring."""

import pytest
from PySide6.QtWidgets import QLineEdit
from support.approvers import PASSPHRASE, approver_of
from support.office import button, column, dialog_of, new_office, no_dialog, press_button, settled, words
from support.roles import person

from cir_desktop.domain.identity import Role
from cir_desktop.storage import people as kept_people
from ui.dialogs.approver import ApproverDialog, ChoosePassphraseDialog, EndApproverDialog
from ui.pages.settings_people import PeopleSection
from ui.widgets.remembered import window_settings
from ui.widgets.roles import show_roles


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap", actor="Els")
    yield opened
    opened.close()


@pytest.fixture
def section(qtbot, jobs, office):
    made = PeopleSection(office, jobs, window_settings(office.workspace), None)
    qtbot.addWidget(made)
    made.resize(1100, 560)
    made.show()
    made.refresh()
    settled(qtbot, jobs)
    return made


def fill_in(dialog, **texts):
    for name, text in texts.items():
        field = next(
            each
            for each in dialog.findChildren(QLineEdit)
            if each.accessibleName().casefold().startswith(name.replace("_", " "))
        )
        field.setText(text)


def refreshed(qtbot, jobs, section):
    section.refresh()
    settled(qtbot, jobs)
    return section.approvers.table


def test_an_office_where_nobody_can_release_reads_that_first(section):
    assert "Een sanctie kan nu door niemand vrijgegeven worden: ze blijft wachten." in words(section)
    assert "Nog geen goedkeurder" in words(section)
    assert "Wie zich niet aanmeldt, werkt hier als medewerker en beheerder" in words(section)
    assert not button(section, "Beëindigen…").isEnabled()


def test_an_approver_is_added_and_chooses_a_passphrase_in_the_step_that_follows(qtbot, jobs, section):
    press_button(section, "Goedkeurder toevoegen…")
    dialog = dialog_of(section, ApproverDialog)
    fill_in(dialog, voornaam="Mieke Janssens")
    press_button(dialog, "Toevoegen")
    settled(qtbot, jobs)
    assert "De functie ontbreekt." in words(dialog)
    fill_in(dialog, functie="algemeen directeur", account="mjanssens")
    press_button(dialog, "Toevoegen")
    qtbot.waitUntil(lambda: no_dialog(section))
    settled(qtbot, jobs)
    assert column(section.approvers.table, "Stand") == ["koos nog geen wachtwoordzin"]
    assert "Mieke Janssens is toegevoegd en kiest nu zelf een wachtwoordzin." in words(section)
    press_button(section, "Nu kiezen…")
    dialog = dialog_of(section, ChoosePassphraseDialog)
    fill_in(dialog, wachtwoordzin=PASSPHRASE, nog_eens="iets anders")
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert "De twee wachtwoordzinnen zijn niet gelijk." in words(dialog)
    fill_in(dialog, nog_eens=PASSPHRASE)
    with qtbot.waitSignal(section.changed):
        press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert column(section.approvers.table, "Stand") == ["kan vrijgeven"]
    assert column(section.approvers.table, "Bekend als") == ["account mjanssens"]
    assert column(section.approvers.table, "Toegevoegd") == ["01/06/2026, Els"]
    assert "vrijgegeven worden door: Mieke Janssens" in words(section)


def test_a_deputy_comes_with_organisation_and_agreement(qtbot, jobs, section):
    press_button(section, "Plaatsvervanger aanduiden…")
    dialog = dialog_of(section, ApproverDialog)
    fill_in(dialog, voornaam="Joris Maes", functie="directeur", organisatie="OCMW Buurdorp")
    press_button(dialog, "Aanduiden")
    settled(qtbot, jobs)
    assert "De verwijzing naar het akkoord ontbreekt." in words(dialog)
    fill_in(dialog, verwijzing="Akkoord 2026-14")
    press_button(dialog, "Aanduiden")
    qtbot.waitUntil(lambda: no_dialog(section))
    settled(qtbot, jobs)
    assert column(section.approvers.table, "Soort") == ["plaatsvervanger (OCMW Buurdorp)"]


def test_an_approver_is_ended_after_reading_what_that_means(qtbot, jobs, office, section):
    approver_of(office, "Mieke")
    table = refreshed(qtbot, jobs, section)
    table.selectRow(0)
    assert not button(section, "Wachtwoordzin kiezen…").isEnabled()
    press_button(section, "Beëindigen…")
    dialog = dialog_of(section, EndApproverDialog)
    assert "Wat al vrijgegeven is, blijft zo." in words(dialog)
    with qtbot.waitSignal(section.changed):
        press_button(dialog, "Beëindigen")
    settled(qtbot, jobs)
    assert column(table, "Stand")[0].startswith("beëindigd op")
    assert "door niemand" in words(section)
    table.selectRow(0)
    assert not button(section, "Beëindigen…").isEnabled()


def test_who_signed_in_here_is_listed_by_name(qtbot, jobs, office, section):
    with office.store.unit(office.actor) as unit:
        kept_people.keep_person(unit.connection, person(Role.CLERK, name="Noor Claes"), unit.at)
        unit.event("register.moved", "register")
    refreshed(qtbot, jobs, section)
    assert column(section.lately.table, "Naam") == ["Noor Claes"]
    assert column(section.lately.table, "Organisatie") == ["Gemeente Oefendorp"]


def test_a_clerk_sees_the_approvers_and_reads_who_may_add_one(qtbot, jobs, office, section):
    approver_of(office, "Mieke")
    show_roles(section, {Role.CLERK})
    table = refreshed(qtbot, jobs, section)
    table.selectRow(0)
    for name in ("Goedkeurder toevoegen…", "Plaatsvervanger aanduiden…", "Beëindigen…"):
        assert not button(section, name).isEnabled()
        assert button(section, name).toolTip() == "Hiervoor is de rol beheerder nodig."
