"""Test nats where cells are missing and a category matters.

Of 5,000 rows with three numbers and a category of four levels, a fifth of all input cells is
missing at random, so that two rows in five are complete. The same network is trained on all rows,
on the complete ones alone, and without the category; all are scored on fresh complete rows, and
the first on fresh rows with missing cells too. The last line is no figure asked for: it tells how
much the density itself leaves to learn.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.kinds import Category, Kind, Number
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.settings import recommended
from mdn_gui.core.training import fit
from tests.benchmarks.figure import Figure

type Floats = NDArray[np.float64]

ROWS, TEST_ROWS, SEEDS = 5_000, 20_000, 5
MISSING = 0.2
ALLOWED_EXCESS = 0.02

_KINDS: tuple[Kind, ...] = (
    *(Number(missing=True) for _ in range(3)),
    Category(("red", "green", "blue", "grey"), missing=True),
)
_SLOPES = np.array([-2.0, -0.5, 1.0, 2.5])
_SHARES = [0.4, 0.3, 0.2, 0.1]


def run() -> Iterator[Figure]:
    """Print the nats of each seed, then the two figures."""
    nats = []
    for seed in range(SEEDS):
        nats.append(_nats(seed))
        shown = ", ".join(f"{name} {value:.4f}" for name, value in nats[-1].items())
        print(f"         seed {seed}: {shown}", flush=True)
    excess = np.array([each["all rows"] - each["complete rows"] for each in nats])
    yield Figure(
        f"nats on complete rows above training on complete rows alone, mean of {SEEDS} seeds",
        f"at most {ALLOWED_EXCESS}",
        _spread(excess),
        float(excess.mean()) <= ALLOWED_EXCESS,
    )
    gain = np.array([each["no category"] - each["all rows"] for each in nats])
    yield Figure(
        "nats won by the category with its missing cells",
        "above 0 for each seed",
        _spread(gain),
        bool((gain > 0).all()),
    )


def _spread(values: Floats) -> str:
    low, high = values.min(), values.max()
    deviation = values.std(ddof=1)
    return f"{values.mean():+.4f} (standard deviation {deviation:.4f}; {low:+.4f} to {high:+.4f})"


def _nats(seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    x, y = _rows(ROWS, rng)
    test_x, test_y = _rows(TEST_ROWS, np.random.default_rng(1_000 + seed))
    table, test = _dataset(_holed(x, rng), y), _dataset(test_x, test_y)
    holed_test = _dataset(_holed(test_x, rng), test_y)
    complete = table.take(np.flatnonzero(~np.isnan(table.inputs).any(axis=1)))
    network, settings = recommended(ROWS, x.shape[1])
    settings = replace(settings, seed=seed)
    everything = fit(table, network, settings)
    return {
        "all rows": evaluate(everything, test).nll,
        "complete rows": evaluate(fit(complete, network, settings), test).nll,
        "no category": evaluate(fit(_numbers(table), network, settings), _numbers(test)).nll,
        "all rows, with missing cells": evaluate(everything, holed_test).nll,
        "the truth": float(-_truth(test_x).log_prob(test_y).mean()),
    }


def _rows(count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Inputs (rows, 4), the first and third of which are correlated, and a target (rows, 1)."""
    numbers = rng.normal(size=(count, 3))
    numbers[:, 2] = 0.7 * numbers[:, 0] + 0.7 * numbers[:, 2]
    x = np.column_stack([numbers, rng.choice(4, count, p=_SHARES)])
    return x, _truth(x).sample(1, rng)[0]


def _truth(x: Floats) -> Mixture:
    """Two branches; the category turns their slope, and all inputs have a part in them."""
    first, second, third = x[:, :3].T
    slopes = _SLOPES[x[:, 3].astype(int)]
    middle, apart = slopes * first + np.sin(2 * second), 1.5 + 0.5 * np.tanh(third)
    means = np.stack([middle - apart, middle + apart], axis=1)[..., None]
    log_weights = np.stack([-np.logaddexp(0.0, second), -np.logaddexp(0.0, -second)], axis=1)
    scales = np.broadcast_to(0.3 * np.exp(0.3 * third)[:, None, None], means.shape)
    return Mixture(log_weights, means, scales)


def _holed(x: Floats, rng: np.random.Generator) -> Floats:
    return np.where(rng.random(x.shape) < MISSING, np.nan, x)


def _dataset(x: Floats, y: Floats) -> Dataset:
    return Dataset(x, y, ("a", "b", "c", "colour"), ("y",), _KINDS)


def _numbers(table: Dataset) -> Dataset:
    return Dataset(table.inputs[:, :3], table.targets, table.input_names[:3], ("y",), _KINDS[:3])
