"""The tables of the second book (`own_`) for an allocation by law: facts, pillars, reviews, rules, frozen files."""

import sqlalchemy as sa

from cir_desktop.storage.columns import CODE, Moment, metadata

# Facts that this office noted of candidates. Only added to: the newest line of a dossier and key counts, and a line
# without an answer takes the fact back.
own_fact = sa.Table(
    "own_fact",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("answer", sa.String),
    sa.Column("amount", sa.Integer),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("noted_on", sa.Date, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    # The version of the dossier that the clerk saw; none for what was noted before it was kept.
    sa.Column("base_version", sa.Integer),
)
sa.Index("own_fact_by_dossier", own_fact.c.dossier, own_fact.c.key)

own_nomination = sa.Table(
    "own_nomination",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("group", sa.String, nullable=False),
    sa.Column("nominated_by", sa.String, nullable=False),
    sa.Column("nominated_on", sa.Date, nullable=False),
    sa.Column("documents", sa.String, nullable=False),
    sa.Column("agreed", sa.Boolean),
    sa.Column("decided_on", sa.Date),
    sa.Column("decision", sa.String, nullable=False),
    sa.Column("ended_on", sa.Date),
)
sa.Index("own_nomination_by_dossier", own_nomination.c.dossier)

own_appeal = sa.Table(
    "own_appeal",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("home", CODE),
    sa.Column("ground", sa.String, nullable=False),
    sa.Column("lodged_on", sa.Date, nullable=False),
    sa.Column("term_until", sa.Date),
    sa.Column("upheld", sa.Boolean),
    sa.Column("outcome_on", sa.Date),
    sa.Column("note", sa.String, nullable=False),
)
sa.Index("own_appeal_by_dossier", own_appeal.c.dossier)

# Only added to: the newest line of a vacancy counts.
own_pillar_choice = sa.Table(
    "own_pillar_choice",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("vacancy", CODE, sa.ForeignKey("own_vacancy.id"), nullable=False),
    sa.Column("pillar", sa.Integer, nullable=False),
    sa.Column("group", sa.String, nullable=False),
    sa.Column("order", sa.String, nullable=False),
    sa.Column("proposed", sa.Integer, nullable=False),
    sa.Column("motive", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
)
sa.Index("own_pillar_choice_by_vacancy", own_pillar_choice.c.vacancy)

# Allocations of everybody in an area in a year, as the allocation council tells them. The newest line counts.
own_area_count = sa.Table(
    "own_area_count",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("area", sa.String, nullable=False),
    sa.Column("allocations", sa.Integer, nullable=False),
    sa.Column("accelerated", sa.Integer, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
)

# Only added to: the newest line of a vacancy and a dossier counts; taking one back removes it and leaves an event.
own_review = sa.Table(
    "own_review",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("vacancy", CODE, sa.ForeignKey("own_vacancy.id"), nullable=False),
    sa.Column("dossier", sa.String, nullable=False),
    sa.Column("mark", sa.String, nullable=False),
    sa.Column("note", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
)
sa.Index("own_review_by_vacancy", own_review.c.vacancy, own_review.c.dossier)

# Every saved version of what binds this landlord, as one document. The newest one counts.
own_rules = sa.Table(
    "own_rules",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("note", sa.String, nullable=False),
    sa.Column("document", sa.String, nullable=False),
)

own_frozen = sa.Table(
    "own_frozen",
    metadata,
    sa.Column("id", CODE, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("about", CODE, nullable=False),
    sa.Column("home", CODE, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
sa.Index("own_frozen_by_about", own_frozen.c.about)
