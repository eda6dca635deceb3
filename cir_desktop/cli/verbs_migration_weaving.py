"""`cir migration weave BESTAND [list | accept | undo | save]`: dossiers of one candidate, woven after a preview."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.errors import UsageError
from cir_desktop.services import migration_weaving
from cir_desktop.services.migration_weaving import GroupView, WeavingView

_ACTIONS = ("list", "accept", "undo", "save")


def add_verbs(group: Verbs) -> None:
    """Add the verb to the group of the migration."""
    weave = group.verb("weave", "Dossiers van één kandidaat invlechten: eerst bekijken wat het doet met de plaatsen.")
    weave.add_argument("file", type=Path, metavar="BESTAND")
    weave.add_argument("action", nargs="?", choices=_ACTIONS, default="list", help="wat te doen; standaard list")
    weave.add_argument("group", nargs="?", type=int, metavar="GROEP", help="nummer van een groep in de lijst")
    weave.add_argument("--rule", default="", metavar="REGEL", help="welke datum blijft: oldest, newest of register")
    weave.add_argument("--against-register", action="store_true", help="ook met de overgehaalde kandidaten")
    weave.add_argument("--out", type=Path, metavar="BESTAND", help="waar save de ingevlochten lijst schrijft")
    weave.set_defaults(run=run_weaving)


def run_weaving(arguments: Namespace, output: Output) -> int:
    """List the groups, weave one, take one back, or save the woven list as a new workbook."""
    with office_of(arguments) as office, output.progress() as report:
        found = migration_weaving.preview_file(
            office,
            arguments.file,
            rule=arguments.rule,
            against_register=arguments.against_register,
            report=report,
        )
        if arguments.action == "list":
            return _list(found, output)
        if arguments.action == "save":
            if arguments.out is None:
                raise UsageError("Niet gezegd waar de lijst komt.", "Geef --out met een nieuw bestand.")
            steps = migration_weaving.save_woven(office, found, arguments.out)
            dropped = sum(len(step.dropped) for step in steps)
            said = [
                f"De lijst staat in {arguments.out}; {dropped} dossiers staan er niet meer in.",
                "Controleer en laad die lijst op. Alleen de kolommen van ons sjabloon staan erin.",
            ]
            output.result({"file": str(arguments.out), "woven": msgspec.to_builtins(steps)}, said)
            return 0
        if arguments.group is None:
            raise UsageError("Het nummer van een groep ontbreekt.", "Geef het nummer uit de lijst.")
        view = found.group(arguments.group)
        done = migration_weaving.weave if arguments.action == "accept" else migration_weaving.unweave
        view = done(office, view)
    output.result(_as_json(view), [f"Groep {view.number}: {view.state}.", *migration_weaving.sentences(view)])
    return 0


def _list(found: WeavingView, output: Output) -> int:
    if output.as_json:
        output.result(
            {
                "dossiers": found.plan.dossiers,
                "with_register": found.with_register,
                "up": found.plan.up,
                "apart": found.plan.apart,
                "lost": [line.kept for line in found.lost],
                "groups": [_as_json(view) for view in found.groups],
            }
        )
        return 0
    if not found.groups:
        output.say("Er is niets in te vlechten: zeg eerst welke personen dezelfde zijn (cir migration pairs).")
    for view in found.groups:
        rule = view.group.rule
        output.say(f"Groep {view.number}: {view.state}. {rule.label} [{rule.source}]")
        for one in view.group.dossiers:
            where = f"rij {one.row}" if one.row else "CIR"
            output.say(f"  {one.dossier} ({where}), plaats {one.place or 'onbekend'}")
        for said in migration_weaving.sentences(view):
            output.say(f"  {said}")
    if found.groups:
        output.say(found.effect_words)
        output.say(found.order_words)
    if found.apart_words:
        output.say(found.apart_words)
    for line in found.lost:
        output.say(f"Past niet meer: een groep met dossier {line.kept}, ingevlochten door {line.by}.")
    return 0


def _as_json(view: GroupView) -> dict[str, object]:
    group = view.group
    return {
        "group": view.number,
        "rule": group.rule.key,
        "dossiers": [
            {"side": one.side.value, "dossier": one.dossier, "row": one.row, "place": one.place}
            for one in group.dossiers
        ],
        "kept": group.kept.dossier,
        "registered_on": group.kept.registered_on,
        "proven": False,
        "place": group.place,
        "obstacle": group.obstacle,
        "woven": view.woven is not None and view.fits,
        "state": view.state,
    }
