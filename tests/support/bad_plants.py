"""The mistakes that are planted in invented lists: one function spoils one dossier and tells all that must be found."""

from datetime import date, timedelta

from support.bad_lists import BLANK, HOMES, number_of

from cir_desktop.runtime.reference import municipality_names

PLANTS = []


def plant(function):
    PLANTS.append(function)
    return function


def cell(code, key, *values):
    """Plants that write a wrong value in a cell of a candidate."""

    def spoil(draft):
        candidate = draft.take()
        candidate[key] = draft.rng.choice(values)
        draft.tell(code, candidate, key)

    PLANTS.append(spoil)


def member_cell(code, key, *values):
    def spoil(draft):
        candidate = draft.take(lambda _, members: any(each["relation"] == "KIND" for each in members))
        row = next(each for each in draft.members(candidate) if each["relation"] == "KIND")
        row[key] = draft.rng.choice(values)
        draft.tell(code, row, key, "members")

    PLANTS.append(spoil)


def wish_cell(code, key, *values):
    def spoil(draft):
        row = draft.preferences(draft.take())[0]
        row[key] = draft.rng.choice(values)
        draft.tell(code, row, key, "preferences")

    PLANTS.append(spoil)


cell("CEL-001", "last_name", None)
cell("CEL-001", "registered_on", None)
member_cell("CEL-001", "first_name", None)
wish_cell("CEL-001", "types", None)
cell("CEL-002", "income", "#N/B", "#VERW!", "#DEEL/0!", "#FORMULE!")
cell("CEL-003", "national_number", "8,51E+10", "1.11E+08")
cell("CEL-003", "income", "2E+4")
cell("CEL-003", "phone1", 470123456.5)
cell("CEL-004", "box", "gelijkvloers links")
cell("CEL-004", "note", "z" * 501)
cell("CEL-005", "number", date(2026, 3, 1))
cell("CEL-006", "refusals", "twee", 1.5)
wish_cell("CEL-006", "min_bedrooms", "een")
cell("CEL-007", "refusals", 12, -1)
cell("CEL-008", "income", "veel", "21.500 of zo")
cell("CEL-009", "disability", "misschien", "66 %")
member_cell("CEL-009", "full_time", "soms")
cell("CEL-010", "status", "actief", "ONBEKEND")
member_cell("CEL-010", "relation", "dochter", "nicht")
wish_cell("CEL-010", "types", "appartement; huis", "A; Z")
cell("CEL-013", "guardian_enterprise", "0403.019.262", 12345, "BE 0403")
cell("CEL-014", "account", "BE68 5390 0754 7035", "BE68 5390")
cell("CEL-015", "email", "an@voorbeeld", "an voorbeeld.be", "an@voorbeeld.be; jan@voorbeeld.be")
cell("CEL-016", "phone1", 470123456, "470 12 34", "geen")
cell("CEL-030", "binding_since", "31/02/2019", "2019-13-01")
cell("CEL-033", "last_updated", 45_000, 44_321.5)
cell("CEL-034", "last_updated", "onbekend", 2021, "voorjaar 2020", 20_200_101)
cell("CEL-035", "binding_since", "03/04/45", "31/02/19")
cell("CEL-036", "last_updated", date(2027, 1, 1))
cell("CEL-037", "refused_on", date(1965, 3, 4))
cell("CEL-050", "national_number", "85.05.14-902", "850514", "geen")
cell("CEL-070", "postcode", "24600", "NL-1234", "Gent")
cell("CEL-071", "postcode", "2999", 8999)
cell("CEL-072", "place", "Verzonnegem", "Oostende-op-Zee")
wish_cell("CEL-073", "nis_code", "99999", 1301, "Kasterlee")
wish_cell("CEL-077", "municipality", "Gent", "Kasterle")


@plant
def sex_in_a_word(draft):
    candidate = draft.take()
    candidate["sex"] = {"M": "man", "V": "vrouw"}[candidate["sex"]]
    draft.tell("CEL-010", candidate, "sex")


@plant
def wrong_dossier_number(draft):
    candidate = draft.take(lambda _, members: not members)
    wrong = f"19/{draft.rng.randrange(10**6)}"
    candidate["dossier"] = wrong
    draft.tell("CEL-011", candidate, "dossier")
    for row in draft.preferences(candidate):
        row["dossier"] = wrong
        draft.tell("CEL-011", row, "dossier", "preferences")


@plant
def other_day_than_in_the_number(draft):
    candidate = draft.take()
    candidate["registered_on"] = date(2003, 1, 1) + timedelta(days=len(draft.truth))
    draft.tell("CEL-012", candidate, "registered_on")


@plant
def days_that_can_be_swapped(draft):
    # Only a month that is surely first, elsewhere in the column, makes the other doubtful.
    sure, candidate = draft.take(), draft.take()
    sure["refused_on"] = draft.rng.choice(("05/14/2019", "12/31/2020"))
    draft.tell("CEL-031", sure, "refused_on")
    candidate["refused_on"] = "03/04/2019"
    draft.tell("CEL-032", candidate, "refused_on")
    draft.tell("REP-007", candidate, "refused_on")


@plant
def born_long_ago(draft):
    candidate = draft.take(lambda _, members: any(each["relation"] == "KIND" for each in members))
    row = draft.members(candidate)[-1]
    row.update(birth_date=date(1905, 3, 4), national_number=None)
    draft.tell("CEL-038", row, "birth_date", "members")


@plant
def swapped_digits(draft):
    candidate = draft.take()
    digits = candidate["national_number"].replace("-", "")
    # The check is modulo 97: two different digits next to each other never swap unseen.
    at = next(at for at in range(6, 10) if digits[at] != digits[at + 1])
    candidate["national_number"] = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    draft.tell("CEL-051", candidate, "national_number")


@plant
def too_much_income(draft):
    candidate = draft.take()
    candidate.update(income=draft.rng.choice((95_000, "120.000,00")), income_year=2023)
    draft.tell("ROW-014", candidate, "income")


@plant
def income_with_a_point(draft):
    candidate = draft.take()
    candidate.update(income="21.500", income_year=2023)
    draft.tell("CEL-018", candidate, "income")


@plant
def less_than_no_income(draft):
    candidate = draft.take()
    candidate.update(income=-100, income_year=2023)
    draft.tell("CEL-007", candidate, "income")


@plant
def thirtieth_of_february(draft):
    candidate = draft.take()
    counter = 901 + len(draft.truth) % 90
    candidate.update(national_number=number_of("850230", counter), sex="M" if counter % 2 else "V")
    draft.tell("CEL-052", candidate, "national_number")


def _number(draft, code, change, counter=None):
    candidate = draft.take(lambda each, _: each["birth_date"].year < 2000 and each["birth_date"].year >= 1950)
    born = candidate["birth_date"]
    month, day = change(born)
    digits = candidate["national_number"].replace("-", "")
    kept = int(digits[6:9]) if counter is None else counter
    candidate["national_number"] = number_of(f"{born:%y}{month:02d}{day:02d}", kept)
    candidate["sex"] = "M" if kept % 2 else "V"
    draft.tell(code, candidate, "national_number")


@plant
def unknown_day_of_birth(draft):
    _number(draft, "CEL-053", lambda born: (born.month, 0))


@plant
def bis(draft):
    _number(draft, "CEL-054", lambda born: (born.month + 40, born.day))


@plant
def nobodys_counter(draft):
    _number(draft, "CEL-055", lambda born: (born.month, born.day), draft.rng.choice((0, 999)))


@plant
def another_birth_date(draft):
    candidate = draft.take()
    candidate["birth_date"] -= timedelta(days=draft.rng.choice((1, 30, 3653)))
    draft.tell("CEL-056", candidate, "national_number")


@plant
def another_sex(draft):
    candidate = draft.take()
    candidate["sex"] = "V" if candidate["sex"] == "M" else "M"
    draft.tell("CEL-057", candidate, "national_number")


@plant
def typing_error_in_the_place(draft):
    candidate = draft.take()
    candidate.update(postcode="2460", place="Kasterle")
    draft.tell("CEL-072", candidate, "place")


@plant
def dead_code(draft):
    row = draft.preferences(draft.take(lambda each, _: len(draft.preferences(each)) == 1))[0]
    row.update(nis_code=draft.rng.choice(("44011", "44049")), municipality="Deinze")
    draft.tell("CEL-074", row, "nis_code", "preferences")


@plant
def code_of_elsewhere(draft):
    candidate = draft.take()
    candidate.update(postcode="2460", place="Kasterlee", nis_code="44083")
    draft.tell("CEL-075", candidate, "nis_code")


@plant
def dead_name(draft):
    row = draft.preferences(draft.take(lambda each, _: len(draft.preferences(each)) == 1))[0]
    row.update(nis_code="44083", municipality="Nevele")
    draft.tell("CEL-076", row, "municipality", "preferences")


@plant
def nobody(draft):
    candidate = draft.take()
    for key in ("last_name", "first_name", "national_number"):
        candidate[key] = None
        draft.tell("CEL-001", candidate, key)
    draft.tell("ROW-001", candidate, "dossier")


@plant
def reference_person_as_member(draft):
    candidate = draft.take(lambda each, members: members)
    keys = ("national_number", "last_name", "first_name", "birth_date", "sex")
    row = draft.add_member(candidate, {key: candidate[key] for key in keys}, "ANDERE")
    if draft.rng.random() < 0.5:
        row["national_number"] = None
    candidate["household_size"] += 1
    draft.tell("ROW-002", row, "last_name", "members")


@plant
def minor(draft):
    candidate = draft.take()
    person = draft.person(15, 17)
    candidate.update(national_number=person["national_number"], birth_date=person["birth_date"], sex=person["sex"])
    draft.tell("ROW-003", candidate, "birth_date")


def _with(relation, more=0):
    return lambda _, members: relation in {each["relation"] for each in members} and len(members) > more


def _children_only(_, members):
    return members and all(each["relation"] == "KIND" for each in members)


@plant
def partner_forgotten(draft):
    candidate = draft.take(_children_only)
    candidate["household_size"] += 1
    draft.tell("ROW-004", candidate, "household_size")


@plant
def wrong_count(draft):
    candidate = draft.take(_with("PARTNER"))
    candidate["household_size"] += draft.rng.choice((-1, 1))
    draft.tell("ROW-005", candidate, "household_size")


@plant
def nobody_moves_along(draft):
    candidate = draft.take(_children_only)
    for row in draft.members(candidate):
        row["moves_along"] = "nee"
    candidate["household_size"] = 1
    draft.tell("ROW-006", candidate, "dossier")


@plant
def partner_stays_behind(draft):
    candidate = draft.take(_with("PARTNER", 1))
    row = next(each for each in draft.members(candidate) if each["relation"] == "PARTNER")
    row["moves_along"] = "nee"
    candidate["household_size"] -= 1
    draft.tell("ROW-007", row, "moves_along", "members")


@plant
def minimum_above_maximum(draft):
    row = draft.preferences(draft.take())[0]
    row["min_bedrooms"] = row["max_bedrooms"] + 1
    draft.tell("ROW-010", row, "min_bedrooms", "preferences")


@plant
def too_small_a_wish(draft):
    row = draft.preferences(draft.take(lambda each, _: each["household_size"] > 2))[0]
    row.update(min_bedrooms=0, max_bedrooms=draft.rng.choice((0, 1)))
    draft.tell("ROW-011", row, "max_bedrooms", "preferences")


@plant
def wish_elsewhere(draft):
    row = draft.preferences(draft.take())[0]
    nis = draft.rng.choice([each for each in sorted(municipality_names()) if each not in HOMES])
    row.update(nis_code=nis, municipality=municipality_names()[nis])
    draft.tell("ROW-012", row, "nis_code", "preferences")


@plant
def freeze_without_day(draft):
    candidate = draft.take(lambda _, members: not members)
    day = date(2026, 9, 1) + timedelta(days=draft.rng.randrange(60))
    number = f"{day:%Y.%m.%d}.{9500 + len(draft.truth) % 500:04d}"
    candidate.update(dossier=number, registered_on=day, presented_on=None)
    for row in draft.preferences(candidate):
        row["dossier"] = number
    draft.tell("ROW-013", candidate, "presented_on")


@plant
def income_of_no_year(draft):
    candidate = draft.take(lambda each, _: each["income"] is not None)
    candidate["income_year"] = None
    draft.tell("ROW-015", candidate, "income_year")


@plant
def dossier_twice(draft):
    candidate = draft.take(lambda _, members: not members)
    second = {**candidate, **draft.person(20, 80)}
    draft.rows["candidates"].append(second)
    draft.tell("ACR-001", candidate, "dossier")
    draft.tell("ACR-001", second, "dossier")


@plant
def sequence_twice(draft):
    first, second = draft.take(), draft.take(lambda _, members: not members)
    number = f"{second['dossier'][:10]}.{first['dossier'][-4:]}"
    second.update(dossier=number, registered_on=first["registered_on"], presented_on=first["presented_on"])
    for row in draft.preferences(second):
        row["dossier"] = number
    draft.tell("CEL-012", second, "registered_on")
    draft.tell("ACR-002", first, "dossier")
    draft.tell("ACR-002", second, "dossier")


@plant
def applicant_twice(draft):
    first, second = draft.take(), draft.take()
    second.update({key: first[key] for key in ("national_number", "birth_date", "sex")})
    draft.tell("ACR-003", first, "national_number")
    draft.tell("ACR-003", second, "national_number")


@plant
def member_twice(draft):
    candidate = draft.take(_with("KIND"))
    first = next(each for each in draft.members(candidate) if each["relation"] == "KIND")
    second = dict(first)
    draft.rows["members"].append(second)
    candidate["household_size"] += 1
    draft.tell("ACR-004", first, "national_number", "members")
    draft.tell("ACR-004", second, "national_number", "members")


@plant
def child_of_two(draft):
    one, other = draft.take(_with("KIND")), draft.take(lambda _, members: members)
    child = next(each for each in draft.members(one) if each["relation"] == "KIND")
    second = draft.add_member(other, child, "KIND")
    second.update(dossier=other["dossier"])
    other["household_size"] += 1
    draft.tell("ACR-005", child, "national_number", "members")
    draft.tell("ACR-005", second, "national_number", "members")


@plant
def applicant_here_and_member_there(draft):
    one, other = draft.take(), draft.take(lambda _, members: members)
    keys = ("national_number", "last_name", "first_name", "birth_date", "sex")
    row = draft.add_member(other, {key: one[key] for key in keys}, "ANDERE")
    other["household_size"] += 1
    draft.tell("ACR-006", row, "national_number", "members")


@plant
def member_of_no_dossier(draft):
    lost = {"dossier": f"2002.01.01.{len(draft.truth):04d}"}
    draft.tell("ACR-010", draft.add_member(lost, draft.person(20, 80), "ANDERE"), "dossier", "members")


@plant
def wish_of_no_dossier(draft):
    lost = {"dossier": f"2001.01.01.{len(draft.truth):04d}"}
    draft.tell("ACR-011", draft.add_preference(lost, "13017"), "dossier", "preferences")


def _without(rows, gone):
    rows[:] = [row for row in rows if not any(row is each for each in gone)]


@plant
def members_forgotten(draft):
    candidate = draft.take(lambda _, members: members)
    _without(draft.rows["members"], draft.members(candidate))
    draft.tell("ACR-012", candidate, "household_size")


@plant
def no_wish(draft):
    candidate = draft.take()
    _without(draft.rows["preferences"], draft.preferences(candidate))
    draft.tell("ACR-013", candidate, "dossier")


@plant
def chosen_twice(draft):
    candidate = draft.take()
    first = draft.preferences(candidate)[0]
    second = draft.add_preference(candidate, first["nis_code"])
    draft.tell("ACR-014", first, "nis_code", "preferences")
    draft.tell("ACR-014", second, "nis_code", "preferences")


@plant
def known_and_the_same(draft):
    draft.know(draft.take())


@plant
def struck_off(draft):
    candidate = draft.take()
    draft.know(candidate, status="RJCT")
    draft.tell("REG-002", candidate, "status")


@plant
def other_day_in_the_register(draft):
    candidate = draft.take()
    draft.know(candidate, registered_on=candidate["registered_on"] - timedelta(days=1))
    draft.tell("REG-003", candidate, "registered_on")


@plant
def other_household(draft):
    candidate = draft.take()
    draft.know(candidate, household=candidate["household_size"] + 1)
    draft.tell("REG-004", candidate, "household_size")


@plant
def somebody_elses_number(draft):
    candidate = draft.take()
    draft.know(candidate, reference="85051490213", national_numbers=frozenset({"85051490213"}))
    draft.tell("REG-005", candidate, "dossier")


@plant
def another_dossier_over_there(draft):
    candidate = draft.take()
    draft.know(candidate, dossier=f"2000.01.01.{len(draft.truth):04d}")
    draft.tell("REG-006", candidate, "national_number")


def repair(code, key, change):
    def spoil(draft):
        candidate = draft.take(lambda each, members: not members and each[key] is not None)
        candidate[key] = change(candidate[key])
        draft.tell(code, candidate, key)

    PLANTS.append(spoil)


repair("REP-001", "last_name", lambda name: f" {name}\u00a0")
repair("REP-003", "status", str.lower)
repair("REP-005", "postcode", lambda code: f"{code}.0")
repair("REP-007", "registered_on", lambda day: f"{day:%d/%m/%Y}")
repair("REP-007", "birth_date", lambda day: f"{day:%d-%m-%Y} 00:00:00")


@plant
def zeros_in_the_format_only(draft):
    candidate = draft.take()
    candidate["number"] = 12
    draft.text_numbers.append((candidate, "number"))
    draft.tell("CEL-017", candidate, "number")


@plant
def blank_row(draft):
    row = {BLANK: True}
    draft.rows["candidates"].insert(draft.rng.randrange(len(draft.rows["candidates"]) - 1), row)
    draft.tell("REP-002", row, "")


@plant
def lost_zero(draft):
    candidate = draft.take()
    candidate["guardian_enterprise"] = 403_019_261
    draft.tell("REP-004", candidate, "guardian_enterprise")


@plant
def short_year(draft):
    candidate = draft.take(lambda each, _: each["registered_on"].year > 2005)
    candidate["registered_on"] = f"{candidate['registered_on']:%d/%m/%y}"
    draft.tell("REP-006", candidate, "registered_on")
