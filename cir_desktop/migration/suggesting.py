"""Corrections that follow from the list itself, for the clerk to accept: nothing here is a guess."""

from collections import Counter
from functools import cache

from cir_desktop.domain.migration import Batch
from cir_desktop.domain.migration_fixing import Condition, Recipe
from cir_desktop.migration.checks.view import shown
from cir_desktop.runtime.reference import municipality_names
from cir_desktop.workbooks.cells import folded

_PREFERENCES, _NIS, _MUNICIPALITY = "preferences", "nis_code", "municipality"


def suggestions(batch: Batch) -> list[Recipe]:
    """The NIS code of a preference whose municipality is named and whose code is empty: a recipe a municipality."""
    records = batch.sheet(_PREFERENCES)
    lacking = Counter(
        shown(name)
        for name, code in zip(records.column(_MUNICIPALITY), records.column(_NIS), strict=True)
        if code is None and name is not None
    )
    return [
        Recipe(_PREFERENCES, _NIS, "", code, (Condition(_MUNICIPALITY, name),))
        for name, _ in lacking.most_common()
        if (code := _codes().get(folded(name)))
    ]


@cache
def _codes() -> dict[str, str]:
    """The code of each municipality in force by its folded name; without names that two of them have."""
    count = Counter(folded(name) for name in municipality_names().values())
    return {folded(name): code for code, name in municipality_names().items() if count[folded(name)] == 1}
