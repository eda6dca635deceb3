"""`cir pull`."""

from argparse import Namespace

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.errors import UsageError
from cir_desktop.services import pulling, signing_in
from cir_desktop.services.pulling import GateView


def add_verbs(verbs: Verbs) -> None:
    """The verbs of what comes in."""
    fetch = verbs.verb("pull", "Haal nieuwe en gewijzigde kandidaten op.")
    fetch.add_argument("--full", action="store_true", help="haal alles opnieuw op")
    fetch.add_argument(
        "--updated-from", type=day, metavar="DATUM", help="enkel wat het register vanaf deze dag bijwerkte"
    )
    fetch.add_argument(
        "--updated-to", type=day, metavar="DATUM", help="enkel wat het register tot en met deze dag bijwerkte"
    )
    fetch.add_argument(
        "--accept", type=int, metavar="OPHALING", help="pas een ophaling toe die op een beslissing wacht"
    )
    fetch.add_argument(
        "--discard", type=int, metavar="OPHALING", help="gooi een ophaling weg die op een beslissing wacht"
    )
    fetch.set_defaults(run=pull)


def pull(arguments: Namespace, output: Output) -> int:
    """Exit 0 when the list is complete and every dossier was readable, 1 otherwise, also when a pull waits."""
    days = arguments.updated_from or arguments.updated_to
    decisions = [one for one in (arguments.accept, arguments.discard) if one is not None]
    if arguments.full and days:
        raise UsageError("--full haalt alles op, ook buiten de gevraagde dagen.", "Kies --full of de dagen.")
    if len(decisions) > 1 or (decisions and (arguments.full or days)):
        raise UsageError("Deze keuzes gaan niet samen.", "Geef --accept of --discard, en niets anders.")
    if arguments.discard is not None:
        with office_of(arguments) as office:
            pulling.discard(office, arguments.discard)
        output.result(
            {"discarded": arguments.discard},
            [
                "Weggegooid: er is niets toegepast. Zolang het register hetzelfde zegt, vraagt de volgende ophaling het"
                " opnieuw."
            ],
        )
        return 0
    with office_of(arguments) as office:
        signing_in.check(office)
        with output.progress() as report:
            if arguments.accept is not None:
                outcome = pulling.accept(office, arguments.accept, report=report)
            else:
                outcome = pulling.pull(
                    office,
                    report=report,
                    full=arguments.full,
                    updated_from=arguments.updated_from,
                    updated_to=arguments.updated_to,
                )
        gate = pulling.gate(office) if outcome.gate else None
    if output.as_json:
        output.result(msgspec.to_builtins(outcome) | {"question": msgspec.to_builtins(gate)})
    else:
        lines = [pulling.pull_sentence(outcome), outcome.reason]
        output.result(outcome, [*(line for line in lines if line), *_question(gate)])
    return 0 if outcome.complete and not outcome.undecoded else 1


def _question(gate: GateView | None) -> list[str]:
    if gate is None:
        return []
    return [
        gate.sentence,
        *(f"   {line}" for line in gate.lists),
        *(
            f"   {line.dossier} {line.name}: {line.words} ({line.before}{f' → {line.after}' if line.after else ''})"
            for line in gate.lines
        ),
        f"Toepassen: cir pull --accept {gate.pull}. Weggooien: cir pull --discard {gate.pull}.",
        "Later beslissen kan ook.",
    ]
