"""The store: one writer, a few readers, and the translation of the driver's errors into a clerk's Dutch."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool, StaticPool

from cir_desktop.domain.process import Actor
from cir_desktop.errors import Cancelled, StoreError
from cir_desktop.runtime.clock import Clock, now
from cir_desktop.storage import cipher, schema
from cir_desktop.storage.orders import ORDERS, OrderCache
from cir_desktop.storage.unit import Unit

READERS = 3
WRITER_CACHE_KIBIBYTES = 64 * 1024
READER_CACHE_KIBIBYTES = 32 * 1024


class Store:
    """An open store. Threads may share it: writing waits for its turn, reading does not wait for writing."""

    def __init__(self, path: Path, key: bytes, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self._turn = threading.RLock()
        self._in_unit = False
        self._writer = _engine(path, key, writing=True)
        self._readers = _engine(path, key, writing=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the store, whatever is written meanwhile.

        Raises Cancelled when the query was interrupted.
        """
        with self._readers.connect() as connection:
            yield connection

    @contextmanager
    def unit(self, actor: Actor) -> Iterator[Unit]:
        """One transaction: committed at the end, undone by any exception.

        Raises StoreBusy when another program keeps writing; RuntimeError without an event, or inside another unit of
        the same thread (bugs).
        """
        with self._turn:
            if self._in_unit:
                raise RuntimeError("a unit of work inside another one")
            self._in_unit = True
            try:
                with self._writer.begin() as connection:
                    unit = Unit(connection, actor, self._clock())
                    yield unit
                    unit.check()
            finally:
                self._in_unit = False

    def interrupt(self, connection: Connection) -> None:
        """Stop the query that runs on a reading connection; to be called from another thread."""
        raw = connection.connection.dbapi_connection
        if raw is not None:
            raw.interrupt()

    def close(self) -> None:
        """Close every connection; the write-ahead log goes back into the file."""
        self._readers.dispose()
        with self._turn:
            self._writer.dispose()


def open_store(path: Path, key: bytes, *, clock: Clock = now) -> Store:
    """Open the store, made or brought to the newest schema when needed.

    Args:
        path: file on a local disk.
        key: 32 random bytes.
        clock: gives the moment of each unit of work.

    Raises:
        WrongKey, StoreTooNew, StoreBusy, StoreError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("De werkmap kan niet gemaakt worden.", "Kies een map waarin u mag schrijven.") from error
    existed = path.exists() and path.stat().st_size > 0
    store = Store(path, key, clock)
    try:
        schema.bring_up_to_date(store._readers, store._writer, path, key, existed=existed)
    except BaseException:
        store.close()
        raise
    return store


def _engine(path: Path, key: bytes, *, writing: bool) -> Engine:
    def creator() -> Any:
        cache = WRITER_CACHE_KIBIBYTES if writing else READER_CACHE_KIBIBYTES
        return cipher.connect(path, key, cache_kibibytes=cache, read_only=not writing)

    if writing:
        engine = create_engine("sqlite://", module=driver, creator=creator, poolclass=StaticPool, hide_parameters=True)
    else:
        engine = create_engine(
            "sqlite://",
            module=driver,
            creator=creator,
            poolclass=QueuePool,
            pool_size=READERS,
            max_overflow=0,
            hide_parameters=True,
            execution_options={ORDERS: OrderCache()},
        )

    # The driver begins nothing by itself (decision 0006), so that a read transaction and a schema step are ours.
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    event.listen(engine, "handle_error", _translate)
    return engine


def _translate(context: ExceptionContext) -> None:
    """What the world does to us becomes a CirError; everything else stays what it is: a bug of ours."""
    original = context.original_exception
    if not isinstance(original, driver.DatabaseError):
        return
    text = str(original)
    if "locked" in text:
        raise cipher.busy() from original
    if text == "interrupted":
        raise Cancelled("De zoekopdracht is gestopt.", "") from original
    if "disk is full" in text or "disk I/O error" in text:
        raise StoreError(
            "De schijf is vol of weigert te schrijven; de laatste stap is niet bewaard.",
            "Maak plaats op de schijf en probeer opnieuw.",
        ) from original
    if "malformed" in text or "not a database" in text:
        raise StoreError(
            "De opslag van deze werkmap is beschadigd.",
            "Zet een reservekopie terug, of haal de kandidaten opnieuw op in een nieuwe werkmap.",
        ) from original
