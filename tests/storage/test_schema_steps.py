"""A store is brought to the newest schema step by step, with a copy before each and the copy back after a failure."""

import json
from types import ModuleType

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from cir_desktop.errors import StoreError, StoreTooNew
from cir_desktop.storage import backup, candidates, settings, tables_exchange, tables_law, tables_migration, versions
from cir_desktop.storage.engine import open_store
from cir_desktop.storage.schema import current_revision

NEWEST = versions.STEPS[-1].revision
TABLES = tables_law.metadata
assert tables_exchange.metadata is tables_migration.metadata is TABLES  # the modules of tables fill the same metadata


def step(upgrade):
    module = ModuleType("r9000")
    module.revision, module.down_revision, module.upgrade = "9000", NEWEST, upgrade
    return module


@pytest.fixture
def filled(store, put, made, path):
    put(*[made.dossier(place) for place in range(30)])
    store.close()
    return path


def test_the_steps_make_exactly_the_tables_that_the_program_knows(store):
    def known(name, kind, parent):
        return kind != "table" or not name.startswith(("register_text", "alembic"))

    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": known, "compare_type": True})
        assert compare_metadata(context, TABLES) == []
        partial = {
            row.name
            for row in connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql LIKE '% WHERE %'")
        }
    declared = {
        index.name
        for table in TABLES.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    assert partial == declared


def test_a_new_store_has_the_newest_schema_and_needs_no_copy(store, path):
    with store.read() as connection:
        assert current_revision(connection) == NEWEST
    assert not list(path.parent.glob("*before*"))


def test_before_a_step_an_encrypted_copy_is_put_beside_the_store(filled, key, monkeypatch):
    added = step(lambda: op.add_column("own_setting", sa.Column("note", sa.String)))
    monkeypatch.setattr(versions, "STEPS", (*versions.STEPS, added))
    stepped = open_store(filled, key)
    with stepped.read() as connection:
        assert current_revision(connection) == "9000"
        assert candidates.scope_counts(connection).in_scope == 30
    stepped.close()
    copy = backup.backup_path(filled, "9000")
    assert b"SQLite format 3" not in copy.read_bytes()
    monkeypatch.undo()
    kept = open_store(copy, key)
    with kept.read() as connection:
        assert current_revision(connection) == NEWEST
        assert candidates.scope_counts(connection).in_scope == 30
    kept.close()


def test_a_step_that_fails_puts_the_former_state_back(filled, key, monkeypatch):
    def breaks():
        op.execute("DELETE FROM register_candidate")
        op.execute("INSERT INTO no_such_table VALUES (1)")

    monkeypatch.setattr(versions, "STEPS", (*versions.STEPS, step(breaks)))
    with pytest.raises(StoreError, match="vorige toestand is teruggezet"):
        open_store(filled, key)
    monkeypatch.undo()
    store = open_store(filled, key)
    with store.read() as connection:
        assert current_revision(connection) == NEWEST
        assert candidates.scope_counts(connection).in_scope == 30
    store.close()


def test_a_step_that_spoils_the_file_outside_its_transaction_is_put_back_from_the_copy(filled, key, monkeypatch):
    def spoils():
        op.get_bind().connection.commit()
        op.execute("DELETE FROM register_candidate")
        raise RuntimeError("a bug in a step")

    monkeypatch.setattr(versions, "STEPS", (*versions.STEPS, step(spoils)))
    with pytest.raises(StoreError):
        open_store(filled, key)
    monkeypatch.undo()
    store = open_store(filled, key)
    with store.read() as connection:
        assert candidates.scope_counts(connection).in_scope == 30
    store.close()


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_is(store, actor, path, key):
    with store.unit(actor) as unit:
        settings.put(unit.connection, "a", "1")
        unit.connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        unit.event("a", "b")
    store.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="nieuwere versie"):
        open_store(path, key)
    assert path.read_bytes() == before


def test_two_programs_that_open_a_new_store_together_both_get_it(path, key):
    first = open_store(path, key)
    second = open_store(path, key)
    for opened in (first, second):
        with opened.read() as connection:
            assert current_revision(connection) == NEWEST
        opened.close()


@pytest.mark.parametrize(
    ("address", "environment"), [("http://127.0.0.1:4711", "practice"), ("https://cir.example", "production")]
)
def test_the_one_register_of_before_becomes_the_access_to_its_environment(
    path, key, actor, monkeypatch, address, environment
):
    monkeypatch.setattr(versions, "STEPS", tuple(each for each in versions.STEPS if each.revision < "0003"))
    former = open_store(path, key)
    known = {"token_url": f"{address}/token", "client_id": "c", "party_code": "LB-X", "private_key_pem": "PEM"}
    with former.unit(actor) as unit:
        settings.put(unit.connection, "register.base_url", address)
        settings.put(unit.connection, "register.credentials", json.dumps(known))
        unit.event("a", "b")
    former.close()
    monkeypatch.undo()
    store = open_store(path, key)
    with store.read() as connection:
        assert settings.get(connection, "access.environment") == environment
        kept = json.loads(settings.get(connection, f"access.{environment}"))
        assert kept == {name: known[name] for name in ("token_url", "client_id", "party_code")} | {"base_url": address}
        assert settings.get(connection, f"access.{environment}.key") == "PEM"
        assert settings.get(connection, "register.credentials") is None
    store.close()
