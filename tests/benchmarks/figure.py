"""One line of a benchmark's report."""

from typing import NamedTuple


class Figure(NamedTuple):
    """What was asked for beside what was measured.

    Attributes:
        what: What is measured.
        asked: The figure asked for, as text.
        measured: The figure measured, as text with its unit.
        met: Whether it is met.
    """

    what: str
    asked: str
    measured: str
    met: bool
