"""Importance of eight inputs on 2,000 rows, worked out beside an event loop as the window does it.

Prints, for the networks of two presets, the seconds of each round, those of predicting and scoring
as many rows as are permuted, and the gaps between ticks of the event loop meanwhile.
"""

import json
import time
from functools import partial

import numpy as np
import scipy.special  # noqa: F401 - it brings a BLAS of its own, which is limited below
from PySide6.QtCore import QCoreApplication
from threadpoolctl import threadpool_limits

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.importance import PERMUTATIONS, importance
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.recipes import networks_kept
from mdn_gui.core.settings import presets_for
from mdn_gui.qt.background import Background
from tests.benchmarks.event_loop import Ticks, summary, wait

ROWS, INPUTS, TABLE, ROUNDS = 2_000, 8, 13_000, 5


def main() -> None:
    """Work it out several times."""
    app = QCoreApplication([])
    threadpool_limits(1, "blas")  # as the window does
    rng = np.random.default_rng(0)
    x = rng.normal(size=(ROWS, INPUTS))
    y = x[:, :1] + np.exp(0.3 * x[:, 1:2]) * rng.normal(size=(ROWS, 1))
    rows = Dataset(x, y, tuple("abcdefgh"), ("y",))
    figures = {}
    for preset in ("quick", "recommended"):
        network = untrained(preset)
        in_background(network, rows)  # not counted
        rounds = [(in_background(network, rows), bare(network, rows)) for _ in range(ROUNDS)]
        figures[preset] = {
            "seconds": [ours for (ours, _), _ in rounds],
            "bare": [least for _, least in rounds],
            "ticks": summary([gap for (_, gaps), _ in rounds for gap in gaps]),
        }
    print(json.dumps(figures))
    del app


def untrained(preset: str) -> Network:
    """A network of a preset for a table of which 2,000 rows are for test."""
    shape, training = presets_for(TABLE, INPUTS)[preset]
    members = networks_kept(shape, training)
    layout = Layout(members, INPUTS, shape.hidden, shape.components, 1)
    return Network(
        layout,
        shape.activation,
        np.random.default_rng(0).normal(0.0, 0.15, (members, layout.size)).astype(np.float32),
        Scaling.identity(INPUTS),
        Scaling.identity(1),
        np.full(1, -6.9, np.float32),
    )


def in_background(network: Network, rows: Dataset) -> tuple[float, list[float]]:
    """Seconds until it is told, and the gaps between ticks of the event loop meanwhile."""
    work, ticks, told = Background(), Ticks(), list[object]()
    work.done.connect(told.append)
    begun = time.perf_counter()
    work.run(partial(importance, network, rows))
    wait(lambda: bool(told))
    seconds = time.perf_counter() - begun
    ticks.timer.stop()
    return seconds, ticks.gaps


def bare(network: Network, rows: Dataset) -> float:
    """Seconds to predict and score as many rows as are permuted."""
    begun = time.perf_counter()
    for _ in range(INPUTS * PERMUTATIONS):
        network(rows.inputs).log_prob(rows.targets)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
