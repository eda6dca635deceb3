"""The CIR as seen from here: client, wire mapping, sign-in."""
