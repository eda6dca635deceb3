"""What of a clerk's own workbook does not come along when openpyxl writes it again: found in the parts of its zip."""

import re
import zipfile
from collections.abc import Iterator, Sequence

from cir_desktop.workbooks.looks import column_number

_CHUNK = 4_000_000
_OVERLAP = 200

# By the beginning of the name of a part. The order is that of the sentences.
_LOST: tuple[tuple[str, str], ...] = (
    (r"xl/media/", "Afbeeldingen verdwijnen uit de kopie."),
    (r"xl/charts/chartEx", "Grafieken van een nieuwe soort (waterval, kaart, treemap) verdwijnen."),
    (r"xl/charts/chart\d", "Grafieken kunnen een deel van hun opmaak verliezen."),
    (r"xl/slicers/|xl/timelines/", "Slicers en tijdlijnen verdwijnen; de draaitabellen zelf blijven."),
    (r"xl/ctrlProps/|xl/activeX/", "Knoppen en andere formulierelementen op de bladen kunnen verdwijnen."),
    (r"xl/threadedComments/", "Gesprekken bij een cel worden gewone opmerkingen."),
    (r"xl/comments", "Uw eigen opmerkingen blijven, maar hun vakje krijgt een gewoon formaat."),
    (r"xl/diagrams/", "SmartArt verdwijnt."),
    (r"xl/embeddings/", "Ingesloten bestanden verdwijnen."),
    (r"xl/(connections\.xml|queryTables/)|xl/model/|customXml/", "Verbindingen met gegevensbronnen verdwijnen."),
    (
        r"xl/(metadata\.xml|richData/)",
        "Formules die over meer cellen uitlopen en gekoppelde gegevens kunnen veranderen.",
    ),
    (r"xl/printerSettings/", "De instellingen van de printer verdwijnen; pagina-indeling en afdrukbereik blijven."),
    (r"_xmlsignatures/", "De digitale handtekening verdwijnt: de kopie is niet ondertekend."),
    (r"xl/revisions/", "De geschiedenis van wijzigingen verdwijnt."),
)
# In the text of a sheet: what newer versions of Excel add to it under an id of their own, and formulas.
_LOST_IN_SHEETS: tuple[tuple[bytes, str], ...] = (
    (
        rb"(?i)\{78C0D931-6437-407d-A8EE-F0AAD7539E65\}",
        "Gegevensbalken en pictogrammen van voorwaardelijke opmaak kunnen verdwijnen; de gewone blijft.",
    ),
    (
        rb"(?i)\{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF\}",
        "Keuzelijsten die naar een ander blad verwijzen kunnen verdwijnen.",
    ),
    (rb"(?i)\{05C60535-1F16-4fd2-B633-F4F36F0B64E0\}", "Sparklines verdwijnen."),
    (rb"<(?:\w+:)?f[\s>]", "Formules blijven; hun uitkomst staat er pas weer als Excel of LibreOffice de kopie opent."),
)
_MERGED = re.compile(rb"""mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_SHAPES = re.compile(rb"<(?:\w+:)?(?:sp|grpSp|cxnSp)[\s>]")
_SHAPES_LOST = "Tekstvakken, pijlen en andere vormen verdwijnen, met de grafieken die in dezelfde tekening staan."
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/|docProps/|xl/(_rels/|workbook\.xml|worksheets/|chartsheets/|styles\.xml|theme/"
    r"|sharedStrings\.xml|drawings/|charts/|tables/|pivotTables/|pivotCache/|externalLinks/|calcChain\.xml|persons/)"
)
_KEPT_WITH_MACROS = re.compile(r"xl/vbaProject|customUI/")


def lost_when_written(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Dutch sentences, one a kind: what a copy of this .xlsx or .xlsm loses. Empty when all of it stays."""
    names = archive.namelist()
    return tuple(dict.fromkeys([*_of_parts(names), *_of_drawings(archive, names), *_of_sheets(archive, names)]))


def _of_parts(names: Sequence[str]) -> Iterator[str]:
    known = [(re.compile(start), sentence) for start, sentence in _LOST]
    for start, sentence in known:
        if any(start.match(name) for name in names):
            yield sentence
    others = sum(
        not (name.endswith("/") or _KEPT.match(name) or _KEPT_WITH_MACROS.match(name))
        and not any(start.match(name) for start, _ in known)
        for name in names
    )
    if others:
        yield f"Onderdelen van het bestand die dit programma niet kent, verdwijnen ({others})."


def _of_drawings(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if name.startswith("xl/drawings/drawing") and _SHAPES.search(archive.read(name)):
            yield _SHAPES_LOST


def _of_sheets(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[str]:
    wanted = [(re.compile(pattern), sentence) for pattern, sentence in _LOST_IN_SHEETS]
    found: set[str] = set()
    for data in _sheet_texts(archive, names):
        found.update(s for pattern, s in wanted if s not in found and pattern.search(data))
    yield from (sentence for _, sentence in wanted if sentence in found)


def merged_area(archive: zipfile.ZipFile) -> int:
    """How many cells lie in merged ranges, of all sheets together."""
    found: set[tuple[bytes, ...]] = set()
    area = 0
    for data in _sheet_texts(archive, archive.namelist()):
        found.update(_MERGED.findall(data))
    for left, top, right, bottom in found:
        width = abs(column_number(right.decode()) - column_number(left.decode())) + 1
        area += width * (abs(int(bottom) - int(top)) + 1)
    return area


def _sheet_texts(archive: zipfile.ZipFile, names: Sequence[str]) -> Iterator[bytes]:
    """The text of the sheets piece by piece; each piece begins with the end of the one before."""
    for name in names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            with archive.open(name) as stream:
                before = b""
                while chunk := stream.read(_CHUNK):
                    yield before + chunk
                    before = chunk[-_OVERLAP:]
