"""The practice register's own tables, in a SQLite file of its own."""

from typing import Final

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, UniqueConstraint, text

METADATA: Final = MetaData()

FACTS: Final = Table(
    "facts",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    comment="size, seed and first day of the list; the practice day",
)

LANDLORDS: Final = Table(
    "landlords",
    METADATA,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
)

HOME_MUNICIPALITIES: Final = Table(
    "home_municipalities",
    METADATA,
    Column("party", String, primary_key=True),
    Column("nis", String, primary_key=True),
    comment="where a landlord has homes: what it may see",
)

MUNICIPALITIES: Final = Table(
    "municipalities",
    METADATA,
    Column("nis", String, primary_key=True),
    Column("name", String, nullable=False),
)

NEIGHBOURHOODS: Final = Table(
    "neighbourhoods",
    METADATA,
    Column("nis", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String, nullable=False),
)

DOSSIERS: Final = Table(
    "dossiers",
    METADATA,
    Column("number", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("updated", String, nullable=False),
    Column("updated_on", String, nullable=False),
    Column("created_on", String, nullable=False),
    Column("received_on", String, nullable=False),
    Column("postcode", String),
    Column("applicant", String),
    comment="the current version, narrow, for the search",
    sqlite_with_rowid=False,
)

VERSIONS: Final = Table(
    "versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("number", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String),
    Column("party", String),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("number", "version"),
    comment="every version as it goes over the wire, and the action that made it",
)

SCOPE: Final = Table(
    "scope",
    METADATA,
    Column("party", String, primary_key=True),
    Column("number", String, primary_key=True),
    Column("state", Integer, nullable=False),
    Column("acknowledged", Integer, nullable=False),
    Column("pending", Integer, nullable=False),
    comment="what a landlord may see, and up to which version it said to have it",
    sqlite_with_rowid=False,
)

ANSWERS: Final = Table(
    "answers",
    METADATA,
    Column("party", String, primary_key=True),
    Column("correlation_id", String, primary_key=True),
    Column("question", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    comment="the first answer to every call that changes something",
)

REPORTS: Final = Table(
    "reports",
    METADATA,
    Column("national_number", String, primary_key=True),
    Column("party", String, primary_key=True),
    Column("date", String, primary_key=True),
    Column("ground", String, nullable=False),
    comment="leases ended for nuisance or neglect",
)

USED_ASSERTIONS: Final = Table(
    "used_assertions",
    METADATA,
    Column("client", String, primary_key=True),
    Column("jti", String, primary_key=True),
    Column("expires", Integer, nullable=False),
)

# Made after the first fill: building them at once is faster than keeping them up row by row.
LATE_INDEXES: Final = (
    Index("dossiers_by_update", DOSSIERS.c.updated_on, DOSSIERS.c.number),
    Index("dossiers_by_creation", DOSSIERS.c.created_on, DOSSIERS.c.number),
    Index("dossiers_by_receipt", DOSSIERS.c.received_on, DOSSIERS.c.number),
    Index("dossiers_by_applicant", DOSSIERS.c.applicant),
    Index("scope_pending", SCOPE.c.party, SCOPE.c.number, sqlite_where=text("pending = 1")),
)
