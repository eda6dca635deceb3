"""Raw connections to SQLCipher: the key, the pragmas, and the checks that nothing is ever written in plain text."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from cir_desktop.errors import StoreBusy, StoreError, WrongKey

KEY_BYTES = 32
BUSY_MILLISECONDS = 3_000
LARGEST_LOG_BYTES = 32 * 1024 * 1024


def connect(path: Path, key: bytes, *, cache_kibibytes: int, read_only: bool = False) -> Any:
    """A keyed connection in WAL mode, without implicit transactions.

    Args:
        path: the file; made when it is not there.
        key: 32 raw bytes, so that no key derivation slows a connection down.
        cache_kibibytes: size of the page cache of this connection.
        read_only: refuse every write on this connection.

    Raises:
        WrongKey, StoreBusy, StoreError (the file can't be opened, or no encryption or WAL can be had).
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key has {len(key)} bytes, not {KEY_BYTES}")
    try:
        connection = driver.connect(
            str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_MILLISECONDS / 1_000
        )
    except driver.Error as error:
        raise _cannot_open() from error
    try:
        # Its log goes to stderr, which a windowed program has not; the exception tells the same.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # A driver without encryption ignores the key and would write plain text.
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise StoreError(
                "Deze installatie kan de opslag niet versleutelen; er is niets bewaard.",
                "Installeer het programma opnieuw.",
            )
        _open(connection, path)
        connection.execute(f"PRAGMA cache_size = -{cache_kibibytes}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # After a large unit the log would keep its largest size for as long as the program runs.
        connection.execute(f"PRAGMA journal_size_limit = {LARGEST_LOG_BYTES}")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _open(connection: Any, path: Path) -> None:
    """The first read: proves the key. WAL is asked for and read back, for some disks can't have it."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except driver.OperationalError as error:
        if "locked" in str(error):
            raise busy() from error
        raise _cannot_open() from error
    except driver.DatabaseError as error:
        raise WrongKey(
            "De sleutel past niet op de opslag van deze werkmap.",
            "Meld u aan met de account waarmee de werkmap gemaakt is, of geef het juiste wachtwoord.",
        ) from error
    if mode != "wal":
        raise StoreError(
            "De opslag staat op een schijf die niet geschikt is.",
            "Kies een werkmap op een schijf van deze computer, niet op een netwerkschijf.",
        )


def busy() -> StoreBusy:
    """Somebody else is writing."""
    return StoreBusy(
        "Een ander venster of een geplande taak schrijft nu in deze werkmap.",
        "Wacht tot dat klaar is en probeer opnieuw.",
    )


def _cannot_open() -> StoreError:
    return StoreError(
        "De opslag van deze werkmap kan niet geopend worden.",
        "Kijk na of de map bestaat en of u erin mag schrijven.",
    )
