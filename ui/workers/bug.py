"""A mistake of ours, as the workers bring it: the one of the error tree."""

from cir_desktop.errors import Bug, places

__all__ = ["Bug", "places"]
