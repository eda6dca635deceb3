"""`cir binding show | set | undo`: the binding calculator."""

from argparse import Namespace
from pathlib import Path

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import ANSWER_WORDS, Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput
from cir_desktop.services import binding
from cir_desktop.services.binding import BindingView


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    group = verbs.group("binding", "Bereken de woonbinding van een dossier, of noteer het verblijf.")
    show = group.verb("show", "Toon elk niveau van het reglement, en wat nog ontbreekt.")
    show.add_argument("dossier", metavar="DOSSIER")
    where = show.add_mutually_exclusive_group(required=True)
    where.add_argument("--home", metavar="WONING", help="de gemeente van deze woning")
    where.add_argument("--nis", metavar="NIS", help="de NIS-code van de gemeente")
    show.add_argument("--date", type=day, metavar="DATUM", help="referentiedatum (anders vandaag)")
    show.set_defaults(run=show_sheet)
    note = group.verb("set", "Noteer waar één persoon woonde, in de plaats van wat er stond.")
    note.add_argument("dossier", metavar="DOSSIER")
    note.add_argument("--person", type=int, required=True, metavar="N", help="de hoeveelste huurder, vanaf 1")
    note.add_argument("--file", type=Path, required=True, metavar="BESTAND", help="tekst met één periode per regel")
    note.add_argument(
        "--end-is-first-day-away",
        action="store_true",
        help="het einde op een regel is de eerste dag elders (anders de laatste dag daar)",
    )
    note.set_defaults(run=set_periods)
    undo = group.verb("undo", "Zet het verblijf van één persoon terug zoals het voor de laatste wijziging was.")
    undo.add_argument("dossier", metavar="DOSSIER")
    undo.add_argument("--person", type=int, required=True, metavar="N", help="de hoeveelste huurder, vanaf 1")
    undo.set_defaults(run=undo_periods)


def show_sheet(arguments: Namespace, output: Output) -> int:
    """The sheet on a day."""
    with office_of(arguments) as office:
        view = binding.sheet_of(office, arguments.dossier, nis=arguments.nis, home=arguments.home, day=arguments.date)
    if output.as_json:
        output.result(view)
        return 0
    _say(view, output)
    return 0


def _say(view: BindingView, output: Output) -> None:
    output.say(f"Woonbinding van {view.dossier} met {view.municipality} op {dutch_date(view.sheet.day)}", style="bold")
    for person, lived in zip(view.applicants, view.sheet.persons, strict=True):
        output.say(f"{person.place}. {person.name}")
        for line in binding.person_lines(lived):
            output.say(f"   {line}")
    output.table(
        ("Niveau", "Antwoord", "Uitleg"),
        (
            (binding.level_name(level), ANSWER_WORDS[level.answer], " ".join(binding.level_lines(view, level)))
            for level in view.sheet.levels
        ),
    )


def set_periods(arguments: Namespace, output: Output) -> int:
    """Note the periods of a file; nothing is noted when one of its lines can not be read."""
    try:
        text = arguments.file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("Het bestand kan niet gelezen worden.", "Geef een tekstbestand in UTF-8.") from error
    last_day = not arguments.end_is_first_day_away
    with office_of(arguments) as office:
        read = binding.read_lines(office, text, end_is_last_day=last_day)
        if not read.findings:
            binding.save(office, arguments.dossier, arguments.person, read.periods)
    taken = 0 if read.findings else len(read.periods)
    meaning = "de laatste dag daar" if last_day else "de eerste dag elders"
    said = f"{taken} periodes genoteerd; het einde op een regel is gelezen als {meaning}."
    if read.findings:
        said = "Niets genoteerd: niet elke regel kan gelezen worden. Wat er stond, blijft."
    output.result(
        {"noted": taken, "end_is_last_day": last_day, "findings": read.findings},
        [said, *(finding.sentence for finding in read.findings)],
    )
    return 1 if read.findings else 0


def undo_periods(arguments: Namespace, output: Output) -> int:
    """Put back what stood there."""
    with office_of(arguments) as office:
        binding.restore(office, arguments.dossier, arguments.person)
    output.result(
        {"dossier": arguments.dossier, "person": arguments.person},
        ["Het verblijf staat terug zoals het was; nog eens undo maakt dat ongedaan."],
    )
    return 0
