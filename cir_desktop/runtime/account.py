"""Who sits at this computer."""

import getpass
import os


def account_name() -> str:
    """The account of the operating system; “onbekend” where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"onbekend-{os.getpid()}"
