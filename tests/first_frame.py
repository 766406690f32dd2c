"""A window in a process of its own, which tells what was imported when it was first seen.

Prints the names of the packages, and after the last panel came those of the window's panes.
"""

import sys

from mdn_gui import studio
from tests.benchmarks.first_frame import FIRST, Moment, Seen


def main() -> None:
    """Open the window, tell what it took to be seen, and close it."""
    app = studio.application()
    program = studio.Studio()

    def tell(_: Moment) -> None:
        print(*sorted({name.partition(".")[0] for name in sys.modules}))

    program.trainer.closed.connect(app.quit)
    program.window.completed.connect(program.window.close)
    seen = Seen(FIRST, tell)
    program.window.show()
    app.exec()
    del seen


if __name__ == "__main__":
    main()
