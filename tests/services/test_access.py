"""With what the program reaches a register, and that no real one is reached without a legal ground."""

import json
from datetime import date, timedelta

import msgspec
import pytest
from joserfc.jwk import RSAKey
from support.office import MORNING, fill, new_office
from support.roles import person

from cir_desktop import errors
from cir_desktop.domain.access import AccessSettings, Environment, Ground, GroundKind
from cir_desktop.domain.identity import Role
from cir_desktop.domain.ways import Way
from cir_desktop.runtime import admin_file
from cir_desktop.services import exchange, register_access, signing_in, ways
from cir_desktop.services.access import Access

GROUND = Ground(GroundKind.AUTHORISATION, "VTC/2026/12", date(2026, 2, 1))
PHRASE = "vier gewone woorden hier"


@pytest.fixture(scope="module")
def key():
    return RSAKey.generate_key(2048)


@pytest.fixture
def pem(key, tmp_path):
    """A file with the private key, protected with a passphrase."""
    file = tmp_path / "sleutel.pem"
    file.write_bytes(key.as_pem(private=True, password=PHRASE))
    return file


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


def values(**changed):
    known = {
        "base_url": "https://cir.example",
        "token_url": "https://cir.example/token",
        "client_id": "oefendorp",
        "party_code": "LB-OEFENDORP",
    }
    return AccessSettings(**known | changed)


def save(office, environment=Environment.PRODUCTION, pem=None, passphrase=PHRASE, **changed):
    return register_access.save(office, environment, values(**changed), file=pem, passphrase=passphrase)


@pytest.mark.parametrize("environment", [Environment.TEST, Environment.PRODUCTION])
def test_no_register_but_that_of_practice_is_called_without_a_ground(office, pem, environment):
    save(office, environment, pem)
    with pytest.raises(errors.NoGround, match="geen machtiging of verwerkersovereenkomst") as refused:
        office.client()
    assert refused.value.code == "CIR-326"
    save(office, environment, ground=GROUND)
    assert office.client().party == "LB-OEFENDORP"


def test_an_unknown_access_to_a_real_address_is_not_even_asked_whether_it_answers(office):
    with pytest.raises(errors.NoGround):
        office.use_url("https://cir.example")


def test_the_register_of_practice_needs_no_ground_and_stands_on_this_computer(office, pem):
    here = dict.fromkeys(("base_url", "token_url"), "http://127.0.0.1:9/x")
    save(office, Environment.PRACTICE, pem, **here)
    assert office.client()
    with pytest.raises(errors.BadInput, match="draait op deze computer zelf") as refused:
        save(office, Environment.PRACTICE, base_url="https://cir.example", token_url=here["token_url"])
    assert refused.value.field == "base_url"


@pytest.mark.parametrize("name", ["base_url", "token_url", "issuer"])
@pytest.mark.parametrize(
    "address",
    [
        "http://cir.example", "cir.example", "ftp://cir.example", "https://", "https://[", "https://cir example",
        "https://cir.example:99999", "https://cir.example:abc", "https://a..b", "https://xn--é", "https://-",
        "https://els:geheim@cir.example", "https://" + "a" * 64 + ".be", "http://127.0.0.1:0", "http://127.0.0.1.example",
    ],
)  # fmt: skip
def test_an_address_without_tls_is_not_kept(office, name, address):
    with pytest.raises(errors.BadInput, match="geen veilig adres") as refused:
        save(office, **{name: address})
    assert refused.value.field == name
    assert office.register_url is None


def test_the_passphrase_of_the_key_is_asked_once_and_the_key_stands_in_no_file(office, pem, key):
    with pytest.raises(errors.BadInput, match="beschermd met een wachtwoordzin") as refused:
        save(office, pem=pem, passphrase="")
    assert refused.value.field == "passphrase"
    with pytest.raises(errors.BadInput, match="opent de sleutel niet"):
        save(office, pem=pem, passphrase="een andere zin")
    assert save(office, pem=pem, ground=GROUND).has_key
    secret = key.as_pem(private=True).decode().splitlines()[5].encode()
    for file in office.workspace.rglob("*"):
        assert not file.is_file() or secret not in file.read_bytes()
    assert office.client()


def test_settings_change_without_giving_the_key_again(office, pem):
    save(office, pem=pem, ground=GROUND)
    assert save(office, party_code="LB-ANDERS", ground=GROUND).has_key
    assert office.client().party == "LB-ANDERS"


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"geen sleutel",
        lambda: RSAKey.generate_key(2048).as_pem(private=False),
        lambda: b"\xff\xfe",
        lambda: b"{}",
        lambda: b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        lambda: b"x" * 200_000,
    ],
)
def test_a_file_that_holds_no_private_key_is_refused_at_its_field(office, tmp_path, make):
    file = tmp_path / "iets.pem"
    file.write_bytes(make())
    with pytest.raises(errors.BadInput) as refused:
        save(office, pem=file)
    assert refused.value.field == "file"


def test_a_short_key_is_refused(office, tmp_path):
    file = tmp_path / "kort.pem"
    with pytest.warns(Warning, match="2048"):
        file.write_bytes(RSAKey.generate_key(1024).as_pem(private=True))
    with pytest.raises(errors.BadInput, match="minstens 2048 bits"):
        save(office, pem=file)


def test_a_key_past_its_last_day_is_not_used_any_more(office, pem):
    last = date(2026, 5, 31)
    save(office, pem=pem, ground=GROUND, key_until=last)
    with pytest.raises(errors.KeyExpired, match="31/05/2026 was de laatste dag") as refused:
        office.client()
    assert refused.value.code == "CIR-324"
    save(office, ground=GROUND, key_until=date(2026, 6, 1))
    assert office.client()


def test_a_window_that_stays_open_past_the_last_day_of_the_key_does_not_use_it_any_more(office, pem):
    moments = [MORNING]
    office.access = Access(office.store, lambda: moments[-1], None)
    save(office, pem=pem, ground=GROUND, key_until=MORNING.date())
    assert office.client()
    moments.append(MORNING + timedelta(days=1))
    with pytest.raises(errors.KeyExpired):
        office.client()


def test_nobody_signs_in_to_a_real_register_before_it_is_said_for_which_landlord(office, pem):
    persons = {"issuer": "https://op.example", "oidc_client_id": "x", "role_app": "cirdesktop"}
    found = save(office, pem=pem, ground=GROUND, **persons)
    assert register_access.sentences(found) == [
        "Personen kunnen zich nog niet aanmelden: het ondernemingsnummer is niet ingevuld."
    ]
    with pytest.raises(errors.RegisterNotSet, match="iemand van een ander bestuur"):
        signing_in.begin(office)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 7, 2), None),
        (date(2026, 7, 1), "eindigt op 01/07/2026"),
        (date(2026, 6, 1), "eindigt op 01/06/2026"),
        (date(2026, 5, 31), "is verlopen: 31/05/2026"),
    ],
)
def test_the_end_of_the_key_is_told_a_month_before(office, pem, last, words):
    save(office, pem=pem, ground=GROUND, key_until=last)
    told = exchange.status(office).access_warnings
    assert len(told) == (words is not None)
    assert words is None or words in told[0]


def test_a_ground_that_lacks_is_told_before_somebody_asks_the_register(office, pem):
    assert exchange.status(office).access_warnings == ()
    save(office, pem=pem)
    assert "machtiging" in exchange.status(office).access_warnings[0]


def test_each_environment_keeps_its_own_settings_and_key(office, pem):
    save(office, Environment.TEST, pem, base_url="https://test.example")
    save(office, Environment.PRODUCTION, base_url="https://echt.example")
    assert office.register_url == "https://echt.example"
    test = register_access.view(office, Environment.TEST)
    assert (test.values.base_url, test.has_key, test.chosen) == ("https://test.example", True, False)
    real = register_access.view(office)
    assert (real.environment, real.has_key, real.chosen) == (Environment.PRODUCTION, False, True)


def test_candidates_of_two_environments_never_stand_in_one_workspace(office, pem):
    save(office, Environment.TEST, pem)
    fill(office, 5)
    with pytest.raises(errors.NotAllowed, match="uit een andere omgeving"):
        save(office, Environment.PRODUCTION)
    assert save(office, Environment.TEST, party_code="LB-ANDERS").chosen


def test_a_ground_without_a_reference_is_none(office):
    with pytest.raises(errors.BadInput, match="referentie ontbreekt") as refused:
        save(office, ground=Ground(GroundKind.AGREEMENT, "  ", date(2026, 1, 1)))
    assert refused.value.field == "reference"


def test_what_still_lacks_is_told_in_words(office, pem):
    told = register_access.sentences(register_access.view(office))
    assert len(told) == 4
    persons = {"issuer": "https://op.example", "oidc_client_id": "x", "role_app": "cirdesktop"}
    found = save(office, pem=pem, ground=GROUND, organisation="0200000009", **persons)
    assert register_access.sentences(found) == []


def test_the_log_tells_the_environment_and_no_secret(office, pem):
    save(office, pem=pem)
    with office.store.read() as connection:
        (details,) = connection.exec_driver_sql("select details from event where kind = 'register.connected'").scalars()
    assert json.loads(details) == {"url": "https://cir.example", "environment": "production"}


def admin(tmp_path, monkeypatch, text):
    file = tmp_path / "admin.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv(admin_file.VARIABLE, str(file))
    return admin_file.admin_file()


FIXED = """
environment = "production"
[production]
base_url = "https://vast.example"
issuer = "https://op.vast.example"
key_until = 2027-01-01
[production.ground]
kind = "processing_agreement"
reference = "VWO-7"
date = 2026-03-01
"""


def test_what_the_administrator_of_the_computer_fixed_wins_and_is_named(office, tmp_path, monkeypatch):
    office.access = Access(office.store, office.clock, admin(tmp_path, monkeypatch, FIXED))
    found = register_access.view(office)
    assert found.environment is Environment.PRODUCTION
    assert found.values.base_url == "https://vast.example"
    assert found.values.ground == Ground(GroundKind.AGREEMENT, "VWO-7", date(2026, 3, 1))
    assert found.fixed == {"environment", "base_url", "issuer", "key_until", "ground"}
    assert found.admin_file.endswith("admin.toml")
    changed = msgspec.structs.replace(found.values, client_id="oefendorp")
    assert register_access.save(office, Environment.PRODUCTION, changed).values.client_id == "oefendorp"
    with pytest.raises(errors.BadInput, match="legde dit vast: adres van het register") as refused:
        register_access.save(office, Environment.PRODUCTION, values())
    assert refused.value.field == "base_url"


def test_another_environment_than_the_administrator_fixed_can_not_be_chosen(office, tmp_path, monkeypatch):
    office.access = Access(office.store, office.clock, admin(tmp_path, monkeypatch, 'environment = "production"'))
    with pytest.raises(errors.BadInput, match="legde de omgeving vast") as refused:
        save(office, Environment.TEST)
    assert refused.value.field == "environment"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("environment = ", "geen geldige TOML"),
        ('environment = "elders"', "“environment”"),
        ('[elders]\nbase_url = "https://x.example"', "“elders”"),
        ('[production]\nprivate_key_pem = "geheim"', "“production”"),
        ('[production]\nbase_url = "http://x.example"', "“production”"),
        ("[production]\nbase_url = 5", "“production”"),
        ('sign_in_required = "ja"', "“sign_in_required”"),
        ('[practice]\nbase_url = "https://x.example"', "“practice”"),
    ],
)
def test_a_file_of_the_administrator_that_is_wrong_is_named_with_the_place(office, tmp_path, monkeypatch, text, words):
    with pytest.raises(errors.BadAdminFile, match=words) as refused:
        Access(office.store, office.clock, admin(tmp_path, monkeypatch, text))
    assert str(tmp_path / "admin.toml") in refused.value.what


def test_a_computer_without_such_a_file_fixes_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv(admin_file.VARIABLE, str(tmp_path / "geen.toml"))
    assert admin_file.admin_file() is None


def test_a_wrong_file_of_the_administrator_stops_the_program_and_practice_does_not_look_at_it(tmp_path, monkeypatch):
    from cir_desktop.services.bootstrap import open_office

    admin(tmp_path, monkeypatch, FIXED)
    practice = open_office(tmp_path / "oefenen", throw_away=True, practice=True)
    assert practice.register_url is None
    practice.close()
    real = open_office(tmp_path / "echt", throw_away=True)
    assert real.register_url == "https://vast.example"
    real.close()
    (tmp_path / "admin.toml").write_text("environment = 5", encoding="utf-8")
    with pytest.raises(errors.BadAdminFile):
        open_office(tmp_path / "werkmap", throw_away=True)


def test_where_a_sign_in_is_asked_nobody_works_without_one(office, tmp_path, monkeypatch):
    office.access = Access(office.store, office.clock, admin(tmp_path, monkeypatch, "sign_in_required = true"))
    with pytest.raises(errors.MissingRole, match="rol beheerder nodig") as refused:
        save(office)
    assert "zonder aanmelding kan dit niet" in refused.value.todo
    assert "vraagt dat u zich aanmeldt" in signing_in.who(office).sentence
    office.person = person(Role.ADMINISTRATOR)
    assert save(office).chosen


def test_through_a_housing_company_persons_may_sign_in_but_no_register_is_set(office):
    ways.choose(office, Way.WORKBOOK, "LB-OEFENDORP")
    persons = {"issuer": "https://op.example", "oidc_client_id": "x", "role_app": "cirdesktop"}
    register_access.save(office, Environment.PRODUCTION, AccessSettings(**persons))
    assert signing_in.who(office).can_sign_in
    assert office.way is Way.WORKBOOK
    with pytest.raises(errors.NotAllowed, match="via de woonmaatschappij"):
        save(office)
