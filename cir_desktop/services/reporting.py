"""What we determined for the ranking lists of the register: worked out from a list, compared, and told when asked."""

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from cir_desktop.allocation.case import LONG_TERM, Case, open_case
from cir_desktop.allocation.order import steps_of
from cir_desktop.allocation.pillars import ground_verdict
from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.codes import HOME_TYPES, INTERNAL_GROUNDS, RANKING
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import CommandState, RankingReport
from cir_desktop.domain.ranking import Answer
from cir_desktop.errors import BadInput
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.reference import name_of
from cir_desktop.services.lists import list_of_home
from cir_desktop.services.messages import put
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, dossiers, outbox, ranking_facts
from cir_desktop.sync.effect import report_in

_BINDINGS = {Answer.MET: "YES", Answer.NOT_MET: "NO", Answer.UNKNOWN: "UNK"}
_PUBLISHED_GROUNDS = ("DERES", "UOCCU")
_WAITS = frozenset({CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED, CommandState.CONFLICT})


class ReportLine(msgspec.Struct, frozen=True):
    """What would be told of one placed candidate.

    `report` goes to the register, `told` says it in words, `why` where the binding comes from; `known` says in words
    what the register has of us for the same list (empty: nothing). `note` asks for attention: no published code, or an
    earlier message that still waits and goes first.
    """

    dossier: str
    name: str
    position: int
    report: RankingReport
    told: str
    why: str
    known: str
    note: str


class ReportPreview(msgspec.Struct, frozen=True):
    """What differs from the register's own account, and how many do not: the register has it, or it waits already."""

    home: str
    day: date
    lines: tuple[ReportLine, ...]
    up_to_date: int
    waiting: int

    @property
    def sentence(self) -> str:
        """The counts in words; nothing to report is said as such."""
        same = f"van {self.up_to_date} heeft het CIR het al, van {self.waiting} staat het al klaar"
        if not self.lines:
            return f"Er is niets te melden: {same}."
        return f"Van {len(self.lines)} kandidaten wordt een melding klaargezet; {same}."


@needs(*LOOK)
def preview(office: Office, home_code: str) -> ReportPreview:
    """What would be reported of everybody in the order of a home, today. Raises NotFound, BadRules."""
    found = list_of_home(office, home_code)
    ranking = found.ranking
    case = open_case(found.home, office.regulation, ranking.reference_date, ranking.stepped_down, ranking.letting)
    party = office.party
    lines: list[ReportLine] = []
    up_to_date = waiting = 0
    with office.store.read() as connection:
        facts = {f.dossier: f for f in ranking_facts.candidates_of(connection, found.home.nis_code)}
        names = candidates.names(connection, {placed.dossier for placed in ranking.placed})
        queued = {
            (c.dossier, *_list_of(c.payload)): c.payload
            for c in outbox.commands(connection, states=_WAITS)
            if isinstance(c.payload, RankingReport)
        }
        for placed in ranking.placed:
            one = facts.get(placed.dossier)
            if one is None:
                continue  # a pull took the dossier away since the list was made
            report, why = report_of(case, one)
            held = decode_dossier(dossiers.raw_version(connection, placed.dossier)[1]).rankings
            earlier = queued.get((placed.dossier, *_list_of(report)))
            if earlier == report:
                waiting += 1
            elif earlier is None and any(report_in(ranking, party) == report for ranking in held):
                up_to_date += 1
            else:
                known = [ours for ours in (report_in(ranking, party) for ranking in held) if ours is not None]
                same_list = [ours for ours in known if _list_of(ours) == _list_of(report)]
                lines.append(
                    ReportLine(
                        dossier=placed.dossier,
                        name=names.get(placed.dossier, ""),
                        position=placed.position,
                        report=report,
                        told=report_words(report),
                        why=why,
                        known="; ".join(map(report_words, same_list)),
                        note=_note(report, earlier is not None),
                    )
                )
    return ReportPreview(found.home.code, ranking.reference_date, tuple(lines), up_to_date, waiting)


@needs(Role.CLERK)
def report(office: Office, home_code: str, only: Collection[str] | None = None) -> ReportPreview:
    """Put one message per dossier in the outbox, of those that differ (all, or `only` these); gives what was put there.

    Raises NotFound, BadRules, BadInput when one of `only` has nothing to report.
    """
    found = preview(office, home_code)
    chosen = [line for line in found.lines if only is None or line.dossier in only]
    nothing = sorted(set(only or ()) - {line.dossier for line in chosen})
    if nothing:
        raise BadInput(
            f"Van {', '.join(nothing)} is niets te melden: niet in de volgorde, al gekend, of al klaargezet.",
            "Kies uit wat het overzicht toont (cir rankings preview).",
            field="dossier",
        )
    if chosen:
        with office.store.unit(office.actor) as unit:
            for line in chosen:
                put(office, unit, RANKING, line.dossier, line.report)
                unit.event("ranking.reported", line.dossier, {"home": found.home})
    return msgspec.structs.replace(found, lines=tuple(chosen))


def report_of(case: Case, facts: CandidateFacts) -> tuple[RankingReport, str]:
    """What we report of a candidate for a home in its pillar, and where the binding comes from in words.

    The lists of pillar 2 have neither binding nor municipality [assumed]; the region is limited when the candidate
    chose only some neighbourhoods of the municipality [assumed].
    """
    pillar = case.letting.pillar
    kind = f"PLR{pillar}"
    criterion = _criterion(case, facts)
    step = next((step for step in steps_of(case) if step.rule.id == f"binding.{LONG_TERM}"), None)
    if step is None:
        return RankingReport(kind, criterion=criterion), "Woonbinding telt niet in deze pijler."
    verdict = step.explain(facts)
    return (
        RankingReport(
            kind=kind,
            limited_region=bool(facts.neighbourhoods),
            local_binding=_BINDINGS[verdict.answer],
            nis_code=case.home.nis_code,
            criterion=criterion,
        ),
        verdict.text,
    )


def _criterion(case: Case, facts: CandidateFacts) -> str | None:
    match case.letting.pillar:
        case 2:
            return case.letting.group or facts.nomination or facts.nominated
        case 3:
            return "D"
        case 4:
            wanted = case.letting.group
            grounds = (wanted,) if wanted in INTERNAL_GROUNDS else _PUBLISHED_GROUNDS
            holds = (
                g for g in grounds if g in _PUBLISHED_GROUNDS and ground_verdict(case, facts, g).answer is Answer.MET
            )
            return next(holds, None)
        case _:
            return case.home.type


def report_words(report: RankingReport) -> str:
    """A report in words: list, ground, municipality, binding, and whether the choice of region is limited."""
    parts = [
        words.words(words.LIST_KINDS, report.kind),
        words.words(
            {**{code: name.lower() for code, name in HOME_TYPES.items()}, **words.PRIORITIES}, report.criterion
        ),
        name_of(report.nis_code) if report.nis_code else "",
        f"woonbinding: {words.words(words.LOCAL_BINDINGS, report.local_binding)}" if report.local_binding else "",
        "enkel bepaalde wijken" if report.limited_region else "",
    ]
    return ", ".join(part for part in parts if part)


def _list_of(report: RankingReport) -> tuple[str, str | None]:
    """Which list a report is for: a later one about the same list takes the place of an earlier one [assumed]."""
    return report.kind, report.nis_code


def _note(report: RankingReport, earlier: bool) -> str:
    said = []
    if report.criterion is None:
        said.append("Voor deze grond is geen code gepubliceerd, of hij staat niet vast: hij gaat niet mee.")
    if earlier:
        said.append("Een eerdere melding met andere gegevens wacht nog; ze vertrekt eerst.")
    return " ".join(said)


def count_words(lines: Sequence[ReportLine]) -> str:
    """How many messages, in words."""
    return "1 melding" if len(lines) == 1 else f"{len(lines)} meldingen"
