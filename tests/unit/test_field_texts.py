"""What a clerk types for a field of a dossier, and what stands there for reading."""

import pytest

from cir_desktop.domain.dossier_fields import FIELDS, without_replaced
from cir_desktop.domain.field_texts import parse, typed_text, value_words
from cir_desktop.errors import BadInput


@pytest.mark.parametrize(
    ("key", "typed", "value", "read"),
    [
        ("reference.email", "an@voorbeeld.be", "an@voorbeeld.be", "an@voorbeeld.be"),
        ("reference.email", " ", None, "(leeg)"),
        ("reference.phone1", "014 12 34 56", "014 12 34 56", "014 12 34 56"),
        (
            "reference.postal",
            "Kerkstraat; 12; b; 2440; Geel",
            ("Kerkstraat", "12", "b", "2440", "Geel", "150"),
            "Kerkstraat 12 bus b, 2440 Geel",
        ),
        ("reference.language", "b1", "B1", "B1"),
        ("preferences.max_rent", "412,5", 41250, "€ 412,50"),
        ("preferences.bedrooms", "2-3", ("2", "3"), "van 2 tot 3"),
        ("preferences.bedrooms", "2", ("2", "2"), "2"),
        ("preferences.bedrooms", "2-", ("2", None), "van 2 tot onbeperkt"),
        ("preferences.bedrooms", "", (None, None), "(leeg)"),
        ("preferences.types", "h, a", ("A", "H"), "Appartement, Huis"),
        ("preferences.types", "", (), "(leeg)"),
        (
            "preferences.regions",
            "kasterlee; Geel: Noord, Centrum",
            ("13008|Centrum|Noord", "13017"),
            "Geel (Centrum, Noord); Kasterlee (alle wijken)",
        ),
        ("preferences.regions", "44011", ("44011",), "Deinze (alle wijken)"),
        ("preferences.adapted", "Ja", True, "ja"),
        ("registered_on", "06/07/2023", "2023-07-06", "06/07/2023"),
        ("property.found", "nee", False, "nee"),
        ("status", "wait", None, None),
    ],
)
def test_what_is_typed_is_read_back(key, typed, value, read):
    if read is None:
        with pytest.raises(BadInput) as raised:
            parse(key, typed)
        assert raised.value.field == key
        return
    assert parse(key, typed) == value
    assert value_words(key, value) == read
    assert parse(key, typed_text(key, value)) == value


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("reference.email", "geen adres"),
        ("reference.phone1", "bel mij"),
        ("reference.postal", "Kerkstraat 12, Geel"),
        ("reference.postal", "; 12; ; 2440; Geel"),
        ("preferences.max_rent", "-5"),
        ("preferences.max_rent", "veel"),
        ("preferences.bedrooms", "3-2"),
        ("preferences.bedrooms", "12"),
        ("preferences.types", "kasteel"),
        ("preferences.regions", "Nergenshuizen"),
        ("preferences.regions", ""),
        ("preferences.regions", ";"),
        ("preferences.adapted", ""),
        ("registered_on", "31/02/2023"),
        ("reference.first_name", ""),
        ("reference.last_name", "x" * 201),
        ("reference.national_number", "11111111111"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(key, typed):
    with pytest.raises(BadInput) as raised:
        parse(key, typed)
    assert raised.value.field == key
    assert raised.value.todo
    assert "11111111111" not in str(raised.value)


def test_a_national_number_is_masked_until_asked():
    digits = parse("reference.national_number", "85.07.30-900.34")
    assert "850730" not in value_words("reference.national_number", digits)
    assert value_words("reference.national_number", digits, masked=False) == "85.07.30-900.34"


def test_what_is_only_compared_cannot_be_asked():
    with pytest.raises(BadInput, match="kan niet verbeterd worden"):
        parse("income.total", "5")
    assert not FIELDS["income.total"].askable


def test_another_person_in_the_same_role_takes_the_fields_of_the_former_one_away():
    then = {"partner.who": ("1", "An", "1980-01-01"), "partner.email": "a@b.be", "reference.who": ("2", "Bo", None)}
    corrected = {**then, "partner.who": ("9", "An", "1980-01-01")}
    assert without_replaced(then, corrected) == corrected, "a corrected national number is the same person"
    another = {**then, "partner.who": ("9", "Cis", "1990-01-01")}
    assert without_replaced(then, another) == {"reference.who": ("2", "Bo", None)}
