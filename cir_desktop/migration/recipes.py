"""Applying corrections to a list, in their order, until nothing changes any more: twice gives the same as once.

That it ends: a recipe may not bring back a value that an earlier one of that column corrects (`check_new`), so that a
cell only meets later and later recipes.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from cir_desktop.domain.migration import Batch, Cell, SheetRecords, TitleFound
from cir_desktop.domain.migration_fixing import Change, Fit, Recipe
from cir_desktop.errors import BadInput
from cir_desktop.migration.checks.view import shown
from cir_desktop.migration.notation import writer
from cir_desktop.migration.reader import column_letters
from cir_desktop.migration.template import NEWEST, Template, template


class Applied(msgspec.Struct, frozen=True):
    """A list after its recipes: what each of them became and how many cells it changed, and every change."""

    batch: Batch
    fits: tuple[tuple[Fit, int], ...]
    changes: tuple[Change, ...]


class _Column:
    """A column that recipes work on, with where each text that it shows stands."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = list(cells)
        self.places: dict[str, set[int]] = {}
        self.changed = False
        for at, cell in enumerate(cells):
            self.places.setdefault(shown(cell), set()).add(at)

    def put(self, at: int, cell: Cell) -> None:
        self.places[shown(self.cells[at])].discard(at)
        self.cells[at] = cell
        self.places.setdefault(shown(cell), set()).add(at)
        self.changed = True


class _State:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.columns: dict[tuple[str, str], _Column] = {}

    def column(self, sheet: str, key: str) -> _Column:
        place = (sheet, key)
        if place not in self.columns:
            self.columns[place] = _Column(self.batch.sheet(sheet).column(key))
        return self.columns[place]

    def matches(self, recipe: Recipe, text: str) -> list[int]:
        """The places, from 0, that show this text in the column and where all conditions hold."""
        found = self.column(recipe.sheet, recipe.key).places.get(text, set())
        for condition in recipe.where:
            found = found & self.column(recipe.sheet, condition.key).places.get(condition.value, set())
        return sorted(found)


def apply(batch: Batch, recipes: Sequence[Recipe], *, today: date) -> Applied:
    """The list after these recipes, in their order. A recipe for a column or sheet that is not there does not fit."""
    declared = template(batch.source.version or NEWEST)
    state = _State(batch)
    counts = [0] * len(recipes)
    changes: list[Change] = []
    for _ in range(len(recipes) + 1):
        before = len(changes)
        for number, recipe in enumerate(recipes):
            if not _is_declared(declared, recipe) or recipe.sheet not in batch.sheets:
                continue
            value = written(declared, recipe, today)
            rows = batch.sheet(recipe.sheet).rows
            column = state.column(recipe.sheet, recipe.key)
            for at in state.matches(recipe, recipe.before):
                changes.append(Change(recipe.sheet, rows[at], recipe.key, column.cells[at], value, number))
                column.put(at, value)
                counts[number] += 1
        if len(changes) == before:
            break
    fits = tuple((_fit(state, recipe, count), count) for recipe, count in zip(recipes, counts, strict=True))
    return Applied(_with_columns(declared, state, changes), fits, tuple(changes))


def written(declared: Template, recipe: Recipe, today: date) -> Cell:
    """What a recipe puts into its cells: its text as if it stood in the file."""
    return writer(declared, declared.sheets[recipe.sheet].column_of(recipe.key), today)(recipe.after or None)[0]


def normal(recipe: Recipe, *, today: date, version: str = NEWEST) -> Recipe:
    """The recipe with its result as the list will show it, so that 2/3/12 and 02/03/2012 are one. Raises BadInput."""
    declared = template(version or NEWEST)
    if not _is_declared(declared, recipe):
        raise BadInput("Die kolom bestaat niet in ons sjabloon.", "Kies een kolom van het sjabloon.", field="column")
    return msgspec.structs.replace(recipe, after=shown(written(declared, recipe, today)))


def check_new(recipe: Recipe, existing: Sequence[Recipe]) -> None:
    """Raise BadInput when a recipe changes nothing, or brings back what an earlier one corrects."""
    if recipe.before == recipe.after:
        raise BadInput("Deze verbetering verandert niets.", "Geef een andere waarde.", field="after")
    targets = {(each.sheet, each.key) for each in (*existing, recipe)}
    for each in existing:
        same = (each.sheet, each.key) == (recipe.sheet, recipe.key) and each.before == recipe.after
        if same and not _never_both(each, recipe, targets):
            raise BadInput(
                f"Een eerdere verbetering maakt van “{each.before or 'leeg'}” net “{each.after or 'leeg'}”.",
                "Maak eerst die verbetering ongedaan.",
                field="after",
            )


def words(recipe: Recipe, count: int | None = None) -> str:
    """A recipe as a clerk reads it: In kolom Gemeente: “Casterlee” wordt “Kasterlee” (12 keer)."""
    sheet = template().sheets[recipe.sheet]
    title = f"In kolom {sheet.column_of(recipe.key).title}"
    if recipe.sheet != template().sheet[0].key:
        title = f"{title} van {sheet.name}"
    before, after = (f"“{text}”" if text else "leeg" for text in (recipe.before, recipe.after))
    where = " en ".join(
        f"{sheet.column_of(each.key).title} {f'“{each.value}”' if each.value else 'leeg'}" for each in recipe.where
    )
    times = "" if count is None else f" ({count} keer)"
    return f"{title}: {before} wordt {after}{f' waar {where} is' if where else ''}{times}"


def matches(batch: Batch, recipe: Recipe) -> tuple[int, ...]:
    """The rows, as Excel shows them, that a recipe would change on this list."""
    rows = batch.sheet(recipe.sheet).rows
    return tuple(rows[at] for at in _State(batch).matches(recipe, recipe.before)) if rows else ()


def _never_both(one: Recipe, other: Recipe, targets: set[tuple[str, str]]) -> bool:
    """Whether no row can meet both: they ask different values of a column that no recipe changes."""
    asked = {each.key: each.value for each in one.where if (one.sheet, each.key) not in targets}
    return any(each.key in asked and asked[each.key] != each.value for each in other.where)


def _is_declared(declared: Template, recipe: Recipe) -> bool:
    sheet = declared.sheets.get(recipe.sheet)
    keys = {column.key for column in sheet.column} if sheet else set()
    return {recipe.key, *(each.key for each in recipe.where)} <= keys


def _fit(state: _State, recipe: Recipe, count: int) -> Fit:
    if count:
        return Fit.APPLIED
    if recipe.sheet in state.batch.sheets and _is_declared(template(), recipe) and state.matches(recipe, recipe.after):
        return Fit.NOT_NEEDED
    return Fit.NO_FIT


def _with_columns(declared: Template, state: _State, changes: Sequence[Change]) -> Batch:
    """The list with the changed columns. What the reading repaired in a changed cell is no longer told of it."""
    if not changes:
        return state.batch
    batch = state.batch
    sheets, letters, titles = dict(batch.sheets), dict(batch.letters), dict(batch.titles)
    for (key, name), column in state.columns.items():
        if not column.changed:
            continue
        sheet = sheets[key]
        sheets[key] = SheetRecords(key, sheet.rows, {**sheet.columns, name: column.cells})
        if name not in letters.get(key, {}):
            found = _free_letters(declared, key, name, letters.get(key, {}).values())
            letters[key] = {**letters.get(key, {}), name: found}
            title = TitleFound(found, declared.sheets[key].column_of(name).title, name)
            titles[key] = (*titles.get(key, ()), title)
    gone = {(change.sheet, change.row, change.key) for change in changes}
    repairs = tuple(each for each in batch.repairs if (each.sheet, each.row, each.key) not in gone)
    return msgspec.structs.replace(batch, sheets=sheets, letters=letters, titles=titles, repairs=repairs)


def _free_letters(declared: Template, sheet: str, key: str, taken: Iterable[str]) -> str:
    """Where a column that the list lacked will stand: its place in the template, else the next that is free."""
    used = set(taken)
    keys = [column.key for column in declared.sheets[sheet].column]
    place = keys.index(key)
    while column_letters(place) in used:
        place += 1
    return column_letters(place)
