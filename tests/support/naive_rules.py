"""The rules of naive_ranking.py that are asked of one candidate: conditions, pillars, residence, care."""

from datetime import date
from itertools import product
from typing import NamedTuple

from cir_desktop.allocation.regulation import Regulation
from cir_desktop.domain.codes import ACCELERATED_GROUPS, INTERNAL_GROUNDS, is_known_status
from cir_desktop.domain.facts import CandidateFacts, OwnFact
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Letting
from cir_desktop.domain.values import months_later

YES, NO, OPEN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN


class Case(NamedTuple):
    """What a question is asked about."""

    home: Home
    regulation: Regulation
    day: date
    letting: Letting
    stepped_down: int = 0


# -- three answers


def yes_or_no(value: bool) -> Answer:
    return YES if value else NO


def both(one: Answer, other: Answer) -> Answer:
    if NO in (one, other):
        return NO
    return OPEN if OPEN in (one, other) else YES


def either(one: Answer, other: Answer) -> Answer:
    if YES in (one, other):
        return YES
    return OPEN if OPEN in (one, other) else NO


def noted(case: Case, facts: CandidateFacts, key: str) -> OwnFact | None:
    """The fact that the office noted, as long as it holds (`until` is the first day on which it no longer does)."""
    fact = facts.own.get(key)
    if fact is None or (fact.until is not None and fact.until <= case.day):
        return None
    return fact


def noted_amount(case: Case, facts: CandidateFacts, key: str) -> int | None:
    """The amount that was noted and proven."""
    fact = noted(case, facts, key)
    return fact.amount if fact is not None and fact.answer is YES else None


def claimed(case: Case, facts: CandidateFacts, key: str) -> Answer:
    """What only the candidate can ask for, or the landlord itself knows: without a note nobody claims it."""
    fact = noted(case, facts, key)
    return NO if fact is None else fact.answer


def noted_answer(case: Case, facts: CandidateFacts, key: str) -> Answer:
    """ "A missing fact is never a no and never a yes."."""
    fact = noted(case, facts, key)
    return OPEN if fact is None else fact.answer


def whole(case: Case, key: str) -> int | None:
    return case.regulation.parameters.known_whole(key, case.day)


def switch(case: Case, key: str) -> bool:
    return case.regulation.parameters.yes_no(key, case.day)


# -- the candidate's own choices (VCW 6.10, 6.12)


def neighbourhood(case: Case, facts: CandidateFacts) -> Answer:
    if not facts.neighbourhoods:
        return YES  # "none chosen (all of the municipality)"
    if case.home.neighbourhood is None:
        return OPEN  # "of a home without one nobody can tell"
    return yes_or_no(case.home.neighbourhood in facts.neighbourhoods)


def home_type(case: Case, facts: CandidateFacts) -> Answer:
    return yes_or_no(not facts.types or case.home.type in facts.types)


def bedrooms(case: Case, facts: CandidateFacts) -> Answer:
    too_few = facts.min_bedrooms is not None and case.home.bedrooms < facts.min_bedrooms
    too_many = facts.max_bedrooms is not None and case.home.bedrooms > facts.max_bedrooms
    return yes_or_no(not too_few and not too_many)


def rent(case: Case, facts: CandidateFacts) -> Answer:
    home = case.home
    if facts.max_rent is None:
        return YES
    # The document is open on a rent that the office worked out: it is surer than the bounds of the home.
    fact = noted(case, facts, "rent.within")
    if fact is not None and fact.answer is not OPEN:
        return fact.answer
    charges = home.fixed_charges.cents if home.fixed_charges else 0
    # "exclude only if the lowest possible rent of the home plus fixed charges exceeds the maximum; otherwise unknown"
    if home.lowest_rent and home.lowest_rent.cents + charges > facts.max_rent.cents:
        return NO
    if home.highest_rent and home.fixed_charges and home.highest_rent.cents + charges <= facts.max_rent.cents:
        return YES
    return OPEN


def adapted(case: Case, facts: CandidateFacts) -> Answer:
    if case.home.adapted or not facts.wants_adapted:
        return YES  # "An adapted home excludes nobody"
    need = noted_answer(case, facts, "adapted.need")  # "wish or need? A clerk has to ask"
    return {YES: NO, NO: YES, OPEN: OPEN}[need]


# -- rational occupancy


def occupancy(case: Case, facts: CandidateFacts) -> Answer:
    if not facts.household.members:
        return OPEN
    table = case.regulation.occupancy_on(case.day)
    row = table.row(case.home.bedrooms)
    answer = NO
    for fit in row.fits:
        answer = either(answer, _fits(case, facts, fit))
    return answer


def _fits(case: Case, facts: CandidateFacts, fit) -> Answer:
    members = facts.household.members
    couple = any(member.kind == "partner" for member in members)
    if fit.adults == "couple" and not couple or fit.adults == "single" and couple:
        return NO
    part_time = facts.household.part_time if switch(case, "occupancy.part_time_children_count") else ()
    sexes = [member.sex for member in members if member.kind == "child"] + [child.sex for child in part_time]
    # '"children" there are all persons beside the single or the couple'
    persons = len(sexes) + len([member for member in members if member.kind == "other"])
    asked = max(0, fit.children_from - case.stepped_down)  # "lowers the number of persons that a row asks by k"
    if persons < asked or (fit.children_to is not None and persons > fit.children_to):
        return NO
    # Fewer persons than the row asks share no rooms: pairs matter to a full household only.
    pairs = _pairs(sexes, fit.same_sex_pairs) if persons >= fit.children_from else YES
    return both(pairs, _disabled(case, facts) if fit.disabled else YES)


def _pairs(sexes: list[str], wanted: int) -> Answer:
    """ "Sex M or V makes pairs; X or not told cannot tell where pairs matter": every way to fill in the sexes."""
    outcomes = set()
    for filled in product(*[sex if sex in ("M", "V") else "MV" for sex in sexes]):
        outcomes.add(filled.count("M") // 2 + filled.count("V") // 2 >= wanted)
    return OPEN if len(outcomes) == 2 else yes_or_no(outcomes == {True})


def _disabled(case: Case, facts: CandidateFacts) -> Answer:
    degree = whole(case, "occupancy.disability_percent")
    answer = NO
    for member in facts.household.members:
        known = member.disability_percent
        answer = either(answer, OPEN if known is None else yes_or_no(known >= degree))
    return answer


# -- status and pause


def status(case: Case, facts: CandidateFacts) -> Answer:
    if facts.own_offer_home not in (None, case.home.code):
        return NO  # "Een kandidaat krijgt één aanbod tegelijk" (reason AL-IN-AANBOD)
    if facts.status == "REG":
        return YES
    if facts.status == "OFFER":
        return yes_or_no(facts.own_offer_home == case.home.code)  # "only when our offer of this very home is running"
    return NO if is_known_status(facts.status) else OPEN


def pause(case: Case, facts: CandidateFacts) -> Answer:
    if facts.refused_on is None:
        return YES
    # "The reference date is an argument of every evaluation": the months are those of the day of the list.
    months = case.regulation.refusal_pause_months(case.day)
    if case.day >= months_later(facts.refused_on, months):
        return YES  # "the first day on which an offer may be made again has come"
    fact = noted(case, facts, "pause.asked")
    return NO if fact is None else fact.answer  # "no offer for 3 months unless the candidate asks"


# -- conditions at the allocation (VCW 6.11)


def _tenants(facts: CandidateFacts):
    """ "Conditions bear on the candidate and partner only"."""
    return [member for member in facts.household.members if member.kind in ("reference", "partner")]


def _aged(case: Case, birth: date | None, years: int) -> Answer:
    return OPEN if birth is None else yes_or_no(case.day >= months_later(birth, 12 * years))


def _unless_sitting(case: Case, facts: CandidateFacts, answer: Answer) -> Answer:
    """ "sitting tenants exempt"; who is not noted as one is not taken for one."""
    fact = noted(case, facts, "sitting_tenant")
    return answer if fact is None else either(answer, fact.answer)


def age(case: Case, facts: CandidateFacts) -> Answer:
    answer = YES if facts.household.members else OPEN
    for member in _tenants(facts):
        answer = both(answer, _aged(case, member.birth_date, whole(case, "age.minimum")))
    if answer is NO:
        # The exceptions are "emancipated; minor living alone with guidance"; the register tells none of them.
        answer = noted_answer(case, facts, "age.exception")
    return _unless_sitting(case, facts, answer)


def assistance_age(case: Case, facts: CandidateFacts) -> Answer:
    if not case.home.assistance:
        return YES
    answer = NO
    for member in _tenants(facts):  # "assistance home: one of them 65 or over"
        answer = either(answer, _aged(case, member.birth_date, whole(case, "age.assistance_home")))
    # The document is open on sitting tenants here; the home itself is for the aged, whoever moves in.
    return answer if _tenants(facts) else OPEN


def _limits(case: Case, facts: CandidateFacts) -> set[int | None]:
    """Every limit in cents that can be the one of this household; None for one that is not known yet."""
    percent = whole(case, "income.disability_percent")
    twice = switch(case, "income.disabled_child_counts_twice")
    children = [member for member in facts.household.members if member.kind == "child"]
    dependants = noted_amount(case, facts, "income.dependants")
    if dependants is not None:
        counts = {dependants}
    else:
        # The document is open on part-time children here: they count where they count for the occupancy.
        counts = {len(facts.household.part_time) if switch(case, "occupancy.part_time_children_count") else 0}
        for child in children:
            if child.disability_percent is None:
                ways = {1, 2} if twice else {1}
            else:
                ways = {2 if twice and child.disability_percent >= percent else 1}
            counts = {count + way for count in counts for way in ways}
    partner = len(_tenants(facts)) > 1
    limits: set[int | None] = set()
    for count in counts:
        if partner or count > 0:
            base, per = whole(case, "income.limit.other"), whole(case, "income.limit.per_dependant")
            limits.add(None if base is None or per is None else (base + per * count) * 100)
            continue
        degree = next((member.disability_percent for member in _tenants(facts)), None)
        if degree is None or degree < percent:
            limits.add(_cents(whole(case, "income.limit.single")))
        if degree is None or degree >= percent:
            limits.add(_cents(whole(case, "income.limit.single_disabled")))
    return limits


def _cents(euros: int | None) -> int | None:
    return None if euros is None else euros * 100


def _within(amount: int | None, limits: set[int | None]) -> Answer:
    if amount is None or None in limits:
        return OPEN  # "the landlord fills it in, and until then the check answers cannot tell"
    outcomes = {amount <= limit for limit in limits}
    return OPEN if len(outcomes) == 2 else yes_or_no(outcomes == {True})


def income(case: Case, facts: CandidateFacts) -> Answer:
    amount = noted_amount(case, facts, "income.amount")
    if amount is not None:
        return _unless_sitting(case, facts, _within(amount, _limits(case, facts)))
    finances = facts.finances
    years = whole(case, "income.assessment_years")
    recent = finances.income_year is not None and finances.income_year >= case.day.year - years
    # "if above, current income": nobody noted that yet. A register that did not pass the income leaves it open too.
    surely = {_within(finances.income if recent else None, {limit}) for limit in _limits(case, facts)} == {YES}
    answer = YES if surely and finances.income_check == "VOLDOET" else OPEN
    return _unless_sitting(case, facts, answer)


def means(case: Case, facts: CandidateFacts) -> Answer:
    # "account balances may not exceed the same amounts"
    answer = _within(noted_amount(case, facts, "means.amount"), _limits(case, facts))
    return _unless_sitting(case, facts, answer)


def property_owned(case: Case, facts: CandidateFacts) -> Answer:
    fact = noted(case, facts, "property.within")
    # The exceptions are noted by the office; without a note what the register concluded counts.
    checked = {"VOLDOET": YES, "VOLDOET_NIET": NO}.get(facts.finances.property_check, OPEN)
    answer = fact.answer if fact else checked
    return _unless_sitting(case, facts, answer)


def inscribed(case: Case, facts: CandidateFacts) -> Answer:
    fact = noted(case, facts, "register.inscribed")
    # Without an address there may still be a reference address: a clerk has to ask.
    answer = fact.answer if fact else YES if facts.in_register else OPEN
    return _unless_sitting(case, facts, answer)


def lease_end(case: Case, facts: CandidateFacts) -> Answer:
    ended = noted_answer(case, facts, "lease_end.ended")
    before = facts.own.get("lease_end.ended")
    if ended is OPEN and before is not None and before.answer is YES and noted(case, facts, "lease_end.ended") is None:
        return _unless_sitting(case, facts, YES)  # "in the last 3 years": they are over
    waived = noted(case, facts, "lease_end.waived")
    answer = {YES: NO, NO: YES, OPEN: OPEN}[ended]
    if ended is YES and waived is not None:
        answer = waived.answer  # "the landlord may waive"
    return _unless_sitting(case, facts, answer)


# -- who belongs to the pillar


def nominated(case: Case, facts: CandidateFacts) -> Answer:
    wanted = {case.letting.group} if case.letting.group else set(ACCELERATED_GROUPS)
    return nominated_for(facts, wanted)


def nominated_for(facts: CandidateFacts, wanted: set[str]) -> Answer:
    if facts.nomination in wanted:
        return YES
    return OPEN if facts.nominated in wanted else NO  # "a nomination not agreed on yet" is open


def target_of(case: Case):
    """The chosen group, else that of the home, else the one on whose "address list" the home stands."""
    name = case.letting.group or case.home.target_group
    for group in case.regulation.rules_of(case.home.nis_code, case.day).target_groups:
        if group.name == name or (not name and case.home.code in group.addresses):
            return group
    return None


def let_in_target_group(case: Case, facts: CandidateFacts) -> Answer:
    """ "by priority, or by reserving homes on an address list": a group that only goes first excludes nobody."""
    group = target_of(case)
    if group is None:
        return OPEN
    answer = in_target_group(case, facts)
    return YES if answer is NO and not group.reserved else answer


def in_target_group(case: Case, facts: CandidateFacts) -> Answer:
    group = target_of(case)
    fact = noted(case, facts, "target_group")
    if fact is not None:
        return fact.answer
    if group is not None and group.age_from is not None:
        answer = NO
        for member in _tenants(facts):
            answer = either(answer, _aged(case, member.birth_date, group.age_from))
        return answer if _tenants(facts) else OPEN
    if group is not None and group.disability:
        answer = NO
        for member in facts.household.members:
            known = member.disability_percent
            answer = either(answer, OPEN if known is None else yes_or_no(known > 0))
        return answer if facts.household.members else OPEN
    return OPEN


def ground(case: Case, facts: CandidateFacts, code: str) -> Answer:
    if code == "DERES":
        return claimed(case, facts, "move.deres")
    if code == "HEAD_LEASE":
        return claimed(case, facts, "move.head_lease")
    # Of "sitting tenants": "bedrooms minus occupants >= 2, a couple counting as one since 2024".
    rooms = noted_amount(case, facts, "tenancy.bedrooms")
    if rooms is None:
        return NO
    occupants = len(facts.household.members)
    if len(_tenants(facts)) > 1 and switch(case, "under_occupancy.couple_counts_as_one"):
        occupants -= 1
    surplus = rooms - occupants >= whole(case, "under_occupancy.surplus")
    return both(yes_or_no(surplus), claimed(case, facts, "sitting_tenant"))


def internal_move(case: Case, facts: CandidateFacts) -> Answer:
    answer = NO
    for code in (case.letting.group,) if case.letting.group in INTERNAL_GROUNDS else INTERNAL_GROUNDS:
        answer = either(answer, ground(case, facts, code))
    return answer
