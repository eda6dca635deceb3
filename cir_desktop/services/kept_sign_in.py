"""The sign-in as it stands in the store, and what is told of it.

What is kept, encrypted: who it is, when that was last confirmed, and one refresh token for one use.
"""

from datetime import datetime, timedelta

import msgspec

from cir_desktop.domain.identity import ROLE_WORDS, Person, Role, SignIn
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import SignInEnded
from cir_desktop.services.office import Office
from cir_desktop.storage import settings
from cir_desktop.storage.unit import Unit

ROW = "sign_in"
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


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the store: a sign-in with its refresh token, or why there is none any more (or who signed out)."""

    sign_in: SignIn | None = None
    refresh_token: str = ""
    issuer: str = ""
    ended: str = ""
    signed_out: bool = False


class Overtaken(Exception):
    """Somebody signed in or out while we asked the provider: what we heard is about the former sign-in."""


def lapsed(sign_in: SignIn) -> SignInEnded:
    """The provider did not confirm it for too long."""
    return SignInEnded(
        f"De aanmelding van {dutch_moment(sign_in.signed_in_at)} is te lang niet nagekeken; er ging niets verloren.",
        _AGAIN,
    )


def tell(office: Office, kept: Kept) -> Who:
    """Who works here now, with what is kept of a sign-in."""
    values = office.access.values
    can = bool(values.issuer and values.oidc_client_id and values.role_app)
    sign_in, person = office.sign_in, office.person
    if sign_in is None or person is None:
        if sign_in is not None:
            error = lapsed(sign_in)
            sentence = f"{error.what} {error.todo}"
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
        roles=role_words(person),
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


def role_words(person: Person) -> tuple[str, ...]:
    """The roles of somebody, in their order."""
    return tuple(ROLE_WORDS[role] for role in Role if role in person.roles)


def read(office: Office) -> Kept:
    """What is kept now."""
    with office.store.read() as connection:
        return _decoded(settings.get(connection, ROW))


def _decoded(raw: str | None) -> Kept:
    return msgspec.json.decode(raw, type=Kept) if raw else Kept()


def write(unit: Unit, kept: Kept, *, instead_of: Kept | None = None) -> None:
    """Keep this; when it takes the place of something, only if that still stands there. Raises Overtaken."""
    if instead_of is not None and _decoded(settings.get(unit.connection, ROW)) != instead_of:
        raise Overtaken
    settings.put(unit.connection, ROW, msgspec.json.encode(kept).decode())
