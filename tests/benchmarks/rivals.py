"""What else estimates a conditional density: `recommended` is measured against these.

Each is used as its authors advise and with the care of an expert: early stopping on 15% of the rows
where it iterates, its widths cross-validated where it has widths.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from scipy.stats import norm

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import quick
from mdn_gui.core.training import fit

type Floats = NDArray[np.float64]
type Method = Callable[[Dataset, Dataset, int], Floats]
"""Log density of each test row, (n,), under what was fitted to the training rows with a seed."""

HELD_OUT = 0.15
PATIENCE = 50
CHOOSING_ROWS = 1_000
"""Rows that the widths of the kernel estimate are chosen on: the time grows with their square."""


def deep_ensemble(training: Dataset, test: Dataset, seed: int) -> Floats:
    """Five networks of one Gaussian each, mixed (Lakshminarayanan et al. 2017).

    Size, optimizer and weight decay are those of `quick`, which were tuned.
    """
    network, settings = quick(training.distinct_rows, training.inputs.shape[1])
    network = replace(network, members=5, components=1)
    fitted = fit(training, network, replace(settings, seed=seed))
    return fitted(test.inputs).log_prob(test.targets)


def ngboost(training: Dataset, test: Dataset, seed: int) -> Floats:
    """A Gaussian by natural gradient boosting of trees (Duan et al. 2020)."""
    from ngboost import NGBRegressor  # noqa: PLC0415 - brings matplotlib, which others do without

    fitted, held_out = training.split(HELD_OUT, seed)
    model = NGBRegressor(n_estimators=2_000, verbose=False, random_state=seed)
    model.fit(
        fitted.inputs,
        fitted.targets[:, 0],
        held_out.inputs,
        held_out.targets[:, 0],
        early_stopping_rounds=PATIENCE,
    )
    densities: Floats = model.pred_dist(test.inputs).logpdf(test.targets[:, 0])
    return densities


def catboost(training: Dataset, test: Dataset, seed: int) -> Floats:
    """A Gaussian by gradient boosting of oblivious trees (Malinin et al. 2021)."""
    from catboost import CatBoostRegressor  # noqa: PLC0415 - as NGBoost

    fitted, held_out = training.split(HELD_OUT, seed)
    model = CatBoostRegressor(
        loss_function="RMSEWithUncertainty",
        iterations=5_000,
        early_stopping_rounds=PATIENCE,
        random_seed=seed,
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(
        fitted.inputs,
        fitted.targets[:, 0],
        eval_set=(held_out.inputs, held_out.targets[:, 0]),
    )
    mean, variance = model.predict(test.inputs, prediction_type="RMSEWithUncertainty").T
    densities: Floats = norm.logpdf(test.targets[:, 0], mean, np.sqrt(variance))
    return densities


def kernel_density(training: Dataset, test: Dataset, seed: int) -> Floats:
    """A conditional kernel density, each width by leave-one-out likelihood (Hall et al. 2004).

    The widths are chosen on a random 1,000 of the rows and carried over to all of them by the rate
    at which the best width shrinks, n^(-1/(P + 5)).
    """
    chosen = np.random.default_rng(seed).permutation(training.rows)[:CHOOSING_ROWS]
    spread = training.inputs.std(axis=0), training.targets.std(axis=0)
    units = np.concatenate([np.where(each > 0, each, 1.0) for each in spread])
    rows, asked = (
        np.concatenate([table.inputs, table.targets], axis=1) / units for table in (training, test)
    )
    start = np.full(len(units), np.log(len(chosen) ** (-1 / (len(units) + 4))))
    logs: Floats = minimize(
        _left_out,
        start,
        args=(rows[chosen],),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-7.0, 7.0)] * len(units),
    ).x
    logs -= np.log(training.rows / len(chosen)) / (len(units) + 4)
    scaled, places = rows * np.exp(-logs), asked * np.exp(-logs)
    found = [_log_density(place, scaled) for place in places]
    return np.array(found) - float(logs[-1] + np.log(units[-1]))


def _log_density(place: Floats, rows: Floats) -> float:
    squares = (rows - place) ** 2
    near = -0.5 * squares[:, :-1].sum(axis=1)
    joint = near - 0.5 * squares[:, -1]
    return float(logsumexp(joint) - logsumexp(near) - 0.5 * np.log(2 * np.pi))


def _left_out(logs: Floats, rows: Floats) -> tuple[float, Floats]:
    """Mean negative log density of each row under the others, and its slope by each log width."""
    scaled = rows * np.exp(-logs)
    x, y = scaled[:, :-1], scaled[:, -1]
    lengths = (x**2).sum(axis=1)
    near = x @ x.T - 0.5 * (lengths[:, None] + lengths)
    np.fill_diagonal(near, -np.inf)
    squares = (y[:, None] - y) ** 2
    joint = near - 0.5 * squares
    total, marginal = logsumexp(joint, axis=1), logsumexp(near, axis=1)
    both = np.exp(joint - total[:, None])
    excess = both - np.exp(near - marginal[:, None])
    # The slope of a log kernel by a log width is the squared distance in widths; summed over
    # pairs as products of matrices.
    sums = excess.sum(axis=1) + excess.sum(axis=0)
    slopes = (sums @ x**2 - 2 * (x * (excess @ x)).sum(axis=0)) / len(rows)
    slope = (both * squares).sum() / len(rows) - 1
    value = float(np.mean(total - marginal)) - logs[-1]
    return -value, -np.append(slopes, slope)


RIVALS: Mapping[str, Method] = {
    "deep ensemble": deep_ensemble,
    "NGBoost": ngboost,
    "CatBoost": catboost,
    "kernel density": kernel_density,
}


def mean_ranks(tables: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean rank of each method, 1 for the lowest nats, of its nats on each table."""
    return {
        method: float(
            np.mean([1 + sum(each < nats[method] for each in nats.values()) for nats in tables])
        )
        for method in tables[0]
    }
