"""`cir rankings preview | report`: what we determined for the ranking lists of the register."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, dossier_number
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.services import reporting


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    rankings = verbs.group("rankings", "Meld aan het CIR wat wij voor de rangschikking bepaalden.")
    look = rankings.verb("preview", "Toon wat er te melden is; er gebeurt nog niets.")
    look.add_argument("home", metavar="WONING")
    look.set_defaults(run=preview)
    tell = rankings.verb("report", "Zet de meldingen klaar voor de volgende verzending.")
    tell.add_argument("home", metavar="WONING")
    tell.add_argument("dossiers", metavar="DOSSIER", nargs="*", help="alleen deze (anders alles wat te melden is)")
    tell.set_defaults(run=report)


def preview(arguments: Namespace, output: Output) -> int:
    """What differs from what the register has of us."""
    with office_of(arguments) as office:
        found = reporting.preview(office, arguments.home)
    _say(found, found.sentence, output)
    return 0


def report(arguments: Namespace, output: Output) -> int:
    """Put the messages in the outbox."""
    only = {dossier_number(text) for text in arguments.dossiers} or None
    with office_of(arguments) as office:
        found = reporting.report(office, arguments.home, only)
    told = f"{reporting.count_words(found.lines)} klaargezet. Versturen: cir push" if found.lines else found.sentence
    _say(found, told, output)
    return 0


def _say(found: reporting.ReportPreview, sentence: str, output: Output) -> None:
    if output.as_json:
        output.result({**msgspec.to_builtins(found), "sentence": sentence})
        return
    output.say(sentence, style="bold")
    if found.lines:
        output.table(
            ("Plaats", "Dossier", "Naam", "Melding", "Waarom", "Nu in het CIR", "Let op"),
            (
                (str(line.position), line.dossier, line.name, line.told, line.why, line.known or "niets", line.note)
                for line in found.lines
            ),
        )
