"""After a program that reads more of a dossier came in, the facts for the ranking are made again from what was kept."""

import json
from datetime import date

import msgspec
import pytest
from support.office import PARTY, invented

from cir_desktop.domain.process import Actor
from cir_desktop.storage import dossiers, ranking_facts
from cir_desktop.storage.engine import open_store
from cir_desktop.sync.fill import decode_and_store
from cir_desktop.sync.rederive import rederive_if_old

ACTOR = Actor("Els")
KEY = bytes(range(32))


def filled(path, size):
    store = open_store(path / "store.db", KEY)
    raws = (json.dumps(dossier).encode() for dossier in invented(size))
    decode_and_store(raws, store, actor=ACTOR, own_party=PARTY)
    return store


def candidates(store):
    with store.read() as connection:
        return sorted(ranking_facts.candidates_of(connection, "13017"), key=lambda facts: facts.dossier)


def age(store):
    """As a program before this form left it: rows without finances, and the mark of the old form."""
    with store.unit(ACTOR) as unit:
        unit.connection.exec_driver_sql("UPDATE register_state SET form = 1")
        packed = unit.connection.exec_driver_sql("SELECT nis_code, candidate, facts FROM register_choice").all()
        for nis, candidate, facts in packed:
            old = msgspec.msgpack.encode([*msgspec.msgpack.decode(facts)[:13], date(2020, 1, 1)])
            unit.connection.exec_driver_sql(
                "UPDATE register_choice SET facts = ? WHERE nis_code = ? AND candidate = ?", (old, nis, candidate)
            )
        unit.event("test.aged", "register")


def test_rows_of_an_older_form_are_made_again_as_a_pull_would_make_them(tmp_path):
    store = filled(tmp_path, 60)
    before = candidates(store)
    age(store)
    assert rederive_if_old(store, actor=ACTOR, own_party=PARTY) >= 60
    assert candidates(store) == before
    assert any(facts.finances.income is not None for facts in before)
    store.close()


def test_rows_of_this_form_are_left_alone(tmp_path):
    store = filled(tmp_path, 10)
    with store.read() as connection:
        assert not dossiers.facts_are_old(connection)
    assert rederive_if_old(store, actor=ACTOR, own_party=PARTY) == 0
    store.close()


def test_an_interrupted_making_begins_anew(tmp_path, monkeypatch):
    store = filled(tmp_path, 30)
    before = candidates(store)
    age(store)
    monkeypatch.setattr("cir_desktop.sync.rederive.BATCH", 7)

    def gone(connection):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(dossiers, "facts_are_new", gone)
        with pytest.raises(KeyboardInterrupt):
            rederive_if_old(store, actor=ACTOR, own_party=PARTY)
    with store.read() as connection:
        assert dossiers.facts_are_old(connection)
    assert rederive_if_old(store, actor=ACTOR, own_party=PARTY) >= 30
    assert candidates(store) == before
    store.close()
