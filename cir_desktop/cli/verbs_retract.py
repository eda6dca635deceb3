"""`cir outbox correct`: putting right what the register was told, or was about to be told."""

from argparse import Namespace

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.services import retractions
from cir_desktop.services.retractions import RetractPreview


def add_correct(outbox: Verbs) -> None:
    """Declare the verb among those of the outbox."""
    correct = outbox.verb("correct", "Zet een bericht recht; zonder reden: toon wat dat doet en welke redenen er zijn.")
    correct.add_argument("id", metavar="ID", help="het bericht, of het begin of einde van zijn nummer")
    correct.add_argument("--reason", default="", metavar="CODE", help="een code van de gesloten lijst")
    correct.add_argument("--preview", action="store_true", help="toon enkel wat het doet, ook met een reden")
    correct.set_defaults(run=outbox_correct)


def outbox_correct(arguments: Namespace, output: Output) -> int:
    """Show what it does, and do it when a reason is given, or none is asked; exit 1 when nothing was done."""
    with office_of(arguments) as office:
        found = retractions.preview(office, arguments.id, arguments.reason)
        lines = preview_lines(found)
        if arguments.preview or (found.reasons and not arguments.reason):
            output.result(found, lines)
            return 1
        for line in lines:
            output.say(line)
        command = retractions.retract(office, arguments.id, arguments.reason)
    output.result(
        {"id": command.id, "action": command.action, "state": command.state.value},
        [retractions.retracted_sentence(command)],
    )
    return 0


def preview_lines(found: RetractPreview) -> list[str]:
    """What putting a message right does, in words."""
    lines = [f"{found.action_words}: {found.name} ({found.command.dossier})", *found.register, *found.here]
    lines += [f"Bericht: {field}" for field in found.message]
    if found.held:
        lines.append("Een tweede persoon geeft dit vrij voor het vertrekt.")
    if found.age_sentence:
        lines.append(found.age_sentence)
    if found.reasons and not found.action:
        lines += ["Redenen:", *(f"  {reason.code}: {reason.text} ({reason.action})" for reason in found.reasons)]
    return lines
