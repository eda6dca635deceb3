"""What landlords found: their answer to a housing-need request, and the outcome of an investigation (both assumed)."""

from http import HTTPStatus
from typing import Any, Final

import msgspec

from cir_desktop.practice.actions import Answer, once, refusal
from cir_desktop.practice.errors import Problem
from cir_desktop.practice.messages import InvestigationResult, NeedAnswer, wire
from cir_desktop.practice.register import Caller, Register, check_party, visible
from cir_desktop.practice.transitions import Act, apply

_UNDECIDED: Final = "IN_ONDERZOEK"
_GRANTED: Final = "GEACCEPTEERD"


def answer_need(register: Register, caller: Caller, asked: NeedAnswer) -> Answer:
    """woonnoodAntwoord: put the landlord's answer in the request; one that ended it stays."""
    check_party(caller, asked.partij_code)
    if (asked.status == _GRANTED) != (asked.toegekende_voorrang is not None):
        raise Problem(HTTPStatus.BAD_REQUEST, "toegekendeVoorrang hoort bij GEACCEPTEERD, en alleen daar.")
    if asked.status != _UNDECIDED and not asked.conclusie:
        raise Problem(HTTPStatus.BAD_REQUEST, "conclusie ontbreekt.")

    def work() -> Answer:
        dossier = _dossier(register, caller, asked.dossier_nummer)
        sent = wire(asked)
        request = next((need for need in dossier["woonnoodVerzoeken"] if need["datum"] == sent["datum"]), None)
        if request is None:
            return refusal(register, "verzoek-onbekend", "Op die dag is geen woonnoodverzoek ingediend.")
        if any(one["bijlageIdentificatie"] not in request["bijlagen"] for one in sent["evaluaties"]):
            raise Problem(HTTPStatus.BAD_REQUEST, "Een evaluatie gaat over een bijlage die niet bij het verzoek hoort.")
        said = {key: sent[key] for key in ("partijCode", "status", "evaluaties", "conclusie", "toegekendeVoorrang")}
        former = next((one for one in request["antwoorden"] if one["partijCode"] == caller.party), None)
        if former is not None and {key: former[key] for key in said} == said:
            return Answer(HTTPStatus.NO_CONTENT)
        if former is not None and former["status"] != _UNDECIDED:
            return refusal(register, "overgang-niet-toegelaten", "Dit verzoek is al afgesloten.")
        moment = register.clock.now()
        ended = None if asked.status == _UNDECIDED else moment.date().isoformat()
        others = [one for one in request["antwoorden"] if one is not former]
        request["antwoorden"] = [*others, said | {"datumAntwoord": ended}]
        register.store.add_version(dossier, moment)
        return Answer(HTTPStatus.NO_CONTENT)

    return once(register, caller, b"woonnoodAntwoord" + msgspec.json.encode(asked), work)


def report_result(register: Register, caller: Caller, asked: InvestigationResult) -> Answer:
    """onderzoekResultaat: what is in order leaves the list of exceptions; with the last one comes the registration."""
    check_party(caller, asked.partij_code)

    def work() -> Answer:
        dossier = _dossier(register, caller, asked.dossier_nummer)
        if dossier["behandelendePartijCode"] != caller.party:
            raise Problem(HTTPStatus.FORBIDDEN, "Alleen de behandelende verhuurder voert het onderzoek.")
        moment = register.clock.now()
        line = {"datum": moment.date().isoformat(), "tekst": _line(asked)}
        if line in dossier["meldingen"]:
            return Answer(HTTPStatus.NO_CONTENT)
        if dossier["status"] != "CHKS":
            return refusal(register, "overgang-niet-toegelaten", f"Geen onderzoek in status {dossier['status']}.")
        if asked.onderdeel not in dossier["onderzoeksRedenen"]:
            return refusal(register, "onderdeel-onbekend", "Dit onderdeel is niet in onderzoek.")
        dossier["meldingen"].append(line)
        if asked.resultaat == "VOLDOET":
            dossier["onderzoeksRedenen"].remove(asked.onderdeel)
        if dossier["onderzoeksRedenen"]:
            register.store.add_version(dossier, moment)
            return Answer(HTTPStatus.NO_CONTENT)
        act = Act("REG", caller.party, moment, caller.correlation_id)
        after = apply(dossier, act, None)
        register.store.add_version(after, moment, action=act.action, party=act.party)
        return Answer(HTTPStatus.NO_CONTENT)

    return once(register, caller, b"onderzoekResultaat" + msgspec.json.encode(asked), work)


def _dossier(register: Register, caller: Caller, number: str) -> dict[str, Any]:
    dossier: dict[str, Any] = msgspec.json.decode(visible(register, caller.party, number).body)
    return dossier


def _line(asked: InvestigationResult) -> str:
    return f"Onderzoek {asked.onderdeel}: {asked.resultaat}. {asked.toelichting}".strip()
