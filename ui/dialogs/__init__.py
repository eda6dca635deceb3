"""Questions that a page asks in a window of their own; opened, never executed."""
