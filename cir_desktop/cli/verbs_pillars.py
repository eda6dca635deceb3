"""`cir pillar show | choose`, `cir quota` and `cir area-count`."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.codes import PILLARS, certainty_words
from cir_desktop.domain.ranking import Letting
from cir_desktop.services import pillars


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    pillar = verbs.group("pillar", "De pijler waarin een woning toegewezen wordt.")
    seen = pillar.verb("show", "Toon het voorstel met redenen, het aandeel van het jaar en de keuze.")
    seen.add_argument("home", metavar="WONING")
    seen.set_defaults(run=show)
    one = pillar.verb("choose", "Kies de pijler; anders dan voorgesteld vraagt een motief.")
    one.add_argument("home", metavar="WONING")
    one.add_argument("pillar", type=int, choices=list(PILLARS), metavar="PIJLER", help="1, 2, 3 of 4")
    one.add_argument("--group", default="", metavar="GROEP", help="groep van de pijler (leeg: alle)")
    one.add_argument("--order", nargs="*", default=(), metavar="DOSSIER", help="eigen volgorde in pijler 2")
    one.add_argument("--motive", default="", metavar="TEKST")
    one.set_defaults(run=choose)
    share = verbs.verb("quota", "Toon het aandeel versnelde toewijzingen van het jaar.")
    share.add_argument("home", metavar="WONING", help="een woning in het gebied")
    share.set_defaults(run=quota)
    count = verbs.verb("area-count", "Noteer hoeveel een gebied in een jaar toewees.")
    count.add_argument("year", type=int, metavar="JAAR")
    count.add_argument("area", metavar="GEBIED", help="deelgebied of gemeente")
    count.add_argument("allocations", type=int, metavar="TOEWIJZINGEN")
    count.add_argument("accelerated", type=int, metavar="VERSNELD")
    count.add_argument("--source", default="", metavar="TEKST", help="wie deze cijfers gaf")
    count.set_defaults(run=area_count)


def show(arguments: Namespace, output: Output) -> int:
    """The proposal, the quota and what was chosen."""
    with office_of(arguments) as office:
        found = pillars.view(office, arguments.home)
    if output.as_json:
        output.result(found)
        return 0
    proposed = Letting(found.proposal.pillar, found.proposal.group)
    output.say(f"Voorstel: {pillars.letting_words(proposed)}", style="bold")
    for reason in found.proposal.reasons:
        output.say(f"      {reason.text} ({reason.source}, {certainty_words(reason.label)})")
    output.say(found.quota.sentence)
    if found.choice:
        output.say(f"Gekozen: {pillars.letting_words(found.choice.letting)} (door {found.choice.chosen_by}).")
    else:
        output.say("Nog niet gekozen: de lijst volgt pijler 1.")
    return 0


def choose(arguments: Namespace, output: Output) -> int:
    """Choose."""
    letting = Letting(arguments.pillar, arguments.group, tuple(arguments.order))
    with office_of(arguments) as office:
        made = pillars.choose(office, arguments.home, letting, arguments.motive)
    output.result(made, [f"{arguments.home}: {pillars.letting_words(made)}. De lijst volgt nu die pijler."])
    return 0


def quota(arguments: Namespace, output: Output) -> int:
    """The share of this year."""
    with office_of(arguments) as office:
        found = pillars.view(office, arguments.home).quota
    output.result(found, [found.sentence])
    return 0


def area_count(arguments: Namespace, output: Output) -> int:
    """Note an area's numbers."""
    with office_of(arguments) as office:
        made = pillars.note_area_count(
            office,
            arguments.year,
            arguments.area,
            allocations=arguments.allocations,
            accelerated=arguments.accelerated,
            source=arguments.source,
        )
    text = f"{made.area}, {made.year}: {made.accelerated} van {made.allocations} toewijzingen waren versneld."
    output.result(msgspec.to_builtins(made), [text])
    return 0
