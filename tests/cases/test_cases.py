"""Runs the written cases; docs/allocation.md describes the files."""

import re
from pathlib import Path

import pytest

from cir_desktop.allocation.cases import CaseFile, WrittenCase, read_cases, run_case
from cir_desktop.allocation.loader import load_regulation

DESCRIPTION = Path(__file__).parents[2] / "docs" / "allocation.md"
FILES = sorted(Path(__file__).parent.glob("*.toml"))
READ = [read_cases(path.name, path.read_text(encoding="utf-8")) for path in FILES]
CASES = [pytest.param(case, file, id=case.id) for file in READ for case in file.case]


@pytest.mark.parametrize(("case", "file"), CASES)
def test_the_case_comes_out_as_written(case: WrittenCase, file: CaseFile) -> None:
    assert run_case(case, file, load_regulation()) == ()


def test_every_case_has_a_sentence_a_reference_and_an_id_of_its_own() -> None:
    cases = [case for file in READ for case in file.case]
    assert all(case.sentence.strip() and case.reference.strip() for case in cases)
    assert len({case.id for case in cases}) == len(cases) >= 150


def test_a_case_that_expects_something_else_says_what_it_found() -> None:
    text = """
title = "wrong"
home = { nis_code = "13017", type = "H", bedrooms = 1 }
[[case]]
id = "wrong"
sentence = "A single does not fit in one bedroom."
reference = "none"
date = 2026-06-01
candidate = [{ name = "A", dossier = "2020.01.01.0001" }]
expected.order = []
expected.excluded = { A = "occupancy" }
expected.answers = { A = { "occupancy" = "not_met" } }
"""
    file = read_cases("wrong.toml", text)
    differences = run_case(file.case[0], file, load_regulation())
    assert [(found.what, found.expected, found.found) for found in differences] == [
        ("order", "", "A"),
        ("excluded", "{'A': 'occupancy'}", "{}"),
        ("A: occupancy", "not_met", "met"),
    ]


def test_the_examples_in_the_description_are_real(tmp_path: Path) -> None:
    regulation, case_file = re.findall(r"```toml\n(.*?)```", DESCRIPTION.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "regulation.toml").write_text(regulation, encoding="utf-8")
    assert load_regulation(tmp_path).warnings == ()
    file = read_cases("allocation.md", case_file)
    assert run_case(file.case[0], file, load_regulation()) == ()
