"""The live window, measured in a process of its own, and the same runs with no window."""

from collections.abc import Iterator

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.instrument_probe"
ROUNDS = 3
"""Runs with a window and without in turns, for the machine's pace changes."""


def run() -> Iterator[Figure]:
    """Start the probe, on the display if there is one, and compare its figures."""
    rounds = [(probed(PROBE), probed(PROBE, "alone")) for _ in range(ROUNDS)]
    for preset in ("tutorial", "recommended"):
        live = [found[f"live {preset}"] for found, _ in rounds]
        for what, key, limit in (
            ("99th percentile of tick gaps", "p99", 20.0),
            ("longest tick gap", "longest", 60.0),
        ):
            values = sorted(one[key] for one in live)
            name = f"{what}, `{preset}` flat out with a live field"
            yield _figure(name, f"under {limit:g} ms", values, "ms", met=values[1] < limit)
        redraws = sorted(one["redraws"] for one in live)
        pixels, columns = live[0]["image"]
        what = f"field redraws a second, `{preset}`, {columns} x {pixels}"
        met = redraws[1] >= 20 and columns >= 400 and pixels >= 300
        yield _figure(what, "at least 20 at 400 x 300", redraws, "", met=met)
        ratios = sorted(
            alone[preset] / found[f"live {preset}"]["epochs"] for found, alone in rounds
        )
        what = f"time an epoch, window to none, `{preset}`"
        yield _figure(what, "at most 1.25", ratios, "", met=ratios[1] <= 1.25)
    for what, key, asked, met in (
        ("slice redraws a second while dragging x", "drag", "at least 50", 50.0),
        ("epochs a second while scrubbing", "scrub", "at least 30", 30.0),
    ):
        values = sorted(found[key] for found, _ in rounds)
        yield _figure(what, asked, values, "", met=values[1] >= met)
    values = sorted(found["resample"] for found, _ in rounds)
    what = "100,000 samples redrawn, 95th percentile"
    yield _figure(what, "under 50 ms", values, "ms", met=values[1] < 50.0)


def _figure(what: str, asked: str, values: list[float], unit: str, *, met: bool) -> Figure:
    """The middle of three values, and their range."""
    low, middle, high = values
    measured = f"{middle:.3g} {unit} ({low:.3g} to {high:.3g})".replace("  ", " ")
    return Figure(what, asked, measured, met=met)
