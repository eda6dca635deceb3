"""The extracts of housing companies that were taken over, and which versions of the register copy came out of them."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.ways import Origin
from cir_desktop.storage.tables_exchange import register_extract, register_extract_version


class ExtractRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An extract as kept: `pull` is its record among the pulls, `digest` the SHA-256 of the file.

    `listed` dossiers stood in it, `left_out` of them were not taken over.
    """

    id: int
    pull: int
    supplier: str
    party: str
    extracted_at: datetime
    digest: str
    listed: int
    left_out: int

    @property
    def origin(self) -> Origin:
        """From whom and of when it is."""
        return Origin(self.supplier, self.extracted_at)


def add(
    connection: Connection,
    *,
    pull: int,
    origin: Origin,
    party: str,
    digest: str,
    listed: int,
    left_out: int,
) -> int:
    """Keep that an extract was taken over; returns its id."""
    made = connection.execute(
        register_extract.insert().values(
            pull=pull,
            supplier=origin.supplier,
            extracted_at=origin.extracted_at,
            party=party,
            digest=digest,
            listed=listed,
            left_out=left_out,
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def add_versions(connection: Connection, extract: int, pairs: Iterable[tuple[str, int]]) -> None:
    """These versions (number, version) came out of this extract."""
    values = [{"number": number, "version": version, "extract": extract} for number, version in pairs]
    if values:
        connection.execute(register_extract_version.insert(), values)


def newest(connection: Connection) -> ExtractRecord | None:
    """The extract that was taken over last."""
    row = connection.execute(sa.select(register_extract).order_by(register_extract.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else ExtractRecord(**row._mapping)


def of_file(connection: Connection, digest: str) -> ExtractRecord | None:
    """The extract that this file was taken over as, if it was."""
    row = connection.execute(
        sa.select(register_extract).where(register_extract.c.digest == digest).order_by(register_extract.c.id).limit(1)
    ).one_or_none()
    return None if row is None else ExtractRecord(**row._mapping)


def origin_of(connection: Connection, number: str, version: int) -> Origin | None:
    """Which extract a version came out of; None when it came from the register itself."""
    versions, extracts = register_extract_version.c, register_extract.c
    row = connection.execute(
        sa.select(extracts.supplier, extracts.extracted_at)
        .join(register_extract_version, versions.extract == extracts.id)
        .where(versions.number == number, versions.version == version)
    ).one_or_none()
    return None if row is None else Origin(row.supplier, row.extracted_at)


def origins(connection: Connection, numbers: Collection[str]) -> dict[tuple[str, int], datetime]:
    """When the data of the versions of these dossiers left the register, by (number, version), as far as extracts."""
    found = connection.execute(
        sa.select(
            register_extract_version.c.number, register_extract_version.c.version, register_extract.c.extracted_at
        )
        .join(register_extract, register_extract_version.c.extract == register_extract.c.id)
        .where(register_extract_version.c.number.in_(sa.text("SELECT value FROM json_each(:numbers)"))),
        {"numbers": json.dumps(list(numbers))},
    )
    return {(row.number, row.version): row.extracted_at for row in found}


def any_stored(connection: Connection) -> bool:
    """Whether any version came out of an extract."""
    return connection.execute(sa.select(register_extract_version.c.number).limit(1)).one_or_none() is not None


def forget_versions(connection: Connection) -> int:
    """Drop every version that came out of an extract, so that the register's own takes its place.

    An extract holds less than the register gives under the same version. The narrow rows stay until then. Returns how
    many versions were dropped.
    """
    connection.exec_driver_sql(
        "DELETE FROM register_payload WHERE id IN (SELECT payload FROM register_version WHERE (candidate, version) IN"
        " (SELECT k.id, e.version FROM register_extract_version e JOIN register_candidate k ON k.number = e.number))"
    )
    dropped = connection.exec_driver_sql(
        "DELETE FROM register_version WHERE (candidate, version) IN"
        " (SELECT k.id, e.version FROM register_extract_version e JOIN register_candidate k ON k.number = e.number)"
    ).rowcount
    connection.exec_driver_sql(
        "UPDATE register_candidate SET version = coalesce((SELECT max(v.version) FROM register_version v"
        " WHERE v.candidate = register_candidate.id), 0)"
        " WHERE number IN (SELECT number FROM register_extract_version)"
    )
    connection.execute(register_extract_version.delete())
    connection.exec_driver_sql("UPDATE register_state SET generation = generation + 1")
    return dropped
