"""What the identity provider tells of a person: ACM/IDM's claims [fact: their names], read once, here.

Only what the program needs is taken; the national number (rrn) is passed over and never kept.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from cir_desktop.domain.identity import Person, Role
from cir_desktop.errors import NoRole, SignInRefused
from cir_desktop.register.answers import nonsense

LOCAL_AUTHORITY = "LB"
"""vo_doelgroepcode of a local authority [fact]."""

ROLES = {
    "raadpleger": Role.READER,
    "medewerker": Role.CLERK,
    "goedkeurder": Role.APPROVER,
    "beheerder": Role.ADMINISTRATOR,
}
"""The names of the roles in `<app>_rol_3d`, in small letters [assumed]."""


class Told(msgspec.Struct, frozen=True):
    """Who signed in. `subject` is the provider's own name for the person; `strange_roles` give no right here."""

    person: Person
    subject: str
    strange_roles: tuple[str, ...]


class _Claims(msgspec.Struct, frozen=True):
    sub: str
    vo_id: str
    vo_doelgroepcode: str
    vo_orgcode: str
    vo_orgnaam: str
    given_name: str = ""
    family_name: str = ""


def told(claims: Mapping[str, Any], role_app: str, organisation: str = "") -> Told:
    """The person of verified claims.

    Args:
        claims: of an id_token whose signature and claims hold.
        role_app: the name of this program in `<app>_rol_3d`.
        organisation: the enterprise number of this landlord; empty takes any local authority.

    Raises SignInRefused for another kind of organisation or another one than ours, NoRole, RegisterNonsense when a
    claim is missing.
    """
    try:
        known = msgspec.convert(dict(claims), _Claims)
    except msgspec.ValidationError as error:
        raise nonsense("ze zegt niet wie u bent", "de aanmelddienst") from error
    if known.vo_doelgroepcode != LOCAL_AUTHORITY:
        raise SignInRefused(
            f"U bent aangemeld voor {known.vo_orgnaam}, en dat is geen lokaal bestuur.",
            "Meld u opnieuw aan en kies bij het aanmelden uw lokaal bestuur.",
        )
    if organisation and known.vo_orgcode != organisation:
        raise SignInRefused(
            f"U bent aangemeld voor {known.vo_orgnaam}, en deze werkmap is van een ander bestuur.",
            "Meld u opnieuw aan en kies bij het aanmelden het bestuur van deze werkmap.",
        )
    given = claims.get(f"{role_app}_rol_3d")
    pairs = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    roles, strange = _roles(pairs, known.vo_orgcode)
    if not roles:
        raise NoRole(
            f"{known.vo_orgnaam} gaf u geen rol voor dit programma.",
            "Vraag een rol aan wie in uw bestuur de toegangen beheert (lokale beheerder).",
        )
    name = f"{known.given_name} {known.family_name}".strip() or known.vo_id
    person = Person(
        id=known.vo_id, name=name, organisation=known.vo_orgcode, organisation_name=known.vo_orgnaam, roles=roles
    )
    return Told(person, known.sub, strange)


def _roles(pairs: Iterable[object], organisation: str) -> tuple[frozenset[Role], tuple[str, ...]]:
    """The roles for this organisation, and the pairs that give none: unknown ones, and those of another one."""
    roles: set[Role] = set()
    strange: list[str] = []
    for pair in pairs:
        name, _, context = str(pair).rpartition(":")
        role = ROLES.get(name.strip().lower())
        if role is not None and context == organisation:
            roles.add(role)
        else:
            strange.append(str(pair))
    return frozenset(roles), tuple(strange)
