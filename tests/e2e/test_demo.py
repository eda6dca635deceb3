"""`cir demo`, as scripts/demo runs it."""

import json

from support.console import Console


def test_the_demo_goes_from_the_register_to_a_released_sanction_and_an_allocation_and_back(tmp_path):
    done = Console.run_words(["demo", "--size", "120", "--json"])
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["released_by"] == "Verzonnen Goedkeurder"
    assert told["register_status"] == "RJCT" and told["replayed"] is True
    assert told["refused"] != told["decision"]["dossier"]
