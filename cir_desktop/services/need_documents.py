"""The documents of a housing-need request: fetched when asked for, kept encrypted, written as a file only on demand."""

from datetime import date
from pathlib import Path

import msgspec

from cir_desktop.domain.dossier import Attachment, Dossier
from cir_desktop.domain.identity import Role
from cir_desktop.domain.inquiry import CLOSED_STATUSES, NEED_OPEN
from cir_desktop.domain.values import DossierNumber, dutch_date
from cir_desktop.errors import BadInput, NotAllowed, NotFound, RegisterNonsense
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import dossiers, inquiry

MOST_BYTES = 10_000_000
"""Of one document [fact: at most 10 MB]."""

MOST_TOGETHER = 50_000_000
"""Of the documents of one dossier [fact: at most 50 MB]."""

_SIGNATURES = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
PICTURES = frozenset({"png", "jpeg"})

SAVED_WARNING = (
    "Dit bestand staat nu leesbaar op uw computer, buiten de versleutelde werkmap. Verwijder het zodra u het niet meer"
    " nodig hebt."
)


class Document(msgspec.Struct, frozen=True):
    """A document with its bytes; `kind` is pdf, png, jpeg, or empty for what is none of these."""

    dossier: str
    id: str
    name: str
    kind: str
    data: bytes


@needs(Role.CLERK)
def fetch(office: Office, dossier: str, requested_on: date, document_id: str) -> Document:
    """A document of an open request: what is kept, else from the register, checked, and kept from then on.

    Raises NotFound, NotAllowed (the request is ended, or the limits would be passed), RegisterError, and
    RegisterNonsense for a file that is larger than may be.
    """
    number = DossierNumber.parse(dossier).text
    with office.store.read() as connection:
        found = decode_dossier(dossiers.raw_version(connection, number)[1])
        kept = inquiry.document(connection, number, document_id)
        together = sum(one.size for one in inquiry.kept_documents(connection, number))
    known = _known(office, found, requested_on, document_id)
    if kept is not None:
        return Document(number, document_id, kept[0].name, kept[0].kind, kept[1])
    _check_limits(known.size, together)
    data = office.client().attachment(number, document_id)
    if len(data) > MOST_BYTES:
        raise RegisterNonsense(
            "Het register gaf een groter bestand dan afgesproken is (10 MB); het is niet bewaard.",
            "Vraag de kandidaat om het document opnieuw te bezorgen, of meld dit aan de leverancier.",
        )
    if not data:
        raise RegisterNonsense("Het register gaf een leeg bestand.", "Probeer het later opnieuw.")
    _check_limits(len(data), together)
    with office.store.unit(office.actor) as unit:
        made = inquiry.keep_document(unit, number, document_id, known.name, _kind(data), data)
        unit.event("document.fetched", number, {"document": document_id})
    return Document(number, document_id, made.name, made.kind, data)


@needs(Role.CLERK)
def save(office: Office, dossier: str, requested_on: date, document_id: str, path: Path) -> str:
    """Write a document as a file that anybody can read; logged. Gives the warning to show.

    Raises what `fetch` raises, and BadInput when the place can't be written.
    """
    document = fetch(office, dossier, requested_on, document_id)
    try:
        path.write_bytes(document.data)
    except OSError as error:
        raise BadInput(
            "Het bestand kan daar niet geschreven worden.", "Kies een andere map of naam.", field="file"
        ) from error
    with office.store.unit(office.actor) as unit:
        unit.event("document.saved", document.dossier, {"document": document_id})
    return SAVED_WARNING


@needs(Role.CLERK)
def forget(office: Office, dossier: str) -> int:
    """Remove every kept document of a dossier; gives how many there were. Raises BadInput for a number that is none."""
    number = DossierNumber.parse(dossier).text
    with office.store.unit(office.actor) as unit:
        ids = {one.id for one in inquiry.kept_documents(unit.connection, number)}
        removed = inquiry.forget_documents(unit.connection, number, ids)
        unit.event("document.removed", number, {"count": removed})
    return removed


def size_words(size: int | None) -> str:
    """A size as a clerk reads it."""
    if size is None:
        return "onbekend"
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _known(office: Office, dossier: Dossier, requested_on: date, document_id: str) -> Attachment:
    need = next((one for one in dossier.housing_need if one.day == requested_on), None)
    if need is None or document_id not in need.attachments:
        raise NotFound(
            f"Dit document hoort niet bij een woonnoodverzoek van {dutch_date(requested_on)}.",
            "Kies een document uit de lijst van het verzoek.",
        )
    ended = any(one.party == office.party and one.status != NEED_OPEN for one in need.answers)
    if ended or dossier.status in CLOSED_STATUSES:
        raise NotAllowed(
            "Dit verzoek is afgesloten: de documenten ervan worden niet meer opgehaald.",
            "Vraag ze zo nodig aan de kandidaat.",
        )
    known = next((one for one in dossier.attachments if one.id == document_id), None)
    if known is None:
        raise NotFound("Het dossier kent dit document niet (meer).", "Haal de kandidaten opnieuw op.")
    return known


def _check_limits(size: int, together: int) -> None:
    if size > MOST_BYTES:
        raise NotAllowed(
            f"Dit document is groter dan mag ({size_words(size)}; hoogstens 10 MB) en wordt niet opgehaald.",
            "Vraag de kandidaat om een kleiner bestand.",
        )
    if together + size > MOST_TOGETHER:
        raise NotAllowed(
            "De documenten van dit dossier samen zijn groter dan mag (hoogstens 50 MB).",
            "Verwijder eerst opgehaalde documenten die u niet meer nodig hebt.",
        )


def _kind(data: bytes) -> str:
    return next((kind for begin, kind in _SIGNATURES.items() if data.startswith(begin)), "")
