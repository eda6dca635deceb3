"""From the rows of an exchange workbook to the JSON of a dossier as the register would give it [assumed]."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from cir_desktop.register.exchange_cells import Value
from cir_desktop.register.exchange_layout import Field

Row = Mapping[str, Value]
"""Values by the key of their column."""

# What the layout has no column for is told as not known, or as nothing to tell.
_DOSSIER: Mapping[str, Any] = {
    "dossierType": "RFH",
    "dossierStatusHistoriek": [],
    "optioneleVoorkeuren": [],
    "inschrijvingshulp": None,
    "verklaringen": [],
    "meldingen": [],
    "woonnoodVerzoeken": [],
    "toewijzingen": [],
    "verhalen": [],
    "bijlagen": [],
}
_PARTS: Mapping[str, Mapping[str, Any]] = {
    "personen": {
        "domicilieAdres": None,
        "verblijfAdres": None,
        "postAdres": None,
        "mantelzorg": None,
        "telefoon2": None,
        "partnerMagWijzigen": None,
    },
    "inkomsten": {"loonfiches": []},
    "eigendom": {"toelichting": None},
}
_LISTS = frozenset({"codes", "names"})


def shaped(fields: Sequence[Field], row: Row, part: str = "") -> dict[str, Any]:
    """One row as an object of the contract: dotted fields become objects, an object without any value is null.

    `part` is the list of the dossier that the row is for; empty for the dossier itself.
    """
    made: dict[str, Any] = dict(_PARTS.get(part, {}) if part else _DOSSIER)
    groups: dict[str, dict[str, Any]] = {}
    for field in fields:
        if not field.field:
            continue
        value: Any = row.get(field.key)
        if value is None and field.kind in _LISTS:
            value = []
        if field.group:
            groups.setdefault(field.group, {})[field.field.rpartition(".")[2]] = value
        else:
            made[field.field] = value
    for name, values in groups.items():
        filled = any(value not in (None, []) for value in values.values())
        defaults = {f.field.rpartition(".")[2]: f.default for f in fields if f.group == name and f.default is not None}
        made[name] = (
            {**_PARTS.get(name, {}), **values, **{k: d for k, d in defaults.items() if values[k] is None}}
            if filled
            else None
        )
    return made


def dossier_json(dossier: dict[str, Any], parts: Mapping[str, Sequence[dict[str, Any]]]) -> bytes:
    """The dossier with its lists, as bytes; the same rows give the same bytes."""
    return msgspec.json.encode({**dossier, **parts})
