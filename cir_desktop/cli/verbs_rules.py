"""`cir rules …`: look at the rules that bind this landlord, fill in values, take rules from and to a file."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.codes import certainty_words
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.services import settings
from cir_desktop.services.office import Office
from cir_desktop.services.rules_effect import Preview


def rules_group(verbs: Verbs) -> Verbs:
    """The group `rules`; other rooms of verbs add theirs to it."""
    return verbs.group("rules", "De regels die deze verhuurder binden.")


def add_verbs(verbs: Verbs) -> Verbs:
    """Add `cir rules …`; gives the group, for others to add to."""
    rules = rules_group(verbs)
    look = rules.verb("check", "Kijk de bestanden met regels en de ingevoerde reglementen na.")
    look.add_argument("folder", metavar="MAP", type=Path, nargs="?", help="een map met regels (anders die van hier)")
    look.set_defaults(run=check)
    values = rules.verb("values", "Toon alle waarden op een dag, met hun bron.")
    values.add_argument("--date", type=day, metavar="DATUM", help="anders vandaag")
    values.set_defaults(run=show_values)
    fill = rules.verb("set", "Vul een waarde in die nog niet gekend is.")
    fill.add_argument("key", metavar="NAAM", help="zoals income.limit.single")
    fill.add_argument("--from", dest="since", type=day, required=True, metavar="DATUM", help="vanaf wanneer")
    fill.add_argument(
        "--value", required=True, metavar="WAARDE", help="een bedrag in hele euro, zonder cijfers na de komma"
    )
    fill.add_argument("--source", required=True, metavar="TEKST", help="waar dit staat")
    fill.add_argument("--dry-run", action="store_true", help="toon enkel wat er zou wijzigen")
    fill.set_defaults(run=set_value)
    rules.verb("show", "Toon wat hier ingevoerd werd.").set_defaults(run=show)
    rules.verb("history", "Toon de bewaarde versies.").set_defaults(run=history)
    back = rules.verb("restore", "Zet een vorige versie terug, als nieuwe versie.")
    back.add_argument("version", metavar="VERSIE", type=int)
    back.set_defaults(run=restore)
    give = rules.verb("export", "Schrijf wat hier ingevoerd werd naar een bestand.")
    give.add_argument("file", metavar="BESTAND", type=Path)
    give.set_defaults(run=export)
    take = rules.verb("import", "Neem reglementen over uit een bestand; wat er stond, blijft in de geschiedenis.")
    take.add_argument("file", metavar="BESTAND", type=Path, help="JSON, of TOML als de naam op .toml eindigt")
    take.add_argument("--note", default="", metavar="TEKST", help="wat er wijzigde")
    take.add_argument("--dry-run", action="store_true", help="toon enkel wat er zou wijzigen")
    take.set_defaults(run=import_rules)
    return rules


def check(arguments: Namespace, output: Output) -> int:
    """Problems and warnings; exit 1 when there is a problem."""
    if arguments.folder is not None:
        found = settings.check_folder(arguments.folder)
    else:
        with office_of(arguments) as office:
            found = settings.check_entered(office)
    good = () if found.problems else ("De regels kloppen.",)
    output.result(
        found,
        [*found.problems, *(f"Let op: {warning}" for warning in found.warnings), *good],
    )
    return 1 if found.problems else 0


def show_values(arguments: Namespace, output: Output) -> int:
    """All values on a day."""
    with office_of(arguments) as office:
        lines = settings.values_on(office, arguments.date or office.today)
    output.result(lines, () if lines else ("Op die dag is geen enkele waarde gekend.",))
    if lines:
        output.table(
            ("Naam", "Wat", "Waarde", "Vanaf", "Bron", "Label", "Nagekeken"),
            (
                (
                    line.key,
                    line.name,
                    line.value,
                    dutch_date(line.since),
                    line.source,
                    certainty_words(line.label),
                    dutch_date(line.last_checked),
                )
                for line in lines
            ),
        )
    return 0


def set_value(arguments: Namespace, output: Output) -> int:
    """Fill in an expected value, as a new version."""
    with office_of(arguments) as office:
        now = settings.current(office)
        own = settings.with_value(office, now.rules, arguments.key, arguments.since, arguments.value, arguments.source)
        if arguments.dry_run:
            return _dry(office, own, output)
        note = f"{arguments.key} vanaf {dutch_date(arguments.since)} ingevuld"
        saved = settings.save(office, own, note, based_on=now.version)
    output.result(saved, [f"Bewaard als versie {saved.id}: {saved.note}."])
    return 0


def show(arguments: Namespace, output: Output) -> int:
    """What was entered."""
    with office_of(arguments) as office:
        now = settings.current(office)
        switches = settings.priorities(office, now.rules)
    own = now.rules
    output.result(
        {"version": now.version, "rules": msgspec.to_builtins(own)},
        [
            f"Versie {now.version}."
            if now.version
            else "Hier werd nog niets ingevoerd; de meegeleverde regels gelden.",
            *(
                f"Reglement van {rules.municipality} vanaf {dutch_date(rules.since)}, {len(rules.levels)} strengere"
                f" bindingen ({rules.decision})"
                for rules in own.municipal
            ),
            *(f"Deelgebied {area.name}: {', '.join(area.nis_codes)}" for area in own.sub_areas),
            *(f"Intern huurreglement vanaf {dutch_date(rules.since)} ({rules.decision})" for rules in own.internal),
            *(f"Voorrang {'aan' if line.on else 'uit'}: {line.name} ({line.source})" for line in switches),
            *(
                f"{value.key} vanaf {dutch_date(value.since)}: {value.value} ({value.source}; {value.noted_by},"
                f" {dutch_date(value.noted_on)})"
                for value in own.values
            ),
        ],
    )
    return 0


def history(arguments: Namespace, output: Output) -> int:
    """The saved versions, newest first."""
    with office_of(arguments) as office:
        saved = settings.history(office)
    output.result(
        saved,
        [f"{one.id}: {dutch_moment(one.at)}, {one.by}: {one.note}" for one in saved] or ["Nog geen versies bewaard."],
    )
    return 0


def restore(arguments: Namespace, output: Output) -> int:
    """An older version counts again."""
    with office_of(arguments) as office:
        saved = settings.restore(office, arguments.version)
    output.result(saved, [f"{saved.note}, als versie {saved.id}."])
    return 0


def export(arguments: Namespace, output: Output) -> int:
    """Write what counts now."""
    with office_of(arguments) as office:
        now = settings.write(office, arguments.file)
    output.result({"file": str(arguments.file), "version": now.version}, [f"Reglementen geschreven: {arguments.file}"])
    return 0


def import_rules(arguments: Namespace, output: Output) -> int:
    """Take rules from a file as a new version, or only show what they would change."""
    own = settings.read(arguments.file)
    with office_of(arguments) as office:
        if arguments.dry_run:
            return _dry(office, own, output)
        now = settings.current(office)
        note = arguments.note or f"Overgenomen uit {arguments.file.name}"
        saved = settings.save(office, own, note, based_on=now.version)
    output.result(saved, [f"Bewaard als versie {saved.id}: {saved.note}."])
    return 0


def _dry(office: Office, own: settings.OwnRules, output: Output) -> int:
    with output.progress() as report:
        found = settings.preview(office, own, report=report)
    output.result(_preview_json(found), [*preview_lines(found), "Er werd niets bewaard."])
    return 0


def _preview_json(found: Preview) -> dict[str, object]:
    fields: dict[str, object] = msgspec.to_builtins(found)
    return {**fields, "sentence": found.sentence}


def preview_lines(found: Preview) -> list[str]:
    """A preview in sentences."""
    lines = [found.sentence]
    for home in found.homes:
        lines.append(home.sentence)
        lines += [f"  {move.sentence}" for move in home.moves]
    return [*lines, *(f"Let op: {warning}" for warning in found.warnings)]
