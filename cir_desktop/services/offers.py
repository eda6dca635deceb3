"""Offering a home to a candidate: what it would mean first, then the offer itself."""

from collections.abc import Sequence
from datetime import date

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.domain.codes import ACTION_WORDS, is_known_status
from cir_desktop.domain.home import Home, Vacancy
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import (
    Offer,
    OfferAnswer,
    PassedOver,
)
from cir_desktop.domain.ranking import Placed
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.errors import BadInput, NotAllowed, RegisterNotSet, RegisterUnreachable
from cir_desktop.services.freezing import freeze_offer
from cir_desktop.services.lists import HomeList, ListInputs, list_from, read_inputs
from cir_desktop.services.messages import enqueue
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, candidates, dossiers, extracts, homes
from cir_desktop.sync.refetch import refetch


class OfferDraft(msgspec.Struct, frozen=True):
    """What an offer would mean, before it is made.

    `fetched_again` tells whether the register gave the dossier just now; if not, `age_sentence` says how old our
    copy is and the clerk signs for that. `above` are the persons who stand strictly higher and have no offer yet, in
    the order of the list, each to be answered for with a code and a fact; `names` are their names by dossier.
    `why_motive` lists what the clerk has to motivate: persons who could still rank above or share the place, an
    incomplete list.
    `effects` are the side effects in words.
    """

    home: Home
    placed: Placed
    name: str
    reference_date: date
    term_until: date
    fetched_again: bool
    age_sentence: str
    above: tuple[Placed, ...]
    names: dict[str, str]
    why_motive: tuple[str, ...]
    effects: tuple[str, ...]


@needs(Role.CLERK)
def prepare_offer(office: Office, home_code: str, dossier: str) -> OfferDraft:
    """Fetch the dossier again and work out what an offer would mean; makes no offer.

    Raises NotFound, NotAllowed when the candidate can't be offered this home, RegisterError other than unreachable.
    """
    return _draft(office, home_code, dossier)[0]


def _draft(office: Office, home_code: str, dossier: str) -> tuple[OfferDraft, ListInputs, HomeList]:
    """The draft, with the list that it goes by and what that list was made from."""
    fetched_again, age_sentence = _fetch_again(office, dossier)
    inputs = read_inputs(office, home_code)
    found = list_from(inputs)
    placed = _placed(office, found, dossier)
    with office.store.read() as connection:
        row = candidates.by_dossier(connection, dossier)
        vacancy = found.vacancy
        earlier = allocations.offers(connection, vacancy=vacancy.id) if vacancy else []
        let = [] if vacancy else allocations.decisions(connection, home=home_code)
        already = {offer.dossier for offer in earlier}
        above = tuple(
            line for line in found.ranking.placed if line.position < placed.position and line.dossier not in already
        )
        names = candidates.names(connection, {line.dossier for line in above})
    if let:
        raise NotAllowed(
            f"Deze woning is niet vrij: ze is toegewezen op {dutch_date(let[-1].decided_on)}.",
            "Komt ze opnieuw vrij, zet ze dan eerst vrij bij Woningen (cir home vacant).",
        )
    if not is_known_status(row.status) or row.status != "REG":
        raise NotAllowed(
            f"Aan dit dossier kan nu geen aanbod gedaan worden: de status is “{row.status}”.",
            "Alleen een dossier met status Ingeschreven (REG) krijgt een aanbod.",
        )
    term = term_until(office, office.today)
    draft = OfferDraft(
        home=found.home,
        placed=placed,
        name=row.name,
        reference_date=found.ranking.reference_date,
        term_until=term,
        fetched_again=fetched_again,
        age_sentence=age_sentence,
        above=above,
        names=names,
        why_motive=tuple(_why_motive(found, placed, already)),
        effects=(
            f"Het dossier krijgt in het CIR de status In wacht: andere verhuurders doen dan geen aanbod"
            f" (bericht {ACTION_WORDS['OFFER']}).",
            f"De kandidaat heeft tot en met {dutch_date(term)} om te antwoorden, als de brief vandaag vertrekt.",
        ),
    )
    return draft, inputs, found


def term_until(office: Office, posted_on: date) -> date:
    """The last day on which an answer to a letter of that day is in time."""
    return office.regulation.last_day_to_answer(posted_on)


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
            origin = extracts.origin_of(connection, dossier, version)
        since = dutch_moment(origin.extracted_at if origin else received_at)
        return False, (f"{error.what} Onze kopie is versie {version} van {since}.")
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
        reasons.append(found.pulled_sentence)
    could = [
        line for line in law.could_rank_above(found.ranking, placed.position) if line.dossier not in already_offered
    ]
    if could:
        who = _first_of([f"{line.dossier} (nu plaats {line.position})" for line in could])
        reasons.append(f"Kan nog hoger komen omdat een feit ontbreekt ({len(could)}): {who}.")
    beside = [
        line.dossier
        for line in found.ranking.placed
        if placed.tied and line.position == placed.position and line.dossier not in {placed.dossier, *already_offered}
    ]
    if beside:
        verb = "Deelt" if len(beside) == 1 else "Delen"
        reasons.append(f"{verb} deze plaats, want geen reglement ordent hen ({len(beside)}): {_first_of(beside)}.")
    return reasons


def _first_of(names: Sequence[str], shown: int = 5) -> str:
    more = f" en {len(names) - shown} andere" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def answer_for_all(draft: OfferDraft, code: str, fact: str) -> tuple[PassedOver, ...]:
    """The same code and fact for everybody who is passed over."""
    return tuple(PassedOver(line.dossier, line.position, code, fact) for line in draft.above)


def _answered_for(office: Office, draft: OfferDraft, given: Sequence[PassedOver]) -> tuple[PassedOver, ...]:
    """Everybody who is passed over, in the order of the list, with position, code and fact."""
    codes = {reason.code for reason in office.pass_over_reasons}
    by_dossier = {one.dossier: one for one in given}
    for one in given:
        if one.code not in codes:
            raise BadInput(
                f"“{one.code}” staat niet in de gesloten lijst van redenen om iemand over te slaan.",
                f"Kies een van deze codes: {', '.join(sorted(codes))}.",
                field="passed_over",
            )
        if not one.fact.strip():
            raise BadInput(
                f"Bij {one.dossier} ontbreekt het feit achter de reden.",
                "Schrijf in woorden welk feit het is en waaruit dat blijkt.",
                field="passed_over",
            )
    if strange := set(by_dossier) - {line.dossier for line in draft.above}:
        raise BadInput(
            f"Niet hoger op de lijst zonder aanbod: {_first_of(sorted(strange))}.",
            "Kijk de lijst opnieuw na: alleen wie overgeslagen wordt, krijgt een reden.",
            field="passed_over",
        )
    missing = [line for line in draft.above if line.dossier not in by_dossier]
    if missing:
        who = _first_of([f"plaats {line.position} ({line.dossier})" for line in missing])
        raise NotAllowed(
            f"Hoger op de lijst, zonder aanbod en zonder reden ({len(missing)}): {who}.",
            "Geef voor elk van hen een reden uit de gesloten lijst en het feit erachter.",
        )
    return tuple(
        PassedOver(line.dossier, line.position, by_dossier[line.dossier].code, by_dossier[line.dossier].fact.strip())
        for line in draft.above
    )


@needs(*LOOK)
def made_offers(office: Office) -> list[tuple[Offer, str]]:
    """Every offer of ours with the name of the candidate, the newest first."""
    with office.store.read() as connection:
        found = allocations.offers(connection)
        names = candidates.names(connection, {made.dossier for made in found})
    return [(made, names.get(made.dossier, "")) for made in reversed(found)]


@needs(Role.CLERK)
def offer(
    office: Office,
    home_code: str,
    dossier: str,
    *,
    motive: str = "",
    stale_motive: str = "",
    posted_on: date | None = None,
    passed_over: Sequence[PassedOver] = (),
) -> Offer:
    """Offer a home to a candidate; the message to the register waits in the outbox.

    Args:
        motive: why this candidate, where `prepare_offer` asks for it.
        stale_motive: signature for the age of our copy when the register can't be reached.
        posted_on: the day on which the letter leaves; today when None.
        passed_over: a code of the closed list and a fact for each of `OfferDraft.above`; positions are those of the
            list, whatever is given.

    Raises:
        NotFound, NotAllowed (also: somebody passed over without a reason), BadInput, RegisterUnreachable (no
        signature given), other RegisterErrors.
    """
    posted = posted_on or office.today
    if posted > office.today:
        raise BadInput("De postdatum ligt in de toekomst.", "Geef de dag waarop de brief vertrok.", field="posted_on")
    draft, inputs, found = _draft(office, home_code, dossier)
    if not draft.fetched_again and not stale_motive.strip():
        raise RegisterUnreachable(
            f"Het dossier kan nu niet opnieuw opgehaald worden. {draft.age_sentence}",
            "Probeer later opnieuw, of teken voor de ouderdom van de gegevens.",
        )
    answered_for = _answered_for(office, draft, passed_over)
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
            passed_over=answered_for,
            pillar=found.ranking.letting.pillar,
            group=found.ranking.letting.group,
        )
        allocations.add_offer(unit.connection, made)
        freeze_offer(office, unit, inputs, found, made)
        enqueue(office, unit, "OFFER", made, draft.home)
        unit.event("offer.made", dossier, {"offer": made.id, "home": home_code, "position": made.position})
    return made
