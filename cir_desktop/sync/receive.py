"""From the bytes of a dossier to what the store takes: the same way for a pull, a push and a filled store."""

from cir_desktop.register.wire import UndecodableDossier, decode_dossier
from cir_desktop.storage.dossiers import Received, Undecoded


def receive(number: str, version: int, raw: bytes) -> Received | Undecoded:
    """What came in under a number and version that the register listed.

    A dossier may have got a newer version since the listing: then that one counts. What can't be read keeps the
    version of the listing, because it tells none itself.
    """
    try:
        dossier = decode_dossier(raw)
    except UndecodableDossier as error:
        return Undecoded(number, version, raw, error.reason)
    if dossier.number.text != number:
        return Undecoded(number, version, raw, "het antwoord gaat over een ander dossier ($.dossierNummer).")
    return Received(number, dossier.version, raw, dossier)
