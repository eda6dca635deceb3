"""The error bodies of the contract: title, status, detail, instance, and a type on a refusal."""

from http import HTTPStatus

import msgspec
from starlette.responses import Response

NO_DOSSIER = "Source: Geen dossier gevonden"
BAD_NATIONAL_NUMBER = "rijksregisternummer '[..]' voldoet niet aan checksum97"
SOURCE_FAILED = "Source: Internal server error"


class Problem(Exception):
    """An answer that is an error. `detail` never holds a national number, a name or an amount."""

    def __init__(self, status: int, detail: str, *, kind: str | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.kind = kind


def problem_response(problem: Problem, instance: str) -> Response:
    """The problem as an HTTP answer; `instance` is the path of the call."""
    body: dict[str, str | int] = {
        "title": title(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
    }
    if problem.kind is not None:
        body["type"] = problem.kind
    headers = {"www-authenticate": "Bearer"} if problem.status == HTTPStatus.UNAUTHORIZED else None
    return Response(msgspec.json.encode(body), problem.status, headers, media_type="application/json")


def title(status: int) -> str:
    """The standard phrase of a status, also for a number that has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
