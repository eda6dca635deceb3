"""LibreOffice as another program that reads and writes workbooks; scripts/setup.sh dev installs it."""

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path


@cache
def _profile() -> Path:
    """One for each process of the tests: making it takes longer than the work, and two programs can't share one."""
    folder = tempfile.mkdtemp(prefix="libreoffice-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def converted(sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The same workbooks as LibreOffice saves them. `kind` is an ending; a filter may follow a colon."""
    folder.mkdir(exist_ok=True)
    subprocess.run(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={_profile().as_uri()}",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            *map(str, sources),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [folder / f"{source.stem}.{kind.partition(':')[0]}" for source in sources]
