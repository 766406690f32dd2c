"""How long a mixture takes to answer a click, an image and a million draws."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from mdn_gui.core.mixture import Mixture


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


def run() -> list[tuple[str, str, str]]:
    """Measure.

    Returns:
        What was measured, what was asked for and what it took, for each.
    """
    single, batch = _mixtures((), 20), _mixtures((1000,), 10)
    rng = np.random.default_rng(1)
    y = rng.normal(size=1000)
    levels = np.array([0.05, 0.5, 0.95])[:, np.newaxis]
    grid = np.linspace(-12.0, 12.0, 400)[:, np.newaxis, np.newaxis]
    calls: list[tuple[str, str, Callable[[], object]]] = [
        ("a million draws from 1,000 mixtures of 10", "200", lambda: batch.sample(1000, rng)),
        ("modes of 20 components", "2", single.modes),
        ("90% region of 20 components", "3", lambda: single.highest_density_regions(0.9)),
        ("50% region of 20 components", "3", lambda: single.highest_density_regions(0.5)),
        ("3 quantiles of 1,000 mixtures of 10", "-", lambda: batch.quantile(levels)),
        ("CRPS of 1,000 mixtures of 10", "-", lambda: batch.crps(y)),
        ("400 x 400 densities of mixtures of 10", "-", lambda: batch[:400].log_prob(grid)),
    ]
    return [
        (what, asked if asked == "-" else f"< {asked} ms", f"{_milliseconds(call):.2f} ms")
        for what, asked, call in calls
    ]
