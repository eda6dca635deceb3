"""Whether the register carried out a command of which no answer came, read from the dossier itself."""

from collections.abc import Sequence
from enum import Enum

from cir_desktop.domain.dossier import Dossier, RankingInput, StatusChange
from cir_desktop.domain.process import (
    Command,
    DossierEdit,
    HousingNeedReply,
    InvestigationResult,
    Payload,
    RankingReport,
)
from cir_desktop.errors import NotFound
from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.register.wire_inquiry import RESULTS
from cir_desktop.storage.dossiers import raw_version
from cir_desktop.storage.engine import Store
from cir_desktop.sync.edit import holds


class Effect(Enum):
    """What the history says of a command."""

    DONE = "done"
    NOT_DONE = "not done"
    UNCLEAR = "unclear"


def effect_of(store: Store, command: Command, now: Dossier, own_party: str) -> tuple[Effect, StatusChange | None]:
    """What the dossier as it is now says of the command, with the line of the history that proves it.

    Every action adds a line to the status history [assumed]. A line with our correlation id is proof. No line since the
    version that the command was based on, or only lines that are somebody else's, is proof of the contrary. A register
    that does only what is published names nobody: then a new line may be ours, and the clerk decides.

    What has no receipt adds no line of its own: it took effect when the dossier holds it, and telling it once more
    where it does not changes nothing else. Nor does a correction, that is written on top of the newest version only.
    """
    if isinstance(command.payload, DossierEdit):
        return _effect_of_edit(command.payload, command.base_version, now), None
    held = _held(command.payload, now, own_party)
    if held is not None:
        return (Effect.DONE if held else Effect.NOT_DONE), None
    line = next((h for h in now.history if (h.correlation_id or "").lower() == command.id.lower()), None)
    if line is not None:
        return Effect.DONE, line
    if now.version == command.base_version:
        return Effect.NOT_DONE, None
    base = history_of(store, command)
    if base is None or len(now.history) < len(base):
        return Effect.UNCLEAR, None
    if any(_may_be_ours(h, command, own_party) for h in now.history[len(base) :]):
        return Effect.UNCLEAR, None
    return Effect.NOT_DONE, None


def _held(payload: Payload, now: Dossier, own_party: str) -> bool | None:
    """Whether the dossier holds what was told; None for an action, which the history tells of."""
    match payload:
        case RankingReport():
            return any(report_in(ranking, own_party) == payload for ranking in now.rankings)
        case HousingNeedReply():
            return payload in replies_in(now, own_party)
        case InvestigationResult():
            found = result_line(payload) in [message.text for message in now.messages]
            return found or (payload.in_order and payload.item not in now.investigation)
        case _:
            return None


def replies_in(dossier: Dossier, own_party: str) -> list[HousingNeedReply]:
    """Our answers to the housing-need requests of a dossier, as the register has them."""
    return [
        HousingNeedReply(need.day, one.status, one.evaluations, one.conclusion, one.granted_priority)
        for need in dossier.housing_need
        for one in need.answers
        if one.party == own_party
    ]


def result_line(result: InvestigationResult) -> str:
    """The line that the register keeps among its messages of an outcome [assumed]."""
    return f"Onderzoek {result.item}: {RESULTS[result.in_order]}. {result.explanation}".strip()


def _effect_of_edit(edit: DossierEdit, base_version: int, now: Dossier) -> Effect:
    """A correction makes the version after the one that it was written on, which is `base_version` or a later one.

    So neither that version nor the next one without our values can come after ours. Behind a later one ours may lie,
    changed again by somebody: then the clerk decides.
    """
    if holds(edit, now):
        return Effect.DONE
    return Effect.NOT_DONE if now.version <= base_version + 1 else Effect.UNCLEAR


def report_in(ranking: RankingInput, own_party: str) -> RankingReport | None:
    """What we reported for a ranking list of a dossier; None when it is another landlord's."""
    if ranking.party != own_party:
        return None
    return RankingReport(
        ranking.kind,
        ranking.limited_region,
        ranking.local_binding,
        ranking.nis_code,
        ranking.neighbourhood,
        ranking.criterion,
    )


def _may_be_ours(line: StatusChange, command: Command, own_party: str) -> bool:
    return line.correlation_id is None and line.action in (None, command.action) and line.party in (None, own_party)


def history_of(store: Store, command: Command) -> Sequence[StatusChange] | None:
    """The history of the dossier in the version that a command was based on; None when that is not kept."""
    try:
        with store.read() as connection:
            _, raw = raw_version(connection, command.dossier, command.base_version)
        return decode_dossier(raw).history
    except (NotFound, UndecodableDossier):
        return None
