"""Who works here is always in sight, and a person signs in and out from there."""

import json

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from support.browser import BY_NAME, Browser
from support.office import button, dialog_of, fill, new_office, no_dialog, press_button, settled, words

from cir_desktop.domain.access import AccessSettings, Environment
from cir_desktop.practice import launcher
from cir_desktop.services import register_access
from ui.dialogs.sign_in import SignInDialog
from ui.main import OfficeWindow


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("oefenregister"), 5, 1) as running:
        yield running


@pytest.fixture
def control(practice):
    known = json.loads(practice.credentials.read_text(encoding="utf-8"))

    def call(method, path, body=None):
        headers = {"x-practice-token": known["control_token"]}
        answer = httpx.request(method, known["control_url"] + path, json=body, headers=headers, trust_env=False)
        assert answer.status_code == 200, answer.text

    yield call
    call("DELETE", "/faults")
    for each in BY_NAME.values():
        call("POST", "/employee", {"vo_id": each.vo_id, "roles": list(each.roles)})


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap", actor="els")
    fill(opened, 5)
    yield opened
    opened.close()


@pytest.fixture
def browser():
    with Browser("Samira") as opened:
        yield opened


@pytest.fixture
def window(qtbot, office, jobs, practice, browser):
    office.connect(practice.base_url, practice.credentials)
    yield from _window(qtbot, office, jobs, browser)


def _window(qtbot, office, jobs, browser):
    made = OfficeWindow(office, jobs)
    # It pulls by itself in practice; here only who works is looked at.
    made._practice_pulled = True
    made.signed_in._browse = browser.open
    qtbot.addWidget(made)
    made.show()
    made.begin()
    settled(qtbot, jobs)
    yield made
    made.close()


def lines(window):
    return [action.text().replace("&", "") for action in window.signed_in.menu().actions()]


def choose(window, name):
    (action,) = (
        each for each in window.signed_in.menu().actions() if each.isEnabled() and each.text().replace("&", "") == name
    )
    action.trigger()


def sign_in(qtbot, window, jobs, name="Aanmelden…"):
    choose(window, name)
    press_button(dialog_of(window, SignInDialog), "Aanmelden in de browser")
    settled(qtbot, jobs)


def test_before_anybody_signs_in_the_window_says_so_and_offers_it(window):
    assert window.signed_in.text() == "Zonder aanmelding"
    assert "Account van deze computer: els" in lines(window)
    assert "Aanmelden…" in lines(window)
    assert "Afmelden" not in lines(window)


def test_who_signs_in_is_shown_with_roles_and_organisation(qtbot, window, jobs, office):
    told = []
    window.signed_in.changed.connect(lambda: told.append(office.actor.name))
    sign_in(qtbot, window, jobs)
    assert window.signed_in.text() == "Samira Denkbeeldig: medewerker, beheerder"
    assert "Voor Lokaal bestuur Oefendorp (0200000001)" in lines(window)
    assert told == [BY_NAME["Samira"].vo_id], "the pages must ask again"
    assert no_dialog(window)


def test_who_signs_out_is_gone_here_and_in_the_browser(qtbot, window, jobs, office, browser):
    sign_in(qtbot, window, jobs)
    choose(window, "Afmelden")
    settled(qtbot, jobs)
    assert window.signed_in.text() == "Zonder aanmelding"
    assert office.person is None
    qtbot.waitUntil(lambda: "U bent afgemeld" in browser.last_page)


def test_a_refusal_is_read_in_the_dialog_which_stays_for_another_try(qtbot, window, jobs, browser):
    browser.person = "Noor"
    sign_in(qtbot, window, jobs)
    dialog = dialog_of(window, SignInDialog)
    assert "geen rol voor dit programma" in words(dialog)
    assert "CIR-332" in words(dialog)
    browser.person = "Els"
    press_button(dialog, "Aanmelden in de browser")
    settled(qtbot, jobs)
    assert window.signed_in.text() == "Els Verzonnen: medewerker"


def test_the_address_can_be_copied_when_no_browser_opens_and_the_wait_can_be_left(qtbot, window, jobs, office):
    opened = []
    window.signed_in._browse = lambda url: opened.append(url) or False
    choose(window, "Aanmelden…")
    dialog = dialog_of(window, SignInDialog)
    press_button(dialog, "Aanmelden in de browser")
    qtbot.waitUntil(lambda: bool(opened) and dialog.findChildren(QLineEdit)[0].isVisible())
    assert dialog.findChildren(QLineEdit)[0].text() == opened[0]
    assert button(dialog, "Annuleren").isEnabled()
    press_button(dialog, "Annuleren")
    settled(qtbot, jobs)
    assert office.person is None


def test_somebody_whose_roles_were_taken_away_reads_it_at_the_next_look(qtbot, window, jobs, control):
    sign_in(qtbot, window, jobs)
    control("POST", "/employee", {"vo_id": BY_NAME["Samira"].vo_id, "roles": []})
    choose(window, "Aanmelding nu nakijken")
    settled(qtbot, jobs)
    assert window.signed_in.text() == "Aanmelding beëindigd"
    assert any("geen rol voor dit programma" in line for line in lines(window))


def test_without_a_network_somebody_stays_signed_in(qtbot, window, jobs, control):
    sign_in(qtbot, window, jobs)
    control("POST", "/faults", {"kind": "down", "times": None})
    choose(window, "Aanmelding nu nakijken")
    settled(qtbot, jobs)
    assert window.signed_in.text() == "Samira Denkbeeldig: medewerker, beheerder"


def test_without_a_provider_the_menu_says_where_to_set_it(qtbot, office, jobs, browser):
    for window in _window(qtbot, office, jobs, browser):
        assert "De aanmelddienst wordt ingesteld bij Uitwisseling, Register instellen." in lines(window)
        (action,) = (each for each in window.signed_in.menu().actions() if each.text().replace("&", "") == "Aanmelden…")
        assert not action.isEnabled()


def test_the_program_closes_while_it_waits_for_the_browser(qtbot, window, jobs):
    opened = []
    window.signed_in._browse = lambda url: opened.append(url) or True
    choose(window, "Aanmelden…")
    press_button(dialog_of(window, SignInDialog), "Aanmelden in de browser")
    qtbot.waitUntil(lambda: bool(opened))
    window.close()
    assert jobs.shutdown(10), "it waits for a browser that nobody looks at"


def test_the_tab_key_comes_to_who_works_here(window):
    assert window.signed_in.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert window.signed_in.accessibleName() == "Wie hier werkt: Zonder aanmelding"


def test_who_signed_in_before_is_shown_at_once_also_when_the_provider_is_slow(qtbot, window, jobs, office, control):
    sign_in(qtbot, window, jobs)
    control("POST", "/faults", {"kind": "down", "times": None})
    second = OfficeWindow(office, jobs)
    qtbot.addWidget(second)
    second.signed_in.begin()
    qtbot.waitUntil(lambda: second.signed_in.text() == "Samira Denkbeeldig: medewerker, beheerder")
    settled(qtbot, jobs)
    assert second.signed_in.text() == "Samira Denkbeeldig: medewerker, beheerder"
    second.signed_in.stop()


def test_once_the_provider_is_set_the_menu_offers_to_sign_in(qtbot, office, jobs, browser):
    for window in _window(qtbot, office, jobs, browser):
        values = AccessSettings(issuer="https://op.example", oidc_client_id="x", role_app="cirdesktop")
        register_access.save(office, Environment.TEST, values)
        window.exchange.access_set.emit()
        settled(qtbot, jobs)
        (action,) = (each for each in window.signed_in.menu().actions() if each.text().replace("&", "") == "Aanmelden…")
        assert action.isEnabled()
