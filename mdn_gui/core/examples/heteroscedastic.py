"""A spread that changes with x."""

from math import log

import numpy as np

from mdn_gui.core.examples.regression import Regression
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say


class Heteroscedastic(Regression):
    """One smooth mean, and noise that grows twentyfold with x.

    x ~ Uniform(0, 10) and y = 2 sin(0.6 x) + Normal(0, 0.05 exp(0.3 x)). The noise multiplies the
    standard deviation 0.05 exp(0.3 x). The density goes on beyond the rows by its formula.
    """

    name = "heteroscedastic"
    title = say("Growing spread")
    summary = say(
        "The spread of y grows twentyfold with x, so one error bar cannot be right everywhere."
    )
    display_range = (0.0, 10.0)

    _GROWTH = 0.3
    _SCALE = 0.05  # at x = 0

    def _mean(self, x: Floats) -> Floats:
        return 2 * np.sin(0.6 * x)

    def _scale(self, x: Floats) -> Floats:
        return self.noise * self._SCALE * np.exp(self._GROWTH * x)

    def _expected_log_scale(self) -> float:
        return log(self._SCALE) + self._GROWTH * float(np.mean(self.display_range))
