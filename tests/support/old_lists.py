"""Old lists as offices keep them: titles of their own, several things in one cell. Invented people only."""

from datetime import date

import openpyxl

TITLES = (
    "Volgnr",
    "Naam en voornaam",
    "Geb.datum",
    "RRN",
    "Adres",
    "",
    "Naam partner",
    "Geb. partner",
    "Kinderen",
    "GSM",
    "Ingeschreven op",
    "Voorkeur gemeente",
)
ROWS = (
    (
        "2019.05.14.3",
        "Van den Broeck Jan",
        date(1985, 5, 14),
        "85.05.14-003.39",
        "Dorpsstraat 12 bus 3",
        "2460 Kasterlee",
        "Peeters An",
        "02/03/1986",
        "Noor 02/03/2012; Lien 2015",
        "0470 12 34 56",
        "14/05/2019",
        "Kasterlee, Geel",
    ),
    (
        "2019.05.15.0001",
        "Peeters Jan Baptist",
        date(1980, 1, 2),
        None,
        "Dorp 3",
        "2460 Casterlee",
        None,
        None,
        "2",
        None,
        "15/05/2019",
        None,
    ),
)


def old_list(path, rows=ROWS, titles=TITLES, *, sheet="Wachtlijst", above=("Wachtlijst Oefendorp",)):
    """An .xlsx with a line above the titles, an empty one, and another sheet before it."""
    book = openpyxl.Workbook()
    book.active.title = "Uitleg"
    book.active.append(["Bijgehouden door de balie"])
    listed = book.create_sheet(sheet)
    for line in above:
        listed.append([line])
        listed.append([])
    listed.append(list(titles))
    for row in rows:
        listed.append(list(row))
    book.save(path)
    return path
