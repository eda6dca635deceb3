"""The list of a home as a workbook, for who reviews it away from the program or keeps it with the file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from cir_desktop.domain.codes import certainty_words
from cir_desktop.domain.comparing import ValueApplied
from cir_desktop.domain.home import Home
from cir_desktop.domain.process import ReviewMark
from cir_desktop.domain.ranking import Excluded, Placed, Ranking, flags_of_all
from cir_desktop.domain.values import dutch_date
from cir_desktop.workbooks.writing import SheetToWrite, Value, write_table

_Line = Placed | Excluded


class ListToWrite(msgspec.Struct, frozen=True):
    """What goes into the workbook.

    `sentences` are about the list as a whole: its counts and since when it is complete. `households` and `names` are by
    dossier number; without `names` only dossier numbers tell who it is. National numbers are nowhere in it. `marks` are
    by dossier number, `mark_words` their texts by code.
    """

    home: Home
    ranking: Ranking
    sentences: Sequence[str]
    complete: bool
    households: Mapping[str, str]
    names: Mapping[str, str] | None
    values: Sequence[ValueApplied]
    marks: Mapping[str, ReviewMark]
    mark_words: Mapping[str, str]


def write_list(path: Path, what: ListToWrite) -> None:
    """Write the sheets In volgorde, Komen niet in aanmerking, Regels en waarden, Let op. Raises BadWorkbook."""
    write_table(path, [_placed(what), _excluded(what), _rules(what), _attention(what)])


def tie_words(line: Placed) -> str:
    """What is said of a place that several share; empty when nobody shares it."""
    return "gedeelde plaats, geen volgorde bepaald" if line.tied else ""


def _who(what: ListToWrite) -> tuple[Sequence[str], Callable[[_Line], tuple[str, ...]]]:
    """The titles of the columns that say who it is, and their values."""
    names, households = what.names, what.households
    if names is None:
        return ("Dossier", "Gezin"), lambda line: (line.dossier, households.get(line.dossier, ""))
    return ("Dossier", "Naam", "Gezin"), lambda line: (
        line.dossier,
        names.get(line.dossier, ""),
        households.get(line.dossier, ""),
    )


def _review(what: ListToWrite, line: _Line) -> tuple[str, str]:
    mark = what.marks.get(line.dossier)
    return (what.mark_words.get(mark.mark, mark.mark), mark.note) if mark else ("", "")


def _placed(what: ListToWrite) -> SheetToWrite:
    titles, who = _who(what)
    shared = frozenset(flags_of_all(what.ranking))

    def row(line: Placed) -> tuple[Value, ...]:
        best = line.best_position if line.best_position < line.position else None
        own = " ".join(flag.text for flag in line.flags if flag not in shared)
        return (
            line.position,
            tie_words(line),
            *who(line),
            line.deciding.text,
            line.deciding.article,
            best,
            own,
            *_review(what, line),
        )

    return SheetToWrite(
        "In volgorde",
        ("Plaats", "Gedeeld", *titles, "Waarom hier", "Bron", "Kan nog naar plaats", "Let op", "Nazicht", "Nota"),
        map(row, what.ranking.placed),
    )


def _excluded(what: ListToWrite) -> SheetToWrite:
    titles, who = _who(what)
    return SheetToWrite(
        "Komen niet in aanmerking",
        (*titles, "Waarom niet", "Bron", "Nazicht", "Nota"),
        ((*who(line), line.text, line.article, *_review(what, line)) for line in what.ranking.excluded),
    )


def _rules(what: ListToWrite) -> SheetToWrite:
    ranking, home = what.ranking, what.home
    about: list[tuple[Value, ...]] = [
        ("Woning", f"{home.code} · {home.address}", None, "", "", None),
        ("Peildatum", dutch_date(ranking.reference_date), None, "", "", None),
        ("Volgorde", ranking.header, None, "", "", None),
        *(("Lijst", sentence, None, "", "", None) for sentence in what.sentences),
    ]
    values = (
        (value.name, used.value, used.since, used.source, certainty_words(used.label), used.checked_on)
        for value in what.values
        for used in (value.used,)
    )
    return SheetToWrite(
        "Regels en waarden",
        ("Wat", "Waarde", "Geldig vanaf", "Bron", "Zekerheid", "Laatst nagekeken"),
        [*about, *values],
    )


def _attention(what: ListToWrite) -> SheetToWrite:
    return SheetToWrite("Let op", ("Over wie", "Wat"), list(_warnings(what)))


def _warnings(what: ListToWrite) -> Iterator[tuple[str, str]]:
    if not what.complete:
        yield "de hele lijst", "Deze lijst is niet volledig: er kunnen kandidaten ontbreken of verouderd zijn."
    for warning in what.ranking.warnings:
        yield "de hele lijst", warning
    for flag in flags_of_all(what.ranking):
        yield "iedereen in volgorde", flag.text
    for line in what.ranking.placed:
        if line.best_position < line.position:
            yield (
                line.dossier,
                f"Kan nog van plaats {line.position} naar plaats {line.best_position}: een feit ontbreekt.",
            )
