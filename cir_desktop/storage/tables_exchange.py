"""The tables of the exchange beyond the outbox: who works here, changes between versions, requests and conflicts."""

import sqlalchemy as sa

from cir_desktop.storage.columns import CODE, Moment, metadata

# One row: whether the register answered when something was last sent, and until when sending is paused.
outbox_circuit = sa.Table(
    "outbox_circuit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("openings", sa.Integer, nullable=False),
    sa.Column("next_attempt_at", Moment),
    sa.Column("reason", sa.String, nullable=False),
)

# What of a stored dossier asks for work apart from an allocation, as its newest version tells; made when asked for.
register_matter = sa.Table(
    "register_matter",
    metadata,
    sa.Column("number", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("asks_priority", sa.Boolean, nullable=False),
    sa.Column("actualised_on", sa.Date),
)

# Documents of open housing-need requests, only while somebody looks into them.
own_document = sa.Table(
    "own_document",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("fetched_at", Moment, nullable=False),
    sa.Column("fetched_by", sa.String, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

own_need_draft = sa.Table(
    "own_need_draft",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    sa.Column("requested_on", sa.Date, primary_key=True),
    sa.Column("draft", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
)

own_information_request = sa.Table(
    "own_information_request",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("asked", sa.String, nullable=False),
    sa.Column("asked_on", sa.Date, nullable=False),
    sa.Column("term_until", sa.Date, nullable=False),
    sa.Column("answered_on", sa.Date),
    sa.Column("answer", sa.String, nullable=False),
)
sa.Index("own_information_request_by_dossier", own_information_request.c.dossier)

own_actualisation_letter = sa.Table(
    "own_actualisation_letter",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    sa.Column("due_on", sa.Date, primary_key=True),
    sa.Column("sent_on", sa.Date, nullable=False),
    sa.Column("term_until", sa.Date, nullable=False),
)

# Which message puts which other one right; what was here before is JSON, read with it and never searched.
own_retraction = sa.Table(
    "own_retraction",
    metadata,
    sa.Column("command", sa.String, primary_key=True),
    sa.Column("corrects", sa.String, nullable=False),
    sa.Column("data", sa.String, nullable=False),
)
sa.Index("own_retraction_by_corrects", own_retraction.c.corrects)

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

# The extracts of housing companies that were taken over; each is a pull too.
register_extract = sa.Table(
    "register_extract",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("pull", sa.Integer, sa.ForeignKey("register_pull.id"), nullable=False),
    sa.Column("supplier", sa.String, nullable=False),
    sa.Column("party", sa.String, nullable=False),
    sa.Column("extracted_at", Moment, nullable=False),
    # SHA-256 of the file, so that the same one is known when it comes again.
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("listed", sa.Integer, nullable=False),
    sa.Column("left_out", sa.Integer, nullable=False),
)

# Which received versions came out of which extract; the others came from the register itself.
register_extract_version = sa.Table(
    "register_extract_version",
    metadata,
    sa.Column("number", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("extract", sa.Integer, sa.ForeignKey("register_extract.id"), nullable=False),
)

# The workbooks with messages that were given to a housing company, and what each message said in them (JSON).
exchange_file = sa.Table(
    "exchange_file",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("copies", sa.Boolean, nullable=False),
)
exchange_given = sa.Table(
    "exchange_given",
    metadata,
    sa.Column("command", sa.String, primary_key=True),
    sa.Column("file", CODE, sa.ForeignKey("exchange_file.id"), primary_key=True),
    sa.Column("line", sa.String, nullable=False),
)

# The central dwelling register as last fetched (JSON), and which of our homes is which dwelling there.
register_dwelling = sa.Table(
    "register_dwelling",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("data", sa.String, nullable=False),
    sa.Column("fetched_at", Moment, nullable=False),
)
own_dwelling_link = sa.Table(
    "own_dwelling_link",
    metadata,
    sa.Column("home", CODE, primary_key=True),
    sa.Column("dwelling", sa.String, nullable=False, unique=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
)

# What is odd in the copy of the register and still so: a line goes when it is so no longer.
register_oddity = sa.Table(
    "register_oddity",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("noted_at", Moment, nullable=False),
)

# What came in and is not applied yet; and the pulls that were stopped at the gate, of which one at most waits.
register_staged = sa.Table(
    "register_staged",
    metadata,
    sa.Column("number", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("choices", sa.String, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
register_gate = sa.Table(
    "register_gate",
    metadata,
    sa.Column("pull", sa.Integer, sa.ForeignKey("register_pull.id"), primary_key=True),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("lists", sa.String, nullable=False),
    sa.Column("lost", sa.String, nullable=False),
    sa.Column("decided_at", Moment),
    sa.Column("decided_by", sa.String, nullable=False),
)
sa.Index(
    "register_gate_waiting",
    register_gate.c.state,
    unique=True,
    sqlite_where=register_gate.c.state == sa.text("'waiting'"),
)
