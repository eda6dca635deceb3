"""What reading a workbook costs under limits and with its looks, against calamine alone on the same file.

Each in a process of its own: peak memory never goes down again. The reading child is counted with its parent.
"""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

COLUMNS = 40
_FRAME = """
import json, resource, sys, time
from pathlib import Path
from cir_desktop.workbooks.reading import read_sheets
import python_calamine
path = Path(sys.argv[1])
begun = time.perf_counter()
{body}
seconds = time.perf_counter() - begun
peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([seconds, sum(peaks), cells]))
"""
_CALAMINE = "cells = sum(map(len, python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()))"
_OURS = "sheet = read_sheets(path).sheets[0]\ncells = len(sheet.looks.formulas)"


def write_list(path: Path, rows: int) -> None:
    """Rows of 40 cells, as a vendor's export has them: texts, days, numbers that show zeros, a column of formulas."""
    rng = Random(1)
    with xlsxwriter.Workbook(path) as book:
        day, padded = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "000000"})
        sheet = book.add_worksheet("Kandidaten")
        sheet.write_row(0, 0, [f"Kolom {column}" for column in range(COLUMNS)])
        for row in range(1, rows + 1):
            for column in range(COLUMNS):
                if column in (5, 6):
                    sheet.write_datetime(row, column, date(1950, 1, 1) + timedelta(rng.randrange(20_000)), day)
                elif column == 7:
                    sheet.write_number(row, column, rng.randrange(99_999), padded)
                elif column == 8:
                    sheet.write_formula(row, column, f"=A{row + 1}&B{row + 1}", None, "x")
                elif column < 18:
                    sheet.write_string(row, column, f"tekst {rng.randrange(50_000)}")
                elif column < 24:
                    sheet.write_number(row, column, rng.randrange(1_000) / 4)
                elif column < 34:
                    sheet.write_string(row, column, ("ja", "nee", "onbekend")[row % 3])


def written_elsewhere(path: Path, rows: int) -> None:
    """The same in a process of its own: a process that we start begins with the peak of ours."""
    command = [sys.executable, "-m", "benchmarks.reading", str(path), str(rows)]
    subprocess.run(command, cwd=Path(__file__).resolve().parents[1], check=True, timeout=600)


def measure_reading(path: Path) -> dict[str, float]:
    """Seconds and peak of both, their ratio and difference. The formulas of the list must all have been seen."""
    bare, ours = _run(_CALAMINE, path), _run(_OURS, path)
    if ours[2] != bare[2] / COLUMNS - 1:
        raise AssertionError("not every formula was seen")
    return {
        "calamine_alone_seconds": bare[0],
        "reading_seconds": ours[0],
        "reading_ratio": ours[0] / bare[0],
        "reading_more_megabytes": ours[1] - bare[1],
    }


def _run(body: str, path: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _FRAME.format(body=body), str(path)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return json.loads(done.stdout)


if __name__ == "__main__":
    write_list(Path(sys.argv[1]), int(sys.argv[2]))
