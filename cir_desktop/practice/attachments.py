"""Invented attachments: a small real PDF of the size that the dossier announces."""

from typing import Any, Final

MAX_BYTES: Final = 10_000_000
_TEXT: Final = b"BT /F1 18 Tf 72 720 Td (Oefenbijlage: verzonnen document) Tj ET"


def content(attachment: dict[str, Any]) -> bytes:
    """The bytes of one entry of a dossier's `bijlagen`: as many as `grootte` says, at least one page, at most 10 MB."""
    page = _page()
    size = min(int(attachment["grootte"]), MAX_BYTES)
    # After %%EOF a reader ignores what it does not know; a comment line fills the file up.
    filler = size - len(page)
    return page if filler < 2 else page + b"%" + b"-" * (filler - 2) + b"\n"


def _page() -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(_TEXT), _TEXT),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    document = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(document)
    document += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    document += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    document += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(document)
