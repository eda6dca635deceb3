"""A list or a decision as it was, with everything that it takes to work it out again, years later and anywhere.

A file holds no names and no national numbers: dossier numbers only. Its bytes are canonical (JSON with its keys in one
order), so that one fingerprint belongs to one content.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from cir_desktop.allocation.case import STANDARD, Case, open_case
from cir_desktop.allocation.conditions import conditions_of
from cir_desktop.allocation.order import CLERK, DATE, NUMBER, SEQUENCE, binds, leads_of, standings, steps_of
from cir_desktop.allocation.ranking import rank
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.allocation.rules import Rule
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.process import AppealRecord, Decision, Offer
from cir_desktop.domain.ranking import Answer, Letting, Ranking, Replay
from cir_desktop.domain.values import dutch_date
from cir_desktop.domain.ways import Origin
from cir_desktop.errors import BadInput

FORMAT = 1


class RuleVersion(msgspec.Struct, frozen=True):
    """A rule as it was in force: with another first day, article or label it is another version."""

    id: str
    since: date
    article: str
    label: str


class Standing(msgspec.Struct, frozen=True):
    """The answers of a placed candidate to the steps of the order, in their order."""

    dossier: str
    answers: tuple[Answer, ...]


class FrozenFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list as it was made, and, in a file of a decision, what followed.

    `pulled_at` is when the register was last asked (None: never), `fetched_all` whether everything came, `listed` how
    many dossiers it listed then and `unreadable` how many of ours could not be read. `origin` is the extract that the
    list is from, when it came through a housing company (else nothing is written, so that older files keep their form).
    `candidates`
    are the facts of everybody on the list with the version of each dossier, by dossier number. `rules` are the rules
    that were asked, `standings` the answers that made the order.
    """

    format: int = FORMAT
    program: str
    frozen_on: date
    pulled_at: datetime | None
    fetched_all: bool
    listed: int = 0
    unreadable: int = 0
    origin: Origin | UnsetType = UNSET
    home: Home
    reference_date: date
    letting: Letting = STANDARD
    stored: int
    regulation: Regulation
    rules: tuple[RuleVersion, ...]
    candidates: tuple[CandidateFacts, ...]
    standings: tuple[Standing, ...]
    ranking: Ranking
    offers: tuple[Offer, ...] = ()
    decision: Decision | None = None
    appeals: tuple[AppealRecord, ...] = ()


def freeze_list(
    home: Home,
    candidates: tuple[CandidateFacts, ...],
    regulation: Regulation,
    ranking: Ranking,
    *,
    program: str,
    frozen_on: date,
    pulled_at: datetime | None,
    fetched_all: bool,
    listed: int = 0,
    unreadable: int = 0,
    origin: Origin | None = None,
) -> FrozenFile:
    """A list with what it was made from: `ranking` is what `rank` gave for exactly these arguments."""
    day, letting = ranking.reference_date, ranking.letting
    case = open_case(home, regulation, day, ranking.stepped_down, letting)
    by_dossier = {facts.dossier: facts for facts in candidates}
    leads = leads_of(case)
    return FrozenFile(
        program=program,
        frozen_on=frozen_on,
        pulled_at=pulled_at,
        fetched_all=fetched_all,
        listed=listed,
        unreadable=unreadable,
        origin=origin or UNSET,
        home=home,
        reference_date=day,
        letting=letting,
        stored=ranking.pulled + ranking.elsewhere,
        regulation=regulation,
        rules=tuple(_versions(case)),
        candidates=tuple(sorted(candidates, key=lambda facts: facts.dossier)),
        standings=tuple(
            Standing(line.dossier, standings(case, by_dossier[line.dossier], leads)) for line in ranking.placed
        ),
        ranking=ranking,
    )


def _versions(case: Case) -> Iterator[RuleVersion]:
    closing = (DATE, SEQUENCE, NUMBER) if binds(case) else (CLERK,)
    rules: list[Rule] = [condition.rule for condition in conditions_of(case)]
    rules += [step.rule for step in steps_of(case)]
    for rule in (*rules, *closing):
        yield RuleVersion(rule.id, rule.since, rule.article, rule.label)


def canonical(file: FrozenFile) -> bytes:
    """The bytes of a file: the same content always gives the same bytes."""
    return msgspec.json.encode(msgspec.to_builtins(file, enc_hook=_plain), order="deterministic")


def fingerprint(data: bytes) -> str:
    """SHA-256 over the canonical bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def thaw(data: bytes) -> FrozenFile:
    """The file that these bytes hold. Raises BadInput for damaged bytes, or a file of a newer program."""
    try:
        form = msgspec.json.decode(data, type=_Form).format
        if form != FORMAT:
            raise BadInput(
                "Dit bevroren dossier is gemaakt met een nieuwere versie van het programma.", "Werk het programma bij."
            )
        file = msgspec.json.decode(data, type=FrozenFile)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise BadInput(
            "Dit bestand is beschadigd of is geen bevroren dossier.", "Vraag het bestand opnieuw aan wie het maakte."
        ) from error
    if canonical(file) != data:
        raise BadInput(
            "Dit bestand is na het bevriezen gewijzigd: de inhoud heeft niet meer haar vaste vorm.",
            "Vraag het bestand opnieuw aan wie het maakte.",
        )
    return file


class _Form(msgspec.Struct):
    format: int


def _plain(value: Any) -> Any:
    if isinstance(value, MappingProxyType | Mapping):
        return dict(value)
    raise NotImplementedError(type(value).__name__)


def replay(data: bytes) -> Replay:
    """Work a file out again with the rules that this program has. Raises BadInput (see `thaw`), BadRules."""
    file = thaw(data)
    again = rank(file.home, file.candidates, file.regulation, file.reference_date, file.stored, file.letting)
    case = open_case(file.home, file.regulation, file.reference_date, again.stepped_down, file.letting)
    return Replay(
        fingerprint=fingerprint(data),
        home=file.home.code,
        reference_date=file.reference_date,
        placed=len(file.ranking.placed),
        excluded=len(file.ranking.excluded),
        differences=(*_rule_differences(file.rules, tuple(_versions(case))), *_list_differences(file.ranking, again)),
    )


def _rule_differences(then: tuple[RuleVersion, ...], now: tuple[RuleVersion, ...]) -> Iterator[str]:
    before, after = ({rule.id: rule for rule in rules} for rules in (then, now))
    for identity in dict.fromkeys([*before, *after]):
        if identity not in after:
            yield f"De regel {identity} van toen bestaat niet meer in dit programma."
        elif identity not in before:
            yield f"De regel {identity} bestond toen nog niet."
        elif before[identity] != after[identity]:
            since = dutch_date(after[identity].since)
            yield f"De regel {identity} heeft een andere versie (nu vanaf {since}, {after[identity].article})."


def _list_differences(then: Ranking, now: Ranking) -> Iterator[str]:
    if then == now:
        return
    if then.stepped_down != now.stepped_down:
        yield f"De bezettingstabel werd toen {then.stepped_down} keer verlaagd, nu {now.stepped_down} keer."
    if then.header != now.header:
        yield f"De volgorde van de regels is anders. Toen: {then.header} Nu: {now.header}"
    before = {line.dossier: line for line in then.placed}
    after = {line.dossier: line for line in now.placed}
    out_then = {line.dossier: line for line in then.excluded}
    out_now = {line.dossier: line for line in now.excluded}
    for dossier in dict.fromkeys([*before, *out_then, *after, *out_now]):
        was = f"plaats {before[dossier].position}" if dossier in before else _out_words(out_then.get(dossier))
        is_now = f"plaats {after[dossier].position}" if dossier in after else _out_words(out_now.get(dossier))
        if was != is_now:
            yield f"Dossier {dossier}: toen {was}, nu {is_now}."
        elif dossier in before and before[dossier] != after[dossier]:
            yield f"Dossier {dossier} heeft dezelfde plaats, maar een andere reden of opmerking."
    if then.parameters != now.parameters:
        yield "De toegepaste waarden worden anders gezegd dan toen."
    if (then.warnings, then.pulled, then.elsewhere) != (now.warnings, now.pulled, now.elsewhere):
        yield "De waarschuwingen of de aantallen van de lijst zijn anders dan toen."


def _out_words(line: Any) -> str:
    return f"niet in aanmerking ({line.rule})" if line else "niet op de lijst"
