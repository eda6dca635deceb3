"""`cir migration save | rounds | compare`: the workbook for the upload, the rounds, what changed between two lists."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.finding import SEVERITY_WORDS
from cir_desktop.domain.migration_rounds import Comparison, RoundLine
from cir_desktop.domain.migration_upload import ROUND_WORDS, UploadRound
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.services import migration_rounds, migration_work
from cir_desktop.services.office import Office

_SAME, _CHANGED = 0, 1
_NOW = "nu"


def add_verbs(group: Verbs) -> None:
    """Add the verbs of this room to `cir migration`."""
    save = group.verb("save", "Bewaar de lijst als werkboek voor het CIR, met een bewijs ernaast.")
    save.add_argument("file", type=Path, metavar="BESTAND")
    save.set_defaults(run=save_upload)
    codes = [each.value for each in UploadRound]
    rounds = group.verb("rounds", "Toon de rondes; plan er een, of bewaar de lijst van een ronde.")
    rounds.add_argument("--plan", choices=codes, help="noteer de dag van deze ronde, met --on")
    rounds.add_argument("--on", type=day, metavar="DATUM", help="de dag; voor de bevriezing de eerste")
    rounds.add_argument("--until", type=day, metavar="DATUM", help="de laatste dag van de bevriezing")
    rounds.add_argument("--keep", choices=codes, help="bewaar de lijst in handen als die van deze ronde")
    rounds.add_argument("--forget", type=int, metavar="NUMMER", help="vergeet deze bewaarde lijst")
    rounds.set_defaults(run=show_rounds)
    compare = group.verb("compare", "Wat wijzigde tussen twee lijsten; exit 1 als er iets wijzigde.")
    compare.add_argument("one", metavar="A", help="nummer van een bewaarde lijst, of een ronde")
    compare.add_argument("other", metavar="B", nargs="?", default=_NOW, help="ook zo, of “nu” voor de lijst in handen")
    compare.set_defaults(run=compare_lists)


def save_upload(arguments: Namespace, output: Output) -> int:
    """Write the workbook for the upload."""
    with office_of(arguments) as office:
        work = migration_work.current(office)
        receipt = migration_work.save_upload(office, work, migration_work.check(office, work), arguments.file)
    output.result(msgspec.to_builtins(receipt), migration_work.receipt_lines(receipt))
    return _SAME


def show_rounds(arguments: Namespace, output: Output) -> int:
    """The rounds, after what was asked of them."""
    with office_of(arguments) as office:
        if arguments.plan:
            migration_rounds.plan(office, UploadRound(arguments.plan), arguments.on, arguments.until)
        if arguments.keep:
            work = migration_work.current(office)
            migration_rounds.keep(office, work, migration_work.check(office, work), UploadRound(arguments.keep))
        if arguments.forget is not None:
            migration_rounds.forget(office, arguments.forget)
        found = migration_rounds.rounds(office)
        lists = migration_rounds.lists(office)
    if output.as_json:
        output.result({"rounds": msgspec.to_builtins(found), "lists": msgspec.to_builtins(lists)})
        return _SAME
    output.table(("Ronde", "Dag", "Lijst", "Bestand", "Dossiers", "Bevindingen", "Antwoord"), map(_line, found))
    return _SAME


def compare_lists(arguments: Namespace, output: Output) -> int:
    """What changed between two lists."""
    with office_of(arguments) as office:
        found = _compared(office, arguments.one, arguments.other)
    if output.as_json:
        output.result(msgspec.to_builtins(found))
    else:
        _show(output, found)
    return _SAME if found.is_empty and not (found.findings_new or found.findings_back) else _CHANGED


def _compared(office: Office, one: str, other: str) -> Comparison:
    first = migration_rounds.number_of(office, one)
    if other != _NOW:
        return migration_rounds.compare(office, first, migration_rounds.number_of(office, other))
    work = migration_work.current(office)
    return migration_rounds.compare_with_hand(office, first, work, migration_work.check(office, work))


def _line(line: RoundLine) -> Sequence[str]:
    kept, answer = line.kept, line.answer
    days = " tot ".join(dutch_date(each) for each in (line.planned_on, line.until) if each)
    return (
        ROUND_WORDS[line.round],
        days,
        str(kept.number) if kept else "",
        f"{kept.file} ({dutch_moment(kept.at)}) {kept.sha256[:8]}" if kept else "",
        str(kept.rows) if kept else "",
        ", ".join(f"{SEVERITY_WORDS[severity]} {count}" for severity, count in kept.counts.items()) if kept else "",
        f"{answer.accepted} aanvaard, {answer.refused} geweigerd" if answer else "",
    )


def _show(output: Output, found: Comparison) -> None:
    for title, dossiers in (("Nieuw", found.new), ("Verdwenen", found.gone), ("Weer terug", found.back)):
        output.say(f"{title}: {len(dossiers)}" + (f" ({', '.join(dossiers)})" if dossiers else ""))
    output.say(f"Gewijzigde waarden: {len(found.changed)}")
    if found.changed:
        output.table(
            ("Dossier", "Waar", "Wat", "Was", "Is", "Rang"),
            (
                (
                    each.dossier,
                    " ".join(part for part in (migration_rounds.sheet_name(each.sheet), each.who) if part),
                    migration_rounds.column_title(each.sheet, each.key),
                    each.before or "leeg",
                    each.after or "leeg",
                    "ja" if each.ranks else "",
                )
                for each in found.changed
            ),
        )
    for title, rows in (("Rijen bijgekomen", found.rows_new), ("Rijen verdwenen", found.rows_gone)):
        told = ", ".join(f"{each.dossier} {migration_rounds.sheet_name(each.sheet)} {each.who}" for each in rows)
        output.say(f"{title}: {len(rows)}" + (f" ({told})" if told else ""))
    for each in found.moved:
        output.say(f"{each.dossier}: van plaats {each.before} naar plaats {each.after} (volgorde van dag en nummer)")
    output.say(
        f"Bevindingen: {len(found.findings_solved)} opgelost, {len(found.findings_new)} nieuw, "
        f"{len(found.findings_back)} weer terug, {found.findings_left} gebleven."
    )
