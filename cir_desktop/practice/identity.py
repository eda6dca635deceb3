"""The identity provider of practice: OpenID Connect with code flow and PKCE S256, in the manner of ACM/IDM.

Strict where a lenient provider would hide a mistake of a client: S256 only, codes for one use, loopback redirects only,
`iss` in the answer (RFC 9207), refresh tokens for one use whose second use ends the session. All of it lives in memory.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msgspec
from joserfc import jwt
from joserfc.jwk import RSAKey

from cir_desktop.practice.auth import KEY_BITS, TOKEN_SECONDS, TokenRefused, form_of
from cir_desktop.practice.employees import Employee, Employees, claims_of

OP: Final = "/op"
PERSON_CLIENT_ID: Final = "cir-desktop-oefening-persoon"
CODE_SECONDS: Final = 60
SHORTEST_VERIFIER, LONGEST_VERIFIER = 43, 128  # RFC 7636, 4.1


class BadRequest(Exception):
    """The request names no client or redirect that holds: nobody may be sent anywhere."""


class SendBack(Exception):
    """The client is known but asks something that can't be; `url` carries the error to it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-in that a browser began."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str


@dataclass(frozen=True, slots=True)
class _Code:
    asked: Asked
    vo_id: str
    session: str
    expires: float


class IdentityProvider:
    """Knows the employees, and what they were given. `now` gives seconds since the epoch."""

    def __init__(self, address: str, people: Employees, now: Callable[[], float]) -> None:
        self.issuer = address + OP
        self._people = people
        self._now = now
        self._employees = {each.vo_id: each for each in people.employee}
        self._waiting: dict[str, Asked] = {}
        self._codes: dict[bytes, _Code] = {}
        self._sessions: dict[str, str] = {}
        self._refresh: dict[bytes, str] = {}
        self._used: dict[bytes, str] = {}

    @property
    def employees(self) -> tuple[Employee, ...]:
        """Who can sign in."""
        return tuple(self._employees.values())

    @property
    def people(self) -> Employees:
        """The organisation."""
        return self._people

    def metadata(self) -> dict[str, Any]:
        """OpenID Connect Discovery."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/v1/auth",
            "token_endpoint": self.issuer + "/v1/token",
            "jwks_uri": self.issuer + "/v1/keys",
            "end_session_endpoint": self.issuer + "/v1/logout",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        """The public keys that tokens are signed with."""
        return {"keys": [self._key.as_dict(private=False, use="sig", alg="RS256")]}

    def begin(self, given: Mapping[str, str]) -> str:
        """Keep what a browser asks; the name under which it waits. Raises BadRequest or SendBack."""
        redirect = given.get("redirect_uri", "")
        if given.get("client_id") != PERSON_CLIENT_ID:
            raise BadRequest("client_id is not known")
        if not _is_loopback(redirect):
            raise BadRequest("redirect_uri must be http://127.0.0.1 with a port")
        asked = Asked(redirect, given.get("state", ""), given.get("nonce", ""), given.get("code_challenge", ""))
        wrong = _what_is_wrong(given)
        if wrong is not None:
            raise SendBack(self._answer(asked, error=wrong[0], error_description=wrong[1]))
        name = secrets.token_urlsafe(16)
        self._waiting[name] = asked
        return name

    def choose(self, waiting: str, vo_id: str) -> tuple[str, str]:
        """Somebody was chosen: where the browser goes, and the session. An empty `vo_id` declines."""
        asked = self._waiting.pop(waiting, None)
        if asked is None:
            raise BadRequest("this sign-in was answered before")
        if vo_id not in self._employees:
            return self._answer(asked, error="access_denied"), ""
        session, code = secrets.token_urlsafe(16), secrets.token_urlsafe(24)
        self._sessions[session] = vo_id
        self._codes[_digest(code)] = _Code(asked, vo_id, session, self._now() + CODE_SECONDS)
        return self._answer(asked, code=code), session

    def exchange(self, content_type: str, body: bytes) -> dict[str, Any]:
        """Tokens for a code or for a refresh token. Raises TokenRefused."""
        form = form_of(content_type, body, ("grant_type", "client_id"))
        if form["client_id"] != PERSON_CLIENT_ID:
            raise TokenRefused("invalid_client", "the client is not known")
        if form["grant_type"] == "authorization_code":
            code = self._redeem(form)
            return self._tokens(code.session, code.asked.nonce)
        if form["grant_type"] == "refresh_token":
            return self._tokens(self._renew(form.get("refresh_token", "")), "")
        raise TokenRefused("unsupported_grant_type", "grant_type must be authorization_code or refresh_token")

    def end(self, session: str) -> None:
        """End a session with everything that was given out for it."""
        self._sessions.pop(session, None)

    def change_roles(self, vo_id: str, roles: tuple[str, ...]) -> bool:
        """Give somebody other roles; whether there is such an employee."""
        known = self._employees.get(vo_id)
        if known is not None:
            self._employees[vo_id] = msgspec.structs.replace(known, roles=roles)
        return known is not None

    @cached_property
    def _key(self) -> RSAKey:
        return RSAKey.generate_key(KEY_BITS, auto_kid=True)

    def _answer(self, asked: Asked, **parts: str) -> str:
        return f"{asked.redirect_uri}?{urlencode({**parts, 'state': asked.state, 'iss': self.issuer})}"

    def _redeem(self, form: Mapping[str, str]) -> _Code:
        code = self._codes.pop(_digest(form.get("code", "")), None)
        if code is None or code.expires < self._now():
            raise TokenRefused("invalid_grant", "the code is not known, was used before, or is too old")
        if form.get("redirect_uri") != code.asked.redirect_uri:
            raise TokenRefused("invalid_grant", "redirect_uri is not that of the request")
        verifier = form.get("code_verifier", "")
        if not SHORTEST_VERIFIER <= len(verifier) <= LONGEST_VERIFIER or _s256(verifier) != code.asked.challenge:
            raise TokenRefused("invalid_grant", "code_verifier does not fit the challenge")
        return code

    def _renew(self, token: str) -> str:
        digest = _digest(token)
        session = self._refresh.pop(digest, None)
        if session is None:
            # A second use means that somebody else holds a copy: nobody goes on with this session (RFC 9700, 4.14.2).
            self._sessions.pop(self._used.get(digest, ""), None)
            raise TokenRefused("invalid_grant", "the refresh token is not known or was used before")
        self._used[digest] = session
        return session

    def _tokens(self, session: str, nonce: str) -> dict[str, Any]:
        employee = self._employees.get(self._sessions.get(session, ""))
        if employee is None:
            raise TokenRefused("invalid_grant", "the session has ended")
        now = int(self._now())
        claims = claims_of(employee, self._people) | {
            "iss": self.issuer,
            "aud": PERSON_CLIENT_ID,
            "azp": PERSON_CLIENT_ID,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            **({"nonce": nonce} if nonce else {}),
        }
        refresh = secrets.token_urlsafe(32)
        self._refresh[_digest(refresh)] = session
        return {
            "access_token": secrets.token_urlsafe(32),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "refresh_token": refresh,
            "id_token": jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, self._key),
        }


def _what_is_wrong(given: Mapping[str, str]) -> tuple[str, str] | None:
    """The error of RFC 6749, 4.1.2.1, with what is wrong."""
    if given.get("response_type") != "code":
        return "unsupported_response_type", "response_type must be code"
    if "openid" not in given.get("scope", "").split():
        return "invalid_scope", "scope must hold openid"
    if given.get("code_challenge_method") != "S256" or len(given.get("code_challenge", "")) != SHORTEST_VERIFIER:
        return "invalid_request", "PKCE with S256 is required"
    if not given.get("state") or not given.get("nonce"):
        return "invalid_request", "state and nonce are required"
    return None


def _is_loopback(redirect: str) -> bool:
    try:
        parts = urlsplit(redirect)
        return (parts.scheme, parts.hostname) == ("http", "127.0.0.1") and bool(parts.port) and not parts.fragment
    except ValueError:
        return False


def _s256(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode("ascii", "replace")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
