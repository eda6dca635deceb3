"""What is odd in what comes in is told with a code, and what we have stays consistent."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from support.office import MORNING, PARTY, invented, new_office

from cir_desktop import errors
from cir_desktop.domain.facts import ImportedResidence, Residence
from cir_desktop.domain.oddity import ODDITIES, OddityKind
from cir_desktop.domain.values import NisCode
from cir_desktop.services.office import Office
from cir_desktop.storage import dossiers, facts, oddities
from cir_desktop.storage.received import Received, prepare
from cir_desktop.sync.receive import receive
from cir_desktop.sync.taking import take

OTHER_NUMBER = "85073090034"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def dossier() -> dict[str, Any]:
    return deepcopy(next(one for one in invented(60) if one["personen"][0]["rijksregisternummer"]))


def _take(office: Office, dossier: dict[str, Any], version: int, **changes: Any) -> str:
    said = {**dossier, "versieNummer": version, **changes}
    item = receive(said["dossierNummer"], 0, json.dumps(said).encode())
    assert isinstance(item, Received)
    with office.store.unit(office.actor) as unit:
        take(unit, [item], prepare([item], PARTY), PARTY)
        unit.event("pull.stored", "1")
    return item.number


def _found(office: Office) -> list[tuple[str, OddityKind]]:
    with office.store.read() as connection:
        return [(one.dossier, one.kind) for one in oddities.still_open(connection)]


def test_every_oddity_has_a_code_of_its_own_and_says_what_to_do() -> None:
    assert set(ODDITIES) == set(OddityKind)
    assert len({words.code for words in ODDITIES.values()}) == len(ODDITIES)
    assert all(words.what.endswith(".") and words.todo.endswith(".") for words in ODDITIES.values())


def test_an_unknown_status_is_told_until_the_register_gives_one_that_is_known(office: Office, dossier: Any) -> None:
    number = _take(office, dossier, 90, status="NIEUW")
    assert _found(office) == [(number, OddityKind.STATUS)]
    _take(office, dossier, 91, status="NIEUW")
    assert _found(office) == [(number, OddityKind.STATUS)]
    _take(office, dossier, 92, status="REG")
    assert _found(office) == []


def test_an_older_version_is_told_kept_and_not_shown_until_the_register_catches_up(
    office: Office, dossier: Any
) -> None:
    number = _take(office, dossier, 90)
    _take(office, dossier, 80)
    assert _found(office) == [(number, OddityKind.OLDER)]
    with office.store.read() as connection:
        assert dossiers.raw_version(connection, number)[0] == 90
        assert [version for version, _ in dossiers.versions(connection, number)] == [90, 80]
    _take(office, dossier, 91)
    assert _found(office) == []


def test_what_we_know_of_a_person_goes_along_when_the_national_number_is_replaced(office: Office, dossier: Any) -> None:
    number = _take(office, dossier, 90)
    old = dossier["personen"][0]["rijksregisternummer"]
    lived = Residence(NisCode("13017"), MORNING.date(), None, True)
    with office.store.unit(office.actor) as unit:
        import_id = facts.start_import(unit.connection, at=unit.at, actor="Els", source="proef")
        facts.replace_facts(unit.connection, import_id, [ImportedResidence(number, old, lived)], [])
        unit.event("facts.imported", "facts")
    changed = deepcopy(dossier)
    changed["personen"][0]["rijksregisternummer"] = OTHER_NUMBER
    _take(office, changed, 91)
    assert _found(office) == [(number, OddityKind.NUMBER)]
    with office.store.read() as connection:
        assert facts.facts_of(connection, number).residences == {OTHER_NUMBER: (lived,)}
    assert old not in ODDITIES[OddityKind.NUMBER].what


def test_another_person_is_no_replaced_number_and_takes_nothing_over(office: Office, dossier: Any) -> None:
    number = _take(office, dossier, 90)
    changed = deepcopy(dossier)
    changed["personen"][0] |= {"rijksregisternummer": OTHER_NUMBER, "voorNaam": "Iemand", "geboorteDatum": "1985-07-30"}
    _take(office, changed, 91)
    assert _found(office) == []
    assert number


def test_a_dossier_that_vanishes_is_told_stays_and_is_told_no_more_when_it_is_back(full_desk: Any) -> None:
    full_desk.later(days=1)
    gone_before = full_desk.pull().vanished  # by other tests on this register
    number = full_desk.registered()
    full_desk.practice.change(number, "out-of-scope")
    assert full_desk.pull().complete
    with full_desk.store.read() as connection:
        found = [one.dossier for one in oddities.still_open(connection, OddityKind.VANISHED)]
    assert number in found and len(found) == gone_before + 1
    assert number in full_desk.stored()
    listed = full_desk.pull().listed
    with full_desk.store.unit(full_desk.actor) as unit:
        other = next(one for one in full_desk.stored() if one != number and full_desk.is_listed(one))
        oddities.note(unit.connection, [other], OddityKind.VANISHED, unit.at)
        unit.event("pull.vanished", "1")
    full_desk.later(days=1)
    outcome = full_desk.pull()
    assert (outcome.vanished, outcome.listed) == (gone_before + 1, listed)


def test_a_register_that_went_back_makes_the_list_incomplete_and_says_why(full_desk: Any) -> None:
    number = full_desk.registered()
    with full_desk.store.read() as connection:
        said = json.loads(dossiers.raw_version(connection, number)[1])
    item = receive(number, 0, json.dumps(said | {"versieNummer": said["versieNummer"] + 5}).encode())
    assert isinstance(item, Received)
    with full_desk.store.unit(full_desk.actor) as unit:
        take(unit, [item], prepare([item], PARTY), PARTY)
        dossiers.mark_acknowledged(unit.connection, [(number, item.version)], unit.at)
        unit.event("pull.stored", "1")
    full_desk.later(days=1)
    outcome = full_desk.pull()
    assert not outcome.complete
    assert outcome.reason == "Van een dossier geeft het register een oudere versie dan hier bewaard is."
    assert full_desk.stored()[number] == said["versieNummer"] + 5
    for _ in range(5):
        full_desk.practice.change(number, "unknown-status")
    assert full_desk.pull().complete
    assert full_desk.row(number).status == "ZZZZZ"  # the register's own version, not ours of the same number


def test_a_page_of_a_network_in_the_middle_of_a_pull_is_no_dossier_that_could_not_be_read(
    full_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = full_desk.stored()
    numbers = [full_desk.registered() for _ in range(2)]
    for number in numbers:
        full_desk.practice.change(number, "unknown-status")
    full_desk.practice.fault("nonsense", times=1, path="/dossier/")
    with pytest.raises(errors.RegisterError) as caught:
        full_desk.pull()
    assert (type(caught.value).__name__, caught.value.code) == ("Portal", "CIR-323")
    with full_desk.store.read() as connection:
        assert dossiers.undecoded(connection) == []
    assert full_desk.stored() == before
    assert full_desk.pull().complete
    assert all(full_desk.stored()[number] == before[number] + 1 for number in numbers)
