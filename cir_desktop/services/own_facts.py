"""Facts that this office notes of a candidate, and which of them a list is still waiting for."""

from datetime import date

import msgspec

from cir_desktop.domain.fact_words import value_words as value_words
from cir_desktop.domain.facts import FactKind, OwnFact
from cir_desktop.domain.identity import Role
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import DossierNumber, Money, dutch_date
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services.lists import trace
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, own_facts, people
from cir_desktop.storage.own_facts import NotedLine as NotedLine

_KEYS_OF_RULE = {
    "admission.age": ("age.exception", "sitting_tenant"),
    "admission.assistance_age": ("sitting_tenant",),
    "admission.income": ("income.amount", "income.dependants", "sitting_tenant"),
    "admission.means": ("means.amount", "sitting_tenant"),
    "admission.property": ("property.within", "sitting_tenant"),
    "admission.register": ("register.inscribed", "sitting_tenant"),
    "registration.lease_end": ("lease_end.ended", "lease_end.waived"),
    "choice.rent": ("rent.within",),
    "choice.adapted": ("adapted.need",),
    "refusal.pause": ("pause.asked",),
    "priority.vlabinvest": ("vlabinvest",),
    "priority.adapted_home": ("disability.physical",),
    "pillar.target_group": ("target_group",),
    "order.target_group": ("target_group",),
    "pillar.internal_move": ("move.deres", "move.head_lease", "tenancy.bedrooms", "sitting_tenant"),
}
# Nobody is taken to have a ground for an internal move until it is noted: its rule says no and not "cannot tell".
_NO_UNTIL_NOTED = frozenset({"pillar.internal_move"})


class OpenQuestion(msgspec.Struct, frozen=True):
    """A fact that would answer a rule: its kind, the rule with what it says now, and what was noted of it so far."""

    kind: FactKind
    rule: str
    text: str
    noted: OwnFact | None


@needs(Role.CLERK)
def note(
    office: Office,
    dossier: str,
    key: str,
    *,
    answer: Answer | None = None,
    amount: int | None = None,
    source: str,
    until: date | None = None,
) -> OwnFact:
    """Note a fact of the closed list about a stored dossier; what was noted before is kept.

    Args:
        answer: for a yes or no; UNKNOWN for any kind means asked and not proven.
        amount: cents for an amount, a whole number for a number.
        source: what it was read from.
        until: first day on which it no longer holds.

    Raises:
        NotFound, BadInput (fields key, answer, amount, source, until).
    """
    kind = kind_of(office, key)
    number = DossierNumber.parse(dossier).text
    if not source.strip():
        raise BadInput("De bron van dit feit ontbreekt.", "Vul in waaruit u het las, of wie het zei.", field="source")
    if until is not None and until <= office.today:
        raise BadInput(
            f"Het feit kan niet gelden tot {dutch_date(until)}.", "Geef een dag na vandaag, of geen.", field="until"
        )
    fact = OwnFact(_answer(kind, answer, amount), source.strip(), office.today, amount, until)
    with office.store.unit(office.actor) as unit:
        seen = candidates.by_dossier(unit.connection, number).version
        own_facts.note(unit, number, kind.key, fact, seen)
        # Which fact, never what it says: an amount is an income.
        unit.event("fact.noted", number, {"fact": kind.key})
    return fact


@needs(Role.CLERK)
def take_back(office: Office, dossier: str, key: str) -> None:
    """A fact no longer counts; its history stays. Raises BadInput; NotAllowed when none is noted."""
    kind, number = kind_of(office, key), DossierNumber.parse(dossier).text
    with office.store.unit(office.actor) as unit:
        if kind.key not in own_facts.current(unit.connection).get(number, {}):
            raise NotAllowed(f"Er is niets genoteerd over “{kind.name}”.", "Kijk de lijst van de feiten na.")
        own_facts.note(unit, number, kind.key, None)
        unit.event("fact.taken_back", number, {"fact": kind.key})


@needs(Role.CLERK)
def undo_last(office: Office, dossier: str) -> str:
    """Undo what was noted last of a dossier: what stood there before counts again. Returns the key.

    Raises BadInput; NotAllowed when nothing was ever noted.
    """
    number = DossierNumber.parse(dossier).text
    with office.store.unit(office.actor) as unit:
        lines = own_facts.history(unit.connection, number)
        if not lines:
            raise NotAllowed("Over deze kandidaat is nog niets genoteerd.", "Er is niets terug te nemen.")
        last, *earlier = lines
        before = next((line for line in earlier if line.key == last.key), None)
        if before is None:
            own_facts.note(unit, number, last.key, None)
        else:
            own_facts.note(unit, number, last.key, before.fact, before.base_version)
        unit.event("fact.undone", number, {"fact": last.key})
    return last.key


@needs(*LOOK)
def noted(office: Office, dossier: str) -> dict[str, OwnFact]:
    """What counts now of a dossier, by key."""
    with office.store.read() as connection:
        return own_facts.current(connection).get(DossierNumber.parse(dossier).text, {})


@needs(*LOOK)
def history(office: Office, dossier: str) -> list[NotedLine]:
    """Everything that was ever noted of a dossier, the newest first."""
    with office.store.read() as connection:
        known = people.names(connection)
        return [
            people.with_name(line, "by", known)
            for line in own_facts.history(connection, DossierNumber.parse(dossier).text)
        ]


@needs(*LOOK)
def open_questions(office: Office, home_code: str, dossier: str, day: date | None = None) -> tuple[OpenQuestion, ...]:
    """The facts that would answer what the rules of this home can't tell of a candidate. Raises NotFound."""
    number = DossierNumber.parse(dossier).text
    known = noted(office, number)
    found: dict[str, OpenQuestion] = {}
    for answer in trace(office, home_code, number, day):
        open_no = answer.rule in _NO_UNTIL_NOTED and answer.answer is Answer.NOT_MET
        if answer.answer is not Answer.UNKNOWN and not open_no:
            continue
        for key in _KEYS_OF_RULE.get(answer.rule, (answer.rule,)):
            fact = known.get(key)
            answered = fact is not None and fact.answer is not Answer.UNKNOWN
            if key in office.fact_kinds and key not in found and not answered:
                found[key] = OpenQuestion(office.fact_kinds[key], answer.rule, answer.text, fact)
    return tuple(found.values())


def kind_of(office: Office, key: str) -> FactKind:
    """A fact of the closed list, by key or name. Raises BadInput that names the list."""
    wanted = key.strip().casefold()
    for kind in office.fact_kinds.values():
        if wanted in (kind.key.casefold(), kind.name.casefold()):
            return kind
    raise BadInput("Dit feit staat niet in de lijst.", f"Kies een van: {', '.join(office.fact_kinds)}.", field="key")


def amount_of(kind: FactKind, text: str) -> int:
    """What was typed for an amount (euro, gives cents) or a number. Raises BadInput."""
    try:
        found = Money.of(text).cents if kind.kind == "amount" else int(text.strip())
    except (ValueError, BadInput) as error:
        raise _bad_amount(kind) from error
    if found < 0:
        raise _bad_amount(kind)
    return found


def _answer(kind: FactKind, answer: Answer | None, amount: int | None) -> Answer:
    if kind.kind == "yes_no":
        if amount is not None:
            raise BadInput(f"“{kind.name}” is een vraag met ja of nee.", "Geef geen bedrag.", field="amount")
        if answer is None:
            raise BadInput(f"Het antwoord op “{kind.name}” ontbreekt.", "Kies ja, nee of niet bewezen.", field="answer")
        return answer
    if amount is None and answer is Answer.UNKNOWN:
        return Answer.UNKNOWN
    if amount is None or amount < 0 or answer is Answer.NOT_MET:
        raise _bad_amount(kind)
    return answer or Answer.MET


def _bad_amount(kind: FactKind) -> BadInput:
    example = "Geef een bedrag in euro, bijvoorbeeld 21500,00." if kind.kind == "amount" else "Geef een heel getal."
    return BadInput(f"De waarde voor “{kind.name}” klopt niet.", example, field="amount")
