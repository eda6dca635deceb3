"""Invented incomes and real estate, in agreement with the reasons for which a dossier is investigated."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from cir_desktop.practice.draws import Bands
from cir_desktop.practice.setting import Setting, Wire


def _cents(setting: Setting, bands: Bands) -> float:
    amount = bands.number(setting.rng)
    return round(amount + setting.rng.random(), 2) if amount else 0.0


def income(setting: Setting, applicants: int, reasons: Collection[str]) -> Wire | None:
    """Return the incomes, in euro a year, of `applicants` tenant applicants together; None when nothing is known."""
    rng, shares = setting.rng, setting.shares.income
    if not reasons and rng.random() < shares.missing:
        return None
    today = date.fromordinal(setting.today)
    taxable: float | None = _cents(setting, shares.taxable)
    if applicants > 1:
        taxable = round((taxable or 0) + _cents(setting, shares.second_earner), 2)
    check = shares.check.draw(rng)
    if "GEEN_INKOMEN_GEVONDEN" in reasons or (not reasons and rng.random() < shares.none_found):
        taxable, check = None, "NIET_GEVONDEN"
    elif reasons:
        check = "NIET_GECONTROLEERD"
    wage = rng.random() < shares.living_wage
    foreign = "BUITENLANDS_INKOMEN" in reasons or rng.random() < shares.foreign
    payslips = []
    if rng.random() < shares.payslips:
        amount = round(900 + rng.random() * 1700, 2)
        months = [today.year * 12 + today.month - 1 - back for back in (3, 2, 1)]
        payslips = [{"maand": f"{month // 12}-{month % 12 + 1:02d}", "bedrag": amount} for month in months]
    return {
        "belastbaarInkomen": taxable,
        "inkomstenJaar": None
        if taxable is None
        else today.year - (2 if rng.random() < shares.last_year_but_one else 3),
        "leefloon": _cents(setting, shares.living_wage_amount) if wage else None,
        "ivt": round(2000 + rng.random() * 9000, 2) if rng.random() < shares.disability_allowance else None,
        "vrijgesteldBuitenland": round(1500 + rng.random() * 14_000, 2) if foreign else None,
        "vrijgesteldEU": round(1500 + rng.random() * 20_000, 2) if rng.random() < shares.european else None,
        "loonfiches": payslips,
        "schuldbegeleiding": rng.random() < shares.debt_guidance,
        "onderhoudsgeld": round(600 + rng.random() * 4000, 2) if rng.random() < shares.maintenance else None,
        "controle": check,
    }


def real_estate(setting: Setting, reasons: Collection[str]) -> Wire | None:
    """Return what is known of real estate; None when nothing is."""
    rng, shares = setting.rng, setting.shares.property
    if "EIGENDOM" in reasons:
        note = "Aandeel in een woning volgens het kadaster; de kandidaat moet een bewijs van verkoop bezorgen."
        return {"gevonden": True, "verklaardGeen": True, "toelichting": note, "controle": "NIET_GECONTROLEERD"}
    if rng.random() < shares.missing:
        return None
    declared = rng.random() >= shares.not_declared
    if rng.random() < shares.unchecked:
        return {"gevonden": None, "verklaardGeen": declared, "toelichting": None, "controle": "NIET_GECONTROLEERD"}
    if rng.random() < shares.found:
        note = "Geërfd aandeel van 1/6 in blote eigendom."
        return {"gevonden": True, "verklaardGeen": declared, "toelichting": note, "controle": "VOLDOET_NIET"}
    return {"gevonden": False, "verklaardGeen": declared, "toelichting": None, "controle": "VOLDOET"}
