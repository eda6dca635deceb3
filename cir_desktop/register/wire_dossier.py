"""The body of a dossier as it travels, all of it [assumed]; `wire_types` says what holds of every body."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from cir_desktop.register.wire_types import Amount, Bedrooms, Moment, Read, SmallNumber, Version


class Adres(Read):
    """A postal address."""

    straat: str
    huis_nummer: str
    huis_nummer_bus: str | None
    post_code: str
    gemeente: str
    gemeente_nis_code: str | None
    land_nis_code: str


class Mantelzorg(Read):
    """Informal care: GEEFT or KRIJGT, and where the other one lives."""

    soort: str
    gemeente_nis_code: str | None


class Persoon(Read):
    """Somebody in the dossier."""

    rol: str
    referentiepersoon: bool
    verhuist_mee: bool
    relatie: str
    huurders_categorie: str | None
    geslacht: str
    bewindvoerder: str | None
    rijksregisternummer: str | None
    voor_naam: str
    naam: str
    geboorte_datum: date | None
    domicilie_adres: Adres | None
    verblijf_adres: Adres | None
    post_adres: Adres | None
    email: str | None
    telefoon1: str | None
    telefoon2: str | None
    handicap: Annotated[int, Meta(ge=0, le=100)] | None
    arbeidsongeschikt: bool | None
    mantelzorg: Mantelzorg | None
    taalkennis: str | None
    bevestigings_status: str
    partner_mag_wijzigen: bool | None


class KindNietVoltijds(Read):
    """A child that does not live in full time."""

    voor_naam: str
    geslacht: str
    geboorte_datum: date | None
    regeling: str


class Loonfiche(Read):
    """A payslip of a month."""

    maand: str
    bedrag: Amount


class Inkomsten(Read):
    """Income in euro a year, of candidate and partner together."""

    belastbaar_inkomen: Amount | None
    inkomsten_jaar: Annotated[int, Meta(ge=1990, le=2100)] | None
    leefloon: Amount | None
    ivt: Amount | None
    vrijgesteld_buitenland: Amount | None
    vrijgesteld_eu: Amount | None = msgspec.field(name="vrijgesteldEU")
    loonfiches: tuple[Loonfiche, ...]
    schuldbegeleiding: bool | None
    onderhoudsgeld: Amount | None
    controle: str


class Eigendom(Read):
    """Real estate, found and declared."""

    gevonden: bool | None
    verklaard_geen: bool | None
    toelichting: str | None
    controle: str


class Voorkeuren(Read):
    """What the candidate asks of a home."""

    max_huur: Amount | None
    min_slaapkamers: Bedrooms | None
    max_slaapkamers: Bedrooms | None
    types: tuple[str, ...]
    aangepaste_woning: bool


class RegioKeuze(Read):
    """A chosen municipality with its neighbourhoods."""

    gemeente_nis_code: str
    wijken: tuple[str, ...]


class OptioneleVoorkeur(Read):
    """Wishes per housing company."""

    partij_code: str
    hoogste_verdieping: SmallNumber | None
    traptreden: SmallNumber | None
    kamer_op_overschot: bool | None
    lift: bool | None
    terras: bool | None
    douche: bool | None
    wasmachine_aansluiting: bool | None


class Inschrijvingshulp(Read):
    """Who helped with the registration."""

    soort: str
    email: str | None
    informeren: bool


class StatusOvergang(Read):
    """A line of the status history; the last three are not told by a register that does only what is published."""

    status_code_van: str | None
    status_code_naar: str
    datum: Moment
    actie: str | None = None
    partij_code: str | None = None
    correlation_id: str | None = None


class Verklaring(Read):
    """A declaration."""

    code: str
    datum: date


class Melding(Read):
    """A message."""

    datum: date
    tekst: str


class Aanbieding(Read):
    """An offer, ours or another landlord's."""

    partij_code: str
    datum: date
    antwoord: str | None
    datum_antwoord: date | None
    gegrond: bool | None


class Evaluatie(Read):
    """What a landlord found of one attachment."""

    bijlage_identificatie: str
    evaluatie: str


class WoonnoodAntwoord(Read):
    """What one landlord concluded on a housing-need request."""

    partij_code: str
    status: str
    evaluaties: tuple[Evaluatie, ...]
    conclusie: str | None
    toegekende_voorrang: str | None
    datum_antwoord: date | None


class WoonnoodVerzoek(Read):
    """A housing-need request."""

    datum: date
    verklaring: str
    bijlagen: tuple[str, ...]
    antwoorden: tuple[WoonnoodAntwoord, ...]


class Rangschikking(Read):
    """What a landlord reported for a ranking list."""

    partij_code: str
    rang_lijst_type: str
    beperkte_regio_keuze: bool | None
    lokale_binding: str | None
    gemeente_nis_code: str | None
    wijk: str | None
    criterium1: str | None


class ToegewezenPand(Read):
    """The home of an allocation as the register knows it: as `Pand`, with the last two left out at will."""

    post_code: str
    gemeente: str
    gemeente_nis_code: str
    straat: str
    huis_nummer: str
    huis_nummer_bus: str | None = None
    land_nis_code: str | None = None


class Toewijzing(Read):
    """An allocation."""

    partij_code: str
    datum: date
    datum_ingang_contract: Moment
    pand: ToegewezenPand | None


class Verhaal(Read):
    """An appeal."""

    datum: date
    grond: str
    uitkomst: str | None


class Bijlage(Read):
    """A document that can be fetched."""

    bijlage_identificatie: str
    naam: str
    datum: date
    grootte: Annotated[int, Meta(ge=0, le=2_147_483_647)]


class Dossier(Read):
    """One version of a dossier, in the order of the contract."""

    dossier_nummer: str
    dossier_type: str
    versie_nummer: Version
    status: Annotated[str, Meta(min_length=1)]
    dossier_status_historiek: tuple[StatusOvergang, ...]
    ontvangst_datum: Moment
    creatie_datum: Moment
    update_datum: Moment
    inschrijvings_datum: date | None
    behandelende_partij_code: str
    onderzoeks_redenen: tuple[str, ...]
    personen: Annotated[tuple[Persoon, ...], Meta(min_length=1)]
    kinderen_niet_voltijds: tuple[KindNietVoltijds, ...]
    inkomsten: Inkomsten | None
    eigendom: Eigendom | None
    voorkeuren: Voorkeuren
    regio_keuzes: tuple[RegioKeuze, ...]
    optionele_voorkeuren: tuple[OptioneleVoorkeur, ...]
    inschrijvingshulp: Inschrijvingshulp | None
    verklaringen: tuple[Verklaring, ...]
    meldingen: tuple[Melding, ...]
    aanbiedingen: tuple[Aanbieding, ...]
    woonnood_verzoeken: tuple[WoonnoodVerzoek, ...]
    rangschikkingen: tuple[Rangschikking, ...]
    toewijzingen: tuple[Toewijzing, ...]
    verhalen: tuple[Verhaal, ...]
    bijlagen: tuple[Bijlage, ...]
