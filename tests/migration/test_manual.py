"""The tables of columns and checks in docs/migration.md are those of the program.

They are made, not typed: `CIR_WRITE_TABLES=1` before this test writes them again.
"""

import os
import re
from pathlib import Path

import pytest

from cir_desktop.domain.finding import SEVERITY_WORDS
from cir_desktop.migration.checks.run import checks
from cir_desktop.migration.template import template

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "migration.md"


def columns():
    lines = []
    for sheet in template().sheet:
        lines += [
            f"**{sheet.name}**: {sheet.row.lower()} per rij.",
            "",
            "| Titel | Soort | Verplicht | Rang | Voorbeeld | Uitleg |",
            "|---|---|---|---|---|---|",
        ]
        for column in sheet.column:
            kind = f"{column.kind} `{column.codes}`" if column.codes else column.kind
            needed, ranks = ("ja" if each else "" for each in (column.needed, column.ranks))
            lines.append(f"| {column.title} | {kind} | {needed} | {ranks} | {column.example} | {column.help} |")
        lines.append("")
    return lines[:-1]


def findings():
    lines = ["| Code | Ernst | Wat | Wat er moet staan |", "|---|---|---|---|"]
    lines += [
        f"| {each.code} | {SEVERITY_WORDS[each.severity]} | {each.title} | {each.expected} |" for each in checks()
    ]
    return lines


@pytest.mark.parametrize("made", [columns, findings])
def test_the_manual_has_the_table_of_the_program(made):
    name = made.__name__
    table = (
        f"<!-- {name}: made by tests/migration/test_manual.py -->\n" + "\n".join(made()) + f"\n<!-- end of {name} -->"
    )
    pattern = re.compile(rf"<!-- {name}: made by .*?<!-- end of {name} -->", re.DOTALL)
    text = MANUAL.read_text(encoding="utf-8")
    assert pattern.search(text)
    if os.environ.get("CIR_WRITE_TABLES"):
        text = pattern.sub(lambda _: table, text)
        MANUAL.write_text(text, encoding="utf-8")
    assert pattern.findall(text) == [table]
