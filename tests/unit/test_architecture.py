"""The architecture as sentences that run."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.roles import OPEN, functions_of_the_services

from cir_desktop.services.roles import ASKED

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(path for room in ("cir_desktop", "ui") for path in (ROOT / room).rglob("*.py"))


def test_every_room_imports_only_what_its_floor_may():
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_lock_file_names_a_host():
    for lock in (ROOT / "scripts").glob("*.lock"):
        assert not re.search(r"https?://|--index-url|--find-links", lock.read_text(encoding="utf-8")), lock.name


def test_every_locked_package_has_a_hash():
    for lock in (ROOT / "scripts").glob("*.lock"):
        entries = re.findall(r"^[a-z0-9][\w.-]*==[^\n]*\n((?:    --hash[^\n]*\n?)*)", lock.read_text("utf-8"), re.M)
        assert len(entries) > 40
        assert all("--hash=sha256:" in entry for entry in entries), lock.name


def test_every_dependency_range_ends_before_the_next_breaking_release():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted in project["dependencies"]:
        assert "<" in wanted or "==" in wanted or wanted.startswith("tzdata"), wanted


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_of_a_size_that_reads_well(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 420, f"{lines} lines: which two things has this module become?"


def test_no_test_waits_by_the_clock():
    pattern = re.compile(r"time\.sleep\(|qWait\(|qtbot\.wait\(|asyncio\.sleep\(")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "tests").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line) and path != Path(__file__)
    ]
    assert found == []


def test_tr_is_only_called_with_literals():
    wrong = []
    for path in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "tr":
                first = node.args[0] if node.args else None
                if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []


def test_nothing_shipped_names_a_path_of_a_developers_machine():
    shipped = [p for p in ROOT.glob("*.*") if p.is_file() and p.name != ".git"] + [
        p
        for folder in ("cir_desktop", "ui", "resources", "docs", "scripts", ".ci")
        for p in (ROOT / folder).rglob("*")
        if p.is_file() and p.suffix in {".py", ".md", ".toml", ".yaml", ".sh", ".lock", ""}
    ]
    for path in shipped:
        text = path.read_text(encoding="utf-8")
        assert "/work/" not in text and "/root/" not in text, path


def test_every_use_case_says_which_role_it_asks_for():
    functions = functions_of_the_services()
    silent = [name for name, function in functions.items() if function not in ASKED and name not in OPEN]
    assert silent == [], "put @needs(...) of services/roles.py above it, or say in tests/support/roles.py why not"
    assert [name for name in OPEN if name not in functions or functions[name] in ASKED] == []
