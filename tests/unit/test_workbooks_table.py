"""A table is found by its titles, however the clerk laid it out; a bad cell is told by its row and column."""

from datetime import date, datetime

import pytest

from cir_desktop.domain.values import Money
from cir_desktop.errors import BadInput, BadWorkbook
from cir_desktop.workbooks.cells import as_day, as_money, as_text, as_whole, as_yes_no
from cir_desktop.workbooks.reading import Sheet, Workbook
from cir_desktop.workbooks.table import Column, Problem, find_table

COLUMNS = (Column("code", "Code"), Column("place", "Gemeente"), Column("box", "Bus", required=False))


def _book(*rows, name="Woningen"):
    return Workbook((Sheet("Uitleg", []), Sheet(name, [list(row) for row in rows])))


def _read(book):
    problems: list[Problem] = []
    table = find_table(book, "Woningen", COLUMNS)
    return [(row.number, row.take("code", as_text, needed=True)) for row in table.rows(problems)], problems


def test_titles_in_another_order_case_and_spelling_of_accents_are_the_same_titles():
    assert _read(_book(["GEMÉENTE", " bus:", "code "], ["Hove", None, "W1"])) == ([(2, "W1")], [])


def test_a_title_above_the_table_and_empty_rows_before_and_in_it_are_skipped():
    rows, problems = _read(
        _book(["Onze woningen"], [], [None, "Gemeente", "Code"], [], [None, "Hove", "W1"], [None, " "])
    )
    assert rows == [(5, "W1")]
    assert problems == []


def test_a_row_with_something_outside_the_table_only_is_no_row():
    assert _read(_book(["Code", "Gemeente", "Opmerking"], ["W1", "Hove"], [None, None, "totaal"]))[0] == [(2, "W1")]


def test_an_empty_cell_that_is_needed_is_told_by_row_and_column():
    rows, [problem] = _read(_book(["Code", "Gemeente"], [None, "Hove"]))
    assert rows == [(2, None)]
    assert (problem.row, problem.column, problem.sheet) == (2, "Code", "Woningen")


def test_a_missing_sheet_says_which_one_comes_nearest():
    with pytest.raises(BadWorkbook, match="geen blad “Woningen”; het dichtst erbij komt “Woning”"):
        find_table(_book(name="Woning"), "Woningen", COLUMNS)


def test_a_missing_title_says_which_one_comes_nearest():
    with pytest.raises(BadWorkbook, match="ontbreekt de kolom “Gemeente”; het dichtst erbij komt “Gemeentenaam”"):
        find_table(_book(["Code", "Gemeentenaam", "Straat"]), "Woningen", COLUMNS)


def test_a_sheet_without_any_title_quotes_no_cell():
    with pytest.raises(BadWorkbook) as caught:
        find_table(_book(["Codde", "Geheim"], ["Coda", 5]), "Woningen", COLUMNS)
    assert "Code, Gemeente" in str(caught.value)
    assert "Codde" not in str(caught.value) and "Coda" not in str(caught.value)


def test_a_title_that_stands_twice_is_refused_because_either_could_be_meant():
    with pytest.raises(BadWorkbook, match="“Gemeente” twee keer"):
        find_table(_book(["Code", "Gemeente", "gemeente"]), "Woningen", COLUMNS)


def test_a_formula_error_is_a_problem_and_not_an_empty_cell():
    _, [problem] = _read(_book(["Code", "Gemeente"], ["#N/A", "Hove"]))
    assert "formule" in problem.message


@pytest.mark.parametrize(
    "written",
    [
        "29/02/2024",
        "29-2-2024",
        "29.02.2024",
        "2024-02-29",
        date(2024, 2, 29),
        datetime.fromisoformat("2024-02-29 12:00"),
    ],
)
def test_a_day_as_a_date_or_as_dd_mm_jjjj_is_that_day(written):
    assert as_day(written) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "written",
    ["29/02/24", "02/2024", "2024", "maart 2024", "29/02/2023", "12/25/2023", 45351, 45351.5, True]
    + [date(1899, 12, 31), "1/1/0024", "2024/02/29"],
)
def test_a_day_that_can_be_read_two_ways_or_none_is_refused_without_quoting_it(written):
    with pytest.raises(BadInput) as caught:
        as_day(written)
    assert str(written) not in str(caught.value)


@pytest.mark.parametrize(("written", "cents"), [(412.5, 41250), (400, 40000), ("412,50", 41250), ("1.234,56", 123456)])
def test_an_amount_is_read_to_the_cent(written, cents):
    assert as_money(written) == Money(cents)


@pytest.mark.parametrize("written", ["1.234", "veel", True, date(2024, 1, 1), "nan"])
def test_an_amount_that_is_none_or_can_be_two_is_refused(written):
    with pytest.raises(BadInput):
        as_money(written)


def test_a_house_number_that_excel_made_a_date_of_is_refused_and_not_guessed():
    with pytest.raises(BadInput, match="datum"):
        as_text(datetime.fromisoformat("2024-02-01 00:00"))


@pytest.mark.parametrize(("written", "read"), [(12, "12"), ("  012", "  012"), (12.5, "12.5")])
def test_a_number_in_a_text_column_is_the_text_that_one_sees(written, read):
    assert as_text(written) == read


@pytest.mark.parametrize("written", [2.5, "twee", True, "2,5"])
def test_half_a_bedroom_is_no_number_of_bedrooms(written):
    with pytest.raises(BadInput):
        as_whole(written)


def test_yes_and_no_are_read_in_the_ways_that_clerks_write_them():
    assert [as_yes_no(value) for value in (True, "Ja", "x", 1)] == [True] * 4
    assert [as_yes_no(value) for value in (False, "neen", "NEE", 0)] == [False] * 4
    with pytest.raises(BadInput):
        as_yes_no("misschien")
