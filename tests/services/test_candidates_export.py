"""The list of candidates as a workbook: what the filter shows, in its order, without national numbers."""

import re

import openpyxl
import pytest
from support.office import fill, invented, new_office

from cir_desktop.domain.job import Cancel
from cir_desktop.errors import Cancelled
from cir_desktop.services import candidates
from cir_desktop.services.candidates import Filter

SIZE = 60


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, SIZE)
    yield opened
    opened.close()


def cells(path):
    return list(openpyxl.load_workbook(path)["Kandidaten"].values)


def test_the_workbook_holds_what_the_filter_shows_in_its_order(office, tmp_path):
    wanted = Filter(status="REG", sort="registered", descending=True)
    path = tmp_path / "kandidaten.xlsx"
    count = candidates.export(office, wanted, path)
    shown = candidates.rows(office, candidates.ids(office, wanted))
    titles, *rows = cells(path)
    assert titles == candidates.EXPORTED
    assert [row[1] for row in rows] == [row.dossier for row in shown]
    assert 0 < count == len(rows) < SIZE


def test_no_national_number_goes_along(office, tmp_path):
    path = tmp_path / "kandidaten.xlsx"
    candidates.export(office, Filter(scope="all"), path)
    written = re.sub(r"\D", "", " ".join(str(value) for row in cells(path) for value in row if "." not in str(value)))
    everything = " ".join(str(value) for row in cells(path) for value in row)
    numbers = re.findall(r"\b\d{11}\b", str(invented(SIZE)))
    assert len(numbers) > SIZE
    assert not [number for number in numbers if number in written or number in everything]


@pytest.mark.parametrize("phase", ["Lijst lezen", "Werkboek schrijven"])
def test_stopping_leaves_the_older_file_as_it_was_and_nothing_beside_it(office, tmp_path, phase):
    folder = tmp_path / "uit"
    folder.mkdir()
    path = folder / "kandidaten.xlsx"
    path.write_bytes(b"ouder")
    stop, told = Cancel(), []

    def report(step):
        told.append((step.phase, step.total))
        if step.phase == phase:
            stop.request()
            stop.check()

    with pytest.raises(Cancelled):
        candidates.export(office, Filter(scope="all"), path, report=report, cancel=stop)
    assert told[-1][0] == phase and told[-1][1] > 0
    assert [each.name for each in folder.iterdir()] == ["kandidaten.xlsx"]
    assert path.read_bytes() == b"ouder"
