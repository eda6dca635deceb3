"""`cir review mark | list | undo | export`: going through the list of a home."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.values import DossierNumber
from cir_desktop.services import explaining, reviews


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    review = verbs.group("review", "Nazicht van een lijst: merken en nota's bij kandidaten.")
    one = review.verb("mark", "Zet een merk of een nota bij een kandidaat; wat u niet noemt, blijft.")
    one.add_argument("home", metavar="WONING")
    one.add_argument("dossier", metavar="DOSSIER")
    one.add_argument("mark", metavar="MERK", nargs="?", help="uit de gesloten lijst, zoals OK of BELLEN")
    one.add_argument("--note", metavar="TEKST", help="een nota, zonder rijksregisternummer")
    one.add_argument("--clear", action="store_true", help="wis merk en nota")
    one.set_defaults(run=mark)
    listed = review.verb("list", "Toon de merken en nota's van een woning, met hun aantallen.")
    listed.add_argument("home", metavar="WONING")
    listed.add_argument("--mark", metavar="MERK", help="enkel dit merk")
    listed.set_defaults(run=list_marks)
    back = review.verb("undo", "Neem het laatste merk of de laatste nota terug.")
    back.add_argument("home", metavar="WONING")
    back.set_defaults(run=undo)
    write = review.verb("export", "Schrijf de lijst met merken en nota's als werkboek.")
    write.add_argument("home", metavar="WONING")
    write.add_argument("file", type=Path, metavar="BESTAND")
    write.add_argument("--names", action="store_true", help="met namen (anders enkel dossiernummers)")
    write.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    write.set_defaults(run=export)


def mark(arguments: Namespace, output: Output) -> int:
    """Put a mark and a note."""
    dossier = DossierNumber.parse(arguments.dossier).text
    empty = "" if arguments.clear else None
    with office_of(arguments) as office:
        reviews.mark(office, arguments.home, dossier, arguments.mark or empty, arguments.note or empty)
        found = reviews.reviews_of(office, arguments.home)
    now = found.marks.get(dossier)
    said = " · ".join(part for part in (found.word(dossier), found.note(dossier)) if part) or "gewist"
    output.result(
        {"dossier": dossier, "mark": now.mark if now else "", "note": now.note if now else ""}, [f"{dossier}: {said}"]
    )
    return 0


def list_marks(arguments: Namespace, output: Output) -> int:
    """The marks and notes, and how many there are of each."""
    with office_of(arguments) as office:
        found = reviews.reviews_of(office, arguments.home)
    marks = sorted(found.marks.values(), key=lambda each: each.dossier)
    shown = [each for each in marks if arguments.mark in (None, each.mark)]
    if output.as_json:
        output.result({"counts": found.counts, "marks": msgspec.to_builtins(shown)})
        return 0
    words = {**found.words, "": "enkel een nota"}
    output.say(
        ", ".join(f"{words.get(code, code)}: {count}" for code, count in found.counts.items()) or "Geen nazicht."
    )
    if shown:
        output.table(
            ("Dossier", "Nazicht", "Nota", "Door"),
            ((each.dossier, found.word(each.dossier), each.note, each.by) for each in shown),
        )
    return 0


def undo(arguments: Namespace, output: Output) -> int:
    """Take back the last one."""
    with office_of(arguments) as office:
        taken = reviews.undo(office, arguments.home)
    output.result(taken, [f"Teruggenomen bij {taken.dossier}: {taken.mark or 'zonder merk'} {taken.note}".rstrip()])
    return 0


def export(arguments: Namespace, output: Output) -> int:
    """Write the workbook."""
    with office_of(arguments) as office:
        found = explaining.write_list(
            office, arguments.home, arguments.file, arguments.date, with_names=arguments.names
        )
    ranking = found.list.ranking
    output.result(
        {"file": str(arguments.file), "placed": len(ranking.placed), "excluded": len(ranking.excluded)},
        [f"Lijst geschreven: {arguments.file} ({found.list.counts_sentence})."],
    )
    return 0
