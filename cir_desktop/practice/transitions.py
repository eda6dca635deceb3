"""What an action does to a dossier: one table and pure functions over it, without disk, network or clock.

Source: the transitions of the practice register (assumed; the codes of states and actions are published).
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

Dossier = dict[str, Any]

FORMER: Final = "(former)"
"""Stands in the table for "the state the dossier was in before"."""

PAUSE_MONTHS: Final = 3
STRUCK_OFF_AT: Final = 2
"""An ungrounded refusal or silence costs three months without offers; the second one the registration."""

TRANSITIONS: Final[Mapping[tuple[str, str], str]] = {
    ("REG", "OFFER"): "OFFER",
    ("OFFER", "CCL"): "REG",
    ("OFFER", "CCLGW"): "REG",
    ("OFFER", "REF"): "REG",
    ("OFFER", "NORES"): "REG",
    ("OFFER", "ACC"): "RJCT",
    ("REG", "WAIT"): "WAITS",
    ("WAITS", "WAKE"): "REG",
    ("REG", "NCOMP"): "RJCT",
    ("REG", "VOL"): "RJCT",
    ("REG", "DEC"): "RJCT",
    ("REG", "ACTUA"): "REG",
    ("WAITS", "ACTUA"): "WAITS",
    ("REG", "RJCT"): "RJCT",
    ("WAITS", "RJCT"): "RJCT",
    ("REG", "NOACT"): "RJCT",
    ("WAITS", "NOACT"): "RJCT",
    ("OFFER", "NCOMP"): "RJCT",
    ("OFFER", "VOL"): "RJCT",
    ("OFFER", "DEC"): "RJCT",
    ("CHKS", "REQI"): "INFOS",
    ("INFOS", "RSPND"): "CHKS",
    ("CHKS", "REG"): "REG",
    ("CHKS", "REF"): "RFSD",
    **{(status, "OBJ"): "CHKO" for status in ("REG", "OFFER", "WAITS", "CHKS", "INFOS", "RFSD", "RJCT")},
    ("CHKO", "OBJCT"): FORMER,
    **{(status, "UNDO"): FORMER for status in ("REG", "OFFER", "WAITS", "CHKS", "INFOS", "CHKO", "RFSD", "RJCT")},
}

ONLY_PRIMARY: Final = frozenset(
    {
        ("CHKS", "REQI"),
        ("INFOS", "RSPND"),
        ("CHKS", "REG"),
        ("CHKS", "REF"),
        ("REG", "ACTUA"),
        ("WAITS", "ACTUA"),
        ("REG", "RJCT"),
        ("WAITS", "RJCT"),
        ("REG", "NOACT"),
        ("WAITS", "NOACT"),
    }
)
"""Investigation, actualisation and striking off for missing it are for the landlord that handles the dossier."""

# Action -> (antwoord, gegrond) of the running offer that it closes.
_ANSWERS: Final[Mapping[str, tuple[str, bool | None]]] = {
    "ACC": ("AANVAARD", None),
    "CCL": ("INGETROKKEN", None),
    "CCLGW": ("GEWEIGERD", True),
    "REF": ("GEWEIGERD", False),
    "NORES": ("GEEN_ANTWOORD", None),
    "NCOMP": ("INGETROKKEN", None),
    "VOL": ("INGETROKKEN", None),
    "DEC": ("INGETROKKEN", None),
}
_OWNER_ONLY: Final = frozenset({"ACC", "CCL", "CCLGW", "REF", "NORES", "UNDO"})
_OFFER_ACTIONS: Final = frozenset({"OFFER", "ACC", "CCL", "CCLGW", "REF", "NORES"})
_RESTORED: Final = ("aanbiedingen", "toewijzingen", "verhalen", "inschrijvingsDatum", "onderzoeksRedenen")


class Refused(Exception):
    """The state of the dossier does not allow the action; `kind` is one of the contract's `Fout.type`."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Act:
    """One reported action: who does what, when (practice clock), and what came with it."""

    action: str
    party: str
    moment: datetime
    correlation_id: str
    comment: str | None = None
    contract_start: str | None = None
    home: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """The last action on a dossier, with the dossier as it was before it: what UNDO goes back to."""

    action: str
    party: str
    dossier: Mapping[str, Any]


def apply(dossier: Mapping[str, Any], act: Act, before: Before | None) -> Dossier:
    """Give the dossier as it is after the action, without the new version number and update date.

    Raises Refused when the state, the owner of a running offer, a pause or a missing date stands in the way.
    """
    status: str = dossier["status"]
    target = TRANSITIONS.get((status, act.action))
    running = running_offer(dossier["aanbiedingen"])
    owner = running["partijCode"] if running else None
    if status == "OFFER" and owner != act.party:
        _refuse_for_other_landlord(act.action, owner)
    if target is None:
        raise Refused("overgang-niet-toegelaten", f"Actie {act.action} is niet toegelaten in status {status}.")
    after = deepcopy(dict(dossier))
    if act.action == "UNDO":
        target = _undo(after, act, before)
    elif act.action == "OBJCT":
        target = _close_appeal(after, act)
    elif act.action == "OBJ":
        after["verhalen"].append({"datum": _day(act), "grond": act.comment or "Verhaal ingediend", "uitkomst": None})
    elif act.action == "OFFER":
        _open_offer(after, act)
    elif status == "OFFER":
        target = _close_offer(after, act, target)
    elif (status, act.action) == ("CHKS", "REG"):
        _register(after)
    after["status"] = target
    after["dossierStatusHistoriek"].append(
        {
            "statusCodeVan": status,
            "statusCodeNaar": target,
            "datum": moment_text(act.moment),
            "actie": act.action,
            "partijCode": act.party,
            "correlationId": act.correlation_id,
        }
    )
    return after


def running_offer(offers: Sequence[Dossier]) -> Dossier | None:
    """The offer that still waits for an answer, if there is one."""
    return next((offer for offer in reversed(offers) if offer["antwoord"] is None), None)


def sanctions(offers: Sequence[Mapping[str, Any]]) -> list[date]:
    """The days of the ungrounded refusals and the silences, oldest first.

    A silence from before this register may have no day of its own; it then counts from the day of the offer.
    """
    return sorted(
        date.fromisoformat(offer["datumAntwoord"] or offer["datum"])
        for offer in offers
        if offer["antwoord"] == "GEEN_ANTWOORD" or (offer["antwoord"] == "GEWEIGERD" and not offer["gegrond"])
    )


def no_offers_until(offers: Sequence[Mapping[str, Any]]) -> date | None:
    """The first day on which an offer is possible again, or None when no sanction stands in the way."""
    days = sanctions(offers)
    return months_later(days[-1], PAUSE_MONTHS) if days else None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moment_text(moment: datetime) -> str:
    """A moment (UTC) as the register writes it: RFC 3339 with milliseconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _day(act: Act) -> str:
    return act.moment.date().isoformat()


def _refuse_for_other_landlord(action: str, owner: str | None) -> None:
    if action in _OWNER_ONLY:
        raise Refused("niet-uw-aanbod", "Het lopende aanbod is van een andere verhuurder.")
    if action != "OBJ" and owner is not None:
        raise Refused("aanbod-van-andere-verhuurder", "Er loopt een aanbod van een andere verhuurder.")


def _open_offer(after: Dossier, act: Act) -> None:
    until = no_offers_until(after["aanbiedingen"])
    if until is not None and act.moment.date() < until:
        raise Refused("overgang-niet-toegelaten", f"Na een weigering is tot {until} geen aanbod toegelaten.")
    after["aanbiedingen"].append(
        {
            "partijCode": act.party,
            "datum": _day(act),
            "antwoord": None,
            "datumAntwoord": None,
            "gegrond": None,
        }
    )


def _close_offer(after: Dossier, act: Act, target: str) -> str:
    if act.action == "ACC" and act.contract_start is None:
        raise Refused("datum-ontbreekt", "Bij ACC is datumIngangContract verplicht.")
    running = running_offer(after["aanbiedingen"])
    if running is not None:
        running["antwoord"], running["gegrond"] = _ANSWERS[act.action]
        running["datumAntwoord"] = _day(act)
    if act.action == "ACC":
        after["toewijzingen"].append(
            {
                "partijCode": act.party,
                "datum": _day(act),
                "datumIngangContract": act.contract_start,
                "pand": dict(act.home) if act.home else None,
            }
        )
    if act.action in {"REF", "NORES"} and len(sanctions(after["aanbiedingen"])) >= STRUCK_OFF_AT:
        return "RJCT"
    return target


def _register(after: Dossier) -> None:
    # The date in the number is the registration date: an investigation does not cost a candidate their place.
    if after["inschrijvingsDatum"] is None:
        after["inschrijvingsDatum"] = after["dossierNummer"][:10].replace(".", "-")
    after["onderzoeksRedenen"] = []


def _close_appeal(after: Dossier, act: Act) -> str:
    history = after["dossierStatusHistoriek"]
    former: str | None = next(
        (entry["statusCodeVan"] for entry in reversed(history) if entry["statusCodeNaar"] == "CHKO"), None
    )
    if former is None:
        raise Refused("overgang-niet-toegelaten", "De status van voor het verhaal is niet gekend.")
    for appeal in after["verhalen"]:
        if appeal["uitkomst"] is None:
            appeal["uitkomst"] = act.comment or "Verhaal afgesloten"
    return former


def _undo(after: Dossier, act: Act, before: Before | None) -> str:
    history = after["dossierStatusHistoriek"]
    last = history[-1].get("actie") if history else None
    if before is None or before.action == "UNDO" or last != before.action:
        raise Refused("overgang-niet-toegelaten", "Er is geen actie om ongedaan te maken.")
    if before.party != act.party:
        kind = "niet-uw-aanbod" if before.action in _OFFER_ACTIONS else "overgang-niet-toegelaten"
        raise Refused(kind, "De laatste actie is van een andere verhuurder.")
    for key in _RESTORED:
        after[key] = deepcopy(before.dossier[key])
    former: str = before.dossier["status"]
    return former
