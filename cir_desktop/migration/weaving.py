"""Weaving dossiers of one candidate together: the plan, and the list as it would be. Nothing here decides.

The order in which places are counted is that of all dossiers by registration date, then sequence number: the order
before any rule of a home. Household and preferences stay those of the dossier that is kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

import msgspec

from cir_desktop.domain.migration import Batch, SheetRecords
from cir_desktop.domain.pairs import Pair, PairAnswer, Side, Someone
from cir_desktop.domain.values import DossierNumber
from cir_desktop.domain.weaving import (
    Node,
    WeavingGroup,
    WeavingLine,
    WeavingPlan,
    WeavingRule,
    WovenDossier,
    WovenStep,
)
from cir_desktop.errors import BadInput, BadRules
from cir_desktop.runtime.paths import resource

_LAST = 10_000
"""Behind every sequence number: a dossier whose number can not be read."""
_SIZES = ("members", "preferences")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    default: str
    rule: tuple[WeavingRule, ...]


@cache
def rules() -> tuple[WeavingRule, ...]:
    """The declared rules, the usual one first. Raises BadRules."""
    path = resource("migration", "weaving.toml")
    try:
        found = msgspec.toml.decode(path.read_bytes(), type=_File)
    except (OSError, msgspec.DecodeError) as error:
        raise BadRules(
            f"{path.name} kan niet gelezen worden: {error}", "Zet het meegeleverde bestand terug."
        ) from error
    return tuple(sorted(found.rule, key=lambda rule: rule.key != found.default))


def rule_of(key: str) -> WeavingRule:
    """A rule by its key. Raises BadInput."""
    found = next((rule for rule in rules() if rule.key == key), None)
    if found is None:
        known = ", ".join(rule.key for rule in rules())
        raise BadInput("Deze regel voor het invlechten bestaat niet.", f"Kies een van: {known}.", field="rule")
    return found


def plan(
    batch: Batch,
    people: Iterable[Someone],
    answered: Sequence[tuple[Pair, PairAnswer | None]],
    rule: WeavingRule,
    chosen: Mapping[str, WeavingRule],
) -> WeavingPlan:
    """What would be woven by the answers of a clerk, and what that does to the places.

    Args:
        people: everybody who was compared, those of the register too when they were.
        answered: the pairs with what was said of them.
        rule: for the groups that have no rule of their own in `chosen` (by key).
    """
    heads = _heads(people)
    ties = [(_tied(pair, heads), pair, answer) for pair, answer in answered]
    same = [(nodes, pair) for nodes, pair, answer in ties if answer is PairAnswer.SAME and nodes[0] != nodes[1]]
    joined = [nodes for nodes, pair in same if pair.left.applicant and pair.right.applicant]
    others = {
        frozenset(nodes)
        for nodes, pair, answer in ties
        if answer is PairAnswer.OTHER and pair.left.reference and pair.right.reference
    }
    sizes = {sheet: Counter(_texts(batch, sheet)) for sheet in _SIZES}
    before = _places(heads)
    found = [
        _group(nodes, heads, before, sizes, chosen.get(_key(nodes), rule), others)
        for nodes in _joined(joined)
        if all(node in heads for node in nodes)
    ]
    gone = {one.node for group in found if not group.obstacle for one in group.dossiers if one != group.kept}
    after = _places({node: who for node, who in heads.items() if node not in gone})
    moved = [before[node] - place for node, place in after.items()]
    return WeavingPlan(
        groups=tuple(msgspec.structs.replace(group, place=after.get(group.kept.node)) for group in found),
        dossiers=len(heads),
        up=sum(shift > 0 for shift in moved),
        apart=len(same) - len(joined),
    )


def still_stands(line: WeavingLine, batch: Batch) -> bool:
    """Whether a dossier that fell away by a decision stands on this list: then that decision does not fit it.

    On the list that was written after weaving none of them does.
    """
    nodes = [node.partition(":") for node in line.dossiers.split("\n")]
    listed = set(_texts(batch, "candidates"))
    return any(number in listed for side, _, number in nodes if side == Side.LIST.value and number != line.kept)


def woven(batch: Batch, groups: Iterable[WeavingGroup]) -> tuple[Batch, list[WovenStep]]:
    """The list after weaving these groups, and what was left out for each."""
    steps = [
        WovenStep(
            kept=group.kept.dossier,
            dropped=tuple(one.dossier for one in group.dropped),
            rows={
                "candidates": len(group.dropped),
                "members": sum(one.members for one in group.dropped),
                "preferences": sum(one.preferences for one in group.dropped),
            },
        )
        for group in groups
    ]
    gone = {dossier for step in steps for dossier in step.dropped}
    sheets = {key: _without(sheet, gone) for key, sheet in batch.sheets.items()}
    return msgspec.structs.replace(batch, sheets=sheets), steps


def _heads(people: Iterable[Someone]) -> dict[Node, Someone]:
    """The reference person of each dossier; one that stands on the list and in the register is that of the list."""
    found: dict[Node, Someone] = {}
    for who in people:
        if who.reference and who.dossier:
            found.setdefault(_node(who, found), who)
    return found


def _node(who: Someone, heads: Mapping[Node, Someone]) -> Node:
    listed = (Side.LIST, who.dossier)
    return listed if listed in heads else (who.side, who.dossier)


def _tied(pair: Pair, heads: Mapping[Node, Someone]) -> tuple[Node, Node]:
    return _node(pair.left, heads), _node(pair.right, heads)


def _joined(ties: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The sets of dossiers that are tied together, each sorted, in order."""
    parents: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        while (above := parents.setdefault(node, node)) != node:
            parents[node] = parents[above]
            node = parents[node]
        return node

    for one, other in ties:
        parents[root(one)] = root(other)
    sets: dict[Node, list[Node]] = {}
    for node in sorted(parents):
        sets.setdefault(root(node), []).append(node)
    return sorted(sets.values())


def _group(
    nodes: Sequence[Node],
    heads: Mapping[Node, Someone],
    before: Mapping[Node, int],
    sizes: Mapping[str, Counter[str]],
    rule: WeavingRule,
    others: set[frozenset[Node]],
) -> WeavingGroup:
    dossiers = tuple(
        WovenDossier(
            side=side,
            dossier=number,
            name=f"{heads[side, number].first_name} {heads[side, number].last_name}".strip(),
            row=heads[side, number].row,
            registered_on=heads[side, number].registered_on,
            place=before.get((side, number)),
            members=sizes["members"][number] if side is Side.LIST else 0,
            preferences=sizes["preferences"][number] if side is Side.LIST else 0,
        )
        for side, number in nodes
    )
    return WeavingGroup(
        key=_key(nodes),
        rule=rule,
        dossiers=dossiers,
        kept=_kept(dossiers, rule),
        place=None,
        obstacle=_obstacle(dossiers, others),
    )


def _key(nodes: Iterable[Node]) -> str:
    return "\n".join(f"{side.value}:{number}" for side, number in nodes)


def _kept(dossiers: Sequence[WovenDossier], rule: WeavingRule) -> WovenDossier:
    dated = sorted(
        (one for one in dossiers if one.registered_on), key=lambda one: _rank(one.dossier, one.registered_on)
    )
    if not dated:
        return dossiers[0]
    if rule.key == "register":
        return next((one for one in dated if one.side is Side.REGISTER), dated[0])
    return dated[-1] if rule.key == "newest" else dated[0]


def _obstacle(dossiers: Sequence[WovenDossier], others: set[frozenset[Node]]) -> str:
    nodes = {one.node for one in dossiers}
    if any(pair <= nodes for pair in others):
        return "Uw antwoorden spreken elkaar tegen: van twee van deze dossiers zei u dat het iemand anders is."
    unknown = [one.dossier for one in dossiers if one.registered_on is None]
    if unknown:
        return f"Van dossier {', '.join(unknown)} is de inschrijvingsdatum niet bekend."
    return ""


def _places(heads: Mapping[Node, Someone]) -> dict[Node, int]:
    """The place of each dossier by date and sequence number; those without a date have none."""
    known = sorted((_rank(node[1], who.registered_on), node) for node, who in heads.items() if who.registered_on)
    return {node: place for place, (_, node) in enumerate(known, start=1)}


def _rank(number: str, day: date | None) -> tuple[date, int, str]:
    try:
        sequence = DossierNumber.parse(number).sequence
    except BadInput:
        sequence = _LAST
    return day or date.max, sequence, number


def _texts(batch: Batch, sheet: str) -> list[str]:
    return ["" if cell is None else str(cell) for cell in batch.sheet(sheet).column("dossier")]


def _without(sheet: SheetRecords, gone: set[str]) -> SheetRecords:
    kept = [at for at, cell in enumerate(sheet.column("dossier")) if str(cell) not in gone]
    if len(kept) == len(sheet.rows):
        return sheet
    return SheetRecords(
        sheet.sheet,
        [sheet.rows[at] for at in kept],
        {key: [cells[at] for at in kept] for key, cells in sheet.columns.items()},
    )
