"""From what a clerk typed to a home; a field that can't be right is named."""

from collections.abc import Mapping

from cir_desktop.domain.home import Home
from cir_desktop.domain.values import Money, NisCode
from cir_desktop.errors import BadInput

LIFT = {"": None, "yes": True, "no": False}


def home_from(texts: Mapping[str, str], known: Home | None) -> Home:
    """A home from the texts of the form, by the names of its fields.

    Args:
        texts: as typed; `lift` one of "", "yes", "no"; `adapted`, `assistance` and `vlabinvest` "yes" or
            empty; `place` is the municipality's name.
        known: the home that is changed, so that the name of a part of the municipality stays.

    Raises:
        BadInput: names the field.
    """
    same_place = known is not None and known.nis_code == texts["nis_code"] and known.postcode == texts["postcode"]
    return Home(
        code=texts["code"].strip(),
        street=texts["street"].strip(),
        number=_needed(texts["number"], "number", "Het huisnummer ontbreekt.", "Vul het huisnummer in."),
        box=texts["box"].strip() or None,
        postcode=texts["postcode"].strip(),
        place=known.place if known and same_place else texts["place"],
        nis_code=NisCode(
            _needed(
                texts["nis_code"],
                "postcode",
                "Deze postcode ligt niet in Vlaanderen.",
                "Geef de vier cijfers van de postcode van de woning.",
            )
        ),
        neighbourhood=texts["neighbourhood"].strip() or None,
        type=texts["type"],
        bedrooms=_bedrooms(texts["bedrooms"]),
        floor=_floor(texts["floor"]),
        lift=LIFT[texts["lift"]],
        adapted=bool(texts["adapted"]),
        assistance=bool(texts["assistance"]),
        vlabinvest=bool(texts["vlabinvest"]),
        target_group=texts["target_group"].strip() or None,
        lowest_rent=_money(texts["lowest_rent"], "lowest_rent"),
        highest_rent=_money(texts["highest_rent"], "highest_rent"),
        fixed_charges=_money(texts["fixed_charges"], "fixed_charges"),
        note=texts["note"].strip(),
    )


def money_text(amount: Money | None) -> str:
    """An amount as it is typed: 1.234,56."""
    return "" if amount is None else str(amount).removeprefix("€ ")


def _needed(text: str, field: str, what: str, todo: str) -> str:
    if not text.strip():
        raise BadInput(what, todo, field=field)
    return text.strip()


def _bedrooms(text: str) -> int:
    if not text.strip():
        raise BadInput(
            "Het aantal slaapkamers ontbreekt.",
            "Zonder dat getal kan niemand gerangschikt worden.",
            field="bedrooms",
        )
    return _whole(text, "bedrooms", "Geef een getal van 0 tot 9.")


def _floor(text: str) -> int | None:
    return _whole(text, "floor", "0 is het gelijkvloers; laat leeg als u het niet weet.") if text.strip() else None


def _whole(text: str, field: str, todo: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise BadInput("Dit is geen geheel getal.", todo, field=field) from error


def _money(text: str, field: str) -> Money | None:
    if not text.strip():
        return None
    try:
        amount = Money.of(text)
    except BadInput as error:
        raise BadInput(error.what, error.todo, field=field) from error
    if amount.cents < 0:
        raise BadInput("Een bedrag kan niet kleiner zijn dan nul.", "Geef euro per maand.", field=field)
    return amount
