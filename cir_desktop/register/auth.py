"""Sign-in of the machine: client_credentials with an RS256 client_assertion (private_key_jwt, RFC 7523) [fact].

The address of the token endpoint is a setting [assumed]. Tokens live in memory only.
"""

import threading
import time
from collections.abc import Callable
from uuid import uuid4

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cir_desktop.errors import BadInput, RegisterDenied, RegisterNotSet
from cir_desktop.register.answers import error_of, no_answer, refuse_page
from cir_desktop.register.clocks import check_date
from cir_desktop.register.wire import decode
from cir_desktop.register.wire_types import Token

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS = 300
"""At most 600 are allowed [fact]; half of it leaves room for clocks that differ."""

_RENEW_BEFORE = 60
_LEAST_BITS = 2048


class Credentials(msgspec.Struct, frozen=True):
    """Who we are for the register: the token endpoint, our client id and party code, our private key (PEM)."""

    token_url: str
    client_id: str
    party_code: str
    private_key_pem: str

    def __repr__(self) -> str:
        return f"Credentials({self.client_id!r}, {self.party_code!r})"


class Tokens:
    """Keeps the access token of one client; shared by threads. `now` gives seconds since the epoch."""

    def __init__(self, credentials: Credentials, http: httpx.Client, now: Callable[[], float] = time.time) -> None:
        """Raises RegisterNotSet when the private key can't be read."""
        self._credentials = credentials
        self._http = http
        self._now = now
        self._lock = threading.Lock()
        self._current = ("", 0.0)
        try:
            self._key = RSAKey.import_key(credentials.private_key_pem)
        except (JoseError, ValueError, TypeError) as error:
            raise _unreadable_key() from error
        if not self._key.is_private:
            raise _unreadable_key()

    def authorization(self, stale: str = "") -> str:
        """The value of the Authorization header; a `stale` one, that was refused, is not given again.

        Raises RegisterUnreachable, RegisterDenied or RegisterNonsense.
        """
        header, good_until = self._current
        if header != stale and time.monotonic() < good_until:
            return header
        with self._lock:
            header, good_until = self._current
            if header != stale and time.monotonic() < good_until:
                return header
            self._current = self._fetch()
            return self._current[0]

    def _fetch(self) -> tuple[str, float]:
        asked = time.monotonic()
        try:
            answer = self._http.post(
                self._credentials.token_url,
                data={
                    "grant_type": "client_credentials",
                    "client_id": self._credentials.client_id,
                    "client_assertion_type": _ASSERTION_TYPE,
                    "client_assertion": self._assertion(),
                },
            )
        except httpx.TransportError as error:
            raise no_answer(error) from error
        if answer.status_code in (400, 401):
            check_date(answer, self._now())
            raise RegisterDenied(
                "Het register aanvaardt onze sleutel niet.",
                "Kijk na of de sleutel niet verlopen of ingetrokken is, en of de code van de toepassing klopt.",
            )
        if answer.status_code != 200:
            raise error_of(answer)
        refuse_page(answer)
        token = decode(answer.content, Token)
        return f"Bearer {token.access_token}", asked + max(1, token.expires_in - _RENEW_BEFORE)

    def _assertion(self) -> str:
        now = int(self._now())
        client = self._credentials.client_id
        claims = {
            "iss": client,
            "sub": client,
            "aud": self._credentials.token_url,
            "jti": str(uuid4()),
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
        }
        return jwt.encode({"alg": "RS256"}, claims, self._key)


def open_key(pem: str, passphrase: str) -> str:
    """The private key of a PEM file, without its passphrase: for the encrypted store only, never for a file.

    Raises BadInput: field `passphrase` when it is missing or does not open the key, `file` when this is no RSA
    private key of at least 2048 bits.
    """
    locked = "ENCRYPTED" in pem
    if locked and not passphrase:
        raise BadInput("De sleutel is beschermd met een wachtwoordzin.", "Geef die wachtwoordzin.", field="passphrase")
    try:
        key = RSAKey.import_key(pem, password=passphrase if locked else None)
    except (JoseError, ValueError, TypeError, Warning) as error:
        if locked and not isinstance(error, Warning):
            raise BadInput(
                "Deze wachtwoordzin opent de sleutel niet.", "Kijk de wachtwoordzin na.", field="passphrase"
            ) from error
        raise _bad_key_file() from error
    if not key.is_private or key.raw_value.key_size < _LEAST_BITS:
        raise _bad_key_file()
    return key.as_pem(private=True).decode("ascii")


def _bad_key_file() -> BadInput:
    return BadInput(
        "Dit bestand is geen private RSA-sleutel van minstens 2048 bits.",
        "Kies het PEM-bestand met de private sleutel.",
        field="file",
    )


def _unreadable_key() -> RegisterNotSet:
    return RegisterNotSet(
        "De private sleutel voor het register is niet leesbaar.",
        "Geef de sleutel opnieuw in bij de instellingen (PEM, RSA).",
    )
