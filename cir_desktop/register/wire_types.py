"""The bodies of `resources/openapi/cir-v1.yaml` as they travel: Dutch names, lowerCamelCase, nulls sent.

Paths, request bodies, codes and the error body are facts [fact: published documentation and public mock]. The bodies
of answers are published nowhere: everything below `ZoekResultaat` and `Dossier` is ours [assumed], and this module
with `wire` is the one place that has to change when the real ones become known (docs/register-assumptions.md).

Codes are plain texts, because the published lists are cut: an unknown code is kept. Records that are only read are
not tracked by the garbage collector: they hold no cycles and live for the length of one mapping.
"""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

Moment = Annotated[datetime, Meta(tz=True)]
"""date-time of RFC 3339: without an offset it is no moment."""

Amount = Annotated[float, Meta(ge=0, le=1_000_000_000)]
"""Euro; the upper bound is ours and keeps cents within what a store can hold."""

Version = Annotated[int, Meta(ge=1, le=2_147_483_647)]
Bedrooms = Annotated[int, Meta(ge=0, le=9)]
SmallNumber = Annotated[int, Meta(ge=-32_768, le=32_767)]


class Read(msgspec.Struct, gc=False, rename="camel"):
    """What comes in. Unknown keys are passed over: an answer may grow."""


class Sent(msgspec.Struct, kw_only=True, rename="camel"):
    """What goes out. Nulls are sent [fact]."""


# --- answers -------------------------------------------------------------------------------------------------------


class Fout(Read):
    """The error body [fact]; `type` only on 409 [assumed]."""

    title: str
    status: int
    detail: str
    instance: str
    type: str | None = None


class GevondenDossier(Read):
    """One result of a search [assumed]."""

    dossier_nummer: str
    versie_nummer: Version
    status: str
    update_datum: Moment


class ZoekResultaat(Read):
    """The results of a search, at most 1,000 [assumed]."""

    dossiers: tuple[GevondenDossier, ...]


class ActieOntvangst(Read):
    """The receipt of an action [assumed]."""

    dossier_nummer: str
    versie_nummer: Version
    status: str
    actie: str
    verwerkt_op: Moment
    correlation_id: str


class Gemeente(Read):
    """A municipality [assumed]."""

    nis_code: str
    naam: str


class Gemeentes(Read):
    """The municipalities in force [assumed]."""

    gemeentes: tuple[Gemeente, ...]


class Wijken(Read):
    """The neighbourhoods of a municipality [assumed]."""

    nis_code: str
    wijken: tuple[str, ...]


class Gezondheid(Read):
    """Health: UP, DEGRADED or DOWN [fact: Belgian REST guide]."""

    status: str


class Token(Read, rename=None):
    """The answer of the token endpoint (RFC 6749 5.1) [fact]; `expires_in` in seconds."""

    access_token: Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,8192}$")]
    """Goes into a header as it is: printable ASCII only (RFC 6750, 2.1)."""
    token_type: str
    expires_in: Annotated[int, Meta(ge=1, le=86_400)]


# --- orders --------------------------------------------------------------------------------------------------------


class ZoekOpdracht(Sent):
    """The criteria of a search, joined by AND [fact]; that Tot is inclusive is assumed."""

    dossier_type: str | None = None
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


class Bevestiging(Sent):
    """ "This version is safely in my software" [fact]."""

    dossier_nummer: str
    partij_code: str
    versie_nummer: int


class Pand(Sent):
    """The home that an action is about [fact]; 150 is Belgium."""

    post_code: str
    gemeente: str
    gemeente_nis_code: str
    straat: str
    huis_nummer: str
    huis_nummer_bus: str | None
    land_nis_code: str | None = "150"


class DossierActie(Sent):
    """A consequence [fact]; that `datumIngangContract` is required with ACC is assumed."""

    dossier_nummer: str
    partij_code: str
    actie: str
    commentaar: str | None
    datum_ingang_contract: datetime | None
    pand: Pand | None


class RanglijstWijziging(Sent):
    """What we determined for one ranking list of one dossier [fact]."""

    rang_lijst_type: str
    dossier_nummer: str
    beperkte_regio_keuze: bool | None
    lokale_binding: str | None
    gemeente_nis_code: str | None
    wijk: str | None
    criterium1: str | None


class RangschikkingWijzigingen(Sent):
    """A report for ranking lists [fact]."""

    partij_code: str
    ranglijst_wijzigingen: list[RanglijstWijziging]
