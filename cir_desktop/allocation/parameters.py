"""Values of law and practice by date. A value that is not there on a day is not guessed."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from cir_desktop.domain.ranking import ParameterUsed
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadRules

LABELS = frozenset({"LAW", "GOV", "WM", "OLD", "INF"})
"""Certainty: law, guidance of the government, practice of housing companies, the former regime, inference."""

EXPECTED = "expected"

UNCONFIRMED = frozenset({"OLD", "INF"})


def shown_source(source: str, label: str) -> str:
    """A source as a clerk reads it: what is not confirmed says so."""
    return f"{source} (niet bevestigd)" if label in UNCONFIRMED else source


class DatedValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value in force in [since, until); `until` None: until the next value, or still. `link` or `document`: where.

    `status` `expected`: it is known that there is another value from then on, and not which one; `value` is then
    nothing. `own` tells that this landlord filled it in.
    """

    since: date = msgspec.field(name="from")
    until: date | None = None
    status: str = "known"
    value: int | bool | str | None = None
    own: bool = False
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
        if value.status == EXPECTED:
            return "nog niet gekend"
        if isinstance(value.value, bool):
            return "ja" if value.value else "nee"
        return f"{value.value} {self.unit}".strip()


class OwnValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value that a landlord filled in where the shipped rules expect one; amounts in whole euro."""

    key: str
    since: date = msgspec.field(name="from")
    value: int | bool | str
    source: str
    noted_by: str
    noted_on: date


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
    "age.minimum": int,
    "age.assistance_home": int,
    "income.limit.single": int,
    "income.limit.single_disabled": int,
    "income.limit.other": int,
    "income.limit.per_dependant": int,
    "income.assessment_years": int,
    "income.disability_percent": int,
    "income.disabled_child_counts_twice": bool,
    "lease_end.years": int,
    "quota.accelerated_percent": int,
    "care.outside_standard": bool,
    "under_occupancy.surplus": int,
    "under_occupancy.couple_counts_as_one": bool,
    "under_occupancy.offer_km": int,
    "appeal.allocation_months": int,
    "appeal.other_days": int,
    "appeal.silence_months": int,
    "appeal.after_silence_months": int,
    "actualisation.answer_days": int,
    "actualisation.inactive_years": int,
}
"""The parameters that the rules ask for, with the kind of their value."""


class Parameters(msgspec.Struct, frozen=True):
    """All parameters by key."""

    by_key: Mapping[str, Parameter]

    def on(self, key: str, day: date) -> DatedValue:
        """The value in force on a day, which may be one that is only expected. Raises BadRules when none is."""
        for value in reversed(self.by_key[key].value):
            if value.since <= day and (value.until is None or day < value.until):
                return value
        raise BadRules(
            f"Op {dutch_date(day)} is geen waarde gekend voor “{self.by_key[key].name}” ({key}).",
            "Kies een andere datum, of vul de waarde met haar bron aan in de parameters.",
        )

    def whole(self, key: str, day: date) -> int:
        """A whole number in force on a day. Raises BadRules, also when it is only expected."""
        found = self.known_whole(key, day)
        if found is None:
            raise BadRules(
                f"“{self.by_key[key].name}” ({key}) is op {dutch_date(day)} nog niet gekend.",
                "Vul de waarde met haar bron in bij Instellingen.",
            )
        return found

    def known_whole(self, key: str, day: date) -> int | None:
        """A whole number in force on a day; None when it is expected and not known. Raises BadRules."""
        found = self.on(key, day)
        return None if found.value is None else int(found.value)

    def expected(self) -> tuple[tuple[Parameter, DatedValue], ...]:
        """Every value that is known to change and not known yet, for a landlord to fill in."""
        return tuple(
            (parameter, value)
            for parameter in self.by_key.values()
            for value in parameter.value
            if value.status == EXPECTED
        )

    def with_own(self, values: Iterable[OwnValue]) -> "Parameters":
        """The same with what a landlord filled in where a value is expected.

        Raises BadRules when nothing is expected for that key from that day, or the value is of the wrong kind.
        """
        by_key = dict(self.by_key)
        for own in values:
            parameter = by_key.get(own.key)
            place = (
                next(
                    (at for at, v in enumerate(parameter.value) if v.since == own.since and v.status == EXPECTED), None
                )
                if parameter
                else None
            )
            if parameter is None or place is None:
                raise BadRules(
                    f"Voor “{own.key}” vanaf {dutch_date(own.since)} is er niets in te vullen.",
                    "Kies een waarde die als “nog niet gekend” getoond wordt.",
                    key="from",
                )
            if type(own.value) is not KEYS[own.key] or (isinstance(own.value, int) and own.value < 0):
                raise BadRules(
                    f"De waarde voor “{parameter.name}” klopt niet.", "Geef een bedrag in hele euro.", key="value"
                )
            if not own.source.strip():
                raise BadRules(
                    f"De bron van “{parameter.name}” ontbreekt.", "Schrijf waar dit bedrag staat.", key="source"
                )
            filled = msgspec.structs.replace(
                parameter.value[place],
                status="known",
                value=own.value,
                own=True,
                source=f"{own.source} (ingevuld door {own.noted_by} op {dutch_date(own.noted_on)})",
                last_checked=own.noted_on,
            )
            kept = (*parameter.value[:place], filled, *parameter.value[place + 1 :])
            by_key[own.key] = msgspec.structs.replace(parameter, value=kept)
        return Parameters(by_key)

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
