"""`cir push | status | outbox | undecoded | candidates`."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.codes import status_words
from cir_desktop.domain.values import dutch_date
from cir_desktop.domain.ways import WAY_WORDS, Way
from cir_desktop.services import candidates, exchange, pulling, signing_in


def push(arguments: Namespace, output: Output) -> int:
    """Exit 0 when nothing was refused or stayed without an answer; 3 when the register could not be reached."""
    return _push(arguments, output, at_once=arguments.now)


def _push(arguments: Namespace, output: Output, *, at_once: bool) -> int:
    with office_of(arguments) as office, output.progress() as report:
        signing_in.check(office)
        outcome = exchange.push(office, report=report, at_once=at_once)
        paused = exchange.paused_sentence(outcome.stopped, outcome.resumes_at, office.clock())
    output.result(outcome, [exchange.push_sentence(outcome)])
    if outcome.unanswered or paused:
        output.line_to_stderr(
            f"fout CIR-301: {paused or 'Het register gaf geen duidelijk antwoord.'} Alles blijft klaarstaan."
        )
        return 3
    return 1 if outcome.refused or outcome.conflict or outcome.denied else 0


def status(arguments: Namespace, output: Output) -> int:
    """Counts of the office."""
    with office_of(arguments) as office:
        found = exchange.status(office)
        pulled = pulling.state(office)
        paused = exchange.paused_sentence(found.circuit.reason, found.circuit.next_attempt_at, office.clock())
    output.result(
        found,
        [
            f"Register: {found.register or 'niet ingesteld'}"
            + (f" ({WAY_WORDS[found.way]})" if found.way is Way.WORKBOOK else ""),
            f"Kandidaten: {found.candidates} (niet langer voor ons: {found.out_of_scope},"
            f" met een waarschuwing: {found.warnings}, onleesbaar: {found.undecoded})",
            pulled.sentence,
            f"Woningen: {found.homes}, waarvan {found.vacancies} vrij",
            f"Te versturen: {found.to_send}; wacht op tweede persoon: {found.held}; zonder antwoord:"
            f" {found.unanswered}; geweigerd: {found.refused}; te bekijken: {found.conflict};"
            f" feiten in conflict: {found.facts_in_conflict}",
            *([paused] if paused else []),
            *found.access_warnings,
        ],
    )
    return 0


def outbox_list(arguments: Namespace, output: Output) -> int:
    """All commands in the order of their making."""
    with office_of(arguments) as office:
        lines = exchange.outbox_lines(office)
    if output.as_json:
        output.result([_command_json(line) for line in lines])
    elif not lines:
        output.say("Er is nog niets te versturen. Een aanbod, een antwoord of een beslissing komt hier te staan.")
    else:
        output.table(
            ("Bericht", "Actie", "Dossier", "Stand", "Daarna"),
            (
                (line.command.id[-8:], line.action_words, line.command.dossier, line.state_words,
                 line.receipt or line.next_step)
                for line in lines
            ),
        )  # fmt: skip
    return 0


def _command_json(line: exchange.CommandLine) -> dict[str, object]:
    command = line.command
    return {
        "id": command.id,
        "action": command.action,
        "dossier": command.dossier,
        "state": command.state.value,
        "state_words": line.state_words,
        "author": command.author,
        "author_name": line.author,
        "released_by": command.released_by,
        "released_by_name": line.released_by,
        "attempts": command.attempts,
        "last_answer": command.last_answer,
        "next_attempt_at": command.next_attempt_at,
        "receipt": msgspec.to_builtins(command.receipt),
    }


def outbox_resend(arguments: Namespace, output: Output) -> int:
    """Put a refused command, or one that a clerk looked at, back among what is to be sent."""
    with office_of(arguments) as office:
        command = exchange.resend(office, arguments.id)
    output.result({"id": command.id, "state": command.state.value}, [exchange.resent_sentence(command)])
    return 0


def outbox_drop(arguments: Namespace, output: Output) -> int:
    """Withdraw a command that the register will not hear of."""
    with office_of(arguments) as office:
        command = exchange.drop(office, arguments.id, arguments.motive)
    output.result(
        {"id": command.id, "state": command.state.value, "motive": command.last_answer},
        ["Ingetrokken; dit bericht gaat niet naar het CIR."],
    )
    return 0


def outbox_automatic(arguments: Namespace, output: Output) -> int:
    """Choose whether what is due leaves by itself while the window is open."""
    on = arguments.answer == "on"
    with office_of(arguments) as office:
        exchange.choose_automatic(office, on)
    said = "Berichten vertrekken vanzelf zolang het venster open is." if on else "Berichten vertrekken enkel op vraag."
    output.result({"automatic": on}, [said])
    return 0


def outbox_retry(arguments: Namespace, output: Output) -> int:
    """Make what got no answer due now, and push."""
    with office_of(arguments) as office:
        count = exchange.retry(office)
    output.say(f"Wat op zijn tijd wachtte, wordt nu geprobeerd: {count}.")
    return _push(arguments, output, at_once=True)


def undecoded(arguments: Namespace, output: Output) -> int:
    """Dossiers that could not be read; exit 1 when there are any."""
    with office_of(arguments) as office:
        lines = exchange.undecoded(office)
    output.result(
        lines,
        [f"{line.dossier} versie {line.version}: {line.reason}" for line in lines] or ["Alles is leesbaar."],
    )
    return 1 if lines else 0


def candidates_search(arguments: Namespace, output: Output) -> int:
    """Search as in the window."""
    with office_of(arguments) as office:
        ids = candidates.ids(office, candidates.Filter(text=arguments.text))
        rows = candidates.rows(office, ids[: arguments.limit])
    if output.as_json:
        output.result({"found": len(ids), "rows": rows})
        return 0
    output.say(f"{len(ids)} gevonden")
    output.table(
        ("Dossier", "Naam", "Status", "Ingeschreven", "Gemeente"),
        (
            (row.dossier, row.name, status_words(row.status), dutch_date(row.registered_on), row.municipality)
            for row in rows
        ),
    )
    return 0
