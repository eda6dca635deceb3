"""What changed between two versions of a dossier, by field, in a clerk's words. Pure.

A change touches the ranking when what a list is made from (storage.rows.Facts) may come out of it differently; a
domicile does so too, because somebody who moved may have another binding. National numbers stay masked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from cir_desktop.domain import change_fields as table
from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.change_fields import CONTACT, RANKING, Field, Lines
from cir_desktop.domain.dossier import Dossier, Person


class FieldChange(msgspec.Struct, frozen=True):
    """One field that changed. `before` or `after` is empty where there was, or is, nothing.

    `path` names the field in the domain, with places in the new dossier and never a value; `label` says it in Dutch.
    """

    path: str
    label: str
    before: str
    after: str
    touches_ranking: bool = False
    contact: bool = False


def changes(old: Dossier, new: Dossier) -> tuple[FieldChange, ...]:
    """Every field in which two versions of one dossier differ; their own version numbers and moments do not count."""
    return (
        *_fields("", old, new, table.DOSSIER),
        *_persons(old.persons, new.persons),
        *_fields("income", old.income, new.income, table.INCOME),
        *_fields("real_estate", old.real_estate, new.real_estate, table.ESTATE),
        *_fields("help", old.help, new.help, table.HELP),
        *_fields("preferences", old.preferences, new.preferences, table.PREFERENCES),
        *(
            change
            for lines in table.LINES
            for change in _lines(lines, getattr(old, lines.name), getattr(new, lines.name))
        ),
    )


def _change(path: str, label: str, before: str, after: str, about: str) -> FieldChange:
    if before == after:
        after = f"{after} (een code of kenmerk erachter wijzigde)".strip()
    return FieldChange(path, label, before, after, about == RANKING, about == CONTACT)


def _fields(path: str, old: Any, new: Any, fields: Sequence[Field], of: str = "") -> Iterator[FieldChange]:
    for field in fields:
        before, after = (getattr(each, field.name, None) for each in (old, new))
        if before != after:
            place = f"{path}.{field.name}".lstrip(".")
            yield _change(place, field.label + of, field.words(before), field.words(after), field.about)


def _persons(old: Sequence[Person], new: Sequence[Person]) -> Iterator[FieldChange]:
    former = _former(old, new)
    for place, person in enumerate(new):
        path, name = f"persons.{place}", _name(person)
        before = former[place]
        if before is None:
            yield _change(path, "Persoon bijgekomen", "", f"{name}, {_relation(person.relation)}", RANKING)
        else:
            yield from _fields(path, before, person, table.PERSON, f" van {name}")
    stayed = [id(person) for person in former if person is not None]
    for person in old:
        if id(person) not in stayed:
            yield _change(
                "persons",
                "Persoon niet meer in het dossier",
                f"{_name(person)}, {_relation(person.relation)}",
                "",
                RANKING,
            )


def _former(old: Sequence[Person], new: Sequence[Person]) -> list[Person | None]:
    """Who each of the new persons was: by national number, else by name and birth date: a number can be replaced."""
    left = list(old)
    found: list[Person | None] = [None] * len(new)
    for same in (_same_number, _same_birth):
        for place, person in enumerate(new):
            if found[place] is None:
                found[place] = next((each for each in left if same(each, person)), None)
                left = [each for each in left if each is not found[place]]
    return found


def _same_number(one: Person, other: Person) -> bool:
    return one.national_number is not None and one.national_number == other.national_number


def _same_birth(one: Person, other: Person) -> bool:
    return (one.first_name, one.birth_date, one.relation) == (other.first_name, other.birth_date, other.relation)


def replaced_numbers(old: Dossier, new: Dossier) -> list[tuple[str, str]]:
    """The national numbers (digits) that were replaced by another one for the same person, old and new."""
    return [
        (before.national_number.digits, person.national_number.digits)
        for before, person in zip(_former(old.persons, new.persons), new.persons, strict=True)
        if before is not None and before.national_number and person.national_number
        if before.national_number != person.national_number
    ]


def _lines(lines: Lines, old: Sequence[Any], new: Sequence[Any]) -> Iterator[FieldChange]:
    before, after = _by_key(old, lines.key), _by_key(new, lines.key)
    for key in dict.fromkeys((*before, *after)):
        then, now = before.get(key), after.get(key)
        if then != now:
            path = lines.name if now is None else f"{lines.name}.{list(after).index(key)}"
            yield _change(
                path, lines.label, lines.words(then) if then else "", lines.words(now) if now else "", lines.about
            )


def _by_key(items: Iterable[Any], key: Callable[[Any], object]) -> dict[tuple[object, int], Any]:
    """With a count beside each key, for nothing keeps the register from sending one twice."""
    found: dict[tuple[object, int], Any] = {}
    for item in items:
        times = 0
        while (key(item), times) in found:
            times += 1
        found[key(item), times] = item
    return found


def _name(person: Person) -> str:
    return f"{person.first_name} {person.last_name}".strip() or "een persoon zonder naam"


def _relation(code: str) -> str:
    return words.words(words.RELATIONS, code)
