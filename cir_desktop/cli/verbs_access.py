"""`cir access show | set`."""

import argparse
from argparse import Namespace
from pathlib import Path

import msgspec

from cir_desktop.cli.grammar import Verbs, day
from cir_desktop.cli.output import Output
from cir_desktop.cli.workspace import office_of
from cir_desktop.domain.access import (
    ENVIRONMENT_WORDS,
    GROUND_WORDS,
    SETTING_WORDS,
    AccessSettings,
    Environment,
    Ground,
    GroundKind,
)
from cir_desktop.domain.values import dutch_date
from cir_desktop.errors import BadInput
from cir_desktop.runtime.secrets import passphrase_from_file
from cir_desktop.services import register_access
from cir_desktop.services.register_access import AccessView

_TEXTS = tuple(name for name in AccessSettings.__struct_fields__ if name not in ("key_until", "ground"))


def add_verbs(verbs: Verbs) -> None:
    """Declare them."""
    access = verbs.group("access", "De toegang tot het register: omgeving, adressen, sleutel, machtiging.")
    show = access.verb("show", "Toon de toegang, en wat er nog ontbreekt.")
    _environment(show)
    show.set_defaults(run=show_access)
    change = access.verb("set", "Stel de toegang in; wat u niet noemt, blijft.")
    _environment(change)
    for name in _TEXTS:
        change.add_argument(f"--{name.replace('_', '-')}", metavar="TEKST", help=SETTING_WORDS[name])
    change.add_argument("--key", type=Path, metavar="BESTAND", help="private sleutel (PEM), of een bestand client.json")
    change.add_argument("--key-passphrase-file", type=Path, metavar="BESTAND", help="wachtwoordzin van de sleutel")
    change.add_argument("--key-until", type=day, metavar="DATUM", help=SETTING_WORDS["key_until"])
    change.add_argument(
        "--ground", nargs=3, metavar=("SOORT", "REFERENTIE", "DATUM"), help="machtiging of verwerkersovereenkomst"
    )
    change.set_defaults(run=set_access)


def show_access(arguments: Namespace, output: Output) -> int:
    """Exit 1 when something still lacks."""
    with office_of(arguments) as office:
        found = register_access.view(office, arguments.environment)
    return _tell(found, output)


def set_access(arguments: Namespace, output: Output) -> int:
    """Keep what was named. Exit 1 when something still lacks."""
    with office_of(arguments) as office:
        environment = arguments.environment or register_access.view(office).environment
        values = register_access.view(office, environment).values
        if arguments.key:
            values = register_access.values_in_file(office, environment, arguments.key)
        named = {name: getattr(arguments, name) for name in (*_TEXTS, "key_until")}
        values = msgspec.structs.replace(values, **{name: value for name, value in named.items() if value is not None})
        if arguments.ground:
            values = msgspec.structs.replace(values, ground=_ground(*arguments.ground))
        passphrase = passphrase_from_file(arguments.key_passphrase_file) if arguments.key_passphrase_file else ""
        found = register_access.save(office, environment, values, file=arguments.key, passphrase=passphrase)
    return _tell(found, output)


def _environment(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--environment",
        type=Environment,
        choices=list(Environment),
        metavar="OMGEVING",
        help="practice, test of production (anders de gekozen)",
    )


def _ground(kind: str, reference: str, given: str) -> Ground:
    kinds = {words: code for code, words in GROUND_WORDS.items()} | {code.value: code for code in GroundKind}
    if kind not in kinds:
        raise BadInput("Deze soort is niet gekend.", "Geef machtiging of verwerkersovereenkomst.", field="kind")
    try:
        return Ground(kinds[kind], reference, day(given))
    except argparse.ArgumentTypeError as error:
        raise BadInput("Dit is geen datum.", "Geef jjjj-mm-dd of dd/mm/jjjj.", field="date") from error


def _tell(found: AccessView, output: Output) -> int:
    lacking = register_access.sentences(found)
    values = found.values
    shown: dict[str, str] = {name: getattr(values, name) for name in _TEXTS}
    shown["key_until"] = dutch_date(values.key_until) if values.key_until else ""
    ground = values.ground
    shown["ground"] = f"{GROUND_WORDS[ground.kind]} {ground.reference} van {dutch_date(ground.date)}" if ground else ""
    if output.as_json:
        output.result({**msgspec.to_builtins(found), "lacking": lacking})
    else:
        output.say(f"Omgeving: {ENVIRONMENT_WORDS[found.environment]}" + ("" if found.chosen else " (niet gekozen)"))
        output.table(
            ("Wat", "Waarde", ""),
            (
                (
                    SETTING_WORDS[name],
                    value or "niet ingevuld",
                    "vastgelegd door de beheerder" if name in found.fixed else "",
                )
                for name, value in shown.items()
            ),
        )
        output.say(f"Sleutel: {'bewaard' if found.has_key else 'nog geen'}")
        for sentence in lacking:
            output.say(sentence)
        if found.admin_file:
            output.say(f"Bestand van de beheerder van deze computer: {found.admin_file}")
    return 1 if lacking else 0
