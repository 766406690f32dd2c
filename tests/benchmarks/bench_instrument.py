"""The live window in a process of its own, beside a bare window, and the runs with no window.

Once with the machine to itself, and once beside two busy processes.
"""

from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple

from tests.benchmarks.busy import busy_processes
from tests.benchmarks.figure import Figure, beside
from tests.benchmarks.probed import probed

PROBE, BARE = "tests.benchmarks.instrument_probe", "tests.benchmarks.bare_window"
PRESETS = ("tutorial", "recommended")
ROUNDS = 3
"""Runs of each in turns, for the machine's pace changes."""


class Asked(NamedTuple):
    """What is asked of the window.

    Attributes:
        where: Beside what it runs.
        busy: How many other processes compute meanwhile.
        p99: Highest 99th percentile of tick gaps, in milliseconds.
        longest: Longest tick gap, in milliseconds.
        redraws: Fewest pictures a second.
        drags: Fewest slices a second while x is dragged.
        scrubs: Fewest epochs a second while scrubbing.
        resample: Longest time to 100,000 samples redrawn, in milliseconds.
    """

    where: str
    busy: int
    p99: float
    longest: float
    redraws: float
    drags: float
    scrubs: float
    resample: float


ASKED = (
    Asked("alone", 0, 20.0, 60.0, 20.0, 50.0, 30.0, 50.0),
    # Two cores for five that compute, the window among them.
    Asked("beside two busy processes", 2, 60.0, 120.0, 10.0, 10.0, 5.0, 150.0),
)


def run() -> Iterator[Figure]:
    """Start the probes, on the display if there is one, and compare their figures."""
    for asked in ASKED:
        with busy_processes(asked.busy):
            rounds = [(probed(PROBE), probed(BARE)) for _ in range(ROUNDS)]
            paces = [probed(PROBE, "alone") for _ in range(ROUNDS)]
        ours, bare = [found for found, _ in rounds], [found for _, found in rounds]
        for preset in PRESETS:
            yield from _live(asked, preset, ours, bare)
            pace = median([found[f"live {preset}"]["epochs"] for found in ours])
            ratio = median([found[preset] for found in paces]) / pace
            what = f"time an epoch, window to none, `{preset}`, {asked.where}"
            # Beside others, a program with more processes gets more of the processor.
            limit = 1.25 if not asked.busy else 3.0
            yield Figure(what, f"at most {limit:g}", f"{ratio:.3g}", ratio <= limit)
        yield from _acts(asked, ours, bare)


def _live(asked: Asked, preset: str, ours: list[Any], bare: list[Any]) -> Iterator[Figure]:
    """Ticks and pictures while a preset trains flat out."""
    live = [found[f"live {preset}"] for found in ours]
    shown = [found["live"] for found in bare]
    for what, key, limit in (
        ("99th percentile of tick gaps", "p99", asked.p99),
        ("longest tick gap", "longest", asked.longest),
    ):
        gaps = [one[key] for one in live]
        measured = beside(gaps, [one[key] for one in shown], "ms")
        name = f"{what}, `{preset}` flat out with a live field, {asked.where}"
        yield Figure(name, f"under {limit:g} ms", measured, median(gaps) < limit)
    redraws = [one["redraws"] for one in live]
    pixels, columns = live[0]["image"]
    measured = beside(redraws, [one["redraws"] for one in shown], "")
    what = f"field redraws a second, `{preset}`, {columns} x {pixels}, {asked.where}"
    met = median(redraws) >= asked.redraws and columns >= 400 and pixels >= 300
    yield Figure(what, f"at least {asked.redraws:g} at 400 x 300", measured, met)


def _acts(asked: Asked, ours: list[Any], bare: list[Any]) -> Iterator[Figure]:
    """What a person does, with no run under way."""
    for what, key, limit in (
        ("slice redraws a second while dragging x", "drag", asked.drags),
        ("epochs a second while scrubbing", "scrub", asked.scrubs),
    ):
        speeds = [found[key] for found in ours]
        measured = beside(speeds, [found[key] for found in bare], "")
        met = median(speeds) >= limit
        yield Figure(f"{what}, {asked.where}", f"at least {limit:g}", measured, met)
    taken = [found["resample"] for found in ours]
    measured = beside(taken, [found["resample"] for found in bare], "ms")
    what = f"100,000 samples redrawn, 95th percentile, {asked.where}"
    yield Figure(what, f"under {asked.resample:g} ms", measured, median(taken) < asked.resample)
