from support.office import new_office

from cir_desktop.domain.identity import Person, Role

ELS = Person(
    id="a1b2c3d4-els", name="Els Verzonnen", organisation="0200000001", organisation_name="Oefendorp",
    roles=frozenset({Role.CLERK}),
)  # fmt: skip


def test_without_a_sign_in_the_account_of_the_computer_does_the_work(tmp_path):
    office = new_office(tmp_path, actor="els")
    assert office.person is None
    assert office.actor.name == "els"
    office.close()


def test_who_signed_in_does_the_work_by_vo_id_and_not_by_name(tmp_path):
    office = new_office(tmp_path, actor="els")
    office.person = ELS
    assert office.actor.name == "a1b2c3d4-els"
    with office.store.unit(office.actor) as unit:
        unit.event("register.moved", "register")
    office.person = None
    assert office.actor.name == "els"
    office.close()
