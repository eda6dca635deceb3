"""The upload of a migration workbook, through the same door to HTTP as the CIR (migration-upload-v1.yaml)."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from msgspec import Meta

from cir_desktop.domain.migration_upload import Reason, RowAnswer, UploadAnswer, UploadRound
from cir_desktop.register.answers import nonsense
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.wire import decode
from cir_desktop.register.wire_types import Moment, Read

MIGRATION_BASE_PATH = "/v1/socZek/migratie"
"""The base path of the upload [assumed]."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_Count = Annotated[int, Meta(ge=0)]


class Reden(Read):
    """Why a row was refused."""

    kolom: str | None
    tekst: str


class Rij(Read):
    """A row."""

    blad: str
    rij: Annotated[int, Meta(ge=2)]
    aanvaard: bool
    redenen: tuple[Reden, ...]


class Ontvangst(Read):
    """The answer."""

    ontvangst_nummer: str
    ronde: Literal["TEST1", "TEST2", "TEST3", "FOTO1", "FOTO2", "FOTO3", "BEVRIEZING"]
    ontvangen_op: Moment
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    aanvaard: _Count
    geweigerd: _Count
    rijen: tuple[Rij, ...]


def upload(client: RegisterClient, wanted: UploadRound, content: bytes) -> UploadAnswer:
    """Hand in the bytes of a workbook; it replaces the former one of that round.

    Raises RegisterRefused when the workbook is refused whole, RegisterUnreachable when nobody knows whether it arrived
    (handing in again is harmless), other RegisterErrors.
    """
    query = urlencode({"ronde": wanted.value})
    return decode_answer(client.hand_in(MIGRATION_BASE_PATH, f"/opladingen?{query}", content, _XLSX))


def decode_answer(raw: bytes) -> UploadAnswer:
    """The answer to an upload. Raises RegisterNonsense, also for counts or rows that contradict each other."""
    told = decode(raw, Ontvangst)
    refused = sum(not row.aanvaard for row in told.rijen)
    if (told.geweigerd, told.aanvaard) != (refused, len(told.rijen) - refused) or any(
        row.aanvaard == bool(row.redenen) for row in told.rijen
    ):
        raise nonsense("aantallen die elkaar tegenspreken")
    return UploadAnswer(
        receipt=told.ontvangst_nummer,
        round=UploadRound(told.ronde),
        at=told.ontvangen_op,
        sha256=told.sha256,
        rows=tuple(
            RowAnswer(row.blad, row.rij, tuple(Reason(each.kolom or "", each.tekst) for each in row.redenen))
            for row in told.rijen
        ),
    )
