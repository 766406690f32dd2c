"""How long a mixture takes to answer a click, an image and a million draws."""

from collections.abc import Callable, Iterator
from time import perf_counter

import numpy as np

from mdn_gui.core.field import density_field
from mdn_gui.core.mixture import Mixture
from tests.benchmarks.figure import Figure


def _milliseconds(call: Callable[[], object], repeats: int = 30) -> float:
    """Median time of a call, after one that is not counted."""
    call()
    times = []
    for _ in range(repeats):
        start = perf_counter()
        call()
        times.append(perf_counter() - start)
    return 1e3 * float(np.median(times))


def _mixtures(batch: tuple[int, ...], components: int) -> Mixture:
    rng = np.random.default_rng(0)
    shape = (*batch, components, 1)
    scales = np.exp(rng.normal(-1.0, 0.7, size=shape))
    return Mixture(rng.normal(size=shape[:-1]), rng.uniform(-10.0, 10.0, size=shape), scales)


def run() -> Iterator[Figure]:
    """Time each once it is warm; the mixture is made anew, for it remembers its modes."""
    batch, columns = _mixtures((1000,), 10), _mixtures((400,), 20)
    rng = np.random.default_rng(1)
    edges = np.linspace(-12.0, 12.0, 301)
    calls: list[tuple[str, float, Callable[[], object]]] = [
        ("a million draws from 1,000 mixtures of 10", 200.0, lambda: batch.sample(1000, rng)),
        ("modes of 20 components", 2.0, lambda: _mixtures((), 20).modes()),
        (
            "90% region of 20 components",
            3.0,
            lambda: _mixtures((), 20).highest_density_regions(0.9),
        ),
        ("density image, 400 x 300, 20 components", 12.0, lambda: density_field(columns, edges)),
    ]
    for what, asked, call in calls:
        taken = _milliseconds(call)
        yield Figure(what, f"under {asked:g} ms", f"{taken:.3g} ms", taken < asked)
