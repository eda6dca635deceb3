"""`cir outbox release` and `cir approver`: who is the second person, and the letting go of a sanction."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.values import dutch_moment
from cir_desktop.errors import NoKey, UsageError
from cir_desktop.runtime.secrets import ask_passphrase, passphrase_from_file
from cir_desktop.services import approvals, people, signing_in
from cir_desktop.services.approvals import LocalApprover, ReleaseView, SignedIn
from cir_desktop.services.people import NewApprover


def add_release(outbox: Verbs) -> None:
    """Declare `cir outbox release` among the verbs of the outbox."""
    release = outbox.verb("release", "Geef een sanctie vrij, als tweede persoon; zonder goedkeurder: toon ze enkel.")
    release.add_argument("id", metavar="ID", help="het bericht, of het begin of einde van zijn nummer")
    by = release.add_mutually_exclusive_group()
    by.add_argument("--approver", metavar="NAAM", help="naam of nummer van de goedkeurder, die een wachtwoordzin geeft")
    by.add_argument("--signed-in", action="store_true", help="wie hier aangemeld is, geeft vrij als goedkeurder")
    _passphrase_option(release)
    release.set_defaults(run=outbox_release)


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs about approvers."""
    group = verbs.group("approver", "Wie sancties vrijgeeft met een wachtwoordzin.")
    group.verb("list", "Toon de goedkeurders en wie hier aangemeld was.").set_defaults(run=approver_list)
    add = group.verb("add", "Voeg een goedkeurder toe (beheerder).")
    deputy = group.verb("deputy", "Duid een plaatsvervanger van een andere organisatie aan (beheerder).")
    for one in (add, deputy):
        one.add_argument("name", metavar="NAAM", help="voornaam en naam")
        one.add_argument("--function", required=True, metavar="FUNCTIE", help="zoals algemeen directeur")
        one.add_argument("--account", default="", metavar="ACCOUNT", help="account op deze computer, als dat er is")
        one.add_argument("--person", default="", metavar="ID", help="nummer bij aanmelding (vo_id), als dat er is")
        one.set_defaults(run=approver_add, organisation="", agreement="", is_deputy=one is deputy)
    deputy.add_argument("--organisation", required=True, metavar="NAAM", help="waar de plaatsvervanger werkt")
    deputy.add_argument("--agreement", required=True, metavar="TEKST", help="verwijzing naar het akkoord")
    confirm = group.verb("confirm", "De goedkeurder kiest een wachtwoordzin.")
    remove = group.verb("remove", "Beëindig een goedkeurder (beheerder).")
    for one, run in ((confirm, approver_confirm), (remove, approver_remove)):
        one.add_argument("approver", metavar="NAAM", help="naam of nummer")
        one.set_defaults(run=run)
    _passphrase_option(confirm)


def _passphrase_option(verb: ArgumentParser) -> None:
    verb.add_argument(
        "--approver-passphrase-file",
        type=Path,
        metavar="BESTAND",
        help="bestand met de wachtwoordzin van de goedkeurder (anders gevraagd)",
    )


def outbox_release(arguments: Namespace, output: Output) -> int:
    """Show what is held, and let it go when somebody vouches for it; exit 1 when nobody did."""
    with office_of(arguments) as office:
        if arguments.signed_in:
            # A sanction is let go by the roles of this moment, and not by those of this morning.
            signing_in.check(office, always=True)
        found = approvals.view(office, arguments.id)
        for line in view_lines(found):
            output.say(line)
        if not (arguments.approver or arguments.signed_in):
            output.result(found)
            return 1
        by: SignedIn | LocalApprover = SignedIn()
        if arguments.approver:
            words = f"Wachtwoordzin van {arguments.approver}: "
            by = LocalApprover(arguments.approver, _passphrase(arguments, words))
        released = approvals.release(office, arguments.id, by)
    command = released.command
    output.result(
        {"id": command.id, "state": command.state.value, "released_by": released.by, "action": command.action},
        [f"Vrijgegeven door {released.by}; gaat mee bij de volgende verzending."],
    )
    return 0


def view_lines(found: ReleaseView) -> list[str]:
    """A message that is held, in sentences."""
    return [
        f"{found.action_words}: {found.candidate} ({found.command.dossier})".replace(":  (", " ("),
        f"Ingevoerd door {found.author} op {dutch_moment(found.entered_at)}.",
        *([f"Reden: {found.reason}"] if found.reason else []),
        "Gevolg:",
        *(f"  {text}" for text in found.consequences),
        "Bericht aan het CIR:",
        *(f"  {text}" for text in found.message),
        "Wie kan dit vrijgeven:",
        *(f"  {way.words}: {way.problem or 'kan vrijgeven'}" for way in found.ways),
        *([f"Niemand kan dit nu vrijgeven. {found.nobody}"] if found.nobody else []),
    ]


def approver_list(arguments: Namespace, output: Output) -> int:
    """Approvers, who signed in lately, and whether somebody can release now; exit 1 when nobody can."""
    with office_of(arguments) as office:
        found = people.view(office)
    if output.as_json:
        output.result(found)
        return 0 if found.anybody else 1
    output.say(found.sentence)
    if found.approvers:
        output.table(
            ("Nummer", "Naam", "Functie", "Soort", "Stand", "Bekend als"),
            (
                (line.approver.id, line.approver.name, line.approver.function, line.kind, line.state, line.known_as)
                for line in found.approvers
            ),
        )
    output.say(found.without_sign_in)
    if found.lately:
        output.table(
            ("Aangemeld", "Naam", "Organisatie", "Nummer"),
            ((dutch_moment(one.last_signed_in), one.name, one.organisation_name, one.id) for one in found.lately),
        )
    return 0 if found.anybody else 1


def approver_add(arguments: Namespace, output: Output) -> int:
    """Add an approver or the deputy, who still has to choose a passphrase."""
    new = NewApprover(
        name=arguments.name,
        function=arguments.function,
        deputy=arguments.is_deputy,
        organisation=arguments.organisation,
        agreement=arguments.agreement,
        account=arguments.account,
        person=arguments.person,
    )
    with office_of(arguments) as office:
        made = people.add(office, new)
    output.result(
        made, [f"{made.id} toegevoegd. {made.name} kiest nu zelf een wachtwoordzin: cir approver confirm {made.id}"]
    )
    return 0


def approver_confirm(arguments: Namespace, output: Output) -> int:
    """The approver chooses a passphrase: typed twice, or once from a file."""
    with office_of(arguments) as office:
        passphrase = _passphrase(arguments, f"Nieuwe wachtwoordzin van {arguments.approver}: ")
        again = passphrase if arguments.approver_passphrase_file else _passphrase(arguments, "Nog eens: ")
        one = people.confirm(office, arguments.approver, passphrase, again)
    output.result(one, [f"{one.name} kan nu sancties vrijgeven."])
    return 0


def approver_remove(arguments: Namespace, output: Output) -> int:
    """End an approver."""
    with office_of(arguments) as office:
        one = people.end(office, arguments.approver)
    output.result({"id": one.id}, [f"{one.name} geeft geen sancties meer vrij."])
    return 0


def _passphrase(arguments: Namespace, words: str) -> str:
    file: Path | None = arguments.approver_passphrase_file
    if file:
        return passphrase_from_file(file)
    try:
        return ask_passphrase(words)
    except NoKey as error:
        raise UsageError(
            "Er is geen terminal om de wachtwoordzin van de goedkeurder te vragen.",
            "Geef --approver-passphrase-file BESTAND.",
        ) from error
