"""A category that decides how many branches there are."""

from math import e, log, pi
from typing import ClassVar

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.mixture_example import MixtureExample, told_apart
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say

_OWN_SCALE = 0.2
_OF_ONE, _UPPER = 0.6, 0.7  # how often the kind is 1, and then y on the upper branch
_APART = 1.0  # of each branch from their middle


class Category(MixtureExample):
    """One branch of one kind of rows, and two of the other.

    x ~ Uniform(-3, 3), and the kind is 1 with a probability of 0.6, else 0. Of the kind 0,
    y = 1.5 sin(1.5 x) + Normal(0, 0.2); of the kind 1, y = 0.5 x + B + Normal(0, 0.2), where B is 1
    with a probability of 0.7, else -1. The noise multiplies the 0.2. The density goes on beyond the
    rows by its formula; there is none of another kind.
    """

    name = "category"
    title = say("Category")
    lesson = say("One kind has a second branch")
    summary = say("Rows of the kind 0 have one branch and those of the kind 1 have two.")
    levels: ClassVar = ((), (0.0, 1.0))

    @property
    def input_ranges(self) -> tuple[tuple[float, float], ...]:
        """Where the rows are, with room beside those of a kind."""
        return (-3.0, 3.0), (-0.1, 1.1)

    @property
    def target_ranges(self) -> tuple[tuple[float, float], ...]:
        """All branches and six standard deviations beyond."""
        reach = 1.5 + _APART + 6 * self._scale
        return ((-reach, reach),)

    @property
    def floor(self) -> float:
        """H(y | x, kind): of the noise, and of the kind 1 of which branch it is."""
        apart = np.array(2 * _APART / self._scale)
        branch = _OF_ONE * float(told_apart(_UPPER, apart))
        return 0.5 * log(2 * pi * e) + log(self._scale) + branch

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw x and the kind, then y; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        x = rng.uniform(-3.0, 3.0, rows)
        kind = (rng.uniform(size=rows) < _OF_ONE).astype(np.float64)
        inputs = np.column_stack([x, kind])
        y = self.mixture(inputs).sample(1, rng)[0]
        return Dataset(inputs, y, ("x", "kind"), ("y",))

    def mixture(self, inputs: Floats) -> Mixture:
        """A Gaussian for each branch, `(n, 3)`; see `MixtureExample.mixture`."""
        x, kind = inputs.T
        one = kind == 1.0
        with np.errstate(divide="ignore"):
            weights = np.column_stack([~one, _UPPER * one, (1 - _UPPER) * one])
            log_weights = np.log(weights)
        middle = 0.5 * x
        means = np.column_stack([1.5 * np.sin(1.5 * x), middle + _APART, middle - _APART])
        return Mixture(log_weights, means[..., None], np.full((*means.shape, 1), self._scale))

    @property
    def _scale(self) -> float:
        return self.noise * _OWN_SCALE
