"""The reasons for putting a message right are a closed list, and a wrong file says where it is wrong."""

from pathlib import Path

import pytest

from cir_desktop.allocation.loader import load_retract_reasons
from cir_desktop.domain.codes import ACTION_WORDS
from cir_desktop.domain.retractions import UNDOES
from cir_desktop.errors import BadRules
from cir_desktop.runtime.paths import resource


def test_everything_that_can_be_undone_has_a_reason_and_only_an_offer_is_withdrawn() -> None:
    reasons = load_retract_reasons()
    assert {action for reason in reasons if reason.action == "UNDO" for action in reason.of} == set(UNDOES)
    assert {action for reason in reasons if reason.action == "CCL" for action in reason.of} == {"OFFER"}
    assert set(UNDOES) <= set(ACTION_WORDS)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('action = "CCL"', 'action = "REF"', "zet niets recht"),
        ('of = ["OFFER"]', 'of = ["ACC"]', "kan enkel voor OFFER"),
        ('of = ["OFFER"]', "of = []", "kan enkel voor OFFER"),
        ('of = ["NCOMP"]', 'of = ["RANKING"]', "UNDO kan enkel voor"),
        ('code = "AANBOD-FOUT"', 'code = "woning-niet-vrij"', "staat er 2 keer"),
        ('label = "INF"', 'label = "ZEKER"', "is niet gekend"),
        ('text = "De woning', 'tekst = "De woning', "“text” ontbreekt"),
    ],
)
def test_a_wrong_list_is_refused_with_its_file_and_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = resource("rules", "retract_reasons.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "retract_reasons.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadRules, match=words) as refused:
        load_retract_reasons(tmp_path)
    assert "retract_reasons.toml, regel " in refused.value.what
