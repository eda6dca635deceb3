"""What a clerk says of a pair holds for every later upload, until a field changes that it hung on."""

import pytest
from support import office as real
from support.console import Console
from support.migration_lists import batch

from cir_desktop.domain.pairs import PairAnswer, PairKind, Side
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.services import migration_pairs as pairs
from cir_desktop.storage import events, settings

AN = {
    "national_number": "85.05.14-900.15",
    "first_name": "An",
    "last_name": "Van den Broeck",
    "birth_date": "14/05/1985",
}
BEA = {
    "dossier": "2021.02.01.0001", "national_number": "", "first_name": "An", "last_name": "Vandenbroeck",
    "birth_date": "14/05/1985",
}  # fmt: skip
KOEN = {
    "dossier": "2022.02.01.0001", "national_number": "90.01.02-901.88", "first_name": "Koen", "last_name": "Maes",
    "birth_date": "02/01/1990", "sex": "M", "street": "Kerkweg", "email": "koen@voorbeeld.be", "phone1": "",
    "phone2": "",
}  # fmt: skip


def listed(*rows):
    return batch({"candidates": list(rows)})


@pytest.fixture
def office(tmp_path):
    made = real.new_office(tmp_path / "werk")
    yield made
    made.close()


def only(found):
    (view,) = found.views
    return view


def test_an_answer_is_kept_for_every_later_upload(office):
    view = only(pairs.find(office, listed(AN, BEA, KOEN)))
    assert view.is_open and view.pair.kind is PairKind.LIKELY
    pairs.decide(office, view, PairAnswer.SAME)
    again = pairs.find(office, listed(KOEN, {**BEA, "street": "Elders"}, AN))
    assert only(again).decision.answer is PairAnswer.SAME
    assert only(again).state.startswith("zelfde persoon (Els,")
    assert again.answered == 1


def test_other_capitals_or_spaces_are_no_reason_to_ask_again(office):
    pairs.decide(office, only(pairs.find(office, listed(AN, BEA))), PairAnswer.OTHER)
    again = pairs.find(office, listed({**AN, "last_name": "VAN DEN BROECK"}, BEA))
    assert not only(again).is_open


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"first_name": "An Maria"}, "voornaam"),
        ({"birth_date": "15/05/1985"}, "geboortedatum"),
        ({"national_number": "85.05.14-900.51"}, "rijksregisternummer"),
    ],
)
def test_a_changed_deciding_field_asks_again_and_says_which(office, changed, label):
    pairs.decide(office, only(pairs.find(office, listed(AN, BEA))), PairAnswer.OTHER)
    view = only(pairs.find(office, listed(AN, {**BEA, **changed})))
    assert view.is_open
    assert view.again == f"Eerder zei Els: iemand anders. Sindsdien wijzigde: {label}."


def test_later_waits_after_what_was_never_looked_at(office):
    rows = (AN, BEA, KOEN, {**KOEN, "dossier": "2023.02.01.0001", "national_number": ""})
    first, second = pairs.find(office, listed(*rows)).views
    pairs.decide(office, first, PairAnswer.LATER)
    again = pairs.find(office, listed(*rows))
    assert [view.id for view in again.views] == [second.id, first.id]
    assert again.views[1].is_open and again.answered == 0
    pairs.decide(office, again.views[0], PairAnswer.SAME)
    assert [view.id for view in pairs.find(office, listed(*rows)).views] == [first.id, second.id]


def test_an_answer_can_be_taken_back_and_both_stay_in_the_history(office):
    view = only(pairs.find(office, listed(AN, BEA)))
    decided = pairs.decide(office, view, PairAnswer.SAME)
    assert pairs.take_back(office, decided).decision is None
    assert only(pairs.find(office, listed(AN, BEA))).is_open
    with pytest.raises(NotAllowed):
        pairs.take_back(office, view)
    with office.store.read() as connection:
        kinds = [event.kind for event in events.events(connection, limit=3)]
    assert kinds[:2] == ["migration.pair_taken_back", "migration.pair_decided"]


def test_of_two_rows_with_the_same_fields_the_dossiers_tell_one_pair_from_another(office):
    third = {**AN, "dossier": "2023.03.01.0001"}
    views = pairs.find(office, listed(AN, {**AN, "dossier": "2021.02.01.0001"}, third)).views
    assert len({view.id for view in views}) == 3
    pairs.decide(office, views[0], PairAnswer.OTHER)
    again = pairs.find(office, listed(AN, {**AN, "dossier": "2021.02.01.0001"}, third))
    assert again.answered == 1


def test_the_same_two_people_elsewhere_too_are_one_question(office):
    member = {**AN, "dossier": KOEN["dossier"], "role": "MEDEBEWONER"}
    found = pairs.find(office, batch({"candidates": [AN, BEA, KOEN], "members": [member]}))
    assert [len(view.also) for view in found.views] == [0, 1]
    assert pairs.also_words(found.views[1]) == (
        "Dit antwoord geldt ook voor Gezinsleden rij 2 (medebewoner), dossier 2022.02.01.0001."
    )


def test_no_number_and_no_name_stands_in_what_is_kept(office):
    pairs.decide(office, only(pairs.find(office, listed(AN, BEA))), PairAnswer.SAME)
    with office.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM migration_pair_line").all()
        logged = connection.exec_driver_sql("SELECT details, subject FROM event").all()
        assert len(settings.get(connection, "migration.pair_key")) == 64
    for text in (str(rows), str(logged)):
        assert "85051490015" not in text and "roeck" not in text.lower()


def test_the_keys_of_another_workspace_are_others(office, tmp_path):
    other = real.new_office(tmp_path / "ander")
    try:
        assert only(pairs.find(office, listed(AN, BEA))).id != only(pairs.find(other, listed(AN, BEA))).id
    finally:
        other.close()


def test_the_list_is_compared_with_the_candidates_that_were_pulled(office):
    real.fill(office, 40)
    known = next(one for one in real.invented(40) if one["personen"][0].get("rijksregisternummer"))
    person = known["personen"][0]
    row = {**AN, "national_number": person["rijksregisternummer"], "first_name": person["voorNaam"],
           "last_name": person["naam"], "birth_date": person["geboorteDatum"]}  # fmt: skip
    assert pairs.find(office, listed(row)).views == ()
    found = pairs.find(office, listed(row), against_register=True)
    registered = [view for view in found.views if view.pair.right.side is Side.REGISTER]
    assert [view.pair.right.dossier for view in registered] == [known["dossierNummer"]]
    assert pairs.place_words(registered[0].pair.right) == f"CIR, dossier {known['dossierNummer']}"
    assert pairs.place_words(registered[0].pair.left).startswith("Kandidaten rij 2, dossier ")


def test_a_pair_is_named_by_the_beginning_of_its_number_and_never_by_nothing(office):
    found = pairs.find(office, listed(AN, BEA))
    assert found.view(found.views[0].id[:6]) == found.views[0]
    for typed in ("", "zz"):
        with pytest.raises(NotFound):
            found.view(typed)


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    return Console(tmp_path_factory.mktemp("paren") / "map")


def test_pairs_are_listed_shown_and_answered_at_the_console(console, tmp_path):
    file = tmp_path / "lijst.xlsx"
    write_template(file, template(), listed(AN, BEA, KOEN))
    told = console.json("migration", "pairs", file, expect=1)
    (pair,) = told["pairs"]
    assert (told["answered"], told["total"], pair["kind"]) == (0, 1, "likely")
    assert (pair["left"]["row"], pair["right"]["row"]) == (2, 3)
    shown = console.run("migration", "pairs", file, "show", pair["id"][:8], as_json=False)
    assert shown.returncode == 0
    assert "alleen het voorvoegsel" in shown.stdout or "dezelfde" in shown.stdout
    assert "Er is niets" not in shown.stderr
    answered = console.json("migration", "pairs", file, "decide", pair["id"][:8], "zelfde")
    assert answered["answer"] == "zelfde persoon"
    assert console.json("migration", "pairs", file)["answered"] == 1
    assert console.json("migration", "pairs", file, "list", "--open")["pairs"] == []
    assert console.json("migration", "pairs", file, "undo", pair["id"][:8])["answer"] is None
    assert "ontbreekt" in console.problem("migration", "pairs", file, "decide", pair["id"][:8], expect=2)
