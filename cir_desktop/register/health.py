"""Whether a register answers at an address, for who has no access to it (yet)."""

import httpx

from cir_desktop.errors import RegisterNotSet
from cir_desktop.register.answers import error_of, no_answer, refuse_page
from cir_desktop.register.client import BASE_PATH
from cir_desktop.register.http import open_http
from cir_desktop.runtime.ids import uuid7


def check_answers(base_url: str, *, timeout: float = 5.0) -> None:
    """Raise RegisterUnreachable when nothing answers there, another RegisterError when it is no register.

    `timeout` in seconds.
    """
    url = base_url.rstrip("/").removesuffix(BASE_PATH) + BASE_PATH + "/health"
    try:
        with open_http(base_url, timeout=timeout) as http:
            answer = http.get(url, headers={"x-correlation-id": str(uuid7())})
    except httpx.InvalidURL as error:
        raise RegisterNotSet(
            "Dit is geen adres van een register.", "Geef een adres dat met https:// begint."
        ) from error
    except httpx.TransportError as error:
        raise no_answer(error) from error
    if answer.status_code != 200:
        raise error_of(answer)
    refuse_page(answer)
