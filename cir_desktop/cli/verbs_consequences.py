"""`cir consequence`: report a consequence that is not about an offer."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.codes import CONSEQUENCES
from cir_desktop.domain.values import DossierNumber
from cir_desktop.services import consequences


def add_verbs(verbs: Verbs) -> None:
    """Declare the verb."""
    one = verbs.verb("consequence", "Meld een gevolg dat niet over een aanbod gaat.")
    one.add_argument("dossier", metavar="DOSSIER")
    one.add_argument("action", choices=list(CONSEQUENCES), metavar="GEVOLG", help=", ".join(CONSEQUENCES))
    one.add_argument("--motive", default="", metavar="TEKST", help="waarom, en waaruit dat blijkt")
    codes = ", ".join(code for code, _ in consequences.conditions())
    one.add_argument("--condition", default="", metavar="CODE", help=f"bij NCOMP: {codes}")
    one.add_argument("--fact", default="", metavar="TEKST", help="bij NCOMP: het vastgestelde feit")
    one.add_argument("--requested", type=day, metavar="DATUM", help="bij VOL: datum van het schriftelijke verzoek")
    one.add_argument("--preview", action="store_true", help="toon enkel wat er zou gebeuren")
    one.set_defaults(run=consequence)


def consequence(arguments: Namespace, output: Output) -> int:
    """Show what it does, and put it in the outbox unless only a preview was asked."""
    wanted = consequences.Consequence(
        action=arguments.action,
        motive=arguments.motive,
        condition=arguments.condition,
        fact=arguments.fact,
        requested_on=arguments.requested,
    )
    number = DossierNumber.parse(arguments.dossier).text
    with office_of(arguments) as office:
        step = consequences.preview if arguments.preview else consequences.report
        found = step(office, number, wanted)
    told = "Er is niets klaargezet." if arguments.preview else "Klaargezet. Versturen: cir push"
    output.result(
        {**msgspec.to_builtins(found), "reported": not arguments.preview},
        [*found.effects, "Bericht voor het CIR:", *(f"  {field}" for field in found.fields), told],
    )
    return 0
