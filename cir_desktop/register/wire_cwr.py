"""The bodies of `resources/openapi/cwr-v1.yaml`, and their place in the domain; all of them are ours [assumed]."""

from typing import Annotated

from msgspec import Meta

from cir_desktop.domain.dwelling import Dwelling
from cir_desktop.domain.values import NisCode
from cir_desktop.register.wire import decode
from cir_desktop.register.wire_types import Moment, Read


class WoningAdres(Read):
    """Where a dwelling is."""

    straat: str
    huis_nummer: str
    huis_nummer_bus: str | None
    post_code: str
    gemeente: str
    gemeente_nis_code: str


class Woning(Read):
    """A dwelling; its id of five letters is a fact."""

    vmsw_woning_id: Annotated[str, Meta(pattern="^[A-Z]{5}$")]
    woonmaatschappij_woning_id: str | None
    gebouweenheid_id: str | None
    partij_code: str
    adres: WoningAdres
    type: str | None
    aantal_slaapkamers: Annotated[int, Meta(ge=0, le=99)] | None
    verdieping: Annotated[int, Meta(ge=-9, le=99)] | None
    lift: bool | None
    aangepast: bool | None
    update_datum: Moment


class Woningen(Read):
    """What a search gives."""

    woningen: tuple[Woning, ...]


def decode_dwellings(raw: bytes) -> tuple[Dwelling, ...]:
    """The answer of a search. Raises RegisterNonsense that names the place, never a value."""
    return tuple(_dwelling(each) for each in decode(raw, Woningen).woningen)


def decode_dwelling(raw: bytes) -> Dwelling:
    """One dwelling. Raises RegisterNonsense."""
    return _dwelling(decode(raw, Woning))


def _dwelling(w: Woning) -> Dwelling:
    return Dwelling(
        id=w.vmsw_woning_id,
        own_code=w.woonmaatschappij_woning_id,
        unit=w.gebouweenheid_id,
        street=w.adres.straat,
        number=w.adres.huis_nummer,
        box=w.adres.huis_nummer_bus,
        postcode=w.adres.post_code,
        place=w.adres.gemeente,
        nis_code=NisCode(w.adres.gemeente_nis_code),
        type=w.type,
        bedrooms=w.aantal_slaapkamers,
        floor=w.verdieping,
        lift=w.lift,
        adapted=w.aangepast,
        updated_at=w.update_datum,
    )
