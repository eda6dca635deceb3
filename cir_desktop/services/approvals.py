"""Four eyes: a sanction leaves only when somebody other than its author has seen it and lets it go."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from cir_desktop.domain.identity import Approver, Person, Role, hindrance, same_person
from cir_desktop.domain.message_words import message_words
from cir_desktop.domain.process import Command, CommandState, ConsequencePayload, OfferAnswer
from cir_desktop.domain.retractions import FOUR_EYES, UNDO, UNDOES, WITHDRAWS
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import BadInput, NotAllowed
from cir_desktop.runtime import passphrases
from cir_desktop.runtime.clock import local_day
from cir_desktop.services.counting import cost_of, counting_answers, is_counting
from cir_desktop.services.messages import fields_in_words
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import allocations, candidates, outbox, people, retractions
from cir_desktop.storage.unit import Unit

MOST_WRONG_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)

CONFIRMED_FOR = timedelta(hours=1)
"""A role may have been taken away: one hour, as long as an access token lives [fact], it is taken on trust."""

_LOCKED_MINUTES = LOCKED_FOR // timedelta(minutes=1)
_ENTERED_IT = "voerde dit bericht zelf in"
_NOT_YOURSELF = "Wie een sanctie invoert, mag ze niet zelf vrijgeven."
_ASK_ANOTHER = "Vraag een andere persoon om na te kijken en vrij te geven."


class SignedIn(msgspec.Struct, frozen=True):
    """Whoever is signed in now vouches for it, in the role of approver."""


class LocalApprover(msgspec.Struct, frozen=True):
    """An approver of this computer, by id or name, vouches for it with a passphrase."""

    who: str
    passphrase: str

    def __repr__(self) -> str:
        return f"LocalApprover(who={self.who!r})"


class Way(msgspec.Struct, frozen=True):
    """Somebody who could release a message: the id of a local approver (None: who is signed in), and why not, if so."""

    approver: str | None
    words: str
    problem: str


class ReleaseView(msgspec.Struct, frozen=True):
    """A message that is held, as the second person reads it before letting it go.

    `author` is a name; `consequences` what it does in law and to this candidate; `message` the very fields that the
    register gets; `nobody` says what happens and what to do when no way is open, else it is empty.
    """

    command: Command
    action_words: str
    candidate: str
    author: str
    entered_at: datetime
    reason: str
    consequences: tuple[str, ...]
    message: tuple[str, ...]
    ways: tuple[Way, ...]
    nobody: str


class Released(msgspec.Struct, frozen=True):
    """The message that goes with the next round, and the name of who let it go."""

    command: Command
    by: str


@needs(*LOOK)
def view(office: Office, command_text: str) -> ReleaseView:
    """What a message that is held does and carries, and who could let it go. Raises NotFound, BadInput, NotAllowed."""
    with office.store.read() as connection:
        command = _held(outbox.find_prefix(connection, command_text))
        names = people.names(connection)
        found = candidates.names(connection, {command.dossier})
        offers = allocations.offers(connection, dossier=command.dossier)
        known = [one for one in people.approvers(connection) if one.ended_at is None]
        puts_right = retractions.retraction(connection, command.id)
        undone = outbox.command(connection, puts_right.corrects).action if puts_right else ""
    payload = command.payload if isinstance(command.payload, ConsequencePayload) else ConsequencePayload()
    answered = [one.answered_on for one in offers if one.answer in (OfferAnswer.REFUSED, OfferAnswer.SILENT)]
    day = (answered[-1] if answered else None) or local_day(command.created_at)
    ways = [_own_way(office, command, names), *(_way(office, command, one, names) for one in known)]
    return ReleaseView(
        command=command,
        action_words=message_words(command),
        candidate=found.get(command.dossier, ""),
        author=names.get(command.author, command.author),
        entered_at=command.created_at,
        reason=payload.comment,
        consequences=_undoing(undone) if undone else _consequences(office, command, day),
        message=fields_in_words(
            command.action, payload.comment, payload.contract_from, payload.home.line if payload.home else ""
        ),
        ways=tuple(ways),
        nobody="" if any(not way.problem for way in ways) else _what_to_do(known),
    )


def _held(command: Command) -> Command:
    if command.state is not CommandState.HELD:
        raise NotAllowed("Dit bericht wacht niet op een tweede persoon.", "Kijk de stand na bij Uitwisseling.")
    return command


def _undoing(action: str) -> tuple[str, ...]:
    loses = ("De kandidaat verliest de woning die toegewezen was.",) if action in FOUR_EYES else ()
    return (UNDOES.get(action, WITHDRAWS), *loses)


def _consequences(office: Office, command: Command, day: date) -> tuple[str, ...]:
    if is_counting(command):
        return cost_of(office, day, counting_answers(office, command.dossier, apart_from=command.id))
    if command.action == "REF":
        return ("Het CIR weigert de inschrijving: de kandidaat komt op geen enkele lijst.",)
    if command.action == UNDO:
        return ("Het CIR maakt een stap ongedaan; is het een toewijzing, dan verliest het gezin die woning.",)
    if command.action == "RJCT":
        return ("Het CIR schrapt het dossier bij alle verhuurders; de kandidaat kan zijn huurpremie verliezen.",)
    return ("Dit bericht kan een gezin zijn plaats of zijn huurpremie kosten.",)


def _own_way(office: Office, command: Command, names: Mapping[str, str]) -> Way:
    person = office.person
    if person is None:
        return Way(None, "Aangemeld als goedkeurder", "er is hier niemand aangemeld")
    words = f"{person.name} (aangemeld)"
    if Role.APPROVER not in person.roles:
        return Way(None, words, "heeft de rol goedkeurder niet")
    return Way(None, words, _why_not_signed_in(office, person, command, names) or _unconfirmed(office))


def _unconfirmed(office: Office) -> str:
    """Why the sign-in is no longer fresh enough to let a sanction go, if so."""
    sign_in = office.sign_in
    if sign_in is None or office.clock() - sign_in.checked_at <= CONFIRMED_FOR:
        return ""
    return f"deze aanmelding is sinds {dutch_moment(sign_in.checked_at)} niet nagekeken"


def _why_not_signed_in(office: Office, person: Person, command: Command, names: Mapping[str, str]) -> str:
    """Two sign-ins are told apart by their id. Who entered it without one is known by account and name only."""
    if person.id == command.author:
        return _ENTERED_IT
    if command.author in names:
        return ""
    if same_person({person.name}, {command.author}):
        return "heeft de naam van wie dit bericht invoerde"
    if same_person({office.login}, {command.author, command.author_account}):
        return "werkt met het account waarmee dit zonder aanmelding ingevoerd werd"
    return ""


def _way(office: Office, command: Command, one: Approver, names: Mapping[str, str]) -> Way:
    kind = f"plaatsvervanger, {one.organisation}" if one.deputy else one.function
    author = {command.author, names.get(command.author, ""), command.author_account}
    if same_person({one.name, one.account, one.person, names.get(one.person, "")}, author):
        return Way(one.id, f"{one.name} ({kind})", _ENTERED_IT)
    return Way(one.id, f"{one.name} ({kind})", hindrance(one, office.clock()))


def _what_to_do(known: Sequence[Approver]) -> str:
    if any(one.confirmed_at is None for one in known):
        step = "Laat een goedkeurder bij Instellingen een wachtwoordzin kiezen"
    else:
        step = "Laat een beheerder bij Instellingen een goedkeurder of een plaatsvervanger toevoegen"
    return (
        "Dit bericht blijft wachten en vertrekt niet."
        f" {step}, of laat een collega met de rol goedkeurder zich hier aanmelden."
    )


@needs(Role.CLERK, Role.APPROVER)
def release(office: Office, command_text: str, by: SignedIn | LocalApprover) -> Released:
    """A second person lets a sanction go; it is sent with the next round.

    A wrong passphrase is counted and logged. Raises NotFound, BadInput (of `passphrase`: it does not fit), NotAllowed
    (it does not wait, it is the author, the approver is locked or has no passphrase yet, the sign-in was not confirmed
    lately), MissingRole (who is signed in is no approver).
    """
    if isinstance(by, SignedIn):
        return _release_as_signed_in(office, command_text)
    return _release_with_passphrase(office, command_text, by)


def _release_as_signed_in(office: Office, command_text: str) -> Released:
    office.require(Role.APPROVER)
    person = office.person
    assert person is not None  # noqa: S101 - without a sign-in nobody has the role
    if unconfirmed := _unconfirmed(office):
        raise NotAllowed(
            f"Dit kan nu niet vrijgegeven worden: {unconfirmed}.",
            "Laat de aanmelding nakijken of meld u opnieuw aan; zonder netwerk kan een goedkeurder met wachtwoordzin.",
        )
    with office.store.unit(office.actor) as unit:
        command = _held(outbox.find_prefix(unit.connection, command_text))
        _must_be_another(_why_not_signed_in(office, person, command, people.names(unit.connection)))
        return _let_go(unit, command, person.id, person.name)


def _release_with_passphrase(office: Office, command_text: str, by: LocalApprover) -> Released:
    with office.store.read() as connection:
        command = _held(outbox.find_prefix(connection, command_text))
        one = people.approver(connection, by.who)
        _must_be_open(_way(office, command, one, people.names(connection)), one)
        kept = people.secret(connection, one.id).kept
    # Beside the unit of work: it takes a tenth of a second, and nobody should wait for it to write.
    fits = passphrases.fits(by.passphrase, kept)
    with office.store.unit(office.actor) as unit:
        one = people.approver(unit.connection, one.id)
        command = _held(outbox.command(unit.connection, command.id))
        # Somebody may have tried elsewhere meanwhile.
        _must_be_open(_way(office, command, one, people.names(unit.connection)), one)
        if fits:
            people.note_try(unit.connection, one.id, 0, None)
            return _let_go(unit, command, one.id, one.name)
        left = _note_wrong_try(unit, one)
    if not left:
        raise NotAllowed(
            f"De wachtwoordzin past niet; {one.name} is nu {_LOCKED_MINUTES} minuten geblokkeerd.",
            "Wacht tot dan, of laat een andere goedkeurder vrijgeven.",
        )
    raise BadInput(
        "De wachtwoordzin past niet.",
        f"Nog {'1 poging' if left == 1 else f'{left} pogingen'}; daarna is deze goedkeurder"
        f" {_LOCKED_MINUTES} minuten geblokkeerd.",
        field="passphrase",
    )


def _must_be_another(why_not: str) -> None:
    if why_not:
        raise NotAllowed(_NOT_YOURSELF, f"Wie hier aangemeld is, {why_not}. {_ASK_ANOTHER}")


def _must_be_open(way: Way, one: Approver) -> None:
    if way.problem == _ENTERED_IT:
        raise NotAllowed(_NOT_YOURSELF, _ASK_ANOTHER)
    if way.problem:
        raise NotAllowed(f"{one.name} kan nu niet vrijgeven: {way.problem}.", "Laat een andere goedkeurder vrijgeven.")


def _note_wrong_try(unit: Unit, one: Approver) -> int:
    """Count it and log it; gives how many tries are left."""
    tries = people.secret(unit.connection, one.id).wrong_tries + 1
    left = MOST_WRONG_TRIES - tries
    if left:
        people.note_try(unit.connection, one.id, tries, None)
        unit.event("approver.wrong_passphrase", one.id, {"attempt": tries})
    else:
        people.note_try(unit.connection, one.id, 0, unit.at + LOCKED_FOR)
        unit.event("approver.locked", one.id, {"attempt": tries})
    return left


def _let_go(unit: Unit, command: Command, by: str, name: str) -> Released:
    outbox.set_state(unit.connection, command.id, CommandState.NEW, released_by=by)
    unit.event("command.released", command.id, {"by": by, "dossier": command.dossier})
    return Released(outbox.command(unit.connection, command.id), name)
