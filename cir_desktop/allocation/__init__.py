"""The law: rules, parameters, ranking, explanation. Pure: no disk, no network, no clock."""
