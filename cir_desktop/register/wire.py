"""Between the wire and the domain: the one place that knows how the register spells things.

Everything that reads `wire_types` reads assumptions of ours, save what is marked [fact] there. `decode_dossier` runs
for every dossier of a pull: it is written flat, with positional construction, because that is measurably faster.
"""

import re
from datetime import datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from cir_desktop.domain.codes import is_known_status
from cir_desktop.domain.dossier import (
    Address,
    Appeal,
    Attachment,
    Care,
    DatedText,
    Dossier,
    Help,
    HousingNeedAnswer,
    HousingNeedRequest,
    Income,
    OptionalWish,
    PartTimeChild,
    Payslip,
    Person,
    Preferences,
    RankingInput,
    RealEstate,
    RegionChoice,
    RegisterAllocation,
    RegisterOffer,
    StatusChange,
)
from cir_desktop.domain.process import Command, ConsequencePayload, RankingReport, Receipt
from cir_desktop.domain.values import (
    DossierNumber,
    Money,
    NationalNumber,
    NisCode,
    PartyCode,
    checksum_holds,
    dutch_date,
)
from cir_desktop.errors import BadInput, RegisterNonsense
from cir_desktop.register import wire_dossier as body
from cir_desktop.register import wire_types as wire
from cir_desktop.register.search import Listed, SearchCriteria

DOSSIER_TYPE = "RFH"
"""The only type of dossier that is published: a registration for a rental home [fact]."""

_BRUSSELS = ZoneInfo("Europe/Brussels")
_PATH = re.compile(r"at `(\$[^`]*)`")
_FIELD = re.compile(r"missing required field `([^`]*)`")
_CANONICAL_NUMBER = re.compile(r"\d{4}\.\d\d\.\d\d\.\d{4}").fullmatch

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_dossier = msgspec.json.Decoder(body.Dossier)
_encoder = msgspec.json.Encoder()

T = TypeVar("T", bound=wire.Read)


class UndecodableDossier(RegisterNonsense):
    """A dossier that does not follow the contract. `reason` names the place in the JSON, never a value."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Een dossier van het register is niet leesbaar: {reason}",
            "Het dossier is bewaard zoals het kwam; meld dit aan de leverancier.",
        )
        self.reason = reason


def decode_dossier(raw: bytes) -> Dossier:
    """The domain's record of one received dossier (schema `Dossier`, assumed).

    Unknown keys are passed over and unknown codes kept as text. What is odd but readable becomes a Dutch warning in
    the record: an unknown status, a national number whose check digits do not hold, a registration day that is not
    the one of the number. Raises UndecodableDossier when a key is missing or has another type than agreed.
    """
    try:
        w = _dossier.decode(raw)
    except _UNREADABLE as error:
        raise UndecodableDossier(_reason(error)) from error
    if w.dossier_type != DOSSIER_TYPE:
        raise UndecodableDossier("het type van het dossier is niet gekend ($.dossierType).")
    number = _number(w.dossier_nummer)
    warnings: list[str] = []
    if not is_known_status(w.status):
        warnings.append(f"De status {w.status[:20]} is niet gekend: aan dit dossier kan niet aangeboden worden.")
    if w.inschrijvings_datum is not None and number.day is not None and number.day != w.inschrijvings_datum:
        warnings.append(
            f"De inschrijvingsdatum {dutch_date(w.inschrijvings_datum)} is niet de dag van het dossiernummer."
        )
    return Dossier(
        number,
        w.versie_nummer,
        w.status,
        tuple(
            [
                StatusChange(
                    h.status_code_van, h.status_code_naar, h.datum, h.actie, _party(h.partij_code), h.correlation_id
                )
                for h in w.dossier_status_historiek
            ]
        ),
        w.ontvangst_datum,
        w.creatie_datum,
        w.update_datum,
        w.inschrijvings_datum,
        PartyCode(w.behandelende_partij_code),
        w.onderzoeks_redenen,
        _persons(w.personen, warnings),
        tuple([PartTimeChild(c.voor_naam, c.geslacht, c.geboorte_datum, c.regeling) for c in w.kinderen_niet_voltijds]),
        _income(w.inkomsten),
        _real_estate(w.eigendom),
        Preferences(
            _money(w.voorkeuren.max_huur),
            w.voorkeuren.min_slaapkamers,
            w.voorkeuren.max_slaapkamers,
            w.voorkeuren.types,
            w.voorkeuren.aangepaste_woning,
        ),
        tuple([RegionChoice(NisCode(r.gemeente_nis_code), r.wijken) for r in w.regio_keuzes]),
        tuple(
            [
                OptionalWish(
                    PartyCode(o.partij_code),
                    o.hoogste_verdieping,
                    o.traptreden,
                    o.kamer_op_overschot,
                    o.lift,
                    o.terras,
                    o.douche,
                    o.wasmachine_aansluiting,
                )
                for o in w.optionele_voorkeuren
            ]
        ),
        Help(h.soort, h.email, h.informeren) if (h := w.inschrijvingshulp) else None,
        tuple([DatedText(d.datum, d.code) for d in w.verklaringen]),
        tuple([DatedText(m.datum, m.tekst) for m in w.meldingen]),
        tuple(
            [
                RegisterOffer(PartyCode(a.partij_code), a.datum, a.antwoord, a.datum_antwoord, a.gegrond)
                for a in w.aanbiedingen
            ]
        ),
        tuple([_housing_need(v) for v in w.woonnood_verzoeken]),
        tuple(
            [
                RankingInput(
                    PartyCode(r.partij_code),
                    r.rang_lijst_type,
                    r.beperkte_regio_keuze,
                    r.lokale_binding,
                    _nis(r.gemeente_nis_code),
                    r.wijk,
                    r.criterium1,
                )
                for r in w.rangschikkingen
            ]
        ),
        tuple(
            [
                RegisterAllocation(PartyCode(t.partij_code), t.datum, t.datum_ingang_contract, _allocated(t.pand))
                for t in w.toewijzingen
            ]
        ),
        tuple([Appeal(v.datum, v.grond, v.uitkomst) for v in w.verhalen]),
        tuple([Attachment(b.bijlage_identificatie, b.naam, b.datum, b.grootte) for b in w.bijlagen]),
        tuple(warnings),
    )


def encode_search(criteria: SearchCriteria) -> bytes:
    """The body of `dossiers/zoeken` [fact]: only rental dossiers are asked for."""
    return _encoder.encode(
        wire.ZoekOpdracht(
            dossier_type=DOSSIER_TYPE,
            dossier_nummer=criteria.number,
            creatie_datum_vanaf=criteria.created_from,
            creatie_datum_tot=criteria.created_to,
            update_datum_vanaf=criteria.updated_from,
            update_datum_tot=criteria.updated_to,
            ontvangst_datum_vanaf=criteria.received_from,
            ontvangst_datum_tot=criteria.received_to,
            niet_gesynchroniseerd=True if criteria.only_unsynchronised else None,
            partij_code=criteria.party,
        )
    )


def decode_search(raw: bytes) -> tuple[Listed, ...]:
    """The answer of a search [assumed]. Raises RegisterNonsense."""
    found = decode(raw, wire.ZoekResultaat).dossiers
    return tuple([Listed(d.dossier_nummer, d.versie_nummer, d.status, d.update_datum) for d in found])


def encode_acknowledgement(number: str, version: int, party: str) -> bytes:
    """The body of `dossiers/bevestigDossierVerwerking` [fact]."""
    return _encoder.encode(wire.Bevestiging(dossier_nummer=number, partij_code=party, versie_nummer=version))


def encode_action(command: Command, party: str) -> bytes:
    """The body of `dossiers/verwerkDossierActie` [fact].

    A contract starts on a day; the register takes a moment: midnight in Flanders [assumed]. Raises TypeError for a
    command that is no action.
    """
    payload = command.payload
    if not isinstance(payload, ConsequencePayload):
        raise TypeError(f"{command.action} is no action of the register")
    home, day = payload.home, payload.contract_from
    return _encoder.encode(
        wire.DossierActie(
            dossier_nummer=command.dossier,
            partij_code=party,
            actie=command.action,
            commentaar=payload.comment[:2000] or None,
            datum_ingang_contract=datetime.combine(day, time(), _BRUSSELS) if day else None,
            pand=wire.Pand(
                post_code=home.postcode,
                gemeente=home.place,
                gemeente_nis_code=home.nis_code,
                straat=home.street,
                huis_nummer=home.number,
                huis_nummer_bus=home.box,
            )
            if home
            else None,
        )
    )


def encode_ranking(command: Command, party: str) -> bytes:
    """The body of `dossiers/wijzigDossierRangschikkingen` [fact]: one change, of one dossier.

    Raises TypeError for a command that is no report for a ranking list.
    """
    report = command.payload
    if not isinstance(report, RankingReport):
        raise TypeError(f"{command.action} is no report for a ranking list")
    change = wire.RanglijstWijziging(
        rang_lijst_type=report.kind,
        dossier_nummer=command.dossier,
        beperkte_regio_keuze=report.limited_region,
        lokale_binding=report.local_binding,
        gemeente_nis_code=report.nis_code,
        wijk=report.neighbourhood,
        criterium1=report.criterion,
    )
    return _encoder.encode(wire.RangschikkingWijzigingen(partij_code=party, ranglijst_wijzigingen=[change]))


def decode_receipt(raw: bytes) -> Receipt:
    """The answer of an action [assumed]. Raises RegisterNonsense."""
    r = decode(raw, wire.ActieOntvangst)
    return Receipt(r.dossier_nummer, r.versie_nummer, r.status, r.actie, r.verwerkt_op, r.correlation_id)


def decode(raw: bytes, kind: type[T]) -> T:
    """A small answer of the register. Raises RegisterNonsense that names the place, never a value."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except _UNREADABLE as error:
        raise RegisterNonsense(
            f"Het register gaf een antwoord dat niet leesbaar is: {_reason(error)}",
            "Probeer het later opnieuw; blijft dit zo, meld het aan de leverancier.",
        ) from error


def _reason(error: Exception) -> str:
    text = str(error)
    path = found.group(1) if (found := _PATH.search(text)) else "$"
    if missing := _FIELD.search(text):
        return f"het veld {missing.group(1)} ontbreekt ({path})."
    if isinstance(error, msgspec.ValidationError):
        return f"een waarde heeft niet de afgesproken vorm ({path})."
    return "dit is geen volledige JSON."


def _number(text: str) -> DossierNumber:
    if _CANONICAL_NUMBER(text):
        return DossierNumber(text)
    try:
        return DossierNumber.parse(text)
    except BadInput as error:
        raise UndecodableDossier("het dossiernummer heeft een onbekende vorm ($.dossierNummer).") from error


def _persons(persons: tuple[body.Persoon, ...], warnings: list[str]) -> tuple[Person, ...]:
    mapped = []
    for place, p in enumerate(persons, start=1):
        digits = p.rijksregisternummer
        if digits is not None and not checksum_holds(digits):
            warnings.append(f"Het rijksregisternummer van persoon {place} klopt niet: het controlegetal past niet.")
        mapped.append(
            Person(
                p.rol == "HUURDER",
                p.referentiepersoon,
                p.verhuist_mee,
                p.relatie,
                p.huurders_categorie,
                p.geslacht,
                p.bewindvoerder,
                NationalNumber(digits) if digits is not None else None,
                p.voor_naam,
                p.naam,
                p.geboorte_datum,
                _address(p.domicilie_adres),
                _address(p.verblijf_adres),
                _address(p.post_adres),
                p.email,
                p.telefoon1,
                p.telefoon2,
                p.handicap,
                p.arbeidsongeschikt,
                Care(m.soort == "GEEFT", _nis(m.gemeente_nis_code)) if (m := p.mantelzorg) else None,
                p.taalkennis,
                p.bevestigings_status,
                p.partner_mag_wijzigen,
            )
        )
    return tuple(mapped)


def _address(a: body.Adres | None) -> Address | None:
    if a is None:
        return None
    return Address(
        a.straat,
        a.huis_nummer,
        a.huis_nummer_bus,
        a.post_code,
        a.gemeente,
        _nis(a.gemeente_nis_code),
        a.land_nis_code,
    )


def _allocated(p: body.ToegewezenPand | None) -> Address | None:
    if p is None:
        return None
    return Address(
        p.straat,
        p.huis_nummer,
        p.huis_nummer_bus,
        p.post_code,
        p.gemeente,
        NisCode(p.gemeente_nis_code),
        p.land_nis_code or "150",
    )


def _income(i: body.Inkomsten | None) -> Income | None:
    if i is None:
        return None
    return Income(
        _money(i.belastbaar_inkomen),
        i.inkomsten_jaar,
        _money(i.leefloon),
        _money(i.ivt),
        _money(i.vrijgesteld_buitenland),
        _money(i.vrijgesteld_eu),
        tuple([Payslip(slip.maand, Money(int(slip.bedrag * 100 + 0.5))) for slip in i.loonfiches]),
        i.schuldbegeleiding,
        _money(i.onderhoudsgeld),
        i.controle,
    )


def _real_estate(e: body.Eigendom | None) -> RealEstate | None:
    return None if e is None else RealEstate(e.gevonden, e.verklaard_geen, e.toelichting, e.controle)


def _housing_need(v: body.WoonnoodVerzoek) -> HousingNeedRequest:
    return HousingNeedRequest(
        v.datum,
        v.verklaring,
        v.bijlagen,
        tuple(
            [
                HousingNeedAnswer(
                    PartyCode(a.partij_code),
                    a.status,
                    tuple([(e.bijlage_identificatie, e.evaluatie) for e in a.evaluaties]),
                    a.conclusie,
                    a.toegekende_voorrang,
                    a.datum_antwoord,
                )
                for a in v.antwoorden
            ]
        ),
    )


def _money(euros: float | None) -> Money | None:
    return None if euros is None else Money(int(euros * 100 + 0.5))


def _nis(code: str | None) -> NisCode | None:
    return None if code is None else NisCode(code)


def _party(code: str | None) -> PartyCode | None:
    return None if code is None else PartyCode(code)
