"""Filling an empty store with dossiers that did not come over HTTP: large stores for practice and measurement.

The same decoding, the same row-making and the same storing as in a pull. A large list is decoded by a helper process
while this one stores; a thread would not do, because the database driver takes the interpreter back for every row.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from itertools import chain, islice

import msgspec

from cir_desktop.domain.process import Actor
from cir_desktop.storage.dossiers import bulk_fill
from cir_desktop.storage.engine import Store
from cir_desktop.storage.received import Prepared
from cir_desktop.sync.fill_helper import FillHelper, HelperGone
from cir_desktop.sync.receive import Piece, prepare_unlisted

BATCH = 300
"""Dossiers that go to the helper and into the store at once: about a megabyte."""

LARGE = 5000
"""From how many dossiers a helper process is worth its start."""

AHEAD = 4
"""How many batches the helper has before it: enough to keep it busy, and the bound of what is in memory."""


class FillOutcome(msgspec.Struct, frozen=True):
    """How many dossiers were stored, how many could not be read, in how many seconds."""

    stored: int
    undecoded: int
    seconds: float


def decode_and_store(
    raws: Iterable[bytes], store: Store, *, actor: Actor, own_party: str, batch: int = BATCH
) -> FillOutcome:
    """Decode and store dossiers in one unit of work; a few batches of them, or LARGE dossiers, are in memory at once.

    What can't be read is only counted: nobody listed it under a number. Raises NotAllowed when the store is not empty.
    """
    began = time.monotonic()
    rest = iter(raws)
    first = list(islice(rest, LARGE))
    batches = _batches(chain(first, rest), batch)
    undecoded = 0
    with ExitStack() as stack:
        helper = None
        if len(first) == LARGE:
            with suppress(OSError):  # without a helper it only takes longer
                helper = stack.enter_context(FillHelper(own_party))
        if helper:
            pieces = _shared(batches, helper, own_party)
        else:
            pieces = (prepare_unlisted(piece, own_party) for piece in batches)

        def counted() -> Iterator[list[Prepared]]:
            nonlocal undecoded
            for piece in pieces:
                undecoded += piece.undecoded
                yield piece.prepared

        stored = bulk_fill(store, counted(), actor)
    return FillOutcome(stored, undecoded, time.monotonic() - began)


def _batches(raws: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    while batch := list(islice(raws, size)):
        yield batch


def _shared(batches: Iterable[list[bytes]], helper: FillHelper, own_party: str) -> Iterator[Piece]:
    """In any order: what the helper has ready, and else what is made ready here while it has enough to do."""
    asked: deque[tuple[list[bytes], Future[Piece]]] = deque()
    for batch in batches:
        while asked and asked[0][1].done():
            yield _answer(*asked.popleft(), own_party)
        if len(asked) < AHEAD:
            asked.append((batch, helper.prepare(batch)))
        else:
            yield prepare_unlisted(batch, own_party)
    for batch, answer in asked:
        yield _answer(batch, answer, own_party)


def _answer(batch: list[bytes], answer: "Future[Piece]", own_party: str) -> Piece:
    try:
        return answer.result()
    except HelperGone:
        return prepare_unlisted(batch, own_party)
