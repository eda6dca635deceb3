"""Values that know their own rules: numbers of persons and dossiers, money, spans of days."""

import calendar
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NewType

import msgspec
from stdnum.be import bis, nn

from cir_desktop.errors import BadInput, BadNationalNumber
from cir_desktop.runtime.clock import local_moment

NisCode = NewType("NisCode", str)
"""Five digits of a municipality; may be of one that no longer exists."""

PartyCode = NewType("PartyCode", str)
"""The code of a landlord in the register (partijCode)."""

_DOSSIER_FORMS = (
    re.compile(r"^(\d{4})\.(\d{2})\.(\d{2})\.(\d{1,4})$"),
    re.compile(r"^(\d{4})(\d{2})(\d{1,4})$"),
)


def nis_code(text: str) -> NisCode:
    """Parse a NIS code; raises BadInput when it is not five digits."""
    stripped = text.strip()
    if not (len(stripped) == 5 and stripped.isdigit()):
        raise BadInput(f"“{text}” is geen NIS-code.", "Geef de vijf cijfers van de gemeente.")
    return NisCode(stripped)


def checksum_holds(digits: str) -> bool:
    """Whether eleven digits pass the check (modulo 97) for a birth before or from 2000."""
    if len(digits) != 11 or not digits.isdigit():
        return False
    head, check = int(digits[:9]), int(digits[9:])
    return check in (97 - head % 97, 97 - (2_000_000_000 + head) % 97)


class NationalNumber(msgspec.Struct, frozen=True, gc=False):
    """A national number (rijksregisternummer or BIS number), eleven digits. Never a key: it can be replaced.

    Built by the wire mapping as received; `parse` is for what people type.
    """

    digits: str

    @classmethod
    def parse(cls, text: str) -> "NationalNumber":
        """Read what a person typed; raises BadNationalNumber without quoting it."""
        digits = re.sub(r"[^0-9]", "", text)
        if not (nn.is_valid(digits) or bis.is_valid(digits) or checksum_holds(digits)):
            raise BadNationalNumber(
                "Het rijksregisternummer klopt niet: het controlegetal past niet bij de andere cijfers.",
                "Kijk de elf cijfers na op het document en geef ze opnieuw.",
            )
        return cls(digits)

    @property
    def masked(self) -> str:
        """As a clerk sees it until he or she asks for more: only the check digits."""
        return f"••.••.••-•••.{self.digits[-2:]}"

    @property
    def formatted(self) -> str:
        """As on a document: jj.mm.dd-nnn.cc."""
        d = self.digits
        return f"{d[:2]}.{d[2:4]}.{d[4:6]}-{d[6:9]}.{d[9:]}" if len(d) == 11 else d

    def __repr__(self) -> str:
        return f"NationalNumber({self.masked})"


class DossierNumber(msgspec.Struct, frozen=True, gc=False, order=True):
    """`YYYY.MM.DD.NNNN`: day of registration and sequence number of that day; sorts by both."""

    text: str

    @classmethod
    def parse(cls, text: str) -> "DossierNumber":
        """Read the new form and older ones (2021.03.25.005; 201805101 is year, month, sequence).

        Raises BadInput. In the oldest form the day is not part of the number: day 00 is stored.
        """
        stripped = text.strip()
        if found := _DOSSIER_FORMS[0].match(stripped):
            year, month, day, sequence = found.groups()
        elif found := _DOSSIER_FORMS[1].match(stripped):
            (year, month, sequence), day = found.groups(), "00"
        else:
            raise _bad_dossier_number()
        if not 1 <= int(month) <= 12 or int(day) > 31:
            raise _bad_dossier_number()
        return cls(f"{year}.{month}.{day}.{int(sequence):04d}")

    @property
    def day(self) -> date | None:
        """The registration day that the number tells, or None when it tells none."""
        try:
            return date.fromisoformat(self.text[:10].replace(".", "-"))
        except ValueError:
            return None

    @property
    def sequence(self) -> int:
        """Orders within a day: the lower one first."""
        return int(self.text[11:])

    def __str__(self) -> str:
        return self.text


def _bad_dossier_number() -> BadInput:
    return BadInput(
        "Dit is geen dossiernummer.",
        "Een dossiernummer ziet eruit als 2023.07.06.0002: jaar, maand, dag, volgnummer.",
    )


_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d*)?")
"""A whole amount with points between its thousands, as it is written in Dutch."""


class Money(msgspec.Struct, frozen=True, gc=False, order=True):
    """An amount in euro, kept in whole cents."""

    cents: int

    @classmethod
    def of(cls, euros: Decimal | float | int | str) -> "Money":
        """From euros; a text is read as Dutch. Raises BadInput.

        In a text a point before exactly three digits groups thousands: 60.000 is sixty thousand, as a clerk means it,
        and 412.50 is 412 euro and a half.
        """
        text = _plain_amount(euros) if isinstance(euros, str) else str(euros)
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise BadInput("Dit is geen bedrag.", "Geef een bedrag in euro, bijvoorbeeld 412,50.") from error
        if not amount.is_finite():
            raise BadInput("Dit is geen bedrag.", "Geef een bedrag in euro, bijvoorbeeld 412,50.")
        return cls(int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)))

    @property
    def euros(self) -> Decimal:
        """The amount in euro."""
        return Decimal(self.cents) / 100

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents)

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.cents), 100)
        sign = "-" if self.cents < 0 else ""
        return f"€ {sign}{whole:,}".replace(",", ".") + f",{rest:02d}"


def _plain_amount(typed: str) -> str:
    """A typed amount without its sign of currency, spaces and points between thousands, and with a decimal point."""
    text = "".join(typed.split()).removeprefix("€")
    if _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    return text.replace(",", ".")


class DateSpan(msgspec.Struct, frozen=True, gc=False, order=True):
    """Days from `start` up to but not including `end`: half-open, so that adjacent spans join without a gap."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days; never negative."""
        return max(0, (self.end - self.start).days)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def dutch_date(day: date | None) -> str:
    """dd/mm/jjjj, or “onbekend”."""
    # Four times as fast as strftime: a list writes tens of thousands of dates.
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day else "onbekend"


def dutch_moment(moment: datetime | None) -> str:
    """dd/mm/jjjj uu:mm on the clock of Flanders, or “onbekend”."""
    return f"{local_moment(moment):%d/%m/%Y %H:%M}" if moment else "onbekend"
