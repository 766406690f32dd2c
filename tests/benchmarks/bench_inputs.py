"""How fast the pictures of six inputs follow the mouse, and what six inputs cost while training."""

from collections.abc import Iterator

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.inputs_probe"
LEAST, MOST = 30.0, 1.2


def run() -> Iterator[Figure]:
    """Drag the line of one of six inputs, with a network of each preset."""
    found = probed(PROBE)
    one, six = found.pop("gaps").values()
    for preset, moves in found.items():
        yield Figure(
            f"field and pictures of six inputs while one is dragged, `{preset}`",
            f"{LEAST:.0f} times a second",
            f"{moves['all']:.1f} (of x in the field, for the density at x alone: {moves['x']:.1f})",
            moves["all"] >= LEAST,
        )
    yield Figure(
        "longest hundredth of the tick gaps while training with six inputs whose pictures are seen",
        f"at most {MOST:g} times that with one input",
        f"{six:.1f} ms beside {one:.1f} ms",
        six <= MOST * one,
    )
