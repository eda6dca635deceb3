"""A home of our own, and its vacancy."""

from datetime import date

import msgspec

from cir_desktop.domain.codes import HOME_TYPES
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.errors import BadInput


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """A home that this landlord lets. Rents and charges in euro a month, area in m², floor 0 is the ground floor.

    `lowest_rent` is the lowest rent that the home can have for any income; `highest_rent` the highest, when known.
    `assistance`: an assistance home; `vlabinvest`: part-financed by Vlabinvest; `target_group`: the name of the target
    group of the allocation regulation for which it is reserved, if any.
    """

    code: str
    street: str
    number: str
    box: str | None = None
    postcode: str
    place: str
    nis_code: NisCode
    neighbourhood: str | None = None
    type: str
    bedrooms: int
    floor: int | None = None
    lift: bool | None = None
    adapted: bool = False
    assistance: bool = False
    vlabinvest: bool = False
    target_group: str | None = None
    lowest_rent: Money | None = None
    highest_rent: Money | None = None
    fixed_charges: Money | None = None
    note: str = ""

    @property
    def address(self) -> str:
        """On one line."""
        box = f" bus {self.box}" if self.box else ""
        return f"{self.street} {self.number}{box}, {self.postcode} {self.place}"


def checked(home: Home) -> Home:
    """The same home, or BadInput that says which field is wrong and what should stand there."""
    if not home.code.strip():
        raise BadInput("De woning heeft geen code.", "Geef een korte eigen code, bijvoorbeeld W001.", field="code")
    if not (home.street.strip() and home.number.strip()):
        raise BadInput("De woning heeft geen volledig adres.", "Vul straat en huisnummer in.", field="street")
    if not (len(home.nis_code) == 5 and home.nis_code.isdigit()):
        raise BadInput(
            "De woning heeft geen geldige NIS-code.",
            "Geef de vijf cijfers van de gemeente, bijvoorbeeld 13017.",
            field="nis_code",
        )
    if home.type not in HOME_TYPES:
        raise BadInput(
            "Het type van de woning is niet gekend.",
            "Kies A (appartement), H (huis), R (kamer) of S (studio).",
            field="type",
        )
    if not 0 <= home.bedrooms <= 9:
        raise BadInput("Het aantal slaapkamers klopt niet.", "Geef een getal van 0 tot 9.", field="bedrooms")
    for amount in (home.lowest_rent, home.highest_rent, home.fixed_charges):
        if amount is not None and amount.cents < 0:
            raise BadInput(
                "Een bedrag is kleiner dan nul.",
                "Geef de huurprijs en de kosten in euro per maand.",
                field="lowest_rent",
            )
    if home.lowest_rent and home.highest_rent and home.highest_rent < home.lowest_rent:
        raise BadInput(
            "De hoogst mogelijke huurprijs is lager dan de laagste.", "Kijk de twee bedragen na.", field="highest_rent"
        )
    return home


class Vacancy(msgspec.Struct, frozen=True):
    """One home to let from a day on; closed by a decision or by taking it back."""

    id: str
    home: str
    free_from: date
    opened_on: date
    closed_on: date | None = None
