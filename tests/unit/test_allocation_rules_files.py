"""The rules on disk: what ships is sound, and what is wrong is refused with file, line and key."""

from datetime import date
from pathlib import Path

import msgspec
import pytest

from cir_desktop.allocation.admission import REGISTRATION
from cir_desktop.allocation.care import RULE as CARE
from cir_desktop.allocation.conditions import CONDITIONS
from cir_desktop.allocation.loader import load_refusal_reasons, load_regulation
from cir_desktop.allocation.order import CLERK, DATE, NUMBER, SEQUENCE
from cir_desktop.allocation.parameters import KEYS, LABELS
from cir_desktop.allocation.pillars import PILLAR_CONDITIONS
from cir_desktop.allocation.priorities import PRIORITIES
from cir_desktop.allocation.regulation import successor
from cir_desktop.domain.codes import SANCTIONS
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.errors import BadRules
from cir_desktop.runtime.paths import resource

DAY = date(2026, 11, 23)

REGULATION = """
name = "Proef"

[[sub_area]]
name = "Z"
nis_codes = ["13017", "13019"]
consensus = true
article = "reglement van Z"

[[regulation]]
municipality = "13017"
from = 2024-05-03
decision = "gemeenteraad van 12/03/2024"
source = "toewijzingsreglement"
last_checked = 2026-11-23

[[regulation.level]]
id = "l1"
years = 20
window = 25
article = "BVCW art. 6.23 §1"
label = "GOV"

[[regulation.level]]
id = "z"
years = 5
window = 10
area = "Z"
article = "BVCW art. 6.23 §1"
label = "GOV"
"""


def _shipped(name: str) -> str:
    return resource("rules", name).read_text(encoding="utf-8")


def _load(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    load_regulation(folder)


def test_the_shipped_rules_are_sound_and_raise_no_doubt() -> None:
    regulation = load_regulation()
    assert regulation.warnings == ()
    assert set(regulation.parameters.by_key) == set(KEYS)
    assert {priority.id for priority in regulation.priorities} == set(PRIORITIES)
    assert [priority.id for priority in regulation.priorities if priority.on] == [
        "vlabinvest",
        "adapted_home",
        "assistance_home",
    ]


def test_every_value_and_every_rule_has_a_source_and_a_certainty() -> None:
    for parameter in load_regulation().parameters.by_key.values():
        for value in parameter.value:
            assert value.source
            assert value.link or value.document
            assert value.label in LABELS
            assert value.last_checked <= date(2026, 11, 25)
    conditions = (*CONDITIONS, *PILLAR_CONDITIONS.values(), *REGISTRATION)
    rules = [condition.rule for condition in conditions] + [CARE, DATE, SEQUENCE, NUMBER, CLERK]
    rules += [lead.rule for lead in PRIORITIES.values()]
    fields = {field.name for field in msgspec.structs.fields(CandidateFacts)}
    for rule in rules:
        assert rule.article
        assert rule.name
        assert rule.label in LABELS
        assert rule.facts
        assert set(rule.facts) <= fields
        assert set(rule.parameters) <= set(KEYS)


def test_the_values_a_service_asks_for_are_there_by_date() -> None:
    regulation = load_regulation()
    assert regulation.answer_term_days(DAY) == 15
    assert regulation.refusal_pause_months(DAY) == 3
    with pytest.raises(BadRules, match="31/12/2023"):
        regulation.answer_term_days(date(2023, 12, 31))


def test_a_value_changes_on_its_first_day_and_not_the_day_before(tmp_path: Path) -> None:
    text = _shipped("parameters.toml").replace(
        "value = 15\n",
        "value = 15\nuntil = 2026-01-01\n",
    )
    at = text.index('[[parameter]]\nkey = "refusal.pause_months"')
    later = """[[parameter.value]]
from = 2026-01-01
value = 10
source = "Intern huurreglement"
document = "Beslissing van 01/12/2025"
label = "WM"
last_checked = 2026-11-23

"""
    (tmp_path / "parameters.toml").write_text(text[:at] + later + text[at:], encoding="utf-8")
    regulation = load_regulation(tmp_path)
    assert regulation.answer_term_days(date(2025, 12, 31)) == 15
    assert regulation.answer_term_days(date(2026, 1, 1)) == 10
    (used,) = regulation.parameters.used(["offer.answer_days"], date(2026, 1, 1))
    assert (used.value, used.since) == ("10 kalenderdagen", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('key = "binding.years"', 'key = "binding.window"', "parameter", "staat er 2 keer"),
        ('key = "binding.years"', 'key = "binding.jaren"', "regel 18, parameter[1].key", "geen gekende parameter"),
        ("value = 5\n", 'value = "vijf"\n', "parameter[1].value[0].value", "verkeerde soort"),
        ("value = 5\n", "value = -5\n", "parameter[1].value[0].value", "kleiner dan nul"),
        ("from = 2024-01-01\nvalue = 5", 'from = "2024-13-01"\nvalue = 5', "parameter[1].value[0].from", ""),
        ("from = 2024-01-01\nvalue = 5", "from = 2024\nvalue = 5", "parameter[1].value[0].from", "een datum"),
        ("value = 5\n", "value = 5\nuntil = 2023-01-01\n", "parameter[1].value[0].until", "ligt niet na"),
        ("value = 5\n", "value = 5\nuntill = 2025-01-01\n", "parameter[1].value[0]", "“untill” is hier niet gekend"),
        ('unit = "jaar"\n', "", "parameter[1]", "“unit” ontbreekt"),
        ('document = "Bezettingstabel"', 'document = ""', "parameter[5].value[0]", "geen bron"),
        ('label = "WM"', 'label = "WET"', "parameter[5].value[0].label", "“WET” is niet gekend"),
        ("value = 5\n", "value = \n", "parameters.toml, regel 23", "geen geldige TOML"),
    ],
)
def test_a_wrong_parameter_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, words: str
) -> None:
    text = _shipped("parameters.toml")
    assert old in text
    with pytest.raises(BadRules) as refused:
        _load(tmp_path, "parameters.toml", text.replace(old, new, 1))
    assert refused.value.what.startswith("parameters.toml")
    assert place in refused.value.what
    assert words in refused.value.what
    assert refused.value.todo


@pytest.mark.parametrize(
    ("first_until", "second_from", "words"),
    [
        ("2026-01-01", "2026-01-02", "is er geen waarde"),
        ("2026-01-01", "2025-12-31", "overlapt"),
        (None, "2024-01-01", "twee waarden vanaf 01/01/2024"),
        (None, "2023-01-01", "overlapt"),
    ],
)
def test_values_with_gaps_overlaps_and_doubles_are_refused(
    tmp_path: Path, first_until: str | None, second_from: str, words: str
) -> None:
    text = _shipped("parameters.toml")
    until = f"until = {first_until}\n" if first_until else ""
    start = text.index("[[parameter.value]]\nfrom = 2024-01-01\nvalue = 5\n")
    end = text.index("[[parameter]]", start)
    block = text[start:end].rstrip("\n") + "\n"
    both = block.replace("value = 5\n", f"value = 5\n{until}") + block.replace("2024-01-01", second_from)
    with pytest.raises(BadRules, match=words) as refused:
        _load(tmp_path, "parameters.toml", text[:start] + both + "\n" + text[end:])
    assert "parameter[1].value[1].from" in refused.value.what
    line = (text[:start] + both).splitlines().index(f"from = {second_from}", text[:start].count("\n") + 2) + 1
    assert f"regel {line}," in refused.value.what


def test_a_missing_parameter_is_named(tmp_path: Path) -> None:
    text = _shipped("parameters.toml")
    with pytest.raises(BadRules, match="actualisation.inactive_years"):
        _load(tmp_path, "parameters.toml", text[: text.rindex("[[parameter]]")])


def test_a_folder_needs_to_hold_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / "regulation.toml").write_text(REGULATION, encoding="utf-8")
    regulation = load_regulation(tmp_path)
    assert [level.id for level in regulation.rules_of("13017", DAY).levels] == ["l1", "z"]
    assert regulation.answer_term_days(DAY) == 15
    assert load_refusal_reasons(tmp_path) == load_refusal_reasons()
    with pytest.raises(BadRules, match="13019"):
        regulation.rules_of("13019", DAY)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("years = 20", "years = 4", "regel 19, regulation[0].level[0].years", "BVCW art. 6.23 §1"),
        ("years = 20", "years = 26", "regulation[0].level[0].years", "past niet"),
        ('id = "z"', 'id = "l1"', "regulation[0].level[1].id", "staat er 2 keer"),
        ('id = "z"', 'id = "long_term"', "regulation[0].level[1].id", "de binding van de wet"),
        ("consensus = true", "consensus = false", "regulation[0].level[1].area", "alle gemeenten"),
        ('area = "Z"', 'area = "Y"', "regulation[0].level[1].area", "staat niet bij de deelgebieden"),
        ('["13017", "13019"]', '["13019"]', "regulation[0].level[1].area", "ligt niet in Z"),
        ('municipality = "13017"', 'municipality = "Lille"', "regulation[0].municipality", "NIS-code"),
        ('name = "Proef"', 'naam = "Proef"', "regulation.toml", "niet gekend"),
    ],
)
def test_a_wrong_regulation_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, words: str
) -> None:
    assert old in REGULATION
    with pytest.raises(BadRules) as refused:
        _load(tmp_path, "regulation.toml", REGULATION.replace(old, new))
    assert refused.value.what.startswith("regulation.toml")
    assert place in refused.value.what
    assert words in refused.value.what


def test_two_regulations_of_one_municipality_on_the_same_day_are_refused(tmp_path: Path) -> None:
    second = REGULATION[REGULATION.index("[[regulation]]") :].replace("2024-05-03", "2024-05-03", 1)
    with pytest.raises(BadRules, match=r"regulation\[1\].from"):
        _load(tmp_path, "regulation.toml", REGULATION + second)


def test_a_later_regulation_takes_over_on_its_first_day(tmp_path: Path) -> None:
    second = REGULATION[REGULATION.index("[[regulation]]") :].replace("2024-05-03", "2026-01-01")
    (tmp_path / "regulation.toml").write_text(REGULATION + second.replace("years = 20", "years = 15"), encoding="utf-8")
    regulation = load_regulation(tmp_path)
    assert regulation.rules_of("13017", date(2025, 12, 31)).levels[0].years == 20
    assert regulation.rules_of("13017", date(2026, 1, 1)).levels[0].years == 15


@pytest.mark.parametrize(("years", "window", "warned"), [(5, 10, 0), (5, 11, 1), (10, 15, 0), (10, 16, 1), (20, 25, 0)])
def test_a_level_that_may_be_weaker_than_five_in_ten_is_warned_about(
    tmp_path: Path, years: int, window: int, warned: int
) -> None:
    text = REGULATION.replace("years = 20\nwindow = 25", f"years = {years}\nwindow = {window}")
    (tmp_path / "regulation.toml").write_text(text, encoding="utf-8")
    warnings = load_regulation(tmp_path).warnings
    assert len(warnings) == warned
    assert all("BVCW art. 6.23 §1" in warning and "niet bevestigd" in warning for warning in warnings)


def test_a_priority_that_no_rule_knows_is_refused(tmp_path: Path) -> None:
    text = _shipped("regulation_default.toml").replace('id = "working"', 'id = "loyal"', 1)
    with pytest.raises(BadRules, match="loyal"):
        _load(tmp_path, "regulation.toml", text)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("bedrooms_from = 3", "bedrooms_from = 4", "laten een aantal slaapkamers open"),
        ("bedrooms_from = 5\n", "bedrooms_from = 5\nbedrooms_to = 6\n", "de laatste rij moet open zijn"),
        ('adults = "couple"', 'adults = "duo"', "single of couple"),
    ],
)
def test_a_table_that_leaves_a_home_without_a_row_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(BadRules, match=words):
        _load(tmp_path, "occupancy.toml", _shipped("occupancy.toml").replace(old, new, 1))


def test_the_refusal_reasons_are_a_closed_list_that_says_what_is_sent() -> None:
    reasons = load_refusal_reasons()
    assert len({reason.code for reason in reasons}) == len(reasons)
    assert {reason.action for reason in reasons if reason.grounded} == {"CCLGW"}
    assert {reason.action for reason in reasons if not reason.grounded} == {"REF"}
    assert SANCTIONS.isdisjoint(reason.action for reason in reasons if reason.grounded)
    assert all(reason.text and reason.means and reason.source for reason in reasons)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('action = "CCLGW"', 'action = "REF"', r"reason\[0\].action: een gegronde weigering is CCLGW"),
        ('code = "GEVANGENIS"', 'code = "ziekenhuis"', "staat er 2 keer"),
        ("grounded = true", 'grounded = "ja"', "hier moet true of false staan"),
    ],
)
def test_a_wrong_refusal_reason_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = _shipped("refusal_reasons.toml").replace(old, new, 1)
    (tmp_path / "refusal_reasons.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadRules, match=words):
        load_refusal_reasons(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parameters.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRules, match="kan niet gelezen worden"):
        load_regulation(tmp_path)


def test_mergers_lead_from_an_old_code_to_the_new_one_from_their_day_on() -> None:
    regulation = load_regulation()
    assert successor("71057", regulation.mergers, date(2024, 12, 31)) == "71057"
    assert successor("71057", regulation.mergers, date(2025, 1, 1)) == "71071"
    assert successor("11002", regulation.mergers, DAY) == "11002"
    assert regulation.accepted(["11002"], DAY) == {"11002", "11007"}
    assert regulation.accepted(["71057"], DAY) == {"71057", "71069", "71071"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('status = "expected"\n', 'status = "expected"\nvalue = 30000\n', "nog niet gekend: laat value weg"),
        ('status = "expected"\n', 'status = "misschien"\n', "geen gekende status"),
        ('status = "expected"\n', "", "waarde van een verkeerde soort"),
        ('from = 2026-01-01\nstatus = "expected"', 'from = 2025-01-01\nstatus = "expected"', "twee waarden vanaf"),
        (
            'from = 2025-01-01\nstatus = "expected"',
            'from = 2025-01-01\nuntil = 2025-06-01\nstatus = "expected"',
            "is er geen waarde",
        ),
        (
            'from = 2025-01-01\nstatus = "expected"',
            'from = 2025-01-01\nuntil = 2026-06-01\nstatus = "expected"',
            "overlapt met de waarde ervoor",
        ),
    ],
)
def test_an_expected_value_that_is_not_plainly_so_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = _shipped("parameters.toml")
    assert old in text
    with pytest.raises(BadRules, match=words) as refused:
        _load(tmp_path, "parameters.toml", text.replace(old, new, 1))
    assert "parameters.toml, regel " in refused.value.what


def test_the_income_limits_are_given_until_2024_and_expected_from_2025_on() -> None:
    parameters = load_regulation().parameters
    limits = [key for key in KEYS if key.startswith("income.limit.")]
    assert len(limits) == 4
    for key in limits:
        assert [parameters.known_whole(key, date(year, 1, 1)) is None for year in range(2021, 2028)] == [
            *[False] * 4,
            *[True] * 3,
        ]
        assert parameters.known_whole(key, date(2024, 12, 31)) is not None
