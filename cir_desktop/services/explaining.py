"""Explaining a list: why one stands before another, and what would move somebody."""

from datetime import date

from cir_desktop.allocation import comparing, what_if
from cir_desktop.domain.comparing import Comparison, WhatIf
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.errors import BadInput
from cir_desktop.services.lists import not_in_list
from cir_desktop.services.office import Office
from cir_desktop.storage import homes, pillars, ranking_facts


def compare(
    office: Office, home_code: str, one: str, other: str, day: date | None = None, stepped_down: int = 0
) -> Comparison:
    """Why one of two candidates stands before the other on the list of a home; `stepped_down` is that of the list.

    Raises NotFound, BadInput for twice the same dossier, BadRules.
    """
    if one == other:
        raise BadInput("Dit is twee keer hetzelfde dossier.", "Kies twee verschillende kandidaten.", field="other")
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        letting = pillars.letting_of_home(connection, home.code)
        found = [ranking_facts.candidate_of(connection, home.nis_code, dossier) for dossier in (one, other)]
    pair: list[CandidateFacts] = []
    for dossier, facts in zip((one, other), found, strict=True):
        if facts is None:
            raise not_in_list(office, dossier)
        pair.append(facts)
    return comparing.compare(home, pair[0], pair[1], office.regulation, day or office.today, stepped_down, letting)


def would_change(office: Office, home_code: str, dossier: str, day: date | None = None) -> WhatIf:
    """What other answers would do to the place of a candidate on the list of a home. Raises NotFound, BadRules."""
    with office.store.read() as connection:
        home = homes.home(connection, home_code)
        letting = pillars.letting_of_home(connection, home.code)
        candidates = ranking_facts.candidates_of(connection, home.nis_code)
    if all(facts.dossier != dossier for facts in candidates):
        raise not_in_list(office, dossier)
    return what_if.what_if(home, candidates, office.regulation, day or office.today, dossier, letting)
