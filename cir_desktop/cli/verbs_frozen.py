"""`cir replay` and `cir frozen …`: lists and decisions as they were made, worked out again."""

from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.ranking import Replay
from cir_desktop.domain.values import dutch_date, dutch_moment
from cir_desktop.runtime.secrets import ask_passphrase, passphrase_from_file
from cir_desktop.services import freezing

_KINDS = {freezing.LIST: "lijst van een aanbod", freezing.DECISION: "beslissing"}


def add_verbs(verbs: Verbs) -> None:
    """Declare the verbs."""
    again = verbs.verb("replay", "Herbereken een uitgevoerd dossier; daarvoor is geen werkmap nodig.")
    again.add_argument("file", type=Path, metavar="BESTAND")
    again.add_argument(
        "--password-file", type=Path, metavar="BESTAND", help="bestand met het wachtwoord (anders gevraagd)"
    )
    again.set_defaults(run=replay)
    group = verbs.group("frozen", "Bevroren lijsten en beslissingen.")
    kept = group.verb("list", "Toon wat bevroren is.")
    kept.add_argument("home", metavar="WONING", nargs="?")
    kept.set_defaults(run=list_frozen)
    check = group.verb("check", "Herbereken een bevroren dossier van deze werkmap.")
    check.add_argument("id", metavar="NUMMER")
    check.set_defaults(run=check_frozen)
    export = group.verb("export", "Voer een bevroren dossier uit, verzegeld met een wachtwoord.")
    export.add_argument("id", metavar="NUMMER")
    export.add_argument("file", type=Path, metavar="BESTAND")
    export.add_argument(
        "--password-file", type=Path, metavar="BESTAND", help="bestand met het wachtwoord (anders gevraagd)"
    )
    export.set_defaults(run=export_frozen)


def _password(arguments: Namespace) -> str:
    if arguments.password_file:
        return passphrase_from_file(arguments.password_file)
    return ask_passphrase("Wachtwoord van het dossier: ")


def replay(arguments: Namespace, output: Output) -> int:
    """Exit 0 when the list is identical, 1 when it differs."""
    return _tell(freezing.replay_file(arguments.file, _password(arguments)), output)


def check_frozen(arguments: Namespace, output: Output) -> int:
    """Exit 0 when the list is identical, 1 when it differs."""
    with office_of(arguments) as office:
        found = freezing.check(office, arguments.id)
    return _tell(found, output)


def _tell(found: Replay, output: Output) -> int:
    lines = [
        f"Woning {found.home} op {dutch_date(found.reference_date)}: {found.placed} in volgorde,"
        f" {found.excluded} niet in aanmerking.",
        f"Vingerafdruk (SHA-256): {found.fingerprint}",
        "Herberekend: de lijst is identiek." if found.identical else "Herberekend: de lijst is niet dezelfde.",
        *found.differences,
    ]
    output.result({**msgspec.to_builtins(found), "identical": found.identical}, lines)
    return 0 if found.identical else 1


def list_frozen(arguments: Namespace, output: Output) -> int:
    """What is frozen."""
    with office_of(arguments) as office:
        found = freezing.kept(office, arguments.home)
    if output.as_json:
        output.result(found)
    elif not found:
        output.say("Er is nog niets bevroren: dat gebeurt bij elk aanbod en bij elke beslissing.")
    else:
        output.table(
            ("Nummer", "Wat", "Over", "Woning", "Gemaakt", "Vingerafdruk"),
            (
                (ref.id, _KINDS[ref.kind], ref.about, ref.home, dutch_moment(ref.made_at), ref.sha256[:16])
                for ref in found
            ),
        )
    return 0


def export_frozen(arguments: Namespace, output: Output) -> int:
    """Write a sealed file."""
    password = _password(arguments)
    with office_of(arguments) as office:
        ref = freezing.export(office, arguments.id, arguments.file, password)
    output.result(ref, [f"{ref.id} verzegeld in {arguments.file}. Herbereken met: cir replay {arguments.file}"])
    return 0
