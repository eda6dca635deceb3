"""What a check of a list costs, against calamine alone reading the same file in the same run."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from support.bad_lists import Draft

from cir_desktop.migration.template import template
from cir_desktop.workbooks.writing import SheetToWrite, write_table

TODAY = date(2026, 11, 25)
WIDTH = 40
# In a process of its own each: peak memory never goes down again.
_CALAMINE = """
import python_calamine
book = python_calamine.load_workbook(path)
rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
"""
_CHECK = """
from datetime import date
from pathlib import Path
from cir_desktop.domain.migration import CheckContext
from cir_desktop.migration.checks.run import EARLY, findings_of
from cir_desktop.migration.checks.view import Group
from cir_desktop.migration.reader import read_batch
today = date.fromisoformat(today)
batch = read_batch(Path(path), today=today)
read = time.perf_counter() - begun
context = CheckContext(today=today)
early = findings_of(batch, context, groups=EARLY)
told["read"], told["early"] = read, time.perf_counter() - begun - read
findings = findings_of(batch, context, groups=frozenset(Group) - EARLY)
told["findings"] = len(findings)
"""
_FRAME = """
import json, resource, sys, time
path, today = sys.argv[1:3]
told = {{}}
begun = time.perf_counter()
{body}
told["seconds"] = time.perf_counter() - begun
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
told["megabytes"] = peak / 1024
print(json.dumps(told))
"""


def write_list(path: Path, dossiers: int) -> None:
    """A list of one sheet, as wide as the figure asks: our columns, and some that nobody knows."""
    declared = template().sheets["candidates"]
    keys = [column.key for column in declared.column]
    more = [f"Extra {at}" for at in range(WIDTH - len(keys))]
    rows = Draft(1, dossiers).rows["candidates"]
    titles = [*(column.title for column in declared.column), *more]
    write_table(path, [SheetToWrite(declared.name, titles, ([*(row.get(key) for key in keys), *more] for row in rows))])


def measure_check(path: Path) -> dict[str, float]:
    """Time and peak memory of a whole check, and as ratio and difference to calamine alone."""
    bare, checked = _run(_CALAMINE, path), _run(_CHECK, path)
    return {
        "calamine_seconds": bare["seconds"],
        "check_seconds": checked["seconds"],
        "check_ratio": checked["seconds"] / bare["seconds"],
        "check_read_seconds": checked["read"],
        "check_early_seconds": checked["early"],
        "check_cells_seconds": checked["seconds"] - checked["read"] - checked["early"],
        "check_findings": checked["findings"],
        "check_more_megabytes": checked["megabytes"] - bare["megabytes"],
        "check_megabytes": checked["megabytes"],
    }


def _run(body: str, path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _FRAME.format(body=body), str(path), TODAY.isoformat()],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return json.loads(done.stdout)
