"""What every floor may lean on: paths, clock, ids, log, secrets."""
