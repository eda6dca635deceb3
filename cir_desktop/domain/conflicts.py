"""Three-way comparison by field: what a clerk began with, what the register has now, what the clerk entered.

Pure, and the same for corrections of a dossier, facts that overrule the register, and messages. Nothing is
last-write-wins: what both sides changed differently is a conflict, and only a decision by a person ends it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from cir_desktop.errors import BadInput

Value = str | int | bool | tuple[str | None, ...] | None
"""What a field holds: a text or code, a whole number (amounts in cents), yes or no, or parts that go together."""

Values = Mapping[str, Value]


class Outcome(StrEnum):
    """What the comparison of one field says."""

    UNCHANGED = "unchanged"
    THEIRS = "theirs"
    MINE = "mine"
    SAME = "same"
    CONFLICT = "conflict"


class Choice(StrEnum):
    """What a clerk decides of one field; LATER goes with a text that says why not yet."""

    REGISTER = "register"
    MINE = "mine"
    LATER = "later"


class FieldMerge(msgspec.Struct, frozen=True):
    """One field compared. `gone`: the register has no such field any more (the person left the dossier)."""

    field: str
    base: Value
    register: Value
    mine: Value
    outcome: Outcome
    gone: bool = False


class Decision(msgspec.Struct, frozen=True):
    """What was decided of a field; `note` says why with LATER."""

    choice: Choice
    note: str = ""


class ConflictKind(StrEnum):
    """What the register and we disagree about."""

    EDIT = "edit"
    FACT = "fact"
    MESSAGE = "message"


class ConflictState(StrEnum):
    """Where a comparison stands. MERGED needed no decision: it is kept to be seen."""

    OPEN = "open"
    RESOLVED = "resolved"
    MERGED = "merged"


KIND_WORDS = {
    ConflictKind.EDIT: "Verbetering van gegevens",
    ConflictKind.FACT: "Feit dat u noteerde",
    ConflictKind.MESSAGE: "Bericht aan het CIR",
}
STATE_WORDS = {
    ConflictState.OPEN: "Te beslissen",
    ConflictState.RESOLVED: "Beslist",
    ConflictState.MERGED: "Samengevoegd",
}


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison that was kept.

    `about` is the id of the message (EDIT, MESSAGE), or the key of the fact (FACT) with `line`, its line in the
    history. `fields` holds every field that both sides or one side changed; `decisions` those of the conflicts among
    them.
    """

    id: str
    dossier: str
    kind: ConflictKind
    about: str
    base_version: int
    register_version: int
    fields: tuple[FieldMerge, ...]
    state: ConflictState
    made_at: datetime
    decisions: Mapping[str, Decision] = {}
    decided_at: datetime | None = None
    decided_by: str = ""
    line: int = 0

    @property
    def disputed(self) -> tuple[FieldMerge, ...]:
        """The fields that need a decision."""
        return tuple(one for one in self.fields if one.outcome is Outcome.CONFLICT)


class CorrectionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody else has to correct in the register: a field that we may not write.

    `addressee` is who is asked. `done_by` is empty when a later version (`done_version`) showed the value by itself.
    """

    id: str
    dossier: str
    field: str
    base_version: int
    register_value: Value
    our_value: Value
    evidence: str
    addressee: str
    made_at: datetime
    made_by: str
    done_at: datetime | None = None
    done_by: str = ""
    done_version: int | None = None


def merge(base: Values, register: Values, mine: Values) -> tuple[FieldMerge, ...]:
    """Compare every field that any of the three has, in the order of their names.

    Args:
        base: what stood there when the clerk began.
        register: what the register has now; a field that is missing here is gone.
        mine: what the clerk entered; a field that is missing here was not touched.
    """
    return tuple(_compare(field, base, register, mine) for field in sorted({*base, *register, *mine}))


def _compare(field: str, base: Values, register: Values, mine: Values) -> FieldMerge:
    then = base.get(field)
    wanted = mine.get(field, then)
    touched = field in mine and wanted != then
    if field in base and field not in register:
        return FieldMerge(field, then, None, wanted, Outcome.CONFLICT if touched else Outcome.THEIRS, gone=True)
    now = register.get(field)
    if now == then:
        outcome = Outcome.MINE if touched else Outcome.UNCHANGED
    elif not touched:
        outcome = Outcome.THEIRS
    else:
        outcome = Outcome.SAME if now == wanted else Outcome.CONFLICT
    return FieldMerge(field, then, now, wanted, outcome)


def disputed(fields: Sequence[FieldMerge]) -> tuple[FieldMerge, ...]:
    """The conflicts among them."""
    return tuple(one for one in fields if one.outcome is Outcome.CONFLICT)


def to_tell(fields: Sequence[FieldMerge], decisions: Mapping[str, Decision]) -> dict[str, Value]:
    """What is ours to tell the register, once every conflict is decided: our own changes, and conflicts kept as ours.

    Raises BadInput when a conflict has no decision, or one that is LATER: nobody else decides.
    """
    told: dict[str, Value] = {}
    for one in fields:
        if one.outcome is Outcome.MINE:
            told[one.field] = one.mine
        elif one.outcome is Outcome.CONFLICT:
            decision = decisions.get(one.field)
            if decision is None or decision.choice is Choice.LATER:
                raise undecided()
            if decision.choice is Choice.MINE:
                told[one.field] = one.mine
    return told


def check_decisions(fields: Sequence[FieldMerge], decisions: Mapping[str, Decision]) -> None:
    """All conflicts, and nothing else, get a decision; LATER says why; what is gone can't be kept as ours.

    Raises BadInput.
    """
    wanted = {one.field: one for one in disputed(fields)}
    if set(decisions) - set(wanted):
        raise BadInput("Over dit veld valt niets te beslissen.", "Kies enkel bij de velden die verschillen.")
    if set(decisions) != set(wanted):
        raise undecided()
    for field, decision in decisions.items():
        if decision.choice is Choice.LATER and not decision.note.strip():
            raise BadInput(
                "U koos “nog niet” zonder te zeggen waarom.",
                "Schrijf wat u nog nakijkt, of bij wie u het vraagt.",
                field=field,
            )
        if decision.choice is Choice.MINE and wanted[field].gone:
            raise BadInput(
                "Deze persoon staat niet meer in het dossier: uw gegeven kan daar niet meer komen.",
                "Kies het register, of nog niet.",
                field=field,
            )


def undecided() -> BadInput:
    """A conflict waits for a person."""
    return BadInput(
        "Niet elk verschil is beslist.",
        "Kies bij elk veld: wat in het register staat, wat u invulde, of nog niet.",
        field="decisions",
    )
