"""A frozen list: worked out again it is the same, and whatever was changed in it is found."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from support.candidates import DAY, HERE, HOME, LONG, lettings, lists, somebody
from support.rules import rules_with_limits

from cir_desktop.allocation.frozen import canonical, fingerprint, freeze_list, replay, thaw
from cir_desktop.allocation.ranking import rank
from cir_desktop.allocation.regulation import Level, MunicipalRules
from cir_desktop.domain.ranking import Letting
from cir_desktop.errors import BadInput

RULES = rules_with_limits()


STANDARD = Letting()


def frozen(candidates, letting=STANDARD, regulation=RULES):
    ranking = rank(HOME, candidates, regulation, DAY, 99, letting)
    return freeze_list(
        HOME,
        tuple(candidates),
        regulation,
        ranking,
        program="0.1.0",
        frozen_on=DAY,
        pulled_at=None,
        fetched_all=True,
    )


@settings(max_examples=60, deadline=None)
@given(lists, lettings)
def test_worked_out_again_every_list_is_the_same(candidates, letting):
    data = canonical(frozen(candidates, letting))
    found = replay(data)
    assert found.identical, found.differences
    assert found.fingerprint == fingerprint(data)


@settings(max_examples=20, deadline=None)
@given(lists)
def test_the_same_content_has_the_same_fingerprint_in_whatever_order_it_came(candidates):
    data = canonical(frozen(candidates))
    assert canonical(frozen(candidates[::-1])) == data
    assert canonical(thaw(data)) == data


def test_a_position_that_was_tampered_with_is_told():
    file = frozen([somebody(1), somebody(2, residences=(LONG,))])
    first, second = file.ranking.placed
    swapped = (
        msgspec.structs.replace(second, position=1),
        msgspec.structs.replace(first, position=2),
    )
    forged = msgspec.structs.replace(file, ranking=msgspec.structs.replace(file.ranking, placed=swapped))
    found = replay(canonical(forged))
    assert found.differences[:2] == (
        f"Dossier {second.dossier}: toen plaats 1, nu plaats 2.",
        f"Dossier {first.dossier}: toen plaats 2, nu plaats 1.",
    )


def test_a_fact_that_was_tampered_with_changes_the_fingerprint_and_the_list():
    file = frozen([somebody(1), somebody(2, residences=(LONG,))])
    changed = msgspec.structs.replace(file, candidates=(somebody(1), somebody(2)))
    assert fingerprint(canonical(changed)) != fingerprint(canonical(file))
    assert not replay(canonical(changed)).identical


def test_an_excluded_candidate_who_comes_in_is_told_with_the_rule():
    file = frozen([somebody(1), somebody(2, status="WAITS")])
    changed = msgspec.structs.replace(file, candidates=(somebody(1), somebody(2)))
    assert (
        "Dossier 2012.01.01.0002: toen niet in aanmerking (status), nu plaats 2."
        in replay(canonical(changed)).differences
    )


def test_another_version_of_a_rule_is_told():
    file = frozen([somebody(1)])
    rules = (msgspec.structs.replace(file.rules[0], since=date(2020, 1, 1)), *file.rules[1:])
    (told,) = replay(canonical(msgspec.structs.replace(file, rules=rules))).differences
    assert told.startswith("De regel choice.neighbourhood heeft een andere versie (nu vanaf 01/01/2024")


def test_the_regulation_of_then_travels_with_the_file():
    level = Level(id="l1", years=20, window=25, article="BVCW art. 6.23 §1", label="GOV")
    own = MunicipalRules(
        municipality=HERE,
        since=date(2024, 5, 3),
        decision="gemeenteraad",
        source="reglement",
        last_checked=DAY,
        levels=(level,),
    )
    strict = msgspec.structs.replace(RULES, municipal=(own,))
    file = thaw(canonical(frozen([somebody(1)], regulation=strict)))
    assert file.regulation.rules_of(HERE, DAY).levels == (level,)
    assert "binding.l1" in {rule.id for rule in file.rules}


@pytest.mark.parametrize("spoil", [lambda data: data[:-20], lambda data: b"PK\x03\x04", lambda data: b"{}"])
def test_what_is_no_frozen_file_is_refused_with_a_sentence(spoil):
    data = canonical(frozen([somebody(1)]))
    with pytest.raises(BadInput, match="beschadigd of is geen bevroren dossier"):
        replay(spoil(data))


def test_a_byte_that_was_added_is_found():
    data = canonical(frozen([somebody(1)]))
    with pytest.raises(BadInput, match="na het bevriezen gewijzigd"):
        thaw(data.replace(b'":', b'": ', 1))


def test_a_file_of_a_newer_program_is_refused():
    data = canonical(msgspec.structs.replace(frozen([somebody(1)]), format=2))
    with pytest.raises(BadInput, match="nieuwere versie"):
        thaw(data)
