"""`cir investigation list | show | ask | answered | result | decide`."""

from argparse import ArgumentParser, Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.dossier_words import INVESTIGATIONS
from cir_desktop.domain.inquiry import REFUSAL_GROUNDS
from cir_desktop.domain.values import dutch_date
from cir_desktop.services import investigation
from cir_desktop.services.investigation import Step


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    group = verbs.group("investigation", "Inschrijvingen die wij onderzoeken.")
    group.verb("list", "Toon wat onderzocht moet worden.").set_defaults(run=list_lines)
    shown = group.verb("show", "Toon wat het register over de onderdelen zegt.")
    shown.add_argument("dossier", metavar="DOSSIER")
    shown.set_defaults(run=show)
    ask = _step(group, "ask", "Vraag extra informatie aan de kandidaat.", "ask")
    ask.add_argument("--text", required=True, metavar="TEKST", help="wat gevraagd wordt")
    ask.add_argument("--until", required=True, type=day, metavar="DATUM", help="laatste dag voor een antwoord")
    answered = _step(group, "answered", "Noteer wat de kandidaat bezorgde.", "answered")
    answered.add_argument("--text", required=True, metavar="TEKST")
    found = _step(group, "result", "Meld het resultaat van één onderdeel.", "result")
    found.add_argument("item", choices=list(INVESTIGATIONS), metavar="ONDERDEEL", help=", ".join(INVESTIGATIONS))
    found.add_argument("outcome", choices=["ok", "not-ok"], metavar="RESULTAAT", help="ok of not-ok")
    found.add_argument("--text", required=True, metavar="TEKST", help="welk bewijs u zag, of wat niet klopt")
    decide = _step(group, "decide", "Schrijf in of weiger de inschrijving.", "decide")
    decide.add_argument("decision", choices=["register", "refuse"], metavar="BESLISSING", help="register of refuse")
    decide.add_argument("--motive", dest="text", required=True, metavar="TEKST")
    grounds = ", ".join(REFUSAL_GROUNDS)
    decide.add_argument("--ground", choices=list(REFUSAL_GROUNDS), default="", metavar="GROND", help=grounds)


def _step(group: Verbs, name: str, words: str, kind: str) -> ArgumentParser:
    made = group.verb(name, words)
    made.add_argument("dossier", metavar="DOSSIER")
    made.add_argument("--preview", action="store_true", help="toon enkel wat er zou gebeuren")
    made.set_defaults(run=step, kind=kind)
    return made


def list_lines(arguments: Namespace, output: Output) -> int:
    """All that we investigate."""
    with office_of(arguments) as office, output.progress() as report:
        found = investigation.listed(office, report=report)
    if output.as_json:
        output.result(found)
        return 0
    if not found:
        output.say("Er is geen inschrijving die u moet onderzoeken.")
        return 0
    output.table(
        ("Sinds", "Dossier", "Naam", "Status", "Te onderzoeken", "Volgende stap"),
        (
            (dutch_date(one.since), one.dossier, one.name, one.status_words, one.items_words, one.next_step)
            for one in found
        ),
    )
    return 0


def show(arguments: Namespace, output: Output) -> int:
    """One of them."""
    with office_of(arguments) as office:
        found = investigation.view(office, arguments.dossier)
    output.result(
        found,
        [
            f"{found.line.name} ({found.line.dossier}), {found.line.status_words}",
            *(f"{item}: {says}" for item, says in found.says),
            *found.results,
            f"Volgende stap: {found.line.next_step}",
        ],
    )
    return 0


def step(arguments: Namespace, output: Output) -> int:
    """Show what a step does, and do it unless only a preview was asked."""
    kind = arguments.decision if arguments.kind == "decide" else arguments.kind
    wanted = Step(
        kind=kind,
        text=arguments.text,
        item=getattr(arguments, "item", ""),
        in_order=getattr(arguments, "outcome", "ok") == "ok",
        ground=getattr(arguments, "ground", ""),
        term_until=getattr(arguments, "until", None),
    )
    with office_of(arguments) as office:
        call = investigation.preview if arguments.preview else investigation.do
        found = call(office, arguments.dossier, wanted)
    told = "Er is niets klaargezet." if arguments.preview else "Klaargezet. Versturen: cir push"
    if found.held and not arguments.preview:
        told = "Klaargezet; wacht op een tweede persoon (cir outbox release)."
    output.result(
        {**msgspec.to_builtins(found), "done": not arguments.preview},
        [*found.effects, "Bericht voor het CIR:", *(f"  {one}" for one in found.fields), told],
    )
    return 0
