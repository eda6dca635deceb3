"""What happened to an invented dossier so far: its status, the way there, offers, allocations, appeals."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from cir_desktop.practice.people import names, pick
from cir_desktop.practice.reference import flanders
from cir_desktop.practice.setting import Setting, Wire, between, day, moment, uuid

CIR_STARTED = date(2024, 1, 15).toordinal()
"""Entries before it come from a landlord's old list and name no call."""

MONTH = 30
UNREGISTERED = {"CHKS", "INFOS", "RFSD", "SAVED", "TEMP"}
UNGROUNDED = {"REF", "NORES"}


class Story(msgspec.Struct):
    """The past of a dossier while it is being told; `last` is the ordinal of its latest event."""

    status: str
    last: int
    history: list[Wire]
    reasons: list[str]
    offers: list[Wire]
    allocations: list[Wire]
    appeals: list[Wire]

    def step(self, setting: Setting, to: str, on: int, action: str | None, party: str | None) -> None:
        """Go to a status on the ordinal `on`."""
        rng = setting.rng
        self.history.append(
            {
                "statusCodeVan": self.history[-1]["statusCodeNaar"] if self.history else None,
                "statusCodeNaar": to,
                "datum": moment(rng, on),
                "actie": action,
                "partijCode": party,
                "correlationId": uuid(rng) if on >= CIR_STARTED and party else None,
            }
        )
        self.status, self.last = to, on


def _party(setting: Setting) -> str:
    rng, landlord = setting.rng, setting.shares.landlord
    if rng.random() < setting.shares.offers.ours:
        return landlord.code
    return landlord.others[int(rng.random() * len(landlord.others))]


def _offer(party: str, on: int, answer: str | None, answered: int | None, grounded: bool | None) -> Wire:
    return {
        "partijCode": party,
        "datum": day(on),
        "antwoord": answer,
        "datumAntwoord": None if answered is None else day(answered),
        "gegrond": grounded,
    }


def reasons(setting: Setting) -> list[str]:
    """Draw the exceptions for which a dossier is investigated."""
    rng, statuses = setting.rng, setting.shares.statuses
    found = {statuses.investigated.draw(rng): None}
    if rng.random() < statuses.second_reason:
        found[statuses.investigated.draw(rng)] = None
    return list(found)


def started(setting: Setting, status: str, registered: int, because: list[str]) -> Story:
    """Tell the first step of a dossier that came in on the ordinal `registered`."""
    story = Story(status, registered, [], because, [], [], [])
    story.step(setting, status, registered, {"REG": "REG", "SAVED": "SAVE"}.get(status), None)
    return story


def story(setting: Setting, registered: int, primary: str) -> Story:
    """Tell what happened between the ordinal `registered` and yesterday; every date lies between the two."""
    rng, statuses = setting.rng, setting.shares.statuses
    yesterday = setting.today - 1
    recent = registered > setting.today - statuses.recent_days
    status = (statuses.recent if recent else statuses.settled).draw(rng)
    unknown = rng.random() < statuses.unknown
    if status in UNREGISTERED and not unknown:
        return _investigated(setting, status, registered, primary)
    told = started(setting, "REG", registered, [])
    if unknown:
        told.step(setting, statuses.unknown_code, between(rng, registered, yesterday), None, None)
        return told
    if status == "RJCT":
        _struck(setting, told, statuses.struck.draw(rng), registered)
        return told
    _earlier_offers(setting, told, registered + 6 * MONTH, setting.today - MONTH, ungrounded=1)
    if status == "OFFER":
        others = setting.shares.landlord.others
        party = others[int(rng.random() * len(others))]
        on = max(told.last, setting.today - 1 - int(rng.random() * setting.shares.offers.running_days))
        told.step(setting, "OFFER", on, "OFFER", party)
        told.offers.append(_offer(party, on, None, None, None))
    elif status == "WAITS":
        told.step(setting, "WAITS", between(rng, max(told.last, setting.today - 500), yesterday), "WAIT", primary)
    elif status == "CHKO":
        on = between(rng, max(told.last, setting.today - 120), yesterday)
        told.step(setting, "CHKO", on, "OBJ", primary)
        told.appeals.append({"datum": day(on), "grond": "Betwist een ongegronde weigering", "uitkomst": None})
    return told


def _investigated(setting: Setting, status: str, registered: int, primary: str) -> Story:
    yesterday = setting.today - 1
    if status in {"SAVED", "TEMP"}:
        return started(setting, status, registered, [])
    told = started(setting, "CHKS", registered, reasons(setting))
    if status == "INFOS":
        told.step(setting, "INFOS", between(setting.rng, registered, min(registered + 40, yesterday)), "REQI", primary)
    elif status == "RFSD":
        told.step(setting, "RFSD", between(setting.rng, registered, min(registered + 60, yesterday)), "REF", primary)
    return told


def _earlier_offers(setting: Setting, told: Story, first: int, last: int, ungrounded: int) -> None:
    """Tell closed offers between two ordinals, at most `ungrounded` of them refused without ground or unanswered."""
    rng, offers = setting.rng, setting.shares.offers
    number = offers.earlier.draw(rng) if last > first else 0
    for on in sorted(between(rng, first, last) for _ in range(number)):
        # Nobody gets an offer while another runs, nor in the three months after an ungrounded refusal.
        if on < told.last + 4 * MONTH:
            continue
        answer, grounded = offers.answers.draw(rng), None
        if answer == "GEWEIGERD":
            grounded = rng.random() < offers.grounded
        if answer == "GEEN_ANTWOORD" or grounded is False:
            if not ungrounded:
                answer, grounded = "GEWEIGERD", True
            else:
                ungrounded -= 1
        _answered(setting, told, on, answer, grounded)


def _answered(setting: Setting, told: Story, on: int, answer: str, grounded: bool | None) -> None:
    party = _party(setting)
    told.step(setting, "OFFER", on, "OFFER", party)
    answered = on + 3 + int(setting.rng.random() * 12)
    action = {"GEEN_ANTWOORD": "NORES", "INGETROKKEN": "CCL"}.get(answer, "CCLGW" if grounded else "REF")
    told.step(setting, "REG", answered, action, party)
    spoke = answered if answer in {"GEWEIGERD", "INGETROKKEN"} else None
    told.offers.append(_offer(party, on, answer, spoke, grounded))


def _struck(setting: Setting, told: Story, action: str, registered: int) -> None:
    """Tell how a dossier was struck; who had no time yet for the offers that it takes left by own wish."""
    rng = setting.rng
    end = between(rng, max(registered + MONTH, setting.today - setting.shares.statuses.struck_days), setting.today - 1)
    if action in UNGROUNDED | {"ACC"} and end < registered + 14 * MONTH:
        action = "VOL"
    if action in UNGROUNDED:
        first = between(rng, registered + 3 * MONTH, end - 6 * MONTH)
        refused = rng.random() < 0.6
        _answered(setting, told, first, "GEWEIGERD" if refused else "GEEN_ANTWOORD", False if refused else None)
    party: str | None = None
    if action in UNGROUNDED | {"ACC"}:
        party = _party(setting)
        offered = end - 5 - int(rng.random() * 10)
        told.step(setting, "OFFER", offered, "OFFER", party)
        answer = {"ACC": "AANVAARD", "REF": "GEWEIGERD", "NORES": "GEEN_ANTWOORD"}[action]
        grounded = False if action == "REF" else None
        told.offers.append(_offer(party, offered, answer, None if action == "NORES" else end, grounded))
    if action == "ACC" and party:
        told.allocations.append(
            {"partijCode": party, "datum": day(end), "datumIngangContract": moment(rng, end), "pand": _home(setting)}
        )
    told.step(setting, "RJCT", end, action, party or setting.shares.landlord.code)


def _home(setting: Setting) -> dict[str, Any]:
    rng = setting.rng
    place = flanders().places[setting.around.own.draw(rng).nis]
    return {
        "postCode": place.postcodes[0],
        "gemeente": place.name,
        "gemeenteNisCode": place.nis,
        "straat": pick(rng, names().streets),
        "huisNummer": str(1 + int(rng.random() * 120)),
        "huisNummerBus": None,
        "landNisCode": "150",
    }
