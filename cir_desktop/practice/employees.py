"""The invented employees who can sign in: resources/practice/employees.toml, checked when read."""

import tomllib
from functools import cache

import msgspec

from cir_desktop.practice.reference import RESOURCES


class Employee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who somebody is for the identity provider; `roles` are pairs "role:organisation", `note` says what is odd."""

    vo_id: str
    given_name: str
    family_name: str
    rrn: str
    roles: tuple[str, ...]
    note: str = ""
    target_group: str = "LB"
    organisation: str = ""
    organisation_name: str = ""


class Employees(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The landlord's organisation, the name of the program in the names of its roles, and the people."""

    organisation: str
    organisation_name: str
    role_app: str
    employee: tuple[Employee, ...]


@cache
def employees() -> Employees:
    """The shipped employees."""
    raw = tomllib.loads((RESOURCES / "practice" / "employees.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, Employees)


def claims_of(employee: Employee, all_of_them: Employees) -> dict[str, object]:
    """What the identity provider tells of somebody [fact: the names of the claims]."""
    return {
        "sub": employee.vo_id,
        "given_name": employee.given_name,
        "family_name": employee.family_name,
        "rrn": employee.rrn,
        "vo_id": employee.vo_id,
        "vo_doelgroepcode": employee.target_group,
        "vo_orgcode": employee.organisation or all_of_them.organisation,
        "vo_orgnaam": employee.organisation_name or all_of_them.organisation_name,
        f"{all_of_them.role_app}_rol_3d": list(employee.roles),
    }
