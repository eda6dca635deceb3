"""The console `cir`: the same use cases for a terminal and a scheduled task.

Exit 0 done, 1 refused or findings, 2 usage, 3 register unreachable, 130 interrupted. With `--json` standard output is
JSON only; problems go to standard error, one line each, with their code.
"""

import logging
import sys
from collections.abc import Sequence

from cir_desktop.cli.output import Output
from cir_desktop.cli.parser import parse
from cir_desktop.errors import Bug, CirError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    output = Output(as_json=arguments.json)
    try:
        result: int = arguments.run(arguments, output)
        return result
    except CirError as error:
        output.problem(error)
        return error.exit_code
    except KeyboardInterrupt:
        output.line_to_stderr("Gestopt. Wat klaar was, is bewaard.")
        return 130
    except BrokenPipeError:
        return 1
    except Exception as error:
        bug = Bug(error)
        logging.getLogger(__name__).error("%s", bug.report)
        output.problem(bug)
        output.line_to_stderr(bug.report)
        return 1
