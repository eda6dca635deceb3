"""The calls to the register, one line each, for whoever helps a clerk: never a number, a name or what was said.

A line holds the moment (UTC), the method, the path without what identifies somebody, the status or why there was none,
how long it took, the correlation id under which the register knows the call, and which attempt it was.
"""

import logging
import logging.handlers
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cir_desktop.errors import StoreError

FILE = "register-calls.log"
_BYTES, _FILES = 1_000_000, 4

# Whatever may be a dossier number, a national number or the number of a document.
_NUMBER = re.compile(r"(?<=/)[^/]*\d{3,}[^/]*")
_LINE = re.compile(r"(\S+) (\S+) (\S+) (\S+) (\d+) ms (\S*) poging (\d+)")


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call as the log tells it; `status` is the status of the answer, or a word for why there was none."""

    at: str
    method: str
    path: str
    status: str
    milliseconds: int
    correlation: str
    attempt: int

    @property
    def line(self) -> str:
        """The call on one line."""
        return (
            f"{self.at} {self.method} {self.path} {self.status} {self.milliseconds} ms {self.correlation}"
            f" poging {self.attempt}"
        )


class _File(logging.handlers.RotatingFileHandler):
    """A log that can't be written never stops the call that it tells of."""

    def doRollover(self) -> None:
        # Another program has the file open: it grows until one of them may put it aside.
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:
        return


class CallLog:
    """The log of one workspace, shared by threads; the file is made with the first call."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: _File | None = None
        self._logger = logging.Logger("register-calls")

    def add(self, *, method: str, path: str, status: str, seconds: float, correlation: str, attempt: int) -> None:
        """Write down one call; `path` may hold numbers, the log does not."""
        if self._file is None:
            self._open()
        call = Call(
            at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            method=method,
            path=path_template(path),
            status=status,
            milliseconds=round(seconds * 1000),
            correlation=correlation,
            attempt=attempt,
        )
        self._logger.info(call.line)

    def last(self, count: int) -> list[Call]:
        """The newest calls, the oldest of them first. Raises StoreError when the file can't be read."""
        lines: list[str] = []
        for name in (FILE, *(f"{FILE}.{place}" for place in range(1, _FILES + 1))):
            path = self._folder / name
            if len(lines) >= count or not path.is_file():
                break
            try:
                lines = path.read_text(encoding="utf-8", errors="replace").splitlines() + lines
            except OSError as error:
                raise StoreError("Het logboek kan niet gelezen worden.", "Probeer het opnieuw.") from error
        found = [match for line in lines[-count:] if (match := _LINE.fullmatch(line))]
        return [
            Call(
                at=match[1],
                method=match[2],
                path=match[3],
                status=match[4],
                milliseconds=int(match[5]),
                correlation=match[6],
                attempt=int(match[7]),
            )
            for match in found
        ]

    def close(self) -> None:
        """Let go of the file; a later call opens it again."""
        file, self._file = self._file, None
        if file is not None:
            self._logger.removeHandler(file)
            file.close()

    def _open(self) -> None:
        # Not to be written: the calls go on, and the log stays empty.
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = _File(self._folder / FILE, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True)
            self._file.setFormatter(logging.Formatter("%(message)s"))
            self._logger.addHandler(self._file)


def path_template(path: str) -> str:
    """A path without its numbers and without what follows a question mark: `/dossiers/dossier/{nummer}`."""
    return _NUMBER.sub("{nummer}", path.partition("?")[0]).replace(" ", "")
