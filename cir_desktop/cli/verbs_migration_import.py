"""`cir migration import`: an old list of any layout, by our columns; nothing is taken over before somebody agrees."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.migration_mapping import (
    SPLIT_WORDS,
    Assignment,
    Preview,
    Proposal,
    SheetMapping,
    Split,
)
from cir_desktop.errors import BadInput, BadWorkbook, NotFound
from cir_desktop.services import migration_import, migration_targets, migration_work
from cir_desktop.services.migration_targets import sheet_words as _sheet
from cir_desktop.services.migration_work import OldFile, Work
from cir_desktop.services.office import Office

_DONE, _TO_DECIDE, _UNUSABLE = 0, 1, 2


def add_verbs(group: Verbs) -> None:
    """Add the verbs of this room to `cir migration`."""
    one = group.verb(
        "import",
        "Neem een oude lijst over. Zonder --take toont het een voorstel (exit 1), tenzij de indeling bekend is.",
    )
    one.add_argument("file", type=Path, metavar="BESTAND")
    one.add_argument("--sheet", metavar="BLAD", help="het blad met de lijst (anders het waarschijnlijkste)")
    one.add_argument("--header", type=int, default=0, metavar="RIJ", help="de rij met de titels, zoals Excel ze telt")
    one.add_argument("--rows-are", choices=("candidates", "members", "preferences"), default="", help="wat een rij is")
    one.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="TITEL=BLAD.KOLOM[:SPLITSING][@WIE]",
        help="wat een kolom zegt, bv. “Naam=Kandidaten.Naam:naam-voornaam”; “Titel=” laat ze weg",
    )
    one.add_argument("--profile", metavar="NAAM", help="gebruik deze bewaarde indeling")
    one.add_argument("--save-profile", metavar="NAAM", help="bewaar de indeling voor een volgend bestand")
    one.add_argument("--take", action="store_true", help="neem de lijst over met dit voorstel")
    one.set_defaults(run=import_list)
    listed = group.verb("profiles", "Toon de bewaarde indelingen van oude lijsten.")
    listed.add_argument("--forget", metavar="NAAM", help="vergeet deze")
    listed.set_defaults(run=profiles)


def import_list(arguments: Namespace, output: Output) -> int:
    """Propose, and take over when that was asked or the layout is known."""
    with office_of(arguments) as office:
        try:
            file = migration_work.read_file(office, arguments.file)
            chosen = arguments.sheet or arguments.column or arguments.header or arguments.profile
            if file.ours is not None and not chosen:
                return _taken(output, migration_work.take(office, file), None)
            proposal = migration_import.propose(office, file)
            mapping = _mapping(office, file, proposal, arguments)
            known = bool(proposal.profile and not chosen) or bool(arguments.profile)
            if arguments.save_profile:
                migration_import.keep_profile(office, arguments.save_profile, mapping)
            if arguments.take or known:
                return _taken(output, migration_work.take(office, file, mapping), proposal)
            previewed = migration_import.preview(office, file, mapping)
        except BadWorkbook as error:
            output.problem(error)
            return _UNUSABLE
    _show(output, proposal, mapping, previewed)
    return _TO_DECIDE


def profiles(arguments: Namespace, output: Output) -> int:
    """The kept mappings."""
    with office_of(arguments) as office:
        if arguments.forget:
            migration_import.forget_profile(office, arguments.forget)
        found = migration_import.profiles(office)
    output.result(
        [msgspec.to_builtins(each) for each in found],
        [f"{each.profile.name}: {', '.join(sheet.name for sheet in each.profile.sheets)}" for each in found]
        or ["Geen bewaarde indelingen."],
    )
    return _DONE


def _mapping(office: Office, file: OldFile, proposal: Proposal, arguments: Namespace) -> tuple[SheetMapping, ...]:
    """The mapping of the proposal, with what the command line says otherwise."""
    if arguments.profile:
        kept = next(
            (each for each in migration_import.profiles(office) if each.profile.name == arguments.profile), None
        )
        if kept is None:
            raise NotFound(f"Er is geen indeling “{arguments.profile}”.", "Zie cir migration profiles.")
        return kept.profile.sheets
    mapping = proposal.mapping
    if arguments.sheet or arguments.header or arguments.rows_are:
        name = arguments.sheet or (mapping[0].name if mapping else "")
        proposed = migration_import.propose_sheet(office, file, name, arguments.header, arguments.rows_are)
        mapping = (proposed.mapping,)
    return tuple(
        msgspec.structs.replace(each, assignments=_assigned(each.assignments, arguments.column)) for each in mapping
    )


def _assigned(assignments: Sequence[Assignment], said: Sequence[str]) -> tuple[Assignment, ...]:
    found = list(assignments)
    for text in said:
        title, _, target = text.partition("=")
        places = [at for at, each in enumerate(found) if each.title.casefold() == title.strip().casefold()]
        if not places:
            raise BadInput(f"Er is geen kolom “{title}”.", "Schrijf de titel zoals hij in de lijst staat.")
        target, _, person = target.partition("@")
        target, _, split = target.partition(":")
        sheet, key = _target(target.strip())
        if split and split not in set(Split):
            raise BadInput(f"“{split}” is geen splitsing.", f"Kies een van: {', '.join(Split)}.")
        # What another column said of the same thing makes place.
        if key:
            found = [
                Assignment(each.title, each.nth)
                if (each.sheet, each.key, each.person) == (sheet, key, person)
                else each
                for each in found
            ]
        found[places[0]] = Assignment(
            found[places[0]].title, found[places[0]].nth, sheet, key, Split(split or Split.AS_IS), person
        )
    return tuple(found)


def _target(text: str) -> tuple[str, str]:
    """The column of ours that was typed, by keys or by the names of the template; empty when it becomes nothing."""
    if not text:
        return "", ""
    for each in migration_targets.targets():
        title = each.words.replace(": ", ".", 1)
        if text.casefold() in (f"{each.sheet}.{each.key}", title.casefold()):
            return each.sheet, each.key
    raise BadInput(f"Er is geen kolom “{text}” in ons sjabloon.", "Schrijf bijvoorbeeld Kandidaten.Naam.")


def _target_words(assignment: Assignment) -> str:
    if not assignment.is_used:
        return "niets"
    words = {(each.sheet, each.key): each.words for each in migration_targets.targets()}
    person = f" ({assignment.person})" if assignment.person else ""
    return words.get((assignment.sheet, assignment.key), assignment.key) + person


def _cells(count: int, what: str) -> str:
    return f"{count} {'cel' if count == 1 else 'cellen'} {what}"


def _taken(output: Output, work: Work, proposal: Proposal | None) -> int:
    counts = {key: len(sheet) for key, sheet in work.batch.sheets.items()}
    left = work.taken.not_split
    output.result(
        {
            "list": work.info.id,
            "counts": counts,
            "repaired": len(work.batch.repairs),
            "not_split": msgspec.to_builtins(left),
            "profile": proposal.profile if proposal else "",
            "vendor": proposal.vendor.name if proposal and proposal.vendor else "",
        },
        [
            *([proposal.vendor.advice] if proposal and proposal.vendor else []),
            "Overgenomen: " + ", ".join(f"{work.batch.names[key]} {count}" for key, count in counts.items()) + ".",
            f"Vanzelf hersteld: {len(work.batch.repairs)}. Niet gesplitst: {len(left)}.",
            *_left(left),
        ],
    )
    return _DONE


def _show(output: Output, proposal: Proposal, mapping: Sequence[SheetMapping], previewed: Preview) -> None:
    if output.as_json:
        output.result(
            {
                "proposal": msgspec.to_builtins(proposal),
                "mapping": msgspec.to_builtins(mapping),
                "counts": previewed.counts,
                "repaired": previewed.repaired,
                "not_split": msgspec.to_builtins(previewed.not_split),
            }
        )
        return
    if proposal.vendor:
        output.say(proposal.vendor.advice)
    told = {
        (each.name, one.assignment.title, one.assignment.nth): one for each in proposal.sheets for one in each.columns
    }
    for sheet in mapping:
        output.say(
            f"Blad “{sheet.name}”, titels in rij {sheet.header}, elke rij wordt een rij van {_sheet(sheet.rows_are)}"
        )
        output.table(
            ("Kolom", "Titel", "Wordt", "Hoe", "Waarom", "Bv."),
            (
                (
                    one.letters if one else "",
                    each.title,
                    _target_words(each),
                    SPLIT_WORDS[each.split] if each.is_used else "",
                    one.why if one else "",
                    "; ".join(one.examples) if one else "",
                )
                for each in sheet.assignments
                for one in [told.get((sheet.name, each.title, each.nth))]
            ),
        )
    output.say("Dit geeft: " + ", ".join(f"{_sheet(key)} {count}" for key, count in previewed.counts.items()) + ".")
    for line in _left(previewed.not_split):
        output.say(line)
    output.say("Klopt het, neem dan over met --take. Met --column zegt u wat een kolom anders is.")


def _left(left: Sequence[object]) -> list[str]:
    places: dict[str, list[str]] = {}
    for each in msgspec.to_builtins(left):
        what = "weggelaten" if each["left_out"] else "onverdeeld overgenomen"
        places.setdefault(what, []).append(f"{each['sheet']} {each['letters']}{each['row']}")
    return [f"{_cells(len(cells), what)}: {', '.join(cells)}." for what, cells in places.items()]
