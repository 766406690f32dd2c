"""Histograms side by side."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose
from scipy.stats import norm

from mdn_gui.core.histogram import histograms
from mdn_gui.session.view import Interval

RNG = np.random.default_rng(0)
WINDOW = Interval(-10.0, 10.0)


def test_bars_follow_the_density() -> None:
    samples = RNG.normal(3.0, 0.5, (1, 100_000))
    [found] = histograms(samples, WINDOW)
    middles = (found.edges[:-1] + found.edges[1:]) / 2
    assert_allclose(found.densities, norm.pdf(middles, 3.0, 0.5), atol=0.08)


def test_all_have_the_same_bins_and_hold_all_their_samples() -> None:
    samples = np.stack([RNG.normal(0, 1, 1000), RNG.normal(5, 0.01, 1000)])
    narrow, wide = histograms(samples, WINDOW)
    assert narrow.edges is wide.edges
    for found in (narrow, wide):
        assert_allclose((found.densities * np.diff(found.edges)).sum(), 1.0)
    assert narrow.edges[0] == samples.min()
    assert narrow.edges[-1] == samples.max()


def test_far_outliers_leave_the_bins_of_the_others_narrow() -> None:
    samples = RNG.normal(0, 1, (1, 1000))
    samples[0, 0] = 1e3
    [found] = histograms(samples, WINDOW)
    assert len(found.densities) <= 1000
    assert np.diff(found.edges).max() < 1.5


@given(arrays(float, (3, 20), elements=st.floats(-1e9, 1e9)))
@example(np.eye(3, 20) * np.finfo(float).tiny)
def test_whatever_the_samples_the_bars_are_finite(samples: np.ndarray) -> None:
    for each, found in zip(samples, histograms(samples, WINDOW), strict=True):
        assert np.isfinite(found.densities).all()
        assert (np.diff(found.edges) > 0).all()
        inside = (found.edges[0] <= each) & (each <= found.edges[-1])
        held = (found.densities * np.diff(found.edges)).sum()
        assert_allclose(held, inside.mean(), atol=1e-6)
