"""One invented dossier, as the API sends it: every key present, nulls included."""

from __future__ import annotations

from cir_desktop.practice import needs
from cir_desktop.practice.actualisation import confirm_yearly
from cir_desktop.practice.choices import optional_preferences, preferences, regions
from cir_desktop.practice.finances import income, real_estate
from cir_desktop.practice.history import Story
from cir_desktop.practice.households import Household
from cir_desktop.practice.people import pick
from cir_desktop.practice.setting import Setting, Wire, between, day, moment

DOCUMENTS = (
    "Loonfiche.pdf",
    "Attest OCMW.pdf",
    "Huurcontract.pdf",
    "Attest handicap.pdf",
    "Vonnis verblijfsregeling.pdf",
)
MESSAGES = (
    "Brief van 12 maanden geleden kwam terug als onbestelbaar; nieuw adres bevestigd.",
    "Kandidaat vraagt contact per telefoon.",
    "Gesproken aan het loket over de keuze van gemeenten.",
)
REFUSED_NEED = "De aangetoonde situatie valt onder geen van de voorrangsgronden."


def _attachments(setting: Setting, number: str, registered: int) -> list[Wire]:
    rng = setting.rng
    return [
        {
            "bijlageIdentificatie": f"B-{number.replace('.', '')}-{order + 1}",
            "naam": pick(rng, DOCUMENTS),
            "datum": day(between(rng, max(registered, setting.today - 900), setting.today - 1)),
            "grootte": 20_000 + int(rng.random() * 1_500_000),
        }
        for order in range(setting.shares.rest.attachments.draw(rng))
    ]


def _housing_need(setting: Setting, number: str, primary: str, attachments: list[Wire], registered: int) -> list[Wire]:
    rng, shares = setting.rng, setting.shares.housing_need
    if rng.random() >= shares.requested:
        return []
    asked = between(rng, max(registered, setting.today - 700), setting.today - 1)
    attachments += needs.documents(number, asked, len(attachments))
    evidence = [attachment["bijlageIdentificatie"] for attachment in attachments]
    answers = []
    status = shares.answer.draw(rng)
    if status:
        closed = status != "IN_ONDERZOEK"
        granted = status == "GEACCEPTEERD"
        judged = "Toont de situatie aan." if granted else "Toont de situatie niet aan."
        answers = [
            {
                "partijCode": primary,
                "status": status,
                "evaluaties": [{"bijlageIdentificatie": one, "evaluatie": judged} for one in evidence if closed],
                "conclusie": ("Voorrang toegekend." if granted else REFUSED_NEED) if closed else None,
                "toegekendeVoorrang": shares.criterion.draw(rng) if granted else None,
                "datumAntwoord": day(between(rng, asked, min(asked + 45, setting.today - 1))) if closed else None,
            }
        ]
    statement = pick(rng, needs.STATEMENTS)
    return [{"datum": day(asked), "verklaring": statement, "bijlagen": evidence, "antwoorden": answers}]


def _rankings(setting: Setting, choices: list[Wire], asked: list[Wire], status: str) -> list[Wire]:
    rng, shares = setting.rng, setting.shares
    found = [
        {
            "partijCode": answer["partijCode"],
            "rangLijstType": "PLR4" if answer["toegekendeVoorrang"] in {"DERES", "UOCCU"} else "PLR2",
            "beperkteRegioKeuze": None,
            "lokaleBinding": None,
            "gemeenteNisCode": None,
            "wijk": None,
            "criterium1": answer["toegekendeVoorrang"],
        }
        for need in asked
        for answer in need["antwoorden"]
        if answer["toegekendeVoorrang"]
    ]
    if status == "REG" and rng.random() < shares.rest.ranked:
        choice = choices[int(rng.random() * len(choices))]
        others = shares.landlord.others
        found.append(
            {
                "partijCode": others[int(rng.random() * len(others))],
                "rangLijstType": "PLR1",
                "beperkteRegioKeuze": bool(choice["wijken"]),
                "lokaleBinding": shares.rest.local_binding.draw(rng),
                "gemeenteNisCode": choice["gemeenteNisCode"],
                "wijk": choice["wijken"][0] if choice["wijken"] else None,
                "criterium1": "A" if rng.random() < 0.7 else "H",
            }
        )
    return found


def _help(setting: Setting) -> Wire | None:
    rng, rest = setting.rng, setting.shares.rest
    if rng.random() >= rest.helped:
        return None
    kind = rest.helper.draw(rng)
    inform = rng.random() < rest.inform_helper
    return {"soort": kind, "email": f"{kind.lower()}@example.be" if inform else None, "informeren": inform}


def _messages(setting: Setting, registered: int) -> list[Wire]:
    rng = setting.rng
    if rng.random() >= setting.shares.rest.messages:
        return []
    on = between(rng, max(registered, setting.today - 600), setting.today - 1)
    return [{"datum": day(on), "tekst": pick(rng, MESSAGES)}]


def number_of(registered: int, sequence: int) -> str:
    """Return `jjjj.mm.dd.volgnummer` for a registration on that ordinal."""
    return f"{day(registered).replace('-', '.')}.{sequence:04d}"


def dossier(
    setting: Setting,
    *,
    number: str,
    registered: int,
    registration_date: str | None,
    primary: str,
    people: Household,
    told: Story,
    updated: int,
    version: int,
    in_scope: bool,
) -> Wire:
    """Put a dossier together; `registered` and `updated` are ordinals, `told` is its past."""
    rng = setting.rng
    choices = regions(setting, people, in_scope)
    attachments = _attachments(setting, number, registered)
    asked = _housing_need(setting, number, primary, attachments, registered)
    confirm_yearly(told, number, registered, setting.today)
    received = told.history[0]["datum"]
    if "HANDICAP_AAN_TE_TONEN" in told.reasons:
        people.persons[0]["handicap"] = None
    applicants = sum(person["rol"] == "HUURDER" for person in people.persons)
    return {
        "dossierNummer": number,
        "dossierType": "RFH",
        "versieNummer": version,
        "status": told.status,
        "dossierStatusHistoriek": told.history,
        "ontvangstDatum": received,
        "creatieDatum": received,
        "updateDatum": max(moment(rng, updated), told.history[-1]["datum"]),
        "inschrijvingsDatum": registration_date,
        "behandelendePartijCode": primary,
        "onderzoeksRedenen": told.reasons,
        "personen": people.persons,
        "kinderenNietVoltijds": people.part_time,
        "inkomsten": income(setting, applicants, told.reasons),
        "eigendom": real_estate(setting, told.reasons),
        "voorkeuren": preferences(setting, people),
        "regioKeuzes": choices,
        "optioneleVoorkeuren": optional_preferences(setting),
        "inschrijvingshulp": _help(setting),
        "verklaringen": [
            {"code": "GEEN_EIGENDOM", "datum": day(registered)},
            {"code": "GEGEVENS_JUIST", "datum": day(registered)},
        ],
        "meldingen": _messages(setting, registered),
        "aanbiedingen": told.offers,
        "woonnoodVerzoeken": asked,
        "rangschikkingen": _rankings(setting, choices, asked, told.status),
        "toewijzingen": told.allocations,
        "verhalen": told.appeals,
        "bijlagen": attachments,
    }
