"""The one way in which this program opens HTTP: TLS against the system's store, no proxy to this computer itself."""

import logging
import ssl
from typing import Any
from urllib.parse import urlsplit

import httpx
import truststore

from cir_desktop.errors import RegisterNotSet

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

# httpx tells every URL at INFO; they hold dossier numbers and codes, which have no place in a log.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)


def way_to(url: str) -> dict[str, Any]:
    """How any client reaches the host of `url`: the keywords for httpx.Client."""
    return {"verify": truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT), "trust_env": not is_loopback(url)}


def open_http(url: str, *, timeout: float) -> httpx.Client:
    """A client for some calls to the host of `url`; `timeout` in seconds."""
    limits = httpx.Limits(max_connections=4, keepalive_expiry=4.0)
    return httpx.Client(timeout=timeout, limits=limits, **way_to(url))


def is_loopback(url: str) -> bool:
    """Whether an address is on this computer: no proxy stands in between."""
    return _parts(url)[1] in _LOOPBACK


def check_address(url: str, whose: str = "het register") -> None:
    """Raise RegisterNotSet for an address that is neither over TLS nor on this computer."""
    scheme, host = _parts(url)
    if not (scheme == "https" and host) and not (scheme == "http" and host in _LOOPBACK):
        raise RegisterNotSet(f"Het adres van {whose} is geen veilig adres.", "Geef een adres dat met https:// begint.")


def _parts(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or ""
    except ValueError:
        return "", ""
