"""An import never turns what it could not read into a certain no."""

from datetime import date

import openpyxl
import pytest
from support.office import fill, invented, new_office

from cir_desktop.domain.facts import Residence
from cir_desktop.domain.job import Cancel
from cir_desktop.domain.values import NisCode
from cir_desktop.errors import Cancelled
from cir_desktop.services.facts import import_facts
from cir_desktop.storage import facts

SIZE = 20
HEAD = ["Dossiernummer", "Rijksregisternummer", "Gemeente", "NIS-code", "Van", "Tot"]
CARE_HEAD = ["Dossiernummer", "Rijksregisternummer", "Soort", "Gemeente", "NIS-code", "Van", "Tot"]
EARLIER = Residence(NisCode("13017"), date(2001, 1, 1), date(2012, 1, 1))
LATER = Residence(NisCode("13017"), date(2012, 1, 1), None, ongoing=True)


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, SIZE)
    yield opened
    opened.close()


@pytest.fixture
def two(office):
    """Two dossiers, each with the number of one of its applicants."""
    numbers = [dossier["dossierNummer"] for dossier in invented(SIZE)]
    with office.store.read() as connection:
        people = facts.person_keys(connection, numbers)
    return [(number, min(keys)) for number, keys in sorted(people.items()) if keys][:2]


def periods(who, first="01/01/2001", second="01/01/2012"):
    return [[*who, "Kasterlee", 13017, first, "01/01/2012"], [*who, "Kasterlee", 13017, second, None]]


def delivered(path, residences=(), care=()):
    book = openpyxl.Workbook()
    book.active.title = "Verblijf"
    for row in (HEAD, *residences):
        book.active.append(row)
    sheet = book.create_sheet("Mantelzorg")
    for row in (CARE_HEAD, *care):
        sheet.append(row)
    book.save(path)
    return path


def known(office, who):
    with office.store.read() as connection:
        return facts.facts_of(connection, who[0])


@pytest.mark.parametrize("bad", [{"first": "rommel", "second": "rommel"}, {"first": "rommel"}, {"second": "rommel"}])
def test_facts_that_stood_there_stay_when_a_row_of_their_dossier_can_not_be_read(office, two, tmp_path, bad):
    hurt, other = two
    import_facts(office, delivered(tmp_path / "goed.xlsx", periods(hurt)))
    before = known(office, hurt)
    assert before.residences == {hurt[1]: (EARLIER, LATER)}
    outcome = import_facts(office, delivered(tmp_path / "slecht.xlsx", [*periods(hurt, **bad), *periods(other)]))
    assert known(office, hurt) == before
    assert known(office, other).residences == {other[1]: (EARLIER, LATER)}
    assert (outcome.dossiers, outcome.residences, outcome.incomplete_dossiers) == (1, 2, 1)
    assert (outcome.incomplete_rows, len(outcome.problems)) == (2 - len(bad), len(bad))
    assert "2 rijen niet overgenomen." in outcome.sentence
    assert outcome.sentence.endswith("1 dossier niet overgenomen omdat een rij niet klopt; wat er al stond, blijft.")


def test_of_a_dossier_that_was_never_delivered_whole_nothing_is_known(office, two, tmp_path):
    hurt, other = two
    rows = [*periods(hurt, second="rommel"), *periods(other, first="rommel")]
    outcome = import_facts(office, delivered(tmp_path / "slecht.xlsx", rows))
    assert not known(office, hurt).covered
    assert "2 dossiers niet overgenomen" in outcome.sentence


def test_a_number_of_a_person_that_is_wrong_holds_the_other_rows_of_the_dossier_back(office, two, tmp_path):
    hurt = two[0]
    wrong = f"{hurt[1][:-2]}{(int(hurt[1][-2:]) + 1) % 97:02d}"
    rows = [periods(hurt)[0], *periods((hurt[0], wrong))[1:]]
    assert import_facts(office, delivered(tmp_path / "slecht.xlsx", rows)).incomplete_dossiers == 1
    assert not known(office, hurt).covered


def test_a_row_of_care_that_can_not_be_read_is_no_evidence_that_there_is_no_care(office, two, tmp_path):
    hurt = two[0]
    care = [[*hurt, "geeft", "Kasterlee", None, "rommel", None]]
    outcome = import_facts(office, delivered(tmp_path / "slecht.xlsx", periods(hurt), care))
    assert not known(office, hurt).covered
    assert (outcome.incomplete_dossiers, outcome.incomplete_rows) == (1, 2)


def test_a_bad_row_of_a_dossier_that_we_do_not_have_holds_back_nothing_of_ours(office, two, tmp_path):
    rows = [*periods(("1999.01.01.0001", two[0][1]), first="rommel"), *periods(two[0])]
    outcome = import_facts(office, delivered(tmp_path / "v.xlsx", rows))
    assert (outcome.dossiers, outcome.unknown_dossiers, outcome.incomplete_dossiers) == (1, 1, 0)
    assert "omdat een rij niet klopt" not in outcome.sentence
    assert outcome.sentence.endswith("2 rijen niet overgenomen.")


def test_a_row_without_a_readable_dossier_number_is_only_a_problem(office, two, tmp_path):
    rows = [*periods(("12-AB", two[1][1])), *periods(two[0])]
    outcome = import_facts(office, delivered(tmp_path / "v.xlsx", rows))
    assert (outcome.dossiers, outcome.incomplete_dossiers, len(outcome.problems)) == (1, 0, 2)


def test_a_corrected_delivery_is_taken_over_after_all(office, two, tmp_path):
    hurt = two[0]
    import_facts(office, delivered(tmp_path / "slecht.xlsx", periods(hurt, first="rommel")))
    outcome = import_facts(office, delivered(tmp_path / "goed.xlsx", periods(hurt)))
    assert (outcome.dossiers, outcome.incomplete_dossiers) == (1, 0)
    assert known(office, hurt).residences == {hurt[1]: (EARLIER, LATER)}


def test_an_import_tells_how_many_rows_it_has_read_and_takes_over(office, two, tmp_path):
    told = []
    import_facts(office, delivered(tmp_path / "v.xlsx", periods(two[0])), report=told.append)
    assert [(step.phase, step.done, step.total) for step in told] == [
        ("Werkboek openen", 0, None),
        ("Rijen lezen", 0, None),
        ("Overnemen", 0, 2),
        ("Overnemen", 2, 2),
    ]


@pytest.mark.parametrize("phase", ["Werkboek openen", "Overnemen"])
def test_an_import_that_is_stopped_takes_nothing_over(office, two, tmp_path, phase):
    stop = Cancel()

    def report(step):
        if step.phase == phase:
            stop.request()

    with pytest.raises(Cancelled):
        import_facts(office, delivered(tmp_path / "v.xlsx", periods(two[0])), report=report, cancel=stop)
    with office.store.read() as connection:
        assert not facts.facts_of(connection, two[0][0]).covered
