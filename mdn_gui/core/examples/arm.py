"""A robot's arm: which angles of its joints bring the hand to a place."""

from functools import cached_property
from math import e, log, pi
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.mixture_example import MixtureExample, told_apart
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say

_UPPER, _FORE = 1.0, 0.6  # lengths of the links
_SHOULDER, _ELBOW = pi, 2.4  # the first angle lies in 0 to the one, the second within the other
_OWN_SCALE = 0.06


class Arm(MixtureExample):
    """The inverse kinematics of an arm of two links: the elbow can bend to either side.

    The angles are even over what the joints allow, Uniform(0, pi) of the shoulder and
    Uniform(-2.4, 2.4) of the elbow, and the links are 1 and 0.6 long, so the hand is at
    x1 = cos(a) + 0.6 cos(a + b) and x2 = sin(a) + 0.6 sin(a + b). Both angles are measured with an
    error of Normal(0, 0.06). The noise multiplies the 0.06.

    Two pairs of angles lead to a place, b and -b, at which a small change of the angles moves the
    hand over the same area; so both are as likely, or the one that the joints allow is certain.
    There are no angles where they allow none.

    Source: after the second problem of Bishop, "Mixture density networks", Aston University report
    NCRG/94/004 (1994), section 6, with other limits and with errors.
    """

    name = "arm"
    title = say("Two-link arm")
    lesson = say("Two elbows reach one place")
    summary = say(
        "Two targets: the joints' angles that bring the hand to x1, x2, with the elbow bent to "
        "either side."
    )
    rows = 5000
    levels: ClassVar = ((), ())

    @property
    def input_ranges(self) -> tuple[tuple[float, float], ...]:
        """Where the hand can be."""
        return (-1.6, 1.6), (-0.6, 1.6)

    @property
    def target_ranges(self) -> tuple[tuple[float, float], ...]:
        """The joints' limits and five standard deviations beyond."""
        reach = 5 * self._scale
        return (-reach, _SHOULDER + reach), (-_ELBOW - reach, _ELBOW + reach)

    @cached_property
    def floor(self) -> float:
        """H(angles | hand): of the errors, and of which elbow it is, as far as these leave it."""
        fine = self._scale * np.array([0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0])
        edges = np.union1d(np.linspace(0.0, _ELBOW, 9), fine[fine < _ELBOW])
        bend, weights = gauss_legendre(edges)
        turn = _turn(bend)
        both = 1 - 2 * turn / _SHOULDER  # how often the shoulder can also take the other side
        apart = 2 * np.hypot(turn, bend) / self._scale
        choice = (both * told_apart(0.5, apart)) @ weights / _ELBOW
        return float(log(2 * pi * e) + 2 * log(self._scale) + choice)

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw the angles, then the errors of both; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        shoulder = rng.uniform(0.0, _SHOULDER, rows)
        elbow = rng.uniform(-_ELBOW, _ELBOW, rows)
        angles = np.column_stack([shoulder, elbow])
        hand = np.column_stack(
            [
                _UPPER * np.cos(shoulder) + _FORE * np.cos(shoulder + elbow),
                _UPPER * np.sin(shoulder) + _FORE * np.sin(shoulder + elbow),
            ]
        )
        measured = angles + self._scale * rng.normal(size=(rows, 2))
        return Dataset(hand, measured, ("x1", "x2"), ("shoulder", "elbow"))

    def mixture(self, inputs: Floats) -> Mixture:
        """The mixture of both elbows, `(n, 2)` components; see `MixtureExample.mixture`."""
        angles, allowed = self._solutions(inputs)
        none = ~allowed.any(axis=-1, keepdims=True)
        log_weights = np.where(allowed | none, 0.0, -np.inf)
        return Mixture(log_weights, angles, np.full(angles.shape, self._scale))

    def possible(self, inputs: Floats) -> NDArray[np.bool_]:
        """Whether the joints allow the hand to be there."""
        return self._solutions(inputs)[1].any(axis=-1)

    @property
    def _scale(self) -> float:
        return self.noise * _OWN_SCALE

    def _solutions(self, hand: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """Both pairs of angles, `(n, 2, 2)`, and whether the joints allow each, `(n, 2)`."""
        squares = (hand**2).sum(axis=-1, keepdims=True)
        cosine = (squares - _UPPER**2 - _FORE**2) / (2 * _UPPER * _FORE)
        bend = np.arccos(np.clip(cosine, -1.0, 1.0)) * [1.0, -1.0]
        direction = np.arctan2(hand[:, 1:], hand[:, :1])
        # Those that the joints allow lie within half a turn of their middle.
        shoulder = np.mod(direction - _turn(bend) + pi / 2, 2 * pi) - pi / 2
        allowed = (shoulder >= 0.0) & (shoulder <= _SHOULDER) & (np.abs(bend) <= _ELBOW)
        return np.stack([shoulder, bend], axis=-1), allowed & (np.abs(cosine) <= 1.0)


def _turn(elbow: Floats) -> Floats:
    """By how much the hand's direction differs from that of the upper link."""
    return np.arctan2(_FORE * np.sin(elbow), _UPPER + _FORE * np.cos(elbow))
