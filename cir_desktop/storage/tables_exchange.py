"""The tables of the exchange beyond the outbox: who works here, changes between versions, requests and conflicts."""

import sqlalchemy as sa

from cir_desktop.storage.columns import CODE, Moment, metadata

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

# What both the register and we changed, with what was decided of it. The comparison of the fields and the decisions are
# JSON: they are read with the conflict and never searched.
own_conflict = sa.Table(
    "own_conflict",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("about", sa.String, nullable=False),
    sa.Column("line", sa.Integer, nullable=False),
    sa.Column("base_version", sa.Integer, nullable=False),
    sa.Column("register_version", sa.Integer, nullable=False),
    sa.Column("fields", sa.String, nullable=False),
    sa.Column("decisions", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("decided_at", Moment),
    sa.Column("decided_by", sa.String, nullable=False),
)
sa.Index("own_conflict_by_dossier", own_conflict.c.dossier)

# What somebody else has to correct in the register; done when a later version shows the value.
own_correction_request = sa.Table(
    "own_correction_request",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("field", sa.String, nullable=False),
    sa.Column("base_version", sa.Integer, nullable=False),
    sa.Column("register_value", sa.String, nullable=False),
    sa.Column("our_value", sa.String, nullable=False),
    sa.Column("evidence", sa.String, nullable=False),
    sa.Column("addressee", sa.String, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Column("done_at", Moment),
    sa.Column("done_by", sa.String, nullable=False),
    sa.Column("done_version", sa.Integer),
)
sa.Index("own_correction_request_by_dossier", own_correction_request.c.dossier)

# Who may release sanctions at this computer with a passphrase; `kept` is its salted hash, empty until it was chosen.
own_approver = sa.Table(
    "own_approver",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("function", sa.String, nullable=False),
    sa.Column("account", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("deputy", sa.Boolean, nullable=False),
    sa.Column("organisation", sa.String, nullable=False),
    sa.Column("agreement", sa.String, nullable=False),
    sa.Column("made_by", sa.String, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("confirmed_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("locked_until", Moment),
    sa.Column("wrong_tries", sa.Integer, nullable=False),
    sa.Column("kept", sa.LargeBinary, nullable=False),
)
