"""Who works here: the signed-in person, the roles that allow a step, and whether a second person is somebody else."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from cir_desktop.domain.values import dutch_moment


class Role(StrEnum):
    """What somebody may do; a role holds nothing of another one."""

    READER = "reader"
    CLERK = "clerk"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.READER: "raadpleger",
    Role.CLERK: "medewerker",
    Role.APPROVER: "goedkeurder",
    Role.ADMINISTRATOR: "beheerder",
}

WITHOUT_SIGN_IN = frozenset({Role.CLERK, Role.ADMINISTRATOR})
"""What the account of the operating system may do: local work goes on without a sign-in, but it approves nothing."""


def role_needed(needed: Collection[Role]) -> str:
    """The sentence that names the role that a step asks for."""
    words = [ROLE_WORDS[role] for role in Role if role in needed]
    if len(words) == 1:
        return f"Hiervoor is de rol {words[0]} nodig."
    return f"Hiervoor is een van deze rollen nodig: {', '.join(words[:-1])} of {words[-1]}."


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person as ACM/IDM tells it: `id` is the vo_id, `organisation` the enterprise number (vo_orgcode).

    `roles` are those that this organisation gave for this program.
    """

    id: str
    name: str
    organisation: str
    organisation_name: str
    roles: frozenset[Role]


class Approver(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who releases sanctions at this computer with a passphrase of his or her own.

    `account` (of the operating system) and `person` (vo_id) are those that are known, else empty: an author is not
    released by himself under another name. A deputy works for another organisation, by an agreement. Moments: `made_at`
    by an administrator, `confirmed_at` when the passphrase was chosen; `ended_at` and `locked_until` if so.
    """

    id: str
    name: str
    function: str
    account: str = ""
    person: str = ""
    deputy: bool = False
    organisation: str = ""
    agreement: str = ""
    made_by: str
    made_at: datetime
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    locked_until: datetime | None = None


def hindrance(approver: Approver, now: datetime) -> str:
    """Why this approver can release nothing at this moment; empty when nothing stands in the way."""
    if approver.ended_at is not None:
        return f"beëindigd op {dutch_moment(approver.ended_at)}"
    if approver.confirmed_at is None:
        return "koos nog geen wachtwoordzin"
    if approver.locked_until is not None and approver.locked_until > now:
        return f"geblokkeerd tot {dutch_moment(approver.locked_until)} na foute wachtwoordzinnen"
    return ""


def same_person(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two sets of names have one in common; capitals and outer spaces make nobody another."""
    return not _folded(one).isdisjoint(_folded(other))


def _folded(names: Collection[str]) -> set[str]:
    return {name.strip().casefold() for name in names} - {""}


SIGN_IN_HOLDS = timedelta(hours=12)
"""How long a sign-in holds after the provider last confirmed it: a working day without a network."""

_CLOCK_LEEWAY = timedelta(minutes=5)


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A person who signed in, and when the identity provider last confirmed it (UTC).

    `subject` is the provider's own name for the person; `strange_roles` are shown and give no right.
    """

    person: Person
    subject: str
    signed_in_at: datetime
    checked_at: datetime
    strange_roles: tuple[str, ...] = ()

    def holds_at(self, moment: datetime) -> bool:
        """Whether this is still that person; a clock that was set back does not make it last."""
        return -_CLOCK_LEEWAY <= moment - self.checked_at < SIGN_IN_HOLDS
