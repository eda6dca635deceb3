"""Putting right what the register was told: which reasons there are, what the register does, what was here before."""

from datetime import date

import msgspec

from cir_desktop.domain.process import OfferAnswer

UNDO, WITHDRAW = "UNDO", "CCL"

_BACK_IN_OFFER = "het dossier staat weer in wacht op dit aanbod, en andere verhuurders doen geen aanbod"

UNDOES = {
    "OFFER": "Het CIR haalt het aanbod weg: het dossier is weer ingeschreven, en iedereen kan een aanbod doen.",
    "ACC": f"Het CIR maakt de toewijzing en de schrapping ongedaan: {_BACK_IN_OFFER}.",
    "CCL": f"Het CIR maakt het intrekken ongedaan: {_BACK_IN_OFFER}.",
    "CCLGW": f"Het CIR haalt de gegronde weigering weg: {_BACK_IN_OFFER}.",
    "REF": f"Het CIR haalt de weigering weg, en wat ze kostte: {_BACK_IN_OFFER}.",
    "NORES": f"Het CIR haalt de stilte weg, en wat ze kostte: {_BACK_IN_OFFER}.",
    "WAIT": "Het CIR beëindigt de wacht: de kandidaat is weer ingeschreven.",
    "WAKE": "Het CIR zet het dossier weer in wacht op eigen vraag.",
    "VOL": "Het CIR maakt de uitschrijving ongedaan: de kandidaat staat weer bij alle verhuurders.",
    "DEC": "Het CIR maakt de schrapping wegens overlijden ongedaan.",
    "NCOMP": "Het CIR maakt de schrapping ongedaan: de kandidaat staat weer bij alle verhuurders.",
    "RJCT": "Het CIR maakt de schrapping ongedaan: de kandidaat staat weer bij alle verhuurders.",
    "ACTUA": "Het CIR haalt de actualisatie weg: de kandidaat moet nog actualiseren.",
    "REQI": "Het CIR haalt de vraag om informatie weg: het dossier is weer in onderzoek.",
    "RSPND": "Het CIR haalt het antwoord weg: de gevraagde informatie wordt weer verwacht.",
    "REG": "Het CIR haalt de inschrijving weg: het dossier is weer in onderzoek, met zijn onderdelen.",
}
"""What the register does when the last step is undone, by the action of that step [assumed]."""

UNDOES_REFUSED_REGISTRATION = "Het CIR haalt de weigering weg: de inschrijving is weer in onderzoek."
"""The same of a REF that is about no offer [assumed]."""

WITHDRAWS = "Het CIR sluit het aanbod af als ingetrokken: de kandidaat houdt zijn plaats en zijn rechten."
"""What the register does with CCL [assumed]."""

FOUR_EYES = frozenset({"ACC"})
"""Undoing one of these waits for a second person: a household loses the home that was let to it."""


class RetractReason(msgspec.Struct, frozen=True):
    """A reason of the closed list: the action that goes out (UNDO or CCL), and for which messages it can be given."""

    code: str
    text: str
    action: str
    of: tuple[str, ...]
    source: str
    label: str


class Retraction(msgspec.Struct, frozen=True, kw_only=True):
    """That a message (`command`) puts another one (`corrects`) right, with what stood here before.

    `answer` to `refusal_reason` are those of `offer` before it; `decision` is the one that was taken back.
    """

    command: str
    corrects: str
    reason: str
    offer: str | None = None
    answer: OfferAnswer | None = None
    answered_on: date | None = None
    grounded: bool | None = None
    refusal_reason: str | None = None
    decision: str | None = None
