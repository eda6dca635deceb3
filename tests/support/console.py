"""`cir` called as a person or a scheduled task calls it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

TODAY = date.today()  # noqa: DTZ011 - the practice register and the program both run on the day of the machine


@dataclass
class Console:
    """`cir` in a process of its own, on one workspace; keeps nothing between calls but the folder."""

    folder: Path
    register: str | None = None
    actor: str = "els"
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *words, actor=None, json_too=True, passphrase_file=True, stdin=subprocess.DEVNULL):
        command = [sys.executable, "-m", "cir_desktop.cli", *map(str, words), "--workspace", str(self.folder)]
        if passphrase_file:
            file = self.folder.parent / "zin.txt"
            file.write_text("vier gewone woorden hier\n", encoding="utf-8")
            command += ["--passphrase-file", str(file)]
        if self.register:
            command += ["--register", self.register]
        command += ["--actor", actor or self.actor] + (["--json"] if json_too else [])
        # no keyring of the developer's own desktop may answer
        environment = {
            **os.environ,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            **self.environment,
        }
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=100, stdin=stdin
        )

    def json(self, *words, expect=0, actor=None):
        done = self.run(*words, actor=actor)
        assert done.returncode == expect, (done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        return json.loads(done.stdout)

    def problem(self, *words, expect=1, actor=None, json_too=True):
        done = self.run(*words, actor=actor, json_too=json_too)
        assert done.returncode == expect, (done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("fout CIR-"), done.stderr
        return done.stderr
