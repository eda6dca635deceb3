import logging
from datetime import UTC, date, datetime

import keyring
import keyring.backend
import pytest

from cir_desktop.errors import NoKey, StoreError
from cir_desktop.runtime import secrets
from cir_desktop.runtime.clock import local_day
from cir_desktop.runtime.ids import uuid7
from cir_desktop.runtime.log import redact, start_log, stop_log


class MemoryKeyring(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        super().__init__()
        self.known = {}

    def get_password(self, service, username):
        return self.known.get((service, username))

    def set_password(self, service, username, password):
        self.known[service, username] = password


class PlainFileKeyring(MemoryKeyring):
    __module__ = "keyrings.alt.file"


@pytest.fixture
def use_keyring():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_day_counts_in_flanders_and_not_in_utc():
    assert local_day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)


def test_ids_made_later_sort_later():
    made = [uuid7() for _ in range(50)]
    assert [i.version for i in made] == [7] * 50
    assert [i.int >> 80 for i in made] == sorted(i.int >> 80 for i in made)


@pytest.mark.parametrize(
    "secret",
    ["85.01.01-950.12", "85010195012", "jan.peeters@example.be", "Bearer abc.def", "€ 21.345,00", "passphrase=geheim"],
)
def test_the_log_never_holds_what_identifies_or_opens(tmp_path, secret):
    file = start_log(tmp_path)
    handler = logging.getLogger().handlers[-1]
    try:
        try:
            raise ValueError(f"iets met {secret} erin")
        except ValueError:
            logging.getLogger("proef").exception("fout bij %s", secret)
        handler.flush()
        text = file.read_text(encoding="utf-8")
        assert "Traceback" in text
        assert secret.removeprefix("passphrase=").removeprefix("Bearer ") not in text
    finally:
        stop_log()


def test_a_dossier_number_may_stand_in_the_log():
    assert redact("dossier 2023.07.06.0002") == "dossier 2023.07.06.0002"
    assert redact("token eyJhbGciOiJSUzI1NiJ9.eyJycm4iOiI5In0.c2ln") == "token [token]"
    assert redact("refresh_token=abc-def") == "refresh_token=[weg]"
    assert redact("GET /terug?code=abc&state=xyz HTTP/1.1") == "GET /terug?code=[weg]&state=[weg] HTTP/1.1"


def test_the_key_is_made_once_and_found_again_in_the_keyring(tmp_path, use_keyring):
    use_keyring(MemoryKeyring())
    key = secrets.workspace_key(tmp_path, exists=False, passphrase=None)
    assert len(key) == 32
    assert secrets.workspace_key(tmp_path, exists=True, passphrase=None) == key


def test_a_plain_text_keyring_is_never_used(tmp_path, use_keyring):
    plain = PlainFileKeyring()
    use_keyring(plain)
    assert secrets.key_from_keyring(tmp_path, create=True) is None
    assert plain.known == {}


def test_without_keyring_and_terminal_it_says_so_at_once_instead_of_hanging(tmp_path, use_keyring, monkeypatch):
    use_keyring(PlainFileKeyring())
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(NoKey, match="passphrase-file"):
        secrets.workspace_key(tmp_path, exists=False, passphrase=None)


def test_the_same_passphrase_gives_the_same_key_and_another_one_another(tmp_path):
    first = secrets.workspace_key(tmp_path, exists=False, passphrase=lambda: "vier gewone woorden hier")
    assert secrets.workspace_key(tmp_path, exists=True, passphrase=lambda: "vier gewone woorden hier") == first
    assert secrets.workspace_key(tmp_path, exists=True, passphrase=lambda: "iets anders") != first


def test_an_empty_passphrase_is_refused(tmp_path):
    with pytest.raises(NoKey):
        secrets.workspace_key(tmp_path, exists=False, passphrase=lambda: "")


def test_a_lost_salt_is_told_and_not_made_anew(tmp_path):
    with pytest.raises(StoreError, match="store.salt"):
        secrets.key_from_passphrase("iets", tmp_path, create=False)


def test_a_keyring_that_forgot_an_existing_workspace_makes_no_new_key(tmp_path, use_keyring):
    memory = MemoryKeyring()
    use_keyring(memory)
    with pytest.raises(NoKey):
        secrets.workspace_key(tmp_path, exists=True, passphrase=None)
    assert memory.known == {}
