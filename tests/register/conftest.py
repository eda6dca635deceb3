"""A dossier as the contract describes it, with invented people."""

from typing import Any

import msgspec
import pytest


def _address() -> dict[str, Any]:
    return {
        "straat": "Verzonnenstraat",
        "huisNummer": "12",
        "huisNummerBus": None,
        "postCode": "2440",
        "gemeente": "Geel",
        "gemeenteNisCode": "13008",
        "landNisCode": "150",
    }


def _person(**changes: Any) -> dict[str, Any]:
    return {
        "rol": "HUURDER",
        "referentiepersoon": True,
        "verhuistMee": True,
        "relatie": "REFERENTIEPERSOON",
        "huurdersCategorie": "ALLEENSTAANDE",
        "geslacht": "V",
        "bewindvoerder": None,
        "rijksregisternummer": "85073090034",
        "voorNaam": "Verzonnen",
        "naam": "Voorbeeld",
        "geboorteDatum": "1985-07-30",
        "domicilieAdres": _address(),
        "verblijfAdres": None,
        "postAdres": None,
        "email": "verzonnen@voorbeeld.test",
        "telefoon1": "014 00 00 00",
        "telefoon2": None,
        "handicap": None,
        "arbeidsongeschikt": None,
        "mantelzorg": {"soort": "KRIJGT", "gemeenteNisCode": "13008"},
        "taalkennis": "A2",
        "bevestigingsStatus": "BEVESTIGD",
        "partnerMagWijzigen": None,
    } | changes


def dossier_json(**changes: Any) -> dict[str, Any]:
    """A dossier of about 3 kB: a reference person, a partner and a child."""
    return {
        "dossierNummer": "2023.07.06.0002",
        "dossierType": "RFH",
        "versieNummer": 3,
        "status": "REG",
        "dossierStatusHistoriek": [
            {
                "statusCodeVan": None,
                "statusCodeNaar": "REG",
                "datum": "2023-07-06T09:12:00Z",
                "actie": "REG",
                "partijCode": None,
                "correlationId": None,
            },
        ],
        "ontvangstDatum": "2023-07-06T09:12:00Z",
        "creatieDatum": "2023-07-06T09:12:00Z",
        "updateDatum": "2024-01-15T10:00:00+01:00",
        "inschrijvingsDatum": "2023-07-06",
        "behandelendePartijCode": "WM-KEMPEN",
        "onderzoeksRedenen": [],
        "personen": [
            _person(),
            _person(
                referentiepersoon=False,
                relatie="PARTNER",
                rijksregisternummer=None,
                geslacht="M",
                mantelzorg=None,
                verblijfAdres=_address(),
            ),
            _person(
                rol="MEDEBEWONER",
                referentiepersoon=False,
                relatie="KIND",
                huurdersCategorie=None,
                rijksregisternummer=None,
                geboorteDatum=None,
                domicilieAdres=None,
                mantelzorg=None,
                email=None,
            ),
        ],
        "kinderenNietVoltijds": [
            {"voorNaam": "Kind", "geslacht": "X", "geboorteDatum": "2015-02-01", "regeling": "WEEKEND"}
        ],
        "inkomsten": {
            "belastbaarInkomen": 21345.67,
            "inkomstenJaar": 2022,
            "leefloon": None,
            "ivt": None,
            "vrijgesteldBuitenland": None,
            "vrijgesteldEU": 12.3,
            "loonfiches": [{"maand": "2023-05", "bedrag": 1789.995}],
            "schuldbegeleiding": False,
            "onderhoudsgeld": None,
            "controle": "VOLDOET",
        },
        "eigendom": {"gevonden": False, "verklaardGeen": True, "toelichting": None, "controle": "VOLDOET"},
        "voorkeuren": {
            "maxHuur": 425,
            "minSlaapkamers": 2,
            "maxSlaapkamers": 3,
            "types": ["A", "H"],
            "aangepasteWoning": False,
        },
        "regioKeuzes": [
            {"gemeenteNisCode": "13008", "wijken": ["Centrum"]},
            {"gemeenteNisCode": "13025", "wijken": []},
        ],
        "optioneleVoorkeuren": [],
        "inschrijvingshulp": None,
        "verklaringen": [{"code": "EIGENDOM", "datum": "2023-07-06"}],
        "meldingen": [],
        "aanbiedingen": [],
        "woonnoodVerzoeken": [],
        "rangschikkingen": [],
        "toewijzingen": [],
        "verhalen": [],
        "bijlagen": [
            {"bijlageIdentificatie": "b-1", "naam": "verklaring.pdf", "datum": "2023-07-06", "grootte": 20480}
        ],
    } | changes


@pytest.fixture
def dossier_raw() -> Any:
    """Makes the bytes of a dossier with some keys changed."""
    return lambda **changes: msgspec.json.encode(dossier_json(**changes))
