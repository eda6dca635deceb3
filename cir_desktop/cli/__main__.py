"""`python -m cir_desktop.cli`."""

import sys

from cir_desktop.cli import main

sys.exit(main())
