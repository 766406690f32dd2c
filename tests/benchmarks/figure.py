"""One line of a benchmark's report."""

from collections.abc import Sequence
from statistics import median
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


def beside(ours: Sequence[float], bare: Sequence[float], unit: str) -> str:
    """What several rounds measured, beside what the bare window takes for the same act.

    Args:
        ours: Of the window, one value for each round.
        bare: Of the bare window.
        unit: Of both.

    Returns:
        The middle value and the range, the bare window's middle value, and the ratio of the two.
    """
    middle, least = median(ours), median(bare)
    spread = f"{min(ours):.3g} to {max(ours):.3g}; " if len(ours) > 1 else ""
    said = f"{middle:.3g} {unit} ({spread}bare {least:.3g}, ours / bare {middle / least:.2g})"
    return said.replace("  ", " ")
