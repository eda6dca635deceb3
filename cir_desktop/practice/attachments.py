"""Invented attachments: a small real PDF or PNG of the size that the dossier announces."""

import struct
import zlib
from functools import cache
from typing import Any, Final

MAX_BYTES: Final = 10_000_000
_WIDTH, _HEIGHT = 320, 200


def content(attachment: dict[str, Any]) -> bytes:
    """The bytes of one entry of a dossier's `bijlagen`: as many as `grootte` says, at most 10 MB.

    A PNG for a name that ends so, else a PDF of one page. One that is announced smaller than it can be is larger.
    """
    size = min(int(attachment["grootte"]), MAX_BYTES)
    name: str = attachment["naam"]
    if name.lower().endswith(".png"):
        return _filled_picture(size)
    page = _page(name.rpartition(".")[0])
    # After %%EOF a reader ignores what it does not know; a comment line fills the file up.
    filler = size - len(page)
    return page if filler < 2 else page + b"%" + b"-" * (filler - 2) + b"\n"


def _page(title: str) -> bytes:
    lines = ("Oefenbijlage: verzonnen document", title, "Dit document bestaat enkel om mee te oefenen.")
    # Three letters are special in a PDF text; what Latin-1 does not know is not worth a font of its own.
    shown = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines]
    text = " 0 -30 Td ".join(f"({line}) Tj" for line in shown)
    drawn = f"BT /F1 18 Tf 72 720 Td {text} ET".encode("latin-1", "replace")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
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


def _filled_picture(size: int) -> bytes:
    head, picture, end = _picture()
    filler = size - len(head) - len(picture) - len(end)
    # A chunk costs twelve bytes itself; a reader passes over one whose name begins small.
    filling = _chunk(b"oeFn", bytes(filler - 12)) if filler >= 12 else b""
    return head + filling + picture + end


@cache
def _picture() -> tuple[bytes, bytes, bytes]:
    """A wall with a damp stain: signature and header, the pixels, the end."""
    rows = bytearray()
    for y in range(_HEIGHT):
        rows.append(0)
        for x in range(_WIDTH):
            stain = ((x - 210) / 70) ** 2 + ((y - 70) / 45) ** 2
            shade = 150 if stain < 0.6 else 180 if stain < 1 else 225
            rows += bytes((shade, shade - 8, shade - 25))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header)
    return head, _chunk(b"IDAT", zlib.compress(bytes(rows), 9)), _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
