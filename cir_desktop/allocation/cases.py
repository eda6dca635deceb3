"""Case files: a home, candidates with their facts, and what the rules must answer; see docs/allocation.md."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from cir_desktop.allocation.documents import Document
from cir_desktop.allocation.parameters import DatedValue, OwnValue, Parameters
from cir_desktop.allocation.ranking import rank, trace
from cir_desktop.allocation.regulation import (
    MUNICIPALITY,
    InternalRules,
    Level,
    MunicipalRules,
    Regulation,
    SubArea,
    TargetGroup,
)
from cir_desktop.domain.codes import PILLARS
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
from cir_desktop.domain.ranking import Answer, Letting, Ranking
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


class CaseTargetGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A target group of the case's regulation."""

    name: str
    reserved: bool = True
    age_from: int | None = None
    disability: bool = False
    addresses: tuple[str, ...] = ()


class CaseRegulation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the regulation of the case adds to the shipped one; before the day `from` only the shipped one holds."""

    level: tuple[CaseLevel, ...] = ()
    sub_area: tuple[CaseArea, ...] = ()
    care: bool = True
    target_group: tuple[CaseTargetGroup, ...] = ()
    priorities: Mapping[str, bool] = {}
    accelerated_order: tuple[str, ...] = ()
    internal_order: tuple[str, ...] = ()
    since: date = msgspec.field(name="from", default=date.min)


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
    born: Any = BORN
    partner_born: Any = BORN
    in_register: bool | None = True
    income: int | float | str = 10_000
    income_year: int | None = None
    income_check: str = "VOLDOET"
    property_check: str = "VOLDOET"
    property_found: bool | None = False
    nomination: str | None = None
    nominated: str | None = None
    own: Mapping[str, int | float | str] = {}


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must come out; only what is given is compared. Candidates go by their name in the case."""

    order: tuple[str, ...] | None = None
    excluded: Mapping[str, str] | None = None
    answers: Mapping[str, Mapping[str, str]] = {}
    deciding: Mapping[str, str] = {}
    best: Mapping[str, int] = {}
    flags: Mapping[str, tuple[str, ...]] = {}
    tied: tuple[str, ...] | None = None
    stepped_down: int | None = None
    warnings: int | None = None


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
    pillar: int = 1
    group: str = ""
    clerk_order: tuple[str, ...] = ()
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
    kinds = {kind.key: kind.kind for kind in regulation.fact_kinds}
    facts = {candidate.name: _facts(candidate, case.date, kinds) for candidate in case.candidate}
    _check_names(case, facts)
    letting = Letting(case.pillar, case.group, tuple(facts[name].dossier for name in case.clerk_order))
    ranking = rank(home, list(facts.values()), regulation, case.date, len(facts), letting)
    names = {found.dossier: name for name, found in facts.items()}
    found = list(_compare_list(case.expected, ranking, names))
    for name, answers in case.expected.answers.items():
        traced = trace(home, facts[name], regulation, case.date, ranking.stepped_down, letting)
        by_rule = {answer.rule: answer.answer.value for answer in traced}
        found += [
            Difference(f"{name}: {rule}", expected, by_rule.get(rule, "-"))
            for rule, expected in answers.items()
            if by_rule.get(rule) != expected
        ]
    return tuple(found)


def _check_names(case: WrittenCase, facts: Mapping[str, CandidateFacts]) -> None:
    """Every name in the case is that of a candidate, and every candidate and dossier is there once."""
    expected = case.expected
    named = [*case.clerk_order, *(expected.order or ()), *(expected.excluded or {}), *(expected.tied or ())]
    named += [*expected.answers, *expected.deciding, *expected.best, *expected.flags]
    if strange := [name for name in named if name not in facts]:
        raise BadInput(f"“{strange[0]}” is geen kandidaat van dit geval.", "Kijk de namen na.")
    if not len({found.dossier for found in facts.values()}) == len(facts) == len(case.candidate):
        raise BadInput("Een naam of dossiernummer staat er twee keer.", "Maak ze verschillend.")
    if case.pillar not in PILLARS:
        raise BadInput(f"Er is geen pijler {case.pillar}.", "Kies 1, 2, 3 of 4.")


def _compare_list(expected: Expected, ranking: Ranking, names: Mapping[str, str]) -> Iterator[Difference]:
    placed = {names[line.dossier]: line for line in ranking.placed}
    excluded = {names[line.dossier]: line.rule for line in ranking.excluded}
    pairs: list[tuple[str, Any, Any]] = []
    if expected.order is not None:
        pairs.append(("order", " ".join(expected.order), " ".join(placed)))
    if expected.excluded is not None:
        pairs.append(("excluded", dict(sorted(expected.excluded.items())), dict(sorted(excluded.items()))))
    if expected.tied is not None:
        tied = sorted(name for name, line in placed.items() if line.tied)
        pairs.append(("tied", " ".join(sorted(expected.tied)), " ".join(tied)))
    if expected.warnings is not None:
        pairs.append(("warnings", expected.warnings, len(ranking.warnings)))
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
        since=added.since,
        decision=case.id,
        source=case.reference,
        last_checked=case.date,
        care=added.care,
        levels=levels,
        target_groups=tuple(
            TargetGroup(**msgspec.structs.asdict(group), article="het geval") for group in added.target_group
        ),
    )
    internal = InternalRules(
        since=date.min,
        decision=case.id,
        source=case.reference,
        last_checked=case.date,
        accelerated_order=added.accelerated_order,
        internal_order=added.internal_order,
    )
    ids = {priority.id for priority in shipped.priorities}
    if strange := added.priorities.keys() - ids:
        raise BadInput(f"“{min(strange)}” is geen gekende voorrang.", f"Kies uit {', '.join(sorted(ids))}.")
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
    return msgspec.structs.replace(
        shipped,
        municipal=(*shipped.municipal, rules),
        sub_areas=areas,
        parameters=Parameters(by_key),
        internal=(internal,) if added.accelerated_order or added.internal_order else shipped.internal,
        priorities=tuple(
            msgspec.structs.replace(priority, on=added.priorities.get(priority.id, priority.on))
            for priority in shipped.priorities
        ),
    )


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


def _facts(candidate: CaseCandidate, day: date, kinds: Mapping[str, str]) -> CandidateFacts:
    number = DossierNumber.parse(candidate.dossier)
    registered = number.day if candidate.registered is None else _day(candidate.registered)
    applicants = [candidate.lived] if candidate.partner_lived is None else [candidate.lived, candidate.partner_lived]
    return CandidateFacts(
        dossier=number.text,
        version=1,
        status=candidate.status,
        registered_on=registered,
        sequence=number.sequence,
        household=_household(candidate),
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
        finances=Finances(
            income=None if candidate.income == NOT_KNOWN else Money.of(candidate.income).cents,
            income_year=day.year - 2 if candidate.income_year is None else candidate.income_year,
            income_check=candidate.income_check,
            property_found=candidate.property_found,
            property_check=candidate.property_check,
        ),
        in_register=candidate.in_register,
        own=_own({"means.amount": 0, **candidate.own}, day, kinds),
        nomination=candidate.nomination,
        nominated=candidate.nominated,
    )


_OWN_ANSWERS = {"yes": Answer.MET, "no": Answer.NOT_MET, "open": Answer.UNKNOWN}


def _own(values: Mapping[str, int | float | str], day: date, kinds: Mapping[str, str]) -> dict[str, OwnFact]:
    """Facts noted by the office: yes, no or open; an amount in euro or a number; “?” is not noted."""
    found = {}
    for key, value in values.items():
        if key not in kinds:
            raise BadInput(f"“{key}” is geen feit dat genoteerd kan worden.", "Kijk de sleutel na in facts.toml.")
        if value == NOT_KNOWN:
            continue
        if kinds[key] == "yes_no" and value in _OWN_ANSWERS:
            found[key] = OwnFact(_OWN_ANSWERS[str(value)], "het geval", day)
        elif kinds[key] != "yes_no" and not isinstance(value, str):
            amount = Money.of(value).cents if kinds[key] == "amount" else int(value)
            found[key] = OwnFact(Answer.MET, "het geval", day, amount=amount)
        else:
            raise BadInput(
                f"“{value}” past niet bij {key}.", "Geef yes, no of open; bij een bedrag of aantal een getal; of “?”."
            )
    return found


def _household(candidate: CaseCandidate) -> Household:
    """From “partner V 66%”, “child M”, “other M”, “weekend V”: who, sex, recognised disability."""
    members, part_time = [], []
    born = {"reference": _day(candidate.born), "partner": _day(candidate.partner_born)}
    for text in candidate.household:
        kind, sex, *percent = text.split()
        if kind in ("reference", "partner", "child", "other"):
            # Without a percentage the cases mean that none is recognised; “?” that nothing is registered.
            degree = None if percent == [NOT_KNOWN] else int(percent[0].rstrip("%")) if percent else 0
            members.append(Member(kind, sex, born.get(kind), degree))
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
