"""What a landlord enters binds from then on, can be looked at before, and taken back."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from support.office import HOME, TODAY, fill, new_office

from cir_desktop.allocation.own import NOTHING_ENTERED, OwnRules, lay_over
from cir_desktop.allocation.parameters import Parameters
from cir_desktop.allocation.regulation import InternalRules, Level, MunicipalRules, SubArea, TargetGroup
from cir_desktop.domain.facts import ImportedResidence, Residence
from cir_desktop.domain.job import Cancel
from cir_desktop.domain.values import NisCode
from cir_desktop.errors import BadInput, BadRules, Cancelled, NotFound
from cir_desktop.services import homes, lists, settings
from cir_desktop.storage import events, facts, own_rules

LIMIT = "income.limit.single"
STRICT = Level(id="l1", years=20, window=25, article="BVCW art. 6.23 §1", label="GOV")


def municipal(*levels, since=date(2024, 5, 3), **more):
    given = {
        "municipality": "13017",
        "since": since,
        "decision": "gemeenteraad van 12/03/2024",
        "source": "toewijzingsreglement",
        "last_checked": TODAY,
        "levels": levels,
    }
    return MunicipalRules(**{**given, **more})


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    yield opened
    opened.close()


@pytest.fixture
def letting(office):
    """An office with people, and a vacant home without a neighbourhood to fail on."""
    fill(office, 200)
    homes.save(office, HOME, new=True)
    homes.open_vacancy(office, HOME.code, TODAY)
    _lived_here_for_long(office)
    return office


def _lived_here_for_long(office):
    """Of the last three of the list the very last always lived here, two since 2018; others: not known."""
    last = [line.dossier for line in lists.list_of_home(office, HOME.code).ranking.placed[-3:]]
    period = Residence(NisCode("13017"), date(1980, 1, 1), None, ongoing=True)
    with office.store.unit(office.actor) as unit:
        delivery = facts.start_import(unit.connection, at=unit.at, actor="Els", source="verblijf.xlsx")
        keys = facts.person_keys(unit.connection, last)
        lived = [ImportedResidence(number, key, period) for number in last[2:] for key in keys[number]]
        recent = Residence(NisCode("13017"), date(2018, 1, 1), None, ongoing=True)
        lived += [ImportedResidence(number, key, recent) for number in last[:2] for key in keys[number]]
        facts.replace_facts(unit.connection, delivery, lived, [])
        unit.event("facts.imported", "facts")


def save(office, own, note="nieuw reglement"):
    return settings.save(office, own, note, based_on=settings.current(office).version)


def test_a_saved_regulation_binds_from_then_on_and_keeps_who_when_and_why(office):
    saved = save(office, OwnRules(municipal=(municipal(STRICT),)))
    assert [level.id for level in office.regulation.rules_of("13017", TODAY).levels] == ["l1"]
    assert [(one.id, one.by, one.note) for one in settings.history(office)] == [(saved.id, "Els", "nieuw reglement")]
    with office.store.read() as connection:
        newest = events.events(connection, limit=1)[0]
    assert (newest.kind, newest.details) == ("rules.saved", {"version": saved.id})


def test_a_former_version_comes_back_as_a_new_one(office):
    first = save(office, OwnRules(municipal=(municipal(STRICT),)))
    save(office, NOTHING_ENTERED, "leeg")
    assert not office.regulation.rules_of("13017", TODAY).levels
    third = settings.restore(office, first.id)
    assert third.id > first.id
    assert office.regulation.rules_of("13017", TODAY).levels == (STRICT,)
    assert len(settings.history(office)) == 3
    with pytest.raises(NotFound):
        settings.restore(office, 99)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(office):
    save(office, OwnRules(municipal=(municipal(STRICT),)))
    with pytest.raises(BadInput, match="andere versie"):
        settings.save(office, NOTHING_ENTERED, "leeg", based_on=0)
    assert settings.current(office).rules.municipal


def test_a_version_without_a_note_is_not_saved(office):
    with pytest.raises(BadInput) as refused:
        save(office, NOTHING_ENTERED, "  ")
    assert refused.value.field == "note"
    assert settings.history(office) == []


@pytest.mark.parametrize(
    ("own", "key", "words"),
    [
        (
            OwnRules(municipal=(municipal(msgspec.structs.replace(STRICT, years=4)),)),
            "regulation[0].level[0].years",
            "BVCW art. 6.23",
        ),
        (OwnRules(municipal=(municipal(decision=" "),)), "regulation[0].decision", "beslissing ontbreekt"),
        (
            OwnRules(
                municipal=(municipal(msgspec.structs.replace(STRICT, area="Z")),),
                sub_areas=(SubArea(name="Z", nis_codes=("13017",), consensus=False, article="geen akkoord"),),
            ),
            "regulation[0].level[0].area",
            "akkoord",
        ),
        (
            OwnRules(
                municipal=(
                    municipal(
                        target_groups=(
                            TargetGroup(name="Ouderen", article="art. 4"),
                            TargetGroup(name="ouderen", article="art. 5"),
                        )
                    ),
                )
            ),
            "regulation[0].target_group[1].name",
            "2 keer",
        ),
        (
            OwnRules(municipal=(municipal(target_groups=(TargetGroup(name="Ouderen", article=""),)),)),
            "regulation[0].target_group[0].article",
            "artikel",
        ),
        (
            OwnRules(
                municipal=(
                    municipal(target_groups=(TargetGroup(name="Ouderen", article="art. 4", addresses=("W999",)),)),
                )
            ),
            "regulation[0].target_group[0].addresses",
            "W999",
        ),
        (
            OwnRules(
                internal=(
                    InternalRules(since=TODAY, decision="raad", source="reglement", last_checked=TODAY, answer_days=0),
                )
            ),
            "internal[0].answer_days",
            "minstens 1 dag",
        ),
    ],
)
def test_what_can_not_be_right_is_refused_with_its_place_and_nothing_is_saved(office, own, key, words):
    with pytest.raises(BadRules, match=words) as refused:
        save(office, own)
    assert refused.value.key == key
    assert settings.history(office) == []


def test_a_doubtful_level_is_kept_with_a_warning(office):
    doubtful = OwnRules(municipal=(municipal(msgspec.structs.replace(STRICT, years=6, window=15)),))
    (warning,) = settings.check(office, doubtful)
    assert "6 van de laatste 15 jaar" in warning
    save(office, doubtful)
    assert settings.check_entered(office).warnings[-1] == warning


def test_an_expected_value_is_filled_in_with_who_and_when_and_stays_out_of_the_shipped_rules(office):
    day = date(2026, 3, 1)
    line = next(each for each in settings.values_on(office, day) if each.key == LIMIT)
    assert (line.expected, line.value) == (True, "nog niet gekend")
    own = settings.with_value(office, NOTHING_ENTERED, LIMIT, line.since, "€ 31.000", "brief van Wonen")
    save(office, own)
    filled = next(each for each in settings.values_on(office, day) if each.key == LIMIT)
    assert (filled.expected, filled.own) == (False, True)
    (used,) = office.regulation.parameters.used([LIMIT], day)
    assert "31000" in used.value
    assert "brief van Wonen (ingevuld door Els op 01/06/2026)" in used.source
    assert office.shipped.parameters.known_whole(LIMIT, day) is None


@pytest.mark.parametrize(
    ("since", "text", "source", "field"),
    [
        (date(2026, 1, 1), "veel", "brief", "value"),
        (date(2026, 1, 1), "31000", " ", "source"),
    ],
)
def test_a_value_that_is_no_amount_or_has_no_source_is_refused(office, since, text, source, field):
    with pytest.raises(BadInput) as refused:
        settings.with_value(office, NOTHING_ENTERED, LIMIT, since, text, source)
    assert refused.value.field == field


def test_a_value_is_filled_in_only_where_one_is_expected(office):
    with pytest.raises(BadRules, match="niets in te vullen"):
        settings.with_value(office, NOTHING_ENTERED, LIMIT, date(2024, 1, 1), "31000", "brief")


def test_a_preview_tells_who_moves_exactly_as_the_lists_do_after_saving(letting):
    own = OwnRules(municipal=(municipal(STRICT),))
    before = {line.dossier: line.position for line in lists.list_of_home(letting, HOME.code).ranking.placed}
    found = settings.preview(letting, own)
    assert settings.history(letting) == []
    (effect,) = found.homes
    assert effect.moves
    assert all(move.name != move.dossier for move in effect.moves)
    assert f"{len(effect.moves)} plaatsen wijzigen" in found.sentence
    save(letting, own)
    after = {line.dossier: line.position for line in lists.list_of_home(letting, HOME.code).ranking.placed}
    moved = {number for number in {*before, *after} if before.get(number) != after.get(number)}
    assert {move.dossier for move in effect.moves} == moved
    assert all((before.get(m.dossier), after.get(m.dossier)) == (m.before, m.after) for m in effect.moves)


def test_a_regulation_of_the_future_is_shown_on_its_own_day_too(letting):
    since = date(2026, 9, 1)
    found = settings.preview(letting, OwnRules(municipal=(municipal(until=since), municipal(STRICT, since=since))))
    assert found.days == (TODAY, since)
    now, later = found.homes
    assert (now.moves, later.day) == ((), since)
    assert later.moves
    assert "01/09/2026" in found.sentence


def test_without_a_vacant_home_the_preview_says_so(office):
    assert "geen woning open" in settings.preview(office, OwnRules(municipal=(municipal(STRICT),))).sentence


def test_a_preview_can_be_stopped(letting):
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        settings.preview(letting, NOTHING_ENTERED, cancel=cancel)


def test_rules_go_to_a_file_and_come_back_the_same(office, tmp_path):
    own = OwnRules(municipal=(municipal(STRICT),), priorities={"appeal": False})
    save(office, own)
    settings.write(office, tmp_path / "regels.json")
    assert settings.read(tmp_path / "regels.json") == own


def test_a_file_of_another_shape_is_refused_with_its_line(tmp_path):
    wrong = tmp_path / "regels.toml"
    wrong.write_text('[[values]]\nkey = "income.limit.single"\nfrom = "morgen"\n', encoding="utf-8")
    with pytest.raises(BadRules, match="regels.toml, regel"):
        settings.read(wrong)
    (tmp_path / "regels.json").write_text("{", encoding="utf-8")
    with pytest.raises(BadRules, match="regels.json"):
        settings.read(tmp_path / "regels.json")


def test_every_wrong_file_of_a_folder_is_told(tmp_path):
    Path(tmp_path / "parameters.toml").write_text("x = ", encoding="utf-8")
    Path(tmp_path / "review_marks.toml").write_text("x = ", encoding="utf-8")
    problems = settings.check_folder(tmp_path).problems
    assert [problem.split(".toml")[0] for problem in problems] == ["parameters", "review_marks"]


def test_after_a_version_that_can_not_be_read_the_history_is_still_there_to_put_one_back(office):
    first = save(office, OwnRules(municipal=(municipal(STRICT),)))
    with office.store.unit(office.actor) as unit:
        own_rules.save(unit, "{", "stuk")
        unit.event("rules.saved", "rules")
    with pytest.raises(BadRules):
        _ = office.regulation
    shown = settings.view(office)
    assert [one.note for one in shown.history] == ["stuk", "nieuw reglement"]
    assert shown.draft == NOTHING_ENTERED
    settings.restore(office, first.id)
    assert office.regulation.rules_of("13017", TODAY).levels == (STRICT,)


def test_a_value_that_ships_later_takes_the_place_of_what_was_filled_in_and_says_so(office):
    own = settings.with_value(office, NOTHING_ENTERED, LIMIT, date(2026, 1, 1), "31000", "brief van Wonen")
    save(office, own)
    limit = office.shipped.parameters.by_key[LIMIT]
    known = [
        msgspec.structs.replace(value, status="known", value=32_000) if value.since == date(2026, 1, 1) else value
        for value in limit.value
    ]
    by_key = {**office.shipped.parameters.by_key, LIMIT: msgspec.structs.replace(limit, value=tuple(known))}
    later = msgspec.structs.replace(office.shipped, parameters=Parameters(by_key))
    bound = lay_over(later, own)
    assert bound.parameters.known_whole(LIMIT, TODAY) == 32_000
    assert "de ingevulde waarde telt niet meer" in bound.warnings[-1]
