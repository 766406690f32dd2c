"""Three inputs, of which each does something else."""

from math import e, log, pi
from typing import ClassVar

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.mixture_example import MixtureExample
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say

_OWN_SCALE = 0.25


class ThreeInputs(MixtureExample):
    """One input moves only the mean of y, one only its spread, and one nothing.

    y = 2 sin(shift) + Normal(0, 0.25 exp(spread)), where shift ~ Uniform(-3, 3) and spread and
    idle ~ Uniform(-1, 1). The noise multiplies the 0.25. The density goes on beyond the rows by its
    formula.
    """

    name = "three-inputs"
    title = say("Three inputs")
    lesson = say("One input moves only the spread")
    summary = say("One input moves only the mean of y, one only its spread, and one does nothing.")
    levels: ClassVar = ((), (), ())

    @property
    def input_ranges(self) -> tuple[tuple[float, float], ...]:
        """Where the rows are."""
        return (-3.0, 3.0), (-1.0, 1.0), (-1.0, 1.0)

    @property
    def target_ranges(self) -> tuple[tuple[float, float], ...]:
        """The means and six of the largest standard deviations beyond."""
        reach = 2 + 6 * self._scale * e
        return ((-reach, reach),)

    @property
    def floor(self) -> float:
        """H(y | inputs): the spread is 0 in the mean, so it is the entropy at spread = 0."""
        return 0.5 * log(2 * pi * e) + log(self._scale)

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw the inputs, then y; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        low, high = np.transpose(self.input_ranges)
        inputs = rng.uniform(low, high, (rows, 3))
        truth = self.mixture(inputs)
        y = truth.means[:, 0] + truth.scales[:, 0] * rng.normal(size=(rows, 1))
        return Dataset(inputs, y, ("shift", "spread", "idle"), ("y",))

    def mixture(self, inputs: Floats) -> Mixture:
        """One Gaussian; see `MixtureExample.mixture`."""
        shift, spread, _ = inputs.T
        mean, scale = 2 * np.sin(shift), self._scale * np.exp(spread)
        return Mixture(np.zeros((len(inputs), 1)), mean[:, None, None], scale[:, None, None])

    @property
    def _scale(self) -> float:
        return self.noise * _OWN_SCALE
