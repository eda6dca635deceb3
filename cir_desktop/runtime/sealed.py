"""Bytes sealed with a password, for a file that leaves this computer: AES-256-GCM, the key by scrypt.

The header names the form, so that a later one can be told apart: mark, salt (16 bytes), nonce (12 bytes), ciphertext
with its tag. The header is authenticated too.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cir_desktop.errors import BadInput, WrongKey

_MARK = b"CIRSEAL1"
_SALT, _NONCE = 16, 12
# some 0.1 s and 64 MB for each try (RFC 7914, section 2)
_SCRYPT = {"n": 2**16, "r": 8, "p": 1, "maxmem": 128 * 1024 * 1024, "dklen": 32}

SHORTEST = 12
"""Characters that a password has at least: the file may be tried for years."""


def seal(data: bytes, password: str) -> bytes:
    """Seal bytes; raises BadInput for a password that is too short."""
    if len(password) < SHORTEST:
        raise BadInput(
            "Het wachtwoord is te kort.",
            f"Geef minstens {SHORTEST} tekens, bijvoorbeeld enkele woorden.",
            field="password",
        )
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    return _MARK + salt + nonce + AESGCM(_key(password, salt)).encrypt(nonce, data, _MARK + salt)


def unseal(sealed: bytes, password: str) -> bytes:
    """What was sealed. Raises BadInput when this is no sealed file, WrongKey when the password does not open it."""
    start = len(_MARK) + _SALT + _NONCE
    if not sealed.startswith(_MARK) or len(sealed) <= start:
        raise BadInput("Dit bestand is geen verzegeld dossier.", "Kies een bestand .cirdossier.")
    salt, nonce = sealed[len(_MARK) : len(_MARK) + _SALT], sealed[len(_MARK) + _SALT : start]
    try:
        return AESGCM(_key(password, salt)).decrypt(nonce, sealed[start:], _MARK + salt)
    except InvalidTag as error:
        raise WrongKey(
            "Het wachtwoord past niet, of het bestand is beschadigd.", "Kijk het wachtwoord na en probeer opnieuw."
        ) from error


def _key(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode("utf-8"), salt=salt, **_SCRYPT)
