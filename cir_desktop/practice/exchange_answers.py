"""A housing company that carries out the messages of an exchange workbook, and answers in the same rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from openpyxl import load_workbook

from cir_desktop.practice import actions, messages
from cir_desktop.practice.errors import Problem
from cir_desktop.practice.exchange_workbook import layout
from cir_desktop.practice.register import Caller, Register

_BRUSSELS: Final = ZoneInfo("Europe/Brussels")
_YES: Final = "ja"


def carry_out(register: Register, source: Path, target: Path) -> int:
    """Carry out the rows that have no answer yet, from top to bottom, and write the answered workbook.

    A copy of a message that was carried out gets its first answer again. Gives how many rows were answered. Raises
    KeyError when the workbook misses our sheet or a column, OSError when the file cannot be written.
    """
    declared = layout()["messages"]
    book = load_workbook(source)
    sheet = book[declared["name"]]
    heads = {cell.value: place for place, cell in enumerate(sheet[1])}
    at = {column["field"]: heads[column["title"]] for column in (*declared["column"], *declared["answer"])}
    answered = 0
    for cells in sheet.iter_rows(min_row=2):
        told = {field: cells[place].value for field, place in at.items()}
        if not told["id"] or told["processed"]:
            continue
        answer = _answer(register, told)
        for field, value in answer.items():
            cells[at[field]].value = value
        answered += 1
    book.save(target)
    return answered


def _answer(register: Register, told: dict[str, Any]) -> dict[str, Any]:
    caller = Caller(register.landlord.code, str(told["id"]))
    number = str(told["dossier"])
    work: Callable[[Register, Caller, dict[str, Any]], actions.Answer] = (
        _ranking if told["action"] == "RANKING" else _action
    )
    try:
        answer = work(register, caller, told)
        why = answer.refusal.detail if answer.refusal else ""
    except Problem as problem:
        why = problem.detail
    except msgspec.ValidationError as error:
        why = f"De rij is niet bruikbaar: {error}"
    dossier = register.store.dossier(number)
    version = dossier["versieNummer"] if dossier else None
    if why:
        return {"processed": "nee", "version": version, "reason": why}
    now = register.clock.now().astimezone(_BRUSSELS).replace(tzinfo=None, microsecond=0)
    return {"processed": _YES, "processed_at": now, "version": version}


def _action(register: Register, caller: Caller, told: dict[str, Any]) -> actions.Answer:
    home = None
    if told["street"]:
        home = {
            "postCode": str(told["postcode"]),
            "gemeente": told["place"],
            "gemeenteNisCode": str(told["nis_code"]),
            "straat": told["street"],
            "huisNummer": str(told["number"]),
            "huisNummerBus": told["box"],
        }
    asked = {
        "dossierNummer": str(told["dossier"]),
        "partijCode": caller.party,
        "actie": told["action"],
        "commentaar": told["comment"],
        "datumIngangContract": _contract(told["contract_from"]),
        "pand": home,
    }
    return actions.report(register, caller, msgspec.convert(asked, messages.DossierAction))


def _ranking(register: Register, caller: Caller, told: dict[str, Any]) -> actions.Answer:
    limited = told["limited_region"]
    change = {
        "rangLijstType": told["kind"],
        "dossierNummer": str(told["dossier"]),
        "beperkteRegioKeuze": None if limited is None else limited == _YES,
        "lokaleBinding": told["local_binding"],
        "gemeenteNisCode": None if told["nis_code"] is None else str(told["nis_code"]),
        "wijk": told["neighbourhood"],
        "criterium1": told["criterion"],
    }
    asked = {"partijCode": caller.party, "ranglijstWijzigingen": [change]}
    return actions.report_rankings(register, caller, msgspec.convert(asked, messages.RankingChanges))


def _contract(day: object) -> str | None:
    if isinstance(day, datetime):
        day = day.date()
    return datetime.combine(day, time(), _BRUSSELS).isoformat() if isinstance(day, date) else None
