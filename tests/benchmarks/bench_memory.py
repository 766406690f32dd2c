"""What 200 runs leave behind in the process."""

from collections.abc import Iterator

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

RUNS = 200
PROBE = "tests.benchmarks.memory_probe"


def run() -> Iterator[Figure]:
    """Train 200 times in one process, after a few runs that are not counted."""
    found = probed(PROBE, str(RUNS))
    growth = found["highest"] - found["before"]
    measured = f"{growth:.1f} MB ({found['before']:.0f} MB to {found['after']:.0f} MB)"
    yield Figure(f"{RUNS} runs in one process", "under 20 MB of growth", measured, growth < 20.0)
