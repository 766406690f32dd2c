"""Whether regions hold as much as they should at each place, and not only over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats

PERMUTATIONS = 200
"""Of the coverage over the places, for the probability of chance."""

LEAST_SLAB = 0.2
"""A slab holds at least such a share of the rows."""

_FOLDS = 5
_KNOTS = (0.05, 0.35, 0.65, 0.95)  # quantiles; Harrell (2001), table 2.3, for four knots
_PENALTY = 1.0
_ITERATIONS, _NEAR = 30, 1e-3  # at most, and the coefficients' last steps
_DIRECTIONS = 500
_CUTS = 40  # of a direction, between which slabs lie
_MOST_ROWS = 5_000


class ExcessRisk(NamedTuple):
    """How much better than the nominal coverage a classifier tells which rows a region holds.

    Each is an array `(...)`, of one number where there is one classifier.

    Attributes:
        absolute: Of the loss whose excess risk is at most the mean distance of the coverage at a
            place from the nominal one.
        squared: Of the squared loss: at most the mean squared distance.
        logarithmic: Of the logarithmic loss, in nats: at most the mean Kullback-Leibler divergence.
    """

    absolute: Floats
    squared: Floats
    logarithmic: Floats


@dataclass(frozen=True, slots=True)
class Conditional:
    """How much the coverage depends on the place.

    Attributes:
        mass: The nominal coverage.
        excess: Out of fold; a little below 0 where the coverage is the same everywhere.
        p_value: How often coverage that does not depend on the place has as large a `squared`.
            `absolute` would not do: where all regions hold too little, it is as large if the
            classifier knows nothing.
        slab: The coverage of the worst slab, found on half of the rows, on the other half.
        slab_rows: How many of these lie in it.
    """

    mass: float
    excess: ExcessRisk
    p_value: float
    slab: float
    slab_rows: int


def excess_risk(probability: Floats, inside: Floats, mass: float) -> ExcessRisk:
    """Excess risk of the target coverage (ERT), given what a classifier predicts.

    Args:
        probability: That a region holds each row, predicted without it, `(..., rows)`.
        inside: 1 for a row that its region holds and 0 for another, `(..., rows)`.
        mass: The nominal coverage.

    Returns:
        Each `(...)`.

    Source:
        Braun, Holzmüller, Jordan and Bach, "Conditional coverage diagnostics for conformal
        prediction" (2025), arXiv 2512.11779.
    """
    p = np.clip(probability, 1e-6, 1 - 1e-6)
    absolute = (np.sign(probability - mass) * (inside - mass)).mean(axis=-1)
    squared = ((mass - inside) ** 2 - (probability - inside) ** 2).mean(axis=-1)
    gained = inside * np.log(p / mass) + (1 - inside) * np.log((1 - p) / (1 - mass))
    return ExcessRisk(absolute, squared, gained.mean(axis=-1))


def conditional(
    test: Dataset,
    inside: NDArray[np.bool_],
    mass: float,
    seed: int,
    proceed: Callable[[float], None] = lambda _share: None,
) -> Conditional:
    """Look for places where regions hold more or less than they should.

    Args:
        test: The rows; of more than some thousand, a sample is looked at.
        inside: Which rows their regions hold, `(rows,)`.
        mass: The nominal coverage.
        seed: Of folds, permutations and directions.
        proceed: Is told which share of the work is done; may raise what breaks it off.
    """
    rng = np.random.default_rng(seed)
    rows = np.arange(test.rows)
    if test.rows > _MOST_ROWS:
        rows = np.sort(rng.choice(test.rows, _MOST_ROWS, replace=False))
    features = spline_features(test)[rows]
    covered = inside[rows].astype(np.float64)
    permuted = rng.permuted(np.broadcast_to(covered, (PERMUTATIONS, len(rows))), axis=1)
    outcomes = np.vstack([covered, permuted])
    folds = rng.permutation(len(rows)) % _FOLDS
    predicted = np.empty_like(outcomes)
    for fold in range(_FOLDS):
        proceed(fold / _FOLDS)
        held = folds == fold
        predicted[:, held] = _classified(features[~held], outcomes[:, ~held], features[held])
    excess = excess_risk(predicted, outcomes, mass)
    as_far = int((excess.squared[1:] >= excess.squared[0]).sum())
    slab, count = worst_slab(features, covered, rng)
    return Conditional(
        mass,
        ExcessRisk(*(each[0] for each in excess)),
        (1 + as_far) / (1 + PERMUTATIONS),
        slab,
        count,
    )


def spline_features(test: Dataset) -> Floats:
    """What the classifier sees: restricted cubic splines of numbers and dates, levels as 0 and 1.

    Returns:
        `(rows, features)`, each of mean 0 and deviation 1; what does not vary is left out.
    """
    columns: list[Floats] = []
    for values, kind in zip(test.inputs.T, test.input_kinds, strict=True):
        missing = np.isnan(values)
        if missing.any():
            columns.append(missing.astype(np.float64))
        if isinstance(kind, Category):
            columns += [
                (values == level).astype(np.float64) for level in np.unique(values[~missing])
            ]
        elif not missing.all():
            columns += _spline(np.where(missing, np.median(values[~missing]), values))
    features = np.column_stack(columns)
    deviation = features.std(axis=0)
    varies = deviation > 1e-9 * np.maximum(1.0, np.abs(features).max(axis=0))
    features = features[:, varies]
    scaled: Floats = (features - features.mean(axis=0)) / deviation[varies]
    return scaled


def _spline(values: Floats) -> list[Floats]:
    """A restricted cubic spline; of few distinct values, these as they are.

    Source:
        Harrell, "Regression modeling strategies" (2001), section 2.4.5.
    """
    spread = np.ptp(values) or 1.0
    x = (values - values.min()) / spread
    knots = np.unique(np.quantile(x, _KNOTS))
    if len(knots) < 3:
        return [x]
    last, before = knots[-1], knots[-2]
    third = [np.maximum(0.0, x - knot) ** 3 for knot in knots]
    curved = [
        third[at]
        - third[-2] * (last - knot) / (last - before)
        + third[-1] * (before - knot) / (last - before)
        for at, knot in enumerate(knots[:-2])
    ]
    return [x, *curved]


def _classified(known: Floats, outcomes: Floats, asked: Floats) -> Floats:
    """Probabilities by ridge-penalised logistic regressions, several at once.

    All share one bound of the curvature (Böhning and Lindsay 1988), so that a step solves them
    together, and none overshoots.

    Args:
        known: Features of the rows to fit, `(rows, features)`.
        outcomes: 0 and 1, `(regressions, rows)`.
        asked: Features of the rows to predict, `(asked, features)`.

    Returns:
        `(regressions, asked)`.
    """
    design = np.column_stack([np.ones(len(known)), known])
    penalty = np.full(design.shape[1], _PENALTY)
    penalty[0] = 1e-6 * len(known)
    bound = 0.25 * design.T @ design + np.diag(penalty)
    inverse = np.linalg.inv(bound)
    coefficients = np.zeros((design.shape[1], len(outcomes)))
    share = np.clip(outcomes.mean(axis=1), 1e-3, 1 - 1e-3)
    coefficients[0] = np.log(share / (1 - share))
    for _ in range(_ITERATIONS):
        missed = outcomes.T - special.expit(design @ coefficients)
        step = inverse @ (design.T @ missed - penalty[:, np.newaxis] * coefficients)
        coefficients += step
        if np.abs(step).max() < _NEAR:
            break
    asked = np.column_stack([np.ones(len(asked)), asked])
    predicted: Floats = special.expit(asked @ coefficients).T
    return predicted


def worst_slab(features: Floats, inside: Floats, rng: np.random.Generator) -> tuple[float, int]:
    """Coverage of the slab that holds the least, found on one half of the rows, on the other.

    Args:
        features: `(rows, features)`.
        inside: 1 for a row that its region holds, `(rows,)`.
        rng: Draws directions, and halves.

    Returns:
        The coverage, and of how many rows.

    Source:
        Cauchois, Gupta and Duchi, "Knowing what you know" (2021), section 4.2.
    """
    rows = len(features)
    half = rng.permutation(rows) < rows // 2
    directions = rng.standard_normal((features.shape[1], _DIRECTIONS))
    directions /= np.linalg.norm(directions, axis=0)
    here = features[half] @ directions
    order = np.argsort(here, axis=0)
    sums = np.vstack([np.zeros(_DIRECTIONS), np.cumsum(inside[half][order], axis=0)])
    cuts = np.unique(np.linspace(0, len(here), _CUTS + 1).astype(np.intp))
    first, last = np.triu_indices(len(cuts), 1)
    wide = cuts[last] - cuts[first] >= LEAST_SLAB * len(here)
    first, last = cuts[first[wide]], cuts[last[wide]]
    held = (sums[last] - sums[first]) / (last - first)[:, np.newaxis]
    slab, direction = np.unravel_index(int(held.argmin()), held.shape)
    ordered = np.sort(here[:, direction])
    low, high = ordered[first[slab]], ordered[last[slab] - 1]
    there = features[~half] @ directions[:, direction]
    within = (there >= low) & (there <= high)
    return float(inside[~half][within].mean()) if within.any() else float("nan"), int(within.sum())
