"""The pages and endpoints of the identity provider of practice."""

from html import escape
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from cir_desktop.practice.auth import TokenRefused, form_of
from cir_desktop.practice.employees import Employee
from cir_desktop.practice.identity import OP, BadRequest, IdentityProvider, SendBack
from cir_desktop.practice.register import json_response, register_of

_SESSION: Final = "oefening"
_STYLE: Final = (
    "body{font:17px/1.5 sans-serif;max-width:36em;margin:3em auto;padding:0 1em}"
    "button{font:inherit;display:block;width:100%;text-align:left;padding:.6em 1em;margin:.4em 0}"
    "small{color:#444}"
)


async def discovery(request: Request) -> Response:
    """OpenID Connect Discovery."""
    return json_response(_provider(request).metadata())


async def keys(request: Request) -> Response:
    """The key set."""
    return json_response(_provider(request).keys())


async def authorize(request: Request) -> Response:
    """A page with the employees to choose from."""
    provider = _provider(request)
    try:
        waiting = provider.begin(dict(request.query_params))
    except BadRequest as error:
        return _page("Aanmelden kan niet", f"<p>{escape(str(error))}</p>", HTTPStatus.BAD_REQUEST)
    except SendBack as back:
        return RedirectResponse(back.url, HTTPStatus.SEE_OTHER)
    buttons = "".join(_button(each.vo_id, _name(each), _words(each)) for each in provider.employees)
    return _page(
        "Aanmelden bij het oefenregister",
        f"<p>{escape(provider.people.organisation_name)}. Deze mensen zijn verzonnen. Wie bent u?</p>"
        f'<form method="post" action="{OP}/v1/choose"><input type="hidden" name="waiting" value="{waiting}">'
        f"{buttons}{_button('', 'Annuleren', '')}</form>",
    )


async def choose(request: Request) -> Response:
    """Somebody was chosen."""
    provider = _provider(request)
    try:
        form = form_of(request.headers.get("content-type", ""), await request.body(), ("waiting",))
        url, session = provider.choose(form["waiting"], form.get("vo_id", ""))
    except (BadRequest, TokenRefused) as error:
        return _page("Aanmelden kan niet", f"<p>{escape(str(error))}</p>", HTTPStatus.BAD_REQUEST)
    response = RedirectResponse(url, HTTPStatus.SEE_OTHER)
    if session:
        response.set_cookie(_SESSION, session, path=OP, httponly=True, samesite="lax")
    return response


async def token(request: Request) -> Response:
    """The token endpoint for persons."""
    try:
        issued = _provider(request).exchange(request.headers.get("content-type", ""), await request.body())
    except TokenRefused as refused:
        return json_response({"error": refused.error, "error_description": refused.description}, refused.status)
    response = json_response(issued)
    response.headers["cache-control"] = "no-store"
    return response


async def end_session(request: Request) -> Response:
    """RP-initiated logout: the session of this browser ends."""
    _provider(request).end(request.cookies.get(_SESSION, ""))
    response = _page("Afgemeld", "<p>U bent afgemeld bij het oefenregister. U mag dit venster sluiten.</p>")
    response.delete_cookie(_SESSION, path=OP)
    return response


ROUTES: Final = (
    ("/.well-known/openid-configuration", "GET", discovery),
    ("/v1/keys", "GET", keys),
    ("/v1/auth", "GET", authorize),
    ("/v1/choose", "POST", choose),
    ("/v1/token", "POST", token),
    ("/v1/logout", "GET", end_session),
)


def _provider(request: Request) -> IdentityProvider:
    provider = register_of(request).identity
    assert provider is not None  # noqa: S101 - the routes are only there with a provider
    return provider


def _page(title: str, body: str, status: int = HTTPStatus.OK) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="nl"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"<h1>{title}</h1>{body}</html>",
        status,
        {"cache-control": "no-store"},
    )


def _button(vo_id: str, name: str, note: str) -> str:
    more = f"<br><small>{escape(note)}</small>" if note else ""
    return f'<button name="vo_id" value="{escape(vo_id)}">{escape(name)}{more}</button>'


def _name(employee: Employee) -> str:
    return f"{employee.given_name} {employee.family_name}"


def _words(employee: Employee) -> str:
    return employee.note or ", ".join(role.partition(":")[0].lower() for role in employee.roles)
