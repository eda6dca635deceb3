"""Small lists by our columns, typed as a clerk types them, and the checks over them."""

from datetime import date

from cir_desktop.domain.migration import Batch, CheckContext, SourceInfo
from cir_desktop.migration.checks.run import findings_of
from cir_desktop.migration.reader import batch_of
from cir_desktop.migration.template import template
from cir_desktop.workbooks.reading import Sheet, Workbook

TODAY = date(2026, 11, 25)
CONTEXT = CheckContext(today=TODAY)
EXAMPLES = {sheet.key: {column.key: column.example for column in sheet.column} for sheet in template().sheet}


def workbook(rows=None, *, titles=None, names=None):
    """A workbook with a sheet for each of ours; `rows` by sheet are mappings of what differs from the examples."""
    rows = {"candidates": [{}], "members": [{}], "preferences": [{}]} if rows is None else rows
    sheets = []
    for declared in template().sheet:
        keys = [column.key for column in declared.column]
        heads = [(titles or {}).get((declared.key, column.key), column.title) for column in declared.column]
        filled = [
            [row.get(key, EXAMPLES[declared.key][key]) for key in keys] if row is not None else []
            for row in rows.get(declared.key, [])
        ]
        sheets.append(Sheet((names or {}).get(declared.key, declared.name), [heads, *filled]))
    return Workbook(tuple(sheets))


def batch(rows=None, **more) -> Batch:
    return batch_of(workbook(rows, **more), SourceInfo("lijst.xlsx", "0" * 64, version="migration-v1"), today=TODAY)


def one_candidate(**values) -> Batch:
    """A list of one dossier that is right but for these values."""
    return batch({"candidates": [values], "members": [{}], "preferences": [{}]})


def found(listed: Batch, context: CheckContext = CONTEXT, *, info=False):
    """(code, sheet, row, column title) of the findings, those for information only when asked."""
    return [
        (finding.code, finding.sheet, finding.row, finding.title)
        for finding in findings_of(listed, context)
        if info or finding.severity != "info"
    ]


def codes(listed: Batch, context: CheckContext = CONTEXT, **more):
    return [code for code, *_ in found(listed, context, **more)]
