"""What a clerk types or pastes becomes periods, or a finding with its line; nothing is lost and nothing guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cir_desktop.domain.facts import Residence
from cir_desktop.domain.values import NisCode
from cir_desktop.errors import BadInput
from cir_desktop.workbooks.pasted import MOST_LETTERS, read_text

TODAY = date(2026, 6, 1)
SINCE, AWAY = date(2015, 2, 1), date(2019, 9, 1)
GONE = Residence(NisCode("13017"), SINCE, AWAY)
STILL = Residence(NisCode("13017"), SINCE, None, ongoing=True)


def read(text, **more):
    return read_text(text, today=TODAY, **more)


@pytest.mark.parametrize(
    "line",
    [
        "13017 01/02/2015 - 31/08/2019",
        "Kasterlee 1/2/2015 tot 31/8/2019",
        "Kasterlee van 01-02-2015 tot en met 31-08-2019",
        "KASTERLEE;01/02/2015;31/08/2019",
        "Kasterlee\t2015-02-01\t2019-08-31",
        "13017,2015-02-01,2019-08-31",
        "13017 Kasterlee;01-02-2015;31-08-2019",
        "Kasterlee;13017;01.02.2015;31.08.2019",
        '"Kasterlee";"01/02/2015";"31/08/2019";;',
        "Gemeente;Van;Tot\nKasterlee;01/02/2015;31/08/2019",
        "Tot\tVan\tNIS-code\tGemeente\n31/08/2019\t01/02/2015\t13017\tKasterlee",
        "\ufeffKasterlee;01/02/2015;31/08/2019\r\n\r\n",
    ],
)
def test_the_ways_in_which_a_period_is_written(line):
    assert read(line) == read("13017;01/02/2015;31/08/2019")
    assert read(line).periods == (GONE,)


@pytest.mark.parametrize("end", ["heden", "nu", "", "Heden"])
def test_who_still_lives_there(end):
    assert read(f"Kasterlee;01/02/2015;{end}").periods == (STILL,)
    assert read(f"Kasterlee 01/02/2015 - {end}").periods == (STILL,)


def test_an_unknown_day_stays_unknown_and_is_not_today():
    assert read("Kasterlee;01/02/2015;?").periods == (Residence(NisCode("13017"), SINCE, None),)
    assert read("Kasterlee;onbekend;heden").periods == (Residence(NisCode("13017"), None, None, ongoing=True),)


def test_an_end_that_is_the_first_day_away_is_taken_as_such():
    assert read("Kasterlee;01/02/2015;01/09/2019", end_is_last_day=False).periods == (GONE,)
    assert read("Kasterlee 01/02/2015 t/m 31/08/2019", end_is_last_day=False).periods == (GONE,)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Kasterlee", "geen volledige periode"),
        ("Kasterlee;01/02/2015", "geen volledige periode"),
        ("Kasterlee;;31/08/2019", "begindatum ontbreekt"),
        ("Nergenshuizen;01/02/2015;heden", "niet gekend"),
        ("99999;01/02/2015;heden", "NIS-code is niet gekend"),
        ("13019;Kasterlee;01/02/2015;heden", "andere gemeente"),
        ("Kasterlee;30/02/2015;heden", "bestaat niet"),
        ("Kasterlee;01/02/15;heden", "niet eenduidig"),
        ("Kasterlee;01/02/2015;01/02/2031", "toekomst"),
        ("Kasterlee;01/02/2015;01/01/2014", "niet na het begin"),
        (";01/02/2015;heden", "gemeente is niet duidelijk"),
    ],
)
def test_a_line_that_can_not_be_read_is_told_with_its_number_and_the_others_stay(line, said):
    found = read(f"Kasterlee;01/02/2015;heden\n\n{line}")
    assert found.periods == (STILL,)
    (finding,) = found.findings
    assert finding.line == 3
    assert said in finding.sentence


def test_a_municipality_that_merged_is_known_by_its_former_name():
    (period,) = read("Sint-Amands;01/02/2010;31/12/2012").periods
    assert period.nis_code == "12034"
    assert read("12041 Sint-Amands;01/02/2010;31/12/2012").findings == ()


def test_a_text_of_any_length_is_not_swallowed():
    with pytest.raises(BadInput):
        read("x" * (MOST_LETTERS + 1))


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_and_each_line_is_answered_once(text):
    found = read(text)
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip(" \t;,")]
    assert len(lines) - 1 <= len(found.periods) + len(found.findings) <= len(lines)
