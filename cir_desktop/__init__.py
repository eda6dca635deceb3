"""CIR Desktop without its window: everything that a clerk's work means."""

import sys

__version__ = "0.1.0"

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit("CIR Desktop werkt met Python 3.11, 3.12 of 3.13; start het met een van die versies.")
