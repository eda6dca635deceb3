"""Copies of the store with SQLite's backup API: a file copy of a store in WAL mode is not one."""

from contextlib import closing
from pathlib import Path

from cir_desktop.storage import cipher

_CACHE_KIBIBYTES = 8 * 1024


def backup_path(path: Path, revision: str) -> Path:
    """Where the copy from before the step to `revision` stands, beside the store."""
    return path.with_name(f"{path.name}.before-{revision}")


def copy(source: Path, target: Path, key: bytes) -> None:
    """Replace the contents of `target` by those of `source`; both encrypted with the same key.

    Raises WrongKey, StoreBusy, StoreError.
    """
    with (
        closing(cipher.connect(source, key, cache_kibibytes=_CACHE_KIBIBYTES)) as origin,
        closing(cipher.connect(target, key, cache_kibibytes=_CACHE_KIBIBYTES)) as copied,
    ):
        origin.backup(copied)
