"""From command line to an open office: workspace, key, register."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from cir_desktop.practice import launcher
from cir_desktop.runtime.log import start_log, stop_log
from cir_desktop.runtime.paths import default_workspace
from cir_desktop.runtime.secrets import passphrase_from_file
from cir_desktop.services.bootstrap import open_office
from cir_desktop.services.office import Office


@contextmanager
def office_of(arguments: Namespace) -> Iterator[Office]:
    """The office that the command line names; raises CirError when it can't be opened."""
    workspace: Path = arguments.workspace or default_workspace()
    start_log(workspace / "log")
    passphrase: Callable[[], str] | None = None
    if arguments.passphrase_file:
        passphrase = partial(passphrase_from_file, arguments.passphrase_file)
    office = open_office(workspace, passphrase=passphrase, actor=arguments.actor)
    try:
        _set_register(office, arguments)
        yield office
    finally:
        office.close()
        stop_log()


def _set_register(office: Office, arguments: Namespace) -> None:
    url: str | None = arguments.register
    credentials: Path | None = arguments.credentials
    if url is None:
        return
    if credentials is None and office.register_url != url.rstrip("/"):
        credentials = launcher.credentials_for(url)
    if credentials is not None:
        office.connect(url, credentials)
    elif office.register_url != url.rstrip("/"):
        office.use_url(url)
