"""`cir cwr list | link | unlink | compare | export`: our homes against the central dwelling register."""

from argparse import Namespace
from pathlib import Path

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.values import dutch_moment
from cir_desktop.services import dwellings
from cir_desktop.services.dwellings import MATCH_WORDS, Comparison, DwellingLine, Match


def add_verbs(verbs: Verbs) -> None:
    """Add the verbs of this room."""
    group = verbs.group("cwr", "Vergelijk onze woningen met het Centraal Woningregister.")
    group.verb("list", "Haal de woningen op uit het CWR en toon ze.").set_defaults(run=list_dwellings)
    link = group.verb("link", "Koppel een woning aan die van het CWR; zonder nummer: toon de voorstellen.")
    link.add_argument("home", metavar="WONING", nargs="?")
    link.add_argument("dwelling", metavar="CWR", nargs="?", help="de vijf letters; zonder: het voorstel")
    link.set_defaults(run=link_home)
    unlink = group.verb("unlink", "Maak de koppeling van een woning ongedaan.")
    unlink.add_argument("home", metavar="WONING")
    unlink.set_defaults(run=unlink_home)
    group.verb("compare", "Vergelijk met wat het laatst opgehaald is; exit 1 bij verschillen.").set_defaults(
        run=compare
    )
    export = group.verb("export", "Schrijf de vergelijking als werkboek.")
    export.add_argument("file", type=Path, metavar="BESTAND")
    export.set_defaults(run=export_comparison)


def list_dwellings(arguments: Namespace, output: Output) -> int:
    """Fetch, and show how each stands."""
    with office_of(arguments) as office, output.progress() as report:
        count = dwellings.fetch(office, report=report)
        found = dwellings.compare(office)
    output.say(f"{count} woningen in het CWR.")
    _show(output, found, [line for line in found.lines if line.dwelling])
    return 0


def link_home(arguments: Namespace, output: Output) -> int:
    """Link a home, to the dwelling that is proposed when none is named; or show the proposals."""
    with office_of(arguments) as office:
        found = dwellings.compare(office)
        proposals = [line for line in found.lines if line.match is Match.PROPOSED]
        if arguments.home is None:
            _show(output, found, proposals)
            return 0
        dwelling = arguments.dwelling or next(
            (
                line.dwelling.id
                for line in proposals
                if line.home and line.dwelling and line.home.code.casefold() == arguments.home.casefold()
            ),
            "",
        )
        dwellings.link(office, arguments.home, dwelling)
    output.result({"home": arguments.home, "dwelling": dwelling.upper()}, [f"{arguments.home} is {dwelling.upper()}."])
    return 0


def unlink_home(arguments: Namespace, output: Output) -> int:
    """Undo a link."""
    with office_of(arguments) as office:
        dwellings.unlink(office, arguments.home)
    output.result({"home": arguments.home}, [f"{arguments.home} is niet meer gekoppeld aan het CWR."])
    return 0


def compare(arguments: Namespace, output: Output) -> int:
    """Show everything; exit 1 when a linked home differs."""
    with office_of(arguments) as office:
        found = dwellings.compare(office)
    _show(output, found, list(found.lines))
    return 1 if any(line.differences for line in found.lines if line.match is Match.LINKED) else 0


def export_comparison(arguments: Namespace, output: Output) -> int:
    """Write the comparison as a workbook."""
    with office_of(arguments) as office:
        count = dwellings.export(office, arguments.file)
    output.result(
        {"file": str(arguments.file), "differences": count}, [f"{count} verschillen geschreven: {arguments.file}"]
    )
    return 0


def _show(output: Output, found: Comparison, lines: list[DwellingLine]) -> None:
    if output.as_json:
        output.result(
            {
                "fetched_at": found.fetched_at,
                "lines": [
                    {
                        "match": line.match.value,
                        "home": line.home.code if line.home else None,
                        "dwelling": line.dwelling.id if line.dwelling else line.linked_id or None,
                        "why": line.why,
                        "differences": line.differences,
                        "unsaid": line.unsaid,
                    }
                    for line in lines
                ],
            }
        )
        return
    since = dutch_moment(found.fetched_at) if found.fetched_at else "nog nooit"
    output.say(f"Opgehaald uit het CWR: {since}. {found.sentence}")
    output.table(
        ("Stand", "Woning", "CWR", "Adres", "Wat"),
        (
            (
                MATCH_WORDS[line.match],
                line.home.code if line.home else "",
                line.dwelling.id if line.dwelling else line.linked_id,
                line.home.address if line.home else line.dwelling.address if line.dwelling else "",
                line.words,
            )
            for line in lines
        ),
    )
