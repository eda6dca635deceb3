"""`cir appeal list | note | conclude`."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import appeals


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    group = verbs.group("appeal", "Verhalen van kandidaten.")
    listed = group.verb("list", "Toon de verhalen met hun termijn en uitkomst.")
    listed.add_argument("--dossier", metavar="DOSSIER")
    listed.set_defaults(run=list_appeals)
    one = group.verb("note", "Noteer een verhaal.")
    one.add_argument("dossier", metavar="DOSSIER")
    one.add_argument(
        "kind",
        choices=list(appeals.KINDS),
        metavar="SOORT",
        help="; ".join(f"{code}: {words}" for code, words in appeals.KINDS.items()),
    )
    one.add_argument("--ground", default="", metavar="TEKST", help="de grond, in uw woorden")
    one.add_argument(
        "--about", type=day, metavar="DATUM", help="dag van de beslissing, of van de vraag zonder antwoord"
    )
    one.add_argument("--home", metavar="WONING", help="de woning waarover het gaat")
    one.add_argument("--date", type=day, metavar="DATUM", help="dag van het verhaal (anders vandaag)")
    one.set_defaults(run=note)
    over = group.verb("conclude", "Noteer de uitkomst.")
    over.add_argument("id", metavar="VERHAAL")
    over.add_argument("outcome", choices=["upheld", "dismissed"], metavar="UITKOMST", help="upheld of dismissed")
    over.add_argument("--note", default="", metavar="TEKST")
    over.add_argument("--date", type=day, metavar="DATUM", help="anders vandaag")
    over.set_defaults(run=conclude)


def list_appeals(arguments: Namespace, output: Output) -> int:
    """All, or those of one dossier."""
    with office_of(arguments) as office:
        found = appeals.listed(office, arguments.dossier)
    if output.as_json:
        output.result([msgspec.to_builtins(one) for one, _ in found])
        return 0
    if not found:
        output.say("Er is nog geen verhaal genoteerd.")
        return 0
    output.table(
        ("Verhaal", "Dossier", "Naam", "Woning", "Grond", "Op", "Stand"),
        (
            (
                one.id,
                one.dossier,
                name,
                one.home or "",
                one.ground,
                dutch_date(one.lodged_on),
                appeals.state_words(one),
            )
            for one, name in found
        ),
    )
    return 0


def note(arguments: Namespace, output: Output) -> int:
    """Note one."""
    with office_of(arguments) as office:
        made = appeals.record(
            office,
            arguments.dossier,
            kind=arguments.kind,
            ground=arguments.ground,
            lodged_on=arguments.date,
            about=arguments.about,
            home=arguments.home,
        )
    output.result(made, [f"Verhaal {made.id} van {made.dossier}: {appeals.state_words(made)}."])
    return 0


def conclude(arguments: Namespace, output: Output) -> int:
    """Note the outcome; says which fact follows from it."""
    with office_of(arguments) as office:
        made = appeals.conclude(
            office,
            arguments.id,
            upheld=arguments.outcome == "upheld",
            outcome_on=arguments.date,
            note=arguments.note,
        )
    lines = [f"Verhaal {made.id}: {appeals.state_words(made)}."]
    if made.upheld:
        lines.append(f"Noteer nu het feit: cir facts note {made.dossier} {appeals.WON_FACT} ja --source {made.id}")
    output.result(made, lines)
    return 0
