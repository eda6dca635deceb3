"""Identifiers made here."""

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """A UUID version 7 (RFC 9562): ordered by time, so that the outbox reads in the order of its making."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    return UUID(int=value | 0b10 << 62 | secrets.randbits(62))
