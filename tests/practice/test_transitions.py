from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cir_desktop.practice.messages import ActionCode
from cir_desktop.practice.transitions import Act, Before, Refused, apply, months_later, no_offers_until

STATUSES = ("REG", "OFFER", "WAITS", "CHKS", "INFOS", "CHKO", "RFSD", "RJCT", "SAVED", "TEMP", "ZZZZZ")
ACTIONS = ActionCode.__args__
# Written down once more, by hand, from the description of the practice register. The dossier of the test came to its
# status by an action of ours from REG, and an offer of ours runs when it is OFFER: UNDO and OBJCT go back to REG.
ALLOWED = {
    "REG": {
        "OFFER": "OFFER",
        "WAIT": "WAITS",
        "NCOMP": "RJCT",
        "VOL": "RJCT",
        "DEC": "RJCT",
        "ACTUA": "REG",
        "RJCT": "RJCT",
        "NOACT": "RJCT",
    },
    "OFFER": {
        "CCL": "REG",
        "CCLGW": "REG",
        "REF": "REG",
        "NORES": "REG",
        "ACC": "RJCT",
        "NCOMP": "RJCT",
        "VOL": "RJCT",
        "DEC": "RJCT",
    },
    "WAITS": {"WAKE": "REG", "ACTUA": "WAITS", "RJCT": "RJCT", "NOACT": "RJCT"},
    "CHKS": {"REQI": "INFOS", "REG": "REG", "REF": "RFSD"},
    "INFOS": {"RSPND": "CHKS"},
    "CHKO": {"OBJCT": "REG"},
}
FOR_OBJ = {"REG", "OFFER", "WAITS", "CHKS", "INFOS", "RFSD", "RJCT"}
FOR_UNDO = FOR_OBJ | {"CHKO"}
OFFER = {"partijCode": "WIJ", "datum": "2026-01-02", "antwoord": None, "datumAntwoord": None, "gegrond": None}


def dossier(status, *, offers=()):
    return {
        "dossierNummer": "2023.07.06.0002",
        "status": status,
        "dossierStatusHistoriek": [
            {"statusCodeVan": "REG", "statusCodeNaar": status, "actie": "WAIT", "partijCode": "WIJ"}
        ],
        "inschrijvingsDatum": None,
        "onderzoeksRedenen": ["EIGENDOM"],
        "aanbiedingen": [dict(offer) for offer in offers],
        "toewijzingen": [],
        "verhalen": [],
    }


def act(action, **changed):
    known = Act(action, "WIJ", datetime(2026, 1, 15, 9, tzinfo=UTC), "c0", contract_start="2026-03-01T00:00:00Z")
    return replace(known, **changed)


def expected(status, action):
    if action == "OBJ":
        return "CHKO" if status in FOR_OBJ else None
    if action == "UNDO":
        return "REG" if status in FOR_UNDO else None
    return ALLOWED.get(status, {}).get(action)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("status", STATUSES)
def test_every_action_in_every_status_does_what_is_written_or_is_refused(status, action):
    now = dossier(status, offers=[OFFER] if status == "OFFER" else [])
    before = Before("WAIT", "WIJ", dossier("REG"))
    try:
        reached = apply(now, act(action), before)["status"]
    except Refused as refused:
        reached = None
        assert refused.kind == "overgang-niet-toegelaten"
    assert reached == expected(status, action)


def test_an_action_leaves_the_dossier_it_was_given_as_it_was():
    now = dossier("OFFER", offers=[OFFER])
    apply(now, act("REF"), None)
    assert now == dossier("OFFER", offers=[OFFER])


@pytest.mark.parametrize(
    ("action", "answer", "grounded"),
    [
        ("ACC", "AANVAARD", None),
        ("CCL", "INGETROKKEN", None),
        ("CCLGW", "GEWEIGERD", True),
        ("REF", "GEWEIGERD", False),
        ("NORES", "GEEN_ANTWOORD", None),
        ("DEC", "INGETROKKEN", None),
    ],
)
def test_the_answer_to_an_offer_stands_in_the_dossier(action, answer, grounded):
    (offer,) = apply(dossier("OFFER", offers=[OFFER]), act(action), None)["aanbiedingen"]
    assert offer == OFFER | {"antwoord": answer, "gegrond": grounded, "datumAntwoord": "2026-01-15"}


@pytest.mark.parametrize(
    "earlier",
    [
        {"antwoord": "GEWEIGERD", "gegrond": False, "datumAntwoord": "2020-05-01"},
        {"antwoord": "GEEN_ANTWOORD", "gegrond": None, "datumAntwoord": None},
    ],
)
def test_a_refusal_with_any_landlord_long_ago_counts_as_the_first(earlier):
    offers = [OFFER | {"partijCode": "ANDER", "datum": "2020-04-20"} | earlier, OFFER]
    assert apply(dossier("OFFER", offers=offers), act("REF"), None)["status"] == "RJCT"


def test_a_grounded_refusal_does_not_count():
    offers = [OFFER | {"antwoord": "GEWEIGERD", "gegrond": True, "datumAntwoord": "2020-05-01"}, OFFER]
    assert apply(dossier("OFFER", offers=offers), act("REF"), None)["status"] == "REG"


@pytest.mark.parametrize(
    ("start", "end"),
    [("2025-11-30", "2026-02-28"), ("2026-01-15", "2026-04-15"), ("2023-11-30", "2024-02-29")],
)
def test_three_months_end_on_the_same_day_or_the_last_of_a_shorter_month(start, end):
    assert months_later(date.fromisoformat(start), 3) == date.fromisoformat(end)


def test_the_pause_is_counted_from_the_latest_sanction():
    offers = [
        OFFER | {"antwoord": "GEWEIGERD", "gegrond": False, "datumAntwoord": "2025-12-01"},
        OFFER | {"antwoord": "GEWEIGERD", "gegrond": False, "datumAntwoord": "2025-06-01"},
    ]
    assert no_offers_until(offers) == date(2026, 3, 1)
    assert no_offers_until([OFFER]) is None


def test_an_appeal_is_written_down_and_closed_with_its_outcome():
    lodged = apply(dossier("RJCT"), act("OBJ", comment="niet akkoord"), None)
    assert lodged["verhalen"] == [{"datum": "2026-01-15", "grond": "niet akkoord", "uitkomst": None}]
    closed = apply(lodged, act("OBJCT", comment="ongegrond"), None)
    assert (closed["status"], closed["verhalen"][0]["uitkomst"]) == ("RJCT", "ongegrond")


def test_an_appeal_may_be_lodged_while_another_landlords_offer_runs():
    offer = OFFER | {"partijCode": "ANDER"}
    lodged = apply(dossier("OFFER", offers=[offer]), act("OBJ"), None)
    assert (lodged["status"], lodged["aanbiedingen"]) == ("CHKO", [offer])


def test_the_end_of_the_investigation_gives_the_date_of_the_number():
    registered = apply(dossier("CHKS"), act("REG"), None)
    assert (registered["inschrijvingsDatum"], registered["onderzoeksRedenen"]) == ("2023-07-06", [])


def test_nothing_can_be_undone_when_nothing_was_done():
    with pytest.raises(Refused, match="geen actie"):
        apply(dossier("REG"), act("UNDO"), None)
