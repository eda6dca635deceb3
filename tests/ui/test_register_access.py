"""The dialog about the access: what a file brings, what is fixed, and where a problem is shown."""

import json
from datetime import date

import pytest
from joserfc.jwk import RSAKey
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from support.office import button, new_office, press_button, settled, words

from cir_desktop.domain.access import AccessSettings, Environment, Ground, GroundKind
from cir_desktop.runtime import admin_file
from cir_desktop.services import exchange, register_access
from cir_desktop.services.access import Access
from ui.dialogs.register_access import RegisterAccessDialog
from ui.pages.status_badges import StatusBadges

GROUND = Ground(GroundKind.AUTHORISATION, "VTC/2026/12", date(2026, 2, 1))


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def key():
    return RSAKey.generate_key(2048)


@pytest.fixture
def access_file(tmp_path, key):
    file = tmp_path / "client.json"
    known = {
        "base_url": "https://cir.example",
        "token_url": "https://cir.example/token",
        "client_id": "oefendorp",
        "party_code": "LB-OEFENDORP",
        "private_key_pem": key.as_pem(private=True).decode(),
        "issuer": "https://op.example",
    }
    file.write_text(json.dumps(known), encoding="utf-8")
    return file


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.resize(1280, 690)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def opened(qtbot, jobs, office, window):
    def open_dialog():
        dialog = RegisterAccessDialog(office, jobs, window)
        dialog.open()
        settled(qtbot, jobs)
        return dialog

    return open_dialog


def field(dialog, name, kind=QLineEdit):
    return next(each for each in dialog.findChildren(kind) if each.accessibleName() == name)


def choose(combo, words):
    place = combo.findText(words)
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def test_a_file_fills_in_what_it_names_and_saving_keeps_it(qtbot, jobs, office, opened, access_file):
    dialog = opened()
    file = field(dialog, "Bestand met de toegang")
    file.setText(str(access_file))
    file.editingFinished.emit()
    settled(qtbot, jobs)
    assert field(dialog, "Adres van het register").text() == "https://cir.example"
    assert field(dialog, "Code van de verhuurder").text() == "LB-OEFENDORP"
    told = []
    dialog.done_with.connect(told.append)
    press_button(dialog, "Bewaren")
    qtbot.waitUntil(lambda: [found.values.base_url for found in told] == ["https://cir.example"])
    assert register_access.view(office).has_key
    assert office.access.values.issuer == "https://op.example"


def test_a_problem_is_shown_at_its_field_in_its_section(qtbot, jobs, opened):
    dialog = opened()
    field(dialog, "Adres van de aanmelddienst").setText("http://op.example")
    press_button(dialog, "Bewaren")
    settled(qtbot, jobs)
    assert field(dialog, "Adres van de aanmelddienst").isVisible(), "its section is brought into sight"
    assert "Dit is geen veilig adres." in words(dialog)


def test_the_ground_is_noted_with_reference_and_day(qtbot, jobs, office, opened):
    dialog = opened()
    assert not field(dialog, "Referentie").isEnabled()
    field(dialog, "Grond", QComboBox).setCurrentIndex(2)
    field(dialog, "Referentie").setText("VWO-7")
    dialog._given.set_day(date(2026, 3, 1))
    press_button(dialog, "Bewaren")
    qtbot.waitUntil(lambda: office.access.values.ground is not None)
    settled(qtbot, jobs)
    assert office.access.values.ground == Ground(GroundKind.AGREEMENT, "VWO-7", date(2026, 3, 1))


def test_another_environment_shows_its_own_settings(qtbot, jobs, office, opened):
    values = AccessSettings(base_url="https://test.example", ground=GROUND)
    register_access.save(office, Environment.TEST, values)
    dialog = opened()
    assert field(dialog, "Omgeving", QComboBox).currentText() == "testomgeving"
    assert field(dialog, "Referentie").text() == "VTC/2026/12"
    choose(field(dialog, "Omgeving", QComboBox), "echt register")
    settled(qtbot, jobs)
    assert field(dialog, "Adres van het register").text() == ""
    assert field(dialog, "Referentie").text() == ""


def test_what_the_administrator_fixed_can_be_read_and_not_changed(office, opened, tmp_path, monkeypatch):
    file = tmp_path / "admin.toml"
    file.write_text('environment = "production"\n[production]\nbase_url = "https://vast.example"\n', encoding="utf-8")
    monkeypatch.setenv(admin_file.VARIABLE, str(file))
    office.access = Access(office.store, office.clock, admin_file.admin_file())
    dialog = opened()
    address = field(dialog, "Adres van het register")
    assert (address.text(), address.isReadOnly()) == ("https://vast.example", True)
    assert not field(dialog, "Adres van de tokens").isReadOnly()
    assert not field(dialog, "Omgeving", QComboBox).isEnabled()
    assert "omgeving, adres van het register." in words(dialog)


def test_the_dialog_fits_a_small_screen(opened):
    assert opened().height() <= 660


def test_leaving_changes_nothing(office, opened):
    dialog = opened()
    field(dialog, "Adres van het register").setText("https://cir.example")
    button(dialog, "Annuleren").click()
    assert office.register_url is None


def test_the_status_bar_says_when_the_access_needs_a_look(office, qapp, access_file):
    badges = StatusBadges()
    assert "Toegang nakijken" not in [badge.text for badge in badges.of(exchange.status(office), practice=False)]
    register_access.save(office, Environment.PRODUCTION, AccessSettings(), file=access_file)
    (shown,) = (
        badge for badge in badges.of(exchange.status(office), practice=False) if badge.text == "Toegang nakijken"
    )
    assert "machtiging" in shown.tooltip
