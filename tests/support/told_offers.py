"""Offers that a practice register was told of, by an office on it; and what became of them here and there."""

from contextlib import contextmanager
from datetime import timedelta

from support.approvers import PASSPHRASE, approver_of
from support.office import HOME, MORNING, TODAY

from cir_desktop.domain.home import Vacancy
from cir_desktop.domain.process import OfferAnswer
from cir_desktop.register.wire import decode_dossier
from cir_desktop.services import answers, approvals, decisions, exchange, lists, offers, people, pulling
from cir_desktop.services.approvals import LocalApprover
from cir_desktop.services.bootstrap import open_office
from cir_desktop.storage import allocations, candidates, homes, outbox

CONTRACT = TODAY + timedelta(days=30)


@contextmanager
def office_with_a_vacancy(folder, practice):
    """An office that fetched everybody, with a home that is to let."""
    opened = open_office(folder, throw_away=True, actor="Els", practice=True, clock=lambda: MORNING)
    opened.connect(practice.base_url, practice.credentials)
    assert pulling.pull(opened).complete
    with opened.store.unit(opened.actor) as unit:
        homes.save_home(unit.connection, HOME, new=True)
        homes.open_vacancy(unit.connection, Vacancy("V0001", HOME.code, TODAY, TODAY))
        unit.event("home.added", HOME.code)
    yield opened
    opened.close()


def offered(office):
    """An offer to the first who can have one, told to the register; other tests had theirs of the same register."""
    for line in lists.list_of_home(office, HOME.code).ranking.placed:
        if candidate_status(office, line.dossier) == "REG":
            draft = offers.prepare_offer(office, HOME.code, line.dossier)
            made = offers.offer(
                office,
                HOME.code,
                line.dossier,
                motive="nagekeken",
                passed_over=offers.answer_for_all(draft, "AL-IN-AANBOD", "loopt elders"),
            )
            assert exchange.push(office).accepted == 1
            return made
    raise LookupError("nobody left")


def candidate_status(office, number):
    with office.store.read() as connection:
        return candidates.by_dossier(connection, number).status


def last_message(office, dossier):
    with office.store.read() as connection:
        return outbox.commands(connection, dossier=dossier)[-1]


def offer_now(office, made):
    with office.store.read() as connection:
        return allocations.offer(connection, made.id)


def in_register(office, number):
    return decode_dossier(office.client().fetch(number))


def refused(office, made):
    """Refused without a good reason, released by somebody else, and told."""
    answers.answer(office, made.id, OfferAnswer.REFUSED, reason_code="LIGGING")
    known = any(line.approver.name == "Mieke Janssens" for line in people.view(office).approvers)
    by = LocalApprover("Mieke Janssens", PASSPHRASE) if known else approver_of(office, "Mieke Janssens")
    approvals.release(office, last_message(office, made.dossier).id, by)
    assert exchange.push(office).accepted == 1
    return last_message(office, made.dossier)


def decided(office, made):
    """Accepted, decided, and told."""
    answers.answer(office, made.id, OfferAnswer.ACCEPTED)
    decision = decisions.decide(
        office, HOME.code, made.dossier, contract_from=CONTRACT, body="vast bureau", motive="nagekeken"
    )
    assert exchange.push(office).accepted == 1
    return decision
