"""The file of the administrator of this computer: settings for everybody here, which win over what a workspace holds.

The program only reads it. It is TOML: `environment`, and a table per environment. No secret belongs in it.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from platformdirs import site_config_dir

from cir_desktop.errors import BadAdminFile

VARIABLE = "CIR_DESKTOP_ADMIN_FILE"
NAME = "admin.toml"


class AdminFile(msgspec.Struct, frozen=True):
    """What the file holds, not yet judged; `path` says where it stands."""

    path: Path
    content: Mapping[str, Any]


def admin_file() -> AdminFile | None:
    """The file of this computer; None when there is none. Raises BadAdminFile when it can't be read."""
    named = os.environ.get(VARIABLE)
    path = Path(named) if named else Path(site_config_dir("cir-desktop", appauthor=False)) / NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise bad_admin_file(path, "kan niet gelezen worden") from error
    try:
        return AdminFile(path, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise bad_admin_file(path, f"is geen geldige TOML ({error})") from error


def bad_admin_file(path: Path, what: str) -> BadAdminFile:
    """The error that names the file and what is wrong with it."""
    return BadAdminFile(
        f"Het bestand van de beheerder van deze computer ({path}) {what}.",
        "Vraag uw informaticadienst om het na te kijken; tot dan start het programma niet.",
    )
