"""Who stands more than once on a list, or on the list and in the register: pairs with the reasons why."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.migration import Batch, Cell, Record
from cir_desktop.domain.pairs import Pair, PairKind, Side, Someone
from cir_desktop.domain.values import DossierNumber
from cir_desktop.errors import BadInput
from cir_desktop.migration.blocking import candidate_pairs
from cir_desktop.migration.scoring import Comparable, comparable, levels_of
from cir_desktop.migration.weights import Weights, weights

_STEP = 20_000
_SAME_HOUSE = frozenset({"same", "building"})
_SAME_NAME = frozenset({"same", "prefix"})


class Matches(msgspec.Struct, frozen=True):
    """The pairs, those that are surest first; `compared_with_first_only` as in `blocking.Candidates`."""

    pairs: list[Pair]
    people: int
    compared: int
    compared_with_first_only: int


def people_of(batch: Batch) -> list[Someone]:
    """Everybody on the list: the reference persons by row, then the members, who live where their dossier does."""
    heads: dict[str, Someone] = {}
    found: list[Someone] = []
    for record in batch.records("candidates"):
        found.append(_reference(record))
        heads.setdefault(found[-1].dossier, found[-1])
    for record in batch.records("members"):
        values = record.values
        head = heads.get(_text(values.get("dossier")))
        one = _someone(record, applicant=values.get("role") == "HUURDER", reference=False)
        if head is not None:
            one = msgspec.structs.replace(
                one, street=head.street, number=head.number, box=head.box, postcode=head.postcode, place=head.place,
                registered_on=head.registered_on,
            )  # fmt: skip
        found.append(one)
    return found


def find_pairs(people: Iterable[Someone], *, report: Report = ignore_progress, cancel: Cancel | None = None) -> Matches:
    """The pairs to put before a clerk; two persons of the register are no matter of the list. Raises Cancelled.

    The outcome does not depend on the order of the people, except for which of two stands left.
    """
    known = weights()
    ready = [comparable(one) for one in people]
    candidates = candidate_pairs(ready)
    found: list[Pair] = []
    for done, (left, right) in enumerate(candidates.pairs):
        if not done % _STEP:
            if cancel:
                cancel.check()
            report(Progress("Personen vergelijken", done, len(candidates.pairs)))
        pair = _judged(ready[left], ready[right], known)
        if pair is not None:
            found.append(pair)
    found.sort(key=_order)
    return Matches(found, len(ready), len(candidates.pairs), candidates.compared_with_first_only)


def _judged(one: Comparable, other: Comparable, known: Weights) -> Pair | None:
    levels = levels_of(one, other, known)
    points = sum(table[level] for table, level in zip(known.points.values(), levels, strict=True))
    kind = _kind(one, other, levels, points, known)
    return Pair(one.who, other.who, kind, points, levels) if kind else None


def _kind(one: Comparable, other: Comparable, levels: tuple[str, ...], points: int, known: Weights) -> PairKind | None:
    national, _, last, _, _, address, _ = levels
    if adjacent(one.who, other.who):
        heads = one.who.reference and other.who.reference
        if points >= known.ask or (heads and address in _SAME_HOUSE) or (heads and last in _SAME_NAME and points > 0):
            return PairKind.SPLIT
        return None
    if points >= known.ask:
        return PairKind.LIKELY if points >= known.likely else PairKind.POSSIBLE
    return PairKind.NUMBER if national == "same" else None


def adjacent(one: Someone, other: Someone) -> bool:
    """Whether two dossiers are of the same day with sequence numbers that follow each other."""
    if one.dossier == other.dossier or one.dossier[:10] != other.dossier[:10]:
        return False
    try:
        first, second = DossierNumber.parse(one.dossier), DossierNumber.parse(other.dossier)
    except BadInput:
        return False
    return first.day is not None and abs(first.sequence - second.sequence) == 1


def _order(pair: Pair) -> tuple[object, ...]:
    rank = (PairKind.LIKELY, PairKind.POSSIBLE, PairKind.NUMBER, PairKind.SPLIT).index(pair.kind)
    left, right = pair.left, pair.right
    return rank, -pair.points, left.sheet, left.row, right.side, right.sheet, right.row, right.dossier


def _reference(record: Record) -> Someone:
    return _someone(record, applicant=True, reference=True)


def _someone(record: Record, *, applicant: bool, reference: bool) -> Someone:
    values = record.values
    return Someone(
        side=Side.LIST,
        dossier=_text(values.get("dossier")),
        sheet=record.sheet,
        row=record.row,
        applicant=applicant,
        reference=reference,
        national_number=_text(values.get("national_number")).translate(_NO_SIGNS),
        last_name=_text(values.get("last_name")),
        first_name=_text(values.get("first_name")),
        birth_date=_day(values.get("birth_date")),
        sex=_text(values.get("sex")),
        street=_text(values.get("street")),
        number=_text(values.get("number")),
        box=_text(values.get("box")),
        postcode=_text(values.get("postcode")),
        place=_text(values.get("place")),
        contacts=tuple(contacts_of(_text(values.get(key)) for key in ("email", "phone1", "phone2"))),
        registered_on=_day(values.get("registered_on")),
    )


_NO_SIGNS = str.maketrans("", "", ".-/ ")
_PHONE_DIGITS = 8


def contacts_of(texts: Iterable[str | None]) -> Iterator[str]:
    """E-mail addresses in lower case, and of phone numbers the last digits: prefixes are written in many ways."""
    for text in texts:
        if text and "@" in text:
            yield text.strip().lower()
        elif text and len(digits := "".join(filter(str.isdigit, text))) >= _PHONE_DIGITS:
            yield digits[-_PHONE_DIGITS:]


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)


def _day(cell: Cell) -> date | None:
    return cell if type(cell) is date else None
