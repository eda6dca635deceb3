"""What changed between two versions of a dossier, as a clerk reads it: nothing left out, no number in full."""

import json
from copy import deepcopy
from typing import Any

import msgspec
import pytest
from support.office import PARTY, invented

from cir_desktop.domain.changes import FieldChange, changes, replaced_numbers
from cir_desktop.domain.dossier import Dossier
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.storage.rows import Facts, chosen, narrow_rows

OWN_TO_A_VERSION = ("dossierNummer", "dossierType", "versieNummer", "updateDatum")
_facts = msgspec.msgpack.Decoder(Facts).decode


def _dossiers() -> list[dict[str, Any]]:
    """Invented dossiers that together have something under every key."""
    kept, seen = [], set[str]()
    for dossier in invented(300):
        has = {key for key, value in dossier.items() if value} | {
            f"{key}.{name}" for key in dossier if isinstance(dossier[key], list) for name in _names(dossier[key])
        }
        if has - seen:
            seen |= has
            kept.append(dossier)
    return kept


def _names(items: list[Any]) -> set[str]:
    return {name for item in items if isinstance(item, dict) for name, value in item.items() if value is not None}


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict):
        return [leaf for key, value in node.items() for leaf in _leaves(value, (*path, key))]
    if isinstance(node, list):
        return [leaf for place, value in enumerate(node) for leaf in _leaves(value, (*path, place))]
    return [] if node is None else [path]


def _other(value: Any, name: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(name, str) and name.endswith("NisCode") and len(value) == 5:
        return "13040" if value != "13040" else "13017"
    if len(value) >= 10 and value[4:5] == value[7:8] == "-":
        return f"{int(value[:4]) - 1}-01-02{value[10:]}"
    return f"{value}2"


def _with(dossier: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    changed = deepcopy(dossier)
    node = changed
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = _other(node[path[-1]], path[-1])
    return changed


def _read(dossier: dict[str, Any]) -> Dossier:
    return decode_dossier(json.dumps(dossier).encode())


def _said(dossier: Dossier) -> Dossier:
    return msgspec.structs.replace(dossier, warnings=())


def _ranked_by(dossier: Dossier) -> tuple[Any, Any]:
    choices = chosen(dossier)
    return choices, _facts(narrow_rows(str(dossier.number), 1, dossier, choices, PARTY)[1])


def test_every_leaf_that_changes_is_told_and_whatever_a_list_is_made_from_is_told_as_such() -> None:
    tried = ranking = 0
    for dossier in _dossiers():
        old = _read(dossier)
        for path in _leaves(dossier):
            if path[0] in OWN_TO_A_VERSION:
                continue
            try:
                new = _read(_with(dossier, path))
            except UndecodableDossier:
                continue
            if _said(old) == _said(new):
                continue  # an unknown code that means the same to us
            found = changes(old, new)
            tried += 1
            assert found, path
            assert all(change.before != change.after and change.label for change in found), path
            if _ranked_by(old) != _ranked_by(new):
                ranking += 1
                assert any(change.touches_ranking for change in found), path
    assert tried > 1_000 and ranking > 200


def test_a_version_that_says_the_same_has_no_changes() -> None:
    for dossier in invented(20):
        old = _read(dossier)
        again = _read({**dossier, "versieNummer": 99, "updateDatum": "2030-01-01T00:00:00Z"})
        assert changes(old, again) == ()


def test_a_national_number_is_never_told_in_full() -> None:
    for dossier in invented(60):
        old = _read(dossier)
        digits = [person["rijksregisternummer"] for person in dossier["personen"] if person["rijksregisternummer"]]
        if not digits:
            continue
        changed = deepcopy(dossier)
        for person in changed["personen"]:
            if person["rijksregisternummer"] == digits[0]:
                person["rijksregisternummer"] = "85073090034"
        found = changes(old, _read(changed))
        assert [change.label.split(" van ")[0] for change in found] == ["Rijksregisternummer"]
        assert found[0].touches_ranking
        assert digits[0] not in repr(found) and "85073090034" not in repr(found)
        assert replaced_numbers(old, _read(changed)) == [(digits[0], "85073090034")]


def _first(wanted: Any) -> dict[str, Any]:
    return deepcopy(next(dossier for dossier in invented(300) if wanted(dossier)))


def _told(dossier: dict[str, Any], changed: dict[str, Any]) -> list[FieldChange]:
    return list(changes(_read(dossier), _read(changed)))


def test_a_person_who_moved_has_another_domicile_and_other_contact_data_touch_no_list() -> None:
    dossier = _first(lambda each: each["personen"][0]["domicilieAdres"])
    changed = deepcopy(dossier)
    person = changed["personen"][0]
    person["domicilieAdres"]["straat"], person["email"] = "Nieuwe Weg", "nieuw@example.be"
    domicile, email = _told(dossier, changed)
    name = f"{person['voorNaam']} {person['naam']}"
    assert (domicile.label, email.label) == (f"Domicilie van {name}", f"E-mail van {name}")
    assert (domicile.touches_ranking, domicile.contact) == (True, False)
    assert (email.touches_ranking, email.contact, email.after) == (False, True, "nieuw@example.be")
    assert (domicile.path, email.path) == ("persons.0.domicile", "persons.0.email")
    assert domicile.after.startswith("Nieuwe Weg ")


def test_who_came_and_who_left_is_told_once_whatever_their_place_in_the_dossier() -> None:
    dossier = _first(lambda each: len(each["personen"]) >= 3)
    changed = deepcopy(dossier)
    gone = changed["personen"].pop(1)
    (left,) = _told(dossier, changed)
    assert left.label == "Persoon niet meer in het dossier"
    assert left.before.startswith(f"{gone['voorNaam']} {gone['naam']}, ") and left.after == ""
    (came,) = _told(changed, dossier)
    assert (came.label, came.before, came.touches_ranking) == ("Persoon bijgekomen", "", True)


@pytest.mark.parametrize(
    ("change", "label", "before", "after"),
    [
        ({"status": "OFFER"}, "Status", "Ingeschreven", "In wacht: aanbod loopt"),
        ({"status": "NIEUW"}, "Status", "Ingeschreven", "NIEUW"),
        ({"inschrijvingsDatum": "2020-03-04"}, "Inschrijvingsdatum", None, "04/03/2020"),
        (
            {"regioKeuzes": [{"gemeenteNisCode": "11002", "wijken": []}]},
            "Gekozen gemeente",
            "",
            "Antwerpen: alle wijken",
        ),
        ({"meldingen": [{"datum": "2026-01-02", "tekst": "Verhuisd."}]}, "Melding", "", "02/01/2026, Verhuisd."),
    ],
)
def test_a_change_reads_as_a_clerk_says_it(change: Any, label: str, before: str | None, after: str) -> None:
    dossier = _first(lambda each: each["status"] == "REG" and not each["meldingen"])
    told = next(each for each in _told(dossier, {**dossier, **change}) if each.label == label and each.after == after)
    assert before is None or told.before == before
