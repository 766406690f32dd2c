"""Integration of smooth functions."""

from functools import cache

import numpy as np

from mdn_gui.core.maths.numerics import Floats


def gauss_legendre(edges: Floats) -> tuple[Floats, Floats]:
    """Points and weights of Gauss and Legendre's rule, eight points between two edges.

    Args:
        edges: Increasing, `(..., panels + 1)`; the function to integrate must be smooth between
            them.

    Returns:
        Points and weights, each `(..., 8 * panels)`: the integral is the weighted sum of the
        function's values.

    Source:
        Press et al., Numerical Recipes, 3rd edition, section 4.6.
    """
    halves = np.diff(edges)[..., np.newaxis] / 2
    nodes, weights = _rule()
    points = edges[..., :-1, np.newaxis] + halves * (1.0 + nodes)
    shape = (*edges.shape[:-1], -1)
    return points.reshape(shape), (halves * weights).reshape(shape)


@cache
def _rule() -> tuple[Floats, Floats]:
    """Points between -1 and 1, and weights; not at once, for NumPy imports what makes them."""
    return np.polynomial.legendre.leggauss(8)
