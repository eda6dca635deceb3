"""The name of a pair that stays the same over all uploads, and changes when a deciding field does.

A number or name never stands in it: only its HMAC-SHA-256 with a key of the workspace, so that nobody can try numbers.
"""

import hmac
from collections.abc import Iterable

from cir_desktop.domain.pairs import DECIDING, Pair, PairDecision, Someone
from cir_desktop.migration.name_keys import first_name_key, last_name_key

_DIGEST = 16
_FIELD_DIGEST = 8
_LEAST_KEPT = 2
"""So many deciding fields of both persons must be the same as then to speak of the same two persons."""


def pair_key(secret: bytes, pair: Pair) -> str:
    """The key of a pair, whichever stands left.

    When all deciding fields are the same the dossiers tell the two apart, else one answer would go for all of them.
    """
    sides = sorted((" ".join(_digests(secret, one)), one.dossier) for one in (pair.left, pair.right))
    persons = [digest for digest, _ in sides]
    if persons[0] == persons[1]:
        persons += [dossier for _, dossier in sides]
    return _hashed(secret, "\0".join(persons), _DIGEST)


def dossiers_of(pair: Pair) -> tuple[str, str]:
    """The dossiers of a pair, the lower first."""
    first, second = sorted((pair.left, pair.right), key=_by_dossier)
    return first.dossier, second.dossier


def field_digests(secret: bytes, pair: Pair) -> tuple[str, ...]:
    """The deciding fields of both, that of the lower dossier first: to say later which of them changed."""
    first, second = sorted((pair.left, pair.right), key=_by_dossier)
    return (*_digests(secret, first), *_digests(secret, second))


def changed_since(digests: tuple[str, ...], former: Iterable[PairDecision]) -> tuple[PairDecision, list[str]] | None:
    """The latest of some former decisions over the same two dossiers that was over the same two persons.

    Gives it with the deciding fields that changed since; None when none of them was.
    """
    size = len(DECIDING)
    for decision in reversed(list(former)):
        same = [now == then for now, then in zip(digests, decision.fields, strict=True)]
        if sum(same[:size]) >= _LEAST_KEPT and sum(same[size:]) >= _LEAST_KEPT and not all(same):
            return decision, [key for at, key in enumerate(DECIDING) if not (same[at] and same[at + size])]
    return None


def _by_dossier(one: Someone) -> tuple[str, str, str, int]:
    return one.dossier, one.side, one.sheet, one.row


def _digests(secret: bytes, who: Someone) -> tuple[str, ...]:
    birth = who.birth_date.isoformat() if who.birth_date else ""
    # Names in plain letters: capitals or a lost accent are no reason to ask again.
    fields = (
        who.national_number,
        last_name_key(who.last_name).joined,
        first_name_key(who.first_name).joined,
        birth,
    )
    return tuple(_hashed(secret, f"{key}={value}", _FIELD_DIGEST) for key, value in zip(DECIDING, fields, strict=True))


def _hashed(secret: bytes, text: str, size: int) -> str:
    return hmac.digest(secret, text.encode(), "sha256")[:size].hex()
