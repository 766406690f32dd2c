"""A mean that jumps."""

import numpy as np

from mdn_gui.core.examples.regression import Regression
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say


class Step(Regression):
    """A jump in the mean, which no smooth network can follow.

    x ~ Uniform(-2, 2) and y = 0.3 x - 1 + Normal(0, 0.15) for x < 0, 0.3 x + 1 + Normal(0, 0.15)
    for x >= 0. The noise multiplies the standard deviation of 0.15. The density goes on beyond the
    rows by its formula.
    """

    name = "step"
    title = say("Step")
    summary = say("The curve jumps at x = 0, where a network of smooth functions cannot follow.")
    rows = 1000
    display_range = (-2.0, 2.0)

    _SCALE = 0.15

    def _mean(self, x: Floats) -> Floats:
        return 0.3 * x + np.where(x < 0, -1.0, 1.0)
