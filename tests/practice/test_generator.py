"""The invented list: valid on the wire, the same every time, nobody real, and of the declared shape."""

from collections import Counter
from datetime import date, datetime
from itertools import islice, pairwise
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from stdnum.be import nn

from cir_desktop.practice.events import KINDS
from cir_desktop.practice.generator import changed, generate, landlord, new_registration
from cir_desktop.practice.history import UNREGISTERED
from cir_desktop.practice.shares import shares

TODAY = date(2026, 11, 23)
MOMENT = datetime.fromisoformat("2026-11-24T09:30:00+00:00")
OURS = shares().landlord.code
CONTRACT = Path(__file__).parents[2] / "resources" / "openapi" / "cir-v1.yaml"


def _closed(schema):
    """The schema with every object limited to the properties it names, so that an invented key is an error."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(part) for key, part in schema.items()}
    return {"additionalProperties": False, **closed} if isinstance(schema.get("properties"), dict) else closed


@pytest.fixture(scope="module")
def wire():
    components = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))["components"]
    schema = {"$ref": "#/components/schemas/Dossier", "components": {"schemas": _closed(components["schemas"])}}
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.fixture(scope="module")
def small():
    return list(generate(300, 7, TODAY))


@pytest.fixture(scope="module")
def full():
    return list(generate(5000, 1, TODAY))


def _problems(wire, dossiers):
    return [
        f"{list(error.absolute_path)}: {error.validator}" for dossier in dossiers for error in wire.iter_errors(dossier)
    ]


def _persons(dossiers):
    return [person for dossier in dossiers for person in dossier["personen"]]


def _applicants(dossier):
    return [person for person in dossier["personen"] if person["rol"] == "HUURDER"]


def _share(found, total):
    return sum(bool(one) for one in found) / total


def _own(dossier, size=5000):
    codes = {municipality.nis for municipality in landlord(size).municipalities}
    return any(choice["gemeenteNisCode"] in codes for choice in dossier["regioKeuzes"])


def test_every_dossier_holds_to_the_contract_with_all_keys_and_no_other(wire, small):
    assert len(small) == 306
    assert _problems(wire, small) == []


def test_the_same_size_seed_and_day_give_the_same_list(small):
    assert list(generate(300, 7, TODAY)) == small


@pytest.mark.parametrize(("seed", "today"), [(8, TODAY), (7, date(2026, 11, 24))])
def test_another_seed_or_day_gives_another_list(small, seed, today):
    assert next(generate(300, seed, today)) != small[0]


def test_a_list_before_the_first_registration_is_refused():
    with pytest.raises(ValueError, match="after the first registration"):
        next(generate(10, 1, date(2005, 1, 1)))


def test_dossier_numbers_ascend_and_occur_once(full):
    numbers = [dossier["dossierNummer"] for dossier in full]
    assert all(earlier < later for earlier, later in pairwise(numbers))


def test_every_national_number_has_its_checksum_and_a_counter_nobody_real_has(full):
    for person in _persons(full):
        number = person["rijksregisternummer"]
        if number is None:
            continue
        assert nn.is_valid(number)
        assert nn.get_birth_date(number).isoformat() == person["geboorteDatum"]
        assert 900 <= int(number[6:9]) <= 997
        if person["geslacht"] in {"M", "V"}:
            assert int(number[8]) % 2 == (person["geslacht"] == "M")


def test_no_national_number_occurs_twice(full):
    numbers = Counter(person["rijksregisternummer"] for person in _persons(full) if person["rijksregisternummer"])
    assert max(numbers.values()) == 1


def test_the_size_counts_the_dossiers_in_scope_and_two_per_cent_come_on_top(full):
    assert len(full) == 5100
    assert sum(_own(dossier) for dossier in full) == 5000


def test_of_a_stress_list_one_in_twenty_chose_kasterlee():
    some = list(islice(generate(200_000, 1, TODAY), 6000))
    chose = [any(choice["gemeenteNisCode"] == "13017" for choice in dossier["regioKeuzes"]) for dossier in some]
    assert 0.042 < _share(chose, len(some)) < 0.058
    assert len(landlord(200_000).municipalities) == 20


def test_neighbourhoods_chosen_belong_to_the_municipality(full):
    known = {place.nis: set(place.neighbourhoods) for place in landlord(5000).municipalities}
    chosen = [choice for dossier in full for choice in dossier["regioKeuzes"] if choice["wijken"]]
    assert chosen
    assert all(set(choice["wijken"]) <= known[choice["gemeenteNisCode"]] for choice in chosen)


def _kind(dossier):
    relations = {person["relatie"] for person in dossier["personen"]}
    # A co-resident child of a couple or single parent is told apart from an adult one by the declared kind only,
    # so the two kinds of single people with co-residents are counted together.
    if "PARTNER" in relations:
        return "couple_with_children" if len(relations) > 2 else "couple"
    return "single" if relations == {"REFERENTIEPERSOON"} else "single_with_others"


def test_households_have_the_declared_shares(full):
    declared = dict(shares().households.kinds.shares)
    declared["single_with_others"] = declared.pop("single_parent") + declared.pop("adult_co_residents")
    found = Counter(_kind(dossier) for dossier in full)
    assert set(found) == set(declared)
    assert all(abs(found[kind] / len(full) - share) < 0.025 for kind, share in declared.items())


def test_statuses_have_about_the_declared_shares(full):
    found = Counter(dossier["status"] for dossier in full)
    declared = shares().statuses
    assert set(found) == {*declared.recent.values, *declared.settled.values, declared.unknown_code}
    assert abs(found["REG"] / len(full) - 0.88) < 0.03
    assert 0.001 < found[declared.unknown_code] / len(full) < 0.006


@pytest.mark.parametrize("field", ["email", "mantelzorg", "handicap", "bewindvoerder"])
def test_tenant_applicants_have_the_declared_shares(full, field):
    persons = shares().persons
    declared = {
        "email": persons.email,
        "mantelzorg": shares().care.declared,
        "handicap": persons.disability,
        "bewindvoerder": persons.administrator,
    }
    applicants = [person for dossier in full for person in _applicants(dossier)]
    found = _share((person[field] is not None for person in applicants), len(applicants))
    assert abs(found - declared[field]) < 0.02


def test_more_of_the_candidates_registered_lately_than_long_ago(full):
    years = Counter(int(dossier["dossierNummer"][:4]) for dossier in full)
    assert min(years) == 2005
    assert years[2025] > 2 * years[2015] > 2 * years[2006] > 0


def test_the_number_carries_the_registration_date_with_few_declared_exceptions(full):
    dated = [dossier for dossier in full if dossier["inschrijvingsDatum"]]
    assert {dossier["status"] for dossier in full if not dossier["inschrijvingsDatum"]} == UNREGISTERED
    differing = [
        dossier for dossier in dated if dossier["dossierNummer"][:10].replace(".", "-") != dossier["inschrijvingsDatum"]
    ]
    assert 0 < len(differing) < 0.006 * len(full)


def test_a_dossier_waiting_in_an_offer_has_one_of_another_landlord_running(full):
    for dossier in full:
        running = [offer["partijCode"] for offer in dossier["aanbiedingen"] if offer["antwoord"] is None]
        assert len(running) == (dossier["status"] == "OFFER")
        assert OURS not in running


def test_nobody_still_on_the_list_refused_twice_without_ground(full):
    def counted(dossier):
        return sum(
            offer["gegrond"] is False or offer["antwoord"] == "GEEN_ANTWOORD" for offer in dossier["aanbiedingen"]
        )

    assert max(counted(dossier) for dossier in full if dossier["status"] != "RJCT") == 1
    struck = [d for d in full if d["dossierStatusHistoriek"][-1]["actie"] in {"REF", "NORES"} and d["status"] == "RJCT"]
    assert struck
    assert {counted(dossier) for dossier in struck} == {2}


def test_the_history_is_one_chain_that_ends_in_the_status_and_before_today(full):
    for dossier in full:
        steps = dossier["dossierStatusHistoriek"]
        assert steps[0]["statusCodeVan"] is None
        assert all(one["statusCodeNaar"] == next_one["statusCodeVan"] for one, next_one in pairwise(steps))
        assert steps[-1]["statusCodeNaar"] == dossier["status"]
        moments = [step["datum"] for step in steps]
        assert moments[0][:10] == dossier["dossierNummer"][:10].replace(".", "-")
        assert moments[-1] <= dossier["updateDatum"] < TODAY.isoformat()
        assert [moment[:10] for moment in moments] == sorted(moment[:10] for moment in moments)


def test_tenant_applicants_were_eighteen_on_the_day_they_registered(full):
    for dossier in full:
        year, month, day = (int(part) for part in dossier["dossierNummer"].split(".")[:3])
        for person in _applicants(dossier):
            born = date.fromisoformat(person["geboorteDatum"])
            assert (year - born.year) - ((month, day) < (born.month, born.day)) >= 18


def test_contact_data_reach_nobody(full):
    mails = [person["email"] for person in _persons(full) if person["email"]]
    phones = [person[key] for person in _persons(full) for key in ("telefoon1", "telefoon2") if person[key]]
    assert all(mail.endswith(("@example.be", "@example.com")) and mail.isascii() for mail in mails)
    assert all(phone.startswith("0400") for phone in phones)


def test_some_care_names_no_municipality(full):
    cared = [person["mantelzorg"] for person in _persons(full) if person["mantelzorg"]]
    assert 0.08 < _share((care["gemeenteNisCode"] is None for care in cared), len(cared)) < 0.24


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("exceptions", [[], ["EIGENDOM"], ["HANDICAP_AAN_TE_TONEN", "BUITENLANDS_INKOMEN"]])
def test_a_new_registration_is_registered_at_once_or_investigated_by_us(wire, kind, exceptions):
    for size in (200, 50_000):
        made = new_registration(Random(size), 12, TODAY, landlord(size), kind, exceptions)
        assert _problems(wire, [made]) == []
        assert made["dossierNummer"] == "2026.11.23.0012"
        assert made["versieNummer"] == 1
        assert made["behandelendePartijCode"] == OURS
        assert _own(made, size)
        assert made["onderzoeksRedenen"] == exceptions
        assert (made["status"], made["inschrijvingsDatum"]) == (("CHKS", None) if exceptions else ("REG", "2026-11-23"))
        assert "NIET_BEVESTIGD" not in {person["bevestigingsStatus"] for person in made["personen"]}


def test_each_kind_of_registration_brings_the_people_it_names():
    relations = {
        kind: {person["relatie"] for person in new_registration(Random(3), 1, TODAY, landlord(200), kind)["personen"]}
        for kind in KINDS
    }
    assert relations["alone"] == {"REFERENTIEPERSOON"}
    assert relations["couple"] == {"REFERENTIEPERSOON", "PARTNER"}
    assert "PARTNER" not in relations["adult co-residents"]
    assert len(relations["adult co-residents"]) > 1


def test_a_changed_dossier_holds_to_the_contract_and_leaves_the_old_version_alone(wire, small):
    dice = Random(5)
    before = list(generate(300, 7, TODAY))
    after = [changed(dossier, dice, MOMENT) for dossier in small]
    assert small == before
    assert all(new != old for new, old in zip(after, small, strict=True))
    assert _problems(wire, after) == []


def test_all_kinds_of_change_occur(full):
    dice = Random(6)
    pairs = [(old, changed(old, dice, MOMENT)) for old in full if old["status"] == "REG" and _own(old)]
    left = [new for _, new in pairs if not _own(new)]
    withdrawn = [new for _, new in pairs if new["status"] == "RJCT"]
    born = [new for old, new in pairs if len(new["personen"]) > len(old["personen"])]
    earning = [new for old, new in pairs if new["inkomsten"] != old["inkomsten"]]
    assert 0.02 < len(left) / len(pairs) < 0.06
    assert not any(dossier["behandelendePartijCode"] == OURS or _own(dossier, 200_000) for dossier in left)
    assert 0.03 < len(withdrawn) / len(pairs) < 0.09
    assert {dossier["dossierStatusHistoriek"][-1]["actie"] for dossier in withdrawn} == {"VOL"}
    assert born
    assert earning


def test_of_a_struck_dossier_only_contact_data_change(full):
    dice = Random(7)
    for old in [dossier for dossier in full if dossier["status"] in {"RJCT", "RFSD"}][:60]:
        new = changed(old, dice, MOMENT)
        assert {**new, "personen": 0} == {**old, "personen": 0}


@given(size=st.integers(0, 40), seed=st.integers(), today=st.dates(date(2005, 1, 2), date(2040, 12, 31)))
def test_any_size_seed_and_day_give_a_list_of_that_size_in_scope(size, seed, today):
    made = list(generate(size, seed, today))
    assert sum(_own(dossier) for dossier in made) == size
    assert len(made) == size + round(size * 0.02)
    assert all(dossier["updateDatum"] < today.isoformat() for dossier in made)
