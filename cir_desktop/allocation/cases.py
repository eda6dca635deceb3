"""Case files: a home, candidates with their facts, and what the rules must answer; see docs/allocation.md."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from cir_desktop.allocation.case_facts import CaseCandidate, facts_of
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
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Letting, Ranking
from cir_desktop.domain.values import Money
from cir_desktop.errors import BadInput

Day = date
"""A case has a `date` of its own, which hides the type."""


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
    answer_days: int | None = None
    since: date = msgspec.field(name="from", default=date.min)


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
    last_day: date | None = None


class WrittenCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One case: a sentence that a lawyer can read, its reference, and what it expects on a date.

    `posted` is the post date of an offer; `expected.last_day` the last day on which an answer to it is in time.
    """

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
    posted: Day | None = None
    candidate: tuple[CaseCandidate, ...] = ()
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
    facts = {candidate.name: facts_of(candidate, case.date, kinds) for candidate in case.candidate}
    _check_names(case, facts)
    letting = Letting(case.pillar, case.group, tuple(facts[name].dossier for name in case.clerk_order))
    ranking = rank(home, list(facts.values()), regulation, case.date, len(facts), letting)
    names = {found.dossier: name for name, found in facts.items()}
    found = list(_compare_list(case.expected, ranking, names))
    found += _compare_term(case, regulation)
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


def _compare_term(case: WrittenCase, regulation: Regulation) -> list[Difference]:
    wanted = case.expected.last_day
    if wanted is None:
        return []
    if case.posted is None:
        raise BadInput("Zonder postdatum is er geen laatste dag.", "Geef posted.")
    last = regulation.last_day_to_answer(case.posted)
    return [] if last == wanted else [Difference("last_day", str(wanted), str(last))]


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
        answer_days=added.answer_days,
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
        internal=(internal,) if _says_internal(added) else shipped.internal,
        priorities=tuple(
            msgspec.structs.replace(priority, on=added.priorities.get(priority.id, priority.on))
            for priority in shipped.priorities
        ),
    )


def _says_internal(added: CaseRegulation) -> bool:
    return bool(added.accelerated_order or added.internal_order or added.answer_days is not None)


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
