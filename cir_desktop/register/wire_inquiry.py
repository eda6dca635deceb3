"""On the wire: our answers to housing-need requests, results of an investigation, and the question for a document.

The bodies of the first two are published nowhere [assumed]; that of `bijlage` is a fact.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

import msgspec

from cir_desktop.domain.process import Command, HousingNeedReply, InvestigationResult
from cir_desktop.register.wire_types import Moment, Read, Sent

RESULTS: Mapping[bool, str] = MappingProxyType({True: "VOLDOET", False: "VOLDOET_NIET"})
"""The code of an outcome, by whether the exception is in order."""

_ACTUALISATIONS = frozenset({"ACTUA", "MIGRA"})
"""The actions that say that a candidate actualised [fact: the codes; assumed: that the history holds them]."""

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


class _Step(Read):
    """A line of the status history, as far as it says whether it was an actualisation."""

    datum: Moment
    actie: str | None = None


class _Matter(Read):
    """Of a dossier: its requests, unread, and its history."""

    woonnood_verzoeken: tuple[msgspec.Raw, ...]
    dossier_status_historiek: tuple[_Step, ...]


_matter = msgspec.json.Decoder(_Matter)


def asks_priority_and_actualised_at(raw: bytes) -> tuple[bool, datetime | None]:
    """Whether a dossier holds housing-need requests, and the moment of the last actualisation that it tells of.

    Reads no more of it than that. A dossier that can't be read tells nothing: it is listed as unreadable elsewhere.
    """
    try:
        found = _matter.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False, None
    done: list[datetime] = []
    before = None
    for step in found.dossier_status_historiek:
        if step.actie in _ACTUALISATIONS:
            done.append(step.datum)
        elif step.actie == "UNDO" and before in _ACTUALISATIONS:
            done.pop()  # the last step only can be undone
        before = step.actie
    return bool(found.woonnood_verzoeken), max(done, default=None)
