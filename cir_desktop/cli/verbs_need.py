"""`cir need list | show | attachment | forget | evaluate | send | undo`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.inquiry import GRANTABLE, NEED_GRANTED, NEED_OPEN, NEED_REFUSED, NeedDraft
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput
from cir_desktop.services import housing_need, need_documents

_OUTCOMES = {"busy": NEED_OPEN, "granted": NEED_GRANTED, "refused": NEED_REFUSED}
_OUTCOME_WORDS = {NEED_OPEN: "in onderzoek", NEED_GRANTED: "aanvaard", NEED_REFUSED: "geweigerd", "": "nog niets"}


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    group = verbs.group("need", "Woonnoodverzoeken: bekijken, beoordelen en beantwoorden.")
    listed = group.verb("list", "Toon de verzoeken, de open en oudste eerst.")
    listed.add_argument("--all", action="store_true", help="ook wat afgesloten is")
    listed.set_defaults(run=list_requests)
    _verb(group, "show", "Toon een verzoek met zijn documenten en uw ontwerp.", show)
    one = _verb(group, "attachment", "Haal een document op; het blijft versleuteld bewaard.", attachment)
    one.add_argument("document", metavar="DOCUMENT", help="het kenmerk uit cir need show")
    one.add_argument("--save", type=Path, metavar="BESTAND", help="schrijf het als leesbaar bestand (wordt genoteerd)")
    gone = group.verb("forget", "Verwijder de opgehaalde documenten van een dossier.")
    gone.add_argument("dossier", metavar="DOSSIER")
    gone.set_defaults(run=forget)
    judged = _verb(group, "evaluate", "Vul het ontwerp van een antwoord aan; er vertrekt niets.", evaluate)
    judged.add_argument(
        "--document", nargs=2, action="append", default=[], metavar=("DOCUMENT", "TEKST"), help="wat het aantoont"
    )
    judged.add_argument("--outcome", choices=list(_OUTCOMES), metavar="BESLUIT", help=", ".join(_OUTCOMES))
    judged.add_argument("--conclusion", metavar="TEKST")
    judged.add_argument("--granted", choices=list(GRANTABLE), metavar="VOORRANG", help=", ".join(GRANTABLE))
    sent = _verb(group, "send", "Zet het antwoord van het ontwerp klaar voor het CIR.", send)
    sent.add_argument("--with-ranking", action="store_true", help="meld de voorrang ook voor de rangschikking")
    sent.add_argument("--preview", action="store_true", help="toon enkel wat er zou gebeuren")
    _verb(group, "undo", "Neem een antwoord terug dat nog niet verstuurd is.", undo)


def _verb(group: Verbs, name: str, words: str, run: Callable[[Namespace, Output], int]) -> ArgumentParser:
    made = group.verb(name, words)
    made.add_argument("dossier", metavar="DOSSIER")
    made.add_argument("day", type=day, metavar="DATUM", help="de dag van het verzoek")
    made.set_defaults(run=run)
    return made


def list_requests(arguments: Namespace, output: Output) -> int:
    """Open ones, or all."""
    with office_of(arguments) as office, output.progress() as report:
        found = housing_need.listed(office, report=report)
    shown = [line for line in found if arguments.all or line.open or line.waiting]
    if output.as_json:
        output.result(shown)
        return 0
    if not shown:
        output.say("Er is geen open woonnoodverzoek.")
        return 0
    output.table(
        ("Verzoek van", "Dagen", "Dossier", "Naam", "Documenten", "Ons antwoord", "Volgende stap"),
        (
            (
                dutch_date(line.requested_on),
                str(line.age_days),
                line.dossier,
                line.name,
                str(line.documents),
                line.answer,
                line.next_step,
            )
            for line in shown
        ),
    )
    return 0


def show(arguments: Namespace, output: Output) -> int:
    """One request."""
    with office_of(arguments) as office:
        found = housing_need.view(office, arguments.dossier, arguments.day)
    line = found.line
    output.result(
        found,
        [
            f"{line.name} ({line.dossier}), {found.status}; verzoek van {dutch_date(line.requested_on)},"
            f" {line.age_days} dagen oud.",
            f"Verklaring: {line.statement}",
            *(f"Andere verhuurder: {one}" for one in found.others),
            *_document_lines(found.documents),
            f"Ontwerp: {_OUTCOME_WORDS.get(found.draft.outcome, found.draft.outcome)}"
            + (f", {GRANTABLE.get(found.draft.granted, found.draft.granted)}" if found.draft.granted else ""),
            f"Conclusie: {found.draft.conclusion or 'nog geen'}",
            f"Volgende stap: {line.next_step}",
        ],
    )
    return 0


def _document_lines(documents: Sequence[housing_need.NeedDocument]) -> list[str]:
    return [
        f"{one.id}: {one.name} ({need_documents.size_words(one.size)}{', opgehaald' if one.kept else ''})"
        + (f": {one.evaluation}" if one.evaluation else "")
        for one in documents
    ]


def attachment(arguments: Namespace, output: Output) -> int:
    """Fetch a document, and write it as a file when that is asked."""
    with office_of(arguments) as office:
        if arguments.save:
            warning = need_documents.save(office, arguments.dossier, arguments.day, arguments.document, arguments.save)
            output.result(
                {"saved": str(arguments.save), "warning": warning}, [f"Geschreven: {arguments.save}", warning]
            )
            return 0
        found = need_documents.fetch(office, arguments.dossier, arguments.day, arguments.document)
    output.result(
        {"document": found.id, "name": found.name, "kind": found.kind, "size": len(found.data)},
        [
            f"{found.name}: {need_documents.size_words(len(found.data))}, versleuteld bewaard tot het verzoek"
            " afgesloten is. Bekijk het in het venster, of schrijf het met --save."
        ],
    )
    return 0


def forget(arguments: Namespace, output: Output) -> int:
    """Remove what is kept."""
    with office_of(arguments) as office:
        removed = need_documents.forget(office, arguments.dossier)
    output.result({"removed": removed}, [f"Verwijderd: {removed}."])
    return 0


def evaluate(arguments: Namespace, output: Output) -> int:
    """Add to the draft."""
    with office_of(arguments) as office:
        before = housing_need.view(office, arguments.dossier, arguments.day)
        if not before.may_answer:
            raise BadInput("Op dit verzoek kan nu niet geantwoord worden.", before.line.next_step, field="dossier")
        draft = before.draft
        made = NeedDraft(
            outcome=_OUTCOMES[arguments.outcome] if arguments.outcome else draft.outcome,
            evaluations={**draft.evaluations, **dict(arguments.document)},
            conclusion=draft.conclusion if arguments.conclusion is None else arguments.conclusion,
            granted=arguments.granted or draft.granted,
        )
        housing_need.save_draft(office, arguments.dossier, arguments.day, made)
        after = housing_need.view(office, arguments.dossier, arguments.day)
    output.result(
        made, [*_document_lines(after.documents), "Ontwerp bewaard. Nakijken en versturen: cir need send … --preview"]
    )
    return 0


def send(arguments: Namespace, output: Output) -> int:
    """Show what it does, and put it in the outbox unless only a preview was asked."""
    with office_of(arguments) as office:
        draft = housing_need.view(office, arguments.dossier, arguments.day).draft
        if arguments.preview:
            found = housing_need.preview(office, arguments.dossier, arguments.day, draft)
        else:
            found = housing_need.send(
                office, arguments.dossier, arguments.day, draft, with_ranking=arguments.with_ranking
            )
    ranking = [f"  {one}" for one in found.ranking]
    if ranking:
        with_it = "Gaat mee voor de rangschikking:" if not arguments.preview else "Kan mee met --with-ranking:"
        ranking.insert(0, with_it)
    told = "Er is niets klaargezet." if arguments.preview else "Klaargezet. Versturen: cir push"
    output.result(
        {**msgspec.to_builtins(found), "sent": not arguments.preview},
        [*found.effects, "Bericht voor het CIR:", *(f"  {one}" for one in found.fields), *ranking, told],
    )
    return 0


def undo(arguments: Namespace, output: Output) -> int:
    """Take it back; the draft returns."""
    with office_of(arguments) as office:
        draft = housing_need.take_back(office, arguments.dossier, arguments.day)
    output.result(draft, ["Teruggenomen; het ontwerp staat er weer."])
    return 0
