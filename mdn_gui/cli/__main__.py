"""Start the command `mdn` with `python -m mdn_gui.cli`."""

import sys

from mdn_gui.cli import main

if __name__ == "__main__":
    sys.exit(main())
