"""`cir migration pairs BESTAND [list | show | decide | undo]`: who stands more than once on an old list."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.pairs import ANSWER_WORDS, PairAnswer, Someone
from cir_desktop.errors import UsageError
from cir_desktop.services import migration_pairs
from cir_desktop.services.migration_pairs import PairList, PairView

_ID = 8
_ACTIONS = ("list", "show", "decide", "undo")


def add_verbs(group: Verbs) -> None:
    """Add the verb to the group of the migration."""
    pairs = group.verb("pairs", "Dubbels op een lijst: bekijken en beslissen; exit 1 zolang er paren wachten.")
    pairs.add_argument("file", type=Path, metavar="BESTAND")
    pairs.add_argument("action", nargs="?", choices=_ACTIONS, default="list", help="wat te doen; standaard list")
    pairs.add_argument("pair", nargs="?", default="", metavar="PAAR", help="nummer van een paar, of het begin ervan")
    pairs.add_argument(
        "answer", nargs="?", choices=[answer.value for answer in PairAnswer], metavar="ANTWOORD",
        help="zelfde, ander of later",
    )  # fmt: skip
    pairs.add_argument("--against-register", action="store_true", help="vergelijk ook met de overgehaalde kandidaten")
    pairs.add_argument("--open", action="store_true", help="alleen wat nog wacht")
    pairs.set_defaults(run=run_pairs)


def run_pairs(arguments: Namespace, output: Output) -> int:
    """List the pairs, show one, answer one, or take an answer back."""
    with office_of(arguments) as office, output.progress() as report:
        listed = migration_pairs.find_in_file(
            office, arguments.file, against_register=arguments.against_register, report=report
        )
        if arguments.action == "list":
            return _list(listed, output, open_only=arguments.open)
        view = listed.view(arguments.pair)
        if arguments.action == "decide":
            if arguments.answer is None:
                raise UsageError("Een antwoord ontbreekt.", "Geef zelfde, ander of later.")
            view = migration_pairs.decide(office, view, PairAnswer(arguments.answer))
        elif arguments.action == "undo":
            view = migration_pairs.take_back(office, view)
    if arguments.action == "show":
        _show(view, output)
    else:
        said = f"Paar {view.id[:_ID]}: {view.state or 'wacht weer op een antwoord'}."
        output.result(_as_json(view), [said])
    return 0


def _list(listed: PairList, output: Output, *, open_only: bool) -> int:
    shown = [view for view in listed.views if view.is_open or not open_only]
    if output.as_json:
        output.result(
            {
                "people": listed.people,
                "with_register": listed.with_register,
                "answered": listed.answered,
                "total": len(listed.views),
                "compared_with_first_only": listed.compared_with_first_only,
                "pairs": [_as_json(view) for view in shown],
            }
        )
    else:
        output.table(
            ("Paar", "Wat", "Punten", "Eén", "Ander", "Antwoord"),
            (
                (
                    view.id[:_ID],
                    view.words,
                    str(view.pair.points),
                    migration_pairs.place_words(view.pair.left),
                    migration_pairs.place_words(view.pair.right),
                    view.again or view.state,
                )
                for view in shown
            ),
        )
        output.say(f"{listed.answered} van {len(listed.views)} paren hebben een antwoord.")
        if listed.compared_with_first_only:
            output.say(
                f"{listed.compared_with_first_only} personen hebben dezelfde gegevens als zeer veel anderen; van hen is"
                " elk met één ander vergeleken."
            )
    return 1 if listed.answered < len(listed.views) else 0


def _show(view: PairView, output: Output) -> None:
    found = migration_pairs.fields(view)
    if output.as_json:
        output.result({**_as_json(view), "fields": msgspec.to_builtins(found)})
        return
    left, right = view.pair.left, view.pair.right
    output.say(f"{view.words}: {view.pair.points} punten")
    output.table(
        ("Veld", migration_pairs.place_words(left), migration_pairs.place_words(right), "Punten", "Waarom"),
        ((each.label, each.left, each.right, f"{each.points:+d}", each.words) for each in found),
    )
    for said in (view.again, view.state, migration_pairs.also_words(view)):
        if said:
            output.say(said)


def _as_json(view: PairView) -> dict[str, object]:
    answer = view.decision.answer if view.decision else None
    return {
        "id": view.id,
        "kind": view.pair.kind.value,
        "what": view.words,
        "points": view.pair.points,
        "left": _place(view.pair.left),
        "right": _place(view.pair.right),
        "answer": ANSWER_WORDS[answer] if answer else None,
        "by": view.decision.by if view.decision else None,
        "again": view.again,
    }


def _place(who: Someone) -> dict[str, object]:
    return {"side": who.side.value, "dossier": who.dossier, "sheet": who.sheet, "row": who.row}
