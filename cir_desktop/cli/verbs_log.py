"""`cir log`: the last calls to the register, for whoever helps."""

from argparse import Namespace

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.services import help_desk


def add_verbs(verbs: Verbs) -> None:
    """Declare the verb."""
    log = verbs.verb("log", "Toon de laatste vragen aan het register, voor de helpdesk.")
    log.add_argument("--last", type=int, default=50, metavar="N", help="hoeveel (anders 50)")
    log.set_defaults(run=show)


def show(arguments: Namespace, output: Output) -> int:
    """The newest last."""
    with office_of(arguments) as office:
        found = help_desk.calls(office, arguments.last)
        text = help_desk.report(office, arguments.last)
    output.result(found, [text.rstrip("\n")])
    return 0
