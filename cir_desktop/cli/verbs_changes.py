"""`cir changes`."""

from argparse import Namespace

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.changes import FieldChange
from cir_desktop.domain.values import dutch_moment
from cir_desktop.services import changes
from cir_desktop.services.changes import About


def add_verbs(verbs: Verbs) -> None:
    """The verb that shows what changed."""
    show = verbs.verb("changes", "Toon wat wijzigde in de dossiers, per veld.")
    show.add_argument(
        "--since", type=int, metavar="OPHALING", help="vanaf deze ophaling (anders: sinds alles gezien is)"
    )
    show.add_argument(
        "--about",
        choices=[one.value for one in About],
        default=About.ALL.value,
        metavar="WAT",
        help="all, ranking (wat een lijst kan wijzigen) of contact",
    )
    show.add_argument("--dossier", metavar="DOSSIER", help="van één dossier elke bewaarde versie")
    show.add_argument("--pulls", action="store_true", help="toon de ophalingen die iets brachten, met hun nummer")
    show.add_argument("--seen", action="store_true", help="duid alles aan als gezien")
    show.set_defaults(run=run)


def run(arguments: Namespace, output: Output) -> int:
    """What changed; exit 0, also when nothing did."""
    if arguments.pulls:
        return _pulls(arguments, output)
    if arguments.seen:
        with office_of(arguments) as office:
            moment = changes.mark_seen(office)
        output.result(
            {"seen": moment}, [f"Gezien tot {dutch_moment(moment)}: enkel wat later wijzigt, komt nog in deze lijst."]
        )
        return 0
    if arguments.dossier:
        return _of_dossier(arguments, output)
    with office_of(arguments) as office:
        found = changes.since_seen(office, arguments.since)
        lines = changes.filtered(found.lines, About(arguments.about))
        changes.log_listed(office, len(lines))
        odd = changes.attention(office)
    if output.as_json:
        output.result(
            {
                "since": found.since,
                "total": found.total,
                "changes": [
                    {
                        "dossier": line.dossier,
                        "name": line.name,
                        "before": line.before,
                        "now": line.now,
                        "received_at": line.received_at,
                        "touches_ranking": line.touches_ranking,
                        "contact": line.contact,
                        "fields": line.fields,
                    }
                    for line in lines
                ],
                "attention": odd,
            }
        )
        return 0
    output.say(found.sentence)
    for line in lines:
        mark = " (raakt de rangschikking)" if line.touches_ranking else ""
        output.say(f"{line.dossier} {line.name}{mark}")
        for text in [_field(field) for field in line.fields] or [line.words]:
            output.say(f"   {text}")
    for one in odd:
        output.say(f"let op {one.code}: {one.dossier} {one.name}: {one.what} {one.todo}")
    return 0


def _of_dossier(arguments: Namespace, output: Output) -> int:
    with office_of(arguments) as office:
        steps = changes.of_dossier(office, arguments.dossier)
        changes.log_listed(office, 1)
    if output.as_json:
        output.result(steps)
        return 0
    if not steps:
        output.say("Van dit dossier is maar één versie bewaard.")
    for step in steps:
        output.say(f"Versie {step.now}, opgehaald {dutch_moment(step.received_at)} (tegenover versie {step.before})")
        for field in step.fields:
            output.say(f"   {_field(field)}")
    return 0


def _pulls(arguments: Namespace, output: Output) -> int:
    with office_of(arguments) as office:
        found = changes.pulls_that_brought(office)
    if output.as_json:
        output.result(found)
        return 0
    output.table(
        ("Ophaling", "Begonnen", "Nieuwe versies", "Volledig"),
        (
            (str(one.id), dutch_moment(one.started_at), str(one.stored), "ja" if one.complete else "neen")
            for one in found
        ),
    )
    return 0


def _field(field: FieldChange) -> str:
    return f"{field.label}: {field.before or '–'} → {field.after or '–'}"
