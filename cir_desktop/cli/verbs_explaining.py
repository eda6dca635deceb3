"""`cir compare | whatif | movable`: why one stands before another, and what would move somebody."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day, dossier_number
from cir_desktop.cli.output import ANSWER_WORDS, Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.services import explaining, lists


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    one = verbs.verb("compare", "Waarom staat de ene kandidaat voor de andere?")
    one.add_argument("home", metavar="WONING")
    one.add_argument("one", metavar="DOSSIER")
    one.add_argument("other", metavar="DOSSIER")
    one.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    one.set_defaults(run=compare)
    what = verbs.verb("whatif", "Welk feit zou deze kandidaat van plaats doen veranderen, en waarheen?")
    what.add_argument("home", metavar="WONING")
    what.add_argument("dossier", metavar="DOSSIER")
    what.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    what.set_defaults(run=what_if)
    who = verbs.verb("movable", "Wie kan nog stijgen omdat een feit niet gekend is, en hoeveel plaatsen?")
    who.add_argument("home", metavar="WONING")
    who.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    who.add_argument("--by", choices=["stake", "place"], default="stake", metavar="stake|place", help="de volgorde")
    who.set_defaults(run=movable)


def compare(arguments: Namespace, output: Output) -> int:
    """Both answers to every rule, and the one that decides."""
    with office_of(arguments) as office:
        down = lists.list_of_home(office, arguments.home, arguments.date).ranking.stepped_down
        pair = (dossier_number(arguments.one), dossier_number(arguments.other))
        found = explaining.compare(office, arguments.home, *pair, arguments.date, down)
    if output.as_json:
        output.result(found)
        return 0
    output.say(f"{found.first} staat voor {found.second}." if all(found.placed) else found.sentence, style="bold")
    if all(found.placed):
        output.say(found.sentence)
        output.say(f"Regel: {found.article or found.deciding}")
    output.table(
        ("Regel", found.first, found.second, "Bron"),
        (
            (
                f"► {rule.name}" if rule.decides else rule.name,
                f"{ANSWER_WORDS[rule.first.answer]}: {rule.first.text}",
                f"{ANSWER_WORDS[rule.second.answer]}: {rule.second.text}",
                rule.article,
            )
            for rule in found.rules
        ),
    )
    return 0


def what_if(arguments: Namespace, output: Output) -> int:
    """What another answer would do."""
    with office_of(arguments) as office:
        found = explaining.would_change(office, arguments.home, dossier_number(arguments.dossier), arguments.date)
    if output.as_json:
        output.result(found)
        return 0
    now = "komt nu niet in aanmerking" if found.place is None else f"staat nu op plaats {found.place} van {found.of}"
    output.say(f"{found.dossier} {now}.", style="bold")
    for change in found.changes:
        output.say(change.sentence)
    if found.nothing:
        output.say(f"Verandert niets aan de plaats: {', '.join(found.nothing)}.")
    if found.note:
        output.say(found.note)
    return 0


def movable(arguments: Namespace, output: Output) -> int:
    """Who could still rise, most places first."""
    with office_of(arguments) as office:
        ranking = lists.list_of_home(office, arguments.home, arguments.date).ranking
    found = list(explaining.movable(ranking))
    if arguments.by == "place":
        found.sort(key=lambda each: each.place)
    if output.as_json:
        output.result([{**msgspec.to_builtins(each), "stake": each.stake} for each in found])
        return 0
    output.say(f"{len(found)} van {len(ranking.placed)} kandidaten kunnen nog stijgen.", style="bold")
    output.table(
        ("Dossier", "Plaats", "Kan naar", "Inzet", "Wat ontbreekt"),
        ((each.dossier, str(each.place), str(each.best), str(each.stake), " ".join(each.missing)) for each in found),
    )
    return 0
