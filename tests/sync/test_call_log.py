"""The log of the calls serves a help desk, and tells nothing of the people whom the calls were about."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cir_desktop.errors import RegisterUnreachable
from cir_desktop.register.client import Credentials, RegisterClient
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.call_log import FILE, Call, CallLog, path_template
from cir_desktop.storage.dossiers import raw_version


@pytest.fixture
def log(tmp_path: Path) -> Any:
    made = CallLog(tmp_path / "log")
    yield made
    made.close()


@pytest.fixture
def desk(full_desk: Any, log: CallLog) -> Any:
    """A workspace that holds everything, with a client that writes down its calls."""
    access = full_desk.practice.access
    full_desk.client.close()
    credentials = Credentials(**{name: access[name] for name in Credentials.__struct_fields__ if name in access})
    full_desk.client = RegisterClient(access["base_url"], credentials, log=log)
    return full_desk


def test_every_call_of_a_pull_and_a_push_has_its_line(desk: Any, log: CallLog) -> None:
    command = desk.order("OFFER", desk.registered())
    desk.practice.fault("status", code=503, path="verwerkDossierActie")
    desk.push()
    desk.later(minutes=2)
    desk.push()
    calls = log.last(100)
    assert calls[0].path == "/oauth2/v1/token"
    told = [call for call in calls if call.path == "/dossiers/verwerkDossierActie"]
    assert [(call.method, call.status, call.attempt, call.correlation) for call in told] == [
        ("POST", "503", 1, command.id),
        ("POST", "200", 2, command.id),
    ]
    assert {call.path for call in calls} >= {"/dossiers/dossier/{nummer}", "/dossiers/bevestigDossierVerwerking"}
    assert all(0 <= call.milliseconds < 60_000 and call.at.endswith("Z") for call in calls)


def test_a_call_that_failed_stands_in_the_log_under_the_id_that_the_clerk_sees(tmp_path: Path, desk: Any) -> None:
    log = CallLog(tmp_path / "away")
    access = desk.practice.access
    credentials = Credentials(access["token_url"], access["client_id"], access["party_code"], access["private_key_pem"])
    away = RegisterClient("http://127.0.0.1:9", credentials, log=log)
    with away as client, pytest.raises(RegisterUnreachable) as told:
        client.fetch(desk.registered())
    failed = [call for call in log.last(10) if call.status == "geen-verbinding"]
    log.close()
    assert [call.attempt for call in failed] == [1, 2, 3]
    assert told.value.correlation == failed[-1].correlation
    assert str(told.value).endswith(f"(CIR-301, vraag {failed[-1].correlation[-8:]})")


def test_the_log_holds_no_number_name_or_income_of_anybody(desk: Any, log: CallLog, tmp_path: Path) -> None:
    fetched = desk.pull(full=True).fetched
    desk.order("OFFER", desk.registered())
    desk.push()
    text = (tmp_path / "log" / FILE).read_text(encoding="utf-8")
    assert text.count("/dossiers/dossier/{nummer}") >= fetched > 0
    words = set(re.split(r"[\s/]+", text))
    for number in desk.stored():
        with desk.store.read() as connection:
            dossier = decode_dossier(raw_version(connection, number)[1])
        assert number not in text
        assert number.replace(".", "") not in text
        for person in dossier.persons:
            assert person.national_number is None or person.national_number.digits not in text
            assert not {person.first_name, person.last_name} & words
        # Small amounts are left out: they look like milliseconds.
        if dossier.income and dossier.income.taxable and dossier.income.taxable.cents > 1_000_000:
            assert str(dossier.income.taxable.cents // 100) not in words


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/dossiers/dossier/2023.07.06.0002", "/dossiers/dossier/{nummer}"),
        ("/dossiers/dossier/201805101", "/dossiers/dossier/{nummer}"),
        ("/gemeentes/wijkenVoorGemeente/13017?naam=Peeters", "/gemeentes/wijkenVoorGemeente/{nummer}"),
        ("/oauth2/v1/token", "/oauth2/v1/token"),
    ],
)
def test_a_path_is_told_without_what_identifies(path: str, told: str) -> None:
    assert path_template(path) == told


def test_the_newest_calls_are_given_also_when_the_file_was_put_aside(log: CallLog, tmp_path: Path) -> None:
    for attempt in range(1, 4):
        log.add(method="GET", path="/health", status="200", seconds=0.01, correlation="a", attempt=attempt)
    log.close()
    file = tmp_path / "log" / FILE
    file.rename(file.with_name(FILE + ".1"))
    log.add(method="GET", path="/health", status="200", seconds=0.01, correlation="a", attempt=4)
    assert [call.attempt for call in log.last(3)] == [2, 3, 4]
    (newest,) = log.last(1)
    assert newest == Call(
        at=newest.at, method="GET", path="/health", status="200", milliseconds=10, correlation="a", attempt=4
    )
    assert msgspec.to_builtins(newest)["attempt"] == 4


def test_a_log_that_can_not_be_written_stops_no_call(tmp_path: Path, desk: Any) -> None:
    taken = tmp_path / "in-the-way"
    taken.write_text("geen map", encoding="utf-8")
    log = CallLog(taken)
    log.add(method="GET", path="/health", status="200", seconds=0.01, correlation="a", attempt=1)
    log.close()
    assert log.last(5) == []
