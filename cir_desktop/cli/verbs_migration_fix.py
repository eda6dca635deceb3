"""`cir migration fix`: correct the list in hand, in one cell or in bulk; confirm what was looked at; undo."""

from argparse import ArgumentTypeError, Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.services import migration_fixing, migration_work

_DONE, _BLOCKED = 0, 1


def add_verbs(group: Verbs) -> None:
    """Add the verbs of this room to `cir migration`."""
    fix = group.group("fix", "Verbeter de lijst die u overnam; elke verbetering geldt ook voor de volgende lijst.")
    listed = fix.verb("list", "Toon de verbeteringen, en wat ze op deze lijst werden.")
    listed.set_defaults(run=list_fixes)
    bulk = fix.verb("replace", "Vervang een waarde in een hele kolom; zonder --yes toont het enkel wat het zou doen.")
    bulk.add_argument("sheet", metavar="BLAD")
    bulk.add_argument("column", metavar="KOLOM")
    bulk.add_argument("before", metavar="OUD", help="zoals het getoond wordt; “” is een lege cel")
    bulk.add_argument("after", metavar="NIEUW", help="“” maakt de cel leeg")
    bulk.add_argument("--where", action="append", default=[], type=_condition, metavar="KOLOM=WAARDE")
    bulk.add_argument("--yes", action="store_true", help="doe het ook")
    bulk.set_defaults(run=replace)
    cell = fix.verb("cell", "Verbeter één cel.")
    cell.add_argument("sheet", metavar="BLAD")
    cell.add_argument("row", type=int, metavar="RIJ", help="zoals de bevinding ze noemt")
    cell.add_argument("column", metavar="KOLOM")
    cell.add_argument("value", metavar="WAARDE")
    cell.set_defaults(run=edit)
    accept = fix.verb("accept", "Neem alle zekere voorstellen van een controle over.")
    accept.add_argument("codes", nargs="+", metavar="CODE")
    accept.set_defaults(run=accept_all)
    follows = fix.verb(
        "suggest", "Toon verbeteringen die uit de lijst zelf volgen, zoals een NIS-code bij een gemeente."
    )
    follows.add_argument("--yes", action="store_true", help="doe ze ook")
    follows.set_defaults(run=suggest)
    sure = fix.verb("confirm", "Bevestig wat na te kijken is (Nakijken), als er niets meer moet.")
    sure.add_argument("codes", nargs="*", metavar="CODE", help="enkel deze controles (anders alle)")
    sure.add_argument("--reason", required=True, metavar="TEKST")
    sure.set_defaults(run=confirm)
    back = fix.verb("undo", "Maak een verbetering of bevestiging ongedaan.")
    back.add_argument("fix", type=int, metavar="NUMMER")
    back.set_defaults(run=undo)


def list_fixes(arguments: Namespace, output: Output) -> int:
    """The fixes, and what became of each recipe."""
    with office_of(arguments) as office:
        found = migration_fixing.fixes(office)
        told = {each.id: migration_fixing.fix_words(office, each.id) for each in found}
        outcomes = migration_work.current(office).outcomes if migration_work.has_list(office) else ()
    fits = {number: [(each.fit.value, each.count) for each in outcomes if each.recipe.fix == number] for number in told}
    if output.as_json:
        output.result(
            [{**msgspec.to_builtins(each), "recipes": told[each.id], "outcomes": fits[each.id]} for each in found]
        )
        return _DONE
    output.table(
        ("Nr", "Wat", "Door", "Op deze lijst"),
        (
            (
                str(each.id),
                "\n".join(told[each.id]) or f"{each.count} bevestigd: {each.reason}",
                each.by,
                "ongedaan gemaakt"
                if each.undone_at
                else "\n".join(f"{fit} ({count})" if count else fit for fit, count in fits[each.id]),
            )
            for each in found
        ),
    )
    return _DONE


def replace(arguments: Namespace, output: Output) -> int:
    """A replacement in a whole column: shown first, done with --yes."""
    recipe = migration_fixing.recipe_of_titles(
        arguments.sheet, arguments.column, arguments.before, arguments.after, arguments.where
    )
    with office_of(arguments) as office:
        shown = migration_fixing.preview(office, migration_work.current(office), recipe)
        fix = migration_fixing.add(office, [recipe]) if arguments.yes else None
    output.result(
        {"fix": fix, "count": shown.count, "rows": shown.rows, "recipe": shown.words},
        [f"{shown.words}.", f"Verbetering {fix} bewaard." if fix else "Nog niets gewijzigd; doe het met --yes."],
    )
    return _DONE


def edit(arguments: Namespace, output: Output) -> int:
    """One cell."""
    named = migration_fixing.recipe_of_titles(arguments.sheet, arguments.column, "", arguments.value)
    with office_of(arguments) as office:
        work = migration_work.current(office)
        fix = migration_fixing.edit_cell(office, work, named.sheet, arguments.row, named.key, arguments.value)
    output.result({"fix": fix}, [f"Verbetering {fix} bewaard."])
    return _DONE


def accept_all(arguments: Namespace, output: Output) -> int:
    """All sure proposals of some checks."""
    with office_of(arguments) as office:
        work = migration_work.current(office)
        findings = migration_work.check(office, work)
        fix = migration_fixing.accept_proposals(office, work, findings, arguments.codes)
        words = migration_fixing.fix_words(office, fix)
    output.result({"fix": fix, "recipes": words}, [*words, f"Verbetering {fix} bewaard."])
    return _DONE


def suggest(arguments: Namespace, output: Output) -> int:
    """What follows from the list itself: shown first, done with --yes."""
    with office_of(arguments) as office:
        found = migration_fixing.suggestions(office, migration_work.current(office))
        fix = migration_fixing.add(office, [recipe for recipe, _ in found]) if arguments.yes and found else None
    words = [shown.words for _, shown in found]
    output.result(
        {"fix": fix, "recipes": words},
        [*words, f"Verbetering {fix} bewaard." if fix else "Niets gewijzigd." if found else "Er volgt niets."],
    )
    return _DONE


def confirm(arguments: Namespace, output: Output) -> int:
    """Confirm what was looked at."""
    with office_of(arguments) as office:
        work = migration_work.current(office)
        findings = migration_work.check(office, work)
        fix = migration_fixing.confirm(office, work, findings, arguments.reason, arguments.codes or None)
        left = migration_work.standing(office, work, findings)
    output.result({"fix": fix, "look": left.look}, [f"Bevestiging {fix} bewaard; nog na te kijken: {left.look}."])
    return _DONE if left.is_ready else _BLOCKED


def undo(arguments: Namespace, output: Output) -> int:
    """Undo what was done in one go."""
    with office_of(arguments) as office:
        migration_fixing.undo(office, arguments.fix)
    output.result({"undone": arguments.fix}, [f"Verbetering {arguments.fix} is ongedaan gemaakt."])
    return _DONE


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals:
        raise ArgumentTypeError(f"“{text}” is geen voorwaarde; schrijf KOLOM=WAARDE")
    return column.strip(), value.strip()
