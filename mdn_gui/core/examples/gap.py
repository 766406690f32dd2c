"""A stretch of x without rows."""

from __future__ import annotations

import numpy as np

from mdn_gui.core.examples.regression import Regression
from mdn_gui.core.maths.numerics import Floats

_EDGE = 1.0


class Gap(Regression):
    """Rows to the left and to the right of a gap, while the truth goes on through it.

    x is uniform on [-3, -1] and [1, 3], and y = cos(2 x) + Normal(0, 0.15). The noise multiplies
    the standard deviation of 0.15. The density goes on by its formula in the gap and beyond.
    """

    name = "gap"
    title = "Gap"
    summary = "No rows lie between x = −1 and 1, so what a network says there is a guess."
    rows = 1000
    display_range = (-3.0, 3.0)

    _SCALE = 0.15

    def _mean(self, x: Floats) -> Floats:
        return np.cos(2 * x)

    def _draw_x(self, rng: np.random.Generator, rows: int) -> Floats:
        side = rng.choice([-1.0, 1.0], rows)
        return side * rng.uniform(_EDGE, self.display_range[1], rows)
