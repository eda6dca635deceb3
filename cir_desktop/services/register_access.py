"""Setting with what this workspace reaches a register: one environment at a time, its key, and the legal ground."""

from pathlib import Path

import msgspec

from cir_desktop.domain.access import AccessSettings, Environment
from cir_desktop.domain.identity import Role
from cir_desktop.register.auth import open_key
from cir_desktop.services.access import AccessView as AccessView
from cir_desktop.services.access_checks import read_access_file
from cir_desktop.services.office import Office
from cir_desktop.services.roles import needs

_OF_THE_MACHINE = ("base_url", "token_url", "client_id", "party_code")


@needs(Role.ADMINISTRATOR)
def view(office: Office, environment: Environment | None = None) -> AccessView:
    """The settings of an environment; without one, of the chosen environment, and of the real one when none is."""
    return office.access.view(environment or office.access.environment or Environment.PRODUCTION)


@needs(Role.ADMINISTRATOR)
def values_in_file(office: Office, environment: Environment, file: Path) -> AccessSettings:
    """The settings of an environment with what a file names in their place; a key alone changes nothing.

    What the administrator of this computer fixed stays. Raises BadInput.
    """
    found = office.access.view(environment)
    named = read_access_file(file).over(found.values)
    fixed = {name: getattr(found.values, name) for name in found.fixed if name != "environment"}
    return msgspec.structs.replace(named, **fixed)


@needs(Role.ADMINISTRATOR)
def save(
    office: Office, environment: Environment, values: AccessSettings, *, file: Path | None = None, passphrase: str = ""
) -> AccessView:
    """Choose an environment and keep its settings, with the key of a file when one is given.

    What is empty and stands in the file comes from there. The key is kept without its passphrase, in the encrypted
    store only. A workspace that goes through a housing company may still set how persons sign in. Raises BadInput with
    the field, NotAllowed.
    """
    key = ""
    if file is not None:
        known = read_access_file(file)
        key = open_key(known.private_key_pem, passphrase)
        given = {name: value for name, value in msgspec.structs.asdict(values).items() if value}
        values = msgspec.structs.replace(known.over(values), **given)
    before = office.access.view(environment).values
    direct = bool(key) or any(getattr(values, name) != getattr(before, name) for name in _OF_THE_MACHINE)
    if direct:
        office.check_way()
    office.access.keep(office.actor, environment, values, key)
    if direct:
        office.go_direct()
    return office.access.view(environment)


def sentences(found: AccessView) -> list[str]:
    """What still lacks before the register can be called, in words; empty when nothing does."""
    values = found.values
    lacking = []
    if not (values.base_url and values.token_url and values.client_id and values.party_code):
        lacking.append("De adressen en codes van het register zijn niet volledig.")
    if not found.has_key:
        lacking.append("Er is nog geen sleutel.")
    if found.environment is not Environment.PRACTICE and values.ground is None:
        lacking.append("Er is nog geen machtiging of verwerkersovereenkomst genoteerd; zonder wordt niets bevraagd.")
    if not (values.issuer and values.oidc_client_id and values.role_app):
        lacking.append("Personen kunnen zich nog niet aanmelden: de aanmelddienst is niet ingevuld.")
    elif not values.organisation and found.environment is not Environment.PRACTICE:
        lacking.append("Personen kunnen zich nog niet aanmelden: het ondernemingsnummer is niet ingevuld.")
    return lacking
