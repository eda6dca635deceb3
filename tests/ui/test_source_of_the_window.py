import ast
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "ui"
MODULES = sorted(UI.rglob("*.py"))
SHOWN = {
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "Heading", "QuietLabel", "Pill",
    "button", "setText", "setToolTip", "setWindowTitle", "setPlaceholderText", "setAccessibleName",
    "setAccessibleDescription", "setStatusTip", "setTitle", "addAction", "addTab", "addMenu", "showMessage", "say",
    "Badge", "Column",
}  # fmt: skip


def calls(module):
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def wrong_translations(module):
    source = module.read_text(encoding="utf-8")
    for name, node in calls(module):
        if name == "tr":
            text = node.args[0]
            written = ast.get_source_segment(source, text)
            if not is_text(text) or isinstance(text, ast.JoinedStr) or written.startswith(('"""', "'''")):
                yield f"{module.name}:{node.lineno} tr() takes a plain literal"


def untranslated(module):
    for name, node in calls(module):
        if name in SHOWN:
            named = [word.value for word in node.keywords if word.arg in ("title", "text", "tooltip")]
            for text in filter(is_text, [*node.args, *named]):
                fixed = "".join(part.value for part in ast.walk(text) if is_plain(part))
                if any(letter.isalpha() for letter in fixed):
                    yield f"{module.name}:{node.lineno} {name}({fixed!r}) is not translated"


def is_text(node):
    return isinstance(node, ast.JoinedStr) or is_plain(node)


def is_plain(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(UI).as_posix())
def test_every_text_a_clerk_reads_can_be_translated(module):
    assert [*wrong_translations(module), *untranslated(module)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(UI).as_posix())
def test_no_module_of_the_window_runs_an_event_loop_within_another(module):
    loops = {"processEvents", "exec", "exec_", "QEventLoop", "ResizeToContents", "QSortFilterProxyModel"}
    found = [f"{module.name}:{node.lineno} {name}" for name, node in calls(module) if name in loops]
    if module.name == "main.py":
        found = [each for each in found if not each.endswith(" exec")]
    assert found == []


def test_the_check_itself_finds_what_it_looks_for(tmp_path):
    module = tmp_path / "sample.py"
    module.write_text('self.tr(f"Zoek {x}")\nQLabel("Naam")\nlabel.setText(f"Plaats {n}")\n', encoding="utf-8")
    assert len([*wrong_translations(module), *untranslated(module)]) == 3
