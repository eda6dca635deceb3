"""LibreOffice as another program that reads and writes workbooks; scripts/setup.sh dev installs it."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def converted(sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The same workbooks as LibreOffice saves them. `kind` is an ending; a filter may follow a colon."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="libreoffice-") as profile:
        subprocess.run(
            [
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation={Path(profile).as_uri()}",
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
