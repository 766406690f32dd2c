"""The circle, against integrals over its angle."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.special import entr
from scipy.stats import ncx2, norm

from mdn_gui.core.examples.circle import Circle

EXAMPLE = Circle()


def marginal(x: float, scale: float) -> float:
    """p(x), by scipy's adaptive integral over the angle."""

    def integrand(angle: float) -> float:
        return float(norm.pdf(x, np.cos(angle), scale)) / np.pi

    nearest = float(np.arccos(np.clip(x, -1, 1)))
    return quad(integrand, 0, np.pi, points=[nearest], epsabs=0, epsrel=1e-10, limit=200)[0]


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
@pytest.mark.parametrize("x", [-0.95, 0.0, 0.4, 1.02])
def test_is_the_joint_density_over_that_of_x(x: float, noise: float) -> None:
    scale = 0.1 * noise
    y = float(np.sqrt(max(0, 1 - x**2))) + 0.5 * scale

    def integrand(angle: float) -> float:
        near = norm.logpdf(x, np.cos(angle), scale) + norm.logpdf(y, np.sin(angle), scale)
        return float(np.exp(near)) / (2 * np.pi)

    nearest = float(np.arctan2(y, x))
    low, high = nearest - np.pi, nearest + np.pi
    joint = quad(integrand, low, high, points=[nearest], epsabs=0, epsrel=1e-10, limit=200)[0]
    truth = EXAMPLE.with_noise(noise).truth([x], [y])
    assert_allclose(truth.log_density, [[np.log(joint / marginal(x, scale))]], rtol=0, atol=1e-8)


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
def test_the_floor_is_the_joint_entropy_less_that_of_x(noise: float) -> None:
    scale = 0.1 * noise
    high = 1 + 9 * scale

    def joint_loss(radius: float) -> float:
        # The squared distance, in units of the variance, has a non-central chi-square distribution.
        square = (radius / scale) ** 2
        density = ncx2.pdf(square, 2, scale**-2) / (np.pi * scale**2)
        return float(entr(density)) * 2 * np.pi * radius

    joint = quad(joint_loss, max(0, 1 - 9 * scale), high, points=[1.0], limit=200)[0]
    x, angles = np.linspace(-high, high, 1001), (np.arange(720) + 0.5) * np.pi / 720
    alone = np.trapezoid(entr(norm.pdf(x[:, None], np.cos(angles), scale).mean(axis=1)), x)
    assert EXAMPLE.with_noise(noise).floor == pytest.approx(joint - alone, abs=1e-5)


def test_two_modes_within_the_circle_meet_at_its_sides() -> None:
    modes = EXAMPLE.modes([-1.2, -0.6, 0.0, 0.6, 1.2])
    assert modes.x.tolist() == [-1.2, -0.6, -0.6, 0.0, 0.0, 0.6, 0.6, 1.2]
    # The ridge of the density is a little within the circle, by about half the variance.
    assert_allclose(modes.y, [0, -0.8, 0.8, -1, 1, -0.8, 0.8, 0], atol=0.01)


def test_rows_are_many_at_the_sides() -> None:
    x = np.abs(EXAMPLE.dataset(20_000, seed=0).inputs[:, 0])
    assert np.mean((x > 0.9) & (x < 1.1)) > 1.5 * np.mean(x < 0.2)
