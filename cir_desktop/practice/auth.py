"""client_credentials with a signed client_assertion (private_key_jwt, RFC 7523), and the access tokens that follow.

Access tokens are opaque and live in memory: a restart makes them all stale, as a client must be able to bear.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, TypeGuard
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from cir_desktop.practice.errors import Problem

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
MAX_ASSERTION_SECONDS: Final = 600
LEEWAY_SECONDS: Final = 30
TOKEN_SECONDS: Final = 3_600
KEY_BITS: Final = 2_048


class TokenRefused(Exception):
    """The token endpoint says no; `error` is a code of RFC 6749, 5.2."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description

    @property
    def status(self) -> int:
        """401 when the client itself does not hold, else 400."""
        return HTTPStatus.UNAUTHORIZED if self.error == "invalid_client" else HTTPStatus.BAD_REQUEST


class Client:
    """A machine that may ask for tokens: its id, the landlord it acts for, the public half of its key."""

    def __init__(self, client_id: str, party: str, key: RSAKey) -> None:
        self.client_id = client_id
        self.party = party
        self.key = key


class Tokens:
    """Checks assertions and gives out access tokens.

    `now` gives seconds since the epoch; `use_once(client, jti, expires, now)` says whether an assertion is new.
    """

    def __init__(
        self,
        clients: list[Client],
        token_url: str,
        use_once: Callable[[str, str, int, int], bool],
        now: Callable[[], float],
    ) -> None:
        self._clients = {client.client_id: client for client in clients}
        self._token_url = token_url
        self._use_once = use_once
        self._now = now
        self._issued: dict[bytes, tuple[str, float]] = {}

    def exchange(self, content_type: str, body: bytes) -> dict[str, Any]:
        """An access token for a form with a good assertion. Raises TokenRefused."""
        form = form_of(content_type, body, ("grant_type", "client_id", "client_assertion_type", "client_assertion"))
        if form["grant_type"] != "client_credentials":
            raise TokenRefused("unsupported_grant_type", "grant_type must be client_credentials")
        if form["client_assertion_type"] != ASSERTION_TYPE:
            raise TokenRefused("invalid_request", "client_assertion_type is not jwt-bearer")
        client = self._clients.get(form["client_id"])
        if client is None:
            raise TokenRefused("invalid_client", "the client is not known")
        self._check_claims(client, _claims(form["client_assertion"], client.key))
        now = self._now()
        self._issued = {key: value for key, value in self._issued.items() if value[1] > now}
        token = secrets.token_urlsafe(32)
        self._issued[_digest(token)] = (client.party, now + TOKEN_SECONDS)
        return {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, "scope": "cir"}

    def party_of(self, authorization: str | None) -> str:
        """The landlord of a bearer token. Raises Problem 401 without one, or with a stale or strange one."""
        scheme, _, token = (authorization or "").partition(" ")
        known = self._issued.get(_digest(token)) if scheme.lower() == "bearer" else None
        if known is None or known[1] <= self._now():
            raise Problem(HTTPStatus.UNAUTHORIZED, "Geen geldig toegangstoken.")
        return known[0]

    def _check_claims(self, client: Client, claims: Mapping[str, Any]) -> None:
        now = self._now()
        expires, jti, audience = claims.get("exp"), claims.get("jti"), claims.get("aud")
        if claims.get("iss") != client.client_id or claims.get("sub") != client.client_id:
            raise TokenRefused("invalid_client", "iss and sub must be the client_id")
        if self._token_url not in (audience if isinstance(audience, list) else [audience]):
            raise TokenRefused("invalid_client", "aud must be the token endpoint")
        if not _is_number(expires) or expires <= now - LEEWAY_SECONDS:
            raise TokenRefused("invalid_client", "the assertion has expired")
        if expires > now + MAX_ASSERTION_SECONDS + LEEWAY_SECONDS:
            raise TokenRefused("invalid_client", "the assertion lives longer than 10 minutes")
        not_before = claims.get("nbf", 0)
        if not _is_number(not_before) or not_before > now + LEEWAY_SECONDS:
            raise TokenRefused("invalid_client", "the assertion is not valid yet")
        if not isinstance(jti, str) or not jti:
            raise TokenRefused("invalid_client", "jti is missing")
        if not self._use_once(client.client_id, jti, int(expires) + LEEWAY_SECONDS, int(now)):
            raise TokenRefused("invalid_client", "the assertion was used before")


def new_key() -> RSAKey:
    """A fresh RSA key pair."""
    return RSAKey.generate_key(KEY_BITS)


def form_of(content_type: str, body: bytes, needed: tuple[str, ...]) -> dict[str, str]:
    """The fields of a form, each once. Raises TokenRefused when it is none, or when a needed one is missing."""
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise TokenRefused("invalid_request", "the body must be a form")
    try:
        fields = parse_qs(
            body.decode("ascii"), strict_parsing=True, keep_blank_values=True, max_num_fields=20, errors="strict"
        )
    except ValueError as error:
        raise TokenRefused("invalid_request", "the form cannot be read") from error
    if any(len(values) > 1 for values in fields.values()):
        raise TokenRefused("invalid_request", "a field stands there twice")
    for name in needed:
        if not fields.get(name, [""])[0]:
            raise TokenRefused("invalid_request", f"{name} is missing")
    return {name: values[0] for name, values in fields.items()}


def _claims(assertion: str, key: RSAKey) -> Mapping[str, Any]:
    try:
        return jwt.decode(assertion, key, algorithms=["RS256"]).claims
    except (JoseError, ValueError) as error:
        raise TokenRefused("invalid_client", "the signature does not hold") from error


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
