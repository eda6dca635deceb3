"""The filling child: decodes dossiers from its standard input and tells them, ready to be stored, on its output.

Started by `fill_helper`, never by people. It keeps nothing, opens no file, and ends when its input does.
"""

import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from cir_desktop.sync.receive import prepare_unlisted

_LENGTH_BYTES = 8

_decode = msgspec.msgpack.Decoder(list[bytes]).decode
_encode = msgspec.msgpack.Encoder().encode


def write_frame(out: BinaryIO, content: bytes) -> None:
    """One message. Raises OSError when the other side is gone."""
    out.write(len(content).to_bytes(_LENGTH_BYTES, "big"))
    out.write(content)
    out.flush()


def read_frame(source: BinaryIO) -> bytes | None:
    """The next message; None when the other side is gone, also in the middle of one."""
    head = source.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    content = source.read(length)
    return content if len(content) == length else None


def main(arguments: Sequence[str]) -> int:
    """Answer each list of raw dossiers with a Piece. The last argument is the code of our own party."""
    # By number: a windowed program has no sys.stdin and no sys.stdout.
    with os.fdopen(0, "rb", closefd=False) as source, os.fdopen(1, "wb", closefd=False) as out:
        while (asked := read_frame(source)) is not None:
            write_frame(out, _encode(prepare_unlisted(_decode(asked), arguments[-1])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
