"""With what a workspace reaches a register: the environment, its addresses and codes, and the legal ground."""

from datetime import date
from enum import StrEnum

import msgspec


class Environment(StrEnum):
    """Which register: that of practice on this computer, one to test with, or the real one."""

    PRACTICE = "practice"
    TEST = "test"
    PRODUCTION = "production"


ENVIRONMENT_WORDS = {
    Environment.PRACTICE: "oefenregister",
    Environment.TEST: "testomgeving",
    Environment.PRODUCTION: "echt register",
}


class GroundKind(StrEnum):
    """Why a local authority may use the data of candidates."""

    AUTHORISATION = "authorisation"
    AGREEMENT = "processing_agreement"


GROUND_WORDS = {
    GroundKind.AUTHORISATION: "machtiging",
    GroundKind.AGREEMENT: "verwerkersovereenkomst",
}


class Ground(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The authorisation or processing agreement: its reference, and the day it was given."""

    kind: GroundKind
    reference: str
    date: date


class AccessSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one environment; empty where nothing is set.

    `base_url` and `token_url` are for the machine, with `client_id` and `party_code` (the landlord's code in the
    register). `issuer`, `oidc_client_id` and `role_app` are for a person's sign-in; `organisation` is the landlord's
    enterprise number: in practice, empty takes any local authority. `key_until` is the last day of the machine's key.
    """

    base_url: str = ""
    token_url: str = ""
    client_id: str = ""
    party_code: str = ""
    issuer: str = ""
    oidc_client_id: str = ""
    role_app: str = ""
    organisation: str = ""
    key_until: date | None = None
    ground: Ground | None = None


SETTING_WORDS = {
    "environment": "omgeving",
    "base_url": "adres van het register",
    "token_url": "adres van de tokens",
    "client_id": "code van de toepassing",
    "party_code": "code van de verhuurder",
    "issuer": "adres van de aanmelddienst",
    "oidc_client_id": "code bij de aanmelddienst",
    "role_app": "naam van de rollen",
    "organisation": "ondernemingsnummer",
    "key_until": "laatste dag van de sleutel",
    "ground": "machtiging of verwerkersovereenkomst",
}
