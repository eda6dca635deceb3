"""What is to be corrected in the CIR by hand: gone as soon as the CIR says what the list says."""

import msgspec
import pytest
from support.migration_lists import batch
from support.office import fill, new_office

from cir_desktop.domain.values import dutch_date
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services import migration_work, migration_worklist
from cir_desktop.storage import dossiers


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    opened = new_office(tmp_path_factory.mktemp("werklijst") / "werkmap")
    fill(opened, 30)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def known(office):
    with office.store.read() as connection:
        found = [decode_dossier(raw) for _, raw in dossiers.newest_payloads(connection, 0, 30)]
    return next(
        each
        for each in found
        if each.reference_person.national_number and each.reference_person.birth_date and each.registered_on
    )


@pytest.fixture
def worked(office, tmp_path):
    def worked(*rows):
        path = tmp_path / "lijst.xlsx"
        write_template(path, template(), batch({"candidates": [*rows], "members": [], "preferences": []}))
        work = migration_work.take(office, migration_work.read_file(office, path))
        return migration_worklist.worklist(office, work)

    return worked


def as_known(known, **other):
    person = known.reference_person
    return {
        "dossier": known.number.text,
        "registered_on": known.registered_on,
        "national_number": person.national_number.digits,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth_date": person.birth_date,
    } | other


def told(found):
    return [(line.dossier, line.title, line.wanted, line.now) for line in found.lines]


def test_a_dossier_that_is_there_as_in_the_list_asks_nothing(worked, known):
    found = worked(as_known(known, last_name=known.reference_person.last_name.upper()))
    assert (found.lines, found.dossiers, found.right) == ((), 1, 1)


def test_a_value_that_differs_is_told_with_both_sides_what_ranks_first(worked, known):
    person = known.reference_person
    found = worked(as_known(known, first_name="Anders", registered_on="01/02/2003"))
    assert told(found) == [
        (known.number.text, "Inschrijvingsdatum", "01/02/2003", dutch_date(known.registered_on)),
        (known.number.text, "Voornaam", "Anders", person.first_name),
    ]
    assert [line.ranks for line in found.lines] == [True, False]
    assert found.right == 0


def test_what_the_list_leaves_empty_is_no_correction(worked, known):
    assert worked(as_known(known, birth_date=None, first_name=None)).lines == ()


def test_a_dossier_that_the_cir_does_not_have_is_told(worked, known):
    found = worked(as_known(known), as_known(known, dossier="1999.01.01.0001"))
    assert told(found) == [("1999.01.01.0001", "Dossier", "in uw lijst", "niet in het CIR")]
    assert (found.dossiers, found.right) == (2, 1)


def test_a_line_says_nothing_that_json_can_not_hold(worked, known):
    found = worked(as_known(known, first_name="Anders"))
    assert msgspec.json.decode(msgspec.json.encode(found))["lines"][0]["key"] == "first_name"
