"""`scripts/bench`: all figures, medians of the runs asked for, as a Markdown table on standard output."""

import argparse
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import checking, measures, reading, short_pull, window

from cir_desktop.practice.generator import landlord
from cir_desktop.practice.residence_workbook import write_residences


def medians(measure: Callable[[Path], dict[str, float]], runs: int) -> dict[str, tuple[float, float, float]]:
    """Median, lowest and highest of each figure."""
    found: dict[str, list[float]] = {}
    for run in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            for name, value in measure(Path(folder)).items():
                found.setdefault(name, []).append(value)
        sys.stderr.write(f"{getattr(measure, '__name__', 'run')} {run + 1}/{runs}\n")
    return {name: (statistics.median(values), min(values), max(values)) for name, values in found.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pull", type=int, default=5_000, help="dossiers in a pull")
    parser.add_argument("--push", type=int, default=1_000, help="messages in a full outbox")
    parser.add_argument("--changed", type=int, default=1_000, help="dossiers that changed in a large store")
    parser.add_argument("--stored", type=int, default=200_000, help="dossiers in the large store")
    parser.add_argument("--listed", type=int, default=100_000, help="rows in a list that is read and checked")
    parser.add_argument(
        "--only", choices=["pull", "push", "short", "store", "growth", "window", "check", "reading"], action="append"
    )
    asked = parser.parse_args()
    wanted = asked.only or ["pull", "push", "short", "store", "growth", "window", "check", "reading"]
    rows: dict[str, tuple[float, float, float]] = {}
    if "pull" in wanted:
        rows |= medians(lambda folder: measures.measure_pull(asked.pull, folder), asked.runs)
    if "push" in wanted:
        rows |= medians(lambda folder: measures.measure_push(asked.push, folder), asked.runs)
    if "short" in wanted:
        with tempfile.TemporaryDirectory() as kept:
            ready = short_pull.prepare(asked.stored, asked.changed, Path(kept))
            rows |= medians(lambda folder: short_pull.measure_short_pull(ready, folder), asked.runs)
    if "check" in wanted:
        with tempfile.TemporaryDirectory() as kept:
            checking.write_list(Path(kept) / "lijst.xlsx", asked.listed)
            rows |= medians(lambda _: checking.measure_check(Path(kept) / "lijst.xlsx"), asked.runs)
    if "reading" in wanted:
        with tempfile.TemporaryDirectory() as kept:
            listed = Path(kept) / "lijst.xlsx"
            reading.written_elsewhere(listed, asked.listed)
            rows |= medians(lambda _: reading.measure_reading(listed), asked.runs)
    if {"store", "growth", "window"} & set(wanted):
        raws = measures.raw_dossiers(asked.stored)
        with tempfile.TemporaryDirectory() as kept:
            store, key = None, b""
            for run in range(asked.runs if "store" in wanted else 1):
                if store:
                    store.close()
                folder = Path(kept) / str(run)
                folder.mkdir()
                figures, store, key = measures.measure_fill(raws, folder)
                for name, value in figures.items():
                    rows.setdefault(name, ())  # type: ignore[arg-type]
                    rows[name] = (*rows[name], value)  # type: ignore[assignment]
                sys.stderr.write(f"fill {run + 1}\n")
            for name in figures:
                values = rows[name]
                rows[name] = (statistics.median(values), min(values), max(values))
            if store is None:
                raise AssertionError("no store")
            workbook = Path(kept) / "residences.xlsx"
            near = measures.in_municipality(raws)
            write_residences(near, workbook, 1, measures.TODAY, landlord(asked.stored))
            measures.add_facts(store, workbook)
            if "store" in wanted:
                rows |= medians(lambda _: measures.measure_ranking(store, raws), asked.runs)
                rows |= medians(lambda _: measures.measure_list(store, raws), asked.runs)
                rows |= medians(lambda _: measures.measure_explaining(store), asked.runs)
                rows |= medians(lambda _: measures.measure_replay(store, raws), asked.runs)
            store.close()
            if "growth" in wanted:
                grown = Path(kept) / "growth"
                grown.mkdir()
                sizes = tuple(sorted({min(size, asked.stored) for size in (5_000, 50_000, asked.stored)}))
                for name, value in measures.measure_growth(raws, sizes, grown).items():
                    rows[name] = (value, value, value)
            if "window" in wanted:
                del raws
                rows |= medians(lambda _: window.measure_window(folder, key), asked.runs)
    out = sys.stdout.write
    out(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}; {asked.runs} runs\n\n")
    out("| figure | median | lowest | highest |\n|---|---|---|---|\n")
    for name, (median, lowest, highest) in rows.items():
        out(f"| {name} | {median:.4g} | {lowest:.4g} | {highest:.4g} |\n")


if __name__ == "__main__":
    main()
