"""`cir nomination list | add | decide | end | suggest`."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.codes import ACCELERATED_GROUPS
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import nominations


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    group = verbs.group("nomination", "Voordrachten voor een versnelde toewijzing.")
    listed = group.verb("list", "Toon de voordrachten.")
    listed.add_argument("--dossier", metavar="DOSSIER")
    listed.set_defaults(run=list_nominations)
    one = group.verb("add", "Noteer een voordracht.")
    one.add_argument("dossier", metavar="DOSSIER")
    one.add_argument("group", choices=list(ACCELERATED_GROUPS), metavar="GROEP", help=", ".join(ACCELERATED_GROUPS))
    one.add_argument("--by", required=True, metavar="DIENST", help="wie voordraagt")
    one.add_argument("--date", type=day, metavar="DATUM", help="anders vandaag")
    one.add_argument("--documents", default="", metavar="TEKST", help="de stukken bij de voordracht")
    one.set_defaults(run=add)
    said = group.verb("decide", "Noteer wat de toewijzingsraad besliste.")
    said.add_argument("id", metavar="VOORDRACHT")
    said.add_argument("answer", choices=["agreed", "refused"], metavar="BESLISSING", help="agreed of refused")
    said.add_argument("--reference", default="", metavar="TEKST", help="het verslag")
    said.add_argument("--date", type=day, metavar="DATUM", help="anders vandaag")
    said.set_defaults(run=decide)
    over = group.verb("end", "De voordracht geldt niet meer.")
    over.add_argument("id", metavar="VOORDRACHT")
    over.add_argument("--date", type=day, metavar="DATUM", help="anders vandaag")
    over.set_defaults(run=end)
    hint = group.verb("suggest", "Toon de voorrangen die het register voor deze kandidaat kent.")
    hint.add_argument("dossier", metavar="DOSSIER")
    hint.set_defaults(run=suggest)


def list_nominations(arguments: Namespace, output: Output) -> int:
    """All, or those of one dossier."""
    with office_of(arguments) as office:
        found = nominations.listed(office, arguments.dossier)
    if output.as_json:
        output.result([msgspec.to_builtins(one) for one, _ in found])
        return 0
    if not found:
        output.say("Er is nog geen voordracht genoteerd.")
        return 0
    output.table(
        ("Voordracht", "Dossier", "Naam", "Groep", "Door", "Op", "Stand"),
        (
            (
                one.id,
                one.dossier,
                name,
                ACCELERATED_GROUPS[one.group],
                one.nominated_by,
                dutch_date(one.nominated_on),
                nominations.state_words(one),
            )
            for one, name in found
        ),
    )
    return 0


def add(arguments: Namespace, output: Output) -> int:
    """Note one."""
    with office_of(arguments) as office:
        made = nominations.add(
            office,
            arguments.dossier,
            group=arguments.group,
            nominated_by=arguments.by,
            nominated_on=arguments.date,
            documents=arguments.documents,
        )
    output.result(made, [f"Voordracht {made.id} van {made.dossier}: {nominations.state_words(made)}."])
    return 0


def decide(arguments: Namespace, output: Output) -> int:
    """Note the decision of the council."""
    with office_of(arguments) as office:
        made = nominations.decide(
            office,
            arguments.id,
            agreed=arguments.answer == "agreed",
            decided_on=arguments.date,
            reference=arguments.reference,
        )
    output.result(made, [f"Voordracht {made.id}: {nominations.state_words(made)}."])
    return 0


def end(arguments: Namespace, output: Output) -> int:
    """End one."""
    with office_of(arguments) as office:
        made = nominations.end(office, arguments.id, arguments.date)
    output.result(made, [f"Voordracht {made.id}: {nominations.state_words(made)}."])
    return 0


def suggest(arguments: Namespace, output: Output) -> int:
    """What the register granted."""
    with office_of(arguments) as office:
        found = nominations.suggestions(office, arguments.dossier)
    lines = [
        f"{one.group}: {ACCELERATED_GROUPS[one.group]}, toegekend door {one.granted_by} ({dutch_date(one.granted_on)})"
        for one in found
    ]
    output.result(found, lines or ["Het register kent voor deze kandidaat geen toegekende voorrang."])
    return 0
