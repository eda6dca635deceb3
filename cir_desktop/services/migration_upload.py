"""Handing a list over to the register, and its answer about every row beside our own findings."""

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec

from cir_desktop.domain.finding import Finding, Severity
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel, Progress, Report, ignore_progress
from cir_desktop.domain.migration import Batch
from cir_desktop.domain.migration_mapping import Taken
from cir_desktop.domain.migration_rounds import KeptFinding
from cir_desktop.domain.migration_upload import (
    KeptUpload,
    Reason,
    RowAnswer,
    RowBeside,
    UploadAnswer,
    UploadInfo,
    UploadRound,
)
from cir_desktop.errors import NotAllowed, NotFound, RegisterNonsense
from cir_desktop.migration.identity import finding_keys
from cir_desktop.migration.packing import pack
from cir_desktop.migration.template import template
from cir_desktop.migration.template_workbook import write_template
from cir_desktop.register import migration_upload as register
from cir_desktop.services.migration_checking import Checked, check_file
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs
from cir_desktop.storage import migration_rounds, migration_uploads

__all__ = ["RowBeside", "UploadInfo", "UploadRound", "Uploaded", "upload", "upload_checked", "uploaded", "uploads"]

_FIRST_ROW = 2


class Uploaded(msgspec.Struct, frozen=True):
    """An upload with its answer; `rows` are those that the register refused or that we have something about."""

    info: UploadInfo
    rows: tuple[RowBeside, ...]


@needs(Role.CLERK)
def upload(
    office: Office,
    path: Path,
    wanted: UploadRound,
    *,
    against_register: bool = False,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> Uploaded:
    """Check a workbook and hand it over. Raises NotAllowed while something blocks it, RegisterNotSet, RegisterError."""
    found = check_file(office, path, against_register=against_register, report=report, cancel=cancel)
    return upload_checked(office, found, wanted, report=report, cancel=cancel)


@needs(Role.CLERK)
def upload_checked(
    office: Office,
    found: Checked,
    wanted: UploadRound,
    *,
    report: Report = ignore_progress,
    cancel: Cancel | None = None,
) -> Uploaded:
    """Hand over a list that is checked, as our template writes it: with its repairs; the clerk's file stays as it is.

    Raises NotAllowed while something blocks it, RegisterNotSet, RegisterError, Cancelled as long as it was not sent.
    """
    batch = found.batch
    if batch is None or found.blocks:
        count = found.counts[Severity.MUST]
        raise NotAllowed(
            f"Deze lijst kan niet opgeladen worden: {count} {'bevinding' if count == 1 else 'bevindingen'} “Moet”.",
            "Los eerst alles op wat moet, en probeer dan opnieuw.",
        )
    client = office.client()
    report(Progress("Werkboek schrijven", 0, None))
    content = _written(batch)
    if cancel:
        cancel.check()
    report(Progress("Opladen", 0, None))
    answer = register.upload(client, wanted, content)
    if (answer.sha256, answer.round) != (hashlib.sha256(content).hexdigest(), wanted):
        raise RegisterNonsense(
            "Het register antwoordt over een ander werkboek dan wij opgeladen hebben.",
            "Laad de lijst opnieuw op; blijft dit zo, meld het aan de helpdesk van het CIR.",
        )
    kept = KeptUpload(_in_own_rows(batch, answer), tuple(map(_without_value, found.findings)))
    keys = finding_keys(batch, found.findings)
    told = [KeptFinding(key, each.code, each.severity) for key, each in zip(keys, found.findings, strict=True)]
    packed = pack(Taken(batch))
    with office.store.unit(office.actor) as unit:
        number = migration_uploads.put(unit, batch.source.name, kept)
        migration_rounds.put(unit, wanted, batch.source, len(batch.sheet("candidates")), told, packed)
        unit.event(
            "migration.uploaded",
            answer.receipt,
            {"round": wanted.value, "rows": len(answer.rows), "refused": answer.refused},
        )
    return uploaded(office, number)


@needs(Role.CLERK)
def uploads(office: Office) -> list[UploadInfo]:
    """Every upload, the newest first."""
    with office.store.read() as connection:
        return migration_uploads.infos(connection)


@needs(Role.CLERK)
def uploaded(office: Office, number: int) -> Uploaded:
    """An upload with its answer. Raises NotFound."""
    with office.store.read() as connection:
        found = migration_uploads.kept(connection, number)
    if found is None:
        raise NotFound("Deze oplading is niet bewaard.", "Kies een oplading uit de lijst.")
    info, kept = found
    return Uploaded(info, beside(kept.answer.rows, kept.findings))


def beside(rows: Iterable[RowAnswer], findings: Iterable[Finding]) -> tuple[RowBeside, ...]:
    """The rows of which the register or we say something, in the order of the answer; not what is for information."""
    ours: dict[tuple[str, int], list[Finding]] = {}
    for finding in findings:
        if finding.row and finding.severity is not Severity.INFO:
            ours.setdefault((finding.sheet, finding.row), []).append(finding)
    return tuple(
        RowBeside(row.sheet, row.row, row.reasons, tuple(same))
        for row in rows
        if (same := ours.get((row.sheet, row.row), [])) or not row.accepted
    )


def reason_words(reasons: Iterable[Reason]) -> str:
    """Why the register refused a row, on one line."""
    return " ".join(f"{each.column}: {each.text}" if each.column else each.text for each in reasons)


def _written(batch: Batch) -> bytes:
    with tempfile.TemporaryDirectory(prefix="cir-") as folder:
        path = Path(folder) / "lijst.xlsx"
        write_template(path, template(), batch)
        return path.read_bytes()


def _in_own_rows(batch: Batch, answer: UploadAnswer) -> UploadAnswer:
    """The answer by the rows and sheets of the clerk's own file: ours has its rows one below the other."""
    keys = {sheet.name: sheet.key for sheet in template().sheet}

    def own(row: RowAnswer) -> RowAnswer:
        key = keys.get(row.sheet, "")
        rows = batch.sheet(key).rows
        at = row.row - _FIRST_ROW
        return RowAnswer(batch.names.get(key, row.sheet), rows[at] if 0 <= at < len(rows) else row.row, row.reasons)

    return msgspec.structs.replace(answer, rows=tuple(map(own, answer.rows)))


def _without_value(finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, value="", proposal=None)
