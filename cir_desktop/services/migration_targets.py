"""The columns that a column of an old list can become, in the words of the template."""

import msgspec

from cir_desktop.migration.template import template


class Target(msgspec.Struct, frozen=True):
    """A column of ours by sheet and key, and how a clerk knows it."""

    sheet: str
    key: str
    words: str


def targets() -> tuple[Target, ...]:
    """All columns of the newest template, in its order."""
    return tuple(
        Target(sheet.key, column.key, f"{sheet.name}: {column.title}")
        for sheet in template().sheet
        for column in sheet.column
    )


def sheet_words(key: str) -> str:
    """The name of a sheet of ours."""
    return template().sheets[key].name
