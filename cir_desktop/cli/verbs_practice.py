"""`cir practice serve | advance | residences | extract | process`."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_data_path

from cir_desktop.cli.output import Output
from cir_desktop.errors import CirError, RegisterUnreachable, UsageError
from cir_desktop.practice import launcher, remote


def serve(arguments: Namespace, output: Output) -> int:
    """Serve until Ctrl+C; the first line on standard output is JSON with the address and the credentials."""
    # FastAPI and uvicorn take 0.4 s to import; no other verb needs them.
    from cir_desktop.practice.serve import OtherList  # noqa: PLC0415
    from cir_desktop.practice.serve import serve as serve_practice  # noqa: PLC0415

    if arguments.size < 1:
        raise UsageError("Een lijst heeft minstens één dossier.", "Geef --size 200, 5000, 50000 of 200000.")
    name = f"{arguments.size}-{arguments.seed}-{arguments.date or 'vandaag'}"
    directory: Path = arguments.dir or user_data_path("cir-desktop", appauthor=False) / "practice" / name
    try:
        serve_practice(
            directory,
            arguments.size,
            arguments.seed,
            arguments.date,
            port=arguments.port,
            published_only=arguments.published_only,
        )
    except OtherList as error:
        raise UsageError("In die map staat al een andere oefenlijst.", "Kies met --dir een andere map.") from error
    except OSError as error:
        raise CirError(
            "Het oefenregister kan niet starten: de poort is bezet of de map is niet te beschrijven.",
            "Kies een andere --port of --dir.",
        ) from error
    return 0


def credentials_of(arguments: Namespace) -> Path:
    """The credentials of the practice register that the command line names; raises UsageError."""
    found: Path | None = arguments.credentials
    if found is None and arguments.register:
        found = launcher.credentials_for(arguments.register)
    if found is None:
        raise UsageError(
            "Er is geen lopend oefenregister gevonden.",
            "Geef --register URL van een oefenregister op deze computer, of --credentials client.json.",
        )
    return found


def advance(arguments: Namespace, output: Output) -> int:
    """Let days pass in the practice register."""
    if arguments.days < 1:
        raise UsageError("Er moet minstens één dag voorbijgaan.", "Geef een getal vanaf 1.")
    try:
        happened = remote.advance(credentials_of(arguments), arguments.days)
    except remote.NoPracticeRegister as error:
        raise _gone() from error
    output.result(
        happened,
        [f"In het oefenregister is het nu {happened['state']['today']}; haal de wijzigingen op met: cir pull"],
    )
    return 0


def residences(arguments: Namespace, output: Output) -> int:
    """Write the residence workbook of the practice register."""
    return _written(remote.residences, arguments, output)


def extract(arguments: Namespace, output: Output) -> int:
    """Write the candidates of the practice register as a housing company would give them."""
    return _written(remote.extract, arguments, output)


def carry_out(arguments: Namespace, output: Output) -> int:
    """Play the housing company: carry out the messages of a workbook in the practice register and answer in it."""
    messages: Path = arguments.messages
    return _written(lambda access, file: remote.carry_out(access, messages, file), arguments, output)


def _written(write: Callable[[Path, Path], None], arguments: Namespace, output: Output) -> int:
    try:
        write(credentials_of(arguments), arguments.file)
    except remote.NoPracticeRegister as error:
        raise _gone() from error
    except OSError as error:
        raise UsageError("Het werkboek kan daar niet geschreven worden.", "Kies een andere plaats.") from error
    output.result({"file": str(arguments.file)}, [f"Werkboek geschreven: {arguments.file}"])
    return 0


def _gone() -> RegisterUnreachable:
    return RegisterUnreachable("Het oefenregister antwoordt niet.", "Start het met: cir practice serve")
