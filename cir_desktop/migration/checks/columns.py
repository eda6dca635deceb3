"""Checks of the titles above the columns."""

from collections.abc import Iterator
from difflib import get_close_matches

from cir_desktop.domain.finding import Severity
from cir_desktop.migration.checks.view import Group, Hit, View, check
from cir_desktop.workbooks.cells import folded

MUST, LOOK, INFO = Severity.MUST, Severity.LOOK, Severity.INFO
_CLOSE = 0.6


@check(
    "COL-001",
    Group.COLUMNS,
    MUST,
    "Verplichte kolom ontbreekt",
    message="Deze verplichte kolom is niet gevonden.",
    expected="De kolom met precies deze titel in de rij met titels.",
)
def missing_needed(view: View) -> Iterator[Hit]:
    """A needed column that the sheet lacks."""
    for sheet in view.template.sheet:
        if sheet.key in view.batch.sheets:
            present = view.batch.letters.get(sheet.key, {})
            for column in sheet.column:
                if column.needed and column.key not in present:
                    yield Hit(sheet.key, value=column.title, message=f"De kolom “{column.title}” is niet gevonden.")


@check(
    "COL-002",
    Group.COLUMNS,
    INFO,
    "Kolom ontbreekt",
    message="Deze kolom van het sjabloon is niet gevonden; ze blijft leeg.",
    expected="De kolom met precies deze titel, als u die gegevens hebt.",
)
def missing_other(view: View) -> Iterator[Hit]:
    """Another column that the sheet lacks."""
    for sheet in view.template.sheet:
        if sheet.key in view.batch.sheets:
            present = view.batch.letters.get(sheet.key, {})
            for column in sheet.column:
                if not column.needed and column.key not in present:
                    yield Hit(sheet.key, value=column.title, message=f"De kolom “{column.title}” is niet gevonden.")


@check(
    "COL-003",
    Group.COLUMNS,
    LOOK,
    "Onbekende kolom",
    message="Deze titel staat niet in het sjabloon; de kolom is niet gelezen.",
    expected="Een titel uit het sjabloon, of geen kolom.",
)
def unknown(view: View) -> Iterator[Hit]:
    """A title that we do not know, with the nearest that is missing."""
    for sheet in view.template.sheet:
        present = view.batch.letters.get(sheet.key, {})
        titles = {folded(column.title): column for column in sheet.column}
        for title in view.batch.titles.get(sheet.key, ()):
            if title.key is None and folded(title.title) not in titles:
                free = {fold: column.title for fold, column in titles.items() if column.key not in present}
                near = get_close_matches(folded(title.title), sorted(free), n=1, cutoff=_CLOSE)
                expected = f"Waarschijnlijk “{free[near[0]]}”." if near else ""
                yield Hit(sheet.key, key=title.letters, value=title.title, expected=expected)


@check(
    "COL-004",
    Group.COLUMNS,
    MUST,
    "Kolom staat er twee keer",
    message="Deze titel staat er twee keer; alleen de eerste kolom is gelezen.",
    expected="Elke titel één keer.",
)
def double(view: View) -> Iterator[Hit]:
    """The second column of a title."""
    for sheet in view.template.sheet:
        titles = {folded(column.title) for column in sheet.column}
        for title in view.batch.titles.get(sheet.key, ()):
            if title.key is None and folded(title.title) in titles:
                yield Hit(sheet.key, key=title.letters, value=title.title)


@check(
    "COL-005",
    Group.COLUMNS,
    INFO,
    "Kolommen staan in een andere volgorde",
    message="De kolommen staan anders dan in het sjabloon; ze zijn op hun titel gelezen.",
    expected="De volgorde van het sjabloon.",
    why="Wie op plaats plakt in plaats van op titel, vult de verkeerde kolom.",
)
def moved(view: View) -> Iterator[Hit]:
    """The first column that is not where the template has it."""
    for sheet in view.template.sheet:
        found = [title for title in view.batch.titles.get(sheet.key, ()) if title.key]
        present = {title.key for title in found}
        order = [column.key for column in sheet.column if column.key in present]
        for title, key in zip(found, order, strict=True):
            if title.key != key:
                yield Hit(sheet.key, key=title.letters, value=title.title)
                break
