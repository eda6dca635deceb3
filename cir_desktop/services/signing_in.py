"""Signing a person in and out, and looking again whether the identity provider still knows that person.

A sign-in that can't be confirmed for want of a network holds for some hours; one that is refused ends at once. In both
cases nothing else changes: what was done stays, and the account of the operating system goes on.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from types import TracebackType

import msgspec

from cir_desktop.domain.identity import SignIn
from cir_desktop.domain.job import Cancel
from cir_desktop.domain.process import Actor
from cir_desktop.errors import CirError, RegisterError, SignInError, WrongClock
from cir_desktop.register.claims import Told
from cir_desktop.register.loopback import Loopback
from cir_desktop.register.oidc import Attempt, Given, OpenId, ended
from cir_desktop.runtime.browser import open_browser as open_browser
from cir_desktop.runtime.only_one import only_one
from cir_desktop.services.kept_sign_in import CHECK_AFTER, Kept, Overtaken, lapsed, read, role_words, tell, write
from cir_desktop.services.kept_sign_in import Who as Who
from cir_desktop.services.office import Office
from cir_desktop.storage import people

_log = logging.getLogger(__name__)

TIME_OUT = 300.0
"""Seconds to finish the sign-in in the browser."""


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

    What another program on this workspace did counts here too: one of them at a time spends the refresh token. Raises
    nothing of the network: the answer says how it stands.
    """
    with office.signing, only_one(office.store.path.with_suffix(".signing")) as alone:
        kept = read(office)
        _follow(office, kept)
        if alone and kept.sign_in is not None and office.sign_in is not None:
            with suppress(Overtaken):
                _look(office, kept, kept.sign_in, always=always)
            _follow(office, read(office))
        return tell(office, read(office))


def sign_out(office: Office) -> str:
    """Forget who signed in; the address where the browser ends the session at the provider, empty without one."""
    with office.signing:
        kept = read(office)
        with office.store.unit(office.actor) as unit:
            write(unit, Kept(signed_out=True))
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
    kept = read(office)
    if kept.sign_in is not None and kept.issuer == office.access.values.issuer:
        office.sign_in = kept.sign_in


def who(office: Office) -> Who:
    """Who works here now."""
    return tell(office, read(office))


def _follow(office: Office, kept: Kept) -> None:
    if kept.sign_in is not None or kept.ended or kept.signed_out:
        office.sign_in = kept.sign_in


def _look(office: Office, kept: Kept, sign_in: SignIn, *, always: bool) -> None:
    if not sign_in.holds_at(office.clock()):
        # Nobody comes back without showing who it is, also when the provider would renew.
        _end(office, kept, sign_in, lapsed(sign_in))
        return
    if kept.issuer != office.access.values.issuer:
        # A refresh token goes to nobody but who gave it.
        _end(office, kept, sign_in, ended())
        return
    due = office.clock() - sign_in.checked_at >= CHECK_AFTER
    if not kept.refresh_token or not (due or always):
        return
    try:
        _renew(office, kept, sign_in)
    except (SignInError, WrongClock) as error:
        _end(office, kept, sign_in, error)
    except RegisterError as error:
        _log.info("the sign-in could not be confirmed: %s", error.code)


def _renew(office: Office, kept: Kept, sign_in: SignIn) -> None:
    with OpenId(office.access.person_client()) as open_id:
        told, token = open_id.refresh(kept.refresh_token, sign_in.subject)
    if told is None:
        with office.store.unit(office.actor) as unit:
            write(unit, msgspec.structs.replace(kept, refresh_token=token), instead_of=kept)
            unit.event("sign_in.renewed", "sign-in")
        return
    changed = told.person.roles != sign_in.person.roles
    event = "sign_in.roles" if changed else "sign_in.checked"
    _take(office, told, token, event, sign_in.signed_in_at, instead_of=kept)


def _take(
    office: Office,
    told: Told,
    refresh_token: str,
    event: str,
    signed_in_at: datetime,
    *,
    instead_of: Kept | None = None,
) -> None:
    sign_in = SignIn(
        person=told.person,
        subject=told.subject,
        strange_roles=told.strange_roles,
        signed_in_at=signed_in_at,
        checked_at=office.clock(),
    )
    kept = Kept(sign_in=sign_in, refresh_token=refresh_token, issuer=office.access.values.issuer)
    with office.store.unit(Actor(told.person.id)) as unit:
        write(unit, kept, instead_of=instead_of)
        people.keep_person(unit.connection, told.person, signed_in_at)
        unit.event(event, "sign-in", {"roles": ", ".join(role_words(told.person))})
    office.sign_in = sign_in


def _end(office: Office, kept: Kept, sign_in: SignIn, error: CirError) -> None:
    with office.store.unit(Actor(sign_in.person.id)) as unit:
        write(unit, Kept(ended=f"{error.what} {error.todo}"), instead_of=kept)
        unit.event("sign_in.ended", "sign-in", {"reason": error.code})
    office.sign_in = None
