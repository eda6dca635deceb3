"""CIR Desktop without its window: everything that a clerk's work means."""

__version__ = "0.1.0"
