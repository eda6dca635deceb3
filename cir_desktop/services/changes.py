"""What changed in the dossiers since a clerk saw them: worked out from the kept versions when it is asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

import msgspec

from cir_desktop.domain.changes import FieldChange
from cir_desktop.domain.changes import changes as changes_between
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel
from cir_desktop.domain.values import DossierNumber, dutch_moment
from cir_desktop.errors import NotFound
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, changed, dossiers, oddities, pulls, settings
from cir_desktop.storage.changed import Changed
from cir_desktop.storage.pulls import PullRecord

SHOWN = 2_000
"""At most so many dossiers are compared at once, the newest first: about a second."""

VERSIONS = 20
"""Of one dossier, so many steps from version to version are told."""

_BATCH = 200
_SEEN = "changes.seen"

_Version = tuple[str, int]
_Step = tuple[str, int, int]
"""Dossier number, former version, later version."""


class About(StrEnum):
    """Which changes are wanted."""

    ALL = "all"
    RANKING = "ranking"
    CONTACT = "contact"


class VersionChange(msgspec.Struct, frozen=True):
    """What one version changed in the one before it."""

    before: int
    now: int
    received_at: datetime
    fields: tuple[FieldChange, ...]


class ChangeLine(msgspec.Struct, frozen=True):
    """A dossier that changed; `before` None when it is new here."""

    dossier: str
    name: str
    before: int | None
    now: int
    received_at: datetime
    fields: tuple[FieldChange, ...]

    @property
    def touches_ranking(self) -> bool:
        """Whether a list may depend on it: somebody new does."""
        return self.before is None or any(field.touches_ranking for field in self.fields)

    @property
    def contact(self) -> bool:
        """Whether the way to reach somebody changed."""
        return any(field.contact for field in self.fields)

    @property
    def words(self) -> str:
        """Which fields changed, without their values."""
        if self.before is None:
            return "Nieuw in de lijst"
        return ", ".join(dict.fromkeys(field.label for field in self.fields)) or "Enkel een nieuwe versie"


class AttentionLine(msgspec.Struct, frozen=True):
    """Something odd of a dossier: a code, what happened, and what to do."""

    dossier: str
    name: str
    code: str
    what: str
    todo: str
    noted_at: datetime


class ChangeList(msgspec.Struct, frozen=True):
    """What changed since a moment (None: nothing was fetched yet). `total` counts all dossiers, shown or not."""

    since: datetime | None
    total: int
    lines: tuple[ChangeLine, ...]

    @property
    def sentence(self) -> str:
        """How much changed, since when, in words."""
        if self.since is None:
            return "Er werd nog niets opgehaald om mee te vergelijken."
        new = sum(line.before is None for line in self.lines)
        ranking = sum(line.touches_ranking for line in self.lines)
        more = f" Enkel de nieuwste {len(self.lines)} zijn vergeleken." if self.total > len(self.lines) else ""
        return (
            f"Sinds {dutch_moment(self.since)}: {_count(self.total)} nieuw of gewijzigd, waarvan {new} nieuw;"
            f" bij {ranking} kan de rangschikking anders zijn.{more}"
        )


def _count(number: int) -> str:
    return "1 dossier" if number == 1 else f"{number} dossiers"


@needs(*LOOK)
def since_seen(office: Office, pull: int | None = None, *, cancel: Cancel | None = None) -> ChangeList:
    """What changed since everything was marked as seen, or, until then, since the list was first complete.

    With the id of a pull: since that pull began, so what it and the later ones brought. A dossier that changed more
    than once is compared with the version of then. Raises NotFound for an unknown pull, Cancelled.
    """
    with office.store.read() as connection:
        first = pulls.first_complete(connection)
        asked = pulls.pull_by_id(connection, pull) if pull is not None else None
        seen = settings.get(connection, _SEEN)
        if pull is not None and asked is None:
            raise NotFound(f"Er is geen ophaling {pull}.", "Bekijk de ophalingen met: cir changes --pulls")
        since = asked.started_at if asked else _later(seen, first)
        if since is None:
            return ChangeList(None, 0, ())
        found = changed.changed_since(connection, since)
        lines: list[ChangeLine] = []
        for start in range(0, min(len(found), SHOWN), _BATCH):
            if cancel:
                cancel.check()
            batch = found[start : min(start + _BATCH, SHOWN)]
            steps = [(one.dossier, one.before, one.now) for one in batch if one.before is not None]
            lines += _lines(batch, _compare(steps, changed.payloads(connection, _versions(steps))))
    return ChangeList(since, len(found), tuple(lines))


def filtered(lines: Iterable[ChangeLine], about: About) -> list[ChangeLine]:
    """The lines that are about something."""
    return [
        line
        for line in lines
        if about is About.ALL
        or (about is About.RANKING and line.touches_ranking)
        or (about is About.CONTACT and line.contact)
    ]


@needs(*LOOK)
def attention(office: Office) -> tuple[AttentionLine, ...]:
    """What is odd in what came in and still so, the newest first."""
    with office.store.read() as connection:
        found = oddities.still_open(connection)
        names = candidates.names(connection, {one.dossier for one in found})
    return tuple(
        AttentionLine(
            one.dossier, names.get(one.dossier, ""), one.words.code, one.words.what, one.words.todo, one.noted_at
        )
        for one in found
    )


@needs(Role.CLERK)
def mark_seen(office: Office) -> datetime:
    """From now on only what changes later is shown, and no oddity that passes once it was seen; gives the moment."""
    with office.store.unit(office.actor) as unit:
        settings.put(unit.connection, _SEEN, unit.at.isoformat())
        for one in oddities.still_open(unit.connection):
            if one.words.passes:
                oddities.end(unit.connection, [one.dossier], one.kind)
        unit.event("changes.seen", "register")
        return unit.at


@needs(*LOOK)
def log_listed(office: Office, count: int) -> None:
    """The values that changed in so many dossiers were shown, without opening each."""
    with office.store.unit(office.actor) as unit:
        unit.event("changes.listed", "register", {"dossiers": count})


@needs(*LOOK)
def pulls_that_brought(office: Office, limit: int = 20) -> list[PullRecord]:
    """The newest pulls that stored something, the newest first."""
    with office.store.read() as connection:
        return pulls.that_brought(connection, limit)


@needs(*LOOK)
def of_dossier(office: Office, number: str) -> tuple[VersionChange, ...]:
    """What each kept version of a dossier changed, the newest first. Raises NotFound, BadInput for no number."""
    number = DossierNumber.parse(number).text
    with office.store.read() as connection:
        kept = dossiers.versions(connection, number)[: VERSIONS + 1]
        steps = [(number, older, newer) for (newer, _), (older, _) in pairwise(kept)]
        raws = changed.payloads(connection, _versions(steps))
    compared = _compare(steps, raws)
    return tuple(
        VersionChange(older, newer, received_at, compared[number, newer])
        for (newer, received_at), (_, older, _) in zip(kept, steps, strict=False)
    )


def _later(seen: str | None, first: PullRecord | None) -> datetime | None:
    return datetime.fromisoformat(seen) if seen else first.finished_at if first else None


def _versions(steps: Iterable[_Step]) -> set[_Version]:
    return {(number, version) for number, *versions in steps for version in versions}


def _compare(steps: Iterable[_Step], raws: Mapping[_Version, bytes]) -> dict[_Version, tuple[FieldChange, ...]]:
    return {
        (number, now): changes_between(decode_dossier(raws[number, before]), decode_dossier(raws[number, now]))
        for number, before, now in steps
    }


def _lines(batch: Iterable[Changed], compared: Mapping[_Version, tuple[FieldChange, ...]]) -> list[ChangeLine]:
    return [
        ChangeLine(
            one.dossier, one.name, one.before, one.now, one.received_at, compared.get((one.dossier, one.now), ())
        )
        for one in batch
    ]
