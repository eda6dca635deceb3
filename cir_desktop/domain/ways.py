"""The three ways in which a landlord reaches the register, and where a copy of it came from."""

from datetime import datetime
from enum import StrEnum

import msgspec

from cir_desktop.domain.values import dutch_moment


class Way(StrEnum):
    """How a workspace exchanges with the register: one way at a time."""

    API = "api"
    WORKBOOK = "workbook"
    NONE = "none"


WAY_WORDS = {
    Way.API: "rechtstreeks met het CIR",
    Way.WORKBOOK: "via de woonmaatschappij, met werkboeken",
    Way.NONE: "nog niet",
}


class Origin(msgspec.Struct, frozen=True):
    """An extract that a housing company gave: from whom, and when its data left the register (UTC)."""

    supplier: str
    extracted_at: datetime

    @property
    def words(self) -> str:
        """As it stands beside a list or a dossier."""
        return f"via {self.supplier}, uittreksel van {dutch_moment(self.extracted_at)}"

    def list_sentence(self, listed: int, *, all_taken: bool) -> str:
        """What the list rests on: `listed` dossiers stood in the extract, and whether all of them were taken over."""
        of = f"Lijst uit uittreksel van {dutch_moment(self.extracted_at)} (via {self.supplier})"
        if all_taken:
            return f"{of}: {listed} dossiers."
        return f"{of}, niet volledig overgenomen: er kunnen kandidaten ontbreken."
