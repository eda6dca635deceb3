"""A furnished office for practice: example homes, a vacancy, and the facts that a population service would deliver."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cir_desktop.domain.home import Home
from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import Money
from cir_desktop.runtime.paths import resource
from cir_desktop.services import facts, homes
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs


def example_homes() -> tuple[tuple[Home, bool], ...]:
    """The homes of the invented landlord (`resources/practice/homes.toml`), each with whether it is vacant."""
    rows = tomllib.loads(resource("practice", "homes.toml").read_text(encoding="utf-8"))["home"]
    return tuple((_home(row), row["vacant"]) for row in rows)


def _home(row: Mapping[str, Any]) -> Home:
    fields = {name: value for name, value in row.items() if name != "vacant"}
    amounts = {name: Money.of(row[name]) for name in ("lowest_rent", "highest_rent", "fixed_charges")}
    return Home(**{**fields, **amounts})


@needs(Role.CLERK)
def furnish(office: Office, residences: Path | None) -> None:
    """Give an office without homes the example homes, their vacancies and the facts of a workbook.

    Raises BadWorkbook.
    """
    if homes.all_homes(office):
        return
    for home, vacant in example_homes():
        homes.save(office, home, new=True)
        if vacant:
            homes.open_vacancy(office, home.code, office.today)
    if residences is not None:
        facts.import_facts(office, residences)
