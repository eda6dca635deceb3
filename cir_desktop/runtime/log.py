"""The log file, redacted: no name, national number or income ever leaves the process.

Log records carry codes, counts and dossier numbers. The filter is the second net: it wipes whatever looks like a
national number, an e-mail address or a bearer token, also in the text of an exception.
"""

import logging
import logging.handlers
import re
from pathlib import Path

from cir_desktop.errors import StoreError

_WIPES = (
    (re.compile(r"\b\d{2}[.\s]?\d{2}[.\s]?\d{2}[-\s]?\d{3}[.\s]?\d{2}\b"), "[nummer]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "[e-mail]"),
    (re.compile(r"(?i)bearer\s+[\w.~+/=-]+"), "Bearer [weg]"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "[token]"),
    (
        re.compile(
            r"(?i)(passphrase|client_assertion|access_token|refresh_token|id_token|code_verifier|private_key)"
            r"(\S*\s*[=:]\s*)\S+"
        ),
        r"\1\2[weg]",
    ),
    (re.compile(r"(?i)([?&](?:code|state)=)[^&\s]+"), r"\1[weg]"),
    (re.compile(r"€\s*[\d.,]+"), "[bedrag]"),
)


def redact(text: str) -> str:
    """The text without what must not leave the process."""
    for pattern, replacement in _WIPES:
        text = pattern.sub(replacement, text)
    return text


class _RedactingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def stop_log() -> None:
    """Close the log file of this process, if there is one."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h.formatter, _RedactingFormatter)]:
        root.removeHandler(handler)
        handler.close()


def start_log(folder: Path, *, level: int = logging.INFO) -> Path:
    """Write the log of this process to `folder`, and only there; five files of 1 MB at most.

    Returns the file; raises StoreError when the folder can't be written.
    """
    stop_log()
    file = folder / "cir-desktop.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(file, maxBytes=1_000_000, backupCount=4, encoding="utf-8")
    except OSError as error:
        raise StoreError(
            "In de werkmap kan niet geschreven worden.", "Kies een map op deze computer waarin u mag schrijven."
        ) from error
    handler.setFormatter(_RedactingFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return file
