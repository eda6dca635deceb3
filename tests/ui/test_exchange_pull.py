"""What came in, as a clerk sees it: what changed, what waits for a decision, what was fetched by itself."""

import json
from datetime import date

import httpx
import pytest
import stamina
from PySide6.QtWidgets import QComboBox, QLineEdit
from support.office import button, column, dialog_of, no_dialog, press_button, settled, words
from support.roles import person

from cir_desktop.domain.identity import Person, Role
from cir_desktop.errors import MissingRole
from cir_desktop.practice import launcher
from cir_desktop.services import candidates, changes, exchange, pulling
from cir_desktop.services.bootstrap import open_office
from cir_desktop.services.candidates import Filter
from ui.dialogs.pull_gate import PullGateDialog
from ui.dialogs.pull_settings import PullSettingsDialog
from ui.pages.candidates import CandidatesPage
from ui.pages.exchange import ExchangePage
from ui.pages.status_badges import StatusBadges


class Register:
    """A practice register that changes on demand; every dossier is changed once."""

    def __init__(self, running):
        self.running = running
        access = json.loads(running.credentials.read_text("utf-8"))
        self._address = access["control_url"]
        self._headers = {"x-practice-token": access["control_token"]}

    def order(self, call, body):
        httpx.post(self._address + call, json=body, headers=self._headers).raise_for_status()

    def heal(self):
        httpx.delete(self._address + "/faults", headers=self._headers).raise_for_status()

    def change(self, office, count):
        """Another status for so many of the registered."""
        rows = candidates.rows(office, candidates.ids(office, Filter(status="REG", sort="dossier")))
        numbers = [row.dossier for row in rows][:count]
        for number in numbers:
            self.order("/change", {"dossierNummer": number, "what": "unknown-status"})
        return numbers


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 100, 7, date(2026, 6, 1)) as running:
        yield Register(running)


@pytest.fixture
def office(tmp_path, register):
    opened = open_office(tmp_path / "werkmap", throw_away=True, actor="Els", practice=True)
    opened.connect(register.running.base_url, register.running.credentials)
    assert pulling.pull(opened).complete
    yield opened
    register.heal()
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = ExchangePage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    refreshed(qtbot, jobs, made)
    return made


def refreshed(qtbot, jobs, page):
    page.refresh()
    settled(qtbot, jobs)
    return page


def held(qtbot, jobs, register, office, page, count=12):
    numbers = register.change(office, count)
    press_button(page, "Kandidaten ophalen")
    settled(qtbot, jobs)
    return numbers


def statuses(office, numbers):
    return {row.status for row in candidates.rows(office, candidates.ids(office, Filter())) if row.dossier in numbers}


def test_what_a_pull_changed_is_listed_by_field_without_values_and_opens_the_dossier(
    qtbot, jobs, register, office, page
):
    numbers = register.change(office, 2)
    press_button(page, "Kandidaten ophalen")
    settled(qtbot, jobs)
    table = page.changes.list.table
    assert sorted(set(column(table, "Dossier"))) == numbers
    changed = [what for what in column(table, "Wat wijzigde") if "Status" in what]
    assert len(changed) == 2 and not any("ZZZZZ" in what for what in changed)
    odd = [what for what in column(table, "Wat wijzigde") if "CIR-344" in what]
    assert len(odd) == 2 and "Kijk de status na in het CIR" in odd[0]
    table.selectRow(table.model().rowCount() - 1)
    with qtbot.waitSignal(page.changes.dossier_asked) as asked:
        press_button(page.changes, "Dossier openen")
    assert asked.args[0] in numbers


def test_only_contact_data_or_only_what_is_to_be_looked_at_can_be_shown(qtbot, jobs, register, office, page):
    register.change(office, 1)
    press_button(page, "Kandidaten ophalen")
    settled(qtbot, jobs)
    choice = page.changes.findChild(QComboBox)
    shown = {}
    for place in range(choice.count()):
        choice.setCurrentIndex(place)
        shown[choice.currentText()] = page.changes.list.model.rowCount()
    odd = len(changes.attention(office))
    assert odd
    assert shown == {
        "Alle wijzigingen": 1 + odd,
        "Wat een lijst kan wijzigen": 1,
        "Contactgegevens": 0,
        "Te bekijken": odd,
    }


def test_what_was_seen_is_not_listed_any_more(qtbot, jobs, register, office, page):
    register.change(office, 1)
    press_button(page, "Kandidaten ophalen")
    settled(qtbot, jobs)
    press_button(page.changes, "Alles gezien")
    settled(qtbot, jobs)
    assert "Gezien tot" in page.outcome_sentence
    assert set(column(page.changes.list.table, "Waarover")) == {"te bekijken"}  # the status is still unknown


def test_a_pull_that_waits_is_shown_with_the_lists_and_the_dossiers_and_can_be_applied(
    qtbot, jobs, register, office, page
):
    numbers = held(qtbot, jobs, register, office, page)
    assert "Deze ophaling zou ineens veel wijzigen." in words(page)
    assert "een latere ophaling wacht op een beslissing" in words(page)
    assert statuses(office, numbers) == {"REG"}
    press_button(page, "Bekijken en beslissen…")
    dialog = dialog_of(page, PullGateDialog)
    assert column(dialog.table, "Dossier") == numbers
    assert set(column(dialog.table, "Status dan")) == {"ZZZZZ"}
    press_button(dialog, "Toepassen")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert statuses(office, numbers) == {"ZZZZZ"}
    assert "Lijst volledig" in page.outcome_sentence
    assert not button(page, "Bekijken en beslissen…").isVisible()


def test_leaving_the_question_decides_nothing_and_throwing_away_applies_nothing(qtbot, jobs, register, office, page):
    numbers = held(qtbot, jobs, register, office, page)
    for step, waits in (("Later", True), ("Weggooien", False)):
        press_button(page, "Bekijken en beslissen…")
        press_button(dialog_of(page, PullGateDialog), step)
        qtbot.waitUntil(lambda: no_dialog(page))
        settled(qtbot, jobs)
        assert button(page, "Bekijken en beslissen…").isVisible() is waits
        assert statuses(office, numbers) == {"REG"}


def test_an_administrator_who_is_nothing_else_reads_how_many_wait_and_no_name(qtbot, jobs, register, office, page):
    numbers = held(qtbot, jobs, register, office, page)
    assert [line.dossier for line in pulling.state(office).gate.lines] == numbers
    office.person = person(Role.ADMINISTRATOR)
    waits = pulling.state(office).gate
    assert waits.lines == () and waits.lists
    with pytest.raises(MissingRole):
        pulling.gate(office)


def test_the_status_bar_says_that_a_pull_waits(qtbot, jobs, register, office, page):
    held(qtbot, jobs, register, office, page)
    badges = StatusBadges().of(exchange.status(office), practice=True)
    assert "Ophaling wacht op u" in [badge.text for badge in badges]


def test_what_is_fetched_by_itself_is_told_in_a_line_and_asks_nothing(qtbot, jobs, register, office, page):
    with qtbot.waitSignal(page.pulls.fetched):
        page.pulls.background.pull()
    settled(qtbot, jobs)
    assert "niets nieuws" in words(page.pulls)
    numbers = register.change(office, 1)
    with qtbot.waitSignal(page.pulls.fetched):
        page.pulls.background.pull()
    settled(qtbot, jobs)
    assert "1 nieuw of gewijzigd." in words(page.pulls)
    assert statuses(office, numbers) == {"ZZZZZ"}
    register.change(office, 14)
    with qtbot.waitSignal(page.pulls.fetched):
        page.pulls.background.pull()
    settled(qtbot, jobs)
    assert "Deze ophaling wacht" in words(page.pulls)
    assert no_dialog(page)


def test_fetching_by_itself_that_fails_is_told_in_a_line_and_not_in_the_banner(qtbot, jobs, register, office, page):
    register.order("/faults", {"kind": "down", "times": None})
    with stamina.set_testing(True, attempts=1), qtbot.waitSignal(page.pulls.fetched):
        page.pulls.background.pull()
    settled(qtbot, jobs)
    assert "Vanzelf ophalen lukte niet op" in words(page.pulls) and "(CIR-301)" in words(page.pulls)
    assert page.banner.isHidden()


def test_nothing_is_fetched_by_itself_beside_the_work_of_a_clerk_or_for_somebody_who_may_not(
    qtbot, jobs, register, office, page
):
    page.pulls.background.show_state(busy=True, reachable=True)
    page.pulls.background.pull()
    assert not page.pulls.background.is_working
    page.pulls.background.show_state(busy=False, reachable=False)
    page.pulls.background.pull()
    assert not page.pulls.background.is_working
    page.pulls.background.show_state(busy=False, reachable=True)
    office.person = Person(
        id="1", name="Lezer", organisation="0", organisation_name="OCMW", roles=frozenset({Role.READER})
    )
    page.pulls.background.pull()
    assert not page.pulls.background.is_working


def test_how_often_and_when_to_ask_can_be_set_within_bounds(qtbot, jobs, office, page):
    press_button(page, "Ophalen instellen…")
    settled(qtbot, jobs)
    dialog = dialog_of(page, PullSettingsDialog)
    minutes, share = dialog.findChildren(QLineEdit)
    assert (minutes.text(), share.text()) == ("30", "10")
    for typed, said in (("x", "geen geheel getal"), ("3", "Geef 5 tot 1440 minuten")):
        minutes.setText(typed)
        press_button(dialog, "Bewaren")
        settled(qtbot, jobs)
        assert said in words(dialog)
    minutes.setText("0")
    share.setText("25")
    press_button(dialog, "Bewaren")
    qtbot.waitUntil(lambda: no_dialog(page))
    settled(qtbot, jobs)
    assert pulling.pull_settings(office) == pulling.PullSettings(25, 0)
    assert "niet meer vanzelf opgehaald" in page.outcome_sentence


def test_a_dossier_shows_what_each_version_changed(qtbot, jobs, register, office):
    (number,) = register.change(office, 1)
    assert pulling.pull(office).complete
    candidates_page = CandidatesPage(office, jobs)
    qtbot.addWidget(candidates_page)
    candidates_page.show()
    candidates_page._reason = "vraag"
    candidates_page.open_dossier(number)
    settled(qtbot, jobs)
    told = candidates_page.changes.toPlainText()
    assert "Status" in told and "Ingeschreven" in told and "ZZZZZ" in told and "tegenover versie" in told
