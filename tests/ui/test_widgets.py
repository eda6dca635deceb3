import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit, QPushButton, QWidget

from cir_desktop.domain.job import Progress
from cir_desktop.domain.ranking import Answer, RuleAnswer
from cir_desktop.domain.values import NationalNumber
from cir_desktop.errors import Bug, Cancelled, RegisterUnreachable
from ui.models.columns import Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_banner import ErrorBanner
from ui.widgets.explanation import ExplanationPanel
from ui.widgets.form import Form, choice_field, text_field
from ui.widgets.job_progress import JobProgress
from ui.widgets.labels import Pill
from ui.widgets.main_window import Badge, MainWindow
from ui.widgets.national_number_field import NationalNumberField
from ui.widgets.page import Page
from ui.widgets.search_field import PAUSE_MS, SearchField
from ui.widgets.style import READABLE, colours, contrast, quiet
from ui.workers.jobs import Lane

OFFLINE = RegisterUnreachable("Het register antwoordt niet.", "Probeer het over een kwartier opnieuw.")


def type_text(widget, text):
    for letter in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


def words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def press_button(widget, name):
    found = [each for each in widget.findChildren(QPushButton) if name in (each.text(), each.accessibleName())]
    assert len(found) == 1, f"no single button {name}"
    found[0].click()


@pytest.fixture
def page(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_typing_fast_searches_once_for_the_whole_word(qtbot, page):
    field = SearchField("Kandidaat zoeken", "Naam", page)
    said = []
    field.searched.connect(said.append)
    with qtbot.waitSignal(field.searched, timeout=PAUSE_MS * 20):
        type_text(field, "Désirée")
    assert said == ["Désirée"]


def test_enter_searches_at_once_and_escape_clears(qtbot, page):
    field = SearchField("Kandidaat zoeken", "Naam", page)
    said = []
    field.searched.connect(said.append)
    type_text(field, "Jan")
    press(field, Qt.Key.Key_Return)
    assert said == ["Jan"]
    press(field, Qt.Key.Key_Escape)
    assert said == ["Jan", ""]
    assert field.text() == ""


def test_an_error_says_what_happened_what_to_do_and_its_code_and_can_be_copied_and_closed(qtbot):
    banner = ErrorBanner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_error(OFFLINE)
    assert OFFLINE.what in words(banner) and OFFLINE.todo in words(banner) and "CIR-301" in words(banner)
    assert OFFLINE.what in banner.accessibleName()
    press_button(banner, "Foutmelding kopiëren")
    assert QApplication.clipboard().text() == str(OFFLINE)
    press_button(banner, "Foutmelding sluiten")
    assert banner.isHidden()


def test_the_copy_of_a_mistake_of_ours_holds_the_report_and_no_data(qtbot):
    banner = ErrorBanner()
    qtbot.addWidget(banner)
    try:
        raise KeyError("Jan Janssens")
    except KeyError as error:
        banner.show_error(Bug(error))
    banner.copy()
    copied = QApplication.clipboard().text()
    assert "KeyError" in copied and "test_widgets.py" in copied
    assert "Janssens" not in copied


def test_progress_tells_count_rate_and_time_to_go_and_can_be_stopped(qtbot, jobs):
    bar = JobProgress("Ophalen uit het CIR")
    qtbot.addWidget(bar)
    ended = []

    def pull(task):
        task.report(Progress("Dossiers ophalen", 1_240, 5_000, 310.4))
        while True:
            task.cancel.check()

    handle = jobs.run(
        Lane.NETWORK, pull, owner=bar, on_done=ended.append, on_error=ended.append, on_progress=bar.advance
    )
    bar.follow(handle)
    assert not bar.isHidden()
    qtbot.waitUntil(lambda: "1.240" in bar.sentence)
    assert bar.sentence == "Dossiers ophalen · 1.240 van 5.000 · 310 per seconde · nog ongeveer 12 s"
    press_button(bar, "Ophalen uit het CIR stoppen")
    qtbot.waitUntil(lambda: len(ended) == 1)
    assert isinstance(ended[0], Cancelled)
    bar.finish()
    assert bar.isHidden()


def test_progress_without_a_known_total_counts_without_guessing(qtbot):
    bar = JobProgress("Ophalen")
    qtbot.addWidget(bar)
    bar.advance(Progress("Lijst opvragen", 12, None))
    assert bar.sentence == "Lijst opvragen · 12 klaar"


def test_an_empty_page_says_what_to_do_next(qtbot):
    empty = EmptyState()
    qtbot.addWidget(empty)
    pressed = []
    empty.say(
        "Nog geen woningen",
        "Voeg een woning toe of lees een werkboek in.",
        "Woning &toevoegen",
        lambda: pressed.append(1),
    )
    press_button(empty, "Woning &toevoegen")
    assert pressed == [1]
    assert empty.accessibleDescription() == "Voeg een woning toe of lees een werkboek in."


def test_a_national_number_is_masked_until_asked_and_again_when_the_page_is_left(qtbot):
    field = NationalNumberField()
    qtbot.addWidget(field)
    number = NationalNumber("85073099923")
    field.set_number(number)
    field.show()
    assert field.shown_text == number.masked
    with qtbot.waitSignal(field.asked):
        press_button(field, "Rijksregisternummer tonen")
    assert field.shown_text == number.formatted
    field.hide()
    assert field.shown_text == number.masked
    field.show()
    press_button(field, "Rijksregisternummer tonen")
    field.set_number(NationalNumber("85073099824"))
    assert "•" in field.shown_text


def test_a_field_has_a_label_that_leads_to_it_and_shows_its_own_problem(qtbot):
    form = Form()
    qtbot.addWidget(form)
    code = text_field(form)
    form.add("code", "&Code", code, "Een korte eigen code.")
    form.add("type", "&Type", choice_field(form, [("A", "Appartement"), ("H", "Huis")]))
    form.show()
    assert code.accessibleName() == "Code"
    assert [label.buddy() for label in form.findChildren(QLabel) if label.text() == "&Code"] == [code]
    assert form.show_problem("code", "De woning heeft geen code.")
    assert "De woning heeft geen code." in words(form)
    assert not form.show_problem("unknown", "…")
    form.clear_problems()
    assert "De woning heeft geen code." not in words(form)


def test_every_rule_is_explained_with_answer_source_certainty_and_what_is_missing(qtbot):
    panel = ExplanationPanel()
    qtbot.addWidget(panel)
    panel.explain(
        "Plaats 3",
        "Langer ingeschreven dan de volgende.",
        [
            RuleAnswer("binding", Answer.MET, "Woont 6 jaar in <Mechelen>.", "VCW 6.12", "LAW"),
            RuleAnswer("care", Answer.UNKNOWN, "Mantelzorg is niet te zeggen.", "", "INF", "waar de ander woont"),
        ],
    )
    text = panel.plain_text
    assert "Voldaan" in text and "Woont 6 jaar in <Mechelen>." in text and "VCW 6.12 · decreet" in text
    assert "Niet te zeggen" in text and "Nog te weten: waar de ander woont" in text
    assert "niet bevestigd" in text
    panel.clear("Kies een kandidaat.")
    assert panel.plain_text == ""


@pytest.mark.parametrize(
    ("window", "letters"),
    [("#efefef", "#000000"), ("#ffffff", "#000000"), ("#2b2b2b", "#ffffff"), ("#000000", "#ffff00")],
)
def test_letters_can_be_read_in_light_dark_and_high_contrast(qapp, window, letters):
    palette = QPalette(QColor(window))
    palette.setColor(QPalette.ColorRole.Window, QColor(window))
    palette.setColor(QPalette.ColorRole.Base, QColor(window))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(letters))
    for tone in Tone:
        found = colours(tone, palette)
        assert contrast(found.letters, found.ground) >= READABLE, tone
    assert contrast(quiet(palette), QColor(window)) >= READABLE


def test_contrast_is_counted_as_the_guidelines_count_it():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)


def test_standard_buttons_are_dutch(qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    texts = {each.text().replace("&", "") for each in box.buttons()}
    assert texts == {"Annuleren", "Opslaan"}


class SomePage(Page):
    def __init__(self, title):
        super().__init__(title)
        self.refreshed = 0
        self.field = QLineEdit(self)
        self.search = SearchField("Zoeken", "", self)
        self.body.addWidget(self.field)
        self.body.addWidget(self.search)

    def refresh(self):
        self.refreshed += 1

    def focus_first(self):
        self.field.setFocus()


@pytest.fixture
def window(qtbot, settings):
    made = MainWindow("CIR Desktop", settings)
    qtbot.addWidget(made)
    for title in ("Kandidaten", "Woningen", "Toewijzingen", "Uitwisseling"):
        made.add_page(SomePage(title))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_alt_and_a_number_goes_to_a_page_and_f5_refreshes_only_that_page(qtbot, window):
    assert window.page.title == "Kandidaten"
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.page.title == "Toewijzingen"
    assert QApplication.focusWidget() is window.page.field
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert [page.refreshed for page in window._pages] == [0, 0, 1, 0]


def test_ctrl_f_goes_to_the_search_field_of_the_page_that_is_shown(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.page.search


def test_stopping_a_job_yourself_is_no_error(window):
    window.show_error(Cancelled("Gestopt op uw vraag."))
    assert window.page.banner.isHidden()
    window.show_error(OFFLINE)
    assert not window.page.banner.isHidden()


def test_the_status_bar_shows_its_badges_and_forgets_those_that_are_over(window):
    window.set_badges([Badge("Oefenregister", Tone.INFO), Badge("3 te versturen", Tone.WARN, "Ga naar Uitwisseling")])
    window.set_badges([Badge("Oefenregister", Tone.INFO)])
    assert [pill.text() for pill in window.statusBar().findChildren(Pill) if pill.isVisible()] == ["Oefenregister"]


def test_the_window_comes_back_where_it_stood(qtbot, window, settings):
    window.resize(720, 540)
    window.close()
    again = MainWindow("CIR Desktop", settings)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (720, 540)


def test_everything_that_takes_the_keyboard_has_a_name_for_a_screen_reader(window):
    nameless = [
        type(each).__name__
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(each, (QLabel, QLineEdit))
        and not (each.accessibleName() or getattr(each, "text", str)())
    ]
    assert nameless == []
