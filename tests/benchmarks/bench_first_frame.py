"""How soon the window is seen, beside a bare window with one empty plot; and how soon it is whole.

Each is a process of its own, in turns, the first of each not counted: from the start of the process
until the frame is painted that first has menu, toolbar and start page.
"""

import os
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from tests.benchmarks.figure import Figure, beside
from tests.benchmarks.probed import probed

PROBE, BARE = "tests.benchmarks.first_frame_probe", "tests.benchmarks.bare_first_frame"
ROUNDS = 7
MOST_TIMES = 1.6
LONGEST_GAP_MS = 100


def run() -> Iterator[Figure]:
    """Start both in turns, on the display if there is one, and compare their figures."""
    bare, found = [], []
    with TemporaryDirectory() as folder:
        os.environ["MDN_CONFIG"] = folder  # nobody's preferences are read or written
        for _ in range(1 + ROUNDS):
            bare.append(probed(BARE))
            found.append(probed(PROBE))
    del bare[0], found[0]
    for clock, what in (("passed", "by the clock"), ("computed", "of processor time")):
        least = [each["first"][clock] for each in bare]
        for moment in ("first", "all"):
            ours = [each[moment][clock] for each in found]
            measured = beside(ours, least, "s")
            ratio = sorted(ours)[ROUNDS // 2] / sorted(least)[ROUNDS // 2]
            if moment == "first":
                asked = f"at most {MOST_TIMES} times the bare window"
                yield Figure(f"first frame, {what}", asked, measured, ratio <= MOST_TIMES)
            else:
                yield Figure(f"every panel made, {what}", "no figure", measured, met=True)
    gaps = sorted(each["gap"] for each in found)
    said = f"{gaps[ROUNDS // 2]:.0f} ms ({gaps[0]:.0f} to {gaps[-1]:.0f})"
    met = gaps[ROUNDS // 2] < LONGEST_GAP_MS
    yield Figure("longest tick gap after it", f"under {LONGEST_GAP_MS} ms", said, met)
