"""Freezing lists and decisions as they were made, and working them out again."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from cir_desktop import __version__
from cir_desktop.allocation import applied, comparing
from cir_desktop.allocation import frozen as law
from cir_desktop.allocation.ranking import trace
from cir_desktop.domain.comparing import Comparison, ValueApplied
from cir_desktop.domain.facts import CandidateFacts
from cir_desktop.domain.identity import Role
from cir_desktop.domain.process import Decision, FrozenRef, Offer
from cir_desktop.domain.ranking import Ranking, Replay, RuleAnswer
from cir_desktop.errors import BadInput, NotFound
from cir_desktop.runtime.sealed import seal, unseal
from cir_desktop.services.lists import HomeList, ListInputs, NamedList, name_lines
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, appeals, frozen
from cir_desktop.storage.unit import Unit

LIST, DECISION = "list", "decision"
SUFFIX = ".cirdossier"


class ThenView(msgspec.Struct, frozen=True):
    """A list as it was when it was frozen: shown as such, and never mixed with the list of now.

    Only the names beside the lines are those that the register copy has now; where none is left, the number stands.
    """

    ref: FrozenRef
    named: NamedList

    @property
    def ranking(self) -> Ranking:
        """The list as it was."""
        return self.named.list.ranking

    @property
    def decision(self) -> Decision | None:
        """The decision, in a file of one."""
        return self.named.decision


@needs(Role.CLERK)
def freeze_offer(office: Office, unit: Unit, inputs: ListInputs, found: HomeList, offer: Offer) -> FrozenRef:
    """Keep the list that an offer goes by, in the unit of work of the offer."""
    file = law.freeze_list(
        inputs.home,
        inputs.candidates,
        inputs.regulation,
        found.ranking,
        program=__version__,
        frozen_on=office.local_day(unit.at),
        pulled_at=inputs.pulled_at,
        fetched_all=inputs.fetched_all,
        listed=inputs.listed,
        unreadable=inputs.unreadable,
        origin=inputs.origin,
    )
    return _keep(unit, LIST, offer.id, msgspec.structs.replace(file, offers=(offer,)))


@needs(Role.CLERK)
def freeze_decision(office: Office, unit: Unit, decision: Decision) -> FrozenRef | None:
    """Keep a decision with the list of its offer and what became of every offer of the vacancy.

    None when the offer was made before lists were frozen: there is no list of then, and none is made up.
    """
    lists = [ref for ref in frozen.refs(unit.connection, about=decision.offer) if ref.kind == LIST]
    if not lists:
        return None
    file = law.thaw(frozen.read(unit.connection, lists[-1].id)[1])
    about_it = {
        appeal.id: appeal
        for appeal in (
            *appeals.appeals(unit.connection, home=decision.home),
            *appeals.appeals(unit.connection, dossier=decision.dossier),
        )
    }
    return _keep(
        unit,
        DECISION,
        decision.id,
        msgspec.structs.replace(
            file,
            program=__version__,
            frozen_on=office.local_day(unit.at),
            offers=tuple(allocations.offers(unit.connection, vacancy=decision.vacancy)),
            decision=decision,
            appeals=tuple(about_it.values()),
        ),
    )


def _keep(unit: Unit, kind: str, about: str, file: law.FrozenFile) -> FrozenRef:
    data = law.canonical(file)
    ref = frozen.keep(unit, kind=kind, about=about, home=file.home.code, sha256=law.fingerprint(data), data=data)
    unit.event("frozen.made", ref.home, {"frozen": ref.id, "by": about})
    return ref


@needs(*LOOK)
def kept(office: Office, home_code: str | None = None, about: str | None = None) -> list[FrozenRef]:
    """What is frozen, in the order of its making; of one home, or about one offer or decision."""
    with office.store.read() as connection:
        return frozen.refs(connection, home=home_code, about=about)


@needs(*LOOK)
def then_view(office: Office, frozen_id: str) -> ThenView:
    """A frozen list as it was. Raises NotFound, BadInput when it is damaged."""
    ref, file = _thawed(office, frozen_id)
    found = HomeList(
        home=file.home,
        vacancy=None,
        ranking=file.ranking,
        fetched_all=file.fetched_all,
        pulled_at=file.pulled_at,
        listed=file.listed,
        unreadable=file.unreadable,
        origin=file.origin or None,
    )
    return ThenView(ref, NamedList(found, name_lines(office, file.ranking, file.offers), file.offers, file.decision))


@needs(*LOOK)
def then_explained(
    office: Office, frozen_id: str, dossier: str
) -> tuple[tuple[RuleAnswer, ...], Mapping[str, tuple[ValueApplied, ...]]]:
    """What every rule said of one candidate, and the values it applied, by the facts and rules of then.

    Raises NotFound, BadInput.
    """
    _, file = _thawed(office, frozen_id)
    facts = _facts_of(file, dossier)
    down = file.ranking.stepped_down
    answers = trace(file.home, facts, file.regulation, file.reference_date, down, file.letting)
    return answers, applied.values_by_rule(file.home, file.regulation, file.ranking)


@needs(*LOOK)
def then_values(office: Office, frozen_id: str) -> tuple[ValueApplied, ...]:
    """The values that the rules of then applied. Raises NotFound, BadInput."""
    _, file = _thawed(office, frozen_id)
    return applied.names_of_values(file.regulation, file.ranking)


@needs(*LOOK)
def then_compared(office: Office, frozen_id: str, one: str, other: str) -> Comparison:
    """Why one stood before the other, by the facts and rules of then. Raises NotFound, BadInput."""
    _, file = _thawed(office, frozen_id)
    first, second = _facts_of(file, one), _facts_of(file, other)
    down = file.ranking.stepped_down
    return comparing.compare(file.home, first, second, file.regulation, file.reference_date, down, file.letting)


def _thawed(office: Office, frozen_id: str) -> tuple[FrozenRef, law.FrozenFile]:
    ref, data = _read(office, frozen_id)
    return ref, law.thaw(data)


def _facts_of(file: law.FrozenFile, dossier: str) -> CandidateFacts:
    for facts in file.candidates:
        if facts.dossier == dossier:
            return facts
    raise NotFound("Deze kandidaat stond toen niet op de lijst.", "Kies een kandidaat uit de lijst.")


@needs(*LOOK)
def check(office: Office, frozen_id: str) -> Replay:
    """Work a frozen file of this workspace out again. Raises NotFound, BadInput when it is damaged."""
    return law.replay(_read(office, frozen_id)[1])


def _read(office: Office, frozen_id: str) -> tuple[FrozenRef, bytes]:
    with office.store.read() as connection:
        ref, data = frozen.read(connection, frozen_id)
    if law.fingerprint(data) != ref.sha256:
        raise BadInput(
            "Dit bevroren dossier heeft niet meer de vingerafdruk van toen.",
            "Zet een reservekopie van de werkmap terug.",
        )
    return ref, data


@needs(Role.CLERK)
def export(office: Office, frozen_id: str, path: Path, password: str) -> FrozenRef:
    """Write a frozen file, sealed with a password. Raises NotFound, BadInput (password, folder)."""
    ref, data = _read(office, frozen_id)
    sealed = seal(data, password)
    try:
        path.write_bytes(sealed)
    except OSError as error:
        raise BadInput(
            "Het bestand kan niet geschreven worden.", "Kies een map waarin u mag schrijven.", field="path"
        ) from error
    with office.store.unit(office.actor) as unit:
        unit.event("frozen.exported", ref.home, {"frozen": ref.id})
    return ref


def replay_file(path: Path, password: str) -> Replay:
    """Work out again what was exported, on any computer, without a workspace. Raises BadInput, WrongKey, BadRules."""
    try:
        sealed = path.read_bytes()
    except OSError as error:
        raise BadInput("Het bestand kan niet gelezen worden.", "Kijk het pad na.") from error
    return law.replay(unseal(sealed, password))
