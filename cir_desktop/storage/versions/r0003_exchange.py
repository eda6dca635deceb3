"""What the exchange needs beyond the outbox: people, changes between versions, requests and conflicts."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _housing_need_and_investigation() -> None:
    op.create_table(
        "register_matter",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asks_priority", sa.Boolean(), nullable=False),
        sa.Column("actualised_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "own_document",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.Column("fetched_by", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "id"),
    )
    op.create_table(
        "own_need_draft",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "requested_on"),
    )
    op.create_table(
        "own_information_request",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_information_request_by_dossier", "own_information_request", ["dossier"])
    op.create_table(
        "own_actualisation_letter",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("term_until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "due_on"),
    )


def upgrade() -> None:
    """From allocation by law."""
    _housing_need_and_investigation()
    op.create_table(
        "outbox_circuit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "own_retraction",
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("corrects", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("command"),
    )
    op.create_index("own_retraction_by_corrects", "own_retraction", ["corrects"])
    op.add_column("own_decision", sa.Column("taken_back_on", sa.Date(), nullable=True))
    op.create_table(
        "own_person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("organisation_name", sa.String(), nullable=False),
        sa.Column("last_signed_in", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("own_fact", sa.Column("base_version", sa.Integer(), nullable=True))
    op.create_table(
        "own_conflict",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("register_version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("decisions", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_conflict_by_dossier", "own_conflict", ["dossier"])
    op.create_table(
        "own_correction_request",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("register_value", sa.String(), nullable=False),
        sa.Column("our_value", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("done_version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("own_correction_request_by_dossier", "own_correction_request", ["dossier"])
    op.add_column("register_pull", sa.Column("kind", sa.String(), nullable=False, server_default="whole"))
    for moment in ("checked_at", "up_to", "mark"):
        op.add_column("register_pull", sa.Column(moment, sa.DateTime()))
    op.add_column("register_pull", sa.Column("recheck", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("register_pull", sa.Column("source", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "own_approver",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime()),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("locked_until", sa.DateTime()),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("outbox_command", sa.Column("author_account", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "register_extract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pull", sa.Integer(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("extracted_at", sa.DateTime(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pull"], ["register_pull.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "register_extract_version",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("extract", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["extract"], ["register_extract.id"]),
        sa.PrimaryKeyConstraint("number", "version"),
    )
    op.create_table(
        "exchange_file",
        sa.Column("id", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("copies", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "exchange_given",
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("file", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["file"], ["exchange_file.id"]),
        sa.PrimaryKeyConstraint("command", "file"),
    )
    op.create_table(
        "register_dwelling",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "own_dwelling_link",
        sa.Column("home", sa.String(collation="NOCASE"), nullable=False),
        sa.Column("dwelling", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("home"),
        sa.UniqueConstraint("dwelling"),
    )
    _what_waits()
    _access_per_environment()


def _access_per_environment() -> None:
    """The one register of before becomes the access to practice or to the real register."""
    connection = op.get_bind()
    setting = sa.table("own_setting", sa.column("key", sa.String), sa.column("value", sa.String))
    former = ("register.base_url", "register.credentials")
    found = dict(connection.execute(sa.select(setting.c.key, setting.c.value).where(setting.c.key.in_(former))).all())
    connection.execute(sa.delete(setting).where(setting.c.key.in_(former)))
    if len(found) < len(former):
        return
    base_url, credentials = found["register.base_url"], json.loads(found["register.credentials"])
    here = base_url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
    environment = "practice" if here else "production"
    values = {name: credentials[name] for name in ("token_url", "client_id", "party_code")} | {"base_url": base_url}
    for key, value in (
        ("access.environment", environment),
        (f"access.{environment}", json.dumps(values)),
        (f"access.{environment}.key", credentials["private_key_pem"]),
    ):
        connection.execute(setting.insert().values(key=key, value=value))


def _what_waits() -> None:
    """What came in and is not applied yet, and what is odd in what came in."""
    op.create_table(
        "register_oddity",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "kind"),
    )
    op.create_table(
        "register_staged",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "register_gate",
        sa.Column("pull", sa.Integer(), sa.ForeignKey("register_pull.id"), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lists", sa.String(), nullable=False),
        sa.Column("lost", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("pull"),
    )
    op.create_index(
        "register_gate_waiting", "register_gate", ["state"], unique=True, sqlite_where=sa.text("state = 'waiting'")
    )
