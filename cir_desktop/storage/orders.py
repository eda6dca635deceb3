"""The ordered ids of all candidates, kept until the register copy changes: reading 200,000 takes a noticeable time."""

import threading
from collections.abc import Callable, Sequence

Ids = Sequence[int]

ORDERS = "cir_orders"
"""The execution option of reading connections that holds the cache."""


class OrderCache:
    """Ordered ids by sort, of one generation of the register copy."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = -1
        self._kept: dict[str, Ids] = {}

    def get(self, generation: int, sort: str, read: Callable[[], Ids]) -> Ids:
        """The ids in the order of `sort`; `read` is asked when they are not kept for this generation."""
        with self._lock:
            if generation == self._generation and sort in self._kept:
                return self._kept[sort]
        found = read()
        with self._lock:
            if generation > self._generation:
                self._generation, self._kept = generation, {}
            if generation == self._generation:
                self._kept[sort] = found
        return found
