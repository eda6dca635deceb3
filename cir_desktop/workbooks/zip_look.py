"""A look into the zip of a workbook before anything parses it. Runs in the reading child only."""

import io
import zipfile

from cir_desktop.errors import BadWorkbook
from cir_desktop.workbooks.frames import ReaderLimits

_RATIO_MATTERS_FROM = 20_000_000
_WORKBOOK_PARTS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
_ENCRYPTED_FLAG = 0x1
_ODS_MANIFEST = "META-INF/manifest.xml"
_MANIFEST_BYTES = 1_000_000


def damaged() -> BadWorkbook:
    """For a file that begins as a workbook and can't be read to its end."""
    return BadWorkbook(
        "Het bestand is beschadigd of niet volledig.",
        "Haal het opnieuw op, of open het in Excel of LibreOffice en bewaar het als een nieuw .xlsx-bestand.",
    )


def no_workbook() -> BadWorkbook:
    """For a file that is something else, whatever its name says."""
    return BadWorkbook(
        "Dit bestand is geen rekenblad, wat de naam ook zegt.",
        "Kies een bestand van Excel of LibreOffice, of open het daar en bewaar het als .xlsx.",
    )


def encrypted() -> BadWorkbook:
    """For a workbook with a password."""
    return BadWorkbook(
        "Het rekenblad is met een wachtwoord beveiligd.",
        "Open het met het wachtwoord, bewaar een kopie zonder wachtwoord en kies die kopie.",
    )


def _too_large(why: str) -> BadWorkbook:
    return BadWorkbook(
        f"Het bestand wordt niet geopend: {why}.",
        "Bewaar alleen de nodige bladen in een nieuw bestand. Kent u de afzender niet, open het bestand dan niet.",
    )


def open_zip(data: bytes, limits: ReaderLimits) -> zipfile.ZipFile:
    """The zip of a workbook, found to be of a decent size; raises BadWorkbook.

    The sizes are those that the zip claims; a zip that lies about them meets the memory limit of the child.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise damaged() from error
    entries = archive.infolist()
    if len(entries) > limits.zip_entries:
        raise _too_large("het bestaat uit ongewoon veel onderdelen")
    if not any(entry.filename in _WORKBOOK_PARTS for entry in entries):
        raise no_workbook()
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise encrypted()
    if any(entry.filename == _ODS_MANIFEST for entry in entries):
        with archive.open(_ODS_MANIFEST) as manifest:
            if b"encryption-data" in manifest.read(_MANIFEST_BYTES):
                raise encrypted()
    unzipped = sum(entry.file_size for entry in entries)
    if unzipped > limits.unzipped_bytes:
        raise _too_large("het is uitgepakt veel te groot")
    if unzipped > _RATIO_MATTERS_FROM and unzipped > limits.ratio * len(data):
        raise _too_large("het is klein, maar uitgepakt verdacht groot")
    return archive
