"""Nobody who stands higher is passed over without a reason of the closed list and a fact."""

import pytest
from support.office import HOME, TODAY, fill, new_office, note_complete_pull

from cir_desktop.domain.process import PassedOver
from cir_desktop.domain.ranking import Letting
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.services import homes, lists, nominations, offers, pillars

SIGNED = {"motive": "Stukken nagekeken.", "stale_motive": "Register niet bereikbaar."}
REASON = ("VRAAGT-UITSTEL", "brief van de kandidaat")


@pytest.fixture
def office(tmp_path):
    opened = new_office(tmp_path / "werkmap")
    fill(opened, 120)
    note_complete_pull(opened, 120)
    homes.save(opened, HOME, new=True)
    homes.open_vacancy(opened, HOME.code, TODAY)
    yield opened
    opened.close()


@pytest.fixture
def lower(office):
    """An offerable candidate with at least two persons above."""
    placed = lists.list_of_home(office, HOME.code).ranking.placed[2:]
    return next(line.dossier for line in placed if "unknown.status" not in {flag.code for flag in line.flags})


def above(office, dossier):
    return offers.prepare_offer(office, HOME.code, dossier).above


def reasons_for(lines):
    return [PassedOver(line.dossier, 0, *REASON) for line in lines]


def test_an_offer_below_somebody_without_a_reason_is_refused_and_names_who_is_missing(office, lower):
    first, *others = above(office, lower)
    with pytest.raises(NotAllowed, match=rf"plaats {first.position} \({first.dossier}\)"):
        offers.offer(office, HOME.code, lower, passed_over=reasons_for(others), **SIGNED)
    assert offers.made_offers(office) == []


def test_the_reasons_are_kept_with_the_place_that_each_had(office, lower):
    lines = above(office, lower)
    offers.offer(office, HOME.code, lower, passed_over=reasons_for(lines), **SIGNED)
    ((made, _name),) = offers.made_offers(office)
    assert made.passed_over == tuple(PassedOver(line.dossier, line.position, *REASON) for line in lines)


def test_who_was_offered_the_home_before_is_not_passed_over(office, lower):
    placed = above(office, lower)
    first = next(line for line in placed if "unknown.status" not in {flag.code for flag in line.flags})
    offers.offer(office, HOME.code, first.dossier, passed_over=reasons_for(above(office, first.dossier)), **SIGNED)
    assert first.dossier not in {line.dossier for line in above(office, lower)}


@pytest.mark.parametrize(
    ("code", "fact", "told"), [("ANDERE", "zomaar", "gesloten lijst"), ("VRAAGT-UITSTEL", "  ", "ontbreekt het feit")]
)
def test_a_reason_is_of_the_closed_list_and_has_a_fact(office, lower, code, fact, told):
    given = [PassedOver(line.dossier, 0, code, fact) for line in above(office, lower)]
    with pytest.raises(BadInput, match=told):
        offers.offer(office, HOME.code, lower, passed_over=given, **SIGNED)


def test_a_reason_for_who_does_not_stand_higher_is_refused(office, lower):
    given = [*reasons_for(above(office, lower)), PassedOver(lower, 0, *REASON)]
    with pytest.raises(BadInput, match=lower):
        offers.offer(office, HOME.code, lower, passed_over=given, **SIGNED)


def test_choosing_among_candidates_who_share_a_place_needs_a_motive(office):
    placed = [line.dossier for line in lists.list_of_home(office, HOME.code).ranking.placed]
    for dossier in placed[:2]:
        made = nominations.add(office, dossier, group="EHOME", nominated_by="OCMW", documents="verslag")
        nominations.decide(office, made.id, agreed=True, reference="verslag 3")
    pillars.choose(office, HOME.code, Letting(2), "De toewijzingsraad vroeg het.")
    draft = offers.prepare_offer(office, HOME.code, placed[0])
    assert draft.above == ()
    assert any("Deelt deze plaats" in reason and placed[1] in reason for reason in draft.why_motive)
    with pytest.raises(NotAllowed, match="geen reglement ordent hen"):
        offers.offer(office, HOME.code, placed[0], stale_motive="Register niet bereikbaar.")
    pillars.choose(office, HOME.code, Letting(2, order=(placed[0],)), "De nood is hier het grootst.")
    assert offers.prepare_offer(office, HOME.code, placed[0]).why_motive == ()
