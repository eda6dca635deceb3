"""How verbs and their arguments are declared; each room of verbs adds its own."""

import argparse
from datetime import date
from typing import NoReturn

from cir_desktop.domain.values import DossierNumber


class Parser(argparse.ArgumentParser):
    """Says in Dutch what is off, and exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit 2."""
        self.exit(2, f"fout CIR-100: de opdracht klopt niet: {message}. Zie {self.prog} --help.\n")


class Verbs:
    """Adds verbs to a parser, each with the common options, so that these may stand before or after the verb."""

    def __init__(self, parser: argparse.ArgumentParser, common: Parser, *, required: bool = False):
        self._common = common
        self._under = parser.add_subparsers(metavar="OPDRACHT", required=required, parser_class=Parser)

    def verb(self, name: str, help_text: str) -> argparse.ArgumentParser:
        """A verb, to which arguments are added."""
        return self._under.add_parser(name, help=help_text, description=help_text, parents=[self._common])

    def group(self, name: str, help_text: str) -> "Verbs":
        """A verb that has verbs of its own."""
        return Verbs(self.verb(name, help_text), self._common, required=True)


def dossier_number(text: str) -> str:
    """A dossier number that was typed in any of its forms, as it is stored. Raises BadInput."""
    return DossierNumber.parse(text).text


def day(text: str) -> date:
    """A day that was typed as jjjj-mm-dd or dd/mm/jjjj, for `type=` of an argument."""
    for form in (text, "-".join(reversed(text.split("/")))):
        try:
            return date.fromisoformat(form)
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"“{text}” is geen datum; geef jjjj-mm-dd of dd/mm/jjjj")
