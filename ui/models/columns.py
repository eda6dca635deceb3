"""How a record becomes the cells of a row."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

R = TypeVar("R")


class Tone(StrEnum):
    """What a text means at a glance; always beside words, never colour alone."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, kw_only=True)
class Column(Generic[R]):
    """One column of records `R`.

    `key` names it in settings and never changes; `sort` is what the query (or the list) sorts by, empty when it can't
    be sorted; `width` in average letters; `tone` makes the cell a pill.
    """

    key: str
    title: str
    text: Callable[[R], str]
    right: bool = False
    tooltip: Callable[[R], str] | None = None
    tone: Callable[[R], Tone] | None = None
    sort: str = ""
    width: int = 14
