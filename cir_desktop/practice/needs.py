"""Housing-need requests: what a candidate states, and the documents that go with it.

Drawn from dice of their own, so that the rest of an invented dossier is the same with and without them.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

from cir_desktop.practice.people import pick
from cir_desktop.practice.setting import Wire, day
from cir_desktop.practice.shares import shares

STATEMENTS: Final = (
    "Huidige woning is ongeschikt verklaard.",
    "Huurovereenkomst werd opgezegd door de verhuurder.",
    "Verblijft tijdelijk bij familie.",
    "Verblijft in een opvangcentrum en moet dit verlaten.",
)
DOCUMENTS: Final = (
    "Besluit ongeschiktverklaring.pdf",
    "Foto vochtplek slaapkamer.png",
    "Opzegbrief verhuurder.pdf",
    "Verslag OCMW.pdf",
    "Attest opvangcentrum.pdf",
    "Foto elektriciteitskast.png",
)


def documents(number: str, asked: int, earlier: int) -> list[Wire]:
    """The documents of a request of that ordinal, after so many earlier attachments of the dossier."""
    declared = shares().housing_need
    rng = Random(f"need {number} {asked}")  # noqa: S311 - invented documents, no secret
    return [
        {
            "bijlageIdentificatie": f"B-{number.replace('.', '')}-{earlier + order + 1}",
            "naam": pick(rng, DOCUMENTS),
            "datum": day(asked),
            "grootte": declared.sizes.number(rng),
        }
        for order in range(declared.documents.draw(rng))
    ]


def ask(dossier: Wire, on: date, rng: Random) -> bool:
    """Let the candidate ask for priority on that day; False when a request of that day stands there already."""
    if any(need["datum"] == on.isoformat() for need in dossier["woonnoodVerzoeken"]):
        return False
    added = documents(dossier["dossierNummer"], on.toordinal(), len(dossier["bijlagen"]))
    dossier["bijlagen"].extend(added)
    dossier["woonnoodVerzoeken"].append(
        {
            "datum": on.isoformat(),
            "verklaring": pick(rng, STATEMENTS),
            "bijlagen": [one["bijlageIdentificatie"] for one in added],
            "antwoorden": [],
        }
    )
    return True
