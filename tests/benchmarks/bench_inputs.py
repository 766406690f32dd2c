"""How fast the pictures of six inputs follow the mouse."""

from collections.abc import Iterator

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.inputs_probe"
LEAST = 30.0


def run() -> Iterator[Figure]:
    """Drag the line of one of six inputs, with a network of each preset."""
    for preset, moves in probed(PROBE).items():
        yield Figure(
            f"field and pictures of six inputs while one is dragged, `{preset}`",
            f"{LEAST:.0f} times a second",
            f"{moves['all']:.1f} (of x in the field, for the density at x alone: {moves['x']:.1f})",
            moves["all"] >= LEAST,
        )
