"""Sign-in of a person: OpenID Connect code flow with PKCE S256 in the system's browser (RFC 8252) [assumed: loopback].

The access token opens nothing here and is dropped; so is the id_token, which holds a national number. What stays is who
somebody is, and a refresh token that is used once and replaced.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import KeySet

from cir_desktop.errors import CirError, RegisterUnreachable, SignInEnded, SignInForged, SignInRefused
from cir_desktop.register.answers import no_answer, nonsense, proxy_sign_in, refuse_page
from cir_desktop.register.claims import Told, told
from cir_desktop.register.clocks import LEEWAY, check_moment
from cir_desktop.register.http import check_address, open_http

T = TypeVar("T")

WHO = "de aanmelddienst"
SCOPE = "openid profile vo"
"""Asked for beside the program's own scope, which has the name of its roles [assumed]."""


class PersonClient(msgspec.Struct, frozen=True, kw_only=True):
    """How this program is known to the identity provider.

    `role_app` is its name in the claim of roles, `organisation` the landlord's enterprise number (empty: any).
    """

    issuer: str
    client_id: str
    role_app: str
    organisation: str = ""


class Attempt(msgspec.Struct, frozen=True):
    """A sign-in that began: where the browser goes, and what its answer must fit."""

    url: str
    redirect_uri: str
    state: str
    nonce: str
    verifier: str


class Given(msgspec.Struct, frozen=True):
    """A person, and the refresh token for the next check (empty when there is none)."""

    told: Told
    refresh_token: str

    def __repr__(self) -> str:
        return "Given(…)"


class _Provider(msgspec.Struct, frozen=True):
    """OpenID Connect Discovery 1.0, section 3, as far as we need it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""
    authorization_response_iss_parameter_supported: bool = False


class _Tokens(msgspec.Struct, frozen=True):
    id_token: str = ""
    refresh_token: str = ""


class _Keys(msgspec.Struct, frozen=True):
    keys: list[Any]


class _Refusal(msgspec.Struct, frozen=True):
    error: str


class OpenId:
    """One identity provider, to be closed (or used as a context manager).

    `now` gives seconds since the epoch. Every method raises RegisterError or SignInError only.
    """

    def __init__(self, client: PersonClient, *, timeout: float = 10.0, now: Callable[[], float] = time.time) -> None:
        check_address(client.issuer, WHO)
        self._client = client
        self._now = now
        self._http = open_http(client.issuer, timeout=timeout)
        self._known: _Provider | None = None

    def __enter__(self) -> "OpenId":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def begin(self, redirect_uri: str) -> Attempt:
        """Everything of a sign-in that must be new each time."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=")
        asked = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": redirect_uri,
            "scope": f"{SCOPE} {self._client.role_app}",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge.decode("ascii"),
            "code_challenge_method": "S256",
        }
        url = f"{self._provider().authorization_endpoint}?{urlencode(asked)}"
        return Attempt(url, redirect_uri, state, nonce, verifier)

    def redeem(self, attempt: Attempt, answer: Mapping[str, str]) -> Given:
        """The person behind the answer that a browser brought.

        Raises SignInRefused when the person or the provider declined, SignInForged for an answer or a token that does
        not belong to this attempt.
        """
        provider = self._provider()
        if not secrets.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
            raise forged()
        issuer = answer.get("iss", "")
        if issuer != provider.issuer and (issuer or provider.authorization_response_iss_parameter_supported):
            raise forged()
        if "error" in answer:
            raise _declined(answer["error"])
        form = {
            "grant_type": "authorization_code",
            "code": answer.get("code", ""),
            "redirect_uri": attempt.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        tokens = self._tokens(form, _declined)
        return self._given(tokens, nonce=attempt.nonce)

    def refresh(self, refresh_token: str, subject: str) -> tuple[Told | None, str]:
        """The same person now, None when the provider tells nothing of the person again; and the next refresh token.

        The given refresh token is spent whatever comes. Raises SignInEnded when the provider does not renew it, NoRole
        or SignInRefused when the person may not work here any more.
        """
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        tokens = self._tokens(form, lambda _code: ended())
        following = tokens.refresh_token or refresh_token
        if not tokens.id_token:
            return None, following
        given = self._given(tokens, nonce=None)
        if given.told.subject != subject:
            raise forged()
        return given.told, following

    def end_url(self) -> str:
        """Where a browser ends the session at the provider; empty when it has no such page.

        Without id_token_hint, which would put a national number in an address: the browser's own session says who.
        """
        page = self._provider().end_session_endpoint
        return f"{page}?{urlencode({'client_id': self._client.client_id})}" if page else ""

    def _provider(self) -> _Provider:
        if self._known is None:
            issuer = self._client.issuer
            known = self._get(issuer.rstrip("/") + "/.well-known/openid-configuration", _Provider)
            if known.issuer != issuer:
                raise nonsense("ze noemt zich anders dan is ingesteld", WHO)
            for address in (known.authorization_endpoint, known.token_endpoint, known.jwks_uri):
                check_address(address, WHO)
            if known.end_session_endpoint:
                check_address(known.end_session_endpoint, WHO)
            self._known = known
        return self._known

    def _get(self, url: str, kind: type[T]) -> T:
        try:
            answer = self._http.get(url)
        except httpx.TransportError as error:
            raise no_answer(error, WHO) from error
        return _read(answer, kind)

    def _tokens(self, form: dict[str, str], refused: Callable[[str], CirError]) -> _Tokens:
        data = {**form, "client_id": self._client.client_id}
        try:
            answer = self._http.post(self._provider().token_endpoint, data=data)
        except httpx.TransportError as error:
            raise no_answer(error, WHO) from error
        if answer.status_code in (400, 401):
            raise refused(_content(answer, _Refusal).error)
        return _read(answer, _Tokens)

    def _given(self, tokens: _Tokens, *, nonce: str | None) -> Given:
        claims = self._claims(tokens.id_token, nonce)
        return Given(told(claims, self._client.role_app, self._client.organisation), tokens.refresh_token)

    def _claims(self, id_token: str, nonce: str | None) -> Mapping[str, Any]:
        """The claims of an id_token after the checks of OpenID Connect Core, 3.1.3.7."""
        keys = self._get(self._provider().jwks_uri, _Keys).keys
        try:
            claims = jwt.decode(id_token, KeySet.import_key_set({"keys": keys}), algorithms=["RS256"]).claims
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise forged() from error
        registry = jwt.JWTClaimsRegistry(
            now=int(self._now()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self._client.issuer},
            aud={"essential": True, "value": self._client.client_id},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            registry.validate(claims)
        except ClaimError as error:
            # It was made for us this very moment: when it seems to have ended, or not to have begun, a clock is wrong.
            if error.claim in ("exp", "iat", "nbf") and isinstance(claims.get("iat"), int | float):
                check_moment(claims["iat"], self._now())
            raise forged() from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._client.client_id) != self._client.client_id:
            raise forged()
        if nonce is not None and claims.get("nonce") != nonce:
            raise forged()
        return claims


def _read(answer: httpx.Response, kind: type[T]) -> T:
    """What stands in a good answer of the provider; the error of any other one."""
    refuse_page(answer, WHO)
    if answer.status_code == 407:
        raise proxy_sign_in()
    if answer.status_code >= 500 or answer.status_code == 429:
        raise RegisterUnreachable(
            f"De aanmelddienst is even niet beschikbaar (status {answer.status_code}).", "Probeer het later opnieuw."
        )
    if answer.status_code != 200:
        raise nonsense(f"status {answer.status_code}", WHO)
    return _content(answer, kind)


def _content(answer: httpx.Response, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise nonsense("onleesbaar antwoord", WHO) from error


def forged() -> SignInForged:
    """What came does not belong to the sign-in that began here."""
    return SignInForged(
        "Het antwoord van de browser hoort niet bij deze aanmelding.",
        "Sluit de browser en begin opnieuw met aanmelden.",
    )


def ended() -> SignInEnded:
    """The provider does not renew the sign-in."""
    return SignInEnded(
        "Uw aanmelding is verlopen of elders beëindigd; er ging niets verloren.",
        "Meld u opnieuw aan om verder te doen.",
    )


def _declined(code: str) -> SignInRefused:
    if code == "access_denied":
        return SignInRefused("Het aanmelden is in de browser geannuleerd.", "Begin opnieuw als u zich wilt aanmelden.")
    # The code is one of a short list (RFC 6749); whatever else came is not repeated on the screen.
    shown = code if code.isascii() and code.replace("_", "").isalpha() and len(code) <= 40 else "onbekend"
    return SignInRefused(
        f"De aanmelddienst weigerde de aanmelding ({shown}).",
        "Begin opnieuw; lukt het niet, kijk dan de gegevens van de aanmelddienst na bij de instellingen.",
    )
