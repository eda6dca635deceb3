"""Starts the practice register as a child process, and finds the credentials of a running one. Light to import."""

import json
import os
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final
from urllib.parse import urlsplit

import platformdirs

LOG_NAME: Final = "practice.log"
STOP_SECONDS: Final = 10.0
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_TAIL_CHARACTERS: Final = 2_000


class DidNotStart(Exception):
    """The practice register did not get ready; the message ends with what it last wrote."""


@dataclass(frozen=True, slots=True)
class Running:
    """A started practice register. Its end comes with stop(), with the `with` block, or with our own process."""

    base_url: str
    credentials: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it and wait until it is gone; harmless when it is."""
        _end(self.process)

    def __enter__(self) -> "Running":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(
    directory: Path,
    size: int,
    seed: int,
    today: date | None = None,
    published_only: bool = False,
    timeout: float | None = None,
) -> Running:
    """Start a practice register on a free loopback port, with its files in `directory`, and wait until it is ready.

    `timeout` is in seconds; without it, a large list gets the time that its first fill takes. Raises DidNotStart.
    """
    directory.mkdir(parents=True, exist_ok=True)
    command = [*_child(), "--dir", str(directory), "--size", str(size), "--seed", str(seed), "--with-parent"]
    if today is not None:
        command += ["--date", today.isoformat()]
    if published_only:
        command.append("--published-only")
    log = directory / LOG_NAME
    with log.open("wb") as errors:
        # S603: our own program with our own arguments, no shell.
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=_environment()
        )
    try:
        line = _first_line(process, 60 + size / 500 if timeout is None else timeout)
        ready: dict[str, Any] = json.loads(line)
        return Running(ready["base_url"], Path(ready["credentials"]), process)
    except (ValueError, KeyError, TypeError, queue.Empty) as error:
        _end(process)
        raise DidNotStart(_tail(log) or "the practice register did not get ready") from error
    except BaseException:
        _end(process)
        raise


def credentials_for(url: str) -> Path | None:
    """The client.json of the practice register that runs at this URL, or None; loopback addresses only."""
    try:
        parts = urlsplit(url)
        port = parts.port or 80
    except ValueError:
        return None
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        return None
    path = state_file(port)
    return path if path.is_file() else None


def state_file(port: int) -> Path:
    """Where the practice register on this port leaves its credentials while it runs."""
    folder = platformdirs.user_state_path("cir-desktop", appauthor=False)
    return folder / "practice" / f"{port}.json"


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Write JSON that only its owner may read; a reader sees the old file or the new one, never a half one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    part.replace(path)


def _child() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", "practice"]
    return [sys.executable, "-m", "cir_desktop.practice"]


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        # The child finds the same program as we are, wherever we were started from.
        root = str(Path(__file__).resolve().parents[2])
        known = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = root if not known else root + os.pathsep + known
    return environment


def _first_line(process: subprocess.Popen[bytes], timeout: float) -> bytes:
    # A pipe cannot be read with a time limit on Windows; a thread that waits for it can be waited for.
    lines: queue.Queue[bytes] = queue.Queue()
    output = _pipe(process.stdout)
    reader = threading.Thread(target=lambda: lines.put(output.readline()), daemon=True)
    reader.start()
    return lines.get(timeout=timeout)


def _end(process: subprocess.Popen[bytes]) -> None:
    # Closing its standard input is how the child learns that we are done; it works on every system.
    _pipe(process.stdin).close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _pipe(process.stdout).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without pipes")
    return pipe


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-_TAIL_CHARACTERS:].strip()
