"""Test nats on tables with several inputs: `recommended` against two rivals.

Each table is split at random five times, 90% to train on and 10% to test. Friedman's tables have
the noise of his paper (1991): standard deviations 1, 125 and 0.1. The rivals are a network of one
Gaussian with the same hidden layers, standardized, by Adam with a cosine, its best epoch kept; and
NGBoost (Duan et al. 2020), a Gaussian by boosted trees, which stops early as its authors advise.
NGBoost takes most of the time: half an hour in all.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import NetworkSettings, TrainingSettings, recommended
from mdn_gui.core.training import fit
from tests.benchmarks.figure import Figure
from tests.benchmarks.rivals import Floats, Method, mean_ranks, ngboost

SPLITS = 5
NOISE = {1: 1.0, 2: 125.0, 3: 0.1}
ALLOWED_EXCESS = 0.05


def run() -> Iterator[Figure]:
    """Print a line for each table, then the two figures."""
    nats = {}
    for name, load in _tables():
        nats[name] = _scored(load())
        shown = ", ".join(f"{method} {value:.3f}" for method, value in nats[name].items())
        print(f"         {name}: {shown}", flush=True)
    ranks = mean_ranks(list(nats.values()))
    rivals = [rank for method, rank in ranks.items() if method != "recommended"]
    yield Figure(
        f"mean rank on {len(nats)} tables, 1 is best",
        "recommended the lowest",
        ", ".join(f"{method} {rank:.2f}" for method, rank in ranks.items()),
        ranks["recommended"] < min(rivals),
    )
    excess = {name: _excess(found) for name, found in nats.items()}
    worst = max(excess, key=lambda name: excess[name])
    yield Figure(
        "nats above the better rival, on the worst table",
        f"at most {ALLOWED_EXCESS}",
        f"{excess[worst]:+.3f} ({worst})",
        excess[worst] <= ALLOWED_EXCESS,
    )


def _scored(table: Dataset) -> dict[str, float]:
    """Mean test nats of each method."""
    nats: dict[str, list[float]] = {method: [] for method in METHODS}
    for seed in range(SPLITS):
        order = np.random.default_rng(seed).permutation(table.rows)
        held_out = round(0.1 * table.rows)
        training, test = table.take(order[held_out:]), table.take(order[:held_out])
        for method, score in METHODS.items():
            nats[method].append(-float(np.mean(score(training, test, seed))))
    return {method: float(np.mean(values)) for method, values in nats.items()}


def _recommended(training: Dataset, test: Dataset, seed: int) -> Floats:
    network, settings = recommended(training.distinct_rows, training.inputs.shape[1])
    fitted = fit(training, network, replace(settings, seed=seed))
    return fitted(test.inputs).log_prob(test.targets)


def _one_gaussian(training: Dataset, test: Dataset, seed: int) -> Floats:
    network = NetworkSettings(hidden=(64, 64), activation="silu", components=1, standardize=True)
    settings = TrainingSettings(
        epochs=300, batch_size=128, learning_rate=3e-3, schedule="cosine", seed=seed
    )
    return fit(training, network, settings)(test.inputs).log_prob(test.targets)


METHODS: Mapping[str, Method] = {
    "recommended": _recommended,
    "one Gaussian": _one_gaussian,
    "NGBoost": ngboost,
}


def _tables() -> Iterator[tuple[str, Callable[[], Dataset]]]:
    yield "diabetes", _diabetes
    for rows in (300, 1_000, 10_000):
        for number in NOISE:
            yield f"Friedman {number}, {rows:,} rows", partial(_friedman, number, rows)
    folder = Path(os.environ.get("MDN_SHARED", "../shared")) / "data"
    if folder.is_dir():
        yield "quakes", partial(tables.read, folder / "quakes.csv", ["lat", "long"], ["depth"])
        yield (
            "faithful",
            partial(tables.read, folder / "faithful.csv", ["eruptions"], ["waiting"]),
        )


def _diabetes() -> Dataset:
    from sklearn import datasets  # noqa: PLC0415 - as NGBoost

    return _dataset(*datasets.load_diabetes(return_X_y=True, scaled=False))


def _friedman(number: int, rows: int) -> Dataset:
    from sklearn import datasets  # noqa: PLC0415 - as NGBoost

    make = getattr(datasets, f"make_friedman{number}")
    return _dataset(*make(n_samples=rows, noise=NOISE[number], random_state=0))


def _dataset(x: NDArray[np.float64], y: NDArray[np.float64]) -> Dataset:
    return Dataset(x, y[:, None], tuple(f"x{column}" for column in range(x.shape[1])), ("y",))


def _excess(found: Mapping[str, float]) -> float:
    return found["recommended"] - min(found["one Gaussian"], found["NGBoost"])
