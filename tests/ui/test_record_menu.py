"""Choosing a pillar and noting facts, in the window."""

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTextBrowser
from support.office import HOME, TODAY, button, dialog_of, fill, new_office, no_dialog, press_button, settled, words

from cir_desktop.domain.ranking import Answer, Letting
from cir_desktop.services import appeals, homes, lists, nominations, offers, own_facts
from ui.dialogs.area_count import AreaCountDialog
from ui.dialogs.fact_note import FactNoteDialog
from ui.dialogs.pillar import PillarDialog
from ui.pages.allocations import AllocationsPage
from ui.pages.candidates import CandidatesPage
from ui.pages.record_menu import RecordMenu


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 60)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, "W001", TODAY)
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, jobs, office):
    made = AllocationsPage(office, jobs)
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    made.refresh()
    settled(qtbot, jobs)
    return made


def choose(qtbot, jobs, page, entry):
    menu = page.findChild(RecordMenu).menu()
    action = next(each for each in menu.actions() if each.text().replace("&", "") == entry)
    assert action.isVisible() and action.isEnabled()
    action.trigger()
    settled(qtbot, jobs)
    return dialog_of(page)


def field(dialog, kind, name):
    return next(each for each in dialog.findChildren(kind) if each.accessibleName() == name)


def pick(dialog, name, data):
    box = field(dialog, QComboBox, name)
    place = box.findData(data)
    assert place >= 0, f"{data} is no choice"
    box.setCurrentIndex(place)


def first_of(office):
    return lists.list_of_home(office, "W001").ranking.placed[0].dossier


def test_the_pillar_is_chosen_with_its_reasons_and_the_list_follows(qtbot, jobs, page, office):
    dialog = choose(qtbot, jobs, page, "Pijler kiezen…")
    assert isinstance(dialog, PillarDialog)
    assert "pijler 1, standaardtoewijzing" in words(dialog)
    assert "Geen regel zegt welke pijler voorgaat" in words(dialog)
    assert "niet gekend" in words(dialog)
    pick(dialog, "Pijler", 2)
    pick(dialog, "Groep", "MHP")
    press_button(dialog, "Pijler vastleggen")
    settled(qtbot, jobs)
    assert "andere pijler" in words(dialog)
    field(dialog, QPlainTextEdit, "Motief").setPlainText("akkoord van de raad")
    press_button(dialog, "Pijler vastleggen")
    settled(qtbot, jobs)
    assert no_dialog(page)
    assert lists.list_of_home(office, "W001").ranking.letting == Letting(2, "MHP")
    assert "pijler 2, versnelde toewijzing: geestelijke gezondheid" in words(page)


def test_while_an_offer_stands_the_dialog_says_that_the_pillar_is_fixed(qtbot, jobs, page, office):
    offers.offer(office, "W001", first_of(office), motive="nagekeken", stale_motive="nagekeken")
    dialog = choose(qtbot, jobs, page, "Pijler kiezen…")
    assert "de pijler ligt vast" in words(dialog)
    assert not dialog.main_button.isEnabled()
    press_button(dialog, "Annuleren")


def test_what_the_list_waits_for_comes_first_and_an_amount_is_kept_in_cents(qtbot, jobs, page, office):
    dossier = first_of(office)
    questions = [one.kind.key for one in own_facts.open_questions(office, "W001", dossier)]
    assert "means.amount" in questions
    dialog = choose(qtbot, jobs, page, "Feiten noteren…")
    assert isinstance(dialog, FactNoteDialog)
    box = field(dialog, QComboBox, "Feit")
    assert [box.itemData(place) for place in range(len(questions))] == questions
    assert box.itemText(0).startswith("Ontbreekt: ")
    assert box.count() == len(office.fact_kinds)
    pick(dialog, "Feit", "means.amount")
    field(dialog, QLineEdit, "Bedrag of aantal").setText("1.200,50")
    press_button(dialog, "Feit noteren")
    settled(qtbot, jobs)
    assert "bron" in words(dialog).lower() and not no_dialog(page)
    field(dialog, QLineEdit, "Bron").setText("rekeninguittreksel")
    press_button(dialog, "Feit noteren")
    settled(qtbot, jobs)
    assert no_dialog(page)
    noted = own_facts.noted(office, dossier)["means.amount"]
    assert (noted.amount, noted.source, noted.until) == (120050, "rekeninguittreksel", None)
    assert "Genoteerd: middelen." in words(page)


@pytest.mark.parametrize("answer", [Answer.NOT_MET, Answer.UNKNOWN])
def test_a_fact_can_be_noted_from_the_dossier_as_no_or_not_proven(qtbot, jobs, office, answer):
    page = CandidatesPage(office, jobs)
    qtbot.addWidget(page)
    page.show()
    dossier = first_of(office)
    page.open_dossier(dossier)
    asked = dialog_of(page)
    asked.given.emit("toewijzing")
    asked.close()
    settled(qtbot, jobs)
    dialog = choose(qtbot, jobs, page, "Feiten noteren…")
    pick(dialog, "Feit", "property.within")
    pick(dialog, "Antwoord", answer.value)
    field(dialog, QLineEdit, "Bron").setText("kadaster")
    press_button(dialog, "Feit noteren")
    settled(qtbot, jobs)
    assert own_facts.noted(office, dossier)["property.within"].answer is answer
    assert "Genoteerd: eigendom." in words(page)


def test_a_noted_fact_is_taken_back_and_that_is_undone_in_the_window(qtbot, jobs, page, office):
    dossier = first_of(office)
    own_facts.note(office, dossier, "means.amount", amount=1200_00, source="uittreksel")
    dialog = choose(qtbot, jobs, page, "Feiten noteren…")
    assert "Laatste nota: middelen, € 1.200,00, op 01/06/2026 door Els" in words(dialog)
    assert "geldt weer: niets genoteerd" in words(dialog)
    pick(dialog, "Feit", "income.amount")
    assert not button(dialog, "Gekozen feit terugnemen").isEnabled()
    pick(dialog, "Feit", "means.amount")
    press_button(dialog, "Gekozen feit terugnemen")
    settled(qtbot, jobs)
    assert no_dialog(page)
    assert "Teruggenomen: middelen." in words(page)
    assert own_facts.noted(office, dossier) == {}
    dialog = choose(qtbot, jobs, page, "Feiten noteren…")
    assert "Laatste nota: middelen, teruggenomen" in words(dialog)
    assert "geldt weer: € 1.200,00" in words(dialog)
    press_button(dialog, "Laatste nota ongedaan maken")
    settled(qtbot, jobs)
    assert "Ongedaan gemaakt: middelen." in words(page)
    assert own_facts.noted(office, dossier)["means.amount"].amount == 1200_00


def test_where_nothing_was_noted_there_is_nothing_to_undo(qtbot, jobs, page):
    dialog = choose(qtbot, jobs, page, "Feiten noteren…")
    assert not button(dialog, "Laatste nota ongedaan maken").isEnabled()
    assert not button(dialog, "Gekozen feit terugnemen").isEnabled()
    press_button(dialog, "Annuleren")


def test_what_an_area_allocated_is_noted_at_the_pillar_and_changes_its_proposal(qtbot, jobs, page, office):
    dialog = choose(qtbot, jobs, page, "Pijler kiezen…")
    assert "de cijfers niet gekend" in words(dialog)
    press_button(dialog, "Cijfers van het gebied…")
    asked = dialog.findChild(AreaCountDialog)
    assert field(asked, QLineEdit, "Gebied").text() == "Kasterlee"
    field(asked, QLineEdit, "Toewijzingen").setText("20")
    field(asked, QLineEdit, "Waarvan versneld").setText("21")
    field(asked, QLineEdit, "Bron").setText("toewijzingsraad van 20/05/2026")
    press_button(asked, "Noteren")
    settled(qtbot, jobs)
    assert "niet meer versnelde toewijzingen" in words(asked)
    field(asked, QLineEdit, "Waarvan versneld").setText("veel")
    press_button(asked, "Noteren")
    assert "geen geheel getal" in words(asked)
    field(asked, QLineEdit, "Waarvan versneld").setText("2")
    press_button(asked, "Noteren")
    settled(qtbot, jobs)
    assert "2 van 20 toewijzingen waren versneld (bron: toewijzingsraad van 20/05/2026)" in words(dialog)
    assert "pijler 2, versnelde toewijzing" in words(dialog)
    press_button(dialog, "Annuleren")


def test_a_clerk_sees_no_pillar_in_the_menu_of_a_dossier(qtbot, jobs, office):
    page = CandidatesPage(office, jobs)
    qtbot.addWidget(page)
    shown = [one.text() for one in page.findChild(RecordMenu).menu().actions() if one.isVisible()]
    assert not any("Pijler" in text for text in shown) and any("Feiten" in text for text in shown)


def test_a_nomination_is_noted_decided_and_ended_in_one_dialog(qtbot, jobs, page, office):
    dossier = first_of(office)
    dialog = choose(qtbot, jobs, page, "Voordrachten…")
    press_button(dialog, "Noteren")
    settled(qtbot, jobs)
    assert "wie voordraagt" in words(dialog)
    pick(dialog, "Groep", "SUBSH")
    field(dialog, QLineEdit, "Door wie").setText("CAW")
    press_button(dialog, "Noteren")
    settled(qtbot, jobs)
    made = nominations.listed(office, dossier)[0][0]
    assert (made.group, made.nominated_by, made.agreed) == ("SUBSH", "CAW", None)
    dialog = choose(qtbot, jobs, page, "Voordrachten…")
    assert "slechte huisvesting, door CAW" in words(dialog)
    pick(dialog, "Wat noteert u?", f"agreed {made.id}")
    field(dialog, QLineEdit, "Verslag van de raad").setText("verslag 3")
    press_button(dialog, "Noteren")
    settled(qtbot, jobs)
    assert nominations.listed(office, dossier)[0][0].agreed is True
    dialog = choose(qtbot, jobs, page, "Voordrachten…")
    pick(dialog, "Wat noteert u?", f"end {made.id}")
    press_button(dialog, "Noteren")
    settled(qtbot, jobs)
    assert nominations.listed(office, dossier)[0][0].ended_on == TODAY
    assert "beëindigd" in words(page)


def test_an_upheld_appeal_also_notes_that_the_candidate_won(qtbot, jobs, page, office):
    dossier = first_of(office)
    dialog = choose(qtbot, jobs, page, "Verhaal noteren…")
    pick(dialog, "Waartegen", "other")
    field(dialog, QLineEdit, "Grond").setText("andere lezing")
    press_button(dialog, "Noteren")
    settled(qtbot, jobs)
    made = appeals.listed(office, dossier)[0][0]
    assert (made.home, made.term_until) == ("W001", None)
    dialog = choose(qtbot, jobs, page, "Verhaal noteren…")
    pick(dialog, "Wat noteert u?", f"upheld {made.id}")
    press_button(dialog, "Noteren")
    settled(qtbot, jobs)
    assert appeals.listed(office, dossier)[0][0].upheld is True
    assert own_facts.noted(office, dossier)[appeals.WON_FACT].answer is Answer.MET


def test_an_appeal_that_we_noted_stands_in_the_dossier_with_its_term(qtbot, jobs, office):
    dossier = first_of(office)
    appeals.record(office, dossier, kind="other", ground="andere lezing", about=TODAY)
    page = CandidatesPage(office, jobs)
    qtbot.addWidget(page)
    page.show()
    page.open_dossier(dossier)
    asked = dialog_of(page)
    asked.given.emit("toewijzing")
    asked.close()
    settled(qtbot, jobs)
    text = " ".join(view.toPlainText() for view in page.findChildren(QTextBrowser))
    assert "Verhaal, bij ons genoteerd" in text
    assert "andere beslissing: andere lezing" in text and "op tijd (tot en met 01/07/2026)" in text
