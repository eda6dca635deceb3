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

# The list in hand as it came in (packed); one at a time.
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

# What was answered of two persons that may be one; only added to, the last line of a key counts, one without an answer
# took it back. Key and fields are HMACs of the deciding fields with a key of this workspace.
migration_pair_line = sa.Table(
    "migration_pair_line",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("answer", sa.String),
    sa.Column("left_dossier", sa.String, nullable=False),
    sa.Column("right_dossier", sa.String, nullable=False),
    sa.Column("fields", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
)
sa.Index("migration_pair_line_by_key", migration_pair_line.c.key)

# Dossiers that a clerk wove together, and by which rule; only added to in the same way.
migration_weaving_line = sa.Table(
    "migration_weaving_line",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dossiers", sa.String, nullable=False),
    sa.Column("rule", sa.String),
    sa.Column("kept", sa.String, nullable=False),
    sa.Column("registered_on", sa.Date),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
)

# An upload, with the answer about every row and our findings then (zlib of JSON: domain.migration_upload.KeptUpload).
migration_upload = sa.Table(
    "migration_upload",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("round", sa.String, nullable=False),
    sa.Column("file", sa.String, nullable=False),
    sa.Column("receipt", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("accepted", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

# What a clerk did in one go: corrections as recipes, or confirmations of findings. Undone as a whole.
migration_fix = sa.Table(
    "migration_fix",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("lines", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("undone_at", Moment),
    sa.Column("undone_by", sa.String, nullable=False),
)
migration_recipe = sa.Table(
    "migration_recipe",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("fix", sa.Integer, sa.ForeignKey("migration_fix.id"), nullable=False),
    sa.Column("data", sa.String, nullable=False),
)
migration_confirmation = sa.Table(
    "migration_confirmation",
    metadata,
    sa.Column("fix", sa.Integer, sa.ForeignKey("migration_fix.id"), primary_key=True),
    sa.Column("finding", sa.String, primary_key=True),
)

# When a round is planned, and the list that it had (packed), with the keys of its findings (zlib of JSON).
migration_round = sa.Table(
    "migration_round",
    metadata,
    sa.Column("round", sa.String, primary_key=True),
    sa.Column("planned_on", sa.Date),
    sa.Column("until", sa.Date),
)
migration_round_list = sa.Table(
    "migration_round_list",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("round", sa.String, nullable=False),
    sa.Column("file", sa.String, nullable=False),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("version", sa.String, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("must", sa.Integer, nullable=False),
    sa.Column("look", sa.Integer, nullable=False),
    sa.Column("info", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("findings", sa.LargeBinary, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
