"""A list against what this office knows: the copy of the register, its homes, the limits of its rules, the freeze."""

from datetime import date, timedelta

import pytest
from support.migration_lists import batch, one_candidate
from support.office import HOME, TODAY, fill, new_office
from support.roles import person

from cir_desktop.domain.identity import Role
from cir_desktop.errors import MissingRole
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services import homes, migration_checking
from cir_desktop.services.migration_checking import EARLY, Group
from cir_desktop.storage import dossiers


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    opened = new_office(tmp_path_factory.mktemp("kantoor"))
    fill(opened, 40)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def known(office):
    """A dossier of the register whose reference person has a number and a birth date."""
    with office.store.read() as connection:
        payloads = dossiers.newest_payloads(connection, 0, 40)
    found = [decode_dossier(raw) for _, raw in payloads]
    return next(
        each
        for each in found
        if each.reference_person.national_number and each.reference_person.birth_date and each.registered_on
    )


def in_register(office, listed):
    found = migration_checking.check(office, listed, against_register=True)
    return [(each.code, each.title) for each in found if each.code.startswith("REG")]


def as_known(known, **other):
    values = {
        "dossier": known.number.text,
        "registered_on": known.registered_on,
        "status": known.status,
        "national_number": known.reference_person.national_number.digits,
        "household_size": sum(each.moves_along for each in known.persons) + len(known.part_time_children),
    }
    return one_candidate(**{**values, **other})


def test_a_dossier_that_the_register_has_just_so_is_only_told(office, known):
    assert in_register(office, as_known(known)) == [("REG-001", "Dossiernummer")]


def test_what_differs_from_the_register_is_to_be_looked_at(office, known):
    other_day = known.registered_on - timedelta(days=1)
    listed = as_known(known, registered_on=other_day, household_size=15)
    assert in_register(office, listed) == [
        ("REG-001", "Dossiernummer"),
        ("REG-003", "Inschrijvingsdatum"),
        ("REG-004", "Aantal personen"),
    ]


def test_the_same_person_under_another_number_and_another_person_under_the_same(office, known):
    assert in_register(office, as_known(known, dossier="1999.05.14.0003")) == [("REG-006", "Rijksregisternummer")]
    stranger = as_known(known, national_number="85.05.14-902.13")
    assert ("REG-005", "Dossiernummer") in in_register(office, stranger)


def test_without_asking_nothing_is_compared_with_the_register(office, known):
    found = migration_checking.check(office, as_known(known))
    assert not [each for each in found if each.code.startswith("REG")]


def test_a_wish_elsewhere_is_told_once_the_office_has_homes(office):
    listed = batch(
        {"candidates": [{}], "members": [{}], "preferences": [{}, {"nis_code": "44021", "municipality": "Gent"}]}
    )

    def elsewhere():
        return [each.row for each in migration_checking.check(office, listed) if each.code == "ROW-012"]

    assert elsewhere() == []
    homes.save(office, HOME, new=True)
    assert elsewhere() == [3]


def test_income_is_held_against_the_limit_of_its_year(office):
    def over(**values):
        found = migration_checking.check(office, one_candidate(**values))
        return [each.row for each in found if each.code == "ROW-014"]

    assert over(income=20_000, income_year=2023) == []
    assert over(income=90_000, income_year=2023) == [2]
    assert over(income=90_000, income_year=2003) == []


def test_who_registered_in_the_freeze_needs_the_day_of_presenting(office):
    day = TODAY - timedelta(days=10)
    listed = one_candidate(registered_on=day, dossier=f"{day:%Y.%m.%d}.0001", presented_on=None)

    def missing(freeze):
        return [each.code for each in migration_checking.check(office, listed, freeze=freeze) if each.code == "ROW-013"]

    assert missing(None) == []
    assert missing((day, None)) == ["ROW-013"]
    assert missing((date(2020, 1, 1), day)) == ["ROW-013"]
    assert missing((day + timedelta(days=1), None)) == []


def test_what_is_known_early_is_a_part_of_the_whole(office, tmp_path):
    path = tmp_path / "lijst.xlsx"
    write_template(path, template(), one_candidate(status="weg"))
    checked = migration_checking.check_file(office, path)
    early = migration_checking.check(office, checked.batch, groups=EARLY)
    later = migration_checking.check(office, checked.batch, groups=set(Group) - EARLY)
    assert [*early, *later] == checked.findings
    assert checked.blocks
    assert checked.counts["moet"] == sum(each.severity == "moet" for each in checked.findings)


def test_checking_asks_for_a_clerk(office, tmp_path):
    office.person = person(Role.READER)
    try:
        with pytest.raises(MissingRole):
            migration_checking.check_file(office, tmp_path / "geen.xlsx")
    finally:
        office.person = None
