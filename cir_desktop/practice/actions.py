"""The calls that change something: each gets its first answer again when it is repeated."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from cir_desktop.practice.dossier_shape import DossierShape
from cir_desktop.practice.errors import Problem
from cir_desktop.practice.messages import DossierAction, Neighbourhoods, RankingChange, RankingChanges, wire
from cir_desktop.practice.register import Caller, Register, check_party, visible
from cir_desktop.practice.tables import MUNICIPALITIES, NEIGHBOURHOODS
from cir_desktop.practice.transitions import ONLY_PRIMARY, Act, Refused, apply, moment_text

# Belong to the register: a written dossier does not bring its own.
_OF_THE_REGISTER = ("dossierStatusHistoriek", "aanbiedingen", "toewijzingen", "verhalen", "rangschikkingen")


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the bytes of its JSON body; `kind` is the `type` of a refusal."""

    status: int
    body: bytes = b""
    refusal: Problem | None = None


def once(register: Register, caller: Caller, question: bytes, work: Callable[[], Answer]) -> Answer:
    """Do the work in one transaction, or give the first answer of a call with this correlation id again.

    A refusal is an answer too. Raises Problem 400 when the same correlation id comes with another question.
    """
    store = register.store
    digest = hashlib.sha256(question).digest()
    if not register.published_only:
        first = store.first_answer(caller.party, caller.correlation_id.lower())
        if first is not None:
            if first.question != digest:
                raise Problem(HTTPStatus.BAD_REQUEST, "x-correlation-id werd al voor een andere vraag gebruikt.")
            return _kept(first.status, first.body)
    with store.transaction():
        answer = work()
        if not register.published_only:
            body = _refusal_bytes(answer.refusal) if answer.refusal else answer.body
            store.keep_answer(caller.party, caller.correlation_id.lower(), digest, answer.status, body)
    return answer


def refusal(register: Register, kind: str, detail: str) -> Answer:
    """No, and why: 409 with a type, or 400 with the detail only where the published API is all there is."""
    if register.published_only:
        raise Problem(HTTPStatus.BAD_REQUEST, detail)
    problem = Problem(HTTPStatus.CONFLICT, detail, kind=kind)
    return Answer(HTTPStatus.CONFLICT, refusal=problem)


def report(register: Register, caller: Caller, asked: DossierAction) -> Answer:
    """verwerkDossierActie: carry the action out and give the receipt."""
    check_party(caller, asked.partij_code)
    number = asked.dossier_nummer

    def work() -> Answer:
        body = visible(register, caller.party, number).body
        dossier: dict[str, Any] = msgspec.json.decode(body)
        primary = dossier["behandelendePartijCode"]
        if (dossier["status"], asked.actie) in ONLY_PRIMARY and primary != caller.party:
            raise Problem(HTTPStatus.FORBIDDEN, "Alleen de behandelende verhuurder voert het onderzoek.")
        sent = wire(asked)
        act = Act(
            action=asked.actie,
            party=caller.party,
            moment=register.clock.now(),
            correlation_id=caller.correlation_id,
            comment=asked.commentaar,
            contract_start=sent["datumIngangContract"],
            home=sent["pand"],
        )
        try:
            after = apply(dossier, act, register.store.before_last_action(number))
        except Refused as refused:
            return refusal(register, refused.kind, refused.detail)
        after = register.store.add_version(after, act.moment, action=act.action, party=act.party)
        receipt = {
            "dossierNummer": number,
            "versieNummer": after["versieNummer"],
            "status": after["status"],
            "actie": act.action,
            "verwerktOp": moment_text(act.moment),
            "correlationId": caller.correlation_id,
        }
        return Answer(HTTPStatus.OK, msgspec.json.encode(receipt))

    return once(register, caller, b"verwerkDossierActie" + msgspec.json.encode(asked), work)


def report_rankings(register: Register, caller: Caller, asked: RankingChanges) -> Answer:
    """wijzigDossierRangschikkingen: all of them or none; a dossier that does not change gets no new version."""
    check_party(caller, asked.partij_code)
    by_number: dict[str, list[RankingChange]] = {}
    for change in asked.ranglijst_wijzigingen:
        by_number.setdefault(change.dossier_nummer, []).append(change)

    def work() -> Answer:
        for number, changes in by_number.items():
            dossier: dict[str, Any] = msgspec.json.decode(visible(register, caller.party, number).body)
            rankings = dossier["rangschikkingen"]
            for change in changes:
                rankings = _with_ranking(rankings, caller.party, change)
            if rankings != dossier["rangschikkingen"]:
                dossier["rangschikkingen"] = rankings
                register.store.add_version(dossier, register.clock.now())
        return Answer(HTTPStatus.NO_CONTENT)

    return once(register, caller, b"wijzigDossierRangschikkingen" + msgspec.json.encode(asked), work)


def write_dossier(register: Register, caller: Caller, number: str, body: bytes, shape: DossierShape) -> Answer:
    """PUT of a dossier by its primary landlord, on top of the current version (assumed).

    Status, history, offers, rankings, allocations and appeals are the register's and stay as they are.
    """
    if shape.dossier_nummer != number:
        raise Problem(HTTPStatus.BAD_REQUEST, "dossierNummer is niet dat van het pad.")

    def work() -> Answer:
        current: dict[str, Any] = msgspec.json.decode(visible(register, caller.party, number).body)
        if current["behandelendePartijCode"] != caller.party:
            raise Problem(HTTPStatus.FORBIDDEN, "Alleen de behandelende verhuurder wijzigt dit dossier.")
        if shape.versie_nummer != current["versieNummer"]:
            return refusal(register, "versie-verouderd", "versieNummer is niet dat van de huidige versie.")
        if shape.status != current["status"]:
            return refusal(register, "overgang-niet-toegelaten", "De status verandert alleen door een dossieractie.")
        dossier: dict[str, Any] = msgspec.json.decode(body)
        for key in (*_OF_THE_REGISTER, "ontvangstDatum", "creatieDatum", "behandelendePartijCode"):
            dossier[key] = current[key]
        register.store.add_version(dossier, register.clock.now())
        return Answer(HTTPStatus.NO_CONTENT)

    return once(register, caller, b"schrijfDossier" + number.encode() + body, work)


def write_neighbourhoods(register: Register, caller: Caller, nis: str, asked: Neighbourhoods) -> Answer:
    """PUT of the neighbourhoods of a municipality where the landlord has homes."""
    if asked.nis_code != nis:
        raise Problem(HTTPStatus.BAD_REQUEST, "nisCode is niet die van het pad.")

    def work() -> Answer:
        run = register.store.connection.execute
        if run(select(MUNICIPALITIES.c.nis).where(MUNICIPALITIES.c.nis == nis)).one_or_none() is None:
            raise Problem(HTTPStatus.NOT_FOUND, "Source: Geen gemeente gevonden")
        if nis not in register.store.homes.get(caller.party, frozenset()):
            raise Problem(HTTPStatus.FORBIDDEN, "Deze gemeente hoort niet bij deze verhuurder.")
        run(delete(NEIGHBOURHOODS).where(NEIGHBOURHOODS.c.nis == nis))
        rows = [{"nis": nis, "position": place, "name": name} for place, name in enumerate(asked.wijken)]
        if rows:
            run(insert(NEIGHBOURHOODS), rows)
        return Answer(HTTPStatus.NO_CONTENT)

    return once(register, caller, b"schrijfWijken" + msgspec.json.encode(asked), work)


def _with_ranking(rankings: list[dict[str, Any]], party: str, change: RankingChange) -> list[dict[str, Any]]:
    entry = {"partijCode": party, **wire(change)}
    del entry["dossierNummer"]
    place = _place(entry)
    kept = [known for known in rankings if _place(known) != place]
    return rankings if entry in rankings and len(kept) == len(rankings) - 1 else [*kept, entry]


def _place(ranking: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(ranking[key] for key in ("partijCode", "rangLijstType", "gemeenteNisCode", "wijk"))


def _refusal_bytes(problem: Problem) -> bytes:
    return msgspec.json.encode([problem.detail, problem.kind])


def _kept(status: int, body: bytes) -> Answer:
    if status != HTTPStatus.CONFLICT:
        return Answer(status, body)
    detail, kind = msgspec.json.decode(body)
    return Answer(status, refusal=Problem(status, detail, kind=kind))
