"""Writing a file beside the one that it will replace: an older file stays until the new one is complete."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from cir_desktop.errors import BadWorkbook


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, that takes the place of `path` once the block has ended well; else nothing is left of it.

    Raises BadWorkbook when the place can't be written, mostly because Excel has the older file open.
    """
    try:
        with NamedTemporaryFile(dir=path.parent, prefix="~", suffix=".tmp", delete=False) as file:
            fresh = Path(file.name)
            try:
                yield file
                file.close()
                fresh.replace(path)
            finally:
                file.close()
                fresh.unlink(missing_ok=True)
    except OSError as error:
        raise BadWorkbook(
            "Het bestand kan niet geschreven worden: het is nog open, of u mag in deze map niet schrijven.",
            "Sluit het in Excel of LibreOffice, of kies een andere map of naam.",
        ) from error
