"""`cir exchange …`: the register through a housing company, with workbooks."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.values import dutch_moment
from cir_desktop.domain.ways import Way
from cir_desktop.services import exchange_files, extracts, ways


def add_verbs(verbs: Verbs) -> None:
    """Add the verbs of this room."""
    group = verbs.group("exchange", "Werk via de woonmaatschappij, met werkboeken.")
    way = group.verb("way", "Toon of kies de weg naar het register: één per werkmap.")
    way.add_argument(
        "way", nargs="?", choices=[each.value for each in Way], metavar="WEG", help="api, workbook of none"
    )
    way.add_argument("--party", default="", metavar="CODE", help="uw partijCode in het CIR; nodig bij workbook")
    way.set_defaults(run=choose_way)
    template = group.verb("template", "Schrijf het lege werkboek dat de woonmaatschappij invult.")
    template.add_argument("file", type=Path, metavar="BESTAND")
    template.set_defaults(run=write_template)
    group.verb("layout", "Toon de indeling van het werkboek, als tabel (Markdown).").set_defaults(run=show_layout)
    take = group.verb("import", "Neem kandidaten over uit een werkboek van de woonmaatschappij.")
    take.add_argument("file", type=Path, metavar="BESTAND")
    take.add_argument("--preview", action="store_true", help="toon alleen wat er zou gebeuren")
    take.set_defaults(run=import_extract)
    give = group.verb("export", "Geef de berichten die klaarstaan mee in een werkboek.")
    give.add_argument("file", type=Path, metavar="BESTAND")
    give.add_argument("--again", metavar="NUMMER", help="geef een vorig bestand opnieuw mee, als kopie (zoals U0001)")
    give.set_defaults(run=give_messages)
    answers = group.verb("answers", "Lees de antwoorden van de woonmaatschappij in.")
    answers.add_argument("file", type=Path, metavar="BESTAND")
    answers.add_argument("--preview", action="store_true", help="toon alleen wat er zou gebeuren")
    answers.set_defaults(run=take_answers)
    group.verb("files", "Toon de meegegeven bestanden.").set_defaults(run=list_files)


def choose_way(arguments: Namespace, output: Output) -> int:
    """Show or choose how this workspace reaches the register."""
    with office_of(arguments) as office:
        found = ways.now(office) if arguments.way is None else ways.choose(office, Way(arguments.way), arguments.party)
    code = f" (verhuurder {found.party})" if found.party else ""
    output.result(found, [f"Deze werkmap werkt {found.words}{code}."])
    return 0


def write_template(arguments: Namespace, output: Output) -> int:
    """Write the empty exchange workbook."""
    with office_of(arguments) as office:
        extracts.write_template(office, arguments.file)
    output.result({"file": str(arguments.file)}, [f"Sjabloon geschreven: {arguments.file}"])
    return 0


def show_layout(arguments: Namespace, output: Output) -> int:
    """The layout as a table to read."""
    output.result({"layout": extracts.manual()}, [extracts.manual()])
    return 0


def import_extract(arguments: Namespace, output: Output) -> int:
    """Take over an extract, or with --preview only say what it would do; exit 1 when the list is not complete."""
    with office_of(arguments) as office, output.progress() as report:
        preview = extracts.look(office, arguments.file, report=report)
        if arguments.preview:
            _tell(output, preview, preview.counts_sentence, preview.notes)
            complete = preview.complete
        else:
            taken = extracts.take(office, preview, report=report)
            _tell(output, taken, taken.sentence, ())
            complete = taken.complete
    return 0 if complete else 1


def give_messages(arguments: Namespace, output: Output) -> int:
    """Write the messages that are due, or once more those of a file that was given before."""
    with office_of(arguments) as office:
        if arguments.again:
            given = exchange_files.give_again(office, arguments.again, arguments.file)
        else:
            given = exchange_files.give(office, arguments.file)
        left = exchange_files.outgoing(office)
    lines = [given.sentence]
    if left.held:
        lines.append(f"Niet meegegeven, wacht op een tweede persoon: {left.held}.")
    if left.waiting:
        lines.append(f"Wacht op wat ervoor komt: {left.waiting}.")
    if left.unfit:
        lines.append(f"Past niet in het werkboek, bezorg het op een andere manier: {left.unfit}.")
    output.result({"given": given, "left": left}, lines)
    return 0


def take_answers(arguments: Namespace, output: Output) -> int:
    """Apply the answers of a file that came back, or with --preview only show them; exit 1 when rows have a problem."""
    with office_of(arguments) as office:
        found = exchange_files.look(office, arguments.file)
        if not arguments.preview:
            found = exchange_files.take(office, found)
    value = {
        name: getattr(found, name)
        for name in ("file", "rows", "accepted", "refused", "conflict", "unanswered", "known", "left_out", "findings")
    }
    output.result(value, [found.sentence, *(f"{each.severity}: {each.sentence}" for each in found.findings)])
    return 1 if found.left_out else 0


def list_files(arguments: Namespace, output: Output) -> int:
    """The files that were given."""
    with office_of(arguments) as office:
        found = exchange_files.files(office)
    if output.as_json:
        output.result(found)
    elif not found:
        output.say("Er is nog geen bestand meegegeven.")
    else:
        output.table(
            ("Bestand", "Meegegeven op", "Door", "Berichten", "Zonder antwoord"),
            (
                (
                    each.file.id + (" (kopie)" if each.file.copies else ""),
                    dutch_moment(each.file.made_at),
                    each.file.actor,
                    str(len(each.file.commands)),
                    str(each.unanswered),
                )
                for each in found
            ),
        )
    return 0


def _tell(
    output: Output, what: extracts.ExtractPreview | extracts.ExtractTaken, sentence: str, notes: tuple[str, ...]
) -> None:
    value = {
        name: getattr(what, name)
        for name in ("origin", "listed", "new", "changed", "same", "left_out", "missing", "complete", "findings")
    }
    lines = [sentence, *notes, *(f"{each.severity}: {each.sentence}" for each in what.findings)]
    output.result(msgspec.to_builtins(value), lines)
