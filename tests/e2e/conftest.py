"""A practice register for each file: what one does to its list is no matter of another."""

import pytest
from support.console import TODAY, Console

from cir_desktop.practice import launcher


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    with launcher.start(tmp_path_factory.mktemp("register"), 200, 1, TODAY) as running:
        yield running


@pytest.fixture
def console(tmp_path, practice):
    return Console(tmp_path / "werkmap", practice.base_url)
