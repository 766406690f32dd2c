"""Targets of which one value holds many rows: found, told of, and scored without inflation."""

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.stats import norm

from mdn_gui.core.atoms import Cells, atoms
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.diagnosis import diagnose
from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.gains import ignoring_inputs
from mdn_gui.core.kinds import Number
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses
from mdn_gui.core.review import review
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.transformed_mixture import TransformedMixture
from tests.networks import known_network

WIDTH = 0.1
DRY = 0.4
STEADY = tuple(Losses(epoch, 1 + 3.0**-epoch, 2 + 3.0**-epoch) for epoch in range(1, 21))


def rain(rows: int, seed: int = 0) -> Dataset:
    """Rain in steps of 0.1: none on four days of ten, whatever x, and else about 5."""
    rng = np.random.default_rng(seed)
    wet = np.round(rng.normal(5, 1, rows), 1)
    y = np.where(rng.random(rows) < DRY, 0.0, wet)
    return table(y, rng.normal(size=rows))


def table(y: NDArray[np.float64], x: NDArray[np.float64] | None = None) -> Dataset:
    x = np.arange(len(y), dtype=float) if x is None else x
    return Dataset(x[:, None], y[:, None], ("x",), ("rain",))


def spiked(scale: float) -> Network:
    """The truth of `rain`, but for how wide the spike at 0 is."""
    return known_network([DRY, 1 - DRY], [0.0, 5.0], [scale, 1.0])


def test_a_value_of_many_rows_is_found_with_the_width_of_its_cell() -> None:
    dataset = rain(2_000)
    (atom,) = atoms(dataset)
    assert (atom.target, atom.value) == ("rain", 0.0)
    assert atom.share == np.mean(dataset.targets == 0.0)
    assert atom.width == pytest.approx(WIDTH)


def test_noise_of_rounding_makes_no_narrower_cell() -> None:
    y = np.array([0.0] * 5 + [0.3, 0.1 + 0.2, 0.1, 0.5])
    assert atoms(table(y))[0].width == pytest.approx(0.1)
    cells = Cells.of(table(y))
    assert cells is not None
    assert cells.numbered(y[:, None])[:, 0].tolist() == [0.0] * 5 + [3.0, 3.0, 1.0, 5.0]


@pytest.mark.parametrize("outlier", [-999_999.0, 1.5e308])
def test_an_outlier_makes_no_wider_cell(outlier: float) -> None:
    y = np.append(rain(2_000).targets[:, 0], outlier)
    (atom,) = atoms(table(y))
    assert atom.width == pytest.approx(WIDTH)
    cells = Cells.of(table(y))
    assert cells is not None
    mixture = Mixture(np.zeros(1), np.full((1, 1), 3.0), np.full((1, 1), 3.0))
    assert not np.isnan(cells.log_probability(mixture, y[:, None])).any()


def test_where_values_are_not_rounded_a_component_on_the_scale_floor_fits_into_a_cell() -> None:
    rng = np.random.default_rng(0)
    y = np.where(rng.random(2_000) < DRY, 0.0, rng.normal(5, 1, 2_000))
    (atom,) = atoms(table(y))
    assert 0.005 * y.std() < atom.width < 0.02 * y.std()
    assert atom.scale_floor >= 1e-3


def test_several_values_may_hold_many_rows_each() -> None:
    y = np.repeat([0.0, 100.0, 3.25, 7.5, 11.0], [40, 30, 10, 10, 10])
    assert [(atom.value, atom.share) for atom in atoms(table(y))] == [(0.0, 0.4), (100.0, 0.3)]


def test_targets_without_such_a_value_have_no_atom() -> None:
    rng = np.random.default_rng(0)
    assert atoms(table(rng.normal(size=500))) == ()
    assert atoms(table(np.full(50, 3.0))) == ()
    assert atoms(table(np.repeat([1.0, 2.0, 3.0, 4.0, 5.0], 10))) == ()


def test_rows_count_by_their_weight() -> None:
    dataset = table(np.array([0.0] * 5 + [float(value) for value in range(1, 21)]))
    assert atoms(dataset) == ()
    weights = np.array([4.0] * 5 + [1.0] * 20)
    (atom,) = atoms(Dataset(dataset.inputs, dataset.targets, ("x",), ("rain",), weights=weights))
    assert (atom.value, atom.share) == (0.0, 0.5)


def test_a_few_rows_make_no_atom() -> None:
    assert atoms(table(np.array([0.0, 0.0, 0.0, 0.0, 1.0, 2.0]))) == ()


def test_the_probability_of_a_cell_is_that_of_scipy() -> None:
    rng = np.random.default_rng(1)
    weights, means, scales = rng.dirichlet(np.ones(3)), rng.normal(size=(3, 2)), rng.random((3, 2))
    mixture = Mixture(np.log(weights), means, scales)
    widths = np.array([0.5, 0.2])
    y = rng.integers(-5, 6, size=(20, 2)) * widths
    inside = np.asarray(norm.cdf(y[:, None] + widths / 2, means, scales)) - np.asarray(
        norm.cdf(y[:, None] - widths / 2, means, scales)
    )
    expected = np.log((weights * inside.prod(axis=2)).sum(axis=1))
    assert_allclose(Cells(widths, np.zeros(2)).log_probability(mixture, y), expected, rtol=1e-9)


def test_of_a_transformed_target_too() -> None:
    gaussian = Mixture(np.log([0.3, 0.7]), np.array([[0.0], [1.0]]), np.array([[0.5], [1.0]]))
    mixture = TransformedMixture(gaussian, [Number("log", low=0.0)])
    y = np.array([[0.0], [1.0], [7.0]])
    found = Cells(np.array([1.0]), np.zeros(1)).log_probability(mixture, y)
    expected = gaussian.cdf(np.log(y[:, 0] + 0.5)) - np.append(
        0.0, gaussian.cdf(np.log(y[1:, 0] - 0.5))
    )
    assert_allclose(np.exp(found), expected, rtol=1e-9)


def test_far_out_the_score_stays_finite() -> None:
    mixture = Mixture(np.zeros(1), np.zeros((1, 1)), np.full((1, 1), 0.01))
    found = Cells(np.array([0.1]), np.zeros(1)).log_probability(mixture, np.array([[5.0]]))
    assert found == pytest.approx(norm.logpdf(5.0, 0.0, 0.01) + np.log(0.1))


def test_a_thinner_spike_lowers_the_loss_of_densities_but_not_that_of_cells() -> None:
    dataset = rain(4_000)
    wide, thin = (evaluate(spiked(scale), dataset) for scale in (1e-3, 1e-6))
    assert wide.nll - thin.nll == pytest.approx(DRY * np.log(1e3), abs=0.2)
    assert wide.cell_nll is not None
    assert thin.cell_nll == pytest.approx(wide.cell_nll, abs=1e-6)
    # What the entropy of such rounded values is.
    of_wet = 0.5 * np.log(2 * np.pi * np.e) - np.log(WIDTH)
    entropy = -DRY * np.log(DRY) - (1 - DRY) * np.log(1 - DRY) + (1 - DRY) * of_wet
    assert wide.cell_nll == pytest.approx(entropy, abs=0.1)
    assert evaluate(spiked(1e-3), table(np.random.default_rng(0).normal(size=99))).cell_nll is None


def test_a_person_is_told() -> None:
    (note,) = (each for each in diagnose(spiked(0.01), rain(1_000)).notes() if "0 in" in each)
    assert note.startswith("'rain' is 0 in 4")
    assert "depends on the scale floor alone" in note
    assert note.endswith("a range 0.10 wide.")


def run_of(best: Network, losses: tuple[Losses, ...]) -> EndedRun:
    return EndedRun(
        data=rain(3_000),
        network_settings=NetworkSettings(standardize=True),
        training_settings=TrainingSettings(validation_fraction=0.3),
        losses=losses,
        best=best,
        last=best,
    )


def test_where_spikes_predict_worse_the_scale_floor_is_named_and_not_the_epochs() -> None:
    falling = tuple(Losses(epoch, 1.0 - epoch, 2.0 - epoch) for epoch in range(1, 21))
    spikes = known_network([DRY, 0.3, 0.3], [0.0, 4.5, 5.5], [1e-6, 0.02, 0.02])
    first, *_ = review(run_of(spikes, falling)).notes()
    assert first.startswith("Do not use this network: it predicts worse than ignoring the inputs")
    assert "Usual cause: components much thinner or wider than the values are rounded." in first
    assert re.search(r"Try scale_floor at 0\.0\d+\.$", first)


@pytest.mark.parametrize(
    ("values", "shares"),
    [
        pytest.param([0.0, 1.0], [0.7, 0.3], id="yes or no"),
        pytest.param(
            [0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [0.24, 0.33, 0.25, 0.12, 0.04, 0.02], id="count"
        ),
        pytest.param(
            [0.0, 100.0, *np.arange(30.25, 70.0)], [0.3, 0.3, *[0.01] * 40], id="both ends"
        ),
    ],
)
def test_what_knows_the_shares_of_values_gains_nothing_over_them(
    values: list[float], shares: list[float]
) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=4_000), rng.choice(values, 4_000, p=shares)
    network = known_network(shares, values, [1e-3] * len(values))
    found = review(replace(run_of(network, ()), data=table(y, x), losses=STEADY))
    assert abs(found.gain.nats) < 0.02
    entropy = -np.sum(np.array(shares) * np.log(shares))
    assert found.gain.losses[0] == pytest.approx(entropy, abs=0.05)


def test_of_two_targets_a_kernel_density_is_scored_by_the_same_cells() -> None:
    def both(seed: int) -> Dataset:
        rain_alone = rain(2_000, seed)
        wind = np.round(np.random.default_rng([seed, 1]).normal(size=(2_000, 1)), 1)
        targets = np.hstack([rain_alone.targets, wind])
        return Dataset(rain_alone.inputs, targets, ("x",), ("rain", "wind"))

    cells = Cells.of(both(0))
    assert cells is not None
    found = ignoring_inputs(spiked(1.0), both(0), both(1), cells)
    assert set(found) == {"one Gaussian", "a kernel density"}
    # The entropy of both, of which the kernels can know no more.
    of_rain = -DRY * np.log(DRY) - (1 - DRY) * np.log(1 - DRY)
    of_rain += (1 - DRY) * (0.5 * np.log(2 * np.pi * np.e) - np.log(cells.widths[0]))
    of_wind = 0.5 * np.log(2 * np.pi * np.e) - np.log(cells.widths[1])
    loss = -found["a kernel density"].mean()
    assert of_rain + of_wind - 0.3 < loss < of_rain + of_wind + 0.7


def test_a_spike_is_no_gain_over_ignoring_x() -> None:
    """By densities, it would gain 5 nats over a kernel density, which knows x no less."""
    run = run_of(spiked(1e-6), STEADY)
    found = review(run)
    assert abs(found.gain.nats) < 0.05
    assert found.gain.baseline.startswith("the shares of frequent values")
    assert found.gain.losses[0] == pytest.approx(evaluate(run.best, rain(3_000)).cell_nll, abs=0.2)
