"""`cir migration worklist`: what is still to be corrected in the CIR by hand."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.services import migration_work, migration_worklist


def add_verbs(group: Verbs) -> None:
    """Add the verb of this room."""
    verb = group.verb("worklist", "Toon wat u in het CIR nog met de hand verbetert; exit 1 zolang er iets is.")
    verb.set_defaults(run=show_worklist)


def show_worklist(arguments: Namespace, output: Output) -> int:
    """The list in hand against the dossiers as last pulled."""
    with office_of(arguments) as office, output.progress() as report:
        found = migration_worklist.worklist(office, migration_work.current(office), report=report)
    if output.as_json:
        output.result(msgspec.to_builtins(found))
    else:
        output.say(f"{found.right} van {found.dossiers} dossiers zijn in het CIR zoals in uw lijst.")
        output.table(
            ("Dossier", "Wat", "In uw lijst", "In het CIR"),
            ((line.dossier, line.title, line.wanted, line.now) for line in found.lines),
        )
    return 1 if found.lines else 0
