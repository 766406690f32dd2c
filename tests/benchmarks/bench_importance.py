"""How long the importance of eight inputs on 2,000 rows takes, and whether the window waits."""

from collections.abc import Iterator
from statistics import median

from tests.benchmarks.figure import Figure, beside
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.importance_probe"
MOST_SECONDS = 1.0  # with two quiet cores
MOST_MS = 60.0


def run() -> Iterator[Figure]:
    """Compare it with predicting and scoring the permuted rows, which it cannot do without."""
    for preset, found in probed(PROBE).items():
        seconds = found["seconds"]
        yield Figure(
            f"importance of 8 inputs on 2,000 rows, `{preset}` (bare: predicting and scoring them)",
            f"under {MOST_SECONDS:g} s",
            beside(seconds, found["bare"], "s"),
            median(seconds) < MOST_SECONDS,
        )
        longest = found["ticks"]["longest"]
        yield Figure(
            f"longest tick gap of the GUI's thread meanwhile, `{preset}`",
            f"under {MOST_MS:g} ms",
            f"{longest:.3g} ms",
            longest < MOST_MS,
        )
