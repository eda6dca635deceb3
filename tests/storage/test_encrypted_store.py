"""The file is encrypted, one writes at a time, and a unit of work happens wholly or not at all."""

import os
import sqlite3
import subprocess
import sys
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cir_desktop.errors import Cancelled, StoreBusy, StoreError, WrongKey
from cir_desktop.storage import candidates, cipher, dossiers, events, settings
from cir_desktop.storage.engine import open_store


def test_no_name_and_no_plain_header_stand_in_any_file_of_the_store(store, path, put, made):
    put(*[made.dossier(place) for place in range(50)])
    with store.read() as connection:
        name = candidates.by_dossier(connection, made.dossier(3).number.text).name
    store.close()
    found = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert name == "D'Hondt Lotte"
    assert len(found) > 50_000
    for readable in (b"SQLite format 3", b"D'Hondt", b"Lotte", b"register_candidate", b"Kerkstraat"):
        assert readable not in found


def test_a_wrong_key_opens_nothing_and_says_so_in_dutch(store, path):
    store.close()
    with pytest.raises(WrongKey, match="De sleutel past niet") as raised:
        open_store(path, os.urandom(32))
    assert raised.value.todo


def test_a_plain_database_is_never_taken_for_a_store(path, key):
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE own_setting (key TEXT, value TEXT)")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        open_store(path, key)
    assert path.read_bytes() == before


def test_a_key_of_another_length_is_refused_before_anything_is_made(path):
    with pytest.raises(ValueError, match="not 32"):
        open_store(path, b"short")
    assert not path.exists()


def test_a_folder_that_cannot_be_made_is_said_in_dutch(tmp_path, key):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="werkmap"):
        open_store(tmp_path / "file" / "store.db", key)


def test_the_store_is_in_wal_mode_with_foreign_keys_and_readers_cannot_write(store):
    with store.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        with pytest.raises(Exception, match="readonly"):
            settings.put(connection, "key", "value")


def test_what_is_committed_is_there_after_opening_again(store, path, key, actor):
    with store.unit(actor) as unit:
        settings.put(unit.connection, "register.base_url", "https://voorbeeld.be")
        unit.event("register.connected", "register")
    store.close()
    again = open_store(path, key)
    with again.read() as connection:
        assert settings.get(connection, "register.base_url") == "https://voorbeeld.be"
    again.close()


def test_an_error_halfway_undoes_the_whole_unit(store, actor):
    with pytest.raises(ZeroDivisionError), store.unit(actor) as unit:
        settings.put(unit.connection, "a", "1")
        unit.event("setting.changed", "a")
        unit.event("setting.changed", str(1 // 0))
    with store.read() as connection:
        assert settings.get(connection, "a") is None
        assert events.events(connection) == []


def test_a_unit_without_an_event_is_a_bug_and_is_undone(store, actor):
    with pytest.raises(RuntimeError, match="without an event"), store.unit(actor) as unit:
        settings.put(unit.connection, "a", "1")
    with store.read() as connection:
        assert settings.get(connection, "a") is None


def test_a_unit_inside_a_unit_is_a_bug(store, actor):
    with pytest.raises(RuntimeError, match="inside"), store.unit(actor) as unit:
        unit.event("outer", "x")
        with store.unit(actor):
            pass


def test_an_event_tells_who_did_what_and_when(store, actor, made):
    with store.unit(actor) as unit:
        unit.event("home.added", "W001", {"from": "workbook", "row": 3, "note": None})
    with store.read() as connection:
        (event,) = events.events(connection, subject="W001")
        assert events.events(connection, subject="W002") == []
    assert (event.actor, event.kind, event.at) == ("Loket 1", "home.added", made.morning)
    assert event.details == {"from": "workbook", "row": 3, "note": None}


_KILLED = """
import os, sys
from pathlib import Path
from cir_desktop.domain.process import Actor
from cir_desktop.storage import settings
from cir_desktop.storage.engine import open_store
store = open_store(Path(sys.argv[1]), bytes(range(32)))
with store.unit(Actor("x")) as unit:
    settings.put(unit.connection, "kept", "yes")
    unit.event("a", "b")
with store.unit(Actor("x")) as unit:
    settings.put(unit.connection, "lost", "yes")
    unit.event("a", "c")
    os._exit(9)
"""


def test_a_program_that_is_killed_in_a_unit_leaves_only_what_was_committed(path, key):
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False, timeout=60)
    assert killed.returncode == 9
    store = open_store(path, key)
    with store.read() as connection:
        assert settings.get(connection, "kept") == "yes"
        assert settings.get(connection, "lost") is None
        assert [event.subject for event in events.events(connection)] == ["b"]
    store.close()


def test_while_another_program_writes_a_unit_says_that_the_store_is_busy(path, key, actor, monkeypatch):
    monkeypatch.setattr(cipher, "BUSY_MILLISECONDS", 50)
    store = open_store(path, key)
    other = cipher.connect(path, key, cache_kibibytes=1000)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="schrijft nu"), store.unit(actor) as unit:
        unit.event("a", "b")
    with store.read() as connection:
        assert events.events(connection) == []
    other.execute("ROLLBACK")
    with store.unit(actor) as unit:
        unit.event("a", "b")
    other.close()
    store.close()


def test_a_reader_sees_one_state_while_others_write(store, put, made):
    put(made.dossier(0))
    with store.read() as connection:
        before = candidates.scope_counts(connection)
        put(made.dossier(1), made.dossier(2))
        assert candidates.scope_counts(connection) == before
        assert len(candidates.ids(connection, candidates.Filter())) == 1
    with store.read() as connection:
        assert candidates.scope_counts(connection).in_scope == 3


def test_threads_write_one_after_the_other_and_lose_nothing(store, actor):
    def write(number: int) -> None:
        with store.unit(actor) as unit:
            settings.put(unit.connection, f"key{number}", "x")
            unit.event("setting.changed", f"key{number}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        assert len(events.events(connection)) == 8


def test_a_superseded_query_is_interrupted(store):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with store.read() as connection:
        connection.execute(text("SELECT 1"))
        stop = threading.Timer(0.05, store.interrupt, (connection,))
        stop.start()
        with pytest.raises(Cancelled):
            connection.execute(text(endless))
        stop.join()
    with store.read() as connection:
        assert dossiers.stored_versions(connection) == {}


def test_a_full_disk_is_said_in_dutch_and_loses_nothing_that_was_kept(store, actor, put, made):
    put(made.dossier(0))
    with pytest.raises(StoreError, match="schijf is vol"), store.unit(actor) as unit:
        pages = unit.connection.execute(text("PRAGMA page_count")).scalar_one()
        unit.connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        for number in range(1_000):
            settings.put(unit.connection, f"key{number}", "x" * 1_000)
    with store.read() as connection:
        assert dossiers.stored_versions(connection) == {made.dossier(0).number.text: 1}
        assert settings.get(connection, "key1") is None


def test_an_error_of_the_database_never_quotes_what_was_to_be_stored(store):
    with pytest.raises(DBAPIError) as caught, store.read() as connection:
        connection.exec_driver_sql("SELECT ? FROM nowhere", ("85010195012 Peeters",))
    assert "Peeters" not in str(caught.value)
