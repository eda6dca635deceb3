"""Every stored dossier in its newest version, read batch after batch."""

from collections.abc import Iterator

from cir_desktop.domain.dossier import Dossier
from cir_desktop.domain.job import Cancel, Progress, Report
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import dossiers

_BATCH = 500


@needs(*LOOK)
def stored_dossiers(office: Office, report: Report, cancel: Cancel | None) -> Iterator[Dossier]:
    """All of them, in the order in which they first came; what was read stays in memory no longer than it is used.

    `report` is told how many were given before each batch. Raises MissingRole, and Cancelled between two
    batches.
    """
    last = done = 0
    with office.store.read() as connection:
        while payloads := dossiers.newest_payloads(connection, last, _BATCH):
            if cancel:
                cancel.check()
            report(Progress("Register lezen", done, None))
            last, done = payloads[-1][0], done + len(payloads)
            for _, raw in payloads:
                yield decode_dossier(raw)
