"""On the wire: our answers to housing-need requests, results of an investigation, and the question for a document.

The bodies of the first two are published nowhere [assumed]; that of `bijlage` is a fact.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from cir_desktop.domain.process import Command, HousingNeedReply, InvestigationResult
from cir_desktop.register.wire_types import Sent

RESULTS: Mapping[bool, str] = MappingProxyType({True: "VOLDOET", False: "VOLDOET_NIET"})
"""The code of an outcome, by whether the exception is in order."""

_encoder = msgspec.json.Encoder()


class EvaluatieMelding(Sent):
    """What we found of one document of a request."""

    bijlage_identificatie: str
    evaluatie: str


class WoonnoodAntwoordMelding(Sent):
    """Our answer to the request of a day."""

    dossier_nummer: str
    partij_code: str
    datum: date
    status: str
    evaluaties: list[EvaluatieMelding]
    conclusie: str | None
    toegekende_voorrang: str | None


class OnderzoekResultaat(Sent):
    """What we found of one exception."""

    dossier_nummer: str
    partij_code: str
    onderdeel: str
    resultaat: str
    toelichting: str


class BijlageVraag(Sent):
    """Which document is wanted [fact]."""

    dossier_nummer: str
    partij_code: str
    bijlage_identificatie: str


def encode_need_answer(command: Command, party: str) -> bytes:
    """The body of `dossiers/woonnoodAntwoord`. Raises TypeError for a command that is no such answer."""
    reply = command.payload
    if not isinstance(reply, HousingNeedReply):
        raise TypeError(f"{command.action} is no answer to a housing-need request")
    return _encoder.encode(
        WoonnoodAntwoordMelding(
            dossier_nummer=command.dossier,
            partij_code=party,
            datum=reply.requested_on,
            status=reply.status,
            evaluaties=[EvaluatieMelding(bijlage_identificatie=one, evaluatie=text) for one, text in reply.evaluations],
            conclusie=reply.conclusion,
            toegekende_voorrang=reply.granted,
        )
    )


def encode_result(command: Command, party: str) -> bytes:
    """The body of `dossiers/onderzoekResultaat`. Raises TypeError for a command that is no such result."""
    result = command.payload
    if not isinstance(result, InvestigationResult):
        raise TypeError(f"{command.action} is no result of an investigation")
    return _encoder.encode(
        OnderzoekResultaat(
            dossier_nummer=command.dossier,
            partij_code=party,
            onderdeel=result.item,
            resultaat=RESULTS[result.in_order],
            toelichting=result.explanation,
        )
    )


def encode_attachment_question(number: str, party: str, attachment_id: str) -> bytes:
    """The body of `dossiers/bijlage` [fact]."""
    return _encoder.encode(BijlageVraag(dossier_nummer=number, partij_code=party, bijlage_identificatie=attachment_id))
