"""Requests for correction: what somebody else has to put right in the register, with a text ready to send."""

import msgspec

from cir_desktop.domain.conflicts import CorrectionRequest
from cir_desktop.domain.dossier_fields import FIELDS
from cir_desktop.domain.field_texts import value_words
from cir_desktop.domain.identity import Role
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import NotAllowed
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import candidates, conflicts, people


class RequestLine(msgspec.Struct, frozen=True):
    """A request with its values in words, a national number masked. `state` says whether and how it was done."""

    request: CorrectionRequest
    name: str
    label: str
    before: str
    after: str
    state: str
    is_open: bool


@needs(*LOOK)
def lines(office: Office, *, open_only: bool = False, dossier: str | None = None) -> list[RequestLine]:
    """Requests for correction, the newest first; open ones before all others."""
    with office.store.read() as connection:
        found = conflicts.requests(connection, dossier=dossier, open_only=open_only)
        names = candidates.names(connection, {one.dossier for one in found})
        known = people.names(connection)
    made = [_line(people.with_name(one, "done_by", known), names.get(one.dossier, "")) for one in reversed(found)]
    return sorted(made, key=lambda line: not line.is_open)


@needs(Role.CLERK)
def text(office: Office, request_id: str) -> str:
    """The request as a letter or mail to copy or print; that it was shown is logged. Raises NotFound."""
    with office.store.unit(office.actor) as unit:
        one = conflicts.request(unit.connection, request_id)
        name = candidates.by_dossier(unit.connection, one.dossier).name
        unit.event("correction.shown", one.dossier, {"request": one.id, "field": FIELDS[one.field].label})
    return "\n".join(
        (
            f"Aan: {one.addressee}",
            f"Betreft: vraag tot verbetering {one.id}, dossier {one.dossier} ({name})",
            "",
            "Volgens ons is een gegeven in het Centraal Inschrijvingsregister niet juist.",
            "",
            f"Gegeven: {FIELDS[one.field].label}",
            f"In het register (versie {one.base_version}): {value_words(one.field, one.register_value, masked=False)}",
            f"Volgens ons: {value_words(one.field, one.our_value, masked=False)}",
            f"Dat blijkt uit: {one.evidence}",
            "",
            "Wilt u dit nakijken en verbeteren?",
        )
    )


@needs(Role.CLERK)
def done(office: Office, request_id: str) -> RequestLine:
    """Tick a request off by hand. Raises NotFound, NotAllowed when it was done already."""
    with office.store.unit(office.actor) as unit:
        one = conflicts.request(unit.connection, request_id)
        if one.done_at is not None:
            raise NotAllowed("Deze vraag tot verbetering is al afgehandeld.", "")
        one = conflicts.keep_request(
            unit.connection, msgspec.structs.replace(one, done_at=unit.at, done_by=office.actor.name)
        )
        name = candidates.by_dossier(unit.connection, one.dossier).name
        unit.event("correction.done", one.dossier, {"request": one.id})
        one = people.with_name(one, "done_by", people.names(unit.connection))
    return _line(one, name)


def _line(one: CorrectionRequest, name: str) -> RequestLine:
    if one.done_at is None:
        state = f"Wacht op {one.addressee}"
    elif one.done_by:
        state = f"Afgevinkt door {one.done_by} op {dutch_moment(one.done_at)}"
    else:
        state = f"In orde sinds versie {one.done_version}, gezien op {dutch_moment(one.done_at)}"
    return RequestLine(
        request=one,
        name=name,
        label=FIELDS[one.field].label,
        before=value_words(one.field, one.register_value),
        after=value_words(one.field, one.our_value),
        state=state,
        is_open=one.done_at is None,
    )
