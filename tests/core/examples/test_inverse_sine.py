"""The inverse sine, against published values, quadrature and its own draws."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.integrate import quad
from scipy.stats import kstest, norm

from mdn_gui.core import tables
from mdn_gui.core.examples.inverse_sine import InverseSine

RESOURCES = Path(__file__).parents[3] / "resources" / "tables"


@pytest.fixture
def inverse_sine() -> InverseSine:
    return InverseSine()


def test_is_drawn_from_its_formula(inverse_sine: InverseSine) -> None:
    dataset = inverse_sine.dataset(rows=20_000, seed=1)
    x, y = dataset.inputs[:, 0], dataset.targets[:, 0]
    assert kstest(y, "uniform", args=(-10.5, 21.0)).pvalue > 1e-4
    assert kstest(x - 7 * np.sin(0.75 * y) - 0.5 * y, "norm").pvalue > 1e-4
    assert (dataset.input_names, dataset.target_names) == (("x",), ("y",))
    assert inverse_sine.display_range == (-15.0, 15.0)


def test_reaches_the_known_entropy(inverse_sine: InverseSine) -> None:
    assert inverse_sine.floor == pytest.approx(1.2880094, abs=5e-8)


@pytest.mark.parametrize(
    ("x", "modes"),
    [
        (0.0, [-7.611, -4.639, 0.0, 4.639, 7.611]),
        (5.0, [-6.156, 0.938, 3.550, 8.519]),
        (-10.0, [-9.508, -2.222, 6.156]),
    ],
)
def test_has_the_known_modes(inverse_sine: InverseSine, x: float, modes: list[float]) -> None:
    y = np.linspace(-10.5, 10.5, 210_001)
    density = inverse_sine.truth([x], y).log_density[0]
    inner = density[1:-1]
    peaks = y[1:-1][(inner > density[:-2]) & (inner > density[2:])]
    # The known values are good to three decimals.
    assert_allclose(peaks, modes, rtol=0, atol=1e-3)


@pytest.mark.parametrize(
    ("x", "modes"),
    [
        (0.0, [-7.611, -4.639, 0.0, 4.639, 7.611]),
        (5.0, [-6.156, 0.938, 3.550, 8.519]),
        (-10.0, [-9.508, -2.222]),
        (14.0, [10.5]),
    ],
    ids=["all", "beyond a crest", "one too low to see", "at the edge"],
)
def test_tells_the_modes(inverse_sine: InverseSine, x: float, modes: list[float]) -> None:
    assert_allclose(inverse_sine.modes([x]).y, modes, rtol=0, atol=1e-3)


def test_noise_multiplies_the_deviation_of_x(inverse_sine: InverseSine) -> None:
    noisy = inverse_sine.with_noise(3.0)
    dataset = noisy.dataset(rows=20_000, seed=1)
    x, y = dataset.inputs[:, 0], dataset.targets[:, 0]
    assert kstest(x - 7 * np.sin(0.75 * y) - 0.5 * y, norm(0, 3).cdf).pvalue > 1e-4
    ratio = np.diff(noisy.truth([5.0], [1.0, 2.0]).log_density[0])
    waves = 7 * np.sin(0.75 * np.array([1.0, 2.0])) + 0.5 * np.array([1.0, 2.0])
    assert_allclose(ratio, np.diff(norm(waves, 3).logpdf(5.0)), rtol=1e-12)


def test_has_the_known_density_and_mean(inverse_sine: InverseSine) -> None:
    assert np.exp(inverse_sine.truth([0.0], [0.0]).log_density) == pytest.approx(0.378113, abs=5e-7)
    at_5 = inverse_sine.truth([5.0])
    mean = np.trapezoid(at_5.y * np.exp(at_5.log_density[0]), at_5.y)
    assert mean == pytest.approx(1.3974, abs=5e-5)


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
@pytest.mark.parametrize("x", [-12.5, -3.3, 0.0, 12.0])
def test_is_normalised_by_an_independent_integral(
    inverse_sine: InverseSine, x: float, noise: float
) -> None:
    def joint(y: float) -> float:
        return float(norm.pdf(x, 7 * np.sin(0.75 * y) + 0.5 * y, noise))

    evidence, _ = quad(joint, -10.5, 10.5, limit=2000, epsabs=0, epsrel=1e-11)
    y = inverse_sine.modes([x]).y[0]
    [[log_density]] = inverse_sine.with_noise(noise).truth([x], [y]).log_density
    assert log_density == pytest.approx(np.log(joint(y) / evidence), abs=1e-8)


def test_is_impossible_outside_its_range(inverse_sine: InverseSine) -> None:
    log_density = inverse_sine.truth([0.0], [-10.6, 10.6]).log_density
    assert_array_equal(log_density, [[-np.inf, -np.inf]])


def test_the_sample_table_is_the_example_to_six_digits(inverse_sine: InverseSine) -> None:
    table = tables.read(RESOURCES / "inverse-sine.csv", inputs=["x"], targets=["y"])
    drawn = inverse_sine.dataset(rows=3000, seed=0)
    assert_allclose(table.inputs, drawn.inputs, rtol=5e-6)
    assert_allclose(table.targets, drawn.targets, rtol=5e-6)
