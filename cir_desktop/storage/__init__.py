"""The encrypted store: tables, units of work, outbox, schema versions."""
