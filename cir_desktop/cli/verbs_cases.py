"""`cir rules test`: run case files in the format of docs/allocation.md on the rules of this program."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import msgspec

from cir_desktop.allocation.cases import Difference, read_cases, run_case
from cir_desktop.allocation.loader import load_regulation
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.errors import BadInput, CirError, NotFound


class CaseResult(msgspec.Struct, frozen=True):
    """What became of one case: `differences` is empty when it came out as expected."""

    file: str
    case: str
    sentence: str
    reference: str
    differences: tuple[Difference, ...]


def add_verbs(rules: Verbs) -> None:
    """Add `test` to the group `rules`."""
    one = rules.verb("test", "Toets de regels aan gevallen: wat verwacht wordt tegenover wat eruit komt.")
    one.add_argument("files", metavar="BESTAND", type=Path, nargs="+", help="bestanden met gevallen (TOML)")
    one.add_argument("--rules", metavar="MAP", type=Path, help="een map met regels (anders de meegeleverde)")
    one.set_defaults(run=test)


def test(arguments: Namespace, output: Output) -> int:
    """Every case of every file; exit 1 when one does not come out as expected, 2 when a file is wrong."""
    try:
        regulation = load_regulation(arguments.rules)
        results = [result for path in arguments.files for result in _run(path, regulation)]
    except CirError as error:
        output.problem(error)
        return 2
    wrong = [result for result in results if result.differences]
    output.result(results)
    for result in wrong:
        output.say(f"{result.file}, {result.case}: {result.sentence} ({result.reference})", style="bold")
        for found in result.differences:
            output.say(f"  {found.what}: verwacht {found.expected or 'niemand'}, gevonden {found.found or 'niemand'}")
    output.say(f"{len(results)} gevallen: {len(results) - len(wrong)} zoals verwacht, {len(wrong)} anders.")
    return 1 if wrong else 0


def _run(path: Path, regulation: Regulation) -> Iterator[CaseResult]:
    text = _text(path)
    file = read_cases(path.name, text)
    for case in file.case:
        try:
            differences = run_case(case, file, regulation)
        except CirError as error:
            line = next((at for at, words in enumerate(text.splitlines(), 1) if f'"{case.id}"' in words), 1)
            raise BadInput(f"{path.name}, regel {line}, geval {case.id}: {error.what}", error.todo) from error
        yield CaseResult(path.name, case.id, case.sentence, case.reference, differences)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotFound(f"Het bestand {path.name} is er niet.", "Kijk de naam van het bestand na.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} kan niet gelezen worden.", "Geef een tekstbestand in UTF-8.") from error
