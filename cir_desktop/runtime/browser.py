"""The browser of this computer."""

import webbrowser


def open_browser(url: str) -> bool:
    """Open an address; whether a browser took it."""
    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False
