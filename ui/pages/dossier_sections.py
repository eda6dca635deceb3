"""What a dossier says, by subject: sections of text made from a DossierView."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from cir_desktop.domain import dossier_words as words
from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.dossier import HousingNeedRequest, Income, RealEstate
from cir_desktop.domain.facts import CarePeriod, Residence
from cir_desktop.domain.values import Money, dutch_date
from cir_desktop.services.appeals import state_words
from cir_desktop.services.candidates import DossierView, place_name
from ui.widgets.facts_view import Section
from ui.widgets.words import moment, number


class DossierSections(QObject):
    """Makes the sections of every tab but that of the persons."""

    def titles(self) -> list[tuple[str, str]]:
        """Key and title of the tabs in their order."""
        return [
            ("choices", self.tr("Keuzes")),
            ("means", self.tr("Inkomen en eigendom")),
            ("residence", self.tr("Verblijf en mantelzorg")),
            ("need", self.tr("Woonnood")),
            ("offers", self.tr("Aanbiedingen")),
            ("history", self.tr("Geschiedenis")),
            ("attachments", self.tr("Bijlagen en meldingen")),
        ]

    def of(self, view: DossierView) -> dict[str, list[Section]]:
        """The sections by key of the tab."""
        return {
            "choices": self._choices(view),
            "means": [self._income(view.dossier.income), self._property(view.dossier.real_estate)],
            "residence": self._residence(view),
            "need": [self._need(request) for request in view.dossier.housing_need]
            or [Section(self.tr("Woonnood"), (), empty=self.tr("De kandidaat vroeg geen voorrang wegens woonnood."))],
            "offers": self._offers(view),
            "history": self._history(view),
            "attachments": self._attachments(view),
        }

    def _choices(self, view: DossierView) -> list[Section]:
        wanted = view.dossier.preferences
        types = ", ".join(HOME_TYPES.get(kind, kind) for kind in wanted.types) or self.tr("elk type")
        sections = [
            Section(
                self.tr("Gemeenten en wijken"),
                [
                    (place_name(region.nis_code), ", ".join(region.neighbourhoods) or self.tr("alle wijken"))
                    for region in view.dossier.regions
                ],
                empty=self.tr("Geen enkele gemeente gekozen."),
            ),
            Section(
                self.tr("De woning"),
                [
                    (self.tr("Type"), types),
                    (self.tr("Slaapkamers"), self._between(wanted.min_bedrooms, wanted.max_bedrooms)),
                    (self.tr("Hoogste huurprijs"), _money(wanted.max_rent) or self.tr("geen grens")),
                    (self.tr("Aangepaste woning"), self._yes_no(wanted.adapted)),
                ],
            ),
        ]
        wishes = [
            (
                wish.party,
                "" if wish.highest_floor is None else str(wish.highest_floor),
                "" if wish.steps is None else str(wish.steps),
                *(
                    self._yes_no(each)
                    for each in (wish.lift, wish.terrace, wish.shower, wish.washing_machine, wish.spare_room)
                ),
            )
            for wish in view.dossier.wishes
        ]
        if wishes:
            titles = (
                self.tr("Verhuurder"),
                self.tr("Hoogste verdieping"),
                self.tr("Traptreden"),
                self.tr("Lift"),
                self.tr("Terras"),
                self.tr("Douche"),
                self.tr("Wasmachine"),
                self.tr("Kamer op overschot"),
            )
            sections.append(Section(self.tr("Wensen die niemand binden"), wishes, titles))
        return sections

    def _income(self, income: Income | None) -> Section:
        heading = self.tr("Inkomen van kandidaat en partner")
        if income is None:
            return Section(heading, (), empty=self.tr("Het register heeft geen inkomen."))
        rows = [
            (self.tr("Inkomen van het jaar"), str(income.year or "")),
            (self.tr("Belastbaar inkomen"), _money(income.taxable)),
            (self.tr("Leefloon"), _money(income.living_wage)),
            (self.tr("Inkomensvervangende tegemoetkoming"), _money(income.income_replacement)),
            (self.tr("Vrijgesteld, buitenland"), _money(income.exempt_foreign)),
            (self.tr("Vrijgesteld, Europese instelling"), _money(income.exempt_eu)),
            (self.tr("Onderhoudsgeld"), _money(income.maintenance)),
            *((self.tr("Loonfiche {month}").format(month=each.month), str(each.amount)) for each in income.payslips),
            (self.tr("Schuldbegeleiding"), self._yes_no(income.debt_guidance)),
            (self.tr("Controle door het CIR"), words.words(words.CHECKS, income.check)),
        ]
        return Section(heading, [row for row in rows if row[1]])

    def _property(self, found: RealEstate | None) -> Section:
        heading = self.tr("Eigendom")
        if found is None:
            return Section(heading, (), empty=self.tr("Het register zegt niets over eigendom."))
        rows = [
            (self.tr("Eigendom gevonden"), self._yes_no(found.found)),
            (self.tr("Verklaart geen eigendom te hebben"), self._yes_no(found.declared_none)),
            (self.tr("Toelichting"), found.explanation or ""),
            (self.tr("Controle door het CIR"), words.words(words.CHECKS, found.check)),
        ]
        return Section(heading, [row for row in rows if row[1]])

    def _residence(self, view: DossierView) -> list[Section]:
        titles = (self.tr("Gemeente"), self.tr("Van"), self.tr("Tot"))
        sections = [
            Section(
                self.tr("Verblijf van {name}").format(name=name),
                [self._period(period) for period in periods],
                titles,
                empty=self.tr("Geen periodes."),
            )
            for name, periods in view.residences
        ]
        if not sections:
            empty = self.tr("Nog niets overgenomen uit een werkboek van de bevolkingsdienst. Dat kan bij Toewijzingen.")
            sections.append(Section(self.tr("Verblijf"), (), empty=empty))
        sections += [
            Section(
                self.tr("Mantelzorg van {name}, met bewijs").format(name=name), [self._care(each) for each in periods]
            )
            for name, periods in view.care
            if periods
        ]
        declared = [
            (
                f"{person.first_name} {person.last_name}",
                self.tr("geeft mantelzorg") if person.care.gives else self.tr("krijgt mantelzorg"),
                place_name(person.care.nis_code) if person.care.nis_code else self.tr("gemeente niet gekend"),
            )
            for person in view.dossier.persons
            if person.care
        ]
        sections.append(
            Section(
                self.tr("Mantelzorg zoals verklaard in het CIR"), declared, empty=self.tr("Geen mantelzorg verklaard.")
            )
        )
        return sections

    def _period(self, period: Residence) -> Sequence[str]:
        end = self.tr("woont er nog") if period.ongoing else dutch_date(period.end)
        return (place_name(period.nis_code), dutch_date(period.start), end)

    def _care(self, period: CarePeriod) -> Sequence[str]:
        kind = self.tr("geeft") if period.gives else self.tr("krijgt")
        where = place_name(period.nis_code) if period.nis_code else self.tr("gemeente niet gekend")
        end = dutch_date(period.end) if period.end else self.tr("loopt nog")
        return (kind, where, dutch_date(period.start), end)

    def _need(self, request: HousingNeedRequest) -> Section:
        rows: list[Sequence[str]] = [(self.tr("Verklaring"), request.statement)]
        for answer in request.answers:
            told = [words.words(words.NEED_STATUSES, answer.status)]
            if answer.granted_priority:
                told.append(
                    self.tr("voorrang: {why}").format(why=words.words(words.PRIORITIES, answer.granted_priority))
                )
            if answer.answered_on:
                told.append(dutch_date(answer.answered_on))
            lines = [", ".join(told), answer.conclusion or "", *(text for _, text in answer.evaluations)]
            rows.append((answer.party, "\n".join(line for line in lines if line)))
        return Section(self.tr("Woonnoodverzoek van {day}").format(day=dutch_date(request.day)), rows)

    def _offers(self, view: DossierView) -> list[Section]:
        dossier = view.dossier
        own = [
            (
                offer.id,
                offer.home,
                dutch_date(offer.posted_on),
                dutch_date(offer.term_until),
                words.OWN_ANSWERS[offer.answer],
                str(offer.position),
            )
            for offer in view.offers
        ]
        known = [
            (
                offer.party,
                dutch_date(offer.day),
                words.words(words.REGISTER_ANSWERS, offer.answer) or self.tr("loopt nog"),
                dutch_date(offer.answered_on) if offer.answered_on else "",
                "" if offer.grounded is None else self.tr("gegrond") if offer.grounded else self.tr("niet gegrond"),
            )
            for offer in dossier.offers
        ]
        given = [
            (each.party, dutch_date(each.day), moment(each.contract_from)[:10], each.home.line if each.home else "")
            for each in dossier.allocations
        ]
        sections = [
            Section(
                self.tr("Onze aanbiedingen"),
                own,
                (
                    self.tr("Aanbod"),
                    self.tr("Woning"),
                    self.tr("Brief van"),
                    self.tr("Antwoord tot en met"),
                    self.tr("Antwoord"),
                    self.tr("Plaats"),
                ),
                empty=self.tr("Wij deden deze kandidaat nog geen aanbod."),
            ),
            Section(
                self.tr("Aanbiedingen in het CIR"),
                known,
                (self.tr("Verhuurder"), self.tr("Datum"), self.tr("Antwoord"), self.tr("Op"), self.tr("Weigering")),
                empty=self.tr("Geen aanbiedingen in het CIR."),
            ),
            Section(
                self.tr("Toewijzingen in het CIR"),
                given,
                (self.tr("Verhuurder"), self.tr("Datum"), self.tr("Huurcontract vanaf"), self.tr("Woning")),
                empty=self.tr("Geen toewijzingen in het CIR."),
            ),
        ]
        if dossier.rankings:
            sections.append(self._rankings(view))
        if dossier.appeals:
            appeals = [(dutch_date(each.day), each.ground, each.outcome or "") for each in dossier.appeals]
            titles = (self.tr("Datum"), self.tr("Grond"), self.tr("Uitkomst"))
            sections.append(Section(self.tr("Verhaal"), appeals, titles))
        if view.appeals:
            ours = [(dutch_date(one.lodged_on), one.ground, state_words(one)) for one in view.appeals]
            titles = (self.tr("Datum"), self.tr("Grond"), self.tr("Stand"))
            sections.append(Section(self.tr("Verhaal, bij ons genoteerd"), ours, titles))
        return sections

    def _rankings(self, view: DossierView) -> Section:
        rows = [
            (
                each.party,
                words.words(words.LIST_KINDS, each.kind),
                words.words(words.LOCAL_BINDINGS, each.local_binding),
                place_name(each.nis_code) if each.nis_code else "",
                words.words({**HOME_TYPES, **words.PRIORITIES}, each.criterion),
            )
            for each in view.dossier.rankings
        ]
        titles = (
            self.tr("Verhuurder"),
            self.tr("Lijst"),
            self.tr("Lokale binding"),
            self.tr("Gemeente"),
            self.tr("Grond"),
        )
        return Section(self.tr("Gemeld voor rangschikkingen"), rows, titles)

    def _history(self, view: DossierView) -> list[Section]:
        parties = [change.party or "" for change in view.dossier.history]
        changes = [
            (moment(at), before, after, action if action != after else "", party)
            for (at, before, after, action), party in zip(view.history, parties, strict=True)
        ]
        versions = [(str(version), moment(at)) for version, at in view.versions]
        return [
            Section(
                self.tr("Status"),
                changes[::-1],
                (self.tr("Wanneer"), self.tr("Van"), self.tr("Naar"), self.tr("Door"), self.tr("Partij")),
                empty=self.tr("Het register geeft geen geschiedenis."),
            ),
            Section(
                self.tr("Versies die wij ophaalden"),
                versions,
                (self.tr("Versie"), self.tr("Opgehaald op")),
            ),
        ]

    def _attachments(self, view: DossierView) -> list[Section]:
        dossier = view.dossier
        files = [
            (dutch_date(each.day), each.name, self.tr("{n} kB").format(n=number(max(1, each.size // 1_000))))
            for each in dossier.attachments
        ]
        sections = [
            Section(
                self.tr("Bijlagen"),
                files,
                (self.tr("Datum"), self.tr("Naam"), self.tr("Grootte")),
                empty=self.tr("Geen bijlagen in het CIR."),
            ),
            Section(
                self.tr("Meldingen"),
                [(dutch_date(each.day), each.text) for each in dossier.messages],
                empty=self.tr("Geen meldingen."),
            ),
            Section(
                self.tr("Verklaringen"),
                [(dutch_date(each.day), words.words(words.DECLARATIONS, each.text)) for each in dossier.declarations],
                empty=self.tr("Geen verklaringen."),
            ),
        ]
        if dossier.investigation:
            why = [(words.words(words.INVESTIGATIONS, code),) for code in dossier.investigation]
            sections.insert(0, Section(self.tr("Waarom in onderzoek"), why))
        if dossier.help:
            helped = [
                (self.tr("Door"), words.words(words.HELPERS, dossier.help.kind)),
                (self.tr("E-mail"), dossier.help.email or ""),
                (self.tr("Wil op de hoogte blijven"), self._yes_no(dossier.help.keep_informed)),
            ]
            sections.append(Section(self.tr("Hulp bij de inschrijving"), [row for row in helped if row[1]]))
        return sections

    def _between(self, least: int | None, most: int | None) -> str:
        if least is None and most is None:
            return self.tr("geen voorkeur")
        if least == most:
            return str(least)
        if most is None:
            return self.tr("minstens {n}").format(n=least)
        if least is None:
            return self.tr("hoogstens {n}").format(n=most)
        return self.tr("{least} tot {most}").format(least=least, most=most)

    def _yes_no(self, known: bool | None) -> str:
        if known is None:
            return ""
        return self.tr("ja") if known else self.tr("neen")


def _money(amount: Money | None) -> str:
    return "" if amount is None else str(amount)
