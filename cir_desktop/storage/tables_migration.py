"""The tables of a migration: how an old list is read, the list in hand, what was corrected, and every round."""

import sqlalchemy as sa

from cir_desktop.storage.columns import Moment, metadata

# How a layout is read, by name, as JSON (domain.migration_mapping.Profile).
migration_profile = sa.Table(
    "migration_profile",
    metadata,
    sa.Column("name", sa.String(collation="NOCASE"), primary_key=True),
    sa.Column("data", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
)

# Lists as they came in (packed): the one in hand is the newest; what a round took stays.
migration_list = sa.Table(
    "migration_list",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
