"""A person signs in at the practice register in a browser, and stays so as long as the provider says so."""

import contextlib
import json
import threading
import time
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest
from support.browser import BY_NAME, Browser
from support.office import fill

from cir_desktop import errors
from cir_desktop.domain.identity import Role
from cir_desktop.domain.job import Cancel
from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.practice import launcher
from cir_desktop.register.auth import Credentials, Tokens
from cir_desktop.register.http import open_http
from cir_desktop.runtime.ids import uuid7
from cir_desktop.services import approvals, candidates, exchange, kept_sign_in, signing_in
from cir_desktop.services.bootstrap import open_office
from cir_desktop.storage import events as stored_events
from cir_desktop.storage import outbox, people, settings

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
ELS = BY_NAME["Els"]


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("oefenregister"), 5, 1) as running:
        yield running


@pytest.fixture
def control(practice):
    """Calls practice control; roles and faults are as they were afterwards."""
    known = json.loads(practice.credentials.read_text(encoding="utf-8"))

    def call(method, path, body=None):
        headers = {"x-practice-token": known["control_token"]}
        answer = httpx.request(method, known["control_url"] + path, json=body, headers=headers, trust_env=False)
        assert answer.status_code == 200, answer.text

    yield call
    call("DELETE", "/faults")
    call("POST", "/employee", {"vo_id": ELS.vo_id, "roles": list(ELS.roles)})


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def reopen(tmp_path, clock):
    """The workspace, opened anew with the same key."""

    def open_one():
        return open_office(tmp_path / "werkmap", passphrase=lambda: "vier gewone woorden", actor="els", clock=clock)

    return open_one


@pytest.fixture
def office(reopen, practice):
    opened = reopen()
    opened.connect(practice.base_url, practice.credentials)
    yield opened
    opened.close()


def sign_in(office, name="Els"):
    with Browser(name) as browser:
        started = signing_in.begin(office)
        browser.open(started.url)
        try:
            return signing_in.finish(office, started, seconds=20), browser
        except errors.CirError as error:
            error.browser = browser
            raise


def events(office):
    with office.store.read() as connection:
        return [(event.kind, event.actor) for event in stored_events.events(connection)]


def kept(office):
    with office.store.read() as connection:
        return settings.get(connection, kept_sign_in.ROW) or ""


def test_who_signs_in_is_known_with_name_organisation_and_roles(office):
    who, browser = sign_in(office)
    assert (who.person.name, who.person.organisation_name) == ("Els Verzonnen", "Lokaal bestuur Oefendorp")
    assert who.roles == ("medewerker",)
    assert office.person.roles == {Role.CLERK}
    assert office.actor.name == ELS.vo_id
    assert ("sign_in.done", ELS.vo_id) in events(office)
    assert "U mag dit venster sluiten" in browser.last_page
    with office.store.read() as connection:
        assert [each.name for each in people.lately(connection)] == ["Els Verzonnen"]


def test_the_national_number_and_the_tokens_of_an_hour_are_kept_nowhere(office):
    sign_in(office)
    text = kept(office)
    assert ELS.rrn not in text
    assert set(json.loads(text)) == {"sign_in", "refresh_token", "issuer", "ended", "signed_out"}
    assert "eyJ" not in text, "a token with claims"


def test_a_role_that_is_unknown_or_of_another_organisation_is_shown_and_gives_nothing(office):
    who, _ = sign_in(office, "Koen")
    assert office.person.roles == {Role.READER}
    assert who.strange_roles == ("Archivaris:0200000001", "Beheerder:0200000002")


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("Rik", errors.SignInRefused, "geen lokaal bestuur"),
        ("Noor", errors.NoRole, "geen rol voor dit programma"),
        (None, errors.SignInRefused, "geannuleerd"),
    ],
)
def test_who_may_not_work_here_is_not_signed_in_and_reads_why_in_both_windows(office, name, kind, words):
    with pytest.raises(kind, match=words) as refused:
        sign_in(office, name)
    assert office.person is None
    assert refused.value.code in refused.value.browser.last_page
    assert kept(office) == ""


def test_somebody_of_another_authority_does_not_get_into_this_workspace(office):
    values = office.access.values
    office.access.keep(
        office.actor, office.access.environment, msgspec.structs.replace(values, organisation="0200000009")
    )
    with pytest.raises(errors.SignInRefused, match="van een ander bestuur"):
        sign_in(office)


def test_a_refused_sign_in_leaves_the_person_who_was_signed_in(office):
    sign_in(office)
    with pytest.raises(errors.NoRole):
        sign_in(office, "Noor")
    assert office.person.name == "Els Verzonnen"


def test_an_answer_with_another_state_changes_nothing_and_the_right_one_still_counts(office):
    with Browser() as browser:
        started = signing_in.begin(office)
        answer = browser.answer_of(started.url)
        forged = answer.replace("state=", "state=x")

        def visits():
            assert "hoort niet bij de aanmelding" in browser.visit(forged)
            browser.last_page = browser.visit(answer)

        beside = threading.Thread(target=visits)
        beside.start()
        who = signing_in.finish(office, started, seconds=20)
        beside.join(20)
    assert who.person.name == "Els Verzonnen"
    assert "U bent aangemeld" in browser.last_page


def test_only_one_answer_is_accepted(office):
    with Browser() as browser:
        started = signing_in.begin(office)
        answer = browser.answer_of(started.url)
        pages = []

        def visit():
            # Once the one answer was taken nobody listens any more.
            with contextlib.suppress(httpx.TransportError):
                pages.append(browser.visit(answer))

        visits = [threading.Thread(target=visit) for _ in range(2)]
        for each in visits:
            each.start()
        signing_in.finish(office, started, seconds=20)
        for each in visits:
            each.join(20)
    assert sum("U bent aangemeld" in page for page in pages) == 1


def test_an_answer_from_another_provider_is_not_taken(office):
    with Browser() as browser:
        started = signing_in.begin(office)
        answer = browser.answer_of(started.url)
        mixed_up = answer.partition("&iss=")[0] + "&iss=http%3A%2F%2F127.0.0.1%3A9%2Fop"
        browser._visits.append(threading.Thread(target=browser.visit, args=(mixed_up,)))
        browser._visits[-1].start()
        with pytest.raises(errors.SignInForged):
            signing_in.finish(office, started, seconds=20)


def test_the_wait_for_the_browser_can_be_stopped_and_ends_by_itself(office):
    cancel = Cancel()
    cancel.request()
    with pytest.raises(errors.Cancelled):
        signing_in.finish(office, signing_in.begin(office), cancel=cancel)
    with pytest.raises(errors.SignInTooLate, match="duurde te lang"):
        signing_in.finish(office, signing_in.begin(office), seconds=0)
    assert office.person is None


def test_after_a_restart_it_is_still_that_person_also_without_a_network(office, reopen, clock, control):
    sign_in(office)
    office.close()
    control("POST", "/faults", {"kind": "down", "times": None})
    clock.now += timedelta(hours=3)
    again = reopen()
    try:
        assert again.person.name == "Els Verzonnen"
        who = signing_in.check(again)
        assert who.person.name == "Els Verzonnen"
        assert "niet opnieuw nagekeken" in who.sentence
        assert who.stale
        clock.now = NOW + timedelta(hours=12)
        assert again.person is None
        assert again.actor.name == "els"
        who = signing_in.who(again)
        assert (who.person, who.ended) == (None, True)
        assert "Meld u opnieuw aan" in who.sentence
        control("DELETE", "/faults")
        who = signing_in.check(again)
        assert (who.person, again.sign_in) == (None, None), "a provider that would renew brings nobody back"
        assert "refresh_token" not in kept(again) or not json.loads(kept(again))["refresh_token"]
    finally:
        again.close()


def test_a_clock_that_is_set_back_does_not_make_a_sign_in_last(office, clock):
    sign_in(office)
    clock.now -= timedelta(hours=1)
    assert office.person is None


def test_each_look_at_the_provider_spends_the_refresh_token_for_a_new_one(office, clock):
    sign_in(office)
    seen = {json.loads(kept(office))["refresh_token"]}
    for _ in range(3):
        clock.now += timedelta(hours=1)
        who = signing_in.check(office)
        assert who.checked_at == clock.now
        assert not who.stale
        seen.add(json.loads(kept(office))["refresh_token"])
    assert len(seen) == 4


def test_within_the_hour_the_provider_is_not_asked_again(office, clock):
    sign_in(office)
    before = kept(office)
    clock.now += timedelta(minutes=50)
    signing_in.check(office)
    assert kept(office) == before


def test_two_looks_at_once_spend_one_token(office, clock):
    sign_in(office)
    clock.now += timedelta(hours=1)
    looks = [threading.Thread(target=signing_in.check, args=(office,)) for _ in range(4)]
    for look in looks:
        look.start()
    for look in looks:
        look.join(20)
    assert office.person.name == "Els Verzonnen"


def test_a_role_that_is_taken_away_counts_from_the_next_look(office, clock, control):
    sign_in(office)
    control("POST", "/employee", {"vo_id": ELS.vo_id, "roles": ["Raadpleger:0200000001"]})
    clock.now += timedelta(hours=1)
    who = signing_in.check(office)
    assert who.roles == ("raadpleger",)
    with pytest.raises(errors.MissingRole):
        exchange.retry(office)
    assert ("sign_in.roles", ELS.vo_id) in events(office)


def test_who_lost_the_last_role_is_signed_out_with_the_reason(office, clock, control, reopen):
    sign_in(office)
    control("POST", "/employee", {"vo_id": ELS.vo_id, "roles": []})
    clock.now += timedelta(hours=1)
    who = signing_in.check(office)
    assert (who.person, who.ended) == (None, True)
    assert "geen rol voor dit programma" in who.sentence
    assert ("sign_in.ended", ELS.vo_id) in events(office)
    office.close()
    again = reopen()
    assert "geen rol voor dit programma" in signing_in.who(again).sentence
    again.close()


def test_a_refresh_that_is_refused_signs_out_says_so_and_loses_nothing(office, clock):
    sign_in(office)
    with Browser() as browser:
        # Somebody else used the copy of the token: the provider ends the session.
        token = json.loads(kept(office))["refresh_token"]
        form = {"grant_type": "refresh_token", "client_id": "cir-desktop-oefening-persoon", "refresh_token": token}
        assert browser._http.post(office.access.values.issuer + "/v1/token", data=form).status_code == 200
    before = len(events(office))
    clock.now += timedelta(hours=1)
    who = signing_in.check(office)
    assert (who.person, who.ended) == (None, True)
    assert "er ging niets verloren" in who.sentence
    assert len(events(office)) == before + 1
    assert office.actor.name == "els"


def test_who_signs_out_is_forgotten_here_and_at_the_provider(office):
    with Browser() as browser:
        started = signing_in.begin(office)
        browser.open(started.url)
        signing_in.finish(office, started, seconds=20)
        token = json.loads(kept(office))["refresh_token"]
        url = signing_in.sign_out(office)
        assert office.person is None
        assert token not in kept(office)
        assert ("sign_in.out", ELS.vo_id) in events(office)
        assert "rrn" not in url
        assert "id_token_hint" not in url
        assert "afgemeld" in browser.visit(url)
        form = {"grant_type": "refresh_token", "client_id": "cir-desktop-oefening-persoon", "refresh_token": token}
        assert browser._http.post(office.access.values.issuer + "/v1/token", data=form).status_code == 400


def test_signing_out_without_a_network_forgets_all_the_same(office, control):
    sign_in(office)
    control("POST", "/faults", {"kind": "down", "times": None})
    token = json.loads(kept(office))["refresh_token"]
    assert signing_in.sign_out(office) == ""
    assert office.person is None
    assert token not in kept(office)


def test_a_sign_in_at_another_provider_does_not_count(office, reopen):
    sign_in(office)
    values = msgspec.structs.replace(office.access.values, issuer="http://127.0.0.1:9/op")
    # Somebody without a sign-in may set the access.
    office.sign_in = None
    office.access.keep(office.actor, office.access.environment, values)
    office.close()
    again = reopen()
    assert again.person is None
    again.close()


def test_the_refresh_token_is_never_shown_to_another_provider(office, clock):
    sign_in(office)
    values = msgspec.structs.replace(office.access.values, issuer="http://127.0.0.1:9/op")
    office.access.keep(office.actor, office.access.environment, values)
    clock.now += timedelta(hours=1)
    who = signing_in.check(office)
    assert (who.person, who.ended) == (None, True)
    assert json.loads(kept(office))["refresh_token"] == ""


@pytest.fixture
def beside(office, reopen):
    """A second program on the same workspace: the console beside the window."""
    opened = reopen()
    yield opened
    opened.close()


def test_what_the_console_does_counts_in_the_window_and_the_other_way_round(office, beside):
    sign_in(office)
    assert signing_in.check(beside).person.name == "Els Verzonnen"
    sign_in(beside, "Jan")
    assert signing_in.check(office).person.name == "Jan Voorbeeld"
    signing_in.sign_out(office)
    assert beside.person is not None
    assert signing_in.check(beside).person is None


def test_two_programs_never_spend_the_same_refresh_token(office, beside, clock):
    sign_in(office)
    signing_in.check(beside)
    for _ in range(3):
        clock.now += timedelta(hours=1)
        looks = [threading.Thread(target=signing_in.check, args=(each,)) for each in (office, beside) * 2]
        for look in looks:
            look.start()
        for look in looks:
            look.join(20)
    assert signing_in.check(office).person.name == "Els Verzonnen"
    assert signing_in.check(beside).person.name == "Els Verzonnen"


def test_who_signs_out_in_the_middle_of_a_look_stays_out(office, beside, clock, control):
    sign_in(office)
    clock.now += timedelta(hours=1)
    control("POST", "/faults", {"kind": "down", "times": None})
    begun = kept_sign_in.read(office)
    signing_in.sign_out(beside)
    control("DELETE", "/faults")
    with pytest.raises(kept_sign_in.Overtaken):
        signing_in._renew(office, begun, begun.sign_in)
    assert signing_in.check(office).person is None


def test_without_a_provider_set_it_says_what_to_fill_in(reopen):
    office = reopen()
    try:
        assert not signing_in.who(office).can_sign_in
        with pytest.raises(errors.RegisterNotSet, match="aanmelddienst"):
            signing_in.begin(office)
    finally:
        office.close()


def test_a_provider_that_is_down_is_said_so(office, control):
    control("POST", "/faults", {"kind": "down", "times": None})
    with pytest.raises(errors.RegisterUnreachable, match="aanmelddienst is even niet beschikbaar"):
        signing_in.begin(office)


@pytest.mark.parametrize("off", [1200, -1200])
def test_a_machine_with_a_wrong_clock_reads_that_it_is_the_clock(practice, off):
    known = json.loads(practice.credentials.read_text(encoding="utf-8"))
    who = Credentials(known["token_url"], known["client_id"], known["party_code"], known["private_key_pem"])
    with open_http(known["token_url"], timeout=10) as http:
        with pytest.raises(errors.WrongClock, match="20 minuten"):
            Tokens(who, http, now=lambda: time.time() + off).authorization()
        assert Tokens(who, http).authorization().startswith("Bearer ")


@pytest.fixture
def filled(office):
    fill(office, 20)
    return office


def held_sanction(office):
    """A refusal that whoever is signed in now enters."""
    row = candidates.rows(office, candidates.ids(office, candidates.Filter(status="REG")))[0]
    command = Command(
        id=str(uuid7()),
        action="REF",
        dossier=row.dossier,
        base_version=row.version,
        payload=ConsequencePayload("Ongegrond."),
        author=office.actor.name,
        created_at=office.clock(),
        state=CommandState.HELD,
    )
    with office.store.unit(office.actor) as unit:
        outbox.add_command(unit.connection, command)
        unit.event("offer.answered", row.dossier)
    return command.id


def test_a_sanction_of_one_person_is_released_by_another_who_signed_in_as_approver(filled):
    sign_in(filled, "Els")
    command = held_sanction(filled)
    with pytest.raises(errors.MissingRole):
        approvals.release(filled, command, approvals.SignedIn())
    sign_in(filled, "Jan")
    assert approvals.release(filled, command, approvals.SignedIn()).by.startswith("Jan Voorbeeld")


def test_who_is_both_does_not_release_the_own_sanction_after_signing_in_again(filled):
    sign_in(filled, "Lotte")
    command = held_sanction(filled)
    signing_in.sign_out(filled)
    sign_in(filled, "Lotte")
    with pytest.raises(errors.NotAllowed):
        approvals.release(filled, command, approvals.SignedIn())
