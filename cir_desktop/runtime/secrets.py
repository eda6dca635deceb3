"""The key of the store: in the keyring of the operating system, or made from a passphrase, or in memory only.

Never in a file. A keyring backend that writes plain text is not accepted, wherever it comes from.
"""

import getpass
import hashlib
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from cir_desktop.errors import NoKey, StoreError, UsageError

KEY_BYTES = 32
SALT_FILE = "store.salt"
_SERVICE = "cir-desktop"
# scrypt at these costs takes some 0.1 s and 64 MB once per start (RFC 7914, section 2)
_SCRYPT = {"n": 2**16, "r": 8, "p": 1, "maxmem": 128 * 1024 * 1024, "dklen": KEY_BYTES}

_PLAIN_BACKENDS = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")


def new_key() -> bytes:
    """A fresh random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def key_from_passphrase(passphrase: str, workspace: Path, *, create: bool) -> bytes:
    """The key that a passphrase gives with the salt of the workspace.

    Raises NoKey for an empty passphrase, StoreError when the salt of an existing store is gone.
    """
    if not passphrase:
        raise NoKey("De wachtwoordzin is leeg.", "Geef een wachtwoordzin van minstens enkele woorden.")
    salt_file = workspace / SALT_FILE
    if create and not salt_file.exists():
        workspace.mkdir(parents=True, exist_ok=True)
        salt_file.write_bytes(secrets.token_bytes(16))
    try:
        salt = salt_file.read_bytes()
    except OSError as error:
        raise StoreError(
            f"Het bestand {SALT_FILE} naast de gegevens ontbreekt: zonder dat bestand past geen wachtwoordzin.",
            "Zet het terug uit de reservekopie van de map.",
        ) from error
    return hashlib.scrypt(passphrase.encode("utf-8"), salt=salt, **_SCRYPT)


def passphrase_from_file(path: Path) -> str:
    """The first line of a file; raises UsageError when it can't be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "Het bestand met de wachtwoordzin kan niet gelezen worden.", "Kijk het pad en de rechten na."
        ) from error
    return lines[0].strip() if lines else ""


def ask_passphrase(prompt: str) -> str:
    """Ask in the terminal; raises NoKey at once when there is no terminal, so that nothing hangs."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise NoKey(
            "Er is geen sleutelbos op deze computer en geen terminal om een wachtwoordzin te vragen.",
            "Geef --passphrase-file BESTAND, of meld u aan op een bureaublad met een sleutelbos.",
        )
    return getpass.getpass(prompt)


def key_from_keyring(workspace: Path, *, create: bool) -> bytes | None:
    """The key of this workspace in the keyring of the operating system.

    None when no safe keyring answers, or when it does not know this workspace and `create` is false.
    """
    import keyring  # noqa: PLC0415 - 60 ms at start-up, and a console with a passphrase never needs it
    import keyring.errors  # noqa: PLC0415 - as above

    backend = type(keyring.get_keyring())
    if backend.__module__.startswith("keyring.backends.chainer"):
        usable = [b for b in keyring.get_keyring().backends if not _is_plain(type(b))]  # type: ignore[attr-defined]
        if not usable:
            return None
        keyring.set_keyring(usable[0])
    elif _is_plain(backend):
        return None
    name = str(workspace.resolve())
    try:
        found = keyring.get_password(_SERVICE, name)
        if found is None and create:
            found = new_key().hex()
            keyring.set_password(_SERVICE, name, found)
    except keyring.errors.KeyringError:
        return None
    try:
        return bytes.fromhex(found) if found else None
    except ValueError as error:
        raise StoreError(
            "De sleutel in de sleutelbos is beschadigd.", "Zet de sleutel terug uit uw reservekopie."
        ) from error


def _is_plain(backend: type) -> bool:
    return backend.__module__.startswith(_PLAIN_BACKENDS)


def workspace_key(workspace: Path, *, exists: bool, passphrase: Callable[[], str] | None) -> bytes:
    """The key of a workspace, new or existing.

    A workspace that has a salt file was made with a passphrase and stays so. Otherwise the keyring is asked, and
    where none answers `passphrase` (a prompt, or the content of a file). Raises NoKey.
    """
    made_with_passphrase = (workspace / SALT_FILE).exists()
    if not made_with_passphrase and passphrase is None:
        key = key_from_keyring(workspace, create=not exists)
        if key is not None:
            return key
        if exists:
            raise NoKey(
                "De sleutel van deze werkmap zit niet in de sleutelbos van deze aanmelding.",
                "Meld u aan met het account waarmee de werkmap gemaakt is.",
            )
    ask = passphrase or (lambda: ask_passphrase("Wachtwoordzin van deze werkmap: "))
    return key_from_passphrase(ask(), workspace, create=not exists)
