"""The other half of a filling: a child process that decodes, so that this one only has to store."""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

import msgspec

from cir_desktop.sync.fill_child import read_frame, write_frame
from cir_desktop.sync.receive import Piece

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)

# Where the system can give it: a piece goes through in few steps, each of which takes the interpreter from the writer.
_PIPE_BYTES = 1024 * 1024

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Piece).decode


class HelperGone(Exception):
    """The helper process has ended; what it was asked has to be done here."""


class FillHelper:
    """A helper process that lives as long as the `with` block. Raises OSError when it can't be started."""

    def __init__(self, own_party: str) -> None:
        # A process of our own and not one of multiprocessing: that runs the main script again, whatever it does.
        self.process = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
            [*child_command(), own_party],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parents[2],
            creationflags=_NO_WINDOW,
            pipesize=_PIPE_BYTES,
        )
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="fill-ask")
        self._hearing = ThreadPoolExecutor(1, thread_name_prefix="fill-hear")

    def __enter__(self) -> "FillHelper":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # First the process: it has nothing to lose, and a thread that waits for it comes free.
        self.process.kill()
        self._asking.shutdown(cancel_futures=True)
        self._hearing.shutdown(cancel_futures=True)
        with suppress(OSError), self.process:
            pass

    def prepare(self, raws: Sequence[bytes]) -> "Future[Piece]":
        """Have dossiers made ready; the answers come in the order of the questions. The future may raise HelperGone."""
        self._asking.submit(self._ask, raws)
        return self._hearing.submit(self._hear)

    def _ask(self, raws: Sequence[bytes]) -> None:
        # A helper that is gone is noticed where its answer is awaited.
        with suppress(OSError):
            write_frame(cast(BinaryIO, self.process.stdin), _encode(raws))

    def _hear(self) -> Piece:
        answer = read_frame(cast(BinaryIO, self.process.stdout))
        if answer is None:
            raise HelperGone
        return _decode(answer)


def child_command() -> list[str]:
    """How this program starts itself as the filling child."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", "fill"]
    return [sys.executable, "-m", "cir_desktop.sync.fill_child"]
