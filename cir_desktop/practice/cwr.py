"""The central dwelling register of practice (resources/openapi/cwr-v1.yaml): its landlord's homes, to be read."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from cir_desktop.practice.errors import Problem
from cir_desktop.practice.register import caller_of, json_response, register_of

CWR_BASE: Final = "/v1/socZek/centraalWoningRegister"
_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "practice" / "dwellings.toml"
_LAST_CHANGE: Final = "2025-11-03T08:30:00Z"
_ID: Final = re.compile(r"[A-Z]{5}")
_NIS: Final = re.compile(r"[0-9]{5}")
_CRITERIA: Final = frozenset({"gemeenteNISCode", "woonmaatschappijWoningId", "gebouweenheidId"})
_LONGEST: Final = 40


async def find_dwellings(request: Request) -> Response:
    """GET woningen."""
    given = {key: value for key, value in request.query_params.items() if key in _CRITERIA}
    if any(not 1 <= len(value) <= _LONGEST for value in given.values()):
        raise Problem(HTTPStatus.BAD_REQUEST, "Een criterium is leeg of te lang.")
    nis = given.get("gemeenteNISCode")
    if nis is not None and not _NIS.fullmatch(nis):
        raise Problem(HTTPStatus.BAD_REQUEST, "gemeenteNISCode is geen NIS-code.")
    found = [
        dwelling
        for dwelling in _of(request)
        if nis in (None, dwelling["adres"]["gemeenteNisCode"])
        and all(dwelling[key] == value for key, value in given.items() if key != "gemeenteNISCode")
    ]
    return json_response({"woningen": found}) if found else Response(status_code=HTTPStatus.NO_CONTENT)


async def read_dwelling(request: Request) -> Response:
    """GET woningen/{vmswWoningId}."""
    wanted: str = request.path_params["vmswWoningId"]
    if not _ID.fullmatch(wanted):
        raise Problem(HTTPStatus.BAD_REQUEST, "vmswWoningId heeft vijf letters.")
    for dwelling in _of(request):
        if dwelling["vmswWoningId"] == wanted:
            return json_response(dwelling)
    raise Problem(HTTPStatus.NOT_FOUND, "Source: Geen woning gevonden")


def _of(request: Request) -> list[dict[str, Any]]:
    """The dwellings of the landlord who asks; another one than that of practice has none."""
    party = caller_of(request).party
    return _dwellings(party) if party == register_of(request).landlord.code else []


@cache
def _dwellings(party: str) -> list[dict[str, Any]]:
    declared = tomllib.loads(_FILE.read_text(encoding="utf-8"))["dwelling"]
    made = [
        {
            "vmswWoningId": each["id"],
            "woonmaatschappijWoningId": each.get("own_id"),
            "gebouweenheidId": each.get("unit"),
            "partijCode": party,
            "adres": {
                "straat": each["street"],
                "huisNummer": each["number"],
                "huisNummerBus": each.get("box"),
                "postCode": each["postcode"],
                "gemeente": each["place"],
                "gemeenteNisCode": each["nis_code"],
            },
            "type": each.get("type"),
            "aantalSlaapkamers": each.get("bedrooms"),
            "verdieping": each.get("floor"),
            "lift": each.get("lift"),
            "aangepast": each.get("adapted"),
            "updateDatum": _LAST_CHANGE,
        }
        for each in declared
    ]
    return sorted(made, key=lambda dwelling: str(dwelling["vmswWoningId"]))
