"""Codes of the register with the words that a clerk reads.

The published lists are cut [fact]: an unknown status code is kept, shown as it is, and never treated as REG.
"""

from typing import NamedTuple

STATUS_WORDS = {
    "REG": "Ingeschreven",
    "CHKS": "In onderzoek",
    "CHKO": "In onderzoek na verhaal",
    "INFOS": "Extra informatie gevraagd",
    "OFFER": "In wacht: aanbod loopt",
    "WAITS": "In wacht op eigen vraag",
    "RFSD": "Geweigerd",
    "RJCT": "Geschrapt",
    "SAVED": "Ontwerp",
    "TEMP": "Tijdelijk",
}

RANKING = "RANKING"
"""Our own name in the outbox for a message about ranking lists; the register has no action of this name."""

EDIT = "EDIT"
"""Our own name in the outbox for a corrected dossier; it is written as a whole, and no action of the register."""

HOUSING_NEED = "HOUSING_NEED"
"""Our own name in the outbox for our answer to a housing-need request."""

INVESTIGATION = "INVESTIGATION"
"""Our own name in the outbox for what we found of one exception of a registration."""

ACTION_WORDS = {
    "OFFER": "Aanbod",
    "ACC": "Aanvaard: huurcontract",
    "CCL": "Aanbod ingetrokken",
    "CCLGW": "Gegronde weigering",
    "REF": "Weigering",
    "NORES": "Geen antwoord op aanbod",
    "NCOMP": "Voldoet niet aan de voorwaarden",
    "RJCT": "Schrapping",
    "VOL": "Uitgeschreven op eigen vraag",
    "DEC": "Overleden",
    "WAIT": "In wacht op eigen vraag",
    "WAKE": "Niet langer in wacht",
    "UNDO": "Vorige stap ongedaan gemaakt",
    "REQI": "Extra informatie gevraagd",
    "RSPND": "Informatie bezorgd",
    "REG": "Inschrijving",
    "OBJ": "Verhaal ingediend",
    "OBJCT": "Verhaal afgehandeld",
    "ACTUA": "Actualisatie",
    "MIGRA": "Gewijzigd bij actualisatie",
    "NOACT": "Twee jaar geen activiteit",
    "FRAUD": "Fraude",
    "JUD": "Rechterlijke beslissing",
    RANKING: "Melding voor de rangschikking",
    EDIT: "Verbetering van gegevens",
    HOUSING_NEED: "Antwoord op een woonnoodverzoek",
    INVESTIGATION: "Resultaat van een onderzoek",
}

OFFER_ACTIONS = frozenset({"OFFER", "ACC", "CCL", "CCLGW", "REF", "NORES"})
"""The actions about an offer: the ones that an answer to it, or its end, is told with."""


class Reportable(NamedTuple):
    """A consequence that a clerk can report of a dossier: what the register does, and from which statuses [assumed]."""

    effect: str
    from_statuses: frozenset[str]


_IN_REGISTER = frozenset({"REG", "OFFER"})
_STRUCK = "Het CIR schrapt het dossier bij alle verhuurders"

CONSEQUENCES = {
    "WAIT": Reportable(
        "Het CIR zet het dossier in wacht op eigen vraag: niemand doet een aanbod tot de wacht eindigt.",
        frozenset({"REG"}),
    ),
    "WAKE": Reportable(
        "Het CIR beëindigt de wacht: de kandidaat is weer ingeschreven en kan aanbiedingen krijgen.",
        frozenset({"WAITS"}),
    ),
    "VOL": Reportable(f"{_STRUCK}, op eigen schriftelijke vraag van de kandidaat.", _IN_REGISTER),
    "DEC": Reportable(f"{_STRUCK}, wegens overlijden.", _IN_REGISTER),
    "NCOMP": Reportable(f"{_STRUCK}, omdat niet aan een voorwaarde voldaan is.", _IN_REGISTER),
}
"""What can be reported apart from an offer, by action code."""

SANCTIONS = frozenset({"REF", "NORES", "RJCT"})
"""Actions that can cost a household its rent allowance: a second person releases them."""

ACCELERATED_GROUPS = {
    "EHOME": "dakloos of met dakloosheid bedreigd",
    "UASIL": "jongere die begeleid alleen gaat wonen",
    "MHP": "geestelijke gezondheid",
    "SUBSH": "slechte huisvesting",
    "SPSC": "bijzondere sociale omstandigheden",
}
"""The five groups of the accelerated allocation (pillar 2), by their criterium1."""

INTERNAL_GROUNDS = {
    "DERES": "renovatie, sloop of verkoop van de huidige woning",
    "HEAD_LEASE": "einde van de hoofdhuur van de huidige woning",
    "UOCCU": "onderbezette woning",
}
"""The grounds of an internal move (pillar 4). DERES and UOCCU are criterium1; of HEAD_LEASE no code was published."""

PILLARS = {
    1: "standaardtoewijzing",
    2: "versnelde toewijzing",
    3: "doelgroep",
    4: "interne mutatie",
}

HOME_TYPES = {"A": "Appartement", "H": "Huis", "R": "Kamer", "S": "Studio"}

CERTAINTY_WORDS = {
    "LAW": "decreet",
    "GOV": "Vlaamse overheid",
    "WM": "praktijk van een woonmaatschappij",
    "OLD": "vroegere regeling, niet bevestigd",
    "INF": "afgeleid, niet bevestigd",
}
"""How sure the source of a rule or value is, by its label."""


def certainty_words(label: str) -> str:
    """What a clerk reads for how sure a source is; an unknown label is shown as it is."""
    return CERTAINTY_WORDS.get(label, label)


def status_words(code: str) -> str:
    """What a clerk reads for a status; an unknown code is shown as it is."""
    return STATUS_WORDS.get(code, code)


def is_known_status(code: str) -> bool:
    """Whether the status code is one of the published ones."""
    return code in STATUS_WORDS
