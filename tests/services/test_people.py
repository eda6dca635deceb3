import msgspec
import pytest
from support.approvers import PASSPHRASE, approver_of
from support.office import HOME, TODAY, fill, new_office
from support.roles import person

from cir_desktop.domain.identity import Role
from cir_desktop.domain.ranking import Answer
from cir_desktop.errors import BadInput, MissingRole, NotAllowed, NotFound
from cir_desktop.services import exchange, homes, lists, own_facts, people, reviews, settings
from cir_desktop.services.people import NewApprover
from cir_desktop.storage import people as kept_people

DIRECTOR = NewApprover(name="Mieke Janssens", function="algemeen directeur", account="mjanssens")
DEPUTY = NewApprover(
    name="Joris Maes", function="directeur", deputy=True, organisation="OCMW Buurdorp", agreement="Akkoord 2026-14"
)


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap", actor="Els")
    yield opened
    opened.close()


def test_an_office_where_nobody_can_release_says_so_and_what_to_do(office):
    found = people.view(office)
    assert not found.anybody
    assert found.sentence.startswith("Een sanctie kan nu door niemand vrijgegeven worden")
    assert "plaatsvervanger van een andere organisatie" in found.sentence


def test_an_approver_is_made_by_an_administrator_and_then_chooses_a_passphrase(office):
    made = people.add(office, DIRECTOR)
    assert (made.id, made.made_by, made.confirmed_at) == ("G0001", "Els", None)
    found = people.view(office)
    assert not found.anybody and "Laat Mieke Janssens hier een wachtwoordzin kiezen." in found.sentence
    assert found.approvers[0].state == "koos nog geen wachtwoordzin"
    people.confirm(office, "mieke janssens", PASSPHRASE, PASSPHRASE)
    found = people.view(office)
    assert found.anybody and "Mieke Janssens" in found.sentence
    (line,) = found.approvers
    assert (line.kind, line.state, line.known_as) == ("goedkeurder", "kan vrijgeven", "account mjanssens")


def test_the_deputy_of_another_organisation_is_marked_as_such_and_there_is_only_one(office):
    people.add(office, DEPUTY)
    assert people.view(office).approvers[0].kind == "plaatsvervanger (OCMW Buurdorp)"
    with pytest.raises(NotAllowed, match="al een plaatsvervanger"):
        people.add(office, msgspec.structs.replace(DEPUTY, name="An Wouters"))
    people.end(office, "Joris Maes")
    people.add(office, msgspec.structs.replace(DEPUTY, name="An Wouters"))


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (msgspec.structs.replace(DIRECTOR, name=" "), "name"),
        (msgspec.structs.replace(DIRECTOR, function=""), "function"),
        (msgspec.structs.replace(DEPUTY, organisation=""), "organisation"),
        (msgspec.structs.replace(DEPUTY, agreement=" "), "agreement"),
    ],
)
def test_what_must_be_known_of_an_approver_is_asked(office, new, field):
    with pytest.raises(BadInput, match="ontbreekt") as refused:
        people.add(office, new)
    assert refused.value.field == field
    assert people.view(office).approvers == ()


@pytest.mark.parametrize(
    ("field", "value"), [("name", " mieke JANSSENS "), ("account", "MJANSSENS"), ("person", "vo-7")]
)
def test_one_person_is_an_approver_once(office, field, value):
    people.add(office, msgspec.structs.replace(DIRECTOR, person="vo-7"))
    new = msgspec.structs.replace(NewApprover(name="Iemand", function="jurist"), **{field: value})
    with pytest.raises(BadInput, match="al een goedkeurder") as refused:
        people.add(office, new)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("first", "again", "field"), [("te kort", "te kort", "passphrase"), (PASSPHRASE, "x", "again")]
)
def test_a_passphrase_is_long_enough_and_typed_the_same_twice(office, first, again, field):
    made = people.add(office, DIRECTOR)
    with pytest.raises(BadInput) as refused:
        people.confirm(office, made.id, first, again)
    assert refused.value.field == field
    assert not people.view(office).anybody


def test_a_passphrase_is_chosen_once_so_that_nobody_puts_his_own_in_its_place(office):
    approver_of(office, "Mieke")
    with pytest.raises(NotAllowed, match="koos al een wachtwoordzin"):
        people.confirm(office, "Mieke", "een heel andere zin", "een heel andere zin")


def test_an_ended_approver_is_shown_last_and_releases_nothing(office):
    approver_of(office, "Mieke")
    approver_of(office, "An")
    people.end(office, "G0001")
    found = people.view(office)
    assert [line.approver.name for line in found.approvers] == ["An", "Mieke"]
    assert found.approvers[1].state.startswith("beëindigd op")
    with pytest.raises(NotFound):
        people.end(office, "Mieke")


def test_only_an_administrator_adds_or_ends(office):
    approver_of(office, "Mieke")
    office.person = person(Role.CLERK, Role.APPROVER)
    for step in (lambda: people.add(office, DEPUTY), lambda: people.end(office, "Mieke")):
        with pytest.raises(MissingRole, match="de rol beheerder"):
            step()


def test_who_signed_in_lately_is_told_and_who_is_approver_now(office):
    noor = person(Role.APPROVER, name="Noor Claes")
    office.person = noor
    with office.store.unit(office.actor) as unit:
        kept_people.keep_person(unit.connection, noor, unit.at)
        unit.event("register.moved", "register")
    found = people.view(office)
    assert [one.name for one in found.lately] == ["Noor Claes"]
    assert found.anybody and "uzelf (aangemeld als goedkeurder)" in found.sentence


def test_what_a_signed_in_person_did_is_shown_by_name_and_kept_by_number(office):
    fill(office, 12)
    noor = person(*Role, id="vo-noor", name="Noor Claes")
    office.person = noor
    with office.store.unit(office.actor) as unit:
        kept_people.keep_person(unit.connection, noor, unit.at)
        unit.event("register.moved", "register")
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, HOME.code, TODAY)
    settings.save(office, settings.current(office).rules, "Proef", based_on=0)
    dossier = lists.list_of_home(office, HOME.code).ranking.placed[0].dossier
    reviews.mark(office, HOME.code, dossier, None, "terugbellen")
    own_facts.note(office, dossier, "property.within", answer=Answer.NOT_MET, source="notaris")
    office.person = None
    assert settings.history(office)[0].by == "Noor Claes"
    assert reviews.reviews_of(office, HOME.code).marks[dossier].by == "Noor Claes"
    assert own_facts.history(office, dossier)[0].by == "Noor Claes"
    assert {event.actor for event in exchange.recent_events(office, dossier)} >= {"Noor Claes (vo-noor)"}
    with office.store.read() as connection:
        actors = set(
            connection.exec_driver_sql("select actor from own_review union select actor from own_fact").scalars()
        )
    assert actors == {"vo-noor"}
