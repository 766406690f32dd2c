"""What a row costs, in time and memory, of tables from a thousand rows to ten million."""

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
PROBE = "tests.benchmarks.rows_probe"
ROUNDS = 2
NOISE = 0.05
"""By how much the same measurement may differ from one round to the next."""

HEADINGS = (
    "Rows",
    "Epochs/s",
    "Million rows/s",
    "ns a row (quartiles)",
    "First epoch, s",
    "Peak memory, MB",
    "Growth, MB",
)


class Cost(NamedTuple):
    """What training on a table took.

    Attributes:
        rows: Rows of the table, of which a part is held out: trained on or scored, all count.
        first: Seconds to the end of the first epoch, splitting and scaling included.
        epoch: Seconds of each later epoch: lower quartile, median, upper quartile.
        peak: Highest memory of the process, in MB, the table itself included.
        growth: How much of it came after TensorFlow and a run on 1,000 rows.
    """

    rows: int
    first: float
    epoch: tuple[float, float, float]
    peak: float
    growth: float

    @property
    def nanoseconds(self) -> float:
        """Time a row, median of the epochs."""
        return 1e9 * self.epoch[1] / self.rows

    def cells(self) -> tuple[str, ...]:
        """What the table says of it, under `HEADINGS`."""
        low, _, high = (1e9 * seconds / self.rows for seconds in self.epoch)
        return (
            f"{self.rows:,}",
            f"{1 / self.epoch[1]:.3g}",
            f"{self.rows / self.epoch[1] / 1e6:.2f}",
            f"{self.nanoseconds:.0f} ({low:.0f} to {high:.0f})",
            f"{self.first:.2g}",
            f"{self.peak:.0f}",
            f"{self.growth:.0f}",
        )


def run() -> Iterator[Figure]:
    """Measure each size in turn, and again; the faster of its rounds counts."""
    rounds = [[_measure(rows) for rows in SIZES] for _ in range(ROUNDS)]
    costs = [min(of_size, key=lambda cost: cost.epoch[1]) for of_size in zip(*rounds, strict=True)]
    print(_markdown([HEADINGS, *(cost.cells() for cost in costs)]), flush=True)
    nanoseconds = _medians(costs)
    lowest = list(accumulate(nanoseconds, min))
    rises = [now / before - 1 for now, before in zip(nanoseconds[1:], lowest, strict=False)]
    rise = max(rises)
    apart = max(max(each) / min(each) - 1 for each in zip(*map(_medians, rounds), strict=True))
    sizes = f"{SIZES[0]:,} to {SIZES[-1]:,} rows"
    yield Figure(
        f"time a row from {sizes}",
        f"never more than {NOISE:.0%}, the noise, above that of any smaller table",
        f"{', '.join(f'{each:.0f}' for each in nanoseconds)} ns, at most {rise:+.1%} "
        f"(the rounds differ by up to {apart:.1%})",
        rise <= NOISE,
    )


def _measure(rows: int) -> Cost:
    found = probed(PROBE, str(rows))
    low, middle, high = np.quantile(found["epochs"], [0.25, 0.5, 0.75]).tolist()
    return Cost(rows, found["first"], (low, middle, high), found["peak"], found["growth"])


def _medians(costs: list[Cost]) -> list[float]:
    return [cost.nanoseconds for cost in costs]


def _markdown(rows: list[tuple[str, ...]]) -> str:
    heading, *body = ("| " + " | ".join(row) + " |" for row in rows)
    ruler = "| " + " | ".join("---:" for _ in rows[0]) + " |"
    return "\n".join([heading, ruler, *body])
