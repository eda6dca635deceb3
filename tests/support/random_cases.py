"""Invented homes, regulations and candidates by seed, with many dates on which an answer changes."""

import random
from datetime import date, timedelta

import msgspec
from support.rules import rules_with_limits

from cir_desktop.allocation.loader import load_regulation
from cir_desktop.allocation.parameters import Parameters
from cir_desktop.allocation.regulation import (
    InternalRules,
    Level,
    MunicipalRules,
    Regulation,
    SubArea,
    TargetGroup,
)
from cir_desktop.domain.codes import ACCELERATED_GROUPS, INTERNAL_GROUNDS
from cir_desktop.domain.facts import (
    CandidateFacts,
    CarePeriod,
    Finances,
    Household,
    Member,
    OwnFact,
    PartTimeMember,
    Residence,
)
from cir_desktop.domain.home import Home
from cir_desktop.domain.ranking import Answer, Letting
from cir_desktop.domain.values import Money, NisCode, months_later

Question = tuple[Home, list[CandidateFacts], Regulation, date, Letting]

SHIPPED = load_regulation()
LIMITS_KNOWN = rules_with_limits()

# Kasterlee, Lille and a place far away; Tessenderlo and Ham, that merged on 2025-01-01 into Tessenderlo-Ham.
PLAIN, MERGED, FAR = ("13017", "13019"), ("71057", "71069", "71071"), "11002"
DAYS = (
    date(2024, 1, 1),
    date(2024, 2, 29),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2026, 2, 28),
    date(2026, 6, 1),
    date(2028, 2, 29),
)
NEIGHBOURHOODS = ("Centrum", "Noord", "Zuid")
YES_NO_FACTS = tuple(kind.key for kind in SHIPPED.fact_kinds if kind.kind == "yes_no")
SWITCHES = (
    "binding.one_partner_enough",
    "binding.predecessor_counts",
    "occupancy.part_time_children_count",
    "income.disabled_child_counts_twice",
    "care.outside_standard",
    "under_occupancy.couple_counts_as_one",
)


def question(seed: int) -> Question:
    """The same question for the same seed, on every machine."""
    chance = random.Random(seed)
    day = chance.choice([*DAYS, date(2024, 1, 1) + timedelta(days=chance.randrange(1800))])
    letting = Letting(chance.choice([1, 1, 2, 3, 4]))
    places = chance.choice([PLAIN, MERGED])
    regulation = _regulation(chance, places, day)
    home = _home(chance, places)
    candidates = [_candidate(chance, number, day, places) for number in range(chance.randrange(9))]
    letting = _letting(chance, letting.pillar, candidates)
    if _maybe(chance, 0.7):
        # Long lists need candidates who come into consideration: the order is what these are about.
        home = msgspec.structs.replace(home, bedrooms=chance.choice([1, 2, 2]))
        candidates = [_eased(chance, facts, letting, day) for facts in candidates]
    return home, candidates, regulation, day, letting


def _maybe(chance: random.Random, share: float) -> bool:
    return chance.random() < share


def _letting(chance: random.Random, pillar: int, candidates: list[CandidateFacts]) -> Letting:
    groups = {1: ("",), 2: ("", *ACCELERATED_GROUPS), 3: ("", "ouderen", "handicap"), 4: ("", *INTERNAL_GROUNDS)}[
        pillar
    ]
    group = chance.choice(groups) if _maybe(chance, 0.4) else ""
    order: tuple[str, ...] = ()
    if pillar == 2 and _maybe(chance, 0.5):
        dossiers = [facts.dossier for facts in candidates]
        order = tuple(chance.sample(dossiers, chance.randint(0, len(dossiers))))
    return Letting(pillar, group, order)


def _home(chance: random.Random, places: tuple[str, ...]) -> Home:
    lowest = chance.choice([None, Money.of(300), Money.of(550)])
    return Home(
        code="W1",
        street="Kerkstraat",
        number="1",
        postcode="2460",
        place="Voorbeeld",
        nis_code=NisCode(chance.choice(places)),
        neighbourhood=chance.choice([None, *NEIGHBOURHOODS]),
        type=chance.choice("AH"),
        bedrooms=chance.choice([0, 1, 1, 2, 2, 2, 3, 4, 6]),
        adapted=_maybe(chance, 0.3),
        assistance=_maybe(chance, 0.15),
        vlabinvest=_maybe(chance, 0.2),
        target_group=chance.choice([None, None, "ouderen", "handicap", "kroostrijk", "onbestaande"]),
        lowest_rent=lowest,
        highest_rent=chance.choice([None, Money.of(600)]),
        fixed_charges=chance.choice([None, Money.of(0), Money.of(50)]),
    )


def _regulation(chance: random.Random, places: tuple[str, ...], day: date) -> Regulation:
    base = chance.choice([SHIPPED, LIMITS_KNOWN, LIMITS_KNOWN])
    levels = [
        _level(f"l{number}", *chance.choice([(5, 10), (7, 10), (10, 15), (20, 25)]))
        for number in range(chance.choice([0, 0, 1, 2]))
    ]
    areas = [SubArea(name="Z", nis_codes=tuple(places), consensus=True, article="akkoord")]
    areas.append(SubArea(name="Y", nis_codes=(*places, FAR), consensus=True, article="akkoord"))
    chance.shuffle(areas)
    levels += [_level(f"in{name}", 5, 10, name) for name in chance.sample("ZY", chance.choice([0, 0, 1, 2]))]
    rules = MunicipalRules(
        municipality="*" if not levels else places[-1] if places is MERGED and day >= date(2025, 1, 1) else "*",
        since=date(2024, 1, 1),
        decision="verzonnen",
        source="verzonnen",
        last_checked=day,
        care=_maybe(chance, 0.8),
        levels=tuple(levels),
        target_groups=(
            TargetGroup(name="ouderen", reserved=_maybe(chance, 0.5), age_from=65, article="verzonnen"),
            TargetGroup(name="handicap", reserved=_maybe(chance, 0.5), disability=True, article="verzonnen"),
            TargetGroup(name="kroostrijk", addresses=("W1",) if _maybe(chance, 0.5) else (), article="verzonnen"),
        ),
    )
    priorities = tuple(
        msgspec.structs.replace(priority, on=_maybe(chance, 0.8 if priority.on else 0.15))
        for priority in base.priorities
    )
    return msgspec.structs.replace(
        base,
        municipal=(rules,),
        sub_areas=tuple(areas),
        priorities=priorities,
        internal=_internal(chance, day),
        parameters=_parameters(chance, base.parameters, day),
    )


def _level(identity: str, years: int, window: int, area: str = "municipality") -> Level:
    return Level(id=identity, years=years, window=window, area=area, article="verzonnen", label="GOV")


def _internal(chance: random.Random, day: date) -> tuple[InternalRules, ...]:
    if _maybe(chance, 0.5):
        return ()
    groups, grounds = list(ACCELERATED_GROUPS), list(INTERNAL_GROUNDS)
    return (
        InternalRules(
            since=date(2024, 1, 1),
            decision="verzonnen",
            source="verzonnen",
            last_checked=day,
            accelerated_order=tuple(chance.sample(groups, chance.randint(0, len(groups)))),
            internal_order=tuple(chance.sample(grounds, chance.randint(0, len(grounds)))),
        ),
    )


def _parameters(chance: random.Random, parameters: Parameters, day: date) -> Parameters:
    by_key = dict(parameters.by_key)
    for key in SWITCHES:
        if _maybe(chance, 0.15):
            value = msgspec.structs.replace(parameters.on(key, day), value=not parameters.yes_no(key, day))
            by_key[key] = msgspec.structs.replace(by_key[key], value=(value,))
    return Parameters(by_key)


def _near(chance: random.Random, day: date) -> date:
    """A day on which an answer changes: so many years before the list, give or take a day; or any day."""
    if _maybe(chance, 0.3):
        return day - timedelta(days=chance.randrange(11_000))
    turn = months_later(day, -12 * chance.choice([0, 1, 3, 5, 5, 7, 10, 10, 15, 20, 25]))
    return turn + timedelta(days=chance.choice([-1, 0, 0, 1]))


def _candidate(chance: random.Random, number: int, day: date, places: tuple[str, ...]) -> CandidateFacts:
    registered = date(2019, 3, 1) + timedelta(days=chance.randrange(4))
    couple = _maybe(chance, 0.35)
    return CandidateFacts(
        dossier=f"{registered:%Y.%m.%d}.{number:04d}",
        version=1,
        status=chance.choice(["REG"] * 16 + ["OFFER", "OFFER", "WAITS", "NIEUW9"]),
        registered_on=None if _maybe(chance, 0.1) else registered,
        sequence=chance.choice([number, 1]),
        household=_household(chance, day, couple),
        max_rent=chance.choice([None] * 8 + [Money.of(300), Money.of(600), Money.of(650)]),
        min_bedrooms=chance.choice([None] * 9 + [2]),
        max_bedrooms=chance.choice([None] * 9 + [2]),
        types=chance.choice([()] * 6 + [("H",), ("A", "H")]),
        wants_adapted=_maybe(chance, 0.3),
        neighbourhoods=chance.choice([()] * 8 + [("Centrum", "Noord"), ("Zuid",)]),
        residences=tuple(_lived(chance, day, places) for _ in range(2 if couple else 1)),
        care=chance.choice([None, None, (), (_care(chance, day, places), _care(chance, day, places))]),
        declared_care=chance.choice([(), (), (NisCode(places[0]),), (NisCode(FAR),), (None,)]),
        refused_on=None if _maybe(chance, 0.9) else _refused(chance, day),
        own_offer_home=chance.choice([None] * 12 + ["W1", "W2"]),
        finances=_finances(chance, day),
        in_register=chance.choice([True] * 5 + [None, False]),
        own=_own(chance, day),
        nomination=chance.choice([None, *ACCELERATED_GROUPS]) if _maybe(chance, 0.7) else None,
        nominated=chance.choice([None, *ACCELERATED_GROUPS]) if _maybe(chance, 0.4) else None,
    )


def _eased(chance: random.Random, facts: CandidateFacts, letting: Letting, day: date) -> CandidateFacts:
    members = tuple(member for member in facts.household.members if member.kind in ("reference", "partner"))
    own = {key: fact for key, fact in facts.own.items() if key not in ("property.within", "register.inscribed")}
    if letting.pillar == 3 and _maybe(chance, 0.6):
        own["target_group"] = _fact(chance, day, Answer.MET)
    if letting.pillar == 4:
        own[chance.choice(["move.deres", "move.head_lease", "sitting_tenant"])] = _fact(chance, day, Answer.MET)
    nomination = letting.group or chance.choice([*ACCELERATED_GROUPS])
    return msgspec.structs.replace(
        facts,
        status="REG",
        household=Household(members),
        max_rent=None,
        min_bedrooms=None,
        max_bedrooms=None,
        types=(),
        neighbourhoods=(),
        refused_on=None,
        own_offer_home=None,
        finances=msgspec.structs.replace(facts.finances, property_check="VOLDOET"),
        own=own,
        nomination=nomination if letting.pillar == 2 and _maybe(chance, 0.7) else facts.nomination,
    )


def _refused(chance: random.Random, day: date) -> date:
    return months_later(day, -3) + timedelta(days=chance.choice([-1, 0, 1, 40]))


def _born(chance: random.Random, day: date) -> date | None:
    if _maybe(chance, 0.05):
        return None
    if _maybe(chance, 0.7):
        return date(1980, 2, 29)
    return months_later(day, -12 * chance.choice([18, 65, 65])) + timedelta(days=chance.choice([-1, 0, 1]))


def _household(chance: random.Random, day: date, couple: bool) -> Household:
    kinds = ["reference"] + ["partner"] * couple + ["child"] * chance.choice([0, 0, 0, 1, 1, 2, 2, 3, 4])
    kinds += ["other"] * chance.choice([0, 0, 0, 0, 1])
    members = tuple(
        Member(kind, chance.choice("MMVVX"), _born(chance, day), chance.choice([0, 0, 0, 0, None, 30, 66, 65]))
        for kind in kinds
    )
    part_time = tuple(
        PartTimeMember(chance.choice("MVX"), None, "WEEKEND") for _ in range(chance.choice([0, 0, 0, 0, 1, 2]))
    )
    return Household(() if _maybe(chance, 0.02) else members, part_time)


def _lived(chance: random.Random, day: date, places: tuple[str, ...]) -> tuple[Residence, ...]:
    found = []
    for _ in range(chance.choice([0, 1, 1, 1, 2, 2, 3])):
        start = None if _maybe(chance, 0.12) else _near(chance, day)
        end = None if _maybe(chance, 0.12) else _near(chance, day)
        ongoing = _maybe(chance, 0.45)
        place = NisCode(chance.choice([*places, *places, FAR]))
        if start is not None and end is not None and end < start:
            start, end = end, start
        found.append(Residence(place, start, None if ongoing else end, ongoing))
    # A moving van: the next period starts on the day on which the one before ended.
    if len(found) > 1 and _maybe(chance, 0.4):
        found[1] = msgspec.structs.replace(found[1], start=found[0].end)
    return tuple(found)


def _care(chance: random.Random, day: date, places: tuple[str, ...]) -> CarePeriod:
    place = chance.choice([None, NisCode(FAR), *(NisCode(place) for place in places)])
    start = None if _maybe(chance, 0.3) else day + timedelta(days=chance.choice([-400, -1, 0, 1]))
    end = None if _maybe(chance, 0.6) else day + timedelta(days=chance.choice([-1, 0, 1, 30]))
    return CarePeriod(place, _maybe(chance, 0.5), start, end)


def _finances(chance: random.Random, day: date) -> Finances:
    return Finances(
        income=chance.choice([None, 10_000_00, 10_000_00, 10_000_00, 29_515_00, 29_515_01, 44_270_00, 60_000_00]),
        income_year=chance.choice([None, day.year - 2, day.year - 2, day.year - 3, day.year - 4]),
        income_check=chance.choice(["VOLDOET"] * 4 + ["VOLDOET_NIET", "NIET_GEVONDEN", ""]),
        property_found=chance.choice([None, False, True]),
        property_check=chance.choice(["VOLDOET"] * 6 + ["VOLDOET_NIET", "NIET_GECONTROLEERD", ""]),
    )


def _own(chance: random.Random, day: date) -> dict[str, OwnFact]:
    found = {}
    for key in YES_NO_FACTS:
        # What excludes by a no, or by a yes, is rarer: else nobody comes into consideration.
        if _maybe(chance, 0.06 if key.split(".")[0] in ("age", "property", "register", "adapted", "rent") else 0.2):
            found[key] = _fact(chance, day, chance.choice([Answer.MET, Answer.MET, Answer.NOT_MET, Answer.UNKNOWN]))
    for key, amounts in (
        ("income.amount", (20_000_00, 29_515_00, 29_515_01, 31_987_00, 31_987_01, 46_745_00, 46_745_01)),
        ("means.amount", (0, 0, 0, 0, 29_515_00, 29_515_01, 49_220_00, 49_220_01)),
        ("income.dependants", (0, 1, 2)),
        ("tenancy.bedrooms", (1, 2, 3, 4, 5)),
    ):
        if _maybe(chance, 0.5 if key in ("means.amount", "tenancy.bedrooms") else 0.15):
            proven = chance.choice([Answer.MET] * 6 + [Answer.UNKNOWN])
            found[key] = msgspec.structs.replace(_fact(chance, day, proven), amount=chance.choice(amounts))
    return found


def _fact(chance: random.Random, day: date, answer: Answer) -> OwnFact:
    until = None if _maybe(chance, 0.8) else day + timedelta(days=chance.choice([-1, 0, 1]))
    return OwnFact(answer, "verzonnen", day - timedelta(days=30), until=until)
