"""What an access may hold: files that bring one, safe addresses, the legal ground, and what an administrator fixed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from cir_desktop.domain.access import AccessSettings, Environment
from cir_desktop.errors import BadInput, NoGround, RegisterNotSet
from cir_desktop.register.http import check_address, is_loopback
from cir_desktop.runtime.admin_file import AdminFile, bad_admin_file

_LARGEST_FILE = 100_000
_ADDRESSES = ("base_url", "token_url", "issuer")


class AccessFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that comes with an access: a private key (PEM), or JSON that holds the key beside addresses and codes."""

    private_key_pem: str
    base_url: str = ""
    token_url: str = ""
    client_id: str = ""
    party_code: str = ""
    issuer: str = ""
    oidc_client_id: str = ""
    role_app: str = ""
    organisation: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says who we are for the register, and not only with which key."""
        return bool(self.token_url and self.client_id and self.party_code)

    def over(self, values: AccessSettings) -> AccessSettings:
        """The settings with what this file names in their place."""
        named = {name: value for name, value in msgspec.structs.asdict(self).items() if value}
        named.pop("private_key_pem")
        return msgspec.structs.replace(values, **named)


def read_access_file(path: Path) -> AccessFile:
    """Read such a file; raises BadInput, field `file`."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ValueError
        text = path.read_text(encoding="utf-8")
        if "-----BEGIN" in text and not text.lstrip().startswith("{"):
            return AccessFile(private_key_pem=text)
        return msgspec.json.decode(text, type=AccessFile)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise BadInput(
            "Het bestand met de toegang tot het register kan niet gelezen worden.",
            "Geef het bestand dat u bij de machtiging kreeg; voor het oefenregister is dat client.json.",
            field="file",
        ) from error


class Fixed(msgspec.Struct, frozen=True):
    """What the administrator of this computer decided."""

    environment: Environment | None
    settings: Mapping[Environment, Mapping[str, Any]]
    sign_in_required: bool


def check_ground(environment: Environment, values: AccessSettings) -> None:
    """Raise NoGround for a register that is not that of practice when no ground is noted."""
    if environment is Environment.PRACTICE or values.ground is not None:
        return
    raise NoGround(
        "Voor dit register is nog geen machtiging of verwerkersovereenkomst genoteerd; zonder wordt het niet bevraagd.",
        "Noteer de referentie en de datum bij de toegang tot het register, of met: cir access set --ground.",
    )


def environment_of(base_url: str, known: Environment | None) -> Environment:
    """The environment of an address: practice on this computer, else the known one that is not practice, else real."""
    if is_loopback(base_url):
        return Environment.PRACTICE
    return known if known not in (None, Environment.PRACTICE) else Environment.PRODUCTION


def check_addresses(environment: Environment, values: AccessSettings) -> None:
    """Raise BadInput, with the field, for an address that is not safe, or not on this computer in practice."""
    for name in _ADDRESSES:
        address: str = getattr(values, name)
        if not address:
            continue
        try:
            check_address(address)
        except RegisterNotSet as error:
            raise BadInput(
                "Dit is geen veilig adres.", "Geef een adres dat met https:// begint.", field=name
            ) from error
        if environment is Environment.PRACTICE and not is_loopback(address):
            raise BadInput(
                "Het oefenregister draait op deze computer zelf.",
                "Kies een andere omgeving voor dit adres.",
                field=name,
            )


def tidy(values: AccessSettings) -> AccessSettings:
    """The settings without outer spaces. Raises BadInput for a ground without a reference."""
    texts = {name: value.strip() for name, value in msgspec.structs.asdict(values).items() if isinstance(value, str)}
    texts["base_url"] = texts["base_url"].rstrip("/")
    ground = values.ground
    if ground is not None and not ground.reference.strip():
        raise BadInput("De referentie ontbreekt.", "Geef het nummer of de referentie van het stuk.", field="reference")
    return msgspec.structs.replace(values, **texts)


def judged(admin: AdminFile | None) -> Fixed:
    """What the administrator fixed. Raises BadAdminFile."""
    content = dict(admin.content) if admin else {}
    settings_of: dict[Environment, Mapping[str, Any]] = {}
    key = "environment"
    try:
        environment = Environment(content.pop(key)) if key in content else None
        key = "sign_in_required"
        required = msgspec.convert(content.pop(key, False), bool)
        for key, value in content.items():
            table = Environment(key)
            known = msgspec.convert(value, AccessSettings)
            check_addresses(table, known)
            settings_of[table] = {name: getattr(known, name) for name in value}
    except (ValueError, msgspec.ValidationError, BadInput) as error:
        raise bad_admin_file(admin.path if admin else Path(), f"klopt niet bij “{key}”") from error
    return Fixed(environment, settings_of, required)
