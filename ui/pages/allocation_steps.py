"""Which steps of an allocation can be taken now, for what is chosen on the page."""

import msgspec

from cir_desktop.domain.process import Offer, OfferAnswer
from ui.pages.allocation_records import View


class Steps(msgspec.Struct, frozen=True):
    """The steps of a view; `dossier` and `offer_id` are what the clerk chose in it, if anything."""

    view: View
    dossier: str | None
    offer_id: str | None

    @property
    def of_today(self) -> bool:
        """Whether the list is that of the day on which it was read: the only one that offers go by."""
        return self.view.named.list.ranking.reference_date == self.view.read_on

    @property
    def is_placed(self) -> bool:
        """Whether the chosen candidate stands in the order."""
        return self.dossier is not None and self.view.position_of(self.dossier) is not None

    @property
    def to_offer(self) -> str | None:
        """The dossier to which an offer can be made now."""
        running = any(offer.dossier == self.dossier for offer in self.view.offers_with(OfferAnswer.OPEN))
        return self.dossier if self.is_placed and self.of_today and not (running or self.view.decision) else None

    @property
    def to_answer(self) -> Offer | None:
        """The running offer whose answer can be noted: the chosen one, that of the candidate, or the only one."""
        return self._pick(OfferAnswer.OPEN)

    @property
    def to_decide(self) -> Offer | None:
        """The accepted offer on which can be decided."""
        return None if self.view.decision else self._pick(OfferAnswer.ACCEPTED)

    def _pick(self, answer: OfferAnswer) -> Offer | None:
        found = self.view.offers_with(answer)
        for offer in found:
            if offer.id == self.offer_id:
                return offer
        return next((o for o in found if o.dossier == self.dossier), found[0] if len(found) == 1 else None)
