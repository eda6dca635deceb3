"""What a landlord entered itself: regulations, internal rules, switches and values, laid over the shipped rules."""

import msgspec

from cir_desktop.allocation import checks
from cir_desktop.allocation.documents import Entered
from cir_desktop.allocation.parameters import EXPECTED, OwnValue
from cir_desktop.allocation.regulation import InternalRules, MunicipalRules, Regulation, SubArea
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadRules


class OwnRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of everything that a landlord entered; a saved version is never changed.

    `municipal` goes before the shipped regulation of the same place, `priorities` are switches by the id of the
    priority, `values` fill in what the shipped parameters only expect.
    """

    municipal: tuple[MunicipalRules, ...] = ()
    sub_areas: tuple[SubArea, ...] = ()
    internal: tuple[InternalRules, ...] = ()
    priorities: dict[str, bool] = {}
    values: tuple[OwnValue, ...] = ()


NOTHING_ENTERED = OwnRules()


def encode(own: OwnRules) -> str:
    """As it is kept: JSON with its keys in one order."""
    return msgspec.json.encode(own, order="deterministic").decode()


def decode(text: str) -> OwnRules:
    """What `encode` wrote. Raises BadRules for a text of another shape."""
    try:
        return msgspec.json.decode(text, type=OwnRules)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise BadRules(
            "De ingevoerde reglementen kunnen niet gelezen worden.", "Zet een vorige versie terug bij Instellingen."
        ) from error


def lay_over(shipped: Regulation, own: OwnRules) -> Regulation:
    """The rules that bind this landlord. Raises BadRules, with the key, for what can't be right.

    Doubtful levels are in `Regulation.warnings`, after those of the shipped rules.
    """
    entered = Entered("Instellingen")
    areas = (*own.sub_areas, *shipped.sub_areas)
    warnings = checks.check_municipal(entered, own.municipal, areas)
    checks.check_internal(entered, own.internal)
    checks.check_entered(entered, own.municipal, own.internal)
    unknown = own.priorities.keys() - {priority.id for priority in shipped.priorities}
    if unknown:
        entered.refuse("priorities", f"“{min(unknown)}” is geen gekende voorrang.")
    priorities = tuple(
        msgspec.structs.replace(priority, on=own.priorities.get(priority.id, priority.on))
        for priority in shipped.priorities
    )
    checks.check_priorities(entered, [(p.id, p.label) for p in priorities])
    # A later version of the program may bring a value that was filled in before: it may not lock anybody out.
    published = [value for value in own.values if _is_published(shipped, value)]
    warnings += [
        f"“{shipped.parameters.by_key[value.key].name}” vanaf {dutch_date(value.since)} is intussen meegeleverd:"
        " de ingevulde waarde telt niet meer."
        for value in published
    ]
    replaced = {rules.municipality for rules in own.municipal}
    kept = tuple(rules for rules in shipped.municipal if rules.municipality not in replaced)
    return msgspec.structs.replace(
        shipped,
        municipal=(*kept, *own.municipal),
        sub_areas=areas,
        internal=(*shipped.internal, *own.internal),
        priorities=priorities,
        parameters=shipped.parameters.with_own(value for value in own.values if value not in published),
        warnings=(*shipped.warnings, *warnings),
    )


def _is_published(shipped: Regulation, own: OwnValue) -> bool:
    parameter = shipped.parameters.by_key.get(own.key)
    return parameter is not None and any(
        value.since == own.since and value.status != EXPECTED for value in parameter.value
    )
