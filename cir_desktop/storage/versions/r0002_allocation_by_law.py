"""What an allocation by law needs: own facts, nominations, appeals, pillars, reviews, rules and frozen files."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """From the first tables."""
    for table, column in (
        ("own_home", sa.Column("assistance", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("own_home", sa.Column("vlabinvest", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("own_home", sa.Column("target_group", sa.String(), nullable=True)),
        ("own_offer", sa.Column("pillar", sa.Integer(), nullable=False, server_default="1")),
        ("own_offer", sa.Column("group", sa.String(), nullable=False, server_default="")),
        ("own_offer", sa.Column("passed_over", sa.String(), nullable=False, server_default="[]")),
        ("own_decision", sa.Column("pillar", sa.Integer(), nullable=False, server_default="1")),
        ("own_decision", sa.Column("group", sa.String(), nullable=False, server_default="")),
        ("register_state", sa.Column("form", sa.Integer(), nullable=False, server_default="1")),
    ):
        op.add_column(table, column)
    # An empty copy has nothing of the old form; a filled one is made again when the workspace opens.
    op.execute("UPDATE register_state SET form = 2 WHERE NOT EXISTS (SELECT 1 FROM register_candidate)")
    op.create_table(
        "own_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_fact_by_dossier", "own_fact", ["dossier", "key"], unique=False)
    op.create_table(
        "own_nomination",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("nominated_by", sa.String(), nullable=False),
        sa.Column("nominated_on", sa.Date(), nullable=False),
        sa.Column("documents", sa.String(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_nomination_by_dossier", "own_nomination", ["dossier"], unique=False)
    op.create_table(
        "own_appeal",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("home", sa.String(collation="NOCASE"), nullable=True),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("lodged_on", sa.Date(), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_appeal_by_dossier", "own_appeal", ["dossier"], unique=False)
    op.create_table(
        "own_pillar_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("pillar", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("order", sa.String(), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False),
        sa.Column("motive", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy"], ["own_vacancy.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_pillar_choice_by_vacancy", "own_pillar_choice", ["vacancy"], unique=False)
    op.create_table(
        "own_area_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("allocations", sa.Integer(), nullable=False),
        sa.Column("accelerated", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "own_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy"], ["own_vacancy.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_review_by_vacancy", "own_review", ["vacancy", "dossier"], unique=False)
    op.create_table(
        "own_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "own_frozen",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("home", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_frozen_by_about", "own_frozen", ["about"], unique=False)
