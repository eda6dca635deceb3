"""Asks, before a pull is applied, whether it would take too much of a list away."""

from collections.abc import Collection

from cir_desktop.domain.gate import ListLoss, Loss, counted, losses
from cir_desktop.storage import gates
from cir_desktop.storage.engine import Store


class Held(Exception):
    """What came in is too much to apply without a question."""

    def __init__(self, lists: tuple[ListLoss, ...], lost: dict[str, Loss]) -> None:
        super().__init__()
        self.lists = lists
        self.lost = lost


class Gatekeeper:
    """The gate of one pull: what it applies in several parts counts together, against the lists as they were.

    Args:
        municipalities: NIS codes of our homes: each is a list, beside the one of everybody.
        share: percent of a list that may go without a question.
    """

    def __init__(self, store: Store, municipalities: Collection[str], share: int) -> None:
        self._store = store
        self._ours = frozenset(municipalities)
        self._share = share
        self._passed: dict[str, dict[str, Loss]] = {}
        with store.read() as connection:
            self._totals = gates.lengths(connection, self._ours)

    def ask(self, vanished: Collection[str]) -> None:
        """Let what was put aside, and what the register lists no longer, pass; raises Held when it is too much."""
        with self._store.read() as connection:
            after = gates.staged_standings(connection)
            before = gates.standings(connection, {*after, *vanished})
        lost = losses(before, after, vanished, self._ours)
        together = {nis_code: self._passed.get(nis_code, {}) | one for nis_code, one in lost.items()}
        over = tuple(one for one in counted(together, self._totals) if one.over(self._share))
        if over:
            raise Held(over, {number: loss for one in over for number, loss in lost[one.nis_code].items()})
        self._passed = together
