"""Brings a store to the newest schema, one Alembic step at a time, with a copy kept before each."""

from pathlib import Path
from typing import cast

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep, RevisionStep
from alembic.script.base import Script
from alembic.script.revision import RevisionMap
from sqlalchemy import Connection, Engine

from cir_desktop.errors import CirError, StoreError, StoreTooNew
from cir_desktop.storage import backup, versions


def _scripts() -> list[Script]:
    # The steps are imported modules and not files to look for: so a packed program, that has no files, finds them.
    return [Script(module, module.revision, module.__name__) for module in versions.STEPS]


def current_revision(connection: Connection) -> str | None:
    """The revision of the schema, None for an empty store."""
    return MigrationContext.configure(connection).get_current_revision()


def bring_up_to_date(reader: Engine, writer: Engine, path: Path, key: bytes, *, existed: bool) -> None:
    """Take every step that the store has not had.

    Before each step of a store that `existed`, a copy is put beside it; when a step fails, the copy is put back.

    Raises:
        StoreTooNew: the store has a revision that this program does not know.
        StoreBusy: another program is writing.
        StoreError: a step failed; the store is what it was.
    """
    scripts = {script.revision: script for script in _scripts()}
    revisions = RevisionMap(lambda: list(scripts.values()))
    with reader.connect() as connection:
        current = current_revision(connection)
    if current is not None and current not in scripts:
        raise StoreTooNew(
            "Deze werkmap is gemaakt met een nieuwere versie van het programma.",
            "Werk het programma bij, of open een andere werkmap.",
        )
    waiting = [cast(Script, step) for step in revisions.iterate_revisions("head", current or "base")]
    for script in reversed(waiting):
        _take(writer, revisions, script, path, key, keep_copy=existed)


def _take(writer: Engine, revisions: RevisionMap, script: Script, path: Path, key: bytes, *, keep_copy: bool) -> None:
    def steps(heads: object, context: MigrationContext) -> list[RevisionStep]:
        return [MigrationStep.upgrade_from_script(revisions, script)]

    kept = backup.backup_path(path, script.revision)
    try:
        # The write lock is taken first, so that nobody writes between the copy and the step.
        with writer.begin() as connection:
            if current_revision(connection) != script.down_revision:
                return  # another program took this step while we waited for the lock
            if keep_copy:
                kept.unlink(missing_ok=True)
                backup.copy(path, kept, key)
            context = MigrationContext.configure(connection, opts={"fn": steps})
            with Operations.context(context):
                context.run_migrations()
    except CirError:
        raise
    except Exception as error:
        if keep_copy and kept.exists():
            backup.copy(kept, path, key)
        raise StoreError(
            "De opslag kon niet aangepast worden aan deze versie van het programma; de vorige toestand is teruggezet.",
            "Werk verder met de vorige versie van het programma en meld dit.",
        ) from error
