"""What the register holds about the exceptions of a registration, for who has to look into them."""

from collections.abc import Callable, Mapping

from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.values import dutch_date

RESULT_LINE = "Onderzoek "
"""How the lines begin that the register keeps of earlier results [assumed]."""

_YES_NO = {True: "ja", False: "neen", None: "onbekend"}


def register_says(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Of each exception, in words: what it is, and what the register holds about it. Unknown is said as unknown."""
    return tuple((words.words(words.INVESTIGATIONS, item), _about(dossier, item)) for item in dossier.investigation)


def earlier_results(dossier: Dossier) -> tuple[str, ...]:
    """What was told of it before, as the register keeps it."""
    return tuple(
        f"{dutch_date(line.day)}: {line.text}" for line in dossier.messages if line.text.startswith(RESULT_LINE)
    )


def _about(dossier: Dossier, item: str) -> str:
    tell = _TELLS.get(item)
    return tell(dossier) if tell else "Van dit onderdeel is niet bekend waar het over gaat."


def _foreign(dossier: Dossier) -> str:
    income = dossier.income
    if income is None:
        return "Het register heeft geen inkomensgegevens."
    foreign = income.exempt_foreign or "onbekend"
    european = income.exempt_eu or "onbekend"
    return f"Vrijgesteld buitenlands inkomen: {foreign}; van de EU: {european}."


def _no_income(dossier: Dossier) -> str:
    income = dossier.income
    if income is None:
        return "Het register heeft geen inkomensgegevens."
    year = f" ({income.year})" if income.year else ""
    slips = f"{len(income.payslips)} loonfiches" if income.payslips else "geen loonfiches"
    return (
        f"Belastbaar inkomen: {income.taxable or 'onbekend'}{year}; leefloon: {income.living_wage or 'onbekend'};"
        f" {slips}; controle: {words.words(words.CHECKS, income.check)}."
    )


def _property(dossier: Dossier) -> str:
    estate = dossier.real_estate
    if estate is None:
        return "Het register heeft geen gegevens over eigendom."
    why = f" Toelichting: {estate.explanation}." if estate.explanation else ""
    return (
        f"Eigendom gevonden: {_YES_NO[estate.found]}; verklaart geen eigendom te hebben:"
        f" {_YES_NO[estate.declared_none]}; controle: {words.words(words.CHECKS, estate.check)}.{why}"
    )


def _document(dossier: Dossier) -> str:
    if not dossier.attachments:
        return "In het dossier zit geen enkel document; het register zegt niet welk ontbreekt."
    names = ", ".join(one.name for one in dossier.attachments)
    return f"In het dossier zit: {names}. Het register zegt niet welk document ontbreekt."


def _disability(dossier: Dossier) -> str:
    told = [
        f"{person.first_name} {person.last_name}: "
        + (f"{person.disability_percent} %" if person.disability_percent is not None else "geen percentage bekend")
        for person in dossier.persons
        if person.tenant
    ]
    return f"Erkende handicap: {'; '.join(told)}."


_TELLS: Mapping[str, Callable[[Dossier], str]] = {
    "BUITENLANDS_INKOMEN": _foreign,
    "GEEN_INKOMEN_GEVONDEN": _no_income,
    "EIGENDOM": _property,
    "ONTBREKEND_DOCUMENT": _document,
    "HANDICAP_AAN_TE_TONEN": _disability,
}
