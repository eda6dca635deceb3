"""Case files: a home, candidates with their facts, and what the rules must answer; see docs/allocation.md."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from cir_desktop.allocation.documents import Document
from cir_desktop.allocation.parameters import DatedValue, OwnValue, Parameters
from cir_desktop.allocation.ranking import rank, trace
from cir_desktop.allocation.regulation import MUNICIPALITY, Level, MunicipalRules, Regulation, SubArea
from cir_desktop.domain.facts import (
    CandidateFacts,
    CarePeriod,
    Finances,
    Household,
    Member,
    OwnFact,
    PartTimeMember,
    Residence,
)
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Ranking
from cir_desktop.domain.values import DossierNumber, Money, NisCode
from cir_desktop.errors import BadInput

NOW, NOT_KNOWN = "now", "?"
BORN = date(1980, 1, 1)
"""When an applicant was born of whom a case tells nothing else."""

Lived = tuple[str, Any, Any]
"""NIS code, first day (or “?”), day after the last (or “now”, or “?”)."""


class CaseLevel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A binding level of the case's regulation."""

    id: str
    years: int
    window: int
    area: str = MUNICIPALITY


class CaseArea(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sub-area that agreed."""

    name: str
    nis_codes: tuple[str, ...]


class CaseRegulation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the regulation of the case adds to the shipped one."""

    level: tuple[CaseLevel, ...] = ()
    sub_area: tuple[CaseArea, ...] = ()
    care: bool = True


class CaseCandidate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A candidate; what is not given is the plainest: registered, alone, no choices, lived elsewhere, no care."""

    name: str
    dossier: str
    registered: Any = None
    status: str = "REG"
    household: tuple[str, ...] = ("reference V",)
    lived: tuple[Lived, ...] = (("99999", date(1990, 1, 1), NOW),)
    partner_lived: tuple[Lived, ...] | None = None
    care: tuple[Lived, ...] | None = None
    declared_care: tuple[str, ...] = ()
    max_rent: int | float | None = None
    min_bedrooms: int | None = None
    max_bedrooms: int | None = None
    types: tuple[str, ...] = ()
    wants_adapted: bool = False
    neighbourhoods: tuple[str, ...] = ()
    refused_on: date | None = None
    own_offer_home: str | None = None


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must come out; only what is given is compared. Candidates go by their name in the case."""

    order: tuple[str, ...] | None = None
    excluded: Mapping[str, str] | None = None
    answers: Mapping[str, Mapping[str, str]] = {}
    deciding: Mapping[str, str] = {}
    best: Mapping[str, int] = {}
    flags: Mapping[str, tuple[str, ...]] = {}
    stepped_down: int | None = None


class WrittenCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One case: a sentence that a lawyer can read, its reference, and what it expects on a date."""

    id: str
    sentence: str
    reference: str
    date: date
    home: Mapping[str, Any] = {}
    regulation: CaseRegulation | None = None
    parameters: Mapping[str, int | bool | str] = {}
    limits_known: bool = True
    candidate: tuple[CaseCandidate, ...]
    expected: Expected


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of cases with what they have in common."""

    title: str
    home: Mapping[str, Any]
    case: tuple[WrittenCase, ...]
    regulation: CaseRegulation = CaseRegulation()


class Difference(msgspec.Struct, frozen=True):
    """Where a case does not come out as expected."""

    what: str
    expected: str
    found: str


def read_cases(name: str, text: str) -> CaseFile:
    """Read the text of a case file. Raises BadRules with file, line and key."""
    return Document(name, text).read(CaseFile)


def run_case(case: WrittenCase, file: CaseFile, shipped: Regulation) -> tuple[Difference, ...]:
    """Rank the candidates of a case and compare; nothing when all is as expected. Raises BadInput for wrong facts."""
    home = _home({**file.home, **case.home})
    regulation = _regulation(case, case.regulation or file.regulation, home, shipped)
    facts = {candidate.name: _facts(candidate, case.date) for candidate in case.candidate}
    ranking = rank(home, list(facts.values()), regulation, case.date, len(facts))
    names = {found.dossier: name for name, found in facts.items()}
    found = list(_compare_list(case.expected, ranking, names))
    for name, answers in case.expected.answers.items():
        traced = trace(home, facts[name], regulation, case.date, ranking.stepped_down)
        by_rule = {answer.rule: answer.answer.value for answer in traced}
        found += [
            Difference(f"{name}: {rule}", expected, by_rule.get(rule, "-"))
            for rule, expected in answers.items()
            if by_rule.get(rule) != expected
        ]
    return tuple(found)


def _compare_list(expected: Expected, ranking: Ranking, names: Mapping[str, str]) -> Iterator[Difference]:
    placed = {names[line.dossier]: line for line in ranking.placed}
    excluded = {names[line.dossier]: line.rule for line in ranking.excluded}
    pairs: list[tuple[str, Any, Any]] = []
    if expected.order is not None:
        pairs.append(("order", " ".join(expected.order), " ".join(placed)))
    if expected.excluded is not None:
        pairs.append(("excluded", dict(sorted(expected.excluded.items())), dict(sorted(excluded.items()))))
    if expected.stepped_down is not None:
        pairs.append(("stepped_down", expected.stepped_down, ranking.stepped_down))
    for name, rule in expected.deciding.items():
        pairs.append((f"{name}: deciding", rule, placed[name].deciding.rule if name in placed else "-"))
    for name, best in expected.best.items():
        pairs.append((f"{name}: best", best, placed[name].best_position if name in placed else "-"))
    for name, codes in expected.flags.items():
        found = sorted(flag.code for flag in placed[name].flags) if name in placed else "-"
        pairs.append((f"{name}: flags", sorted(codes), found))
    for what, wanted, found in pairs:
        if wanted != found:
            yield Difference(what, str(wanted), str(found))


def _home(values: Mapping[str, Any]) -> Home:
    plain = {"code": "W1", "street": "Kerkstraat", "number": "1", "postcode": "2460", "place": "Voorbeeld"}
    money = ("lowest_rent", "highest_rent", "fixed_charges")
    # An empty text takes a value of the file away: the fact is then not known.
    known = {key: value for key, value in values.items() if value != ""}
    given = {key: Money.of(value) if key in money else value for key, value in known.items()}
    try:
        return msgspec.convert(plain | given, Home)
    except msgspec.ValidationError as error:
        raise BadInput(f"De woning van een geval klopt niet: {error}.", "Kijk de velden na.") from error


def _regulation(case: WrittenCase, added: CaseRegulation, home: Home, shipped: Regulation) -> Regulation:
    levels = tuple(
        Level(id=level.id, years=level.years, window=level.window, area=level.area, article="het geval", label="GOV")
        for level in added.level
    )
    rules = MunicipalRules(
        municipality=home.nis_code,
        since=date.min,
        decision=case.id,
        source=case.reference,
        last_checked=case.date,
        care=added.care,
        levels=levels,
    )
    areas = tuple(
        SubArea(name=area.name, nis_codes=area.nis_codes, consensus=True, article="het geval")
        for area in added.sub_area
    )
    by_key = dict(_with_limits(shipped.parameters, case).by_key)
    for key, value in case.parameters.items():
        if key not in by_key:
            raise BadInput(f"“{key}” is geen gekende parameter.", "Kijk de sleutel na in parameters.toml.")
        dated = DatedValue(
            since=date.min, value=value, source=case.reference, document=case.id, label="INF", last_checked=case.date
        )
        by_key[key] = msgspec.structs.replace(by_key[key], value=(dated,))
    return msgspec.structs.replace(shipped, municipal=(rules,), sub_areas=areas, parameters=Parameters(by_key))


def _with_limits(parameters: Parameters, case: WrittenCase) -> Parameters:
    """The income limits of 2024 where later ones are expected: a case that is not about them needs to know some."""
    if not case.limits_known:
        return parameters
    last_known = date(2024, 1, 1)
    return parameters.with_own(
        OwnValue(
            key=parameter.key,
            since=value.since,
            value=parameters.whole(parameter.key, last_known),
            source="bedrag van 2024",
            noted_by="het geval",
            noted_on=case.date,
        )
        for parameter, value in parameters.expected()
    )


def _facts(candidate: CaseCandidate, day: date) -> CandidateFacts:
    number = DossierNumber.parse(candidate.dossier)
    registered = number.day if candidate.registered is None else _day(candidate.registered)
    applicants = [candidate.lived] if candidate.partner_lived is None else [candidate.lived, candidate.partner_lived]
    return CandidateFacts(
        dossier=number.text,
        version=1,
        status=candidate.status,
        registered_on=registered,
        sequence=number.sequence,
        household=_household(candidate.household),
        max_rent=None if candidate.max_rent is None else Money.of(candidate.max_rent),
        min_bedrooms=candidate.min_bedrooms,
        max_bedrooms=candidate.max_bedrooms,
        types=candidate.types,
        wants_adapted=candidate.wants_adapted,
        neighbourhoods=candidate.neighbourhoods,
        residences=tuple(tuple(_residence(lived) for lived in periods) for periods in applicants),
        care=None if candidate.care is None else tuple(_care(period) for period in candidate.care),
        declared_care=tuple(None if code == NOT_KNOWN else NisCode(code) for code in candidate.declared_care),
        refused_on=candidate.refused_on,
        own_offer_home=candidate.own_offer_home,
        # Who is not told to be otherwise plainly meets the conditions that are checked at the allocation.
        finances=Finances(10_000_00, day.year - 2, "VOLDOET", False, "VOLDOET"),
        in_register=True,
        own={"means.amount": OwnFact(Answer.MET, "rekeninguittreksel", day, amount=0)},
    )


def _household(words: tuple[str, ...]) -> Household:
    """From “partner V 66%”, “child M”, “other M”, “weekend V”: who, sex, recognised disability."""
    members, part_time = [], []
    for text in words:
        kind, sex, *percent = text.split()
        if kind in ("reference", "partner", "child", "other"):
            # Without a percentage the cases mean that none is recognised; “?” that nothing is registered.
            degree = None if percent == [NOT_KNOWN] else int(percent[0].rstrip("%")) if percent else 0
            members.append(Member(kind, sex, BORN if kind in ("reference", "partner") else None, degree))
        elif kind in ("weekend", "cooouderschap", "geplaatst"):
            part_time.append(PartTimeMember(sex, None, kind.upper()))
        else:
            raise BadInput(f"“{text}” is geen gezinslid.", "Kijk de beschrijving van de gevallen na.")
    return Household(tuple(members), tuple(part_time))


def _residence(lived: Lived) -> Residence:
    code, start, end = lived
    return Residence(NisCode(code), _day(start), _day(end), ongoing=end == NOW)


def _care(period: Lived) -> CarePeriod:
    code, start, end = period
    return CarePeriod(None if code == NOT_KNOWN else NisCode(code), True, _day(start), _day(end))


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    if value in (NOW, NOT_KNOWN):
        return None
    raise BadInput(f"“{value}” is geen datum.", "Geef een datum jjjj-mm-dd, “now” of “?”.")
