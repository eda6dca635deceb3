"""`cir places | waitinglist`: the homes of one candidate, and the general lists."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.services import places, waiting_list


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    one = verbs.verb("places", "Toon voor een kandidaat op welke plaats hij of zij staat voor elke woning van ons.")
    one.add_argument("dossier", metavar="DOSSIER")
    one.add_argument("--vacant", action="store_true", help="enkel de woningen die nu vrij zijn")
    one.add_argument("--general", action="store_true", help="de plaatsen op de algemene wachtlijst")
    one.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    one.set_defaults(run=homes_of)
    general = verbs.verb("waitinglist", "Toon de algemene wachtlijst per gemeente, type en slaapkamers.")
    general.add_argument("--nis", metavar="NIS", help="enkel deze gemeente")
    general.add_argument("--type", metavar="TYPE", choices=sorted(HOME_TYPES), help="enkel dit type: A, H, R of S")
    general.add_argument("--bedrooms", type=int, metavar="N", help="enkel zoveel slaapkamers")
    general.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    general.add_argument("--top", type=int, default=10, metavar="N", help="hoeveel regels per lijst (0 is alle)")
    general.add_argument("--export", type=Path, metavar="BESTAND", help="schrijf alles naar een werkboek")
    general.add_argument("--names", action="store_true", help="met namen in het werkboek")
    general.set_defaults(run=general_lists)


def homes_of(arguments: Namespace, output: Output) -> int:
    """Every home with the place, or why not; or every general list."""
    dossier = DossierNumber.parse(arguments.dossier).text
    if arguments.general:
        return _general_places(arguments, output, dossier)
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


def _general_places(arguments: Namespace, output: Output, dossier: str) -> int:
    with office_of(arguments) as office, output.progress() as report:
        found = waiting_list.places_of(office, dossier, arguments.date, report=report)
    if output.as_json:
        output.result({"dossier": dossier, "lists": [_place_json(place) for place in found]})
        return 0
    output.say(waiting_list.NOT_LOOKED_AT)
    if not found:
        output.say("Deze kandidaat koos geen gemeente waar wij een woning hebben.")
        return 0
    output.table(
        ("Lijst", "Plaats", "Waarom"), ((place.question.words, place.sentence, place.reason) for place in found)
    )
    return 0


def _place_json(place: waiting_list.PlaceOnList) -> dict[str, object]:
    line = place.line
    return {
        **msgspec.to_builtins(place.question),
        "position": line.position if line else None,
        "of": place.of,
        "best_position": line.best_position if line else None,
        "reason": place.reason,
    }


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


def general_lists(arguments: Namespace, output: Output) -> int:
    """The general lists, and who waits in a group."""
    with office_of(arguments) as office, output.progress() as report:
        found = waiting_list.waiting_list(
            office,
            arguments.date,
            nis_code=arguments.nis,
            type_code=arguments.type,
            bedrooms=arguments.bedrooms,
            report=report,
        )
        rows = 0
        if arguments.export:
            rows = waiting_list.write_waiting_list(office, found, arguments.export, with_names=arguments.names)
    if output.as_json:
        output.result(_lists_json(found, rows if arguments.export else None))
        return 0
    if arguments.export:
        output.say(f"{rows} regels geschreven: {arguments.export}")
        return 0
    if not found.lists:
        output.say("Wij hebben zulke woningen niet. Bekijk de woningen met: cir home list")
        return 0
    output.say(waiting_list.NOT_LOOKED_AT)
    for general in found.lists:
        placed = general.ranking.placed
        output.table(
            ("Plaats", "Dossier", "Kan nog naar"),
            (
                (
                    str(line.position),
                    line.dossier,
                    str(line.best_position) if line.best_position < line.position else "",
                )
                for line in placed[: arguments.top or None]
            ),
            title=f"{general.question.words}: {len(placed)} in volgorde",
        )
    if found.groups:
        output.table(
            ("Blok", "Gemeente", "Groep", "Dossier"),
            ((each.block, each.municipality, each.group, each.dossier) for each in found.groups),
            title="In een groep, zonder plaats",
        )
    return 0


def _lists_json(found: waiting_list.WaitingList, rows: int | None) -> dict[str, object]:
    return {
        "landlord": found.landlord,
        "day": found.day,
        "not_looked_at": waiting_list.NOT_LOOKED_AT,
        "lists": [
            {
                **msgspec.to_builtins(general.question),
                "homes": general.homes,
                "placed": [
                    {"dossier": line.dossier, "position": line.position, "best_position": line.best_position}
                    for line in general.ranking.placed
                ],
                "excluded": len(general.ranking.excluded),
            }
            for general in found.lists
        ],
        "groups": msgspec.to_builtins(found.groups),
        "rows_written": rows,
    }
