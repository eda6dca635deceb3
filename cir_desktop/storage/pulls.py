"""What every pull did, so that a list can say whether it is complete and since when."""

from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.ways import Origin
from cir_desktop.runtime.clock import now
from cir_desktop.storage.tables import register_pull
from cir_desktop.storage.tables_exchange import register_extract

WHOLE, DELTA, WINDOW = "whole", "delta", "window"
"""What a pull looked at: the whole list, only what is new or changed, or only what was updated in some days."""


_ENDED = sa.select(register_pull).where(register_pull.c.finished_at.is_not(None))


class PullOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a pull did.

    `complete`: everything that the register lists is stored in that version. `listed` and `vanished` count dossiers:
    what the register lists, and what it no longer lists though we store it (nothing is removed). `fetched`,
    `new_versions` and `undecoded` count versions, `warnings` the dossiers with something odd, `out_of_scope` those that
    are no longer ours to see. `kind` is WHOLE, DELTA or WINDOW; `recheck` asks the next pull for the whole list; `mark`
    is up to when, on the register's clock, updates were held against the store; `source` is whose register it was.
    """

    complete: bool
    cancelled: bool = False
    listed: int = 0
    fetched: int = 0
    new_versions: int = 0
    undecoded: int = 0
    warnings: int = 0
    out_of_scope: int = 0
    vanished: int = 0
    kind: str = WHOLE
    recheck: bool = False
    mark: datetime | None = None
    source: str = ""


class PullRecord(msgspec.Struct, frozen=True):
    """A pull as kept; `finished_at` None when the program stopped in the middle.

    `checked_at` is when the whole list was last held against the store and found complete, `up_to` until when the store
    is complete by that check and the pulls after it; both None before the first check. `origin` is the extract of a
    housing company that was taken over; None when the register itself was asked.
    """

    id: int
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    cancelled: bool
    listed: int
    fetched: int
    stored: int
    undecoded: int
    warnings: int
    kind: str = WHOLE
    checked_at: datetime | None = None
    up_to: datetime | None = None
    mark: datetime | None = None
    recheck: bool = False
    source: str = ""
    origin: Origin | None = None

    @property
    def counts_from(self) -> datetime | None:
        """Until when the list is up to date when it is complete, else when this was last tried."""
        return self.up_to if self.complete and self.up_to else self.finished_at


def start_pull(connection: Connection, at: datetime) -> int:
    """A pull begins; returns its id."""
    nothing = dict.fromkeys(("listed", "fetched", "stored", "undecoded", "warnings"), 0)
    made = connection.execute(register_pull.insert().values(started_at=at, complete=False, cancelled=False, **nothing))
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def finish_pull(connection: Connection, pull_id: int, outcome: PullOutcome, at: datetime | None = None) -> None:
    """A pull ended, completely or not, at a moment; now when it is not told."""
    ended = at or now()
    before = last_pull(connection)
    checked_at, up_to = (before.checked_at, before.up_to) if before else (None, None)
    if outcome.complete and outcome.kind != WINDOW:
        checked_at, up_to = ended if outcome.kind == WHOLE else checked_at, ended
    connection.execute(
        register_pull.update()
        .where(register_pull.c.id == pull_id)
        .values(
            finished_at=ended,
            complete=outcome.complete,
            cancelled=outcome.cancelled,
            listed=outcome.listed,
            fetched=outcome.fetched,
            stored=outcome.new_versions,
            undecoded=outcome.undecoded,
            warnings=outcome.warnings,
            kind=outcome.kind,
            checked_at=checked_at,
            up_to=up_to,
            mark=outcome.mark,
            recheck=outcome.recheck,
            source=outcome.source,
        )
    )


def last_pull(connection: Connection) -> PullRecord | None:
    """The newest pull that ended; None when there was none."""
    return _newest(connection, _ENDED)


def newest_pull(connection: Connection) -> PullRecord | None:
    """The newest pull, whether it ended or not; None when there was none."""
    return _newest(connection, sa.select(register_pull))


def first_complete(connection: Connection) -> PullRecord | None:
    """The pull that first found the list complete; None when none did."""
    return _one(connection, _ENDED.where(register_pull.c.complete).order_by(register_pull.c.id).limit(1))


def pull_by_id(connection: Connection, pull_id: int) -> PullRecord | None:
    """A pull that ended; None when there is none of that id."""
    return _one(connection, _ENDED.where(register_pull.c.id == pull_id))


def that_brought(connection: Connection, limit: int) -> list[PullRecord]:
    """The newest pulls that stored something, the newest first."""
    wanted = _ENDED.where(register_pull.c.stored > 0).order_by(register_pull.c.id.desc()).limit(limit)
    return [PullRecord(**row._mapping) for row in connection.execute(wanted)]


def _newest(connection: Connection, wanted: "sa.Select[tuple[object]]") -> PullRecord | None:
    return _one(connection, wanted.order_by(register_pull.c.id.desc()).limit(1))


def _one(connection: Connection, wanted: "sa.Select[tuple[object]]") -> PullRecord | None:
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    extract = connection.execute(
        sa.select(register_extract.c.supplier, register_extract.c.extracted_at).where(register_extract.c.pull == row.id)
    ).one_or_none()
    return PullRecord(**row._mapping, origin=Origin(*extract) if extract else None)
