"""LibreOffice as another program that reads and writes workbooks; scripts/setup.sh dev installs it."""

import subprocess
import tempfile
from pathlib import Path


def converted(source: Path, kind: str, folder: Path) -> Path:
    """The same workbook as LibreOffice saves it. `kind` is an ending, a filter may follow a colon."""
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
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=100,
        )
    return folder / f"{source.stem}.{kind.partition(':')[0]}"
