"""Deciding to let a home: the conditions that are still open, the effects, the decision."""

from datetime import date

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.domain.appeal_words import state_words
from cir_desktop.domain.codes import ACTION_WORDS
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import (
    Decision,
    OfferAnswer,
)
from cir_desktop.domain.ranking import Answer, RuleAnswer
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services.freezing import freeze_decision
from cir_desktop.services.lists import trace
from cir_desktop.services.messages import enqueue
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, appeals, homes

# Accepting the offered home at its rent answers the candidate's own rent limit; no other condition.
_ANSWERED_BY_ACCEPTING = frozenset({"choice.rent"})


class DecisionPreview(msgspec.Struct, frozen=True):
    """What a decision would do: the conditions that the clerk signs for, the message to the register, the effects.

    `appeals` says in sentences which appeals about this home, or of this candidate, are known here.
    """

    open_conditions: tuple[RuleAnswer, ...]
    message: str
    effects: tuple[str, ...]
    appeals: tuple[str, ...] = ()


@needs(*LOOK)
def open_conditions(office: Office, home_code: str, dossier: str) -> tuple[RuleAnswer, ...]:
    """The conditions of a candidate that nobody answered yet, but for those that accepting the home answers."""
    return tuple(
        found
        for found in trace(office, home_code, dossier)
        if found.answer is Answer.UNKNOWN
        and found.rule in law.CONDITION_RULES
        and found.rule not in _ANSWERED_BY_ACCEPTING
    )


@needs(*LOOK)
def preview_decision(office: Office, home_code: str, dossier: str) -> DecisionPreview:
    """What deciding for a candidate would mean, before it is done. Raises NotFound."""
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        known = [one for one in appeals.appeals(connection) if one.home == home.code or one.dossier == dossier]
    return DecisionPreview(
        open_conditions=open_conditions(office, home_code, dossier),
        message=f"ACC: {ACTION_WORDS['ACC']} (woning {home.address})",
        effects=(
            "Het CIR schrapt het dossier bij iedereen omdat de kandidaat een woning heeft.",
            "De woning staat niet langer open; de andere kandidaten houden hun plaats op de lijst.",
        ),
        appeals=tuple(
            f"{one.id} van {one.dossier}, {dutch_date(one.lodged_on)}: {one.ground} ({state_words(one)})."
            for one in known
        ),
    )


@needs(Role.CLERK)
def decide(
    office: Office, home_code: str, dossier: str, *, contract_from: date, body: str = "", motive: str = ""
) -> Decision:
    """Decide to let the home to a candidate who accepted it; the register hears of it at the next push.

    Args:
        contract_from: first day of the lease.
        body: the decision body, as it signs.
        motive: signature for conditions that could not be answered.

    Raises:
        NotFound, NotAllowed (no accepted offer, other offers still running, an open condition not signed), BadInput.
    """
    still_open = open_conditions(office, home_code, dossier)
    if still_open and not motive.strip():
        raise NotAllowed(
            "Niet alle voorwaarden van deze kandidaat zijn beantwoord: "
            + " ".join(condition.text for condition in still_open),
            "Vul de ontbrekende feiten aan, of teken met een motief.",
        )
    with office.store.unit(office.actor) as unit:
        vacancy = homes.current_vacancy(unit.connection, home_code)
        if vacancy is None:
            homes.home(unit.connection, home_code)
            raise NotAllowed("Deze woning staat niet open.", "Zet ze eerst vrij bij Woningen (cir home vacant).")
        offers = allocations.offers(unit.connection, vacancy=vacancy.id)
        accepted = next((o for o in offers if o.dossier == dossier and o.answer is OfferAnswer.ACCEPTED), None)
        if accepted is None:
            raise NotAllowed(
                "Deze kandidaat heeft (nog) geen aanbod voor deze woning aanvaard.", "Noteer eerst het antwoord."
            )
        unsettled = (OfferAnswer.OPEN, OfferAnswer.ACCEPTED)
        others = [o for o in offers if o.id != accepted.id and o.answer in unsettled]
        if others:
            who = ", ".join(
                f"{o.id} (plaats {o.position}, {'aanvaard' if o.answer is OfferAnswer.ACCEPTED else 'loopt'})"
                for o in others
            )
            raise NotAllowed(
                f"Voor deze woning zijn er nog andere aanbiedingen: {who}.",
                "Noteer eerst het antwoord of trek ze in: anders blijven die kandidaten in het CIR wachten.",
            )
        if contract_from < accepted.posted_on:
            raise BadInput(
                f"Het huurcontract kan niet ingaan voor het aanbod van {dutch_date(accepted.posted_on)}.",
                "Kijk de datum na.",
                field="contract_from",
            )
        made = Decision(
            id=allocations.next_decision_id(unit.connection),
            vacancy=vacancy.id,
            home=home_code,
            dossier=dossier,
            offer=accepted.id,
            decided_on=office.today,
            contract_from=contract_from,
            body=body.strip(),
            motive=motive.strip(),
            pillar=accepted.pillar,
            group=accepted.group,
        )
        allocations.add_decision(unit.connection, made)
        freeze_decision(office, unit, made)
        homes.close_vacancy(unit.connection, vacancy.id, office.today)
        enqueue(office, unit, "ACC", accepted, homes.home(unit.connection, home_code), contract=contract_from)
        unit.event("decision.made", dossier, {"decision": made.id, "home": home_code})
    return made
