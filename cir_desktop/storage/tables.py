"""The tables of the three books, told apart by their names: `register_`, `own_`, and `outbox_command` with `event`.

Those of the second book for an allocation by law stand in `tables_law`. No foreign key goes from one book to another:
the register copy can be thrown away and pulled again. Days are ISO text, moments ISO text in UTC, amounts whole cents.
"""

import sqlalchemy as sa

from cir_desktop.storage.columns import CODE, Moment, metadata

# Book 1: the copy of the register.

register_candidate = sa.Table(
    "register_candidate",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("registered_on", sa.Date),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("primary_ours", sa.Boolean, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("name_key", sa.String, nullable=False),
    sa.Column("municipality", sa.String, nullable=False),
    sa.Column("household_size", sa.Integer, nullable=False),
    sa.Column("children", sa.Integer, nullable=False),
    sa.Column("choices", sa.String, nullable=False),
    sa.Column("applicants", sa.String, nullable=False),
    sa.Column("warnings", sa.Integer, nullable=False),
    sa.Column("warning_text", sa.String, nullable=False),
    sa.Column("out_of_scope_at", Moment),
)

# One for each order of the list, so that the ids come out of the index alone.
sa.Index("register_candidate_by_number", register_candidate.c.number, unique=True)
sa.Index("register_candidate_by_name", register_candidate.c.name_key)
sa.Index("register_candidate_by_registered", register_candidate.c.registered_on, register_candidate.c.sequence)
sa.Index("register_candidate_by_status", register_candidate.c.status)
sa.Index("register_candidate_by_municipality", register_candidate.c.municipality)
sa.Index("register_candidate_by_updated", register_candidate.c.updated_at)
sa.Index(
    "register_candidate_out_of_scope",
    register_candidate.c.out_of_scope_at,
    sqlite_where=register_candidate.c.out_of_scope_at.is_not(None),
)
sa.Index(
    "register_candidate_with_warnings",
    register_candidate.c.warnings,
    sqlite_where=register_candidate.c.warnings > 0,
)

# With the facts for the ranking in every row (rows.Facts), so that those of one municipality stand side by side: they
# are read in some hundred pages, and not in one page a candidate, each of which has to be decrypted.
register_choice = sa.Table(
    "register_choice",
    metadata,
    sa.Column("nis_code", sa.String, primary_key=True),
    sa.Column("candidate", sa.Integer, primary_key=True),
    sa.Column("neighbourhoods", sa.String, nullable=False),
    sa.Column("facts", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# The payload stands apart, so that an acknowledgement rewrites a narrow row and not a page of payloads.
register_version = sa.Table(
    "register_version",
    metadata,
    sa.Column("candidate", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("acknowledged_at", Moment),
    sa.Column("payload", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
sa.Index(
    "register_version_unacknowledged",
    register_version.c.candidate,
    register_version.c.version,
    sqlite_where=register_version.c.acknowledged_at.is_(None),
)

register_payload = sa.Table(
    "register_payload",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

register_undecoded = sa.Table(
    "register_undecoded",
    metadata,
    sa.Column("number", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("cleared_at", Moment),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

register_pull = sa.Table(
    "register_pull",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),
    sa.Column("complete", sa.Boolean, nullable=False),
    sa.Column("cancelled", sa.Boolean, nullable=False),
    sa.Column("listed", sa.Integer, nullable=False),
    sa.Column("fetched", sa.Integer, nullable=False),
    sa.Column("stored", sa.Integer, nullable=False),
    sa.Column("undecoded", sa.Integer, nullable=False),
    sa.Column("warnings", sa.Integer, nullable=False),
    sa.Column("kind", sa.String, nullable=False, server_default="whole"),
    # Carried from pull to pull, so that the newest record alone tells what the store rests on.
    sa.Column("checked_at", Moment),
    sa.Column("up_to", Moment),
    # On the register's clock: what was updated earlier was held against the store.
    sa.Column("mark", Moment),
    sa.Column("recheck", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("source", sa.String, nullable=False, server_default=""),
)

# Counts the changes of the narrow rows, so that readers know when the orders that they keep are old.
register_state = sa.Table(
    "register_state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("generation", sa.Integer, nullable=False),
    # The form of the facts in register_choice (rows.FACTS_FORM).
    sa.Column("form", sa.Integer, nullable=False, server_default="1"),
)

# Not known to SQLAlchemy: register_text, the FTS5 index by candidate id (text.py says what stands in it).

# Book 2: own facts and allocations.

own_home = sa.Table(
    "own_home",
    metadata,
    sa.Column("code", CODE, primary_key=True),
    sa.Column("street", sa.String, nullable=False),
    sa.Column("number", sa.String, nullable=False),
    sa.Column("box", sa.String),
    sa.Column("postcode", sa.String, nullable=False),
    sa.Column("place", sa.String, nullable=False),
    sa.Column("nis_code", sa.String, nullable=False),
    sa.Column("neighbourhood", sa.String),
    sa.Column("type", sa.String, nullable=False),
    sa.Column("bedrooms", sa.Integer, nullable=False),
    sa.Column("floor", sa.Integer),
    sa.Column("lift", sa.Boolean),
    sa.Column("adapted", sa.Boolean, nullable=False),
    sa.Column("lowest_rent", sa.Integer),
    sa.Column("highest_rent", sa.Integer),
    sa.Column("fixed_charges", sa.Integer),
    sa.Column("note", sa.String, nullable=False),
    sa.Column("assistance", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("vlabinvest", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("target_group", sa.String),
)

own_vacancy = sa.Table(
    "own_vacancy",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("home", CODE, sa.ForeignKey("own_home.code"), nullable=False),
    sa.Column("free_from", sa.Date, nullable=False),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date),
)
sa.Index("own_vacancy_open", own_vacancy.c.home, unique=True, sqlite_where=own_vacancy.c.closed_on.is_(None))

own_offer = sa.Table(
    "own_offer",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("vacancy", CODE, sa.ForeignKey("own_vacancy.id"), nullable=False),
    sa.Column("home", CODE, sa.ForeignKey("own_home.code"), nullable=False),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("dossier_version", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("reference_date", sa.Date, nullable=False),
    sa.Column("posted_on", sa.Date, nullable=False),
    sa.Column("term_until", sa.Date, nullable=False),
    sa.Column("motive", sa.String, nullable=False),
    sa.Column("answer", sa.String, nullable=False),
    sa.Column("answered_on", sa.Date),
    sa.Column("reason", sa.String),
    sa.Column("grounded", sa.Boolean),
    sa.Column("pillar", sa.Integer, nullable=False, server_default="1"),
    sa.Column("group", sa.String, nullable=False, server_default=""),
    sa.Column("passed_over", sa.String, nullable=False, server_default="[]"),
)
sa.Index("own_offer_by_dossier", own_offer.c.dossier)
sa.Index("own_offer_running", own_offer.c.dossier, unique=True, sqlite_where=own_offer.c.answer == sa.text("'open'"))

own_decision = sa.Table(
    "own_decision",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("vacancy", CODE, sa.ForeignKey("own_vacancy.id"), nullable=False),
    sa.Column("home", CODE, sa.ForeignKey("own_home.code"), nullable=False),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("offer", CODE, sa.ForeignKey("own_offer.id"), nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("contract_from", sa.Date, nullable=False),
    sa.Column("body", sa.String, nullable=False),
    sa.Column("motive", sa.String, nullable=False),
    sa.Column("pillar", sa.Integer, nullable=False, server_default="1"),
    sa.Column("group", sa.String, nullable=False, server_default=""),
    # Not in the record of a decision: that is part of what was frozen with it.
    sa.Column("taken_back_on", sa.Date),
)

own_import = sa.Table(
    "own_import",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("dossiers", sa.Integer, nullable=False),
)


def _evidence_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("person", sa.String, primary_key=True),
        sa.Column("residences", sa.LargeBinary, nullable=False),
        sa.Column("care", sa.LargeBinary, nullable=False),
    )


# What is known now, one row a person: narrow and in the order of the dossiers, for every ranking reads it.
own_evidence = sa.Table(
    "own_evidence",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    *_evidence_columns(),
    sa.Column("import_id", sa.Integer, sa.ForeignKey("own_import.id"), nullable=False),
    sqlite_with_rowid=False,
)

# What was known before, with the import that replaced it.
own_evidence_history = sa.Table(
    "own_evidence_history",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    *_evidence_columns(),
    sa.Column("import_id", sa.Integer, sa.ForeignKey("own_import.id"), primary_key=True),
    sa.Column("replaced_by", sa.Integer, sa.ForeignKey("own_import.id"), nullable=False),
    sqlite_with_rowid=False,
)

own_setting = sa.Table(
    "own_setting",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)

# Book 3: what goes to the register, and what happened.

outbox_command = sa.Table(
    "outbox_command",
    metadata,
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("base_version", sa.Integer, nullable=False),
    sa.Column("payload", sa.String, nullable=False),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("author_account", sa.String, nullable=False, server_default=""),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_attempt_at", Moment),
    sa.Column("last_answer", sa.String, nullable=False),
    sa.Column("released_by", sa.String),
    sa.Column("not_before", sa.Date),
    sa.Column("receipt", sa.String),
)
sa.Index("outbox_command_by_id", outbox_command.c.id, unique=True)
sa.Index("outbox_command_by_dossier", outbox_command.c.dossier)
sa.Index("outbox_command_by_state", outbox_command.c.state)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("details", sa.String, nullable=False),
)
sa.Index("event_by_subject", event.c.subject)
