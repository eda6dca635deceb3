"""What is frozen at an offer and at a decision: the list of then, nobody named, and the same when worked out again."""

import json
from datetime import timedelta

import msgspec
import pytest
from support.console import Console
from support.office import HOME, TODAY, fill, invented, new_office, note_complete_pull

from cir_desktop.domain.process import AppealRecord, OfferAnswer
from cir_desktop.errors import BadInput, WrongKey
from cir_desktop.runtime.sealed import seal, unseal
from cir_desktop.services import answers, decisions, freezing, homes, lists, offers
from cir_desktop.storage import appeals

PASSWORD = "vier losse woorden samen"


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "office")
    fill(opened, 120)
    note_complete_pull(opened, 120)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, HOME.code, TODAY)
    yield opened
    opened.close()


@pytest.fixture
def offered(office):
    first = lists.list_of_home(office, HOME.code).ranking.placed[0]
    return offers.offer(office, HOME.code, first.dossier, motive="bewijzen opgevraagd", stale_motive="geen verbinding")


def decided(office, offered):
    answers.answer(office, offered.id, OfferAnswer.ACCEPTED)
    return decisions.decide(
        office,
        HOME.code,
        offered.dossier,
        contract_from=TODAY + timedelta(days=30),
        body="Vast bureau",
        motive="nagekeken",
    )


def test_at_an_offer_the_list_is_frozen_as_it_was_and_works_out_the_same(office, offered):
    (ref,) = freezing.kept(office, about=offered.id)
    found = freezing.check(office, ref.id)
    assert found.identical, found.differences
    assert (ref.kind, found.fingerprint) == ("list", ref.sha256)


def test_at_a_decision_the_file_holds_the_list_of_the_offer_and_what_became_of_it(office, offered):
    before = freezing.then_view(office, freezing.kept(office, about=offered.id)[0].id).ranking
    made = decided(office, offered)
    (ref,) = freezing.kept(office, about=made.id)
    then = freezing.then_view(office, ref.id)
    assert (ref.kind, then.decision) == ("decision", made)
    assert then.ranking == before
    homes.save(office, msgspec.structs.replace(HOME, bedrooms=4), new=False)
    assert lists.list_of_home(office, HOME.code).ranking != before
    assert freezing.then_view(office, ref.id).ranking == before
    assert freezing.check(office, ref.id).identical


def test_a_frozen_file_names_nobody(office, offered):
    made = decided(office, offered)
    (ref,) = freezing.kept(office, about=made.id)
    text = freezing._read(office, ref.id)[1].decode()
    people = [person for dossier in invented(120) for person in dossier["personen"]]
    numbers = {person["rijksregisternummer"] for person in people} - {None}
    names = {f"{person[key]}" for person in people for key in ("voorNaam", "naam") if len(person[key]) > 3}
    words = set(json.dumps(json.loads(text), ensure_ascii=False).replace('"', " ").split())
    assert len(numbers) > 100
    assert not [number for number in numbers if number in text]
    assert not (names & words) - {HOME.street, HOME.place}


def test_what_is_exported_opens_with_its_password_only(office, offered, tmp_path):
    (ref,) = freezing.kept(office, about=offered.id)
    path = tmp_path / "dossier.cirdossier"
    freezing.export(office, ref.id, path, PASSWORD)
    assert offered.dossier.encode() not in path.read_bytes()
    found = freezing.replay_file(path, PASSWORD)
    assert found.identical
    assert found.fingerprint == ref.sha256
    with pytest.raises(WrongKey, match="past niet"):
        freezing.replay_file(path, PASSWORD + "!")


def test_a_short_password_is_refused_before_anything_is_written(office, offered, tmp_path):
    path = tmp_path / "dossier.cirdossier"
    with pytest.raises(BadInput, match="te kort"):
        freezing.export(office, "F0001", path, "kort")
    assert not path.exists()


@pytest.mark.parametrize("place", [9, 30, -1])
def test_one_changed_byte_of_a_sealed_file_is_found(place):
    sealed = bytearray(seal(b"inhoud", PASSWORD))
    sealed[place] ^= 1
    with pytest.raises(WrongKey):
        unseal(bytes(sealed), PASSWORD)


def test_another_file_is_no_sealed_file(tmp_path):
    path = tmp_path / "brief.docx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(BadInput, match="geen verzegeld dossier"):
        freezing.replay_file(path, PASSWORD)


def test_an_exported_decision_is_worked_out_again_in_the_console_without_any_workspace(office, offered, tmp_path):
    (ref,) = freezing.kept(office, about=decided(office, offered).id)
    path, password = tmp_path / "dossier.cirdossier", tmp_path / "wachtwoord.txt"
    freezing.export(office, ref.id, path, PASSWORD)
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    nowhere = tmp_path / "geen-werkmap"
    call = ["--workspace", str(nowhere), "replay", str(path), "--password-file", str(password)]
    done = Console.run_words(call)
    assert (done.returncode, ref.sha256 in done.stdout) == (0, True), done
    assert not nowhere.exists()
    password.write_text("een heel ander wachtwoord\n", encoding="utf-8")
    wrong = Console.run_words(call)
    assert wrong.returncode == 1
    assert "past niet" in wrong.stderr and wrong.stdout == ""


def test_the_list_of_then_is_explained_by_the_facts_and_the_home_of_then(office, offered):
    (ref,) = freezing.kept(office, about=offered.id)
    before = lists.trace(office, HOME.code, offered.dossier)
    decided(office, offered)
    homes.save(office, msgspec.structs.replace(HOME, bedrooms=4), new=False)
    answers_then, values = freezing.then_explained(office, ref.id, offered.dossier)
    changing = {"status", "own_offer"}
    told = {each.rule: each.text for each in answers_then if each.rule not in changing}
    assert told == {each.rule: each.text for each in before if each.rule not in changing}
    assert told["occupancy"] not in {each.text for each in lists.trace(office, HOME.code, offered.dossier)}
    assert values


def test_at_the_decision_the_appeals_about_the_home_are_told(office, offered):
    answers.answer(office, offered.id, OfferAnswer.ACCEPTED)
    assert decisions.preview_decision(office, HOME.code, offered.dossier).appeals == ()
    with office.store.unit(office.actor) as unit:
        appeals.save_appeal(
            unit.connection,
            AppealRecord(
                id="H0001",
                dossier="2010.01.01.0001",
                home=HOME.code,
                ground="betwist de toewijzing",
                lodged_on=TODAY,
                term_until=None,
            ),
        )
        unit.event("test.appeal", HOME.code)
    (told,) = decisions.preview_decision(office, HOME.code, offered.dossier).appeals
    assert told == (
        "H0001 van 2010.01.01.0001, 01/06/2026: betwist de toewijzing (termijn niet te zeggen, nog geen uitkomst)."
    )
