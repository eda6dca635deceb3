"""`cir migration template | check`: an old list on its way to the register."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli import (
    verbs_migration_fix,
    verbs_migration_import,
    verbs_migration_pairs,
    verbs_migration_report,
    verbs_migration_rounds,
    verbs_migration_upload,
    verbs_migration_weaving,
    verbs_migration_worklist,
)
from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.finding import SEVERITY_WORDS, Finding, Severity
from cir_desktop.services import migration_checking, migration_pairs, migration_work
from cir_desktop.services.migration_checking import EARLY, LATER, Checked

_SHOWN = ("code", "severity", "sheet", "row", "column", "title", "value", "message", "expected")
_CLEAN, _FINDINGS, _UNUSABLE = 0, 1, 2


def add_verbs(verbs: Verbs) -> None:
    """Add the verbs of this room."""
    group = verbs.group("migration", "Breng een oude lijst naar het register: sjabloon, controle, verbetering.")
    template = group.verb("template", "Schrijf een leeg sjabloon voor de lijst.")
    template.add_argument("file", type=Path, metavar="BESTAND")
    template.set_defaults(run=write_template)
    check = group.verb("check", "Controleer een lijst; exit 1 bij bevindingen, 2 als het bestand niet bruikbaar is.")
    check.add_argument("file", type=Path, metavar="BESTAND", nargs="?", help="anders de lijst die u overnam, verbeterd")
    check.add_argument("--against-register", action="store_true", help="vergelijk ook met de overgehaalde kandidaten")
    check.add_argument("--freeze-from", type=day, metavar="DATUM", help="eerste dag van de bevriezing")
    check.add_argument("--freeze-until", type=day, metavar="DATUM", help="laatste dag van de bevriezing")
    check.set_defaults(run=check_list)
    verbs_migration_import.add_verbs(group)
    verbs_migration_fix.add_verbs(group)
    verbs_migration_rounds.add_verbs(group)
    verbs_migration_pairs.add_verbs(group)
    verbs_migration_weaving.add_verbs(group)
    verbs_migration_report.add_verbs(group)
    verbs_migration_upload.add_verbs(group)
    verbs_migration_worklist.add_verbs(group)


def write_template(arguments: Namespace, output: Output) -> int:
    """Write the empty template."""
    with office_of(arguments) as office:
        migration_checking.write_empty_template(office, arguments.file)
    output.result({"file": str(arguments.file)}, [f"Het lege sjabloon staat in {arguments.file}."])
    return 0


def check_list(arguments: Namespace, output: Output) -> int:
    """Check a list: all findings, on the screen by check."""
    freeze = (arguments.freeze_from, arguments.freeze_until) if arguments.freeze_from else None
    with office_of(arguments) as office, output.progress() as report:
        if arguments.file is None:
            batch = migration_work.current(office).batch
            found = Checked(batch, migration_checking.check(office, batch, groups=EARLY, report=report))
        else:
            found = migration_checking.check_file(office, arguments.file, groups=EARLY, report=report)
        if found.batch is not None:
            known = arguments.against_register
            doubles = migration_pairs.find(office, found.batch, against_register=known, report=report)
            later = migration_checking.check(
                office,
                found.batch,
                against_register=known,
                freeze=freeze,
                groups=LATER,
                pairs=[view.pair for view in doubles.views if view.is_open],
                report=report,
            )
            found = Checked(found.batch, [*found.findings, *later])
    if output.as_json:
        output.result(_as_json(found))
    else:
        _show(output, found)
    if found.batch is None:
        return _UNUSABLE
    return _FINDINGS if found.findings else _CLEAN


def _as_json(found: Checked) -> dict[str, object]:
    source = found.batch.source if found.batch else None
    return {
        "file": {"name": source.name, "sha256": source.sha256, "template": source.version} if source else None,
        "counts": found.counts,
        "findings": [
            {name: value for name, value in msgspec.structs.asdict(finding).items() if name in _SHOWN}
            for finding in found.findings
        ],
    }


def _show(output: Output, found: Checked) -> None:
    if not found.findings:
        output.say("Geen bevindingen.")
        return
    titles = {each.code: each.title for each in migration_checking.words()}
    groups: dict[str, list[Finding]] = {}
    for finding in found.findings:
        groups.setdefault(finding.code, []).append(finding)
    # What blocks stands first; the order of the checks holds within each severity.
    ordered = sorted(groups.items(), key=lambda group: list(Severity).index(group[1][0].severity))
    output.table(
        ("Ernst", "Code", "Wat", "Aantal", "Waar"),
        (
            (SEVERITY_WORDS[same[0].severity], code, titles[code], str(len(same)), _places(same))
            for code, same in ordered
        ),
    )
    for code, same in ordered:
        output.say(f"{code}: {same[0].message} {same[0].expected}".rstrip())
    counts = ", ".join(f"{SEVERITY_WORDS[severity]}: {count}" for severity, count in found.counts.items())
    output.say(f"{counts}. Alle plaatsen met --json.")


def _places(same: list[Finding]) -> str:
    """The first of the places, and how many more there are."""
    shown = 4
    told = [_place(finding) for finding in same[:shown]]
    more = f" en nog {len(same) - shown}" if len(same) > shown else ""
    return ", ".join(place for place in told if place) + more


def _place(finding: Finding) -> str:
    cell = f"{finding.column}{finding.row or ''}" if finding.column else f"rij {finding.row}" if finding.row else ""
    return f"{finding.sheet} {cell}".strip()
