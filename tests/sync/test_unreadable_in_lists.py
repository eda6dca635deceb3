"""A dossier that can't be read leaves its trace in the list of a home."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.office import HOME, MORNING, TODAY, invented, new_office, note_complete_pull

from cir_desktop.errors import NotFound
from cir_desktop.services import homes, lists
from cir_desktop.services.office import Office
from cir_desktop.storage import dossiers
from cir_desktop.storage.received import Undecoded
from cir_desktop.sync.fill import decode_and_store

SIZE = 60
UNKNOWN = "1999.01.01.0001"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = new_office(tmp_path / "werkmap")
    raws = (json.dumps(dossier).encode() for dossier in invented(SIZE))
    decode_and_store(raws, opened.store, actor=opened.actor, own_party="LB-OEFENDORP")
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, "W001", TODAY)
    note_complete_pull(opened, SIZE)
    yield opened
    opened.close()


def _unreadable(office: Office, *versions: tuple[str, int]) -> None:
    items = [Undecoded(number, version, b"{}", "Het veld personen ontbreekt.") for number, version in versions]
    with office.store.unit(office.actor) as unit:
        dossiers.keep_undecoded(unit.connection, items, at=MORNING)
        unit.event("pull.stored", "1")


def _chose(office: Office) -> str:
    return lists.list_of_home(office, "W001").ranking.placed[0].dossier


def _chose_elsewhere() -> str:
    return next(
        str(dossier["dossierNummer"])
        for dossier in invented(SIZE)
        if not any(HOME.nis_code in str(choice) for choice in dossier["regioKeuzes"])
    )


def test_a_list_without_unreadable_dossiers_is_complete(office: Office) -> None:
    found = lists.list_of_home(office, "W001")
    assert (found.unreadable, found.complete) == (0, True)
    assert found.pulled_sentence == f"Lijst volledig opgehaald op 01/06/2026 10:00: {SIZE} dossiers."


def test_a_newer_version_that_is_not_readable_makes_the_list_incomplete(office: Office) -> None:
    _unreadable(office, (_chose(office), 90), (_chose(office), 91))
    found = lists.list_of_home(office, "W001")
    assert (found.unreadable, found.complete) == (1, False)
    assert "1 dossier is niet leesbaar en ontbreekt of is verouderd in deze lijst" in found.pulled_sentence
    assert lists.trace(office, "W001", _chose(office))


def test_a_dossier_that_was_never_readable_makes_the_list_incomplete(office: Office) -> None:
    _unreadable(office, (UNKNOWN, 1), (_chose(office), 90))
    found = lists.list_of_home(office, "W001")
    assert (found.unreadable, found.complete) == (2, False)
    assert "2 dossiers zijn niet leesbaar en ontbreken of zijn verouderd in deze lijst" in found.pulled_sentence
    with pytest.raises(NotFound, match="is niet leesbaar"):
        lists.trace(office, "W001", UNKNOWN)


def test_the_trace_of_who_is_not_in_the_list_says_why_not(office: Office) -> None:
    with pytest.raises(NotFound, match="Dit dossier is hier niet gekend"):
        lists.trace(office, "W001", UNKNOWN)
    elsewhere = _chose_elsewhere()
    with pytest.raises(NotFound, match="koos de gemeente van deze woning niet"):
        lists.trace(office, "W001", elsewhere)
    gone = _chose(office)
    with office.store.unit(office.actor) as unit:
        dossiers.mark_out_of_scope(unit.connection, [gone], unit.at)
        unit.event("pull.out_of_scope", "1")
    with pytest.raises(NotFound, match="niet langer voor ons"):
        lists.trace(office, "W001", gone)
