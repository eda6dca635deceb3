"""The general waiting list: places per municipality, type and bedrooms of our homes, and the groups without a place."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from cir_desktop.allocation import ranking as law
from cir_desktop.allocation.case import Case, open_case
from cir_desktop.allocation.pillars import TARGET_GROUP, ground_verdict, target_verdict
from cir_desktop.domain.codes import ACCELERATED_GROUPS, HOME_TYPES, INTERNAL_GROUNDS
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.home import Home
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.ranking import Answer, Letting, Placed, Ranking
from cir_desktop.domain.values import NisCode
from cir_desktop.runtime.reference import name_of
from cir_desktop.services.lists import not_in_list
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, homes, ranking_facts
from cir_desktop.workbooks.writing import SheetToWrite, Value, write_table

ACCELERATED_BLOCK = "Versnelde toewijzing"
INTERNAL_BLOCK = "Interne mutatie"
TARGET_BLOCK = "Doelgroep"

NOT_LOOKED_AT = (
    "De algemene lijst kijkt niet naar de wijk en de huurprijs van een woning, en niet of ze aangepast is, een"
    " assistentiewoning, mee betaald door Vlabinvest of voorbehouden voor een doelgroep. Op de lijst van een bepaalde"
    " woning kan de plaats dus anders zijn. Ze geldt enkel voor de standaardtoewijzing."
)


class Question(msgspec.Struct, frozen=True, order=True):
    """What a general list is of: a municipality (NIS code), a type of home and a number of bedrooms."""

    nis_code: str
    type: str
    bedrooms: int

    @property
    def words(self) -> str:
        """On one line: Kasterlee, appartement, 2 slaapkamers."""
        rooms = "1 slaapkamer" if self.bedrooms == 1 else f"{self.bedrooms} slaapkamers"
        return f"{name_of(self.nis_code)}, {HOME_TYPES[self.type].lower()}, {rooms}"


class GeneralList(msgspec.Struct, frozen=True):
    """The general list of one question: `homes` of ours it stands for, and the ranking."""

    question: Question
    homes: int
    ranking: Ranking

    @property
    def places(self) -> dict[str, Placed]:
        """Everybody who has a place, by dossier."""
        return {line.dossier: line for line in self.ranking.placed}


class InGroup(msgspec.Struct, frozen=True, order=True):
    """Somebody who waits in a group, without a place. `nis_code` is empty where the group is not of a municipality."""

    block: str
    nis_code: str
    group: str
    dossier: str

    @property
    def municipality(self) -> str:
        """The name of the municipality, if the group is of one."""
        return name_of(self.nis_code) if self.nis_code else ""


class WaitingList(msgspec.Struct, frozen=True):
    """All general lists of a landlord on a day, and who waits in a group. `landlord` is its code in the register."""

    landlord: str
    day: date
    lists: tuple[GeneralList, ...]
    groups: tuple[InGroup, ...]


class PlaceOnList(msgspec.Struct, frozen=True):
    """Where one candidate stands on a general list, of `of` placed candidates.

    `line` None: in no place, and `reason` says why not; else `reason` is the deciding difference with the row above.
    """

    question: Question
    of: int
    line: Placed | None
    reason: str

    @property
    def sentence(self) -> str:
        """The place in words."""
        if self.line is None:
            return "komt niet in aanmerking"
        rise = self.line.best_position
        can_rise = f", kan nog naar plaats {rise}" if rise < self.line.position else ""
        return f"plaats {self.line.position} van {self.of}{can_rise}"


@needs(*LOOK)
def waiting_list(
    office: Office,
    day: date | None = None,
    *,
    nis_code: str | None = None,
    type_code: str | None = None,
    bedrooms: int | None = None,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> WaitingList:
    """The general list of every municipality, type and number of bedrooms that we have a home of.

    What nobody asks of a home is not made up: neighbourhood and rent stay unknown (NOT_LOOKED_AT). In a group stands
    who is registered and certainly belongs to it. Raises BadRules, Cancelled.
    """
    day = day or office.today
    with office.store.read() as connection:
        ours = [row.home for row in homes.homes(connection)]
        stored = ranking_facts.stored_count(connection)
    wanted = [
        Question(home.nis_code, home.type, home.bedrooms)
        for home in ours
        if nis_code in (None, home.nis_code) and type_code in (None, home.type) and bedrooms in (None, home.bedrooms)
    ]
    questions = sorted(set(wanted))
    regulation, found, groups = office.regulation, list[GeneralList](), set[InGroup]()
    for municipality in sorted({question.nis_code for question in questions}):
        if cancel:
            cancel.check()
        with office.store.read() as connection:
            here = ranking_facts.candidates_of(connection, municipality)
        for question in questions:
            if question.nis_code != municipality:
                continue
            if cancel:
                cancel.check()
            report(Progress("Lijsten maken", len(found), len(questions)))
            ranking = law.rank(_any_home(question), here, regulation, day, stored)
            found.append(GeneralList(question, wanted.count(question), ranking))
        groups |= _groups(office, municipality, here, day)
    report(Progress("Lijsten maken", len(questions), len(questions)))
    return WaitingList(office.party, day, tuple(found), tuple(sorted(groups)))


@needs(*LOOK)
def places_of(
    office: Office,
    dossier: str,
    day: date | None = None,
    *,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> tuple[PlaceOnList, ...]:
    """Where one candidate stands on each general list of the municipalities that he or she chose.

    Raises NotFound for a dossier that is not ours to see, BadRules, Cancelled.
    """
    with office.store.read() as connection:
        row = candidates.by_dossiers(connection, {dossier})
        ours = sorted({found.home.nis_code for found in homes.homes(connection)})
        chosen = [code for code in ours if ranking_facts.candidate_of(connection, code, dossier) is not None]
    if not row or row[0].out_of_scope:
        raise not_in_list(office, dossier)
    found = []
    for nis_code in chosen:
        for general in waiting_list(office, day, nis_code=nis_code, report=report, cancel=cancel).lists:
            line = general.places.get(dossier)
            out = next((each.text for each in general.ranking.excluded if each.dossier == dossier), "")
            reason = line.deciding.text if line else out
            found.append(PlaceOnList(general.question, len(general.ranking.placed), line, reason))
    return tuple(found)


@needs(*LOOK)
def names_of(office: Office, waiting: WaitingList) -> dict[str, str]:
    """The names of everybody on these lists, by dossier number."""
    wanted = {line.dossier for general in waiting.lists for line in general.ranking.placed}
    with office.store.read() as connection:
        return candidates.names(connection, wanted | {member.dossier for member in waiting.groups})


@needs(Role.CLERK)
def write_waiting_list(office: Office, waiting: WaitingList, path: Path, *, with_names: bool = False) -> int:
    """Write the lists as a workbook, with names only when asked; gives the number of rows. Raises BadWorkbook.

    That it was written, and whether with names, is in the log.
    """
    names = names_of(office, waiting) if with_names else {}
    who = ("Dossier", "Naam") if with_names else ("Dossier",)

    def person(dossier: str) -> tuple[Value, ...]:
        return (dossier, names.get(dossier, "")) if with_names else (dossier,)

    placed = list(_placed_rows(waiting, person))
    members = [
        (each.block, waiting.landlord, each.municipality, each.group) + person(each.dossier) for each in waiting.groups
    ]
    about: list[tuple[Value, ...]] = [("Dag", waiting.day), ("Wat de lijst niet bekijkt", NOT_LOOKED_AT)]
    about += [(general.question.words, general.ranking.header) for general in waiting.lists]
    titles = ("Verhuurder", "Gemeente", "Type", "Slaapkamers", "Plaats", "Kan nog naar plaats")
    write_table(
        path,
        [
            SheetToWrite("Wachtlijst", titles + who, placed),
            SheetToWrite("Zonder plaats", ("Blok", "Verhuurder", "Gemeente", "Groep", *who), members),
            SheetToWrite("Uitleg", ("Wat", "Uitleg"), about),
        ],
    )
    rows = len(placed) + len(members)
    with office.store.unit(office.actor) as unit:
        unit.event("waiting_list.exported", "waiting_list", {"named": int(with_names), "rows": rows})
    return rows


def _placed_rows(waiting: WaitingList, person: Callable[[str], tuple[Value, ...]]) -> Iterator[tuple[Value, ...]]:
    for general in waiting.lists:
        asked = general.question
        head = (waiting.landlord, name_of(asked.nis_code), HOME_TYPES[asked.type], asked.bedrooms)
        for line in general.ranking.placed:
            rise = line.best_position if line.best_position < line.position else None
            yield (*head, line.position, rise, *person(line.dossier))


def _any_home(question: Question) -> Home:
    """A home of which only the question is known."""
    return Home(
        code="",
        street="",
        number="",
        postcode="",
        place=name_of(question.nis_code),
        nis_code=NisCode(question.nis_code),
        type=question.type,
        bedrooms=question.bedrooms,
    )


def _groups(office: Office, nis_code: str, here: Sequence[CandidateFacts], day: date) -> set[InGroup]:
    regulation = office.regulation
    home = _any_home(Question(nis_code, "A", 1))
    case = open_case(home, regulation, day)
    names = [group.name for group in case.rules.target_groups]
    cases = {name: open_case(home, regulation, day, letting=Letting(TARGET_GROUP, name)) for name in names}
    found = set[InGroup]()
    for facts in here:
        if facts.status == "REG":
            found |= _groups_of(case, cases, facts)
    return found


def _groups_of(case: Case, of_group: dict[str, Case], facts: CandidateFacts) -> set[InGroup]:
    found = set[InGroup]()
    if facts.nomination is not None:
        found.add(InGroup(ACCELERATED_BLOCK, "", ACCELERATED_GROUPS[facts.nomination], facts.dossier))
    for ground, words in INTERNAL_GROUNDS.items():
        if ground_verdict(case, facts, ground).answer is Answer.MET:
            found.add(InGroup(INTERNAL_BLOCK, "", words, facts.dossier))
    for name, its_case in of_group.items():
        if target_verdict(its_case, facts).answer is Answer.MET:
            found.add(InGroup(TARGET_BLOCK, case.home.nis_code, name, facts.dossier))
    return found
