"""Tables that break a training elsewhere: here it ends finite and calibrated, with no tuning."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.diagnosis import diagnose
from mdn_gui.core.evaluation import Scores, evaluate
from mdn_gui.core.network import Network
from mdn_gui.core.settings import recommended
from mdn_gui.core.training import fit, train

type Floats = NDArray[np.float64]
type Change = Callable[[Floats, Floats, np.random.Generator], tuple[Floats, Floats]]

ROWS = 1000


def clean(rows: int, seed: int, change: Change) -> Dataset:
    """A wave with noise that grows away from the middle, changed."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 2, rows)
    y = np.sin(2 * x) + rng.normal(size=rows) * (0.2 + 0.1 * np.abs(x))
    changed = change(x, y, rng)
    return Dataset(changed[0][:, None], changed[1][:, None], ("x",), ("y",))


def unchanged(x: Floats, y: Floats, _rng: np.random.Generator) -> tuple[Floats, Floats]:
    return x, y


def with_outlier(values: Floats) -> Floats:
    """One of the values a million standard deviations away."""
    changed = values.copy()
    changed[len(values) // 3] += 1e6 * values.std()
    return changed


CALIBRATED: dict[str, Change] = {
    "y times 1e12": lambda x, y, _: (x, y * 1e12),
    "y times 1e-12": lambda x, y, _: (x, y * 1e-12),
    "y plus 1e9": lambda x, y, _: (x, y + 1e9),
    "x times 1e12 plus 1e15": lambda x, y, _: (x * 1e12 + 1e15, y),
    "a constant x": lambda x, y, _: (np.full_like(x, 3.0), y),
    "Cauchy noise": lambda x, _, rng: (x, np.sin(2 * x) + 0.3 * rng.standard_cauchy(len(x))),
}
"""Changes of the table, of training and test rows alike."""

TRAINED_ON: dict[str, Change] = {
    "an outlier in y": lambda x, y, _: (x, with_outlier(y)),
    "an outlier in x": lambda x, y, _: (with_outlier(x), y),
    "duplicated rows": lambda x, y, _: (np.tile(x[: ROWS // 4], 4), np.tile(y[: ROWS // 4], 4)),
}
"""Changes of the training rows alone; the test rows are clean."""


@cache
def trained(change: Change) -> Network:
    """The recommended network for a table; every epoch's losses must be finite."""
    table = clean(ROWS, 0, change)
    for epoch in train(table, *recommended(table.distinct_rows, inputs=1)):
        assert np.isfinite([epoch.train_loss, epoch.validation_loss, epoch.best_loss]).all()
    return epoch.best


def scores(network: Network, test: Dataset) -> Scores:
    """On fresh rows; all finite."""
    found = evaluate(network, test)
    assert np.isfinite([found.nll, *found.crps]).all()
    return found


OTHERS = {"y times 1e-12", "y plus 1e9", "a constant x", "an outlier in x"}
"""Like others that are tried: for `make torture`."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.torture] if name in OTHERS else [])
        for name in (*CALIBRATED, *TRAINED_ON)
    ],
)
def test_training_ends_finite_and_calibrated(name: str) -> None:
    change = CALIBRATED.get(name) or TRAINED_ON[name]
    fresh = clean(5000, 1, CALIBRATED.get(name, unchanged))
    found = scores(trained(change), fresh)
    assert found.coverage_50[0] == pytest.approx(0.5, abs=0.1)
    assert found.coverage_90[0] == pytest.approx(0.9, abs=0.07)


@pytest.mark.parametrize("factor", [1e12, pytest.param(1e-12, marks=pytest.mark.torture)])
def test_another_unit_of_y_costs_nothing(factor: float) -> None:
    changed = CALIBRATED[f"y times {factor:.0e}".replace("+", "")]
    plain = scores(trained(unchanged), clean(5000, 1, unchanged)).nll
    other = scores(trained(changed), clean(5000, 1, changed)).nll
    assert other - np.log(factor) == pytest.approx(plain, abs=0.02)


def test_a_constant_y_is_a_spike_at_its_value() -> None:
    def constant(x: Floats, _y: Floats, _: np.random.Generator) -> tuple[Floats, Floats]:
        return x, np.full_like(x, 7.0)

    network, table = trained(constant), clean(ROWS, 0, constant)
    mixture = network(table.inputs)
    assert np.abs(mixture.quantile(0.05) - 7.0).max() < 0.1
    assert np.abs(mixture.quantile(0.95) - 7.0).max() < 0.1
    assert scores(network, table).coverage_90[0] > 0.9
    assert "has one value only" in diagnose(network, table).notes()[0]


def test_a_y_of_zeros_and_ones_is_two_spikes_of_the_right_weights() -> None:
    def coin(x: Floats, _y: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
        return x, (rng.random(len(x)) < 1 / (1 + np.exp(-2 * x))).astype(float)

    network = trained(coin)
    x = np.linspace(-1.8, 1.8, 50)
    mixture = network(x)
    ones = mixture.probability(0.5, np.inf)
    assert np.abs(ones - 1 / (1 + np.exp(-2 * x))).max() < 0.15
    assert mixture.probability(0.1, 0.9).max() < 0.05
    assert np.isfinite(scores(network, clean(5000, 1, coin)).nll)
    assert "A density over 2 distinct values" in diagnose(network, clean(ROWS, 0, coin)).notes()[0]


def test_a_y_equal_to_x_is_a_thin_line() -> None:
    def same(x: Floats, _y: Floats, _: np.random.Generator) -> tuple[Floats, Floats]:
        return x, x

    found = scores(trained(same), clean(5000, 1, same))
    assert found.nll < -3.0
    assert found.coverage_90[0] > 0.85


def test_ten_rows_are_learnt_without_overconfidence() -> None:
    fresh, found = clean(5000, 99, unchanged), []
    for seed in range(10):
        table = clean(10, seed, unchanged)
        network, training = recommended(table.rows, inputs=1)
        found.append(scores(fit(table, network, replace(training, seed=seed)), fresh))
    # Eight rows cannot tell where the tails are; a bare fit to them covers 61% by 90% intervals.
    assert np.mean([score.coverage_90[0] for score in found]) > 0.7
    assert np.mean([score.nll for score in found]) < 2.0
