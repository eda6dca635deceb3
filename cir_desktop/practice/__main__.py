"""`python -m cir_desktop.practice`: the practice register on its own."""

import argparse
import logging
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cir_desktop.practice.serve import OtherList, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; 0 then, 1 when it could not start."""
    parser = argparse.ArgumentParser(prog="practice", description="Oefenregister met verzonnen kandidaten.")
    parser.add_argument("--dir", type=Path, required=True, help="map voor de bestanden van het oefenregister")
    parser.add_argument("--size", type=_positive, default=200, help="aantal dossiers: 200, 5000, 50000, 200000, ...")
    parser.add_argument("--seed", type=int, default=1, help="zelfde getal, zelfde lijst")
    parser.add_argument("--date", type=date.fromisoformat, help="eerste dag van een nieuwe lijst (jjjj-mm-dd)")
    parser.add_argument("--port", type=int, default=0, help="poort op 127.0.0.1; 0 kiest een vrije")
    parser.add_argument("--published-only", action="store_true", help="alleen wat de gepubliceerde API belooft")
    parser.add_argument("--with-parent", action="store_true", help="stop wanneer de standaardinvoer eindigt")
    asked = parser.parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    try:
        serve(
            asked.dir,
            asked.size,
            asked.seed,
            asked.date,
            port=asked.port,
            published_only=asked.published_only,
            with_parent=asked.with_parent,
        )
    except KeyboardInterrupt:
        return 0
    except OtherList as other:
        sys.stderr.write(f"In deze map staat een andere lijst ({other}). Kies een andere map.\n")
        return 1
    except (OSError, OverflowError) as error:
        sys.stderr.write(f"Het oefenregister kan niet starten: {error}\n")
        return 1
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("een getal vanaf 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
