"""The door: starts the desktop program, or one of its declared child processes.

`cir-desktop [--practice] [--workspace DIR] [--size N]`. A frozen program has one executable: `--child practice`,
`--child workbook` and `--child fill` make it the helper process of that name.
"""

import multiprocessing
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from cir_desktop.errors import CirError
from cir_desktop.practice import launcher, remote
from cir_desktop.runtime.log import start_log
from cir_desktop.runtime.paths import default_workspace, log_folder


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code."""
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--child"]:
        return _child(arguments[1], arguments[2:])
    return _window(arguments)


def _child(name: str, arguments: Sequence[str]) -> int:
    # Each child imports only its own room: the window would cost it 0.5 s.
    if name == "practice":
        from cir_desktop.practice.__main__ import main as child  # noqa: PLC0415 - see above

        return child(arguments)
    if name == "workbook":
        from cir_desktop.workbooks.child import main as reader  # noqa: PLC0415 - see above

        return reader(arguments)
    if name == "fill":
        from cir_desktop.sync.fill_child import main as preparer  # noqa: PLC0415 - see above

        return preparer(arguments)
    sys.stderr.write(f"onbekend hulpproces: {name}\n")
    return 2


def _window(arguments: Sequence[str]) -> int:
    parser = ArgumentParser(prog="cir-desktop", description="Sociale woningen toewijzen met het CIR.")
    parser.add_argument("--practice", action="store_true", help="open op het oefenregister, met verzonnen mensen")
    parser.add_argument("--size", type=int, default=200, help="hoeveel verzonnen dossiers (met --practice)")
    parser.add_argument("--seed", type=int, default=1, help="getal waarmee ze verzonnen worden")
    parser.add_argument("--workspace", type=Path, help="de werkmap (anders die van uw account)")
    parser.add_argument("--smoke", action="store_true", help="toon het venster en sluit het meteen: proef van een bouw")
    asked = parser.parse_args(arguments)
    # Qt is imported here and not above: the children of a frozen program must not load it.
    from ui.main import Start, run_window  # noqa: PLC0415 - see above

    with ExitStack() as stack:
        workspace = asked.workspace or default_workspace()
        start = Start(workspace=workspace, smoke=asked.smoke)
        try:
            if asked.practice:
                folder = Path(
                    stack.enter_context(tempfile.TemporaryDirectory(prefix="cir-oefening-", ignore_cleanup_errors=True))
                )
                start_log(folder / "log")
                practice = stack.enter_context(launcher.start(folder / "register", asked.size, asked.seed))
                residences = folder / "verblijf.xlsx"
                remote.residences(practice.credentials, residences)
                start = Start(
                    workspace=asked.workspace or folder / "werkmap",
                    smoke=asked.smoke,
                    practice=True,
                    register_url=practice.base_url,
                    credentials=practice.credentials,
                    residences=residences,
                )
            else:
                start_log(log_folder())
        except (launcher.DidNotStart, remote.NoPracticeRegister) as error:
            sys.stderr.write(f"fout {CirError.code}: het oefenregister startte niet\n{error}\n")
            return 1
        return run_window(start)


if __name__ == "__main__":
    sys.exit(main())
