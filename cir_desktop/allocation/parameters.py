"""Values of law and practice by date. A value that is not there on a day is not guessed."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from cir_desktop.domain.ranking import ParameterUsed
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadRules

LABELS = frozenset({"LAW", "GOV", "WM", "OLD", "INF"})
"""Certainty: law, guidance of the government, practice of housing companies, the former regime, inference."""

UNCONFIRMED = frozenset({"OLD", "INF"})


def shown_source(source: str, label: str) -> str:
    """A source as a clerk reads it: what is not confirmed says so."""
    return f"{source} (niet bevestigd)" if label in UNCONFIRMED else source


class DatedValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value in force in [since, until); `until` None: until the next value, or still. `link` or `document`: where."""

    since: date = msgspec.field(name="from")
    until: date | None = None
    value: int | bool | str
    source: str
    article: str = ""
    link: str = ""
    document: str = ""
    label: str
    last_checked: date


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One parameter with its values, the oldest first."""

    key: str
    name: str
    unit: str
    value: tuple[DatedValue, ...]

    def words(self, value: DatedValue) -> str:
        """The value as a clerk reads it."""
        if isinstance(value.value, bool):
            return "ja" if value.value else "nee"
        return f"{value.value} {self.unit}".strip()


KEYS: Mapping[str, type] = {
    "reference_date": str,
    "binding.years": int,
    "binding.window": int,
    "binding.one_partner_enough": bool,
    "binding.predecessor_counts": bool,
    "occupancy.disability_percent": int,
    "occupancy.part_time_children_count": bool,
    "offer.answer_days": int,
    "refusal.pause_months": int,
}
"""The parameters that the rules ask for, with the kind of their value."""


class Parameters(msgspec.Struct, frozen=True):
    """All parameters by key."""

    by_key: Mapping[str, Parameter]

    def on(self, key: str, day: date) -> DatedValue:
        """The value in force on a day. Raises BadRules when none is."""
        for value in reversed(self.by_key[key].value):
            if value.since <= day and (value.until is None or day < value.until):
                return value
        raise BadRules(
            f"Op {dutch_date(day)} is geen waarde gekend voor “{self.by_key[key].name}” ({key}).",
            "Kies een andere datum, of vul de waarde met haar bron aan in de parameters.",
        )

    def whole(self, key: str, day: date) -> int:
        """A whole number in force on a day. Raises BadRules."""
        return int(self.on(key, day).value)

    def yes_no(self, key: str, day: date) -> bool:
        """A choice in force on a day. Raises BadRules."""
        return bool(self.on(key, day).value)

    def used(self, keys: Iterable[str], day: date) -> tuple[ParameterUsed, ...]:
        """What was applied on a day, each once, in the order asked. Raises BadRules."""
        return tuple(self._used(key, day) for key in dict.fromkeys(keys))

    def _used(self, key: str, day: date) -> ParameterUsed:
        value = self.on(key, day)
        source = ", ".join(text for text in (value.source, value.article, value.link or value.document) if text)
        return ParameterUsed(
            key=key,
            value=self.by_key[key].words(value),
            since=value.since,
            source=shown_source(source, value.label),
            label=value.label,
            checked_on=value.last_checked,
        )
