"""The columns of the migration workbook as declared in `resources/templates/migration-*.toml` [assumed].

One declaration makes the empty template, the reading, the checks, the mapping screen and the table in the manual. The
government's own template was never published: ours is a reconstruction, and says so.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

import msgspec

from cir_desktop.errors import BadRules
from cir_desktop.runtime.paths import resource

NEWEST = "migration-v1"


class Kind(StrEnum):
    """What may stand in a column."""

    DOSSIER = "dossier"
    NATIONAL = "national"
    TEXT = "text"
    DAY = "day"
    YES_NO = "yes_no"
    WHOLE = "whole"
    MONEY = "money"
    CODE = "code"
    CODES = "codes"
    POSTCODE = "postcode"
    NIS = "nis"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    ENTERPRISE = "enterprise"


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A declared column. `most` is a length in characters, `low` and `high` bound whole numbers and euro amounts.

    `codes` names a code list; `needed` blocks an empty cell; `ranks` says that a place on a list hangs on it.
    """

    key: str
    title: str
    kind: Kind
    help: str
    example: str
    needed: bool = False
    ranks: bool = False
    codes: str = ""
    most: int = 100
    low: int | None = None
    high: int | None = None
    also: tuple[str, ...] = ()
    """Other titles under which old lists have it; for the mapping screen."""


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A declared sheet: `row` says what one row is."""

    key: str
    name: str
    row: str
    column: tuple[Column, ...]

    def column_of(self, key: str) -> Column:
        """The column of a key; KeyError for one that is not declared."""
        return next(column for column in self.column if column.key == key)


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The codes of a list with their words; `also` are other spellings, by code."""

    key: str
    name: str
    codes: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]] = {}


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A version of the template."""

    version: str
    source: str
    property_name: str
    sheet: tuple[Sheet, ...]
    codes: tuple[CodeList, ...]

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """By key."""
        return {sheet.key: sheet for sheet in self.sheet}

    @cached_property
    def code_lists(self) -> Mapping[str, CodeList]:
        """By key."""
        return {codes.key: codes for codes in self.codes}


def read_template(path: Path) -> Template:
    """A declaration from a file. Raises BadRules with what is wrong: double keys or titles, an unknown code list."""
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=Template)
    except (OSError, msgspec.DecodeError) as error:
        raise BadRules(
            f"{path.name} kan niet gelezen worden: {error}", "Zet het meegeleverde bestand terug."
        ) from error
    for sheet in found.sheet:
        for what in ("key", "title"):
            names = [getattr(column, what) for column in sheet.column]
            if twice := {name for name in names if names.count(name) > 1}:
                raise BadRules(
                    f"{path.name}: op blad {sheet.name} staat {min(twice)} twee keer.", "Geef elk een eigen."
                )
        for column in sheet.column:
            if column.codes and column.codes not in found.code_lists:
                raise BadRules(f"{path.name}: de codelijst {column.codes} bestaat niet.", "Voeg ze toe bij [[codes]].")
    return found


@cache
def template(version: str = NEWEST) -> Template:
    """The shipped declaration of a version. Raises BadRules."""
    return read_template(resource("templates", f"{version}.toml"))


def versions() -> tuple[str, ...]:
    """The shipped versions, the newest last."""
    return tuple(sorted(path.stem for path in resource("templates").glob("migration-v*.toml")))
