"""Signing a person in and out, and looking again whether the identity provider still knows that person.

What is kept, encrypted in the store: who it is, when that was last confirmed, and one refresh token for one use. A
sign-in that can't be confirmed for want of a network holds for some hours; one that is refused ends at once. In both
cases nothing else changes: what was done stays, and the account of the operating system goes on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import TracebackType

import msgspec

from cir_desktop.domain.identity import ROLE_WORDS, Person, Role, SignIn
from cir_desktop.domain.job import Cancel
from cir_desktop.domain.process import Actor
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import CirError, RegisterError, SignInEnded, SignInError, WrongClock
from cir_desktop.register.claims import Told
from cir_desktop.register.loopback import Loopback
from cir_desktop.register.oidc import Attempt, Given, OpenId
from cir_desktop.runtime.browser import open_browser as open_browser
from cir_desktop.services.office import Office
from cir_desktop.storage import people, settings
from cir_desktop.storage.unit import Unit

ROW = "sign_in"
TIME_OUT = 300.0
"""Seconds to finish the sign-in in the browser."""

CHECK_AFTER = timedelta(minutes=55)
"""An access token lives an hour [fact]; a little before that we look again whether the person may still work here."""

_PATIENCE = timedelta(minutes=5)
_AGAIN = "Meld u opnieuw aan."
_WITHOUT = "Zonder aanmelding: u werkt als het account van deze computer."
_REQUIRED = "De beheerder van deze computer vraagt dat u zich aanmeldt voor u iets kunt doen."


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Who works here now, for the screen and `cir who`.

    Without a person, `account` works. `sentence` says since when and whether it was confirmed, or why a sign-in ended.
    `stale` is a sign-in that should have been confirmed and was not; `strange_roles` give no right here.
    """

    person: Person | None
    account: str
    roles: tuple[str, ...]
    sentence: str
    stale: bool = False
    ended: bool = False
    can_sign_in: bool = False
    signed_in_at: datetime | None = None
    checked_at: datetime | None = None
    strange_roles: tuple[str, ...] = ()


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the store: a sign-in with its refresh token, or why there is none any more."""

    sign_in: SignIn | None = None
    refresh_token: str = ""
    issuer: str = ""
    ended: str = ""


class Started:
    """A sign-in that began: `url` is for the browser. Finish it, or close it."""

    def __init__(self, open_id: OpenId, loopback: Loopback, attempt: Attempt) -> None:
        self.url = attempt.url
        self._open_id = open_id
        self._loopback = loopback
        self._attempt = attempt

    def __enter__(self) -> "Started":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def wait(self, cancel: Cancel, seconds: float) -> Given:
        """The person, once the browser brought the answer."""

        def settle(answer: Mapping[str, str]) -> Given:
            return self._open_id.redeem(self._attempt, answer)

        return self._loopback.wait(self._attempt.state, settle, cancel=cancel, seconds=seconds)

    def close(self) -> None:
        """Stop listening; harmless when done before."""
        self._loopback.__exit__(None, None, None)
        self._open_id.close()


def begin(office: Office) -> Started:
    """Begin a sign-in: ask the provider where its pages are, and listen for the browser.

    Raises RegisterNotSet without a provider, RegisterUnreachable, RegisterNonsense.
    """
    open_id = OpenId(office.access.person_client())
    try:
        loopback = Loopback()
        try:
            return Started(open_id, loopback, open_id.begin(loopback.redirect_uri))
        except BaseException:
            loopback.__exit__(None, None, None)
            raise
    except BaseException:
        open_id.close()
        raise


def finish(office: Office, started: Started, *, cancel: Cancel | None = None, seconds: float = TIME_OUT) -> Who:
    """Wait for the browser, and keep who signed in. Whoever was signed in before stays so until this succeeds.

    Raises Cancelled, SignInError (too late, refused, no role, forged), RegisterError.
    """
    with started:
        given = started.wait(cancel or Cancel(), seconds)
    with office.signing:
        _take(office, given.told, given.refresh_token, "sign_in.done", office.clock())
    return who(office)


def check(office: Office, *, always: bool = False) -> Who:
    """Look again whether the provider still knows the person, when that is due; offline, the sign-in stays as it was.

    Raises nothing of the network: the answer says how it stands.
    """
    with office.signing:
        kept = _read(office)
        if kept.sign_in is None or office.sign_in is None:
            return _who(office, kept)
        if not kept.sign_in.holds_at(office.clock()):
            # Nobody comes back without showing who it is, also when the provider would renew.
            _end(office, _lapsed(kept.sign_in), kept.sign_in)
            return _who(office, _read(office))
        due = office.clock() - kept.sign_in.checked_at >= CHECK_AFTER
        if not kept.refresh_token or not (due or always):
            return _who(office, kept)
        try:
            _renew(office, kept, kept.sign_in)
        except (SignInError, WrongClock) as error:
            _end(office, error, kept.sign_in)
        except RegisterError:
            pass
        return _who(office, _read(office))


def sign_out(office: Office) -> str:
    """Forget who signed in; the address where the browser ends the session at the provider, empty without one."""
    with office.signing:
        kept = _read(office)
        with office.store.unit(office.actor) as unit:
            settings.remove(unit.connection, ROW)
            unit.event("sign_in.out", "sign-in")
        office.sign_in = None
    if kept.sign_in is None:
        return ""
    try:
        with OpenId(office.access.person_client(), timeout=3.0) as open_id:
            return open_id.end_url()
    except CirError:
        return ""


def resume(office: Office) -> None:
    """At the opening of the workspace: who signed in before is still that person, if that still holds."""
    kept = _read(office)
    if kept.sign_in is not None and kept.issuer == office.access.values.issuer:
        office.sign_in = kept.sign_in


def who(office: Office) -> Who:
    """Who works here now."""
    return _who(office, _read(office))


def _renew(office: Office, kept: _Kept, sign_in: SignIn) -> None:
    with OpenId(office.access.person_client()) as open_id:
        told, token = open_id.refresh(kept.refresh_token, sign_in.subject)
    if told is None:
        with office.store.unit(office.actor) as unit:
            _write(unit, msgspec.structs.replace(kept, refresh_token=token))
            unit.event("sign_in.renewed", "sign-in")
        return
    changed = told.person.roles != sign_in.person.roles
    _take(office, told, token, "sign_in.roles" if changed else "sign_in.checked", sign_in.signed_in_at)


def _take(office: Office, told: Told, refresh_token: str, event: str, signed_in_at: datetime) -> None:
    now = office.clock()
    sign_in = SignIn(
        person=told.person,
        subject=told.subject,
        strange_roles=told.strange_roles,
        signed_in_at=signed_in_at,
        checked_at=now,
    )
    kept = _Kept(sign_in=sign_in, refresh_token=refresh_token, issuer=office.access.values.issuer)
    with office.store.unit(Actor(told.person.id)) as unit:
        _write(unit, kept)
        people.keep_person(unit.connection, told.person, signed_in_at)
        unit.event(event, "sign-in", {"roles": ", ".join(_role_words(told.person))})
    office.sign_in = sign_in


def _end(office: Office, error: CirError, sign_in: SignIn) -> None:
    with office.store.unit(Actor(sign_in.person.id)) as unit:
        _write(unit, _Kept(ended=f"{error.what} {error.todo}"))
        unit.event("sign_in.ended", "sign-in", {"reason": error.code})
    office.sign_in = None


def _lapsed(sign_in: SignIn) -> SignInEnded:
    return SignInEnded(
        f"De aanmelding van {dutch_moment(sign_in.signed_in_at)} is te lang niet nagekeken; er ging niets verloren.",
        _AGAIN,
    )


def _who(office: Office, kept: _Kept) -> Who:
    values = office.access.values
    can = bool(values.issuer and values.oidc_client_id and values.role_app)
    sign_in, person = office.sign_in, office.person
    if sign_in is None or person is None:
        if sign_in is not None:
            lapsed = _lapsed(sign_in)
            sentence = f"{lapsed.what} {lapsed.todo}"
        elif kept.sign_in is not None:
            sentence = f"De aanmelding van {kept.sign_in.person.name} geldt niet meer. {_AGAIN}"
        else:
            sentence = kept.ended or (_REQUIRED if office.access.sign_in_required else _WITHOUT)
        return Who(
            person=None,
            account=office.account.name,
            roles=(),
            sentence=sentence,
            ended=bool(kept.ended or kept.sign_in),
            can_sign_in=can,
        )
    stale = office.clock() - sign_in.checked_at >= CHECK_AFTER + _PATIENCE
    since = f"Aangemeld op {dutch_moment(sign_in.signed_in_at)}"
    return Who(
        person=person,
        account=office.account.name,
        roles=_role_words(person),
        sentence=(
            f"{since}, sinds {dutch_moment(sign_in.checked_at)} niet opnieuw nagekeken."
            if stale
            else f"{since}, nagekeken op {dutch_moment(sign_in.checked_at)}."
        ),
        stale=stale,
        can_sign_in=can,
        signed_in_at=sign_in.signed_in_at,
        checked_at=sign_in.checked_at,
        strange_roles=sign_in.strange_roles,
    )


def _role_words(person: Person) -> tuple[str, ...]:
    return tuple(ROLE_WORDS[role] for role in Role if role in person.roles)


def _read(office: Office) -> _Kept:
    with office.store.read() as connection:
        raw = settings.get(connection, ROW)
    return msgspec.json.decode(raw, type=_Kept) if raw else _Kept()


def _write(unit: Unit, kept: _Kept) -> None:
    settings.put(unit.connection, ROW, msgspec.json.encode(kept).decode())
