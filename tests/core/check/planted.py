"""A problem of two answers whose truth is known, and predictions of it with a planted fault."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import NUMBER, Category
from mdn_gui.core.mixture import Mixture

type Floats = NDArray[np.float64]
type Predict = Callable[[Floats], Mixture]

LEVELS = ("a", "b", "c")


def truth(inputs: Floats) -> Mixture:
    """Two branches over x, of which the spread of one grows; its level moves the lower one."""
    x, level = inputs.T
    log_weights = np.log(np.broadcast_to([0.6, 0.4], (len(x), 2)))
    means = np.stack([np.sin(2 * x) + 0.5 * level, np.sin(2 * x) + 3.0], axis=1)
    scales = np.stack([0.3 + 0.1 * np.abs(x), np.full_like(x, 0.4)], axis=1)
    return Mixture(log_weights, means[..., np.newaxis], scales[..., np.newaxis])


def rows(count: int, seed: int) -> Dataset:
    """Rows of the truth."""
    rng = np.random.default_rng(seed)
    inputs = np.column_stack([rng.normal(size=count), rng.integers(0, 3, count)]).astype(float)
    targets = truth(inputs).sample(1, rng)[0]
    kinds = (NUMBER, Category(LEVELS))
    return Dataset(inputs, targets, ("x", "level"), ("y",), kinds, (NUMBER,))


def widened(factor: float, where: Callable[[Floats], NDArray[np.bool_]]) -> Predict:
    """All scales are off by a factor, in some rows."""

    def predict(inputs: Floats) -> Mixture:
        right = truth(inputs)
        factors = np.where(where(inputs), factor, 1.0)
        return Mixture(
            right.log_weights, right.means, right.scales * factors[:, np.newaxis, np.newaxis]
        )

    return predict


def shifted(inputs: Floats) -> Mixture:
    """The mean is 0.3 standard deviations too high."""
    right = truth(inputs)
    shift = 0.3 * right.standard_deviation()[:, np.newaxis, :]
    return Mixture(right.log_weights, right.means + shift, right.scales)


def without_a_mode(inputs: Floats) -> Mixture:
    """The upper branch is missing."""
    right = truth(inputs)
    return Mixture(right.log_weights[:, :1], right.means[:, :1], right.scales[:, :1])


def ignoring_inputs(inputs: Floats) -> Mixture:
    """A density that is the same everywhere: the truth, averaged over places."""
    some = truth(rows(8, seed=99).inputs)
    log_weights = (some.log_weights - np.log(8)).reshape(-1)
    shape = (len(inputs), log_weights.size)
    means, scales = (
        np.broadcast_to(each.reshape(-1, 1), (*shape, 1)) for each in (some.means, some.scales)
    )
    return Mixture(np.broadcast_to(log_weights, shape), means, scales)


def _everywhere(inputs: Floats) -> NDArray[np.bool_]:
    return np.ones(len(inputs), dtype=bool)


FAULTS: Mapping[str, Predict] = {
    "scales 30% too small": widened(0.7, _everywhere),
    "scales 30% too large": widened(1.3, _everywhere),
    "mean shifted by 0.3 deviations": shifted,
    "a missing mode": without_a_mode,
    "too narrow where x > 0": widened(0.7, lambda inputs: inputs[:, 0] > 0),
    "too narrow at one level": widened(0.7, lambda inputs: inputs[:, 1] == 1),
    "ignoring the inputs": ignoring_inputs,
}
