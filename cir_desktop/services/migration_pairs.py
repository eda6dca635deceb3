"""Doubles on an old list: the pairs to look at, why they are alike, and what a clerk says of them, for ever."""

import secrets
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.migration import Batch
from cir_desktop.domain.pairs import (
    ANSWER_WORDS,
    DECIDING,
    KIND_WORDS,
    FieldMatch,
    Pair,
    PairAnswer,
    PairDecision,
    Side,
    Someone,
)
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.migration import pair_keys
from cir_desktop.migration.matching import contacts_of, find_pairs, people_of
from cir_desktop.migration.reader import read_batch
from cir_desktop.migration.scoring import explained
from cir_desktop.migration.template import template
from cir_desktop.migration.weights import weights
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.services.stored_dossiers import stored_dossiers
from cir_desktop.storage import matching_decisions
from cir_desktop.storage.unit import Unit

_SECRET_BYTES = 32


class Alike(StrEnum):
    """Whether two persons are alike in a field, in the word of a clerk."""

    SAME = "gelijk"
    NEAR = "gelijkt"
    OTHER = "anders"
    UNKNOWN = "onbekend"
    NONE = ""


class PairRow(msgspec.Struct, frozen=True):
    """A line of the pair screen; `points` is empty for what is only told, as where somebody stands."""

    label: str
    left: str
    right: str
    alike: Alike = Alike.NONE
    points: str = ""
    words: str = ""


class PairView(msgspec.Struct, frozen=True):
    """A pair as a clerk sees it. `decision` is what counts now; `again` says why an answered pair is asked again.

    `also` are pairs of the same two persons elsewhere, whose deciding fields are the same: one answer goes for all.
    """

    id: str
    pair: Pair
    decision: PairDecision | None
    again: str = ""
    also: tuple[Pair, ...] = ()

    @property
    def words(self) -> str:
        """What the two may be."""
        return KIND_WORDS[self.pair.kind]

    @property
    def state(self) -> str:
        """What was said, by whom and when; empty when nothing was."""
        if self.decision is None or self.decision.answer is None:
            return ""
        said = ANSWER_WORDS[self.decision.answer]
        return f"{said} ({self.decision.by}, {dutch_moment(self.decision.at)})"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer; later is no answer."""
        return self.decision is None or self.decision.answer is PairAnswer.LATER


class PairList(msgspec.Struct, frozen=True):
    """The pairs of a list: those that wait, then those for later, then the answered ones; the surest first in each.

    `people` were compared; `with_register` says whether those of the register were among them.
    `compared_with_first_only` are people with the same fields as very many, each compared with one of these only.
    """

    views: tuple[PairView, ...]
    people: int
    with_register: bool
    compared_with_first_only: int
    everybody: tuple[Someone, ...] = ()
    """Who was compared, when that was asked for."""

    @property
    def answered(self) -> int:
        """How many pairs have an answer."""
        return sum(not view.is_open for view in self.views)

    def view(self, typed: str) -> PairView:
        """The pair whose id begins so. Raises NotFound."""
        found = [view for view in self.views if view.id.startswith(typed.strip().lower())]
        if not typed.strip() or len(found) != 1:
            raise NotFound(
                "Er is geen paar met dit nummer, of meer dan één.", "Kijk de lijst na (cir migration pairs BESTAND)."
            )
        return found[0]


@needs(Role.CLERK)
def find_in_file(
    office: Office,
    path: Path,
    *,
    against_register: bool = False,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> PairList:
    """The pairs of a workbook of our template. Raises BadWorkbook, Cancelled."""
    report(Progress("Bestand lezen", 0, None))
    batch = read_batch(path, today=office.today)
    return find(office, batch, against_register=against_register, report=report, cancel=cancel)


@needs(Role.CLERK)
def find(
    office: Office,
    batch: Batch,
    *,
    against_register: bool = False,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
    keep_people: bool = False,
) -> PairList:
    """The pairs of a list, with what was answered before. Raises Cancelled."""
    people = people_of(batch)
    if against_register:
        people.extend(_registered(office, report, cancel))
    found = find_pairs(people, report=report, cancel=cancel)
    secret = _secret(office)
    with office.store.read() as connection:
        known = matching_decisions.current(connection)
    former: dict[tuple[str, str], list[PairDecision]] = {}
    for decision in known.values():
        former.setdefault(decision.dossiers, []).append(decision)
    by_key: dict[str, list[Pair]] = {}
    for pair in found.pairs:
        by_key.setdefault(pair_keys.pair_key(secret, pair), []).append(pair)
    views = [_view(secret, key, pairs, known, former) for key, pairs in by_key.items()]
    return PairList(
        tuple(sorted(views, key=_waits)),
        found.people,
        against_register,
        found.compared_with_first_only,
        tuple(people) if keep_people else (),
    )


@needs(Role.CLERK)
def decide(office: Office, view: PairView, answer: PairAnswer) -> PairView:
    """Say what two persons are; it is not asked again until a deciding field of one of them changes."""
    with office.store.unit(office.actor) as unit:
        decision = _note(unit, _secret_in(unit), view, answer)
        unit.event("migration.pair_decided", view.pair.left.dossier or view.id, {"answer": ANSWER_WORDS[answer]})
    return msgspec.structs.replace(view, decision=decision, again="")


@needs(Role.CLERK)
def take_back(office: Office, view: PairView) -> PairView:
    """Take the answer back, so that the pair waits again. Raises NotAllowed when there is none."""
    with office.store.unit(office.actor) as unit:
        if view.id not in matching_decisions.current(unit.connection):
            raise NotAllowed("Over dit paar is nog niets gezegd.", "Kijk de lijst van de paren na.")
        _note(unit, _secret_in(unit), view, None)
        unit.event("migration.pair_taken_back", view.pair.left.dossier or view.id)
    return msgspec.structs.replace(view, decision=None)


def fields(view: PairView) -> tuple[FieldMatch, ...]:
    """Why the two are alike or not, by field: together they make the points."""
    return explained(view.pair, weights())


def rows(view: PairView) -> list[PairRow]:
    """The two beside each other: where they stand, since when, and then field by field why alike or not."""
    left, right = view.pair.left, view.pair.right
    told = [
        PairRow("Waar", where(left), where(right)),
        PairRow("Dossier", left.dossier, right.dossier),
        PairRow("Ingeschreven op", dutch_date(left.registered_on), dutch_date(right.registered_on)),
    ]
    return told + [
        PairRow(
            each.label, each.left, each.right, _alike(each), f"{each.points:+d}" if each.points else "0", each.words
        )
        for each in fields(view)
    ]


def _alike(field: FieldMatch) -> Alike:
    if field.level == "missing":
        return Alike.UNKNOWN
    if field.level == "same":
        return Alike.SAME
    return Alike.OTHER if field.points < 0 or field.level == "other" else Alike.NEAR


def place_words(who: Someone) -> str:
    """Where somebody stands: sheet, row and dossier on the list, or the dossier in the register."""
    return f"{where(who)}, dossier {who.dossier or 'onbekend'}"


def also_words(view: PairView) -> str:
    """Where the same two persons stand elsewhere too; empty when they do not."""
    places = sorted({place_words(who) for pair in view.also for who in (pair.left, pair.right)})
    own = {place_words(view.pair.left), place_words(view.pair.right)}
    others = [place for place in places if place not in own]
    return f"Dit antwoord geldt ook voor {'; '.join(others)}." if others else ""


def where(who: Someone) -> str:
    """Sheet, row and role on the list, or that it is in the register."""
    if who.side is Side.REGISTER:
        return "CIR"
    role = "" if who.reference else " (medehuurder)" if who.applicant else " (medebewoner)"
    return f"{template().sheets[who.sheet].name} rij {who.row}{role}"


def _view(
    secret: bytes,
    key: str,
    pairs: Sequence[Pair],
    known: dict[str, PairDecision],
    former: dict[tuple[str, str], list[PairDecision]],
) -> PairView:
    pair, also = pairs[0], tuple(pairs[1:])
    if key in known:
        return PairView(key, pair, known[key], also=also)
    before = former.get(pair_keys.dossiers_of(pair))
    changed = pair_keys.changed_since(pair_keys.field_digests(secret, pair), before) if before else None
    return PairView(key, pair, None, _again(*changed) if changed else "", also)


def _again(decision: PairDecision, changed: Sequence[str]) -> str:
    labels = [weights().fields[key].label.lower() for key in DECIDING if key in changed]
    said = ANSWER_WORDS[decision.answer] if decision.answer else ""
    return f"Eerder zei {decision.by}: {said}. Sindsdien wijzigde: {', '.join(labels)}."


def _waits(view: PairView) -> int:
    return 0 if view.decision is None else 1 if view.is_open else 2


def _note(unit: Unit, secret: bytes, view: PairView, answer: PairAnswer | None) -> PairDecision:
    pair = view.pair
    return matching_decisions.note(
        unit, view.id, answer, pair_keys.dossiers_of(pair), pair_keys.field_digests(secret, pair)
    )


def _secret(office: Office) -> bytes:
    with office.store.read() as connection:
        found = matching_decisions.secret(connection)
    if found is not None:
        return found
    with office.store.unit(office.actor) as unit:
        made = _secret_in(unit)
        unit.event("migration.pairs_begun", "migration")
    return made


def _secret_in(unit: Unit) -> bytes:
    found = matching_decisions.secret(unit.connection)
    if found is None:
        found = secrets.token_bytes(_SECRET_BYTES)
        matching_decisions.put_secret(unit.connection, found)
    return found


def _registered(office: Office, report: Report, cancel: Cancel | None) -> Iterator[Someone]:
    """Everybody in the copy of the register."""
    for dossier in stored_dossiers(office, report, cancel):
        yield from _people_in(dossier)


def _people_in(dossier: Dossier) -> Iterator[Someone]:
    head = dossier.reference_person
    for person in dossier.persons:
        home = person.domicile or person.residence or head.domicile or head.residence
        yield Someone(
            side=Side.REGISTER,
            dossier=dossier.number.text,
            sheet="",
            row=0,
            applicant=person.tenant or person is head,
            reference=person is head,
            national_number=person.national_number.digits if person.national_number else "",
            last_name=person.last_name,
            first_name=person.first_name,
            birth_date=person.birth_date,
            sex=person.sex,
            street=home.street if home else "",
            number=home.number if home else "",
            box=(home.box or "") if home else "",
            postcode=home.postcode if home else "",
            place=home.place if home else "",
            contacts=tuple(contacts_of((person.email, person.phone1, person.phone2))),
            registered_on=dossier.registered_on,
        )
