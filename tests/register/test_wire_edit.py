"""Only what was corrected changes in the body that goes back; every other value is what the register gave."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from cir_desktop.domain.dossier_fields import FIELDS, values_of
from cir_desktop.register.wire import decode_dossier
from cir_desktop.register.wire_edit import ADDRESS, PATHS, corrected

SPEC = yaml.safe_load(
    (Path(__file__).parents[2] / "resources" / "openapi" / "cir-v1.yaml").read_text(encoding="utf-8")
)["components"]["schemas"]

OTHER = {
    "email": "nieuw@voorbeeld.be",
    "phone1": "0470 00 00 00",
    "phone2": None,
    "postal": ("Kerkstraat", "1", None, "2440", "Geel", "150"),
    "language": "B1",
    "max_rent": 61250,
    "bedrooms": ("1", None),
    "types": ("R", "S"),
    "adapted": True,
    "regions": ("13008|Centrum", "13017|Tielen"),
}


def _leaves(value: Any, path: str = "$") -> dict[str, Any]:
    if isinstance(value, dict):
        return {leaf: found for key, one in value.items() for leaf, found in _leaves(one, f"{path}.{key}").items()}
    if isinstance(value, list):
        return {leaf: found for n, one in enumerate(value) for leaf, found in _leaves(one, f"{path}[{n}]").items()}
    return {path: value}


def _schema(name: str) -> dict[str, Any]:
    return SPEC[name]["properties"]


def test_every_field_of_ours_has_its_place_and_no_other_field_has_one() -> None:
    assert set(PATHS) == {key for key, field in FIELDS.items() if field.ours}


def test_every_place_stands_in_the_contract() -> None:
    for place, *rest in PATHS.values():
        names = rest[1:] if place == "personen" else rest
        assert place in _schema("Dossier")
        assert set(names) <= set(_schema("Persoon" if place == "personen" else "Voorkeuren"))
    assert {*ADDRESS, "gemeenteNisCode"} == set(_schema("Adres"))


def test_the_municipality_of_an_address_follows_from_its_postcode(dossier_raw: Any) -> None:
    def written(postcode: str, country: str) -> str | None:
        value = ("Kerkstraat", "1", None, postcode, "Ergens", country)
        body = corrected(dossier_raw(), {"reference.postal": value})
        return msgspec.json.decode(body)["personen"][0]["postAdres"]["gemeenteNisCode"]

    assert written("2440", "150") == "13008"
    assert written("0000", "150") is None
    assert written("2440", "111") is None


@pytest.mark.parametrize("key", sorted(PATHS))
def test_only_the_corrected_leaf_changes(key: str, dossier_raw: Any) -> None:
    raw = msgspec.json.encode(msgspec.json.decode(dossier_raw()) | {"sleutelVanMorgen": {"a": [1, 2.50]}})
    value = OTHER[key.rsplit(".", 1)[1]]
    body = corrected(raw, {key: value})
    before, after = _leaves(msgspec.json.decode(raw)), _leaves(msgspec.json.decode(body))
    place, *rest = PATHS[key]
    role, names = (rest[0], rest[1:]) if place == "personen" else ("", rest)
    person = f"[{0 if role == 'reference' else 1}]" if role else ""
    allowed = tuple(f"$.{place}{person}.{name}" for name in names) or (f"$.{place}",)
    differing = {leaf for leaf in {*before, *after} if before.get(leaf, "-") != after.get(leaf, "-")}
    assert all(leaf.startswith(allowed) for leaf in differing), differing
    then, now = values_of(decode_dossier(raw)), values_of(decode_dossier(body))
    assert now == {**then, key: value}


def test_what_the_register_gave_goes_back_value_for_value(dossier_raw: Any) -> None:
    assert msgspec.json.decode(corrected(dossier_raw(), {})) == msgspec.json.decode(dossier_raw())


def test_what_is_not_ours_is_never_written(dossier_raw: Any) -> None:
    for key in FIELDS.keys() - PATHS.keys():
        with pytest.raises(KeyError):
            corrected(dossier_raw(), {key: "x"})


def test_a_municipality_that_stays_goes_back_as_it_came(dossier_raw: Any) -> None:
    came = {"gemeenteNisCode": "13008", "wijken": ["Zuid", "Centrum"], "sleutelVanMorgen": 1}
    raw = dossier_raw(regioKeuzes=[came, {"gemeenteNisCode": "13025", "wijken": []}])
    body = corrected(raw, {"preferences.regions": ("13008|Centrum|Zuid", "13017")})
    assert msgspec.json.decode(body)["regioKeuzes"] == [came, {"gemeenteNisCode": "13017", "wijken": []}]
