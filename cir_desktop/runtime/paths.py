"""Where things stand on this machine."""

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("cir-desktop", appauthor=False, roaming=False)


def resource(*parts: str) -> Path:
    """A shipped data file, the same way from source and from a frozen program."""
    return Path(__file__).resolve().parents[2].joinpath("resources", *parts)


def default_workspace() -> Path:
    """The workspace of this account: local, never roaming, so that no profile server copies the store."""
    return Path(_DIRS.user_data_dir) / "workspace"


def log_folder() -> Path:
    """Where the log files of this account go."""
    return Path(_DIRS.user_log_dir)
