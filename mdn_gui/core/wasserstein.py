"""How far apart the densities of many mixtures lie, in units of y, fast."""

from collections.abc import Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

type Floats32 = NDArray[np.float32]

PLACES = 200
"""Values of y at which distribution functions are compared."""

_STEPS, _BEND = 0.7988, 0.04417
_DRAWS = 10_000  # of all mixtures together
_FARTHEST = 1e18  # scales; a float32
_AT_ONCE = 2**16  # numbers that stay in the cache


def wasserstein(
    first: Mixture, others: Sequence[Mixture], bounds: tuple[float, float] = (-inf, inf)
) -> Floats:
    """Distances of mixtures from others: the mean way of what is moved to make one the other.

    It is the integral of |F - G| over y. F and G are taken at places common to all, half of them
    evenly spaced and half as dense as the mixtures are, so that the distance of a single pair of
    narrow densities is rounded to the places, but the mean of many is not.

    Args:
        first: With batch shape `(n,)` and one output.
        others: Likewise; each is compared row by row with the first.
        bounds: Values of y beyond which nothing counts, lest a component of next to no weight that
            lies far out draws all places apart.

    Returns:
        `(others, n)`, in units of y; what is beyond all of 10,000 draws counts for nothing either.

    Source:
        Vallender, "Calculation of the Wasserstein distance between probability distributions on
        the line", Theory of Probability and its Applications 18 (1974).
    """
    if not len(first.log_weights):
        return np.empty((len(others), 0))
    t = _places((first, *others), bounds)
    y = first.restored(t[:, np.newaxis])[:, 0]
    gaps = np.diff(y, prepend=y[0], append=y[-1])
    widths = (gaps[:-1] + gaps[1:]) / 2
    own = distribution_functions(first.gaussian, t)
    return np.stack(
        [np.abs(distribution_functions(each.gaussian, t) - own) @ widths for each in others]
    )


def distribution_functions(mixture: Mixture, places: Floats) -> Floats32:
    """Probabilities of at most each place, to within 0.0002.

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
    scales, means = mixture.scales[..., 0], mixture.means[..., 0]
    steps = np.minimum(unit / scales, _FARTHEST).astype(np.float32)[..., np.newaxis]
    starts = np.clip((means - origin) / scales, -_FARTHEST, _FARTHEST)
    starts = starts.astype(np.float32)[..., np.newaxis]
    weights = mixture.weights.astype(np.float32)[:, np.newaxis]
    found = np.empty((len(weights), len(places)), np.float32)
    block = max(1, _AT_ONCE // (mixture.components * len(places)))
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


def _places(mixtures: Sequence[Mixture], bounds: tuple[float, float]) -> Floats:
    """Where between bounds to compare mixtures, in terms of what is Gaussian, increasing."""
    rng = np.random.default_rng(0)
    count = -(-_DRAWS // sum(len(each.log_weights) for each in mixtures))
    t = np.concatenate([each.gaussian.sample(count, rng).ravel() for each in mixtures])
    with np.errstate(over="ignore"):
        y = mixtures[0].restored(t[:, np.newaxis])[:, 0]
    t = t[np.isfinite(y) & (y >= bounds[0]) & (y <= bounds[1])]
    if not len(t):
        return np.zeros(1)
    even = np.linspace(t.min(), t.max(), PLACES // 2)
    return np.union1d(even, np.quantile(t, np.linspace(0.0, 1.0, PLACES // 2)))
