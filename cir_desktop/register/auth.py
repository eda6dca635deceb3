"""Sign-in of the machine: client_credentials with an RS256 client_assertion (private_key_jwt, RFC 7523) [fact].

The address of the token endpoint is a setting [assumed]. Tokens live in memory only.
"""

import threading
import time
from uuid import uuid4

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cir_desktop.errors import RegisterDenied, RegisterNotSet
from cir_desktop.register.answers import error_of, no_answer
from cir_desktop.register.wire import decode
from cir_desktop.register.wire_types import Token

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS = 300
"""At most 600 are allowed [fact]; half of it leaves room for clocks that differ."""

_RENEW_BEFORE = 60


class Credentials(msgspec.Struct, frozen=True):
    """Who we are for the register: the token endpoint, our client id and party code, our private key (PEM)."""

    token_url: str
    client_id: str
    party_code: str
    private_key_pem: str

    def __repr__(self) -> str:
        return f"Credentials({self.client_id!r}, {self.party_code!r})"


class Tokens:
    """Keeps the access token of one client; shared by threads."""

    def __init__(self, credentials: Credentials, http: httpx.Client) -> None:
        """Raises RegisterNotSet when the private key can't be read."""
        self._credentials = credentials
        self._http = http
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
            raise RegisterDenied(
                "Het register aanvaardt onze sleutel niet.",
                "Kijk de sleutel, de code van de toepassing en de klok van deze computer na.",
            )
        if answer.status_code != 200:
            raise error_of(answer)
        token = decode(answer.content, Token)
        return f"Bearer {token.access_token}", asked + max(1, token.expires_in - _RENEW_BEFORE)

    def _assertion(self) -> str:
        now = int(time.time())
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


def _unreadable_key() -> RegisterNotSet:
    return RegisterNotSet(
        "De private sleutel voor het register is niet leesbaar.",
        "Geef de sleutel opnieuw in bij de instellingen (PEM, RSA).",
    )
