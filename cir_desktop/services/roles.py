"""Which role each use case asks for: said above the function, checked before anything else happens in it."""

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar

from cir_desktop.domain.identity import Role
from cir_desktop.services.office import Office

P = ParamSpec("P")
T = TypeVar("T")

LOOK = (Role.READER, Role.CLERK, Role.APPROVER)
"""Who may see personal data: an administrator who is nothing else has no need to."""

_asked: dict[Callable[..., Any], frozenset[Role]] = {}
ASKED: Mapping[Callable[..., Any], frozenset[Role]] = MappingProxyType(_asked)
"""The roles that each function of the services asks for, any one of them."""


def needs(*roles: Role) -> Callable[[Callable[Concatenate[Office, P], T]], Callable[Concatenate[Office, P], T]]:
    """One of these roles is needed for this function; without it the call raises MissingRole and does nothing."""

    def guard(function: Callable[Concatenate[Office, P], T]) -> Callable[Concatenate[Office, P], T]:
        @functools.wraps(function)
        def guarded(office: Office, /, *args: P.args, **kwargs: P.kwargs) -> T:
            office.require(*roles)
            return function(office, *args, **kwargs)

        _asked[guarded] = frozenset(roles)
        return guarded

    return guard
