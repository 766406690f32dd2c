"""Sketches of the built-in problems."""

import numpy as np
import pytest
from scipy.stats import linregress

from mdn_gui.core.drawing.sketch import ROWS, Sketch, sketches
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.maths.numerics import Floats


def sketch(name: str) -> Sketch:
    [drawn] = sketches([name])
    return drawn


@pytest.mark.parametrize("name", EXAMPLES)
def test_rows_and_truth_fill_the_picture(name: str) -> None:
    rows, truth = sketch(name)
    assert 0.8 * ROWS <= len(rows) <= ROWS, "few lie beyond the x that are shown"
    for points in (rows, truth):
        assert points.min() >= 0.0
        assert points.max() <= 1.0
    assert np.ptp(rows, axis=0).min() > 0.75
    # So close to each other that they look like lines.
    assert np.diff(np.unique(truth[:, 0])).max() < 1 / 200


def test_the_truth_runs_through_the_rows() -> None:
    """The straight lines of the step, rising by 0.3 an x on each side of 0, in shares of both."""
    rows, truth = sketch("step")
    for side in (truth[:, 0] < 0.5, truth[:, 0] > 0.5):
        slope = linregress(*truth[side].T).slope
        near = rows[(rows[:, 0] < 0.5) == bool(side[0])]
        assert linregress(*near.T).slope == pytest.approx(slope, abs=0.03)
        residuals = near[:, 1] - np.interp(near[:, 0], *truth[side].T)
        assert abs(residuals.mean()) < 0.01


def test_the_sketch_of_a_wave_has_several_answers_in_the_middle() -> None:
    truth = sketch("inverse-sine").truth
    assert _answers(truth, 0.5) == 5
    assert _answers(truth, 0.02) == 1


def _answers(truth: Floats, x: float) -> int:
    nearest = truth[np.abs(truth[:, 0] - x).argmin(), 0]
    return int(np.sum(truth[:, 0] == nearest))
