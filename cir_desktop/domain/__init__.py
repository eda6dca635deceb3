"""Values and records of allocation, without disk, network or clock."""
