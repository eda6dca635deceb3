"""Wires an office by plain constructor calls."""

from collections.abc import Callable
from pathlib import Path

from cir_desktop.allocation.loader import load_refusal_reasons, load_regulation
from cir_desktop.domain.process import Actor
from cir_desktop.errors import StoreError, UsageError
from cir_desktop.runtime import clock as clocks
from cir_desktop.runtime.account import account_name
from cir_desktop.runtime.admin_file import admin_file
from cir_desktop.runtime.paths import resource
from cir_desktop.runtime.secrets import SALT_FILE, key_from_keyring, new_key, workspace_key
from cir_desktop.services import signing_in
from cir_desktop.services.office import Office
from cir_desktop.storage import people
from cir_desktop.storage.engine import Store, open_store
from cir_desktop.sync.rederive import rederive_if_old

STORE_FILE = "store.db"


def needs_passphrase(workspace: Path) -> bool:
    """Whether this workspace opens with a passphrase: it was made with one, or it is new and no safe keyring answers.

    For a window, which asks first; raises StoreError when the keyring holds a damaged key.
    """
    if (workspace / SALT_FILE).exists():
        return True
    return is_new(workspace) and key_from_keyring(workspace, create=True) is None


def is_new(workspace: Path) -> bool:
    """Whether nothing is stored in this folder yet."""
    return not (workspace / STORE_FILE).exists()


def open_office(
    workspace: Path,
    *,
    passphrase: Callable[[], str] | None = None,
    throw_away: bool = False,
    actor: str | None = None,
    practice: bool = False,
    rules: Path | None = None,
    clock: clocks.Clock = clocks.now,
    on_close: Callable[[], None] | None = None,
) -> Office:
    """Open a workspace, or make it when the folder is new.

    Args:
        workspace: folder on a local disk.
        passphrase: gives the passphrase where no keyring is wanted; None asks the keyring first.
        throw_away: keep the key in memory only; the folder can't be opened again.
        actor: who works here; else the account of the operating system.
        practice: whether the window says that this is practice.
        rules: folder with the rules of the landlord; else the `rules` folder of the workspace, else the shipped ones.

    Raises:
        UsageError: `actor` is how the log names somebody who signs in, or an approver.
        NoKey, WrongKey, StoreTooNew, StoreBusy, StoreError, BadRules, BadAdminFile.
    """
    try:
        workspace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "De werkmap kan niet gemaakt worden.", "Kies een map op deze computer waarin u mag schrijven."
        ) from error
    own_rules = workspace / "rules"
    folder = rules or (own_rules if own_rules.is_dir() else resource("rules"))
    regulation = load_regulation(folder)
    reasons = load_refusal_reasons(folder)
    # Practice has its own register on this computer: what an administrator fixed is about real ones.
    admin = None if practice else admin_file()
    store_file = workspace / STORE_FILE
    key = new_key() if throw_away else workspace_key(workspace, exists=store_file.exists(), passphrase=passphrase)
    store = open_store(store_file, key, clock=clock)
    try:
        office = Office(
            workspace=workspace,
            store=store,
            account=Actor(actor or account_name()),
            login=account_name(),
            shipped=regulation,
            shipped_reasons=reasons,
            rules_folder=folder,
            clock=clock,
            practice=practice,
            on_close=on_close,
            admin=admin,
        )
        if actor is not None:
            _must_be_nobodys_id(store, actor)
        signing_in.resume(office)
        rederive_if_old(store, actor=office.actor, own_party=office.party)
    except BaseException:
        store.close()
        raise
    return office


def _must_be_nobodys_id(store: Store, actor: str) -> None:
    with store.read() as connection:
        taken = people.names(connection)
    if actor in taken:
        raise UsageError(
            "Deze naam is in het logboek die van iemand die zich aanmeldt of goedkeurt.",
            "Meld u aan als die persoon, of geef een andere naam.",
        )
