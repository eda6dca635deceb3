"""The contract's Dossier as records, to refuse a written dossier that does not have its shape."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from cir_desktop.practice.messages import (
    ActionCode,
    Criterion,
    DossierNumber,
    Home,
    InvestigationItem,
    ListType,
    LocalBinding,
    Moment,
    NeedStatus,
    NisCode,
    PartyCode,
)

NationalNumber = Annotated[str, Meta(pattern="^[0-9]{11}$")]
Sex = Literal["M", "V", "X"]
Amount = Annotated[float, Meta(ge=0)]
Bedrooms = Annotated[int, Meta(ge=0, le=9)]
CorrelationId = Annotated[
    str, Meta(pattern="^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")
]  # fmt: skip


class Part(Struct, frozen=True, rename="camel"):
    """A part of a dossier; the contract lets it carry more."""


class Address(Part, frozen=True):
    """Adres."""

    straat: str
    huis_nummer: str
    huis_nummer_bus: str | None
    post_code: str
    gemeente: str
    gemeente_nis_code: str | None
    land_nis_code: str


class Care(Part, frozen=True):
    """Mantelzorg."""

    soort: Literal["GEEFT", "KRIJGT"]
    gemeente_nis_code: str | None


class Person(Part, frozen=True):
    """Persoon."""

    rol: Literal["HUURDER", "MEDEBEWONER"]
    referentiepersoon: bool
    verhuist_mee: bool
    relatie: Literal[
        "REFERENTIEPERSOON", "PARTNER", "KIND", "KLEINKIND", "OUDER", "BROER_ZUS", "ANDER_FAMILIELID",
        "GEEN_FAMILIE",
    ]  # fmt: skip
    huurders_categorie: Literal["ALLEENSTAANDE", "GEHUWD", "WETTELIJK_SAMENWONEND", "FEITELIJK_SAMENWONEND"] | None
    geslacht: Sex
    bewindvoerder: str | None
    rijksregisternummer: NationalNumber | None
    voor_naam: str
    naam: str
    geboorte_datum: date | None
    domicilie_adres: Address | None
    verblijf_adres: Address | None
    post_adres: Address | None
    email: str | None
    telefoon1: str | None
    telefoon2: str | None
    handicap: Annotated[int, Meta(ge=0, le=100)] | None
    arbeidsongeschikt: bool | None
    mantelzorg: Care | None
    taalkennis: Literal["A1", "A2", "B1", "HOGER", "NIET_GEKEND", "VRIJGESTELD"] | None
    bevestigings_status: Literal["BEVESTIGD", "NIET_BEVESTIGD", "NIET_NODIG"]
    partner_mag_wijzigen: bool | None


class PartTimeChild(Part, frozen=True):
    """KindNietVoltijds."""

    voor_naam: str
    geslacht: Sex
    geboorte_datum: date | None
    regeling: Literal["WEEKEND", "COOUDERSCHAP", "GEPLAATST"]


class Payslip(Part, frozen=True):
    """A month's pay."""

    maand: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}$")]
    bedrag: Amount


class Income(Struct, frozen=True):
    """Inkomsten, euro a year."""

    belastbaarInkomen: Amount | None
    inkomstenJaar: Annotated[int, Meta(ge=1990, le=2100)] | None
    leefloon: Amount | None
    ivt: Amount | None
    vrijgesteldBuitenland: Amount | None
    vrijgesteldEU: Amount | None
    loonfiches: Annotated[list[Payslip], Meta(max_length=3)]
    schuldbegeleiding: bool | None
    onderhoudsgeld: Amount | None
    controle: Literal["VOLDOET", "VOLDOET_NIET", "NIET_GEVONDEN", "NIET_GECONTROLEERD"]


class Property(Part, frozen=True):
    """Eigendom."""

    gevonden: bool | None
    verklaard_geen: bool | None
    toelichting: str | None
    controle: Literal["VOLDOET", "VOLDOET_NIET", "NIET_GECONTROLEERD"]


class Preferences(Part, frozen=True):
    """Voorkeuren; the rent in euro a month."""

    max_huur: Amount | None
    min_slaapkamers: Bedrooms | None
    max_slaapkamers: Bedrooms | None
    types: list[Literal["A", "H", "R", "S"]]
    aangepaste_woning: bool


class RegionChoice(Part, frozen=True):
    """RegioKeuze."""

    gemeente_nis_code: NisCode
    wijken: list[str]


class OptionalPreference(Part, frozen=True):
    """OptioneleVoorkeur."""

    partij_code: PartyCode
    hoogste_verdieping: int | None
    traptreden: int | None
    kamer_op_overschot: bool | None
    lift: bool | None
    terras: bool | None
    douche: bool | None
    wasmachine_aansluiting: bool | None


class Help(Part, frozen=True):
    """Who helped with the registration."""

    soort: Literal["OCMW", "CAW", "WELZIJN", "FAMILIE", "ANDER"]
    email: str | None
    informeren: bool


class Statement(Part, frozen=True):
    """Verklaring."""

    code: str
    datum: date


class Message(Part, frozen=True):
    """Melding."""

    datum: date
    tekst: str


class Offer(Part, frozen=True):
    """Aanbieding."""

    partij_code: PartyCode
    datum: date
    antwoord: Literal["AANVAARD", "GEWEIGERD", "GEEN_ANTWOORD", "INGETROKKEN"] | None
    datum_antwoord: date | None
    gegrond: bool | None


class Evaluation(Part, frozen=True):
    """What a landlord made of one attachment."""

    bijlage_identificatie: str
    evaluatie: str


class NeedAnswer(Part, frozen=True):
    """A landlord's answer to a housing-need request."""

    partij_code: PartyCode
    status: NeedStatus
    evaluaties: list[Evaluation]
    conclusie: str | None
    toegekende_voorrang: Criterion | None
    datum_antwoord: date | None


class NeedRequest(Part, frozen=True):
    """WoonnoodVerzoek."""

    datum: date
    verklaring: str
    bijlagen: list[str]
    antwoorden: list[NeedAnswer]


class Ranking(Part, frozen=True):
    """Rangschikking."""

    partij_code: PartyCode
    rang_lijst_type: ListType
    beperkte_regio_keuze: bool | None
    lokale_binding: LocalBinding | None
    gemeente_nis_code: str | None
    wijk: str | None
    criterium1: str | None


class Allocation(Part, frozen=True):
    """Toewijzing."""

    partij_code: PartyCode
    datum: date
    datum_ingang_contract: Moment
    pand: Home | None


class Appeal(Part, frozen=True):
    """Verhaal."""

    datum: date
    grond: str
    uitkomst: str | None


class Attachment(Part, frozen=True):
    """Bijlage; the size in bytes."""

    bijlage_identificatie: str
    naam: str
    datum: date
    grootte: Annotated[int, Meta(ge=0)]


class HistoryEntry(Part, frozen=True):
    """A line of dossierStatusHistoriek."""

    status_code_van: str | None
    status_code_naar: str
    datum: Moment
    actie: ActionCode | None = None
    partij_code: PartyCode | None = None
    correlation_id: CorrelationId | None = None


class DossierShape(Part, frozen=True):
    """Dossier."""

    dossier_nummer: DossierNumber
    dossier_type: Literal["RFH"]
    versie_nummer: Annotated[int, Meta(ge=1)]
    status: str
    dossier_status_historiek: list[HistoryEntry]
    ontvangst_datum: Moment
    creatie_datum: Moment
    update_datum: Moment
    inschrijvings_datum: date | None
    behandelende_partij_code: PartyCode
    onderzoeks_redenen: list[InvestigationItem]
    personen: Annotated[list[Person], Meta(min_length=1)]
    kinderen_niet_voltijds: list[PartTimeChild]
    inkomsten: Income | None
    eigendom: Property | None
    voorkeuren: Preferences
    regio_keuzes: list[RegionChoice]
    optionele_voorkeuren: list[OptionalPreference]
    inschrijvingshulp: Help | None
    verklaringen: list[Statement]
    meldingen: list[Message]
    aanbiedingen: list[Offer]
    woonnood_verzoeken: list[NeedRequest]
    rangschikkingen: list[Ranking]
    toewijzingen: list[Allocation]
    verhalen: list[Appeal]
    bijlagen: list[Attachment]
