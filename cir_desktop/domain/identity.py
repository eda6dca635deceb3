"""Who works here: the signed-in person, the roles that allow a step, and whether a second person is somebody else."""

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


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person as ACM/IDM tells it: `id` is the vo_id, `organisation` the enterprise number (vo_orgcode).

    `roles` are those that this organisation gave for this program.
    """

    id: str
    name: str
    organisation: str
    organisation_name: str
    roles: frozenset[Role]
