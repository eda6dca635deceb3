"""A TOML text of rules as records: every refusal says file, line and key, in Dutch."""

import re
import tomllib
from typing import NoReturn, Protocol, TypeVar

import msgspec

from cir_desktop.errors import BadRules

Record = TypeVar("Record")

_TODO = "Verbeter het bestand en open het programma opnieuw; docs/allocation.md beschrijft wat er mag staan."
_AT = re.compile(r" - at `\$\.?(.*)`$")
_SYNTAX = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_INDEX = re.compile(r"^(\w+)\[(\d+)\]$")
_KIND_WORDS = {"int": "een geheel getal", "str": "een tekst", "bool": "true of false", "date": "een datum jjjj-mm-dd"}


class Place(Protocol):
    """Where rules stand that are checked: a text with lines, or what a clerk fills in on a screen."""

    name: str

    def refuse(self, path: str, what: str) -> NoReturn:
        """Raise BadRules about a key, given as `table[0].key`."""


class Entered:
    """Rules that were entered on a screen: a refusal names the key, so that the form can go there."""

    def __init__(self, name: str) -> None:
        self.name = name

    def refuse(self, path: str, what: str) -> NoReturn:
        """Raise BadRules about a key."""
        raise BadRules(f"{self.name}: {what}", "Pas dit aan en bewaar opnieuw.", key=path)


class Document:
    """One TOML text under a name; gives records and refuses with the place in the text."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text = text
        try:
            self._tree = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _SYNTAX.search(str(error))
            line = f", regel {found.group(1)}" if found and found.group(1) else ""
            raise BadRules(f"{name}{line}: dit is geen geldige TOML.", _TODO) from error

    def read(self, kind: type[Record]) -> Record:
        """The whole text as one record. Raises BadRules."""
        try:
            return msgspec.convert(self._tree, kind)
        except msgspec.ValidationError as error:
            message = str(error)
            found = _AT.search(message)
            raise self._refusal(found.group(1) if found else "", _dutch(_AT.sub("", message))) from error

    def refuse(self, path: str, what: str) -> NoReturn:
        """Raise BadRules about a key, given as `table[0].key`."""
        raise self._refusal(path, what)

    def _refusal(self, path: str, what: str) -> BadRules:
        line = self._line(path)
        place = ", ".join(part for part in (self.name, f"regel {line}" if line else "", path) if part)
        return BadRules(f"{place}: {what}", _TODO)

    def _line(self, path: str) -> int | None:
        """The line of the nearest table header or key of a path, where these stand on lines of their own."""
        lines = self._text.splitlines()
        at, prefix, found = 0, "", None
        for part in path.split("."):
            indexed = _INDEX.match(part)
            name = indexed.group(1) if indexed else part
            prefix = f"{prefix}.{name}" if prefix else name
            wanted = f"[[{prefix}]]" if indexed else f"{name} ="
            skip = int(indexed.group(2)) if indexed else 0
            for number in range(at, len(lines)):
                if lines[number].strip().startswith(wanted):
                    if skip == 0:
                        at, found = number + 1, number + 1
                        break
                    skip -= 1
            else:
                break
        return found


def _dutch(message: str) -> str:
    if found := re.match(r"Object missing required field `(\w+)`", message):
        return f"“{found.group(1)}” ontbreekt."
    if found := re.match(r"Object contains unknown field `(\w+)`", message):
        return f"“{found.group(1)}” is hier niet gekend."
    if found := re.match(r"Expected `([\w |]+)`, got `(\w+)`", message):
        kinds = [_KIND_WORDS.get(kind, kind) for kind in found.group(1).split(" | ") if kind != "null"]
        return f"hier moet {' of '.join(kinds)} staan."
    return "deze waarde klopt niet."
