"""What the window remembers of itself: where it stood, which columns of which width."""

from pathlib import Path

from PySide6.QtCore import QSettings


def window_settings(workspace: Path) -> QSettings:
    """Kept beside the store, so that a practice workspace leaves nothing in the account of the clerk."""
    return QSettings(str(workspace / "window.ini"), QSettings.Format.IniFormat)
