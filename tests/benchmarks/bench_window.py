"""How soon the window answers: measured in windows of their own processes, ours and a bare one.

Once with the machine to itself, and once beside two busy processes.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tests.benchmarks.busy import busy_processes
from tests.benchmarks.figure import Figure, beside
from tests.benchmarks.probed import probed

PROBE, BARE = "tests.benchmarks.window_probe", "tests.benchmarks.bare_window"


class Machine(NamedTuple):
    """What the window runs beside.

    Attributes:
        where: What that is called.
        busy: How many other processes compute meanwhile.
        slack: How many times as long everything may take.
    """

    where: str
    busy: int
    slack: float

    def below(self, what: str, alone: float, ours: float, bare: float | None, unit: str) -> Figure:
        """A figure of the window beside the bare one's.

        Args:
            what: What is measured.
            alone: What it is to be below with nothing beside it.
            ours: Of the window.
            bare: Of the bare one; None for what that cannot do.
            unit: Of all three.
        """
        measured = f"{ours:.3g} {unit}" if bare is None else beside([ours], [bare], unit)
        asked = self.slack * alone
        return Figure(f"{what}, {self.where}", f"under {asked:g} {unit}", measured, ours < asked)


MACHINES = (
    Machine("alone", 0, 1.0),
    # Two cores for five that compute, the window among them.
    Machine("beside two busy processes", 2, 3.0),
)


def run() -> Iterator[Figure]:
    """Start the probes, on the display if there is one, and compare their figures."""
    for machine in MACHINES:
        with busy_processes(machine.busy):
            bare, found = probed(BARE), probed(PROBE)
        below = machine.below
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
