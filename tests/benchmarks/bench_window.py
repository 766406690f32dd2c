"""How soon the window answers: measured in windows of their own processes, ours and a bare one.

Once with the machine to itself, and once beside two busy processes.
"""

from collections.abc import Iterator
from functools import partial

from tests.benchmarks.busy import busy_processes
from tests.benchmarks.figure import Figure, beside
from tests.benchmarks.probed import probed

PROBE, BARE = "tests.benchmarks.window_probe", "tests.benchmarks.bare_window"

BESIDE = (("alone", 0, 1.0), ("beside two busy processes", 2, 3.0))
"""Where it runs, how many other processes compute meanwhile, and how many times as long it may take
then: two cores for five that compute, the window among them."""


def run() -> Iterator[Figure]:
    """Start the probes, on the display if there is one, and compare their figures."""
    for where, busy, slack in BESIDE:
        with busy_processes(busy):
            bare, found = probed(BARE), probed(PROBE)
        below = partial(_below, where, slack)
        first = found["first window"], bare["first window"]
        yield below("first window after", 1.2, *first, "s")
        importing, idle = found["importing"]["longest"], bare["ticks"]
        yield below("longest tick gap while importing", 200, importing, idle["longest"], "ms")
        for preset in ("tutorial", "recommended"):
            gaps = found[f"training {preset}"]
            what = f"longest tick gap while training `{preset}`"
            yield below(what, 50, gaps["longest"], bare["live"]["longest"], "ms")
            what = f"99th percentile of them, `{preset}`"
            yield below(what, 20, gaps["p99"], bare["live"]["p99"], "ms")
        for act, asked, what in (
            ("click", 16, "click to drawn density, 95th percentile"),
            ("temperature", 33, "temperature to all redrawn, 95th percentile"),
        ):
            yield below(what, asked, found[act]["p95"], bare[act]["p95"], "ms")
        yield below("stop to worker idle, longest of 10", 0.2, found["stop"], None, "s")
        yield below("close during training", 1.0, found["close"], None, "s")


def _below(
    where: str, slack: float, what: str, alone: float, ours: float, bare: float | None, unit: str
) -> Figure:
    """A figure of the window beside the bare one's; None for what that cannot do."""
    measured = f"{ours:.3g} {unit}" if bare is None else beside([ours], [bare], unit)
    asked = slack * alone
    return Figure(f"{what}, {where}", f"under {asked:g} {unit}", measured, ours < asked)
