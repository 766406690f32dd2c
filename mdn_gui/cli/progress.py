"""How far a training is, for whoever looks at stderr."""

import os
from typing import TextIO

from mdn_gui.cli.progress_lines import Progress, ProgressLines


def progress_on(stream: TextIO, epochs: int, *, quiet: bool) -> Progress:
    """Choose how to show a run: as a bar on a terminal, else as lines; or not at all.

    Args:
        stream: Where to.
        epochs: Epochs planned.
        quiet: Whether to show nothing.
    """
    if quiet:
        return Progress()
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        # Not every run has a terminal, and rich takes a while to import.
        from mdn_gui.cli.progress_bar import ProgressBar  # noqa: PLC0415 - for the reason above

        return ProgressBar(stream, epochs)
    return ProgressLines(stream, epochs)
