"""`cir actualisation list | export | letters | done | strike`."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.inquiry import STRIKING_GROUNDS
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import actualisation


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    group = verbs.group("actualisation", "De jaarlijkse actualisatie van de inschrijvingen die wij behandelen.")
    listed = group.verb("list", "Toon wie moet actualiseren, en wie niet antwoordde.")
    listed.add_argument(
        "--horizon", type=int, default=actualisation.HORIZON_DAYS, metavar="DAGEN", help="zoveel dagen vooruit"
    )
    listed.set_defaults(run=list_lines)
    export = group.verb("export", "Schrijf de adressen voor de brieven als werkboek.")
    export.add_argument("file", type=Path, metavar="BESTAND")
    export.add_argument("dossiers", nargs="*", metavar="DOSSIER", help="anders wie nog een brief moet krijgen")
    export.add_argument("--date", type=day, metavar="DATUM", help="postdatum, anders vandaag")
    export.set_defaults(run=export_letters)
    letters = group.verb("letters", "Noteer dat brieven vertrokken zijn.")
    letters.add_argument("dossiers", nargs="+", metavar="DOSSIER")
    letters.add_argument("--date", type=day, metavar="DATUM", help="postdatum, anders vandaag")
    letters.add_argument("--undo", action="store_true", help="neem een verkeerd genoteerde brief terug")
    letters.set_defaults(run=note_letters)
    done = group.verb("done", "Meld dat een kandidaat op papier actualiseerde.")
    done.set_defaults(run=report, action=actualisation.DONE, ground="")
    strike = group.verb("strike", "Vraag de schrapping; een tweede persoon geeft ze vrij.")
    grounds = ", ".join(STRIKING_GROUNDS)
    strike.add_argument("--ground", required=True, choices=list(STRIKING_GROUNDS), metavar="GROND", help=grounds)
    strike.set_defaults(run=report, action=actualisation.STRUCK)
    for each in (done, strike):
        each.add_argument("dossier", metavar="DOSSIER")
        each.add_argument("--motive", required=True, metavar="TEKST")
        each.add_argument("--preview", action="store_true", help="toon enkel wat er zou gebeuren")


def list_lines(arguments: Namespace, output: Output) -> int:
    """Who is due."""
    with office_of(arguments) as office, output.progress() as told:
        found = actualisation.listed(office, horizon=arguments.horizon, report=told)
        elsewhere = actualisation.handled_elsewhere(office)
    if output.as_json:
        output.result(found)
        return 0
    if found:
        output.table(
            ("Actualisatie op", "Dossier", "Naam", "Vorige", "Brief van", "Dagen", "Volgende stap"),
            (
                (
                    dutch_date(one.due_on),
                    one.dossier,
                    one.name,
                    dutch_date(one.actualised_on),
                    dutch_date(one.letter.sent_on) if one.letter else "",
                    str(one.days),
                    one.next_step,
                )
                for one in found
            ),
        )
    else:
        output.say("Niemand moet in die tijd actualiseren.")
    output.say(f"Andere verhuurders behandelen nog {elsewhere} inschrijvingen; die actualiseren zij.")
    return 0


def export_letters(arguments: Namespace, output: Output) -> int:
    """Those named, or everybody who is due and got no letter."""
    with office_of(arguments) as office:
        wanted = arguments.dossiers or [
            line.dossier for line in actualisation.listed(office) if line.letter is None and not line.waiting
        ]
        count = actualisation.export_letters(office, wanted, arguments.file, arguments.date)
    output.result(
        {"file": str(arguments.file), "letters": count},
        [
            f"{count} adressen geschreven: {arguments.file}",
            "Dit bestand is leesbaar: verwijder het na het verzenden.",
            "Noteer daarna dat de brieven vertrokken: cir actualisation letters",
        ],
    )
    return 0


def note_letters(arguments: Namespace, output: Output) -> int:
    """Note them, or take one back."""
    with office_of(arguments) as office:
        if arguments.undo:
            lines = [actualisation.take_letter_back(office, one) for one in arguments.dossiers]
        else:
            lines = actualisation.note_letters(office, arguments.dossiers, arguments.date)
    output.result(lines, [f"{line.dossier}: {line.next_step}" for line in lines])
    return 0


def report(arguments: Namespace, output: Output) -> int:
    """Show what it does, and put it in the outbox unless only a preview was asked."""
    with office_of(arguments) as office:
        call = actualisation.preview if arguments.preview else actualisation.report
        found = call(office, arguments.dossier, arguments.action, ground=arguments.ground, motive=arguments.motive)
    told = "Er is niets klaargezet." if arguments.preview else "Klaargezet. Versturen: cir push"
    if found.held and not arguments.preview:
        told = "Klaargezet; wacht op een tweede persoon (cir outbox release)."
    output.result(
        {**msgspec.to_builtins(found), "reported": not arguments.preview},
        [*found.effects, "Bericht voor het CIR:", *(f"  {one}" for one in found.fields), told],
    )
    return 0
