"""The tables of the exchange beyond the outbox: who works here, changes between versions, requests and conflicts."""

import sqlalchemy as sa

from cir_desktop.storage.columns import Moment, metadata

# Everybody who ever signed in here: events name the id only.
own_person = sa.Table(
    "own_person",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("organisation", sa.String, nullable=False),
    sa.Column("organisation_name", sa.String, nullable=False),
    sa.Column("last_signed_in", Moment, nullable=False),
)
