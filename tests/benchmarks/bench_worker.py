"""What training and painting on threads of the window cost, beside processes of their own.

Both in turns, with the machine to themselves.
"""

from collections.abc import Iterator
from statistics import median

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.instrument_probe"
WORKERS = ("process", "thread")
ROUNDS = 3
LIVE = {"p99": "ms, 99th percentile of tick gaps", "longest": "ms, longest", "epochs": "epochs/s"}


def run() -> Iterator[Figure]:
    """Start the probes, on the display if there is one; nothing is asked of the threads."""
    rounds = [{worker: probed(PROBE, worker) for worker in WORKERS} for _ in range(ROUNDS)]
    for preset in ("tutorial", "recommended"):
        for worker in WORKERS:
            found = [measured[worker][f"live {preset}"] for measured in rounds]
            said = []
            for key, unit in LIVE.items():
                values = [one[key] for one in found]
                said.append(f"{median(values):.3g} ({min(values):.3g} to {max(values):.3g}) {unit}")
            yield Figure(f"`{preset}`, worker: {worker}", "to be told", "; ".join(said), met=True)
