"""What always stands in the status bar."""

from urllib.parse import urlsplit

from PySide6.QtCore import QObject

from cir_desktop.domain.ways import Way
from cir_desktop.services.exchange import OfficeStatus
from ui.models.columns import Tone
from ui.widgets.main_window import Badge
from ui.widgets.words import moment, number


class StatusBadges(QObject):
    """Makes badges of the counts of the office."""

    def of(self, status: OfficeStatus, *, practice: bool) -> list[Badge]:
        """Candidates, what waits, the last pull, the register."""
        return [
            self._candidates(status),
            *self._waiting(status),
            self._pulled(status),
            *self._access(status),
            self._register(status, practice),
        ]

    def _candidates(self, status: OfficeStatus) -> Badge:
        words = (
            self.tr("1 kandidaat")
            if status.candidates == 1
            else self.tr("{n} kandidaten").format(n=number(status.candidates))
        )
        more = [
            self.tr("{n} met een waarschuwing").format(n=number(status.warnings)),
            self.tr("{n} niet langer voor ons").format(n=number(status.out_of_scope)),
        ]
        return Badge(words, Tone.NEUTRAL, "\n".join(more))

    def _waiting(self, status: OfficeStatus) -> list[Badge]:
        counts = [
            (status.to_send, self.tr("{n} te versturen"), Tone.INFO),
            (status.held, self.tr("{n} wacht op tweede persoon"), Tone.WARN),
            (status.unanswered, self.tr("{n} zonder antwoord"), Tone.WARN),
            (status.refused + status.conflict, self.tr("{n} te bekijken"), Tone.BAD),
            (status.facts_in_conflict, self.tr("{n} in conflict"), Tone.BAD),
            (status.undecoded, self.tr("{n} onleesbaar"), Tone.WARN),
        ]
        where = self.tr("Zie Uitwisseling")
        badges = [Badge(words.format(n=number(count)), tone, where) for count, words, tone in counts if count]
        if status.circuit.is_open:
            badges.append(Badge(self.tr("Verzenden gepauzeerd"), Tone.WARN, status.circuit.reason))
        return badges

    def _pulled(self, status: OfficeStatus) -> Badge:
        last = status.last_pull
        if last is None:
            return Badge(self.tr("Nog niet opgehaald"), Tone.WARN, self.tr("Haal de kandidaten op bij Uitwisseling"))
        if last.origin:
            tone = Tone.GOOD if last.complete else Tone.WARN
            words = self.tr("Uittreksel {at}") if last.complete else self.tr("Uittreksel {at}, niet volledig")
            return Badge(words.format(at=moment(last.origin.extracted_at)), tone, last.origin.words.capitalize())
        if status.pull_waits:
            return Badge(self.tr("Ophaling wacht op u"), Tone.WARN, self.tr("Beslis bij Uitwisseling"))
        if last.finished_at is None or not last.complete:
            return Badge(self.tr("Lijst niet volledig"), Tone.WARN, self.tr("Haal opnieuw op bij Uitwisseling"))
        return Badge(self.tr("Volledig opgehaald {at}").format(at=moment(last.counts_from)), Tone.GOOD)

    def _access(self, status: OfficeStatus) -> list[Badge]:
        if not status.access_warnings:
            return []
        return [Badge(self.tr("Toegang nakijken"), Tone.WARN, "\n".join(status.access_warnings))]

    def _register(self, status: OfficeStatus, practice: bool) -> Badge:
        if practice:
            return Badge(self.tr("Oefenregister"), Tone.INFO, status.register)
        if status.way is Way.WORKBOOK:
            return Badge(self.tr("Via de woonmaatschappij"), Tone.NEUTRAL, self.tr("Kandidaten komen in een werkboek"))
        if not status.register:
            return Badge(self.tr("Geen register"), Tone.WARN, self.tr("Stel het register in bij Uitwisseling"))
        return Badge(urlsplit(status.register).hostname or status.register, Tone.NEUTRAL, status.register)
