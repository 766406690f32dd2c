"""How soon after pressing Train there is something to see, in a window that is warmed up."""

from collections.abc import Iterator
from statistics import median

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.first_epoch_probe"


def run() -> Iterator[Figure]:
    """Press Train several times for each preset; the slowest counts."""
    for preset, of_preset in probed(PROBE).items():
        for first, seconds in of_preset.items():
            longest = max(seconds)
            milliseconds = f"{1e3 * longest:.0f} ms (median {1e3 * median(seconds):.0f} ms"
            measured = f"{milliseconds}, the first {1e3 * seconds[0]:.0f} ms)"
            what = f"Train pressed to the first {first}, `{preset}`, longest"
            yield Figure(what, "under 1 s", measured, longest < 1.0)
