"""`cir places`: the homes of one candidate."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.services import places


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    one = verbs.verb("places", "Toon voor een kandidaat op welke plaats hij of zij staat voor elke woning van ons.")
    one.add_argument("dossier", metavar="DOSSIER")
    one.add_argument("--vacant", action="store_true", help="enkel de woningen die nu vrij zijn")
    one.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    one.set_defaults(run=homes_of)


def homes_of(arguments: Namespace, output: Output) -> int:
    """Every home with the place, or why not."""
    dossier = DossierNumber.parse(arguments.dossier).text
    with office_of(arguments) as office, output.progress() as report:
        found = places.homes_for(office, dossier, arguments.date, vacant_only=arguments.vacant, report=report)
    if output.as_json:
        output.result({"dossier": dossier, "day": found.day, "homes": [_json(line) for line in found.lines]})
        return 0
    if not found.lines:
        output.say("Er zijn geen woningen." if not arguments.vacant else "Er is nu geen woning vrij.")
        return 0
    output.say(f"{dossier} staat op de lijst van {len(found.fitting)} van {len(found.lines)} woningen.", style="bold")
    output.table(
        ("Code", "Adres", "Vrij vanaf", "Plaats", "Waarom"),
        (
            (
                line.home.code,
                line.home.address,
                dutch_date(line.vacancy.free_from) if line.vacancy else "",
                line.sentence,
                line.reason,
            )
            for line in found.lines
        ),
    )
    return 0


def _json(line: places.HomePlace) -> dict[str, object]:
    return {
        "home": line.home.code,
        "address": line.home.address,
        "municipality": line.municipality,
        "vacant_from": line.vacancy.free_from if line.vacancy else None,
        "pillar": line.pillar,
        "position": line.position,
        "of": line.of,
        "best_position": line.best_position,
        "tied": line.tied,
        "rule": line.rule,
        "reason": line.reason,
        "open_points": msgspec.to_builtins(line.open_points),
    }
