"""`cir migration upload | uploads`: a list handed over to the register, and its answers."""

from argparse import Namespace
from pathlib import Path

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.migration_upload import AGREEMENT_WORDS, ROUND_WORDS
from cir_desktop.domain.values import dutch_moment
from cir_desktop.services import migration_upload
from cir_desktop.services.migration_upload import Uploaded, UploadInfo, UploadRound


def add_verbs(group: Verbs) -> None:
    """Add the verbs of this room."""
    upload = group.verb("upload", "Laad een lijst op naar het register; exit 1 als het register een rij weigert.")
    upload.add_argument("file", type=Path, metavar="BESTAND")
    upload.add_argument(
        "--round", required=True, choices=[each.value for each in UploadRound], help="de ronde van de migratie"
    )
    upload.set_defaults(run=upload_list)
    uploads = group.verb("uploads", "Toon de opladingen, of het antwoord op een ervan.")
    uploads.add_argument("number", type=int, metavar="NUMMER", nargs="?")
    uploads.set_defaults(run=show_uploads)


def upload_list(arguments: Namespace, output: Output) -> int:
    """Check a list, hand it over, and show the answer beside our findings."""
    with office_of(arguments) as office, output.progress() as report:
        found = migration_upload.upload(office, arguments.file, UploadRound(arguments.round), report=report)
    _show_answer(output, found)
    return 1 if found.info.refused else 0


def show_uploads(arguments: Namespace, output: Output) -> int:
    """Show every upload, or one with its answer."""
    with office_of(arguments) as office:
        if arguments.number is not None:
            _show_answer(output, migration_upload.uploaded(office, arguments.number))
            return 0
        found = migration_upload.uploads(office)
    if output.as_json:
        output.result({"uploads": [_upload_json(info) for info in found]})
        return 0
    output.table(
        ("Nummer", "Ronde", "Bestand", "Wanneer", "Ontvangstbewijs", "Aanvaard", "Geweigerd"),
        (
            (
                str(info.number),
                ROUND_WORDS[info.round],
                info.file,
                dutch_moment(info.at),
                info.receipt,
                str(info.accepted),
                str(info.refused),
            )
            for info in found
        ),
    )
    return 0


def _show_answer(output: Output, found: Uploaded) -> None:
    info = found.info
    if output.as_json:
        rows = [
            {
                "sheet": row.sheet,
                "row": row.row,
                "agreement": row.agreement.value,
                "reasons": [{"column": each.column or None, "text": each.text} for each in row.reasons],
                "findings": [finding.code for finding in row.findings],
            }
            for row in found.rows
        ]
        output.result({**_upload_json(info), "rows": rows})
        return
    output.say(
        f"{ROUND_WORDS[info.round]}: {info.accepted} rijen aanvaard, {info.refused} geweigerd. "
        f"Ontvangstbewijs {info.receipt}."
    )
    if found.rows:
        output.table(
            ("Blad", "Rij", "Wie", "Het register zegt", "Wij vonden"),
            (
                (
                    row.sheet,
                    str(row.row),
                    AGREEMENT_WORDS[row.agreement],
                    migration_upload.reason_words(row.reasons),
                    ", ".join(finding.code for finding in row.findings),
                )
                for row in found.rows
            ),
        )


def _upload_json(info: UploadInfo) -> dict[str, object]:
    return {
        "number": info.number,
        "round": info.round.value,
        "file": info.file,
        "at": info.at,
        "receipt": info.receipt,
        "accepted": info.accepted,
        "refused": info.refused,
    }
