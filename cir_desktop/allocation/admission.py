"""The conditions that are checked again at the allocation (VCW art. 6.11), and the one that is not (6.8).

They bear on the candidate and the partner only. Sitting tenants are exempt. What the register checked counts as far as
it says so; what it can't know is what the office noted, else it cannot tell. A missing fact never excludes.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, wraps

from cir_desktop.allocation.binding import add_years
from cir_desktop.allocation.case import Case
from cir_desktop.allocation.household import APPLICANTS, an_applicant_is
from cir_desktop.allocation.limits import limit_of
from cir_desktop.allocation.noted import amount_of, as_noted, lapsed, noted, source_words
from cir_desktop.allocation.rules import Condition, Rule, Verdict, cannot_tell, met, not_met
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.ranking import Answer
from cir_desktop.domain.values import Money, dutch_date

Check = Callable[[Case, CandidateFacts], Verdict]

_PASSED, _FAILED = "VOLDOET", "VOLDOET_NIET"

_EXEMPT = met("Zittende huurder: deze voorwaarde wordt niet opnieuw getoetst.")
_OF_AGE = met("Iedereen die zich inschreef, is meerderjarig.")
_BIRTH_NOT_KNOWN = cannot_tell("Van een aanvrager is de geboortedatum niet gekend.", "de geboortedatum")
_NO_ASSISTANCE_HOME = met("De woning is geen assistentiewoning.")
_MEANS_NOT_KNOWN = cannot_tell(
    "Wat er op de rekeningen staat, is nog niet nagegaan (middelentoets).", "het saldo van de rekeningen"
)
_PROPERTY_PASSED = met("Het register ging de eigendom na: voldoet.")
_PROPERTY_FAILED = not_met("Het register ging de eigendom na: voldoet niet. Een uitzondering kan genoteerd worden.")
_PROPERTY_FOUND = cannot_tell(
    "Er is eigendom gevonden, en het register zei nog niet of dat mag.", "of de eigendom onder een uitzondering valt"
)
_PROPERTY_NOT_CHECKED = cannot_tell("Het register ging de eigendom nog niet na.", "het nazicht van de eigendom")
_INSCRIBED = met("Heeft een adres in het bevolkingsregister.")
_NOT_INSCRIBED = cannot_tell(
    "Het dossier heeft geen adres in België.", "de inschrijving in het bevolkingsregister of een referentieadres"
)
_LEASE_NOT_KNOWN = cannot_tell(
    "Of een rechter een sociale huur beëindigde, is niet nagegaan.", "het nazicht van de vroegere sociale huur"
)


def _unless_sitting(check: Check) -> Check:
    """Sitting social tenants are exempt (VCW 6.8 and 6.11); who may be one is not excluded before that is known."""

    @wraps(check)
    def checked(case: Case, facts: CandidateFacts) -> Verdict:
        sitting = noted(case, facts, "sitting_tenant")
        if sitting is None or sitting.answer is Answer.NOT_MET:
            return check(case, facts)
        if sitting.answer is Answer.MET:
            return _EXEMPT
        found = check(case, facts)
        if found.answer is not Answer.NOT_MET:
            return found
        return cannot_tell(f"{found.text} Voor een zittende huurder telt dat niet.", "of dit een zittende huurder is")

    return checked


@_unless_sitting
def check_age(case: Case, facts: CandidateFacts) -> Verdict:
    """Everybody who registered is 18, but for the exceptions of the Code, which the register does not tell."""
    unknown = False
    for member in facts.household.members:
        if member.kind in APPLICANTS:
            if member.birth_date is None:
                unknown = True
            # The year alone decides for nearly everybody: the anniversary is worked out near the limit only.
            elif case.day.year - member.birth_date.year <= case.minimum_age:
                birthday = add_years(member.birth_date, case.minimum_age)
                if birthday > case.day:
                    return _minor(case, facts, birthday)
    return _BIRTH_NOT_KNOWN if unknown or not facts.household.members else _OF_AGE


def _minor(case: Case, facts: CandidateFacts, birthday: date) -> Verdict:
    exception = noted(case, facts, "age.exception")
    if exception is not None:
        return as_noted(case, "age.exception", exception)
    return cannot_tell(
        f"Een aanvrager wordt pas {case.minimum_age} op {dutch_date(birthday)}.",
        "of een uitzondering geldt (ontvoogd, of minderjarig en begeleid zelfstandig wonend)",
    )


def check_assistance_age(case: Case, facts: CandidateFacts) -> Verdict:
    """In an assistance home one of the tenants is 65 or over."""
    if not case.home.assistance:
        return _NO_ASSISTANCE_HOME
    age = case.assistance_age
    old_enough = an_applicant_is(facts.household, age, case.day)
    if old_enough is Answer.MET:
        return met(f"Een van de huurders is minstens {age}.")
    if old_enough is Answer.UNKNOWN:
        return _BIRTH_NOT_KNOWN
    return not_met(f"Geen van de huurders is {age} of ouder; de woning is een assistentiewoning.")


@_unless_sitting
def check_income(case: Case, facts: CandidateFacts) -> Verdict:
    """Income of candidate and partner against the limit of the year; above it, only the current income excludes."""
    limits = case.limit_rules.limits
    if limits is None:
        return _no_limit(case.day.year)
    limit = limit_of(case.limit_rules, limits, facts.household, amount_of(case, facts, "income.dependants"))
    asked = f"de grens voor {limit.words} is {Money(limit.sure)}"
    own = amount_of(case, facts, "income.amount")
    if own is not None:
        source = source_words(facts.own["income.amount"])
        if own <= limit.sure:
            return met(f"Inkomen {Money(own)}; {asked}. {source}")
        if own > limit.possible:
            return not_met(f"Inkomen {Money(own)}; {asked}. {source}")
        return cannot_tell(
            f"Inkomen {Money(own)}; {asked}, of meer bij een handicap.", "het erkende percentage handicap"
        )
    finances = facts.finances
    if finances.income is None:
        return cannot_tell("Het register heeft geen inkomen.", "het inkomen")
    if finances.income_year is None or finances.income_year < case.day.year - case.limit_rules.assessment_years:
        return cannot_tell("Het inkomen in het register is te oud om te tellen.", "een recenter inkomen")
    if finances.income > limit.sure:
        return cannot_tell(
            f"Inkomen in het register {Money(finances.income)}; {asked}. Dan telt het huidige inkomen.",
            "het huidige inkomen",
        )
    if finances.income_check != _PASSED:
        return cannot_tell(
            f"Inkomen in het register {Money(finances.income)}; {asked}. Het register keurde het nog niet goed.",
            "het nazicht van het inkomen",
        )
    return met(f"Inkomen in het register {Money(finances.income)} ({finances.income_year}), nagekeken; {asked}.")


@cache
def _no_limit(year: int) -> Verdict:
    return cannot_tell(
        f"De inkomensgrens van {year} is nog niet gekend.",
        f"de inkomensgrens van {year}",
    )


@_unless_sitting
def check_means(case: Case, facts: CandidateFacts) -> Verdict:
    """Account balances may not exceed the same amounts as the income (since 2024)."""
    limits = case.limit_rules.limits
    own = amount_of(case, facts, "means.amount")
    if own is None:
        return _MEANS_NOT_KNOWN
    if limits is None:
        return _no_limit(case.day.year)
    limit = limit_of(case.limit_rules, limits, facts.household, amount_of(case, facts, "income.dependants"))
    text = f"Op de rekeningen {Money(own)}; de grens voor {limit.words} is {Money(limit.sure)}."
    if own <= limit.sure:
        return met(f"{text} {source_words(facts.own['means.amount'])}")
    if own > limit.possible:
        return not_met(f"{text} {source_words(facts.own['means.amount'])}")
    return cannot_tell(text, "het erkende percentage handicap")


@_unless_sitting
def check_property(case: Case, facts: CandidateFacts) -> Verdict:
    """No home or building plot; the exceptions are for the office to note."""
    own = noted(case, facts, "property.within")
    if own is not None:
        return as_noted(case, "property.within", own)
    finances = facts.finances
    if finances.property_check == _PASSED:
        return _PROPERTY_PASSED
    if finances.property_check == _FAILED:
        return _PROPERTY_FAILED
    return _PROPERTY_FOUND if finances.property_found else _PROPERTY_NOT_CHECKED


@_unless_sitting
def check_register(case: Case, facts: CandidateFacts) -> Verdict:
    """In the population register or with a reference address."""
    own = noted(case, facts, "register.inscribed")
    if own is not None:
        return as_noted(case, "register.inscribed", own)
    return _INSCRIBED if facts.in_register else _NOT_INSCRIBED


@_unless_sitting
def check_lease_end(case: Case, facts: CandidateFacts) -> Verdict:
    """Registration only: no social lease ended by court in the last years; the landlord may waive it (VCW 6.8)."""
    ended = noted(case, facts, "lease_end.ended")
    if ended is None:
        over = lapsed(case, facts, "lease_end.ended")
        if over is not None and over.answer is Answer.MET:
            return met(
                f"Een beëindigde sociale huur telt niet meer sinds {dutch_date(over.until)}. {source_words(over)}"
            )
        return _LEASE_NOT_KNOWN
    kind = case.fact_kinds["lease_end.ended"]
    if ended.answer is Answer.MET:
        waived = noted(case, facts, "lease_end.waived")
        if waived is not None and waived.answer is Answer.MET:
            return as_noted(case, "lease_end.waived", waived)
        until = f" Telt tot {dutch_date(ended.until)}." if ended.until else ""
        return not_met(f"{kind.yes} {source_words(ended)}{until}")
    if ended.answer is Answer.NOT_MET:
        return met(f"{kind.no} {source_words(ended)}")
    return as_noted(case, "lease_end.ended", ended)


_AT_ALLOCATION = "VCW art. 6.11"
_LIMITS = tuple(f"income.limit.{name}" for name in ("single", "single_disabled", "other", "per_dependant"))

ADMISSION = (
    Condition(
        Rule(
            id="admission.age",
            name="leeftijd",
            article=f"{_AT_ALLOCATION}, met de uitzonderingen van 6.8",
            label="LAW",
            facts=("household", "own"),
            parameters=("age.minimum",),
        ),
        check_age,
    ),
    Condition(
        Rule(
            id="admission.assistance_age",
            name="leeftijd voor een assistentiewoning",
            article="VCW art. 6.8 en 6.11",
            label="LAW",
            facts=("household",),
            parameters=("age.assistance_home",),
        ),
        check_assistance_age,
    ),
    Condition(
        Rule(
            id="admission.income",
            name="inkomen",
            article=f"{_AT_ALLOCATION}; BVCW art. 6.13",
            label="LAW",
            facts=("household", "finances", "own"),
            parameters=(
                *_LIMITS,
                "income.assessment_years",
                "income.disability_percent",
                "income.disabled_child_counts_twice",
            ),
        ),
        check_income,
    ),
    Condition(
        Rule(
            id="admission.means",
            name="middelen",
            article="Uitleg op vlaanderen.be over de middelentoets, sinds 2024",
            label="GOV",
            facts=("household", "own"),
            parameters=_LIMITS,
        ),
        check_means,
    ),
    Condition(
        Rule(
            id="admission.property",
            name="eigendom",
            article=f"{_AT_ALLOCATION}; uitleg op vlaanderen.be over de eigendomsvoorwaarde",
            label="LAW",
            facts=("finances", "own"),
        ),
        check_property,
    ),
    Condition(
        Rule(
            id="admission.register",
            name="bevolkingsregister",
            article=_AT_ALLOCATION,
            label="LAW",
            facts=("in_register", "own"),
        ),
        check_register,
    ),
)
"""Checked again at the allocation, in the order in which the first failing one is told."""

REGISTRATION = (
    Condition(
        Rule(
            id="registration.lease_end",
            name="door de rechter beëindigde huur (enkel bij de inschrijving)",
            article="VCW art. 6.8; bij de toewijzing niet opnieuw getoetst (6.11)",
            label="LAW",
            facts=("own",),
            parameters=("lease_end.years",),
        ),
        check_lease_end,
    ),
)
"""Of the registration only: told in the explanation, never excluding from a list."""
