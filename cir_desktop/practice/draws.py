"""Weighted alternatives, as the tables of shares.toml declare them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Alternatives with their shares; the shares add up to 1, otherwise ValueError."""

    __slots__ = ("_inner", "shares", "values")

    def __init__(self, shares: Iterable[tuple[T, float]]) -> None:
        self.shares = tuple(shares)
        total = sum(share for _, share in self.shares)
        if abs(total - 1) > 1e-6 or any(share < 0 for _, share in self.shares):
            raise ValueError(f"shares of {[value for value, _ in self.shares]} add up to {total}, not to 1")
        self.values = tuple(value for value, _ in self.shares)
        # Without the last bound, rounding can never point past the last alternative.
        self._inner = tuple(accumulate(share for _, share in self.shares))[:-1]

    def draw(self, rng: Random) -> T:
        """Draw one alternative."""
        return self.values[bisect(self._inner, rng.random())]


class Words(Weighted[str]):
    """Codes."""

    @classmethod
    def parse(cls, table: Mapping[str, float]) -> Words:
        """Read `{ CODE = share }`."""
        return cls(table.items())


class OptionalWords(Weighted[str | None]):
    """Codes, or nothing at all."""

    @classmethod
    def parse(cls, table: Mapping[str, float]) -> OptionalWords:
        """Read `{ CODE = share, none = share }`."""
        return cls((None if word == "none" else word, share) for word, share in table.items())


class Counts(Weighted[int]):
    """Whole numbers."""

    @classmethod
    def parse(cls, table: Mapping[str, float]) -> Counts:
        """Read `{ "2" = share }`."""
        return cls((int(word), share) for word, share in table.items())


class OptionalCounts(Weighted[int | None]):
    """Whole numbers, or nothing at all."""

    @classmethod
    def parse(cls, table: Mapping[str, float]) -> OptionalCounts:
        """Read `{ "2" = share, none = share }`."""
        return cls((None if word == "none" else int(word), share) for word, share in table.items())


class Bands(Weighted[tuple[int, int]]):
    """Bands of whole numbers, both ends included; within a band every number is as likely."""

    @classmethod
    def parse(cls, table: Mapping[str, float]) -> Bands:
        """Read `{ "18-24" = share }`."""
        return cls(((int(low), int(high)), share) for (low, high), share in _split(table))

    def number(self, rng: Random) -> int:
        """Draw a number."""
        low, high = self.draw(rng)
        return low + int(rng.random() * (high - low + 1))


def _split(table: Mapping[str, float]) -> Iterable[tuple[list[str], float]]:
    return ((word.split("-"), share) for word, share in table.items())
