"""The bodies that the contract's calls take, as strict records: an unknown or wrong field is a 400."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from cir_desktop.practice.errors import BAD_NATIONAL_NUMBER, Problem

MAX_BODY_BYTES = 8_000_000

DossierNumber = Annotated[str, Meta(pattern=r"^[0-9]{4}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$")]
PartyCode = Annotated[str, Meta(pattern=r"^[A-Z0-9-]+$", min_length=1, max_length=20)]
NisCode = Annotated[str, Meta(pattern=r"^[0-9]{5}$")]
PostCode = Annotated[str, Meta(pattern=r"^[0-9]{4}$")]
Moment = Annotated[datetime, Meta(tz=True)]
ActionCode = Literal[
    "OFFER", "ACC", "CCL", "CCLGW", "REF", "NORES", "NCOMP", "RJCT", "VOL", "DEC", "WAIT", "WAKE", "REQI",
    "RSPND", "OBJ", "OBJCT", "UNDO", "ACTUA", "MIGRA", "NOACT", "FRAUD", "JUD", "ARCH", "SAVE", "REG", "APP",
    "OVRVW",
]  # fmt: skip
ListType = Literal["PLR1", "PLR2", "PLR3", "PLR4"]
LocalBinding = Literal["YES", "NO", "UNK"]
Criterion = Literal[
    "H", "R", "A", "S", "EHOME", "UASIL", "MHP", "SUBSH", "SPSC", "D", "DERES", "UOCCU"
]  # fmt: skip
NeedStatus = Literal["IN_ONDERZOEK", "GEACCEPTEERD", "GEWEIGERD"]
InvestigationItem = Literal[
    "BUITENLANDS_INKOMEN", "GEEN_INKOMEN_GEVONDEN", "EIGENDOM", "ONTBREKEND_DOCUMENT", "HANDICAP_AAN_TE_TONEN"
]  # fmt: skip


class Body(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A body in the contract's spelling that takes no other fields."""


class SearchOrder(Body, frozen=True):
    """ZoekOpdracht: every criterion may be absent or null."""

    dossier_type: Literal["RFH"] | None = None
    dossier_status: str | None = None
    dossier_nummer: str | None = None
    post_code: str | None = None
    aanvrager_rijksregisternummer: str | None = None
    creatie_datum_vanaf: date | None = None
    creatie_datum_tot: date | None = None
    update_datum_vanaf: date | None = None
    update_datum_tot: date | None = None
    ontvangst_datum_vanaf: date | None = None
    ontvangst_datum_tot: date | None = None
    niet_gesynchroniseerd: bool | None = None
    partij_code: str | None = None


class Acknowledgement(Body, frozen=True):
    """Bevestiging."""

    dossier_nummer: DossierNumber
    partij_code: PartyCode
    versie_nummer: Annotated[int, Meta(ge=1)]


class Home(Struct, frozen=True, rename="camel"):
    """Pand; the contract lets it carry more."""

    post_code: PostCode
    gemeente: str
    gemeente_nis_code: NisCode
    straat: str
    huis_nummer: str
    huis_nummer_bus: str | None = None
    land_nis_code: str | None = None


class DossierAction(Body, frozen=True):
    """DossierActie."""

    dossier_nummer: DossierNumber
    partij_code: PartyCode
    actie: ActionCode
    commentaar: Annotated[str, Meta(max_length=2000)] | None = None
    datum_ingang_contract: Moment | None = None
    pand: Home | None = None


class RankingChange(Struct, frozen=True, rename="camel"):
    """What a landlord determined for one dossier on one ranking list."""

    rang_lijst_type: ListType
    dossier_nummer: DossierNumber
    beperkte_regio_keuze: bool | None = None
    lokale_binding: LocalBinding | None = None
    gemeente_nis_code: str | None = None
    wijk: str | None = None
    criterium1: str | None = None


class RankingChanges(Body, frozen=True):
    """RangschikkingWijzigingen."""

    partij_code: PartyCode
    ranglijst_wijzigingen: Annotated[list[RankingChange], Meta(min_length=1, max_length=1000)]


class Party(Body, frozen=True):
    """Partij."""

    partij_code: PartyCode


class AttachmentQuestion(Body, frozen=True):
    """BijlageVraag."""

    dossier_nummer: DossierNumber
    partij_code: PartyCode
    bijlage_identificatie: Annotated[str, Meta(min_length=1)]


class Evaluation(Body, frozen=True):
    """What a landlord made of one attachment of a request."""

    bijlage_identificatie: Annotated[str, Meta(min_length=1)]
    evaluatie: Annotated[str, Meta(max_length=2000)]


class NeedAnswer(Body, frozen=True):
    """WoonnoodAntwoordMelding; the request is known by its day."""

    dossier_nummer: DossierNumber
    partij_code: PartyCode
    datum: date
    status: NeedStatus
    evaluaties: Annotated[list[Evaluation], Meta(max_length=100)]
    conclusie: Annotated[str, Meta(max_length=4000)] | None
    toegekende_voorrang: Criterion | None


class InvestigationResult(Body, frozen=True):
    """OnderzoekResultaat."""

    dossier_nummer: DossierNumber
    partij_code: PartyCode
    onderdeel: InvestigationItem
    resultaat: Literal["VOLDOET", "VOLDOET_NIET"]
    toelichting: Annotated[str, Meta(max_length=2000)]


class PersonQuestion(Body, frozen=True):
    """PersoonVraag."""

    rijksregisternummer: str


class Neighbourhoods(Struct, frozen=True, rename="camel"):
    """Wijken; the contract lets it carry more."""

    nis_code: NisCode
    wijken: list[Annotated[str, Meta(min_length=1)]]


class Advance(Body, frozen=True, rename=None):
    """Control: how many days to go on, and how much happens on each.

    `routine` is what happens of itself: candidates who confirm their registration, and those struck off for silence.
    """

    days: Annotated[int, Meta(ge=1, le=3660)]
    registrations_per_day: Annotated[int, Meta(ge=0, le=5000)] = 3
    changes_per_day: Annotated[int, Meta(ge=0, le=5000)] = 5
    offers_elsewhere_per_day: Annotated[int, Meta(ge=0, le=5000)] = 1
    needs_per_day: Annotated[int, Meta(ge=0, le=5000)] = 1
    routine: bool = True


class Fault(Body, frozen=True, rename=None):
    """Control: how the next calls go wrong. `times` null is until the faults are cleared."""

    kind: Literal["down", "status", "nonsense", "slow", "cut"]
    code: Annotated[int, Meta(ge=400, le=599)] = 500
    seconds: Annotated[float, Meta(ge=0, le=120)] = 1.0
    times: Annotated[int, Meta(ge=1)] | None = 1
    path: str = ""
    after: bool = False


class OtherRoles(Body, frozen=True, rename=None):
    """Control: an employee gets other roles, as pairs "role:organisation"."""

    vo_id: str
    roles: tuple[str, ...]


class Corruption(Body, frozen=True, rename=None):
    """Control: the dossier that becomes undecodable for a reader of the contract."""

    dossier_number: DossierNumber = msgspec.field(name="dossierNummer")


class Change(Body, frozen=True, rename=None):
    """Control: one dossier that changes in a chosen way."""

    dossier_number: DossierNumber = msgspec.field(name="dossierNummer")
    what: Literal["unknown-status", "out-of-scope", "repaired", "offer-elsewhere"]


RecordT = TypeVar("RecordT")


def decode(body: bytes, kind: type[RecordT]) -> RecordT:
    """The body as a record of that kind. Raises Problem 400 when it does not keep to the contract."""
    if len(body) > MAX_BODY_BYTES:
        raise Problem(HTTPStatus.BAD_REQUEST, "Het bericht is te groot.")
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"Het bericht volgt het contract niet: {_place(error)}") from error


def checked(text: str, kind: Any, name: str) -> str:
    """The text of a path parameter. Raises Problem 400 when it does not have its form."""
    try:
        good: str = msgspec.convert(text, kind)
    except msgspec.ValidationError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"{name} heeft niet de juiste vorm.") from error
    return good


def wire(record: Struct) -> dict[str, Any]:
    """The record in the contract's spelling, dates as text."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


def check_national_number(text: str) -> None:
    """Raise Problem 400, without the number, when the checksum does not hold."""
    if not holds_checksum(text):
        raise Problem(HTTPStatus.BAD_REQUEST, BAD_NATIONAL_NUMBER)


def holds_checksum(text: str) -> bool:
    """Whether eleven digits end in 97 minus the rest by 97 of the first nine, 2 before them from 2000 on."""
    if len(text) != 11 or not (text.isascii() and text.isdigit()):
        return False
    head, check = int(text[:9]), int(text[9:])
    return check in {97 - head % 97, 97 - (2_000_000_000 + head) % 97}


def _place(error: Exception) -> str:
    # The place in the body, never what stood there: that may be a person's.
    text = str(error)
    _, found, place = text.rpartition(" - at ")
    return place if found else "$"
