"""Correcting a list: in one cell or in bulk, with a preview, kept as recipes, undone as a whole; and confirmations."""

from collections.abc import Collection, Sequence

from cir_desktop.domain.finding import Finding, Severity
from cir_desktop.domain.identity import Role
from cir_desktop.domain.migration import Batch
from cir_desktop.domain.migration_fixing import Condition, Fix, Recipe, RecipePreview, Standing
from cir_desktop.errors import BadInput, NotAllowed, NotFound
from cir_desktop.migration import recipes as applying
from cir_desktop.migration import suggesting
from cir_desktop.migration.checks.view import shown
from cir_desktop.migration.identity import row_conditions
from cir_desktop.migration.template import template
from cir_desktop.services import migration_work
from cir_desktop.services.migration_work import Work
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import migration_fixes


@needs(Role.CLERK)
def preview(office: Office, work: Work, recipe: Recipe) -> RecipePreview:
    """What a correction would change on the list in hand. Raises BadInput for one that can't be."""
    normal = applying.normal(recipe, today=office.today)
    applying.check_new(normal, [each.recipe.recipe for each in work.outcomes])
    rows = applying.matches(work.batch, normal)
    return RecipePreview(applying.words(normal, len(rows)), len(rows), rows)


@needs(Role.CLERK)
def add(office: Office, recipes: Sequence[Recipe], reason: str = "") -> int:
    """Keep corrections that are made in one go; gives the number of the fix. Raises BadInput, and keeps none then."""
    if not recipes:
        raise BadInput("Er is niets te verbeteren.", "Kies minstens een verbetering.")
    with office.store.unit(office.actor) as unit:
        existing = [each.recipe for each in migration_fixes.recipes(unit.connection)]
        kept: list[Recipe] = []
        for recipe in recipes:
            normal = applying.normal(recipe, today=office.today)
            applying.check_new(normal, [*existing, *kept])
            kept.append(normal)
        fix = migration_fixes.add_recipes(unit, kept, reason.strip())
        unit.event("migration.corrected", str(fix), {"count": len(kept)})
    return fix


@needs(Role.CLERK)
def edit_cell(office: Office, work: Work, sheet: str, row: int, key: str, value: str) -> int:
    """Correct one cell, found again in the next file by what tells its row; gives the number of the fix.

    Raises NotFound for a row that is not there, BadInput when the row can't be told from another one.
    """
    return add(office, [cell_recipe(work.batch, sheet, row, key, value)])


@needs(Role.CLERK)
def accept_proposals(office: Office, work: Work, findings: Sequence[Finding], codes: Collection[str]) -> int:
    """Correct everything of these checks that has a sure proposal, in one go; gives the number of the fix.

    Equal cells become one recipe where all of that value get the same proposal, else one a row. Raises BadInput when
    there is no proposal.
    """
    return add(office, proposed_recipes(work.batch, [each for each in findings if each.code in codes]))


@needs(Role.CLERK)
def suggestions(office: Office, work: Work) -> list[tuple[Recipe, RecipePreview]]:
    """Corrections that follow from the list itself, with what each would change; nothing is done yet."""
    found = suggesting.suggestions(work.batch)
    return [(each, preview(office, work, each)) for each in found]


@needs(Role.CLERK)
def undo(office: Office, fix: int) -> None:
    """Undo what was done in one go. Raises NotFound."""
    with office.store.unit(office.actor) as unit:
        if not migration_fixes.undo(unit, fix):
            raise NotFound(f"Er is geen verbetering {fix} die nog geldt.", "Kijk het nummer na in de lijst.")
        unit.event("migration.undone", str(fix))


@needs(Role.CLERK)
def fixes(office: Office) -> list[Fix]:
    """Everything that was done, the newest first."""
    with office.store.read() as connection:
        return migration_fixes.fixes(connection)


@needs(Role.CLERK)
def fix_words(office: Office, fix: int) -> list[str]:
    """The corrections of a fix in words."""
    with office.store.read() as connection:
        return [applying.words(each.recipe) for each in migration_fixes.recipes_of(connection, fix)]


@needs(Role.CLERK)
def confirm(
    office: Office, work: Work, findings: Sequence[Finding], reason: str, codes: Collection[str] | None = None
) -> int:
    """Confirm what is to be looked at (Nakijken), all or of some checks; gives the number of the fix.

    `findings` are all those of the list. Raises NotAllowed while something blocks (Moet), BadInput without a reason or
    when nothing is left to confirm.
    """
    standing: Standing = migration_work.standing(office, work, findings)
    if standing.must:
        raise NotAllowed(
            f"Deze lijst heeft nog {standing.must} {'bevinding' if standing.must == 1 else 'bevindingen'} “Moet”.",
            "Los eerst alles op wat moet; bevestigen kan daarna.",
        )
    if not reason.strip():
        raise BadInput("Een bevestiging zegt waarom.", "Geef een reden.", field="reason")
    keys = [
        key
        for key, each in zip(standing.keys, findings, strict=True)
        if each.severity is Severity.LOOK and key not in standing.confirmed and (codes is None or each.code in codes)
    ]
    if not keys:
        raise BadInput("Er is niets meer te bevestigen.", "Kijk de gekozen controle na.")
    with office.store.unit(office.actor) as unit:
        fix = migration_fixes.confirm(unit, keys, reason.strip())
        unit.event("migration.confirmed", str(fix), {"count": len(keys)})
    return fix


def cell_recipe(batch: Batch, sheet: str, row: int, key: str, value: str) -> Recipe:
    """The correction of one cell as a recipe. Raises NotFound, BadInput."""
    records = batch.sheet(sheet)
    if row not in records.rows:
        raise NotFound(f"Rij {row} is er niet.", "Kijk het nummer van de rij na.")
    where = row_conditions(batch, sheet, row, key)
    if where is None:
        raise BadInput(
            f"Rij {row} is niet van een andere te onderscheiden.", "Verwijder eerst de dubbele rij in uw lijst."
        )
    before = shown(records.column(key)[list(records.rows).index(row)])
    return Recipe(sheet, key, before, value.strip(), where)


def proposed_recipes(batch: Batch, findings: Sequence[Finding]) -> list[Recipe]:
    """The corrections that findings propose, as few recipes as give just that; cells that can't be told are left."""
    sheets = {name: key for key, name in batch.names.items()}
    columns = {key: {at: name for name, at in letters.items()} for key, letters in batch.letters.items()}
    wanted: dict[tuple[str, str, str], dict[int, str]] = {}
    for each in findings:
        sheet = sheets.get(each.sheet, "")
        key = columns.get(sheet, {}).get(each.column)
        if each.proposal is not None and key and each.row:
            wanted.setdefault((sheet, key, each.value), {})[each.row] = each.proposal
    found: list[Recipe] = []
    for (sheet, key, value), rows in wanted.items():
        records = batch.sheet(sheet)
        same = [row for row, cell in zip(records.rows, records.column(key), strict=True) if shown(cell) == value]
        if len(set(rows.values())) == 1 and set(same) == rows.keys():
            found.append(Recipe(sheet, key, value, next(iter(rows.values()))))
            continue
        for row, proposal in rows.items():
            where = row_conditions(batch, sheet, row, key)
            if where is not None:
                found.append(Recipe(sheet, key, value, proposal, where))
    return [each for each in found if each.before != each.after]


def recipe_of_titles(sheet: str, column: str, before: str, after: str, where: Sequence[tuple[str, str]] = ()) -> Recipe:
    """A recipe with sheet and columns by their key or their title, as a person types them. Raises BadInput."""
    declared = next((each for each in template().sheet if sheet in (each.key, each.name)), None)
    if declared is None:
        raise BadInput(f"Er is geen blad “{sheet}”.", f"Kies: {', '.join(each.name for each in template().sheet)}.")

    def key_of(name: str) -> str:
        for each in declared.column:
            if name.casefold() in (each.key, each.title.casefold()):
                return each.key
        raise BadInput(f"Blad {declared.name} heeft geen kolom “{name}”.", "Geef de titel zoals in het sjabloon.")

    conditions = tuple(Condition(key_of(name), value) for name, value in where)
    return Recipe(declared.key, key_of(column), before, after, conditions)
