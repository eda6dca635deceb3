"""Exchange workbooks as a housing company gives them, made by the practice tools, and changed as people change them."""

import openpyxl
from support.office import MORNING, PARTY, invented, new_office

from cir_desktop.domain.ways import Way
from cir_desktop.practice.exchange_workbook import write_extract
from cir_desktop.services import ways

SIZE = 20


def extract_of(dossiers, path, moment=MORNING, party=PARTY):
    write_extract(dossiers, path, party, moment)
    return path


def extract(path, size=SIZE, moment=MORNING):
    return extract_of(invented(size), path, moment)


def through_company(folder):
    """An office whose workspace goes through a housing company."""
    office = new_office(folder)
    ways.choose(office, Way.WORKBOOK, PARTY)
    return office


class Changed:
    """A workbook in hands: change cells by sheet, row and title, and save it."""

    def __init__(self, path):
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.book.save(self.path)

    def column(self, sheet, title):
        titles = [cell.value for cell in self.book[sheet][1]]
        return titles.index(title) + 1

    def put(self, sheet, row, title, value):
        self.book[sheet].cell(row, self.column(sheet, title)).value = value

    def get(self, sheet, row, title):
        return self.book[sheet].cell(row, self.column(sheet, title)).value

    def rows(self, sheet, dossier):
        """The rows of a dossier."""
        place = self.column(sheet, "Dossiernummer")
        return [
            row for row in range(2, self.book[sheet].max_row + 1) if self.book[sheet].cell(row, place).value == dossier
        ]

    def info(self, title, value):
        for row in self.book["Info"].iter_rows(min_row=2):
            if row[0].value == title:
                row[1].value = value
