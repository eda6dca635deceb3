"""`cir` called as a person or a scheduled task calls it: in this process where speed matters, else in its own."""

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cir_desktop.cli import main
from cir_desktop.runtime.clock import local_day, now

TODAY = local_day(now())
"""The day in Flanders: for an hour or two a day it is another one than that of a machine on UTC."""


@dataclass(frozen=True)
class Done:
    """How a call ended."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Console:
    """`cir` on one workspace; keeps nothing between calls but the folder."""

    folder: Path
    register: str | None = None
    actor: str = "els"

    def words(self, *words, actor=None, as_json=True, passphrase=True):
        """The command line with this workspace, passphrase, register and person."""
        full = ["--workspace", str(self.folder), "--actor", actor or self.actor]
        if passphrase:
            file = self.folder.parent / "zin.txt"
            file.write_text("vier gewone woorden hier\n", encoding="utf-8")
            full += ["--passphrase-file", str(file)]
        if self.register:
            full += ["--register", self.register]
        return [*full, *map(str, words), *(["--json"] if as_json else [])]

    def run(self, *words, **more) -> Done:
        """Call it in this process."""
        return self.run_words(self.words(*words, **more))

    @staticmethod
    def run_words(full) -> Done:
        """Call it in this process with just these words."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(full)
            except SystemExit as end:
                code = int(end.code or 0)
        return Done(code, out.getvalue(), err.getvalue())

    def run_apart(self, *words, **more) -> subprocess.CompletedProcess:
        """Call it in a process of its own, without a terminal and without any keyring of this desktop."""
        command = [sys.executable, "-m", "cir_desktop.cli", *self.words(*words, **more)]
        environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            timeout=100,
            stdin=subprocess.DEVNULL,
        )

    def json(self, *words, expect=0, actor=None):
        """What it gives as JSON; the exit code must be the expected one."""
        done = self.run(*words, actor=actor)
        assert done.returncode == expect, done
        return json.loads(done.stdout)

    def problem(self, *words, expect=1, actor=None, as_json=True):
        """The problem line; nothing else may be told, and no traceback."""
        done = self.run(*words, actor=actor, as_json=as_json)
        assert done.returncode == expect, done
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("fout CIR-"), done.stderr
        assert "CIR-900" not in done.stderr
        return done.stderr
