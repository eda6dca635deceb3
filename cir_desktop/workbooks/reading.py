"""Reading a workbook without trusting it: a child process reads, with limits; the parent only gets plain cells.

calamine reads fast but a hostile file can abort it or take all memory; in a child that costs us a sentence.
"""

import os
import stat
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer
from typing import BinaryIO, cast

import msgspec

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.frames import (
    BookStart,
    Cell,
    Done,
    Frame,
    ReaderLimits,
    Refused,
    Rows,
    SheetStart,
    unpacked,
)
from cir_desktop.workbooks.looks import BookLooks, Looks

DEFAULT_LIMITS = ReaderLimits()
CHILD_MODE = "workbook"
"""The child mode of a frozen program: `<program> --child workbook …` has to run `child.main`."""

TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
"""The names under which text with separators is read as a sheet."""

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Sheet(msgspec.Struct, frozen=True):
    """One sheet. `rows[0]` is row 1 as Excel shows it, `rows[0][0]` is cell A1; rows end at their last filled cell."""

    name: str
    rows: list[list[Cell]]
    looks: Looks = Looks()


class Workbook(msgspec.Struct, frozen=True):
    """The sheets of a workbook, hidden ones too, in their order."""

    sheets: tuple[Sheet, ...]
    looks: BookLooks = BookLooks("xlsx")


def read_sheets(path: Path, *, child: ReaderLimits = DEFAULT_LIMITS) -> Workbook:
    """All cells of an .xlsx, .xlsm, .xlsb, .xls or .ods file, recognised by its content, or of text with separators.

    Text is read only from a file whose name ends in .csv, .tsv or .txt; all its cells are texts.

    Raises BadWorkbook, without the name of the file, for whatever can't be read within the limits. No child process
    is left behind, whatever happens. On Windows the memory of the child is not bounded yet (that takes a job object).
    """
    if path.suffix.lower() in TEXT_SUFFIXES:
        child = msgspec.structs.replace(child, text=True)
    with _opened(path, child) as source:
        return _run(source, child)


def child_command(limits: ReaderLimits) -> list[str]:
    """How the reading child is started, from source and from a frozen program."""
    told = msgspec.json.encode(limits).decode()
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", CHILD_MODE, told]
    return [sys.executable, "-m", "cir_desktop.workbooks.child", told]


def _opened(path: Path, limits: ReaderLimits) -> BinaryIO:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise BadWorkbook("Dit is geen bestand.", "Kies het rekenblad zelf, geen map.")
        source = path.open("rb")
        try:
            start = source.read(1)
            os.lseek(source.fileno(), 0, os.SEEK_SET)  # the child reads the descriptor, not our buffer
        except OSError:
            source.close()
            raise
    except FileNotFoundError as error:
        raise BadWorkbook("Het bestand bestaat niet.", "Kijk de naam en de map na en kies het opnieuw.") from error
    except OSError as error:
        raise BadWorkbook(
            "Het bestand kan niet geopend worden: een ander programma houdt het vast of u hebt er geen toegang toe.",
            "Sluit het in Excel of LibreOffice, of maak een kopie waar u aan kunt, en probeer opnieuw.",
        ) from error
    if not start or status.st_size > limits.file_bytes:
        source.close()
        if not start:
            raise BadWorkbook("Het bestand is leeg.", "Kies een ander bestand of haal het opnieuw op.")
        raise BadWorkbook(
            f"Het bestand is te groot: meer dan {limits.file_bytes // 1_000_000} MB.",
            "Bewaar alleen de nodige bladen in een nieuw bestand.",
        )
    return source


def _run(source: BinaryIO, limits: ReaderLimits) -> Workbook:
    # The folder decides what `-m` finds first: ours, never the one that the clerk happens to stand in.
    with subprocess.Popen(  # noqa: S603 - our own program with our own arguments
        child_command(limits),
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parents[2],
        creationflags=_NO_WINDOW,
    ) as process:
        expired = Event()

        def stop() -> None:
            expired.set()
            process.kill()

        guard = Timer(limits.seconds, stop)
        guard.start()
        try:
            # Taken over while the child goes on reading: nothing is ever held twice.
            return _workbook(unpacked(cast(BinaryIO, process.stdout)))
        except BadWorkbook as error:
            if not expired.is_set():
                raise
            raise BadWorkbook(
                f"Het lezen duurde langer dan {limits.seconds} seconden en is gestopt.",
                "Bewaar alleen de nodige bladen in een nieuw bestand en probeer opnieuw.",
            ) from error
        finally:
            guard.cancel()
            guard.join()
            with suppress(ProcessLookupError):
                process.kill()


def _workbook(frames: Iterable[Frame]) -> Workbook:
    sheets: list[Sheet] = []
    looks = BookLooks("xlsx")
    for frame in frames:
        match frame:
            case BookStart():
                looks = frame.looks
            case SheetStart(name=name, empty_rows=empty):
                sheets.append(Sheet(name, [[] for _ in range(empty)], frame.looks))
            case Rows(rows=rows):
                sheets[-1].rows.extend(cast(list[list[Cell]], rows))
            case Refused(what=what, todo=todo):
                raise BadWorkbook(what, todo)
            case Done():
                return Workbook(tuple(sheets), looks)
    raise BadWorkbook(
        "Het bestand kan niet gelezen worden: het is beschadigd of vraagt te veel geheugen.",
        "Open het in Excel of LibreOffice, verwijder wat ver buiten de tabel staat (Ctrl+End toont de laatste cel) "
        "en bewaar het als een nieuw .xlsx-bestand.",
    )
