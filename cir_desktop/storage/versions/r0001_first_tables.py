"""The first tables of the three books: the register copy, own facts and allocations, outbox with event log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From an empty store."""
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("event_by_subject", "event", ["subject"], unique=False)
    op.create_table(
        "outbox_command",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("last_answer", sa.String(), nullable=False),
        sa.Column("released_by", sa.String(), nullable=True),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_index("outbox_command_by_dossier", "outbox_command", ["dossier"], unique=False)
    op.create_index("outbox_command_by_id", "outbox_command", ["id"], unique=True)
    op.create_index("outbox_command_by_state", "outbox_command", ["state"], unique=False)
    op.create_table(
        "own_home",
        sa.Column("code", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("box", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("nis_code", sa.String(), nullable=False),
        sa.Column("neighbourhood", sa.String(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("bedrooms", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=True),
        sa.Column("lift", sa.Boolean(), nullable=True),
        sa.Column("adapted", sa.Boolean(), nullable=False),
        sa.Column("lowest_rent", sa.Integer(), nullable=True),
        sa.Column("highest_rent", sa.Integer(), nullable=True),
        sa.Column("fixed_charges", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "own_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "own_setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "register_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("primary_ours", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("household_size", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("applicants", sa.String(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("warning_text", sa.String(), nullable=False),
        sa.Column("out_of_scope_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("register_candidate_by_municipality", "register_candidate", ["municipality"], unique=False)
    op.create_index("register_candidate_by_name", "register_candidate", ["name_key"], unique=False)
    op.create_index("register_candidate_by_number", "register_candidate", ["number"], unique=True)
    op.create_index(
        "register_candidate_by_registered", "register_candidate", ["registered_on", "sequence"], unique=False
    )
    op.create_index("register_candidate_by_status", "register_candidate", ["status"], unique=False)
    op.create_index("register_candidate_by_updated", "register_candidate", ["updated_at"], unique=False)
    op.create_index(
        "register_candidate_out_of_scope",
        "register_candidate",
        ["out_of_scope_at"],
        unique=False,
        sqlite_where=sa.text("out_of_scope_at IS NOT NULL"),
    )
    op.create_index(
        "register_candidate_with_warnings",
        "register_candidate",
        ["warnings"],
        unique=False,
        sqlite_where=sa.text("warnings > 0"),
    )
    op.create_table(
        "register_choice",
        sa.Column("nis_code", sa.String(), nullable=False),
        sa.Column("candidate", sa.Integer(), nullable=False),
        sa.Column("neighbourhoods", sa.String(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("nis_code", "candidate"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register_payload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "register_pull",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("undecoded", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "register_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "register_undecoded",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", "version"),
    )
    op.create_table(
        "register_version",
        sa.Column("candidate", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("payload", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("candidate", "version"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "register_version_unacknowledged",
        "register_version",
        ["candidate", "version"],
        unique=False,
        sqlite_where=sa.text("acknowledged_at IS NULL"),
    )
    op.create_table(
        "own_evidence",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("residences", sa.LargeBinary(), nullable=False),
        sa.Column("care", sa.LargeBinary(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["own_import.id"]),
        sa.PrimaryKeyConstraint("dossier", "person"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "own_evidence_history",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("residences", sa.LargeBinary(), nullable=False),
        sa.Column("care", sa.LargeBinary(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["own_import.id"]),
        sa.ForeignKeyConstraint(["replaced_by"], ["own_import.id"]),
        sa.PrimaryKeyConstraint("dossier", "person", "import_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "own_vacancy",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("home", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("free_from", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["home"], ["own_home.code"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_vacancy_open", "own_vacancy", ["home"], unique=True, sqlite_where=sa.text("closed_on IS NULL"))
    op.create_table(
        "own_offer",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("vacancy", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("home", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("dossier_version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=False),
        sa.Column("motive", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("grounded", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["home"], ["own_home.code"]),
        sa.ForeignKeyConstraint(["vacancy"], ["own_vacancy.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_offer_by_dossier", "own_offer", ["dossier"], unique=False)
    op.create_index("own_offer_running", "own_offer", ["dossier"], unique=True, sqlite_where=sa.text("answer = 'open'"))
    op.create_table(
        "own_decision",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("vacancy", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("home", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("offer", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("contract_from", sa.Date(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("motive", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["home"], ["own_home.code"]),
        sa.ForeignKeyConstraint(["offer"], ["own_offer.id"]),
        sa.ForeignKeyConstraint(["vacancy"], ["own_vacancy.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        "CREATE VIRTUAL TABLE register_text USING fts5("
        "words, content='', contentless_delete=1, detail='none', tokenize='ascii', prefix='1 2 3')"
    )
    op.execute("INSERT INTO register_state (id, generation) VALUES (1, 0)")
