"""The copy of the register: every version kept, the newest shown, nothing changed by what came twice."""

import msgspec
import pytest
import sqlalchemy as sa

from cir_desktop.domain.dossier import RegionChoice
from cir_desktop.errors import NotAllowed, NotFound
from cir_desktop.storage import candidates, dossiers, events, tables
from cir_desktop.storage.candidates import Filter
from cir_desktop.storage.received import Received, Undecoded, prepare


def found(store, **wanted):
    with store.read() as connection:
        return [row.dossier for row in candidates.rows(connection, candidates.ids(connection, Filter(**wanted)))]


def number(made, place):
    return made.dossier(place).number.text


def test_the_same_version_again_changes_nothing(store, put, made):
    assert put(made.dossier(1), made.dossier(2)) == 2
    with store.read() as connection:
        before = candidates.by_dossier(connection, number(made, 1))
    assert put(made.dossier(1, status="RJCT"), made.dossier(2)) == 0
    with store.read() as connection:
        assert candidates.by_dossier(connection, number(made, 1)) == before
        assert dossiers.stored_versions(connection) == {number(made, 1): 1, number(made, 2): 1}


def test_a_newer_version_replaces_what_is_shown_and_found_and_keeps_the_older_one(store, put, made):
    put(made.dossier(5))
    renamed = made.person(5, last_name="Dewaele")
    newer = made.dossier(5, version=2, status="OFFER", persons=(renamed,), regions=(RegionChoice("24062", ()),))
    assert put(newer) == 1
    with store.read() as connection:
        row = candidates.by_dossier(connection, number(made, 5))
        assert (row.version, row.status, row.choices, row.household_size) == (2, "OFFER", "24062", 1)
        assert row.name.startswith("Dewaele")
        assert [version for version, _ in dossiers.versions(connection, row.dossier)] == [2, 1]
        version, raw = dossiers.raw_version(connection, row.dossier)
        assert (version, msgspec.json.decode(raw)["status"]) == (2, "OFFER")
        assert msgspec.json.decode(dossiers.raw_version(connection, row.dossier, 1)[1])["status"] == "REG"
    assert found(store, text="dewaele") == [row.dossier]
    assert found(store, text="lukasz") == []
    assert found(store, nis_code="24062") == [row.dossier]
    assert found(store, nis_code="24062", text="dewaele", status="OFFER") == [row.dossier]
    assert found(store, nis_code=made.dossier(5).regions[0].nis_code) == []


def test_an_older_version_is_kept_but_does_not_replace_the_newer_one(store, put, made):
    put(made.dossier(5, version=3, status="WAITS"))
    assert put(made.dossier(5, version=2)) == 1
    with store.read() as connection:
        assert candidates.by_dossier(connection, number(made, 5)).status == "WAITS"
        assert dossiers.raw_version(connection, number(made, 5), 2)[0] == 2
        assert dossiers.stored_versions(connection) == {number(made, 5): 3}


def test_versions_of_one_dossier_in_one_delivery_end_with_the_newest_in_any_order(store, put, made):
    two, three, one = (made.dossier(5, version=version, status=f"S{version}") for version in (2, 3, 1))
    assert put(two, three, one, three) == 3
    with store.read() as connection:
        assert candidates.by_dossier(connection, number(made, 5)).status == "S3"
        assert len(dossiers.versions(connection, number(made, 5))) == 3


def test_what_was_received_comes_back_byte_for_byte(store, actor, made):
    dossier = made.dossier(1)
    raw = b'{"onbekendVeld": "\xc3\xa9", "leeg": null}' * 50
    with store.unit(actor) as unit:
        items = prepare([Received(dossier.number.text, 1, raw, dossier)], made.party)
        dossiers.store_prepared(unit.connection, items, at=unit.at)
        unit.event("a", "b")
        assert dossiers.raw_version(unit.connection, dossier.number.text) == (1, raw)


def test_only_versions_that_were_acknowledged_are_no_longer_told(store, actor, put, made):
    put(made.dossier(1), made.dossier(2), made.dossier(2, version=2))
    with store.unit(actor) as unit:
        assert dossiers.unacknowledged(unit.connection) == [
            (number(made, 1), 1),
            (number(made, 2), 1),
            (number(made, 2), 2),
        ]
        dossiers.mark_acknowledged(unit.connection, [(number(made, 1), 1), (number(made, 2), 2)], unit.at)
        unit.event("a", "b")
    with store.read() as connection:
        assert dossiers.unacknowledged(connection) == [(number(made, 2), 1)]


def test_a_version_that_cannot_be_read_is_kept_once_listed_and_given(store, actor, made):
    unread = Undecoded("2024.01.01.0001", 2, b"{nonsense", "personen ontbreekt")
    with store.unit(actor) as unit:
        assert dossiers.keep_undecoded(unit.connection, [unread], at=unit.at) == 1
        assert dossiers.keep_undecoded(unit.connection, [unread], at=unit.at) == 0
        unit.event("a", "b")
    with store.read() as connection:
        (listed,) = dossiers.undecoded(connection)
        assert (listed.number, listed.version, listed.reason) == ("2024.01.01.0001", 2, "personen ontbreekt")
        assert listed.received_at == made.morning
        assert dossiers.raw_version(connection, "2024.01.01.0001") == (2, b"{nonsense")
        assert dossiers.stored_versions(connection) == {}


def test_a_later_readable_version_ends_the_being_unreadable_and_keeps_the_unread_one(store, actor, put, made):
    with store.unit(actor) as unit:
        dossiers.keep_undecoded(
            unit.connection,
            [Undecoded(number(made, 4), 2, b"?", "x"), Undecoded(number(made, 4), 5, b"??", "x")],
            at=unit.at,
        )
        unit.event("a", "b")
    put(made.dossier(4, version=3))
    with store.read() as connection:
        assert [item.version for item in dossiers.undecoded(connection)] == [5]
        assert dossiers.raw_version(connection, number(made, 4), 2) == (2, b"?")


def test_out_of_scope_hides_from_the_list_keeps_the_dossier_and_a_new_version_takes_it_back(store, actor, put, made):
    put(made.dossier(1), made.dossier(2))
    with store.unit(actor) as unit:
        dossiers.mark_out_of_scope(unit.connection, [number(made, 1)], unit.at)
        unit.event("a", "b")
    assert found(store) == [number(made, 2)]
    assert found(store, scope="out") == [number(made, 1)]
    assert len(found(store, scope="all")) == 2
    assert found(store, text=number(made, 1)) == []
    with store.read() as connection:
        assert candidates.by_dossier(connection, number(made, 1)).out_of_scope
        counts = candidates.scope_counts(connection)
    assert (counts.in_scope, counts.out_of_scope) == (1, 1)
    put(made.dossier(1, version=2))
    assert set(found(store)) == {number(made, 1), number(made, 2)}


def test_an_unknown_dossier_or_version_is_not_found(store, put, made):
    put(made.dossier(1))
    with store.read() as connection:
        for ask in (
            lambda: dossiers.raw_version(connection, "2000.01.01.0001"),
            lambda: dossiers.raw_version(connection, number(made, 1), 9),
            lambda: dossiers.versions(connection, "2000.01.01.0001"),
            lambda: candidates.by_dossier(connection, "2000.01.01.0001"),
        ):
            with pytest.raises(NotFound, match="staat niet in deze werkmap"):
                ask()


def test_a_filled_store_is_the_same_as_one_that_received_bit_by_bit(store, actor, tmp_path, key, made):
    from cir_desktop.storage.engine import open_store

    rows = made.prepared(*map(made.dossier, range(300)))
    rows += made.prepared(*[made.dossier(place, version=2, status="OFFER") for place in range(0, 300, 50)])
    batches = [rows[start : start + 70] for start in range(0, len(rows), 70)]
    assert dossiers.bulk_fill(store, iter(batches), actor) == len(rows)
    other = open_store(tmp_path / "other.db", key, clock=lambda: made.morning)
    for batch in batches:
        with other.unit(actor) as unit:
            dossiers.store_prepared(unit.connection, batch, at=unit.at)
            unit.event("a", "b")

    def contents(opened):
        with opened.read() as connection:
            schema = connection.execute(sa.text("SELECT name, sql FROM sqlite_master ORDER BY name")).all()
            copied = [tables.register_candidate, tables.register_choice, tables.register_version]
            kept = [connection.execute(sa.select(table).order_by(sa.text("1, 2"))).all() for table in copied]
            raws = [dossiers.raw_version(connection, row.number, row.version) for row in rows]
            hits = [list(candidates.ids(connection, Filter(text=typed))) for typed in ("p", "zoe", "2010.01", "90")]
            return schema, kept, raws, hits

    assert contents(store) == contents(other)
    other.close()
    with store.read() as connection:
        assert [(e.kind, e.details) for e in events.events(connection)] == [("register.filled", {"stored": len(rows)})]


def test_only_an_empty_store_is_filled(store, actor, put, made):
    put(made.dossier(1))
    with pytest.raises(NotAllowed, match="staan al dossiers"):
        dossiers.bulk_fill(store, [made.prepared(made.dossier(2))], actor)


def test_a_filling_that_breaks_leaves_an_empty_store_that_works(store, actor, put, made):
    def batches():
        yield made.prepared(made.dossier(1))
        raise OSError("the source broke")

    with pytest.raises(OSError, match="broke"):
        dossiers.bulk_fill(store, batches(), actor)
    assert found(store) == []
    assert put(made.dossier(1)) == 1
    with store.read() as connection:
        indexes = connection.execute(sa.text("SELECT count(*) FROM sqlite_master WHERE type = 'index'")).scalar_one()
    assert indexes >= 9
