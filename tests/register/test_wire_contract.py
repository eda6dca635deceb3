"""The wire mapping held against the written contract, with dossiers made from its schema."""

import copy
import re
import string
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

from cir_desktop.register import wire, wire_dossier, wire_inquiry, wire_types

_FILE = Path(__file__).parents[2] / "resources" / "openapi" / "cir-v1.yaml"

DELIBERATELY_UNREAD = {
    "dossierType": "only one value is published; another one makes a dossier undecodable",
}
"""Keys of the contract whose value does not reach the domain, each with its reason."""

_SETTINGS = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking a whole dossier takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TEXT = st.text(string.ascii_letters + " éü-'", min_size=1, max_size=12)
_STRUCTS = {
    "Fout": wire_types.Fout,
    "Bevestiging": wire_types.Bevestiging,
    "Pand": wire_types.Pand,
    "DossierActie": wire_types.DossierActie,
    "ActieOntvangst": wire_types.ActieOntvangst,
    "WoonnoodAntwoordMelding": wire_inquiry.WoonnoodAntwoordMelding,
    "OnderzoekResultaat": wire_inquiry.OnderzoekResultaat,
    "BijlageVraag": wire_inquiry.BijlageVraag,
    "ZoekOpdracht": wire_types.ZoekOpdracht,
    "ZoekResultaat": wire_types.ZoekResultaat,
    "Gemeentes": wire_types.Gemeentes,
    "Wijken": wire_types.Wijken,
    "Gezondheid": wire_types.Gezondheid,
    "Adres": wire_dossier.Adres,
    "Persoon": wire_dossier.Persoon,
    "KindNietVoltijds": wire_dossier.KindNietVoltijds,
    "Inkomsten": wire_dossier.Inkomsten,
    "Eigendom": wire_dossier.Eigendom,
    "Voorkeuren": wire_dossier.Voorkeuren,
    "WoonnoodVerzoek": wire_dossier.WoonnoodVerzoek,
    "Dossier": wire_dossier.Dossier,
}


@cache
def _schemas() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))["components"]["schemas"]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = _schemas()[schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _strategy(schema: dict[str, Any], *, full: bool = False) -> st.SearchStrategy[Any]:
    """Values that follow the schema; with `full` no null and no empty list, so that every leaf is there."""
    schema = _resolved(schema)
    if "oneOf" in schema:
        options = [s for s in schema["oneOf"] if not (full and s.get("type") == "null")]
        return st.one_of([_strategy(s, full=full) for s in options])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from([value for value in schema["enum"] if not (full and value is None)])
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return st.one_of([_of_kind(kind, schema, full) for kind in kinds if not (full and kind == "null")])


def _of_kind(kind: str, schema: dict[str, Any], full: bool) -> st.SearchStrategy[Any]:
    if kind == "null":
        return st.none()
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        return st.integers(schema.get("minimum", -100), schema.get("maximum", 5_000))
    if kind == "number":
        return st.integers(0, 9_000_000).map(lambda cents: cents / 100)
    if kind == "array":
        fewest = 1 if full else schema.get("minItems", 0)
        return st.lists(_strategy(schema["items"], full=full), min_size=fewest, max_size=max(2, fewest))
    if kind == "object":
        return st.fixed_dictionaries({key: _strategy(s, full=full) for key, s in schema["properties"].items()})
    if schema.get("format") == "date":
        return st.dates().map(lambda day: str(day.replace(day=min(day.day, 28))))
    if schema.get("format") == "date-time":
        return st.datetimes().map(lambda moment: moment.replace(day=min(moment.day, 28)).isoformat() + "Z")
    if schema.get("format") == "uuid":
        return st.uuids().map(str)
    return st.from_regex(schema["pattern"].replace("$", r"\Z")) if "pattern" in schema else _TEXT


def _number_with_a_month() -> st.SearchStrategy[str]:
    return st.builds("{:%Y.%m.%d}.{:04d}".format, st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 9999))


def _dossiers(*, full: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    made = _strategy({"$ref": "#/components/schemas/Dossier"}, full=full)
    return st.builds(lambda dossier, number: dossier | {"dossierNummer": number}, made, _number_with_a_month())


@pytest.mark.parametrize("name", _STRUCTS)
def test_every_key_of_the_contract_has_its_place_in_the_wire_types(name: str) -> None:
    assert set(_STRUCTS[name].__struct_encode_fields__) == set(_schemas()[name]["properties"])


@settings(_SETTINGS, max_examples=60)
@given(_dossiers())
def test_what_the_register_says_of_a_household_is_what_the_clerk_gets(said: dict[str, Any]) -> None:
    got = wire.decode_dossier(msgspec.json.encode(said))
    assert (got.number.text, got.version, got.status) == (said["dossierNummer"], said["versieNummer"], said["status"])
    assert got.primary_party == said["behandelendePartijCode"]
    assert str(got.registered_on) == str(said["inschrijvingsDatum"])
    assert got.created_at.isoformat().replace("+00:00", "Z") == said["creatieDatum"]
    assert len(got.persons) == len(said["personen"])
    for person, told in zip(got.persons, said["personen"], strict=True):
        assert (person.first_name, person.last_name) == (told["voorNaam"], told["naam"])
        assert (person.national_number.digits if person.national_number else None) == told["rijksregisternummer"]
        assert person.tenant == (told["rol"] == "HUURDER")
        assert str(person.birth_date) == str(told["geboorteDatum"])
        assert (person.domicile is None) == (told["domicilieAdres"] is None)
        assert (person.care is None) == (told["mantelzorg"] is None)
    rent = said["voorkeuren"]["maxHuur"]
    assert (got.preferences.max_rent.cents if got.preferences.max_rent else None) == (
        None if rent is None else round(rent * 100)
    )
    assert [(r.nis_code, list(r.neighbourhoods)) for r in got.regions] == [
        (r["gemeenteNisCode"], r["wijken"]) for r in said["regioKeuzes"]
    ]
    assert [(o.party, str(o.day), o.answer) for o in got.offers] == [
        (o["partijCode"], o["datum"], o["antwoord"]) for o in said["aanbiedingen"]
    ]


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*path, place))
    else:
        yield path


def _other(value: Any, key: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value - 1 if value > 2 and value != 1990 else value + 1
    if key == "soort" and value in ("GEEFT", "KRIJGT"):
        return "GEEFT" if value == "KRIJGT" else "KRIJGT"
    if key == "rol":
        return "HUURDER" if value == "MEDEBEWONER" else "MEDEBEWONER"
    digits = [place for place, letter in enumerate(value) if letter.isdigit()]
    if digits and key not in ("regeling", "taalkennis", "rangLijstType"):
        last = 3 if _DAY.match(value) else digits[-1]  # another year is always a day too
        return value[:last] + ("1" if value[last] == "2" else "2") + value[last + 1 :]
    return value + "x"


@settings(_SETTINGS, max_examples=3)
@given(_dossiers(full=True))
def test_every_value_of_the_contract_reaches_the_domain_or_is_left_out_on_purpose(said: dict[str, Any]) -> None:
    got = wire.decode_dossier(msgspec.json.encode(said))
    for path in _leaves(said):
        key = next(step for step in reversed(path) if isinstance(step, str))
        if key in DELIBERATELY_UNREAD:
            continue
        changed = copy.deepcopy(said)
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = _other(holder[path[-1]], key)
        assert wire.decode_dossier(msgspec.json.encode(changed)) != got, path


@settings(_SETTINGS, max_examples=30)
@given(_dossiers(), st.data())
def test_a_dossier_without_an_agreed_key_is_never_half_read(said: dict[str, Any], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(said)))
    del said[key]
    with pytest.raises(wire.UndecodableDossier) as caught:
        wire.decode_dossier(msgspec.json.encode(said))
    assert caught.value.reason == f"het veld {key} ontbreekt ($)."
