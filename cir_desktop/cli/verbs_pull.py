"""`cir pull`."""

from argparse import Namespace

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.errors import UsageError
from cir_desktop.services import pulling


def add_verbs(verbs: Verbs) -> None:
    """The verbs of what comes in."""
    fetch = verbs.verb("pull", "Haal nieuwe en gewijzigde kandidaten op.")
    fetch.add_argument("--full", action="store_true", help="haal alles opnieuw op")
    fetch.add_argument(
        "--updated-from", type=day, metavar="DATUM", help="enkel wat het register vanaf deze dag bijwerkte"
    )
    fetch.add_argument(
        "--updated-to", type=day, metavar="DATUM", help="enkel wat het register tot en met deze dag bijwerkte"
    )
    fetch.set_defaults(run=pull)


def pull(arguments: Namespace, output: Output) -> int:
    """Exit 0 when the list is complete and every dossier was readable, 1 otherwise."""
    if arguments.full and (arguments.updated_from or arguments.updated_to):
        raise UsageError("--full haalt alles op, ook buiten de gevraagde dagen.", "Kies --full of de dagen.")
    with office_of(arguments) as office, output.progress() as report:
        outcome = pulling.pull(
            office,
            report=report,
            full=arguments.full,
            updated_from=arguments.updated_from,
            updated_to=arguments.updated_to,
        )
    lines = [pulling.pull_sentence(outcome), outcome.reason]
    output.result(outcome, [line for line in lines if line])
    return 0 if outcome.complete and not outcome.undecoded else 1
