"""The refusals and silences of a candidate that count: those that the register knows, and ours that it does not yet."""

from collections.abc import Sequence
from datetime import date

from cir_desktop.domain.process import Command, CommandState, ConsequencePayload
from cir_desktop.domain.retractions import UNDO
from cir_desktop.domain.values import dutch_date, months_later
from cir_desktop.register.wire import decode_dossier
from cir_desktop.runtime.clock import local_day
from cir_desktop.services.office import Office
from cir_desktop.services.roles import LOOK, needs
from cir_desktop.storage import dossiers, outbox, retractions
from cir_desktop.storage.unit import Connection

COUNTING_ACTIONS = frozenset({"REF", "NORES"})
_WAITS = frozenset({CommandState.HELD, CommandState.NEW, CommandState.SENT, CommandState.UNANSWERED})
STRUCK_AT = 2
"""The second one that counts ends the registration [former regime]."""


@needs(*LOOK)
def counting_answers(office: Office, dossier: str, *, apart_from: str = "") -> list[date]:
    """The days of all that counts against a candidate so far, oldest first. Raises NotFound.

    `apart_from` is a message of ours that is left out.
    Of the register: answers GEWEIGERD that are not grounded, and GEEN_ANTWOORD, of whatever landlord, but for one of
    ours that is about to be undone. Of ours: the messages REF and NORES that the register did not confirm and that were
    not withdrawn.
    """
    with office.store.read() as connection:
        raw = dossiers.raw_version(connection, dossier)[1]
        commands = outbox.commands(connection, dossier=dossier)
        undoing = [command for command in commands if _undoes_what_counts(connection, command)]
    dossier_now = decode_dossier(raw)
    # Carried out without an answer to us: then it shows in what the register tells.
    carried_out = {(line.correlation_id or "").lower() for line in dossier_now.history}
    known = [
        offer
        for offer in dossier_now.offers
        if offer.answer == "GEEN_ANTWOORD" or (offer.answer == "GEWEIGERD" and not offer.grounded)
    ]
    undone = any(command.id not in carried_out for command in undoing)
    if undone and known and known[-1].party == office.party:
        known.pop()  # only the last step of a dossier can be undone
    days = [offer.answered_on or offer.day for offer in known]
    settled = (CommandState.ACCEPTED, CommandState.DROPPED)
    days += [
        local_day(command.created_at)
        for command in commands
        if is_counting(command) and command.state not in settled and command.id not in {apart_from, *carried_out}
    ]
    return sorted(days)


def _undoes_what_counts(connection: Connection, command: Command) -> bool:
    """Whether this message waits to undo a refusal or silence that the register knows."""
    if command.action != UNDO or command.state not in _WAITS:
        return False
    former = retractions.retraction(connection, command.id)
    return former is not None and is_counting(outbox.command(connection, former.corrects))


def is_counting(command: Command) -> bool:
    """Whether this message is a refusal of an offer or a silence.

    REF also refuses a registration; an answer to an offer names its home.
    """
    about_an_offer = isinstance(command.payload, ConsequencePayload) and command.payload.home is not None
    return command.action in COUNTING_ACTIONS and about_an_offer


def cost_of(office: Office, day: date, earlier: Sequence[date]) -> tuple[str, ...]:
    """What a refusal or silence of that day costs this candidate, after the earlier ones that count."""
    condition = "Dit telt enkel als de woning bij de keuzes paste en aanvaarding tot toewijzing zou leiden."
    number = len(earlier) + 1
    if number >= STRUCK_AT:
        before = ", ".join(dutch_date(one) for one in earlier)
        return (
            f"Dit is de {number}e weigering of stilte die telt (eerder: {before}).",
            "Het CIR schrapt het dossier dan; de kandidaat kan zijn huurpremie verliezen.",
            "Dat mag enkel als de brief van dit aanbod de schrapping aankondigde: kijk dat na.",
            condition,
        )
    until = months_later(day, office.regulation.refusal_pause_months(day))
    return (
        f"Dit is de eerste weigering of stilte die telt: tot {dutch_date(until)} krijgt de kandidaat geen aanbod,"
        " tenzij hij het zelf vraagt; vanaf die dag wel weer.",
        "Bij de tweede schrapt het CIR het dossier en kan de kandidaat zijn huurpremie verliezen; de brief van het"
        " volgende aanbod moet dat aankondigen.",
        condition,
    )
