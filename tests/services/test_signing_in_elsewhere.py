"""A person signs in at an identity provider that we did not write (oidc-provider-mock).

It takes any PKCE verifier, and sends who declines back without a state: for both there is the strict one of practice.
"""

import json
import subprocess
import sys
import threading
from datetime import timedelta

import httpx
import pytest
from support.office import new_office

from cir_desktop import errors
from cir_desktop.domain.access import AccessSettings, Environment
from cir_desktop.domain.identity import Role
from cir_desktop.services import register_access, signing_in

# In a process of its own: the libraries that it stands on give warnings, which fail a test here.
SERVER = """
import json, sys
from oidc_provider_mock import User, _app, run_server_in_thread
# By itself it knows no public clients: programs on a desktop, which can keep no secret.
for grant in (_app.AuthorizationCodeGrant, _app.RefreshTokenGrant):
    grant.TOKEN_ENDPOINT_AUTH_METHODS = ["none"]
users = [User(sub=each.pop("sub"), claims=each) for each in json.loads(sys.argv[1])]
with run_server_in_thread(user_claims=users) as server:
    print(server.server_port, flush=True)
    sys.stdin.read()
"""
NAMES = {"given_name": "Els", "family_name": "Verzonnen", "vo_orgcode": "0200000001", "vo_orgnaam": "Oefendorp"}
ELS = {
    "sub": "els",
    "vo_id": "vo-els",
    "vo_doelgroepcode": "LB",
    "cirdesktop_rol_3d": ["Medewerker:0200000001", "Goedkeurder:0200000001"],
    **NAMES,
}
STRANGER = {"sub": "rik", "vo_id": "vo-rik", "vo_doelgroepcode": "GID", **NAMES}


@pytest.fixture(scope="module")
def provider():
    command = [sys.executable, "-W", "ignore", "-c", SERVER, json.dumps([ELS, STRANGER])]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        port = int(process.stdout.readline())
        yield f"http://localhost:{port}"
        process.stdin.close()
        process.wait(20)


@pytest.fixture
def office(tmp_path, provider):
    opened = new_office(tmp_path / "werkmap", actor="els")
    values = AccessSettings(issuer=provider, oidc_client_id="cir-desktop", role_app="cirdesktop")
    register_access.save(opened, Environment.PRACTICE, values)
    yield opened
    opened.close()


def sign_in(office, **form):
    """Somebody fills in the page of that provider."""
    pages = []
    with httpx.Client(trust_env=False, follow_redirects=True, timeout=20) as browser:
        started = signing_in.begin(office)
        visit = threading.Thread(target=lambda: pages.append(browser.post(started.url, data=form).text))
        visit.start()
        try:
            return signing_in.finish(office, started, seconds=20)
        finally:
            visit.join(20)
            assert pages and "CIR Desktop" in pages[0]


def test_a_person_signs_in_at_another_provider(office):
    who = sign_in(office, sub="els")
    assert who.person.name == "Els Verzonnen"
    assert office.person.roles == {Role.CLERK, Role.APPROVER}


def test_a_provider_that_tells_nothing_of_the_person_at_a_renewal_leaves_the_sign_in_for_some_hours(office):
    sign_in(office, sub="els")
    begun = office.clock()
    for hours in (2, 11, 13):
        office.clock = lambda hours=hours: begun + timedelta(hours=hours)
        who = signing_in.check(office)
        assert (who.person is not None) == (hours < 12), hours


def test_somebody_of_another_target_group_is_refused(office):
    with pytest.raises(errors.SignInRefused, match="geen lokaal bestuur"):
        sign_in(office, sub="rik")
    assert office.person is None


def test_signing_out_leads_to_its_page(office, provider):
    sign_in(office, sub="els")
    url = signing_in.sign_out(office)
    assert url.startswith(provider)
    assert httpx.get(url, trust_env=False, follow_redirects=True).status_code < 400
