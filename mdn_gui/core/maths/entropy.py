"""The differential entropy of one univariate density."""

from math import e, log, pi

import numpy as np

from mdn_gui.core.maths import special
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.maths.univariate import Components

# In scales. Beyond the last, a component holds 4e-10 of its probability; between two, its share of
# the density is so smooth that a few points are precise to 1e-7, and still are where breaks this
# close to those of other components are left out.
_BREAKS = np.linspace(-6.25, 6.25, 11)
_CLOSEST = 0.6


def entropy(components: Components) -> float:
    """Differential entropy of y, by the chain rule over y and the component K that y comes from.

    H(Y) = H(K) + H(Y | K) - H(K | Y). The first two terms are closed forms; the last, from 0
    where no components overlap to log K, is integrated.

    Args:
        components: Of one mixture, `(components,)`.

    Returns:
        In nats of y in its own units, to within 1e-6 as long as no scale is below the rounding of
        the means.

    Source:
        Cover and Thomas, "Elements of Information Theory", 2nd edition (2006), theorem 2.2.1 and
        example 8.1.2.
    """
    components = components.alive()
    weights = np.exp(components.log_weights)
    within = weights @ (np.log(components.scales) + 0.5 * log(2 * pi * e))
    return float(special.entr(weights).sum() + within - _equivocation(components))


def _equivocation(components: Components) -> float:
    """H(K | Y): what y leaves open about the component that it comes from, in nats."""
    # Points near 0 are the more precise ones, and the narrowest component needs them most.
    components = components._replace(
        means=components.means - components.means[components.scales.argmin()]
    )
    y, widths = gauss_legendre(components.around(_BREAKS, _CLOSEST))
    log_heights = components.log_weights - np.log(components.scales) - 0.5 * log(2 * pi)
    with np.errstate(over="ignore"):
        densities = np.exp(log_heights - 0.5 * components.standardised(y) ** 2)
    losses = special.rel_entr(densities, densities.sum(axis=-1, keepdims=True)).sum(axis=-1)
    return -float(widths @ losses)
