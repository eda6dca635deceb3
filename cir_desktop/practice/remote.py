"""Moves a running practice register from outside, with its control token: the clock, the residence workbook."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Final

TOKEN_HEADER: Final = "x-practice-token"  # noqa: S105 - a header's name
SECONDS: Final = 300.0


class NoPracticeRegister(Exception):
    """The practice register of these credentials does not answer, or answers that it will not."""


def advance(credentials: Path, days: int) -> dict[str, Any]:
    """Let days pass; gives what happened. Raises NoPracticeRegister."""
    answer: dict[str, Any] = json.loads(_call(credentials, "/advance", {"days": days}))
    return answer


def residences(credentials: Path, file: Path) -> None:
    """Write the workbook of the population service to `file`. Raises NoPracticeRegister, OSError."""
    file.write_bytes(_call(credentials, "/residences", None))


def extract(credentials: Path, file: Path) -> None:
    """Write the exchange workbook of a housing company to `file`. Raises NoPracticeRegister, OSError."""
    file.write_bytes(_call(credentials, "/exchange", None))


def carry_out(credentials: Path, messages: Path, file: Path) -> None:
    """Have the messages of an exchange workbook carried out; the answered one is written to `file`.

    Raises NoPracticeRegister, OSError.
    """
    file.write_bytes(_call(credentials, "/exchange", messages.read_bytes()))


def _call(credentials: Path, path: str, body: dict[str, Any] | bytes | None) -> bytes:
    try:
        access = json.loads(credentials.read_text(encoding="utf-8"))
        url: str = access["control_url"] + path
        if not url.startswith("http://127.0.0.1:"):
            raise NoPracticeRegister("not a practice register on this computer")
        request = urllib.request.Request(  # noqa: S310 - checked just above: loopback only
            url,
            data=json.dumps(body).encode() if isinstance(body, dict) else body,
            headers={TOKEN_HEADER: access["control_token"], "content-type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=SECONDS) as answer:
            content: bytes = answer.read()
            return content
    except (OSError, ValueError, KeyError, urllib.error.URLError) as error:
        raise NoPracticeRegister("the practice register does not answer") from error
