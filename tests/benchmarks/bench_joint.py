"""How long the joint image of two targets takes, beside its densities worked out one by one."""

from collections.abc import Iterator

import numpy as np
from threadpoolctl import threadpool_limits

from mdn_gui.core.drawing.joint import JointRequest, paint_joint
from mdn_gui.core.mixture import Mixture
from tests.benchmarks.figure import Figure
from tests.benchmarks.stopwatch import timed

PIXELS, COMPONENTS, ROUNDS = 300, 10, 15
FRAME = 16.0  # milliseconds


def run() -> Iterator[Figure]:
    """Paint with tones and outlines, and evaluate the density of the same pixels, in turns."""
    rng = np.random.default_rng(0)
    means = rng.uniform(-5.0, 5.0, (COMPONENTS, 2))
    mixture = Mixture(rng.normal(size=COMPONENTS), means, np.exp(rng.normal(size=means.shape)))
    edges = np.linspace(-8.0, 8.0, PIXELS + 1)
    request = JointRequest(mixture, edges, edges, np.arange(256, dtype=np.uint32))
    middles = (edges[:-1] + edges[1:]) / 2
    places = np.stack(np.meshgrid(middles, middles), axis=-1)
    painted, evaluated = [], []
    with threadpool_limits(1, "blas"):  # as the program has it
        for _ in range(ROUNDS + 1):
            painted.append(1e3 * timed(lambda: paint_joint(request)).passed)
            evaluated.append(1e3 * timed(lambda: mixture.log_prob(places)).passed)
    ours, plain = (float(np.median(times[1:])) for times in (painted, evaluated))
    yield Figure(
        f"joint image of two targets, {PIXELS} x {PIXELS}, {COMPONENTS} components",
        f"under {FRAME:g} ms",
        f"{ours:.3g} ms ({ours / plain:.2g} times as long as its log-densities, {plain:.3g} ms)",
        ours < FRAME,
    )
