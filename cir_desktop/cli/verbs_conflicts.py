"""`cir conflicts list | show | resolve | reopen`, `cir correct-request list | text | done`, `cir dossier edit`."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day, dossier_number
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.conflicts import Choice, Decision
from cir_desktop.domain.dossier_fields import FIELDS
from cir_desktop.errors import BadInput
from cir_desktop.services import conflict_decisions, conflicts, correction_requests, edits
from cir_desktop.services.conflicts import ConflictView
from cir_desktop.services.correction_requests import RequestLine
from cir_desktop.services.edits import EditPreview, Entered

_CHOICES = {"register": Choice.REGISTER, "mine": Choice.MINE, "later": Choice.LATER}


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    group = verbs.group("conflicts", "Waar het register en u iets anders zeggen.")
    listed = group.verb("list", "Toon de conflicten; wat op u wacht, staat eerst.")
    listed.add_argument("--all", action="store_true", help="ook wat beslist of samengevoegd is")
    listed.set_defaults(run=list_conflicts)
    shown = group.verb("show", "Toon een conflict: toen u begon, in het register nu, wat u invulde.")
    shown.add_argument("id", metavar="CONFLICT")
    shown.set_defaults(run=show)
    decided = group.verb("resolve", "Beslis een conflict, elk veld in één keer.")
    decided.add_argument("id", metavar="CONFLICT")
    decided.add_argument(
        "--field",
        action="append",
        default=[],
        nargs=2,
        metavar=("VELD", "KEUZE"),
        help="register, mine, of “later: waarom” (mag meermaals)",
    )
    decided.add_argument("--seen", type=int, required=True, metavar="VERSIE", help="de versie die u zag (show)")
    decided.set_defaults(run=resolve)
    again = group.verb("reopen", "Neem een beslissing terug zolang niets verstuurd is.")
    again.add_argument("id", metavar="CONFLICT")
    again.set_defaults(run=reopen)
    asked = verbs.group("correct-request", "Vragen tot verbetering: wat een ander moet verbeteren.")
    listed = asked.verb("list", "Toon de vragen tot verbetering; open vragen staan eerst.")
    listed.add_argument("--open", action="store_true", help="enkel wat nog open staat")
    listed.set_defaults(run=list_requests)
    text = asked.verb("text", "Toon de tekst van een vraag, om te versturen.")
    text.add_argument("id", metavar="VRAAG")
    text.set_defaults(run=request_text)
    done = asked.verb("done", "Vink een vraag af.")
    done.add_argument("id", metavar="VRAAG")
    done.set_defaults(run=request_done)
    dossier = verbs.group("dossier", "De gegevens van een dossier.")
    edit = dossier.verb("edit", "Verbeter gegevens van een dossier, of vraag ze te verbeteren.")
    edit.add_argument("dossier", metavar="DOSSIER")
    edit.add_argument(
        "--set", action="append", default=[], nargs=2, metavar=("VELD", "WAARDE"), help="een leeg veld wist de waarde"
    )
    edit.add_argument("--evidence", default="", metavar="TEKST", help="waaruit dit blijkt")
    edit.add_argument("--received", type=day, metavar="DATUM", help="de dag waarop u het kreeg")
    edit.add_argument("--base", type=int, metavar="VERSIE", help="de versie die u zag (anders de nieuwste hier)")
    edit.add_argument("--preview", action="store_true", help="toon enkel wat er zou gebeuren")
    edit.set_defaults(run=edit_dossier)
    fields = dossier.verb("fields", "Toon de velden die verbeterd kunnen worden, met hun waarde.")
    fields.add_argument("dossier", metavar="DOSSIER")
    fields.set_defaults(run=list_fields)


def list_conflicts(arguments: Namespace, output: Output) -> int:
    """Exit 1 when a conflict waits for a decision."""
    with office_of(arguments) as office:
        lines = conflicts.lines(office, waiting_only=not arguments.all)
    if output.as_json:
        output.result(
            [
                {"id": line.conflict.id, "dossier": line.conflict.dossier, "kind": line.conflict.kind.value,
                 "state": line.conflict.state.value, "what": line.what, "seen": line.conflict.register_version}
                for line in lines
            ]
        )  # fmt: skip
    elif not lines:
        output.say("Er is geen conflict dat op u wacht.")
    else:
        output.table(
            ("Conflict", "Dossier", "Soort", "Wat", "Stand"),
            ((one.conflict.id, one.conflict.dossier, one.kind_words, one.what, one.state_words) for one in lines),
        )
    return 1 if any(line.waits for line in lines) else 0


def show(arguments: Namespace, output: Output) -> int:
    """What is touched first, then the three columns."""
    with office_of(arguments) as office:
        view = conflicts.view(office, arguments.id)
    if output.as_json:
        output.result(_view_json(view))
        return 0
    for sentence in view.touches:
        output.say(sentence, style="bold")
    output.say(f"{view.line.kind_words}: {view.line.what} (dossier {view.line.conflict.dossier})")
    # Under each other and not beside: addresses and municipalities would be folded to shreds in a narrow terminal.
    for field in view.fields:
        output.say(f"{field.label} ({field.key})")
        output.say(f"  toen u begon: {field.then}")
        output.say(f"  in het register nu (versie {view.seen}): {field.now}")
        if field.mine:
            output.say(f"  wat u invulde: {field.mine}")
    for said in (view.merged, view.next_step):
        if said:
            output.say(said)
    return 0


def resolve(arguments: Namespace, output: Output) -> int:
    """Save the decisions; every field that differs gets one."""
    with office_of(arguments) as office:
        said = conflict_decisions.decide(office, arguments.id, _decisions(arguments.field), arguments.seen)
    output.result({"id": arguments.id, "said": said}, [said])
    return 0


def reopen(arguments: Namespace, output: Output) -> int:
    """Take a decision back."""
    with office_of(arguments) as office:
        said = conflict_decisions.reopen(office, arguments.id)
    output.result({"id": arguments.id, "said": said}, [said])
    return 0


def list_requests(arguments: Namespace, output: Output) -> int:
    """Requests for correction."""
    with office_of(arguments) as office:
        lines = correction_requests.lines(office, open_only=arguments.open)
    if output.as_json:
        output.result([_request_json(line) for line in lines])
    elif not lines:
        output.say("Er is geen vraag tot verbetering.")
    else:
        output.table(
            ("Vraag", "Dossier", "Veld", "In het register", "Volgens ons", "Stand"),
            ((one.request.id, one.request.dossier, one.label, one.before, one.after, one.state) for one in lines),
        )
    return 0


def request_text(arguments: Namespace, output: Output) -> int:
    """The text to copy or print."""
    with office_of(arguments) as office:
        text = correction_requests.text(office, arguments.id)
    output.result({"id": arguments.id, "text": text}, text.splitlines())
    return 0


def request_done(arguments: Namespace, output: Output) -> int:
    """Tick a request off."""
    with office_of(arguments) as office:
        line = correction_requests.done(office, arguments.id)
    output.result(_request_json(line), [f"Vraag {line.request.id}: {line.state}."])
    return 0


def edit_dossier(arguments: Namespace, output: Output) -> int:
    """Correct a dossier; exit 1 when the register changed the same field meanwhile."""
    number = dossier_number(arguments.dossier)
    texts = dict(arguments.set)
    with office_of(arguments) as office:
        base = arguments.base or edits.form(office, number).version
        entered = Entered(base, texts, arguments.evidence, arguments.received)
        found = (edits.preview if arguments.preview else edits.enter)(office, number, entered)
    output.result({**msgspec.to_builtins(found), "kept": not arguments.preview}, _edit_lines(found, arguments.preview))
    return 1 if found.conflict else 0


def list_fields(arguments: Namespace, output: Output) -> int:
    """The closed list of fields, with what stands there."""
    with office_of(arguments) as office:
        found = edits.form(office, dossier_number(arguments.dossier))
    if output.as_json:
        output.result(
            {"dossier": found.dossier, "version": found.version, "primary": found.primary,
             "fields": [{"field": f.field.key, "value": f.words, "told": f.told, "waits": f.waits}
                        for f in found.fields]}
        )  # fmt: skip
        return 0
    output.say(f"Dossier {found.dossier}, versie {found.version}")
    output.table(
        ("Veld", "Naam", "Waarde", "Hoe"),
        (
            (f.field.key, f.field.label, f.words, "wij verbeteren het" if f.told else "vraag tot verbetering")
            for f in found.fields
        ),
    )
    return 0


def _decisions(given: list[list[str]]) -> dict[str, Decision]:
    decisions = {}
    for field, text in given:
        word, _, note = text.partition(":")
        choice = _CHOICES.get(word.strip().casefold())
        if choice is None or field not in FIELDS:
            raise BadInput(
                f"“{field} {text}” is geen beslissing.",
                "Geef een veld van het conflict met register, mine, of “later: waarom”.",
                field="decisions",
            )
        decisions[field] = Decision(choice, note.strip())
    return decisions


def _edit_lines(found: EditPreview, only_preview: bool) -> list[str]:
    lines = list(found.touches)
    for line in found.told:
        lines.append(f"Naar het CIR: {line.label}: {line.before} wordt {line.after}")
    for line in found.asked:
        lines.append(f"Vraag tot verbetering aan {line.addressee}: {line.label}: {line.before} wordt {line.after}")
    if only_preview:
        lines.append("Er is niets bewaard.")
    elif found.conflict:
        lines.append("Het register wijzigde dit intussen ook: beslis met cir conflicts.")
    elif found.told:
        lines.append("Klaargezet. Versturen: cir push")
    return lines


def _view_json(view: ConflictView) -> dict[str, object]:
    one = view.line.conflict
    return {
        "id": one.id,
        "dossier": one.dossier,
        "kind": one.kind.value,
        "state": one.state.value,
        "touches": view.touches,
        "seen": view.seen,
        "fields": msgspec.to_builtins(view.fields),
        "merged": view.merged,
        "next_step": view.next_step,
    }


def _request_json(line: RequestLine) -> dict[str, object]:
    one = line.request
    return {
        "id": one.id,
        "dossier": one.dossier,
        "field": one.field,
        "before": line.before,
        "after": line.after,
        "addressee": one.addressee,
        "open": line.is_open,
        "state": line.state,
    }
