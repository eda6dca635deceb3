"""What the exchange needs beyond the outbox: people, changes between versions, requests and conflicts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """From allocation by law."""
    op.create_table(
        "own_person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("organisation_name", sa.String(), nullable=False),
        sa.Column("last_signed_in", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
