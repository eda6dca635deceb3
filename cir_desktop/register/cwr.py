"""The central dwelling register over the same door to HTTP as the CIR: only read, never written (docs/exchange.md)."""

import re
from urllib.parse import urlencode

from cir_desktop.domain.dwelling import Dwelling
from cir_desktop.domain.values import nis_code
from cir_desktop.errors import BadInput
from cir_desktop.register.client import RegisterClient
from cir_desktop.register.wire_cwr import decode_dwelling, decode_dwellings

CWR_BASE_PATH = "/v1/socZek/centraalWoningRegister"
"""The base path of the CWR [assumed]."""

_ID = re.compile(r"[A-Z]{5}")


def dwellings(client: RegisterClient, nis: str) -> tuple[Dwelling, ...]:
    """Our dwellings in a municipality, at most 1,000; none is an empty tuple.

    Raises subclasses of RegisterError, and BadInput for what is no NIS code.
    """
    query = urlencode({"gemeenteNISCode": nis_code(nis)})
    raw = client.read(CWR_BASE_PATH, f"/woningen?{query}", empty=True)
    return decode_dwellings(raw) if raw else ()


def dwelling(client: RegisterClient, dwelling_id: str) -> Dwelling:
    """One dwelling by its five letters. Raises RegisterNotFound and other RegisterErrors, BadInput for another form."""
    wanted = dwelling_id.strip().upper()
    if not _ID.fullmatch(wanted):
        raise BadInput("Dit is geen nummer van een woning in het CWR.", "Geef de vijf letters.", field="dwelling")
    return decode_dwelling(client.read(CWR_BASE_PATH, f"/woningen/{wanted}"))
