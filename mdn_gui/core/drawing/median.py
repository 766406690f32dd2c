"""The median of many mixtures, as precise as a plot needs it."""

from math import pi, sqrt

import numpy as np

from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats, Indices, increasing_roots
from mdn_gui.core.mixture import Mixture


def drawn_median(mixture: Mixture, precision: float) -> Floats:
    """The medians of a batch of mixtures, in a tenth of the time of `Mixture.quantile`.

    Args:
        mixture: With batch shape `(n,)` and one output.
        precision: Distance in y that does not matter, above 0.

    Returns:
        `(n,)`, where the probability below passes one half to within that distance.
    """
    weights, means, scales = mixture.weights, mixture.means[..., 0], mixture.scales[..., 0]
    heights = weights / (scales * sqrt(2 * pi))

    def excess(y: Floats, index: Indices) -> tuple[Floats, Floats]:
        with np.errstate(over="ignore"):
            z = (y[:, np.newaxis] - means[index]) / scales[index]
            slope = (heights[index] * np.exp(-0.5 * z**2)).sum(axis=-1)
        return (weights[index] * special.ndtr(z)).sum(axis=-1) - 0.5, slope

    # The median lies between the lowest and the highest of the components'.
    low = means.min(axis=-1, where=weights > 0.0, initial=np.inf)
    high = means.max(axis=-1, where=weights > 0.0, initial=-np.inf)
    start = np.clip((weights * means).sum(axis=-1), low, high)
    return increasing_roots(excess, low, high, start, precision)
