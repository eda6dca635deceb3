"""A furnished office for practice: example homes, a vacancy, and the facts that a population service would deliver."""

import tomllib
from pathlib import Path

import msgspec

from cir_desktop.domain.home import Home
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.runtime.paths import resource
from cir_desktop.services import facts, homes
from cir_desktop.services.office import Office


class ExampleHome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A home of `resources/practice/homes.toml`; amounts in euro a month."""

    code: str
    street: str
    number: str
    box: str | None = None
    postcode: str
    place: str
    nis_code: str
    neighbourhood: str | None = None
    type: str
    bedrooms: int
    floor: int | None = None
    lift: bool | None = None
    adapted: bool = False
    lowest_rent: int
    highest_rent: int
    fixed_charges: int
    vacant: bool

    def home(self) -> Home:
        """As our homes are kept."""
        fields = msgspec.structs.asdict(self)
        del fields["vacant"]
        for amount in ("lowest_rent", "highest_rent", "fixed_charges"):
            fields[amount] = Money.of(fields[amount])
        fields["nis_code"] = NisCode(self.nis_code)
        return Home(**fields)


def example_homes() -> tuple[ExampleHome, ...]:
    """The homes of the invented landlord."""
    raw = tomllib.loads(resource("practice", "homes.toml").read_text(encoding="utf-8"))
    return tuple(msgspec.convert(raw["home"], list[ExampleHome]))


def furnish(office: Office, residences: Path | None) -> None:
    """Give an office without homes the example homes, their vacancies and the facts of a workbook.

    Raises BadWorkbook.
    """
    if homes.all_homes(office):
        return
    for example in example_homes():
        homes.save(office, example.home(), new=True)
        if example.vacant:
            homes.open_vacancy(office, example.code, office.today)
    if residences is not None:
        facts.import_facts(office, residences)
