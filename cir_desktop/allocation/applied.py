"""Which dated values each rule of a list applied, named as a clerk reads them."""

from collections.abc import Iterator, Mapping

from cir_desktop.allocation.case import LONG_TERM, open_case
from cir_desktop.allocation.conditions import CONDITION_RULES, conditions_of
from cir_desktop.allocation.order import steps_of
from cir_desktop.allocation.parameters import Parameters
from cir_desktop.allocation.regulation import Regulation
from cir_desktop.allocation.rules import Rule
from cir_desktop.domain.comparing import ValueApplied
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Flag, ParameterUsed, Ranking

TABLE = "occupancy.table"
_ALSO = {
    f"binding.{LONG_TERM}": ("binding.years", "binding.window"),
    "occupancy": (TABLE,),
}
"""What a rule applies beside the parameters that it declares."""


def values_by_rule(home: Home, regulation: Regulation, ranking: Ranking) -> Mapping[str, tuple[ValueApplied, ...]]:
    """The values that the conditions and steps of a list applied, by rule id; a rule without values is not there.

    `home` and `regulation` are those of the list. Raises BadRules.
    """
    case = open_case(home, regulation, ranking.reference_date, ranking.stepped_down, ranking.letting)
    rules = [*(condition.rule for condition in conditions_of(case)), *(step.rule for step in steps_of(case))]
    used = {value.key: value for value in ranking.parameters}
    found = {rule.id: tuple(_of(rule, used, regulation.parameters)) for rule in rules}
    return {rule: values for rule, values in found.items() if values}


def names_of_values(regulation: Regulation, ranking: Ranking) -> tuple[ValueApplied, ...]:
    """Every value that a list applied, named; a level of the regulation goes by its key."""
    return tuple(ValueApplied(_name(value.key, regulation.parameters), value) for value in ranking.parameters)


def is_ranking_fact(flag: Flag) -> bool:
    """Whether a flag tells of a fact that orders the list and is not known; a condition orders nothing."""
    kind, _, what = flag.code.partition(".")
    return kind == "unknown" and what not in CONDITION_RULES


def _of(rule: Rule, used: Mapping[str, ParameterUsed], parameters: Parameters) -> Iterator[ValueApplied]:
    for key in (rule.id, *_ALSO.get(rule.id, ()), *rule.parameters):
        if key in used:
            yield ValueApplied(rule.name if key == rule.id else _name(key, parameters), used[key])


def _name(key: str, parameters: Parameters) -> str:
    if key == TABLE:
        return "Bezettingstabel"
    parameter = parameters.by_key.get(key)
    return parameter.name if parameter else key
