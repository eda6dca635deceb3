"""The schema steps, oldest first. They are imported, not looked for on the disk: a packed program has no such files."""

from types import ModuleType

from cir_desktop.storage.versions import r0001_first_tables, r0002_allocation_by_law, r0003_exchange, r0004_migration

STEPS: tuple[ModuleType, ...] = (r0001_first_tables, r0002_allocation_by_law, r0003_exchange, r0004_migration)
