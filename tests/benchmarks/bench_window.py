"""How soon the window answers: measured in a window of its own process, `window_probe`."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.figure import Figure

PROBE = "tests.benchmarks.window_probe"


def run() -> Iterator[Figure]:
    """Start the probe, on the display if there is one, and compare its figures."""
    environment = dict(os.environ)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, "-m", PROBE], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = f"{done.returncode}: {done.stderr[-500:]}"
        yield Figure("the window", "exit code 0", said, met=False)
        return
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    yield _below("first window after", 1.2, found["first window"], "s")
    yield _below("longest tick gap while importing", 200, found["importing"]["longest"], "ms")
    for preset in ("tutorial", "recommended"):
        gaps = found[f"training {preset}"]
        yield _below(f"longest tick gap while training `{preset}`", 50, gaps["longest"], "ms")
        yield _below(f"99th percentile of them, `{preset}`", 20, gaps["p99"], "ms")
    yield _below("click to drawn density, 95th percentile", 16, found["click"]["p95"], "ms")
    yield _below(
        "temperature to all redrawn, 95th percentile", 33, found["temperature"]["p95"], "ms"
    )
    yield _below("stop to worker idle, longest of 10", 0.2, found["stop"], "s")
    yield _below("close during training", 1.0, found["close"], "s")


def _below(what: str, asked: float, measured: float, unit: str) -> Figure:
    return Figure(what, f"under {asked:g} {unit}", f"{measured:.3g} {unit}", measured < asked)
