"""From a list to a contract: rank, offer, answer, decide. Every step writes its command in the same unit of work."""

from datetime import date, timedelta

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.domain.codes import ACTION_WORDS, SANCTIONS, is_known_status
from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.process import (
    Command,
    CommandState,
    ConsequencePayload,
    Decision,
    HomeAddress,
    Offer,
    OfferAnswer,
    RefusalReason,
)
from cir_desktop.domain.ranking import Answer, Placed, RuleAnswer
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.errors import BadInput, NotAllowed, RegisterNotSet, RegisterUnreachable
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services.lists import HomeList, list_of_home
from cir_desktop.services.lists import NamedList as NamedList
from cir_desktop.services.lists import lettings as lettings
from cir_desktop.services.lists import named_list as named_list
from cir_desktop.services.lists import trace as trace
from cir_desktop.services.lists import vacancies as vacancies
from cir_desktop.services.office import Office
from cir_desktop.storage import allocations, candidates, dossiers, homes, outbox
from cir_desktop.storage.unit import Unit
from cir_desktop.sync.refetch import refetch

# Accepting the offered home at its rent answers the candidate's own rent limit; no other condition.
_ANSWERED_BY_ACCEPTING = frozenset({"choice.rent"})


class OfferDraft(msgspec.Struct, frozen=True):
    """What an offer would mean, before it is made.

    `fetched_again` tells whether the register gave the dossier just now; if not, `age_sentence` says how old our
    copy is and the clerk signs for that. `why_motive` lists what the clerk has to motivate: persons passed over,
    persons who could still rank above, an incomplete list. `effects` are the side effects in words.
    """

    home: Home
    placed: Placed
    name: str
    reference_date: date
    term_until: date
    fetched_again: bool
    age_sentence: str
    why_motive: tuple[str, ...]
    effects: tuple[str, ...]


class DecisionPreview(msgspec.Struct, frozen=True):
    """What a decision would do: the conditions that the clerk signs for, the message to the register, the effects."""

    open_conditions: tuple[RuleAnswer, ...]
    message: str
    effects: tuple[str, ...]


class AnswerPreview(msgspec.Struct, frozen=True):
    """What recording an answer would do: the action code, its words, the message to the register, whether held."""

    action: str
    action_words: str
    message: str
    held: bool
    meaning: str


def prepare_offer(office: Office, home_code: str, dossier: str) -> OfferDraft:
    """Fetch the dossier again and work out what an offer would mean; makes no offer.

    Raises NotFound, NotAllowed when the candidate can't be offered this home, RegisterError other than unreachable.
    """
    fetched_again, age_sentence = _fetch_again(office, dossier)
    found = list_of_home(office, home_code)
    placed = _placed(office, found, dossier)
    with office.store.read() as connection:
        row = candidates.by_dossier(connection, dossier)
        vacancy = found.vacancy
        earlier = allocations.offers(connection, vacancy=vacancy.id) if vacancy else []
    if not is_known_status(row.status) or row.status != "REG":
        raise NotAllowed(
            f"Aan dit dossier kan nu geen aanbod gedaan worden: de status is “{row.status}”.",
            "Alleen een dossier met status Ingeschreven (REG) krijgt een aanbod.",
        )
    term = term_until(office, office.today)
    return OfferDraft(
        home=found.home,
        placed=placed,
        name=row.name,
        reference_date=found.ranking.reference_date,
        term_until=term,
        fetched_again=fetched_again,
        age_sentence=age_sentence,
        why_motive=tuple(_why_motive(found, placed, {offer.dossier for offer in earlier})),
        effects=(
            f"Het dossier krijgt in het CIR de status In wacht: andere verhuurders doen dan geen aanbod"
            f" (bericht {ACTION_WORDS['OFFER']}).",
            f"De kandidaat heeft tot en met {dutch_date(term)} om te antwoorden, als de brief vandaag vertrekt.",
        ),
    )


def term_until(office: Office, posted_on: date) -> date:
    """The last day on which an answer to a letter of that day is in time."""
    return posted_on + timedelta(days=office.regulation.answer_term_days(posted_on))


def _fetch_again(office: Office, dossier: str) -> tuple[bool, str]:
    try:
        refetch(
            office.store,
            office.client(),
            dossier,
            actor=office.actor,
            own_party=office.party,
            clock=office.clock,
        )
    except (RegisterUnreachable, RegisterNotSet) as error:
        with office.store.read() as connection:
            version, received_at = dossiers.versions(connection, dossier)[0]
        return False, (f"{error.what} Onze kopie is versie {version} van {dutch_moment(received_at)}.")
    return True, ""


def _placed(office: Office, found: HomeList, dossier: str) -> Placed:
    for placed in found.ranking.placed:
        if placed.dossier == dossier:
            return placed
    for excluded in found.ranking.excluded:
        if excluded.dossier == dossier:
            raise NotAllowed(
                f"Deze kandidaat komt niet in aanmerking voor deze woning: {excluded.text}", "Kijk het dossier na."
            )
    with office.store.read() as connection:
        candidates.by_dossier(connection, dossier)
    raise NotAllowed("Deze kandidaat koos de gemeente van deze woning niet.", "Kies een kandidaat uit de lijst.")


def _why_motive(found: HomeList, placed: Placed, already_offered: set[str]) -> list[str]:
    reasons = []
    if not found.complete:
        reasons.append("De lijst is niet volledig opgehaald: er kunnen kandidaten ontbreken.")
    above = [
        line for line in found.ranking.placed if line.position < placed.position and line.dossier not in already_offered
    ]
    if above:
        who = ", ".join(f"plaats {line.position} ({line.dossier})" for line in above[:5])
        more = f" en {len(above) - 5} andere" if len(above) > 5 else ""
        reasons.append(f"Hoger op de lijst en nog zonder aanbod ({len(above)}): {who}{more}.")
    could = [
        line for line in law.could_rank_above(found.ranking, placed.position) if line.dossier not in already_offered
    ]
    if could:
        who = ", ".join(f"{line.dossier} (nu plaats {line.position})" for line in could[:5])
        more = f" en {len(could) - 5} andere" if len(could) > 5 else ""
        reasons.append(f"Kan nog hoger komen omdat een feit ontbreekt ({len(could)}): {who}{more}.")
    return reasons


def offer(
    office: Office,
    home_code: str,
    dossier: str,
    *,
    motive: str = "",
    stale_motive: str = "",
    posted_on: date | None = None,
) -> Offer:
    """Offer a home to a candidate; the message to the register waits in the outbox.

    Args:
        motive: why this candidate, where `prepare_offer` asks for it.
        stale_motive: signature for the age of our copy when the register can't be reached.
        posted_on: the day on which the letter leaves; today when None.

    Raises:
        NotFound, NotAllowed, BadInput, RegisterUnreachable (no signature given), other RegisterErrors.
    """
    posted = posted_on or office.today
    if posted > office.today:
        raise BadInput("De postdatum ligt in de toekomst.", "Geef de dag waarop de brief vertrok.", field="posted_on")
    draft = prepare_offer(office, home_code, dossier)
    if not draft.fetched_again and not stale_motive.strip():
        raise RegisterUnreachable(
            f"Het dossier kan nu niet opnieuw opgehaald worden. {draft.age_sentence}",
            "Probeer later opnieuw, of teken voor de ouderdom van de gegevens.",
        )
    if draft.why_motive and not motive.strip():
        raise NotAllowed(" ".join(draft.why_motive), "Geef een motief om toch aan deze kandidaat aan te bieden.")
    with office.store.unit(office.actor) as unit:
        vacancy = homes.current_vacancy(unit.connection, home_code)
        if vacancy is None:
            vacancy = Vacancy(homes.next_vacancy_id(unit.connection), home_code, office.today, office.today)
            homes.open_vacancy(unit.connection, vacancy)
            unit.event("vacancy.opened", home_code, {"vacancy": vacancy.id, "by": "offer"})
        if any(o.answer is OfferAnswer.OPEN for o in allocations.offers(unit.connection, dossier=dossier)):
            raise NotAllowed("Aan deze kandidaat loopt al een aanbod van ons.", "Noteer eerst het antwoord daarop.")
        signed = "; ".join(text.strip() for text in (motive, stale_motive) if text.strip())
        made = Offer(
            id=allocations.next_offer_id(unit.connection),
            vacancy=vacancy.id,
            home=home_code,
            dossier=dossier,
            dossier_version=draft.placed.version,
            position=draft.placed.position,
            reference_date=draft.reference_date,
            posted_on=posted,
            term_until=term_until(office, posted),
            motive=signed,
        )
        allocations.add_offer(unit.connection, made)
        _enqueue(office, unit, "OFFER", made, draft.home)
        unit.event("offer.made", dossier, {"offer": made.id, "home": home_code, "position": made.position})
    return made


def _enqueue(
    office: Office, unit: Unit, action: str, made: Offer, home: Home, *, comment: str = "", contract: date | None = None
) -> None:
    address = HomeAddress(home.street, home.number, home.box, home.postcode, home.place, home.nis_code)
    outbox.add_command(
        unit.connection,
        Command(
            id=str(uuid7()),
            action=action,
            dossier=made.dossier,
            base_version=dossiers.raw_version(unit.connection, made.dossier)[0],
            payload=ConsequencePayload(comment=comment, contract_from=contract, home=address),
            author=office.actor.name,
            created_at=unit.at,
            state=CommandState.HELD if action in SANCTIONS else CommandState.NEW,
        ),
    )


def reason_of(office: Office, code: str) -> RefusalReason:
    """A refusal reason of the closed list; raises BadInput that names the list."""
    for reason in office.refusal_reasons:
        if reason.code.casefold() == code.strip().casefold():
            return reason
    known = ", ".join(reason.code for reason in office.refusal_reasons)
    raise BadInput("Deze reden staat niet in de lijst.", f"Kies een van: {known}.", field="reason")


def _answer_action(office: Office, answer: OfferAnswer, reason: RefusalReason | None) -> str:
    match answer:
        case OfferAnswer.REFUSED:
            return reason.action if reason else "REF"
        case OfferAnswer.SILENT:
            return "NORES"
        case OfferAnswer.WITHDRAWN:
            return "CCL"
        case _:
            return ""


def preview_answer(office: Office, offer_id: str, answer: OfferAnswer, reason_code: str | None) -> AnswerPreview:
    """What an answer means in law and what would be sent, before it is recorded. Raises NotFound, BadInput."""
    with office.store.read() as connection:
        allocations.offer(connection, offer_id)
    reason = reason_of(office, reason_code) if reason_code and answer is OfferAnswer.REFUSED else None
    action = _answer_action(office, answer, reason)
    held = action in SANCTIONS
    meaning = {
        OfferAnswer.ACCEPTED: "Er gaat nog niets naar het CIR: dat gebeurt bij de beslissing, met de datum van het"
        " huurcontract.",
        OfferAnswer.WITHDRAWN: "Wij trekken het aanbod in: de kandidaat houdt zijn plaats en zijn rechten.",
        OfferAnswer.SILENT: "Geen antwoord binnen de termijn telt als een weigering: de eerste keer 3 maanden geen"
        " aanbod, de tweede keer wordt de kandidaat geschrapt en kan hij zijn huurpremie verliezen.",
        OfferAnswer.REFUSED: reason.means
        if reason
        else "Weigering zonder gegronde reden: de eerste keer 3 maanden geen aanbod, de tweede keer wordt de"
        " kandidaat geschrapt en kan hij zijn huurpremie verliezen.",
        OfferAnswer.OPEN: "",
    }[answer]
    words = ACTION_WORDS.get(action, "")
    message = f"{action}: {words}" + (f" ({reason.text})" if reason else "") if action else ""
    return AnswerPreview(action, words, message, held, meaning)


def answer(
    office: Office, offer_id: str, what: OfferAnswer, *, reason_code: str | None = None, day: date | None = None
) -> Offer:
    """Record the answer to an offer; a sanction waits until a second person releases it.

    Raises NotFound, BadInput (reason not in the list), NotAllowed (answered already, or silence before the term
    has passed).
    """
    answered_on = day or office.today
    reason = reason_of(office, reason_code) if reason_code and what is OfferAnswer.REFUSED else None
    action = _answer_action(office, what, reason)
    with office.store.unit(office.actor) as unit:
        made = allocations.offer(unit.connection, offer_id)
        if made.answer is not OfferAnswer.OPEN:
            raise NotAllowed(
                "Op dit aanbod is al een antwoord genoteerd.", "Een fout rechtzetten kan met een nieuw bericht."
            )
        if answered_on < made.posted_on or answered_on > office.today:
            raise BadInput(
                f"Het antwoord kan niet van {dutch_date(answered_on)} zijn.",
                f"Geef een dag tussen {dutch_date(made.posted_on)} en vandaag.",
                field="day",
            )
        if what is OfferAnswer.SILENT and answered_on <= made.term_until:
            raise NotAllowed(
                f"De kandidaat mag nog antwoorden tot en met {dutch_date(made.term_until)}.",
                "Noteer “geen antwoord” pas als die termijn voorbij is.",
            )
        grounded = None if what is not OfferAnswer.REFUSED else bool(reason and reason.grounded)
        allocations.answer_offer(unit.connection, made.id, what, answered_on, reason.code if reason else None, grounded)
        if action:
            home = homes.home(unit.connection, made.home)
            _enqueue(office, unit, action, made, home, comment=reason.text if reason else "")
        unit.event("offer.answered", made.dossier, {"offer": made.id, "answer": what.value})
        return allocations.offer(unit.connection, offer_id)


def open_conditions(office: Office, home_code: str, dossier: str) -> tuple[RuleAnswer, ...]:
    """The conditions of a candidate that nobody answered yet, but for those that accepting the home answers."""
    return tuple(
        found
        for found in trace(office, home_code, dossier)
        if found.answer is Answer.UNKNOWN
        and found.rule in law.CONDITION_RULES
        and found.rule not in _ANSWERED_BY_ACCEPTING
    )


def preview_decision(office: Office, home_code: str, dossier: str) -> DecisionPreview:
    """What deciding for a candidate would mean, before it is done. Raises NotFound."""
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
    return DecisionPreview(
        open_conditions=open_conditions(office, home_code, dossier),
        message=f"ACC: {ACTION_WORDS['ACC']} (woning {home.address})",
        effects=(
            "Het CIR schrapt het dossier bij iedereen omdat de kandidaat een woning heeft.",
            "De woning staat niet langer open; de andere kandidaten houden hun plaats op de lijst.",
        ),
    )


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
            raise NotAllowed("Deze woning staat niet open.", "Doe eerst een aanbod voor deze woning.")
        offers = allocations.offers(unit.connection, vacancy=vacancy.id)
        accepted = next((o for o in offers if o.dossier == dossier and o.answer is OfferAnswer.ACCEPTED), None)
        if accepted is None:
            raise NotAllowed(
                "Deze kandidaat heeft (nog) geen aanbod voor deze woning aanvaard.", "Noteer eerst het antwoord."
            )
        running = [o for o in offers if o.id != accepted.id and o.answer is OfferAnswer.OPEN]
        if running:
            raise NotAllowed(
                f"Er lopen nog andere aanbiedingen voor deze woning: {', '.join(o.id for o in running)}.",
                "Noteer eerst het antwoord daarop of trek ze in.",
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
        )
        allocations.add_decision(unit.connection, made)
        homes.close_vacancy(unit.connection, vacancy.id, office.today)
        _enqueue(office, unit, "ACC", accepted, homes.home(unit.connection, home_code), contract=contract_from)
        unit.event("decision.made", dossier, {"decision": made.id, "home": home_code})
    return made
