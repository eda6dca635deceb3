"""Drafts and documents of housing-need requests, what was asked in an investigation, letters of the actualisation."""

from collections.abc import Collection
from datetime import date

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection

from cir_desktop.domain.inquiry import ActualisationLetter, InformationRequest, KeptDocument, NeedDraft
from cir_desktop.errors import NotFound
from cir_desktop.storage.short_ids import next_id
from cir_desktop.storage.tables_exchange import (
    own_actualisation_letter,
    own_document,
    own_information_request,
    own_need_draft,
)
from cir_desktop.storage.unit import Unit

_KEPT = (
    own_document.c.dossier,
    own_document.c.id,
    own_document.c.name,
    own_document.c.kind,
    own_document.c.size,
    own_document.c.fetched_at,
    own_document.c.fetched_by,
)


def save_draft(unit: Unit, dossier: str, requested_on: date, draft: NeedDraft | None) -> None:
    """Keep the draft of an answer to a request, in the place of the former one; None removes it."""
    table = own_need_draft.c
    unit.connection.execute(own_need_draft.delete().where(table.dossier == dossier, table.requested_on == requested_on))
    if draft is not None:
        unit.connection.execute(
            own_need_draft.insert().values(
                dossier=dossier,
                requested_on=requested_on,
                draft=msgspec.json.encode(draft).decode(),
                at=unit.at,
                actor=unit.actor.name,
            )
        )


def drafts(connection: Connection, dossier: str | None = None) -> dict[tuple[str, date], NeedDraft]:
    """The drafts by dossier and day of the request."""
    wanted = sa.select(own_need_draft)
    if dossier is not None:
        wanted = wanted.where(own_need_draft.c.dossier == dossier)
    return {
        (row.dossier, row.requested_on): msgspec.json.decode(row.draft, type=NeedDraft)
        for row in connection.execute(wanted)
    }


def keep_document(unit: Unit, dossier: str, document_id: str, name: str, kind: str, data: bytes) -> KeptDocument:
    """Keep a document that was fetched, in the place of an earlier one of that id."""
    kept = KeptDocument(
        dossier=dossier,
        id=document_id,
        name=name,
        kind=kind,
        size=len(data),
        fetched_at=unit.at,
        fetched_by=unit.actor.name,
    )
    forget_documents(unit.connection, dossier, {document_id})
    unit.connection.execute(own_document.insert().values(**msgspec.structs.asdict(kept), data=data))
    return kept


def kept_documents(connection: Connection, dossier: str | None = None) -> list[KeptDocument]:
    """What is kept, without the bytes."""
    wanted = sa.select(*_KEPT).order_by(own_document.c.dossier, own_document.c.id)
    if dossier is not None:
        wanted = wanted.where(own_document.c.dossier == dossier)
    return [KeptDocument(**row._mapping) for row in connection.execute(wanted)]


def document(connection: Connection, dossier: str, document_id: str) -> tuple[KeptDocument, bytes] | None:
    """A kept document with its bytes; None when it is not kept."""
    row = connection.execute(
        sa.select(*_KEPT, own_document.c.data).where(
            own_document.c.dossier == dossier, own_document.c.id == document_id
        )
    ).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)
    data: bytes = values.pop("data")
    return KeptDocument(**values), data


def forget_documents(connection: Connection, dossier: str, ids: Collection[str]) -> int:
    """Remove kept documents; returns how many there were."""
    table = own_document.c
    return connection.execute(own_document.delete().where(table.dossier == dossier, table.id.in_(list(ids)))).rowcount


def add_request(unit: Unit, dossier: str, asked: str, asked_on: date, term_until: date) -> InformationRequest:
    """Note what was asked of a candidate."""
    made = InformationRequest(
        id=next_id(unit.connection, own_information_request, "V"),
        dossier=dossier,
        asked=asked,
        asked_on=asked_on,
        term_until=term_until,
    )
    unit.connection.execute(own_information_request.insert().values(msgspec.structs.asdict(made)))
    return made


def requests(connection: Connection, dossier: str | None = None) -> list[InformationRequest]:
    """What was asked, in the order of the asking."""
    table = own_information_request.c
    wanted = sa.select(own_information_request).order_by(sa.func.length(table.id), table.id)
    if dossier is not None:
        wanted = wanted.where(table.dossier == dossier)
    return [InformationRequest(**row._mapping) for row in connection.execute(wanted)]


def answer_request(connection: Connection, request_id: str, answered_on: date | None, answer: str) -> None:
    """Note what came in on what was asked; without a day, that nothing did. Raises NotFound."""
    changed = connection.execute(
        own_information_request.update()
        .where(own_information_request.c.id == request_id)
        .values(answered_on=answered_on, answer=answer)
    )
    if not changed.rowcount:
        raise NotFound("Er is geen vraag om informatie met dit nummer.", "Kijk het nummer na bij het onderzoek.")


def note_letter(connection: Connection, letter: ActualisationLetter) -> None:
    """Note that a letter went, in the place of what was noted of the same round."""
    take_letter_back(connection, letter.dossier, letter.due_on)
    connection.execute(own_actualisation_letter.insert().values(msgspec.structs.asdict(letter)))


def take_letter_back(connection: Connection, dossier: str, due_on: date) -> bool:
    """Forget that a letter went; False when none was noted."""
    table = own_actualisation_letter.c
    removed = connection.execute(
        own_actualisation_letter.delete().where(table.dossier == dossier, table.due_on == due_on)
    )
    return bool(removed.rowcount)


def letters(connection: Connection) -> dict[str, ActualisationLetter]:
    """The last letter that went, by dossier."""
    wanted = sa.select(own_actualisation_letter).order_by(own_actualisation_letter.c.sent_on)
    found = [ActualisationLetter(**row._mapping) for row in connection.execute(wanted)]
    return {letter.dossier: letter for letter in found}
