"""How soon the window answers: measured in windows of their own processes, ours and a bare one."""

from collections.abc import Iterator

from tests.benchmarks.figure import Figure, beside
from tests.benchmarks.probed import probed

PROBE, BARE = "tests.benchmarks.window_probe", "tests.benchmarks.bare_window"


def run() -> Iterator[Figure]:
    """Start the probes, on the display if there is one, and compare their figures."""
    bare, found = probed(BARE), probed(PROBE)
    first = found["first window"], bare["first window"]
    yield _below("first window after", 1.2, *first, "s")
    importing, idle = found["importing"]["longest"], bare["ticks"]
    yield _below("longest tick gap while importing", 200, importing, idle["longest"], "ms")
    for preset in ("tutorial", "recommended"):
        gaps = found[f"training {preset}"]
        what = f"longest tick gap while training `{preset}`"
        yield _below(what, 50, gaps["longest"], bare["live"]["longest"], "ms")
        what = f"99th percentile of them, `{preset}`"
        yield _below(what, 20, gaps["p99"], bare["live"]["p99"], "ms")
    for act, asked, what in (
        ("click", 16, "click to drawn density, 95th percentile"),
        ("temperature", 33, "temperature to all redrawn, 95th percentile"),
    ):
        yield _below(what, asked, found[act]["p95"], bare[act]["p95"], "ms")
    yield _below("stop to worker idle, longest of 10", 0.2, found["stop"], None, "s")
    yield _below("close during training", 1.0, found["close"], None, "s")


def _below(what: str, asked: float, ours: float, bare: float | None, unit: str) -> Figure:
    """A figure of the window beside the bare one's; None for what that cannot do."""
    measured = f"{ours:.3g} {unit}" if bare is None else beside([ours], [bare], unit)
    return Figure(what, f"under {asked:g} {unit}", measured, ours < asked)
