"""Work that only one program may do at a time: a lock of the operating system, let go by it when a program dies."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cir_desktop.errors import StoreError

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _let_go(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def only_one(path: Path) -> Iterator[bool]:
    """Hold the lock on a file while the block runs; gives False when somebody else, or another thread, has it.

    Raises StoreError when the file can't be made.
    """
    try:
        file = path.open("ab")
    except OSError as error:
        raise StoreError(
            "In de werkmap kan niet geschreven worden.", "Kies een map op deze computer waarin u mag schrijven."
        ) from error
    with file:
        try:
            _take(file)
        except OSError:
            yield False
            return
        try:
            yield True
        finally:
            _let_go(file)
