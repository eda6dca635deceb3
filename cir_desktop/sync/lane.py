"""The network lane of a pull: a few threads that fetch and acknowledge in slices.

A slice instead of a single call per task keeps the cost of handing over far below that of a call, and is small enough
to stop soon.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from types import TracebackType
from typing import TypeVar

import msgspec

from cir_desktop.errors import BadInput, RegisterError, RegisterNotFound, RegisterRefused
from cir_desktop.register.answers import DeniedAnswer
from cir_desktop.register.client import RegisterClient
from cir_desktop.storage.received import Received, Undecoded
from cir_desktop.sync.receive import receive

SLICE = 20

Version = tuple[str, int]
"""Dossier number and version."""

T = TypeVar("T")


class Fetched(msgspec.Struct):
    """What one slice brought; `error` is what ended it early."""

    received: list[Received]
    undecoded: list[Undecoded]
    not_found: list[str]
    error: RegisterError | None = None

    @property
    def count(self) -> int:
        """How many of the slice were dealt with."""
        return len(self.received) + len(self.undecoded) + len(self.not_found)


class Acknowledged(msgspec.Struct):
    """The versions that the register now knows we have; `error` is what ended the slice early, before `left`.

    `closed`: those that the register does not ask for any more. Should it still list them, they are acknowledged anew.
    """

    done: list[Version]
    closed: list[Version]
    left: Sequence[Version] = ()
    error: RegisterError | None = None


class Lane:
    """Threads of one pull, as many as the client has connections. After `stop` every slice ends at its next call."""

    def __init__(self, client: RegisterClient) -> None:
        self._client = client
        self._stopped = threading.Event()
        self._pool = ThreadPoolExecutor(client.connections, thread_name_prefix="pull")
        self.ahead = client.connections * 3
        """How many slices to have under way: enough to keep the lane busy while a batch is stored."""

    def __enter__(self) -> "Lane":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._pool.shutdown(cancel_futures=True)

    def stop(self) -> None:
        """Let every slice end at its next call."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether no more calls are made."""
        return self._stopped.is_set()

    def fetch(self, wanted: Sequence[Version]) -> "Future[Fetched]":
        """Fetch and decode these dossiers."""
        return self._pool.submit(self._fetch, wanted)

    def acknowledge(self, versions: Sequence[Version]) -> "Future[Acknowledged]":
        """Tell the register that these versions are safely stored."""
        return self._pool.submit(self._acknowledge, versions)

    def _fetch(self, wanted: Sequence[Version]) -> Fetched:
        result = Fetched([], [], [])
        for number, version in wanted:
            if self._stopped.is_set():
                break
            try:
                raw = self._client.fetch(number)
            except (RegisterNotFound, RegisterRefused, BadInput):
                result.not_found.append(number)
                continue
            except RegisterError as error:
                self._stopped.set()
                result.error = error
                break
            item = receive(number, version, raw)
            if isinstance(item, Received):
                result.received.append(item)
            else:
                result.undecoded.append(item)
        return result

    def _acknowledge(self, versions: Sequence[Version]) -> Acknowledged:
        result = Acknowledged([], [])
        for place, (number, version) in enumerate(versions):
            if self._stopped.is_set():
                break
            try:
                self._client.acknowledge(number, version)
            except (RegisterNotFound, RegisterRefused):
                result.closed.append((number, version))
                continue
            except RegisterError as error:
                if isinstance(error, DeniedAnswer) and error.status == 403:
                    result.closed.append((number, version))
                    continue
                result.error = error
                result.left = versions[place:]
                break
            result.done.append((number, version))
        return result


def slices(items: Iterable[T]) -> Iterator[list[T]]:
    """In pieces of the lane's size."""
    rest = iter(items)
    while piece := list(islice(rest, SLICE)):
        yield piece
