"""The energy score, against closed forms and draws."""

import numpy as np
import pytest

from mdn_gui.core.maths import energy
from mdn_gui.core.mixture import Mixture

RNG = np.random.default_rng(0)


def energy_score(mixture: Mixture, y: np.ndarray) -> np.ndarray:
    return energy.energy_score(mixture.weights, mixture.means, mixture.scales, y)


def mixtures(rows: int, components: int, outputs: int) -> Mixture:
    shape = (rows, components, outputs)
    return Mixture(
        RNG.normal(size=shape[:2]), 3 * RNG.normal(size=shape), np.exp(RNG.normal(size=shape))
    )


def test_with_one_output_it_is_the_crps() -> None:
    mixture, y = mixtures(50, 5, 1), RNG.normal(size=(50, 1))
    np.testing.assert_allclose(energy_score(mixture, y), mixture.crps(y[:, 0]), rtol=1e-7)


def test_between_two_spikes_it_is_known() -> None:
    spikes = Mixture(
        np.zeros((1, 2)), np.array([[[0.0, 0.0], [3.0, 4.0]]]), np.full((1, 2, 2), 1e-9)
    )
    assert energy_score(spikes, np.zeros((1, 2)))[0] == pytest.approx(1.25, abs=1e-7)


def test_a_round_gaussian_lies_as_far_from_its_centre_as_a_rayleigh_variable() -> None:
    """In two dimensions |Y| has the mean sqrt(pi / 2), and |Y - Y'| that of twice the variance."""
    round_one = Mixture(np.zeros((1, 1)), np.zeros((1, 1, 2)), np.ones((1, 1, 2)))
    expected = np.sqrt(np.pi / 2) * (1 - np.sqrt(2) / 2)
    assert energy_score(round_one, np.zeros((1, 2)))[0] == pytest.approx(expected, abs=1e-8)


def test_draws_tell_the_same() -> None:
    mixture, y = mixtures(4, 3, 3), RNG.normal(size=(4, 3))
    one, other = mixture.sample(200_000, RNG), mixture.sample(200_000, RNG)
    far, apart = (np.linalg.norm(each, axis=-1) for each in (one - y, one - other))
    error = 5 * (far.std(axis=0) + apart.std(axis=0)) / np.sqrt(200_000)
    expected = far.mean(axis=0) - 0.5 * apart.mean(axis=0)
    assert (np.abs(energy_score(mixture, y) - expected) < error).all()
