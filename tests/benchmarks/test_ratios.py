"""What the figures must not lose, as ratios in one run with twice the room of docs/figures.md; no absolute times."""

import pytest
from benchmarks import checking, measures, reading, short_pull

# Medians of the 6,000 dossiers below, in yardsticks (see measures.py): 7.0, 0.55 and 0.012. Twice that is allowed.
FILL_YARDSTICKS = 14.0
RANKING_YARDSTICKS_PER_1000 = 1.1
SEARCH_YARDSTICKS = 0.025
PUSH_RATE = 0.35
REPLAY_RATIO = 8.0
EXPLAINING_RATIO = 0.5
CHECK_RATIO = 8.0
CHECK_MORE_MEGABYTES = 250


@pytest.fixture(scope="module")
def raws():
    return measures.raw_dossiers(6000)


@pytest.fixture(scope="module")
def filled(raws, tmp_path_factory):
    """The best of three, so that something else on the machine does not decide."""
    best = None
    for _ in range(3):
        figures, store, _ = measures.measure_fill(raws, tmp_path_factory.mktemp("fill"))
        if best is not None:
            best[1].close()
            figures = min(figures, best[0], key=lambda each: each["fill_yardsticks"])
        best = (figures, store)
    yield best
    best[1].close()


def test_a_pull_costs_little_more_than_a_bare_loop_of_the_same_calls(tmp_path):
    ratios = sorted(measures.measure_pull(400, tmp_path / str(run))["pull_ratio"] for run in range(3))
    assert ratios[1] <= 3.0


def test_a_full_outbox_drains_at_the_rate_of_the_register_itself(tmp_path):
    rates = []
    for run in range(3):
        folder = tmp_path / str(run)
        folder.mkdir()
        rates.append(measures.measure_push(150, folder)["push_rate"])
    assert max(rates) >= PUSH_RATE


def test_decoding_and_storing_costs_a_few_times_reading_the_json(filled):
    assert filled[0]["fill_yardsticks"] <= FILL_YARDSTICKS


def test_ranking_a_thousand_candidates_costs_little(filled, raws):
    figures = min(
        (measures.measure_ranking(filled[1], raws) for _ in range(3)),
        key=lambda figures: figures["ranking_yardsticks_per_1000"],
    )
    assert figures["ranking_yardsticks_per_1000"] <= RANKING_YARDSTICKS_PER_1000


def test_working_a_frozen_list_out_again_costs_little_more_than_ranking_it(filled, raws):
    ratios = []
    for _ in range(3):
        ranked = measures.measure_ranking(filled[1], raws)
        again = measures.measure_replay(filled[1], raws, size=10_000)
        ratios.append(again["replay_seconds"] / ranked["ranking_seconds"])
    assert min(ratios) <= REPLAY_RATIO


def test_a_trace_and_a_comparison_do_not_cost_a_list(filled, raws):
    ranked = min(measures.measure_ranking(filled[1], raws)["ranking_seconds"] for _ in range(3))
    best = [measures.measure_explaining(filled[1]) for _ in range(3)]
    assert min(figures["trace_seconds"] for figures in best) <= ranked * EXPLAINING_RATIO
    assert min(figures["compare_seconds"] for figures in best) <= ranked * EXPLAINING_RATIO


def test_a_search_as_one_types_costs_less_than_reading_two_thousand_dossiers(filled, raws):
    figures = min((measures.measure_list(filled[1], raws) for _ in range(3)), key=lambda f: f["search_yardsticks"])
    assert figures["search_yardsticks"] <= SEARCH_YARDSTICKS


def test_a_pull_of_the_changes_costs_little_more_than_a_bare_loop_and_two_calls_when_there_are_none(tmp_path):
    ready = short_pull.prepare(600, 150, tmp_path)
    runs = []
    for run in range(3):
        folder = tmp_path / str(run)
        folder.mkdir()
        runs.append(short_pull.measure_short_pull(ready, folder))
    assert sorted(figures["short_pull_ratio"] for figures in runs)[1] <= 3.0
    assert {figures["idle_pull_calls"] for figures in runs} == {2}


def test_checking_a_list_costs_a_few_times_the_bare_reading_of_its_file(tmp_path):
    checking.write_list(tmp_path / "lijst.xlsx", 10_000)
    runs = [checking.measure_check(tmp_path / "lijst.xlsx") for _ in range(3)]
    assert min(run["check_ratio"] for run in runs) <= CHECK_RATIO
    assert min(run["check_more_megabytes"] for run in runs) <= CHECK_MORE_MEGABYTES


def test_reading_under_limits_with_all_looks_costs_little_more_than_calamine_alone(tmp_path):
    reading.written_elsewhere(tmp_path / "lijst.xlsx", 20_000)
    runs = [reading.measure_reading(tmp_path / "lijst.xlsx") for _ in range(3)]
    assert min(figures["reading_ratio"] for figures in runs) <= 4.0
    assert min(figures["reading_more_megabytes"] for figures in runs) <= 250
