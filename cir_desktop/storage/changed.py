"""Which dossiers got another version since a moment, from the kept versions themselves: nothing is noted twice."""

import json
from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from cir_desktop.storage.columns import moment_of, moment_text
from cir_desktop.storage.fast import driver_rows
from cir_desktop.storage.payloads import unpack

# From the narrow versions to the wide candidates: the other way round would read every candidate.
_SINCE = """
SELECT k.number, k.name, k.version, v.received_at, (
    SELECT max(b.version) FROM register_version b
    WHERE b.candidate = k.id AND b.version < k.version AND b.received_at < ?1
)
FROM register_version v CROSS JOIN register_candidate k ON k.id = v.candidate AND k.version = v.version
WHERE v.received_at >= ?1 ORDER BY v.received_at DESC, k.number
"""
_PAYLOADS = """
SELECT k.number, v.version, p.data FROM json_each(?1) w
JOIN register_candidate k ON k.number = w.value ->> 0
JOIN register_version v ON v.candidate = k.id AND v.version = w.value ->> 1
JOIN register_payload p ON p.id = v.payload
"""


class Changed(msgspec.Struct, frozen=True):
    """A dossier whose newest version came in at `received_at`; `before` is the one that was there (None: none was)."""

    dossier: str
    name: str
    before: int | None
    now: int
    received_at: datetime


def changed_since(connection: Connection, since: datetime) -> list[Changed]:
    """The dossiers that came in, or got another version, at that moment or later; the newest first."""
    return [
        Changed(number, name, before, version, moment_of(received_at))
        for number, name, version, received_at, before in driver_rows(connection, _SINCE, moment_text(since))
    ]


def payloads(connection: Connection, wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], bytes]:
    """The JSON of these versions as they came in; unknown ones are left out."""
    found = driver_rows(connection, _PAYLOADS, json.dumps(list(wanted)))
    return {(number, version): unpack(data) for number, version, data in found}
