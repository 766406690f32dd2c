"""Data points under question: what a mixture says of one, which fit worst, which one is meant."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats, Indices
from mdn_gui.core.mixture import Mixture


@dataclass(frozen=True, eq=False)
class PointAnswers:
    """What the mixture at a data point's x says of its y.

    Attributes:
        row: Row of the table, from 0.
        y: Its target, in the data's units.
        log_density: Of y at x, in nats; `-inf` where y is too far out for any number.
        pit: Probability integral transform: the probability of at most y (Dawid 1984).
        residual: Distance of y above the mean, in standard deviations.
        responsibilities: Probability that each component made y, `(components,)`, read-only.
    """

    row: int
    y: float
    log_density: float
    pit: float
    residual: float
    responsibilities: Floats


class LeastLikely(NamedTuple):
    """The rows that a network finds least likely, worst first.

    Attributes:
        rows: Rows of the table, from 0, `(count,)`.
        log_density: Of their targets, increasing, `(count,)`, in nats.
    """

    rows: Indices
    log_density: Floats


def question(mixture: Mixture, row: int, y: float) -> PointAnswers:
    """Ask a mixture about a data point.

    Args:
        mixture: The single mixture at x, with one output.
        row: Row of the table, from 0.
        y: The point's target, in the data's units.

    Returns:
        The answers.

    Raises:
        ValueError: If the mixture is a batch or has several outputs.
    """
    if mixture.batch_shape or mixture.outputs != 1:
        raise ValueError(
            "a point is asked about under a single mixture with one output, but the batch shape "
            f"is {mixture.batch_shape} and there are {mixture.outputs} outputs; take "
            "mixture[index] and .marginal(output) first"
        )
    responsibilities = mixture.responsibilities([y])
    responsibilities.setflags(write=False)
    return PointAnswers(
        row=row,
        y=y,
        log_density=float(mixture.log_prob([y])),
        pit=float(mixture.cdf(y)),
        residual=float((y - mixture.mean()[0]) / mixture.standard_deviation()[0]),
        responsibilities=responsibilities,
    )


def least_likely(
    predict: Callable[[ArrayLike], Mixture], dataset: Dataset, count: int
) -> LeastLikely:
    """Find the rows with the lowest log-density.

    Args:
        predict: Gives the mixture at each row of inputs, as a network or a `Predictor` does.
        dataset: Rows with its inputs and targets, in the data's units.
        count: How many rows to find; of fewer rows, all.

    Returns:
        The rows; of equally likely ones, the first rows first.

    Raises:
        ValueError: If the count is below 1, or the columns do not fit.
    """
    if count < 1:
        raise ValueError(f"the number of rows to find must be 1 or more, but it is {count}")
    log_density = np.concatenate(
        [predict(block.inputs).log_prob(block.targets) for block in dataset.blocks()]
    )
    rows = np.argsort(log_density, kind="stable")[:count]
    return LeastLikely(rows, log_density[rows])


def nearest(
    x: Floats, y: Floats, at: tuple[float, float], unit: tuple[float, float], reach: float
) -> int | None:
    """Find the point nearest to a place in the plane.

    Args:
        x: `(n,)`.
        y: `(n,)`.
        at: x and y of the place.
        unit: What counts as a distance of 1 along x and along y, such as the size of a pixel.
        reach: The longest distance, in these units.

    Returns:
        Index of the point, the first of equally near ones; None if none is within reach.

    Raises:
        ValueError: If the points are not as many x as y, or a unit is not positive.
    """
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(f"x and y must both be (n,), but their shapes are {x.shape} and {y.shape}")
    if not min(unit) > 0.0:
        raise ValueError(f"both units must be positive, but they are {unit}")
    if not x.size:
        return None
    with np.errstate(over="ignore"):
        squares = ((x - at[0]) / unit[0]) ** 2 + ((y - at[1]) / unit[1]) ** 2
    index = int(squares.argmin())
    return index if squares[index] <= reach**2 else None
