"""`cir migration report`: a copy of the clerk's own workbook with every finding in its cell."""

from argparse import Namespace
from pathlib import Path

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.services import migration_checking, migration_reporting


def add_verbs(group: Verbs) -> None:
    """Add the verb of this room."""
    report = group.verb(
        "report", "Schrijf een kopie van de lijst met bij elke cel wat er mis is; exit 1 bij bevindingen."
    )
    report.add_argument("file", type=Path, metavar="BESTAND")
    report.add_argument("--to", type=Path, metavar="KOPIE", help="waar de kopie komt; anders naast het bestand")
    report.add_argument("--against-register", action="store_true", help="vergelijk ook met de overgehaalde kandidaten")
    report.set_defaults(run=write_report)


def write_report(arguments: Namespace, output: Output) -> int:
    """Check the list, say what a copy loses, and write it."""
    file: Path = arguments.file
    target: Path = arguments.to or file.with_name(f"{file.stem} nagekeken{file.suffix}")
    with office_of(arguments) as office, output.progress() as progress:
        found = migration_checking.check_file(
            office, file, against_register=arguments.against_register, report=progress
        )
        made = migration_reporting.report(office, file, found, target, progress=progress)
    output.result(
        {
            "copy": str(made.copy.path),
            "keeps_format": made.copy.keeps_format,
            "lost": made.copy.lost,
            "counts": found.counts,
            "receipt": made.receipt,
        },
        [f"De kopie met de bevindingen: {made.copy.path}", *made.receipt, *made.copy.lost],
    )
    return 1 if found.findings else 0
