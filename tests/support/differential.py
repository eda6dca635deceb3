"""The engine and the naive ranking on the same question: where they differ."""

from support import naive_ranking
from support.naive_rules import Case
from support.random_cases import question

from cir_desktop.allocation.ranking import rank, trace


def differences(seed: int) -> list[str]:
    """What the two answer otherwise to the question of a seed; nothing when they agree."""
    home, candidates, regulation, day, letting = question(seed)
    fast = rank(home, candidates, regulation, day, len(candidates), letting)
    slow = naive_ranking.rank(home, candidates, regulation, day, letting)
    pairs: list[tuple[str, object, object]] = [
        ("stepped down", fast.stepped_down, slow.stepped_down),
        ("excluded", {line.dossier: line.rule for line in fast.excluded}, slow.excluded),
        ("placed", [(p.dossier, p.position, p.best_position, p.tied) for p in fast.placed], [*map(tuple, slow.placed)]),
    ]
    case = Case(home, regulation, day, letting, slow.stepped_down)
    for facts in candidates:
        told = {one.rule: one.answer for one in trace(home, facts, regulation, day, fast.stepped_down, letting)}
        for rule, answer in naive_ranking.answers(case, facts).items():
            pairs.append((f"{facts.dossier} {rule}", told.get(rule), answer))
    return [f"seed {seed}, {what}: engine {one}, naive {other}" for what, one, other in pairs if one != other]
