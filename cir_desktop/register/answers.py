"""What an answer of the register means: every status, timeout and cut line is mapped here, once.

Texts say what happened and what to do. They hold the status, never a value out of a dossier: the register's own words
go along in `RegisterRefused.detail` only.
"""

import httpx
import msgspec

from cir_desktop.errors import (
    CirError,
    Portal,
    ProxySignIn,
    RegisterBusy,
    RegisterDenied,
    RegisterNonsense,
    RegisterNotFound,
    RegisterRefused,
    RegisterUnreachable,
    UnknownRoot,
)
from cir_desktop.register.wire_types import Fout

_AGAIN = "Probeer het later opnieuw; wat al opgehaald of klaargezet was, is bewaard."
_OUT = frozenset({500, 502, 503, 504})


class BusyRegister(RegisterBusy):
    """429. `retry_after`: seconds that the register asks for, None when it does not say."""

    def __init__(self, retry_after: float | None) -> None:
        wait = f" Het vraagt om {retry_after:.0f} seconden te wachten." if retry_after else ""
        super().__init__(f"Het register krijgt te veel vragen (429).{wait}", _AGAIN)
        self.retry_after = retry_after


class DeniedAnswer(RegisterDenied):
    """401 or 403; `status` tells them apart: we are not known, or we may not do this."""

    def __init__(self, status: int) -> None:
        if status == 401:
            what = "Het register herkent onze aanmelding niet (401)."
            todo = "Kijk de sleutel en de code van de verhuurder na bij de instellingen."
        else:
            what = "Het register geeft ons hiervoor geen toegang (403)."
            todo = "Kijk na of uw bestuur hiervoor een machtiging heeft en of de code van de verhuurder klopt."
        super().__init__(what, todo)
        self.status = status


def no_answer(error: httpx.TransportError, who: str = "het register") -> RegisterUnreachable:
    """The call itself failed: nobody knows whether it arrived. `who` did not answer."""
    subject = f"{who[0].upper()}{who[1:]}"
    if isinstance(error, httpx.TimeoutException):
        what = f"{subject} antwoordt niet op tijd."
    elif isinstance(error, httpx.ProxyError) and "407" in str(error):
        return proxy_sign_in()
    elif "certificate" in str(error).lower():
        return UnknownRoot(
            f"Het certificaat van {who} wordt op deze computer niet vertrouwd.",
            "Vraag uw informaticadienst om het certificaat na te kijken, ook dat van een firewall die meeleest.",
        )
    elif isinstance(error, httpx.ConnectError):
        what = f"{subject} is niet bereikbaar."
    else:
        what = f"De verbinding met {who} brak af."
    return RegisterUnreachable(what, f"Kijk de netwerkverbinding na. {_AGAIN}")


def proxy_sign_in() -> ProxySignIn:
    """407, from whatever stands in between."""
    return ProxySignIn(
        "De proxy van uw netwerk vraagt een eigen aanmelding (407).",
        f"Vraag uw informaticadienst om dit programma door de proxy te laten. {_AGAIN}",
    )


def refuse_page(answer: httpx.Response, who: str = "het register") -> None:
    """Raise Portal when a web page, or the way to one, came in place of an answer."""
    page = answer.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/html"
    elsewhere = answer.is_redirect or answer.status_code == 511
    if elsewhere or (page and answer.status_code < 300):
        raise Portal(
            f"Een webpagina antwoordde in plaats van {who}: vaak is dat het aanmeldscherm van een netwerk.",
            f"Open een webpagina in de browser en meld u aan op het netwerk; kijk anders het adres van {who} na.",
        )


def error_of(response: httpx.Response) -> CirError:
    """The error that an answer other than 200 or 204 means. Status 409 with `type` and 429 are assumed."""
    status = response.status_code
    refuse_page(response)
    if status == 407:
        return proxy_sign_in()
    if status in _OUT:
        return RegisterUnreachable(f"Het register is even niet beschikbaar (status {status}).", _AGAIN)
    if status == 429:
        return BusyRegister(_seconds(response.headers.get("retry-after")))
    if status in (401, 403):
        return DeniedAnswer(status)
    problem = _problem(response)
    if status == 404 and problem:
        return RegisterNotFound(
            "Het register kent dit dossier niet (404).",
            "Kijk het dossiernummer na. Dit betekent niet dat de kandidaat geschrapt is.",
        )
    if status in (400, 409) and problem:
        return RegisterRefused(
            f"Het register weigert dit (status {status}).",
            "Bekijk het dossier en de reden die het register gaf.",
            status=status,
            kind=problem.type or "",
            detail=problem.detail,
        )
    return nonsense(f"status {status}")


def nonsense(reason: str, who: str = "het register") -> RegisterNonsense:
    """What answers there is perhaps no register at all: a portal, a proxy, a wrong address."""
    return RegisterNonsense(
        f"Wat antwoordde, volgt niet de afspraken met {who} ({reason}).",
        f"Kijk het adres van {who} na bij de instellingen.",
    )


def _problem(response: httpx.Response) -> Fout | None:
    try:
        return msgspec.json.decode(response.content, type=Fout)
    except msgspec.DecodeError:
        return None


def _seconds(header: str | None) -> float | None:
    """Retry-After in seconds; its form as a date is left aside: then our own back-off decides."""
    return float(header) if header and header.strip().isdecimal() else None
