"""The one way in which this program opens HTTP: TLS against the system's store, no proxy to this computer itself."""

import logging
import re
import ssl
from typing import Any
from urllib.parse import urlsplit

import httpx
import truststore

from cir_desktop.errors import RegisterNotSet

_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
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
    return _host(url) in _LOOPBACK


def check_address(url: str, whose: str = "het register") -> None:
    """Raise RegisterNotSet for an address that is none, or that is neither over TLS nor on this computer."""
    host = _host(url)
    if not host or not (url.startswith("https://") or host in _LOOPBACK):
        raise RegisterNotSet(f"Het adres van {whose} is geen veilig adres.", "Geef een adres dat met https:// begint.")


def _host(url: str) -> str:
    """The host of an address that any part of the system can take; empty for any other text."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc and port != 0
    named = len(host) <= 253 and (_NAME.fullmatch(host) or host == "::1")
    return host if plain and named and parts.scheme in ("http", "https") else ""
