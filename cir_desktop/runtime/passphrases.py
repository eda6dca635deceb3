"""A passphrase that is only compared, never used as a key: kept as a salted scrypt hash."""

import hashlib
import secrets
import unicodedata

SHORTEST = 12
"""Characters that a passphrase has at least."""

_SALT = 16
# some 0.1 s and 64 MB for each try (RFC 7914, section 2)
_SCRYPT = {"n": 2**16, "r": 8, "p": 1, "maxmem": 128 * 1024 * 1024, "dklen": 32}


def kept_form(passphrase: str) -> bytes:
    """What is kept of a passphrase: a fresh salt, and the hash with it."""
    salt = secrets.token_bytes(_SALT)
    return salt + _hash(passphrase, salt)


def fits(passphrase: str, kept: bytes) -> bool:
    """Whether this is the passphrase that was kept."""
    return secrets.compare_digest(_hash(passphrase, kept[:_SALT]), kept[_SALT:])


def _hash(passphrase: str, salt: bytes) -> bytes:
    # One keyboard writes é as one character and another as two: the same passphrase.
    return hashlib.scrypt(unicodedata.normalize("NFC", passphrase).encode("utf-8"), salt=salt, **_SCRYPT)
