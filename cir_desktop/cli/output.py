"""The one door to the terminal: words for people, or JSON for programs."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from cir_desktop.domain import job
from cir_desktop.domain.ranking import Answer
from cir_desktop.errors import CirError

ANSWER_WORDS = {Answer.MET: "ja", Answer.NOT_MET: "nee", Answer.UNKNOWN: "niet te zeggen"}


class Output:
    """Writes results to standard output and problems to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._out = Console(soft_wrap=True, highlight=False)
        self._err = Console(stderr=True, soft_wrap=True, highlight=False)

    def result(self, value: Any, lines: Iterable[str] = ()) -> None:
        """The result: the value as JSON, or the lines for people."""
        if self.as_json:
            text = msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
            return
        for text in lines:
            self._out.print(escape(text))

    def say(self, text: str = "", *, style: str | None = None) -> None:
        """A line for people; nothing with --json."""
        if not self.as_json:
            self._out.print(escape(text), style=style)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None) -> None:
        """A table for people; nothing with --json."""
        if self.as_json:
            return
        table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        self._out.print(table)

    def problem(self, error: CirError) -> None:
        """One problem line on standard error, with what a help desk finds the call by."""
        reference = f" (vraag {error.correlation[-8:]})" if error.correlation else ""
        self.line_to_stderr(f"fout {error.code}: {error.what} {error.todo}".rstrip() + reference)

    def line_to_stderr(self, text: str) -> None:
        """A line beside the result: never on standard output."""
        self._err.print(escape(text))

    @contextmanager
    def progress(self) -> Any:
        """Gives a `job.Report`; a bar on a terminal, nothing elsewhere."""
        if self.as_json or not self._err.is_terminal:
            yield job.ignore_progress
            return
        bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            console=self._err,
            transient=True,
        )
        with bar:
            task = bar.add_task("", total=None, rate="")

            def report(step: job.Progress) -> None:
                rate = f"{step.rate:.0f}/s" if step.rate else ""
                bar.update(task, description=step.phase, completed=step.done, total=step.total, rate=rate)

            yield report
