"""The fields of a dossier in a clerk's words: which there are, how each reads, and what it is about."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.codes import ACTION_WORDS, HOME_TYPES, status_words
from cir_desktop.domain.dossier import Address, Care, Payslip, StatusChange
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.runtime.reference import name_of

RANKING, CONTACT, OTHER = "ranking", "contact", "other"
"""What a field is about: the place on a list, how to reach the candidate, or neither."""

Words = Callable[[Any], str]


class Field(NamedTuple):
    """A field of one record."""

    name: str
    label: str
    words: Words
    about: str = OTHER


class Lines(NamedTuple):
    """Records of a dossier of which several stand side by side, told apart by `key`."""

    name: str
    label: str
    key: Callable[[Any], object]
    words: Words
    about: str = OTHER


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "ja" if value else "neen"


def _day(day: date | None) -> str:
    return dutch_date(day) if day else ""


def _moment(moment: datetime | None) -> str:
    return dutch_moment(moment) if moment else ""


def _address(address: Address | None) -> str:
    return address.line if address else ""


def _of(table: Mapping[str, str]) -> Words:
    return lambda code: words.words(table, code)


def _care(care: Care | None) -> str:
    if care is None:
        return ""
    where = f" ({name_of(care.nis_code)})" if care.nis_code else ""
    return ("geeft mantelzorg" if care.gives else "krijgt mantelzorg") + where


def _status(code: str | None) -> str:
    return status_words(code) if code else ""


def _codes(table: Mapping[str, str]) -> Words:
    return lambda codes: ", ".join(words.words(table, code) for code in codes or ())


def _payslips(slips: Sequence[Payslip] | None) -> str:
    return ", ".join(f"{slip.month}: {slip.amount}" for slip in slips or ())


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _history(line: StatusChange) -> str:
    action = ACTION_WORDS.get(line.action, line.action) if line.action else ""
    return _joined(
        dutch_moment(line.at), f"{_status(line.before) or 'nieuw'} → {_status(line.after)}", action, line.party
    )


DOSSIER = (
    Field("status", "Status", _status, RANKING),
    Field("registered_on", "Inschrijvingsdatum", _day, RANKING),
    Field("primary_party", "Behandelende verhuurder", _text),
    Field("investigation", "Waarom in onderzoek", _codes(words.INVESTIGATIONS)),
    Field("received_at", "Ontvangen op", _moment),
    Field("created_at", "Aangemaakt op", _moment),
)

PERSON = (
    Field("first_name", "Voornaam", _text),
    Field("last_name", "Naam", _text),
    Field("national_number", "Rijksregisternummer", lambda number: number.masked if number else "", RANKING),
    Field("birth_date", "Geboortedatum", _day, RANKING),
    Field("sex", "Geslacht", _of(words.SEXES), RANKING),
    Field("tenant", "Wordt huurder", _yes_no, RANKING),
    Field("reference", "Referentiepersoon", _yes_no, RANKING),
    Field("moves_along", "Verhuist mee", _yes_no, RANKING),
    Field("relation", "Relatie", _of(words.RELATIONS), RANKING),
    Field("disability_percent", "Handicap", lambda share: "" if share is None else f"{share} %", RANKING),
    Field("care", "Mantelzorg", _care, RANKING),
    Field("domicile", "Domicilie", _address, RANKING),
    Field("residence", "Verblijfadres", _address, CONTACT),
    Field("postal", "Postadres", _address, CONTACT),
    Field("email", "E-mail", _text, CONTACT),
    Field("phone1", "Telefoon 1", _text, CONTACT),
    Field("phone2", "Telefoon 2", _text, CONTACT),
    Field("tenant_category", "Burgerlijke toestand", _of(words.TENANT_CATEGORIES)),
    Field("administrator", "Bewindvoerder", _text, CONTACT),
    Field("unfit_for_work", "Arbeidsongeschikt", _yes_no),
    Field("language_level", "Taalkennis", _of(words.LANGUAGE_LEVELS)),
    Field("confirmation", "Bevestiging", _of(words.CONFIRMATIONS)),
    Field("partner_may_change", "Partner mag wijzigen", _yes_no),
)

INCOME = (
    Field("year", "Inkomen van het jaar", _text, RANKING),
    Field("taxable", "Belastbaar inkomen", _text, RANKING),
    Field("living_wage", "Leefloon", _text, RANKING),
    Field("income_replacement", "Inkomensvervangende tegemoetkoming", _text, RANKING),
    Field("exempt_foreign", "Vrijgesteld inkomen, buitenland", _text, RANKING),
    Field("exempt_eu", "Vrijgesteld inkomen, Europese instelling", _text, RANKING),
    Field("check", "Controle van het inkomen", _of(words.CHECKS), RANKING),
    Field("maintenance", "Onderhoudsgeld", _text),
    Field("payslips", "Loonfiches", _payslips),
    Field("debt_guidance", "Schuldbegeleiding", _yes_no),
)

ESTATE = (
    Field("found", "Eigendom gevonden", _yes_no, RANKING),
    Field("check", "Controle van eigendom", _of(words.CHECKS), RANKING),
    Field("declared_none", "Verklaart geen eigendom te hebben", _yes_no),
    Field("explanation", "Toelichting bij eigendom", _text),
)

HELP = (
    Field("kind", "Hulp bij de inschrijving", _of(words.HELPERS)),
    Field("email", "E-mail van wie hielp", _text, CONTACT),
    Field("keep_informed", "Wie hielp, wil op de hoogte blijven", _yes_no),
)

PREFERENCES = (
    Field("max_rent", "Hoogste huurprijs", lambda rent: str(rent) if rent else "geen grens", RANKING),
    Field("min_bedrooms", "Minstens zoveel slaapkamers", _text, RANKING),
    Field("max_bedrooms", "Hoogstens zoveel slaapkamers", _text, RANKING),
    Field("types", "Soort woning", lambda codes: _codes(HOME_TYPES)(codes) or "elke soort", RANKING),
    Field("adapted", "Aangepaste woning", _yes_no, RANKING),
)

LINES = (
    Lines(
        "regions",
        "Gekozen gemeente",
        lambda one: one.nis_code,
        lambda one: f"{name_of(one.nis_code)}: {', '.join(one.neighbourhoods) or 'alle wijken'}",
        RANKING,
    ),
    Lines(
        "part_time_children",
        "Kind dat niet voltijds inwoont",
        lambda one: (one.first_name, one.birth_date),
        lambda one: _joined(
            one.first_name,
            _day(one.birth_date),
            words.words(words.ARRANGEMENTS, one.arrangement),
            words.words(words.SEXES, one.sex),
        ),
        RANKING,
    ),
    Lines(
        "offers",
        "Aanbod in het CIR",
        lambda one: (one.party, one.day),
        lambda one: _joined(
            one.party,
            _day(one.day),
            words.words(words.REGISTER_ANSWERS, one.answer) or "loopt nog",
            _day(one.answered_on),
            "" if one.grounded is None else "gegrond" if one.grounded else "niet gegrond",
        ),
        RANKING,
    ),
    Lines(
        "wishes",
        "Wens die niemand bindt",
        lambda one: one.party,
        lambda one: _joined(
            one.party,
            *(
                f"{label}: {_yes_no(value) if isinstance(value, bool) else value}"
                for label, value in (
                    ("hoogste verdieping", one.highest_floor),
                    ("traptreden", one.steps),
                    ("kamer op overschot", one.spare_room),
                    ("lift", one.lift),
                    ("terras", one.terrace),
                    ("douche", one.shower),
                    ("wasmachine", one.washing_machine),
                )
                if value is not None
            ),
        ),
    ),
    Lines(
        "housing_need",
        "Woonnoodverzoek",
        lambda one: one.day,
        lambda one: _joined(
            _day(one.day),
            one.statement,
            f"{len(one.attachments)} bijlagen" if one.attachments else "",
            *(
                " ".join(
                    part
                    for part in (
                        f"{answer.party}:",
                        words.words(words.NEED_STATUSES, answer.status),
                        words.words(words.PRIORITIES, answer.granted_priority),
                        answer.conclusion,
                        _day(answer.answered_on),
                        *(text for _, text in answer.evaluations),
                    )
                    if part
                )
                for answer in one.answers
            ),
        ),
    ),
    Lines(
        "rankings",
        "Gemeld voor een rangschikking",
        lambda one: (one.party, one.kind, one.nis_code),
        lambda one: _joined(
            one.party,
            words.words(words.LIST_KINDS, one.kind),
            name_of(one.nis_code) if one.nis_code else "",
            one.neighbourhood,
            f"lokale binding: {words.words(words.LOCAL_BINDINGS, one.local_binding)}" if one.local_binding else "",
            words.words({**HOME_TYPES, **words.PRIORITIES}, one.criterion),
            {True: "enkel sommige wijken", False: "alle wijken"}.get(one.limited_region, ""),
        ),
    ),
    Lines(
        "allocations",
        "Toewijzing in het CIR",
        lambda one: (one.party, one.day),
        lambda one: _joined(
            one.party, _day(one.day), f"contract vanaf {_moment(one.contract_from)}", _address(one.home)
        ),
    ),
    Lines(
        "appeals",
        "Verhaal",
        lambda one: (one.day, one.ground),
        lambda one: _joined(_day(one.day), one.ground, one.outcome),
    ),
    Lines("attachments", "Bijlage", lambda one: one.id, lambda one: _joined(_day(one.day), one.name)),
    Lines("messages", "Melding", lambda one: one, lambda one: _joined(_day(one.day), one.text)),
    Lines(
        "declarations",
        "Verklaring",
        lambda one: one,
        lambda one: _joined(_day(one.day), words.words(words.DECLARATIONS, one.text)),
    ),
    Lines("history", "Geschiedenis van de status", lambda one: one.at, _history),
)
