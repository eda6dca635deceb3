"""A consequence that is not about an offer: waiting, waking, leaving, death, no longer meeting a condition."""

from datetime import date

import msgspec

from cir_desktop.allocation.admission import ADMISSION
from cir_desktop.domain.codes import ACTION_WORDS, CONSEQUENCES, SANCTIONS, status_words
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import COMMAND_WORDS, CommandState, ConsequencePayload, OfferAnswer
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services.messages import put
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, candidates, outbox

_WAITS = frozenset({CommandState.HELD, CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED})


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk wants to report of a dossier.

    `action` is one of `codes.CONSEQUENCES`; `motive` always says why. `condition` (a code of `conditions()`) and `fact`
    go with NCOMP, `requested_on`, the day of the written request, with VOL.
    """

    action: str
    motive: str = ""
    condition: str = ""
    fact: str = ""
    requested_on: date | None = None


class ConsequencePreview(msgspec.Struct, frozen=True):
    """What reporting would do: the words of the action, what the register does, what the message carries, or held."""

    dossier: str
    name: str
    action: str
    action_words: str
    effects: tuple[str, ...]
    fields: tuple[str, ...]
    held: bool


def conditions() -> tuple[tuple[str, str], ...]:
    """The conditions of an allocation that can fail, as (code, words): the closed list of NCOMP."""
    return tuple((condition.rule.id.removeprefix("admission."), condition.rule.name) for condition in ADMISSION)


@needs(*LOOK)
def preview(office: Office, dossier: str, wanted: Consequence) -> ConsequencePreview:
    """What a consequence means and what would be sent, before it is put in the outbox.

    Raises NotFound, BadInput (something that has to go with it is missing), NotAllowed (an offer of ours runs, or the
    same message waits already).
    """
    comment = _comment(office, wanted)
    with office.store.read() as connection:
        row = candidates.by_dossier(connection, dossier)
        offers = allocations.offers(connection, dossier=dossier)
        waiting = [c for c in outbox.commands(connection, states=_WAITS, dossier=dossier) if c.action == wanted.action]
    standing = [offer for offer in offers if offer.answer is OfferAnswer.OPEN]
    if standing:
        raise NotAllowed(
            f"Aan deze kandidaat loopt nog een aanbod van ons ({standing[-1].id}).",
            "Noteer eerst het antwoord of trek het aanbod in; meld daarna dit gevolg.",
        )
    if waiting:
        raise NotAllowed(
            f"Dit bericht staat al klaar: {COMMAND_WORDS[waiting[-1].state].lower()}.", "Kijk bij Uitwisseling."
        )
    known = CONSEQUENCES[wanted.action]
    effects = [known.effect]
    if row.status not in known.from_statuses:
        effects.append(
            f"Let op: volgens onze kopie is de status “{status_words(row.status)}”; het CIR weigert dit dan wellicht."
        )
    return ConsequencePreview(
        dossier=dossier,
        name=row.name,
        action=wanted.action,
        action_words=ACTION_WORDS[wanted.action],
        effects=tuple(effects),
        fields=(
            f"Actie: {wanted.action}: {ACTION_WORDS[wanted.action]}",
            f"Commentaar: {comment}",
            "Datum van het huurcontract: geen",
            "Woning: geen",
        ),
        held=wanted.action in SANCTIONS,
    )


@needs(Role.CLERK)
def report(office: Office, dossier: str, wanted: Consequence) -> ConsequencePreview:
    """Put the consequence in the outbox; gives what was put there. Raises what `preview` raises."""
    found = preview(office, dossier, wanted)
    with office.store.unit(office.actor) as unit:
        put(office, unit, wanted.action, dossier, ConsequencePayload(comment=_comment(office, wanted)))
        unit.event("consequence.reported", dossier, {"action": wanted.action})
    return found


def _comment(office: Office, wanted: Consequence) -> str:
    if wanted.action not in CONSEQUENCES:
        raise BadInput(
            "Dit gevolg wordt hier niet gemeld.", f"Kies een van: {', '.join(CONSEQUENCES)}.", field="action"
        )
    motive = wanted.motive.strip()
    if not motive:
        raise BadInput("Er is geen motief gegeven.", "Zeg waarom u dit meldt, en waaruit dat blijkt.", field="motive")
    match wanted.action:
        case "NCOMP":
            name = dict(conditions()).get(wanted.condition)
            if name is None:
                known = ", ".join(f"{code} ({words})" for code, words in conditions())
                raise BadInput(
                    "De voorwaarde waaraan niet voldaan is, ontbreekt.", f"Kies een van: {known}.", field="condition"
                )
            fact = wanted.fact.strip()
            if not fact:
                raise BadInput(
                    "Het feit waaruit dat blijkt, ontbreekt.", "Zeg welk feit u vaststelde, en wanneer.", field="fact"
                )
            return f"Voldoet niet aan de voorwaarde {name}. Vastgesteld: {fact}. {motive}"
        case "VOL":
            asked = wanted.requested_on
            if asked is None or asked > office.today:
                raise BadInput(
                    "De datum van het schriftelijke verzoek ontbreekt of ligt in de toekomst.",
                    "Geef de datum van de brief of mail van de kandidaat.",
                    field="requested_on",
                )
            return f"Schriftelijk verzoek van {dutch_date(asked)}. {motive}"
        case _:
            return motive
