"""Filling an empty store with dossiers that did not come over HTTP: large stores for practice and measurement.

The same decoding and the same row-making as in a pull. One thread: decoding in a second one was not faster, because
the database driver takes the interpreter back for every row.
"""

import time
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from cir_desktop.domain.process import Actor
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.storage.dossiers import Received, bulk_fill
from cir_desktop.storage.engine import Store

BATCH = 1000


class FillOutcome(msgspec.Struct, frozen=True):
    """How many dossiers were stored, how many could not be read, in how many seconds."""

    stored: int
    undecoded: int
    seconds: float


def decode_and_store(
    raws: Iterable[bytes], store: Store, *, actor: Actor, own_party: str, batch: int = BATCH
) -> FillOutcome:
    """Decode and store dossiers in one unit of work; `batch` of them are in memory at once.

    What can't be read is only counted: nobody listed it under a number. Raises NotAllowed when the store is not empty.
    """
    began = time.monotonic()
    undecoded = 0

    def batches() -> Iterator[list[Received]]:
        nonlocal undecoded
        rest = iter(raws)
        while piece := list(islice(rest, batch)):
            received = []
            for raw in piece:
                try:
                    dossier = decode_dossier(raw)
                except UndecodableDossier:
                    undecoded += 1
                    continue
                received.append(Received(dossier.number.text, dossier.version, raw, dossier))
            yield received

    stored = bulk_fill(store, batches(), actor, own_party)
    return FillOutcome(stored, undecoded, time.monotonic() - began)
