"""`cir facts kinds | note | take-back | undo | list | open`: what the office notes of a candidate."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.codes import certainty_words
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.services import own_facts

_ANSWERS = {"ja": Answer.MET, "nee": Answer.NOT_MET, "niet-bewezen": Answer.UNKNOWN}


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs of the group `facts`."""
    verbs.verb("kinds", "Toon de gesloten lijst van feiten.").set_defaults(run=kinds)
    one = verbs.verb("note", "Noteer een feit over een kandidaat.")
    one.add_argument("dossier", metavar="DOSSIER")
    one.add_argument("key", metavar="FEIT", help="de sleutel, zoals property.within (cir facts kinds)")
    one.add_argument("value", metavar="WAARDE", help="ja, nee, niet-bewezen, een bedrag in euro of een getal")
    one.add_argument("--source", default="", metavar="TEKST", help="waaruit u het las")
    one.add_argument("--until", type=day, metavar="DATUM", help="eerste dag waarop het niet meer geldt")
    one.set_defaults(run=note)
    back = verbs.verb("take-back", "Neem een genoteerd feit terug.")
    back.add_argument("dossier", metavar="DOSSIER")
    back.add_argument("key", metavar="FEIT")
    back.set_defaults(run=take_back)
    undo = verbs.verb("undo", "Maak ongedaan wat het laatst genoteerd is.")
    undo.add_argument("dossier", metavar="DOSSIER")
    undo.set_defaults(run=undo_last)
    listed = verbs.verb("list", "Toon wat over een kandidaat genoteerd is, met de geschiedenis.")
    listed.add_argument("dossier", metavar="DOSSIER")
    listed.set_defaults(run=list_facts)
    asked = verbs.verb("open", "Welke feiten ontbreken voor deze woning?")
    asked.add_argument("home", metavar="WONING")
    asked.add_argument("dossier", metavar="DOSSIER")
    asked.set_defaults(run=open_questions)


def kinds(arguments: Namespace, output: Output) -> int:
    """The closed list."""
    with office_of(arguments) as office:
        found = list(office.fact_kinds.values())
    if output.as_json:
        output.result(found)
        return 0
    output.table(
        ("Sleutel", "Vraag", "Bron", "Zekerheid"),
        ((one.key, one.question, one.source, certainty_words(one.label)) for one in found),
    )
    return 0


def note(arguments: Namespace, output: Output) -> int:
    """Note one fact."""
    with office_of(arguments) as office:
        kind = own_facts.kind_of(office, arguments.key)
        answer = _ANSWERS.get(arguments.value.casefold())
        amount = None if answer or kind.kind == "yes_no" else own_facts.amount_of(kind, arguments.value)
        fact = own_facts.note(
            office,
            arguments.dossier,
            kind.key,
            answer=answer,
            amount=amount,
            source=arguments.source,
            until=arguments.until,
        )
    number = DossierNumber.parse(arguments.dossier).text
    lines = [f"Genoteerd over {number}: {kind.name}, {own_facts.value_words(kind, fact)}."]
    output.result({"dossier": number, "key": kind.key, "fact": msgspec.to_builtins(fact)}, lines)
    return 0


def take_back(arguments: Namespace, output: Output) -> int:
    """Take one fact back."""
    with office_of(arguments) as office:
        kind = own_facts.kind_of(office, arguments.key)
        own_facts.take_back(office, arguments.dossier, kind.key)
    output.result({"key": kind.key}, [f"Teruggenomen: {kind.name}."])
    return 0


def undo_last(arguments: Namespace, output: Output) -> int:
    """Undo the last one."""
    with office_of(arguments) as office:
        key = own_facts.undo_last(office, arguments.dossier)
        name = office.fact_kinds[key].name
    output.result({"key": key}, [f"Ongedaan gemaakt: {name}."])
    return 0


def list_facts(arguments: Namespace, output: Output) -> int:
    """What counts, and everything that was ever noted."""
    with office_of(arguments) as office:
        found = own_facts.noted(office, arguments.dossier)
        history = own_facts.history(office, arguments.dossier)
        names = office.fact_kinds
    if output.as_json:
        output.result({"facts": msgspec.to_builtins(found), "history": msgspec.to_builtins(history)})
        return 0
    if not history:
        output.say("Over deze kandidaat is nog niets genoteerd.")
        return 0
    output.table(
        ("Feit", "Waarde", "Bron", "Genoteerd op", "Door", "Geldt tot"),
        (
            (
                names[line.key].name,
                own_facts.value_words(names[line.key], line.fact),
                line.fact.source if line.fact else "",
                dutch_date(office.local_day(line.at)),
                line.by,
                dutch_date(line.fact.until) if line.fact and line.fact.until else "",
            )
            for line in history
        ),
    )
    return 0


def open_questions(arguments: Namespace, output: Output) -> int:
    """What the rules of a home are waiting for."""
    with office_of(arguments) as office:
        found = own_facts.open_questions(office, arguments.home, arguments.dossier)
    if output.as_json:
        output.result(found)
        return 0
    if not found:
        output.say("Geen enkel feit van de lijst ontbreekt voor deze woning.")
        return 0
    output.table(("Feit", "Vraag", "Regel"), ((one.kind.key, one.kind.question, one.rule) for one in found))
    return 0
