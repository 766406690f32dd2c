"""How far apart the densities of many mixtures lie, in units of y, fast."""

from collections.abc import Callable, Sequence
from math import inf
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

type Floats32 = NDArray[np.float32]

PLACES = 128
"""Values of y at which distribution functions are compared."""

_STEPS, _BEND = 0.7988, 0.04417
_NEGLIGIBLE = 1e-4  # probability of all components together that are left out
_FARTHEST = 1e18  # scales; a float32
_AT_ONCE = 2**16  # numbers that stay in the cache


class Grid(NamedTuple):
    """Where distribution functions are compared, common to all mixtures of an output.

    The mean way of what is moved to make one distribution the other is the integral of |F - G| over
    y. Half of the places are evenly spaced and half as dense as the mixtures are, so that the
    distance of a single pair of narrow densities is rounded to the places, but the mean of many is
    not.

    Attributes:
        places: In terms of what is Gaussian, increasing, `(places,)`.
        widths: What each counts, in units of y, `(places,)`.

    Source:
        Vallender, "Calculation of the Wasserstein distance between probability distributions on
        the line", Theory of Probability and its Applications 18 (1974).
    """

    places: Floats
    widths: Floats

    @classmethod
    def over(
        cls,
        drawn: Floats,
        restored: Callable[[Floats], Floats],
        bounds: Sequence[float] = (-inf, inf),
    ) -> Self:
        """Cover what mixtures draw; what lies beyond all draws counts for nothing.

        Args:
            drawn: Draws of what is Gaussian, from all mixtures alike, `(n,)`.
            restored: Gives the y of what is Gaussian.
            bounds: Values of y beyond which nothing counts, lest a component of next to no weight
                that lies far out draws all places apart.
        """
        with np.errstate(over="ignore"):
            y = restored(drawn)
        counting = drawn[np.isfinite(y) & (y >= bounds[0]) & (y <= bounds[1])]
        places = np.zeros(1)
        if len(counting):
            even = np.linspace(counting.min(), counting.max(), PLACES // 2)
            dense = np.quantile(counting, np.linspace(0.0, 1.0, PLACES // 2))
            places = np.union1d(even, dense)
        y = restored(places)
        gaps = np.diff(y, prepend=y[0], append=y[-1])
        return cls(places, (gaps[:-1] + gaps[1:]) / 2)

    def distances(self, one: Floats32, other: Floats32) -> Floats:
        """1-Wasserstein distances, in units of y, `(n,)`, of distribution functions `(n, places)`.

        Those of a pair are of the same row.
        """
        return np.abs(one - other) @ self.widths


def distribution_functions(mixture: Mixture, places: Floats) -> Floats32:
    """Probabilities of at most each place, to within 0.0003.

    Args:
        mixture: Of Gaussians, with batch shape `(n,)` and one output.
        places: `(places,)`, increasing.

    Returns:
        `(n, places)`.

    Source:
        Page, "Approximations to the cumulative normal function and its inverse for use on a pocket
        calculator", Applied Statistics 26 (1977): a hundredth of the time of an exact one.
    """
    origin, unit = places[0], (places[-1] - places[0]) or 1.0
    along = ((places - origin) / unit).astype(np.float32)
    # In most rows most components of most members have next to no weight.
    heavy = (mixture.weights > _NEGLIGIBLE / mixture.components).any(axis=0)
    weights = mixture.weights[:, heavy].astype(np.float32)[:, np.newaxis]
    scales, means = mixture.scales[:, heavy, 0], mixture.means[:, heavy, 0]
    steps = np.minimum(unit / scales, _FARTHEST).astype(np.float32)[..., np.newaxis]
    starts = np.clip((means - origin) / scales, -_FARTHEST, _FARTHEST)
    starts = starts.astype(np.float32)[..., np.newaxis]
    found = np.empty((len(weights), len(places)), np.float32)
    block = max(1, _AT_ONCE // (weights.shape[-1] * len(places)))
    with np.errstate(over="ignore"):
        for begin in range(0, len(weights), block):
            rows = slice(begin, begin + block)
            z = along * steps[rows]
            z -= starts[rows]
            bent = z * z
            bent *= _STEPS * _BEND
            bent += _STEPS
            z *= bent
            np.tanh(z, out=z)
            np.matmul(weights[rows], z, out=found[rows, np.newaxis])
    found *= 0.5
    found += 0.5
    return found
