"""Who works here: the signed-in person, the roles that allow a step, and whether a second person is somebody else."""

from collections.abc import Collection
from enum import StrEnum

import msgspec


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
