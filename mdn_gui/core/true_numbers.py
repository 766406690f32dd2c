"""What is said in numbers of a truth that is known, as `numbers` says it of a mixture."""

from functools import lru_cache

import numpy as np

from mdn_gui.core.examples.conditional import Conditional
from mdn_gui.core.field import drawn_regions
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.numbers import MASSES, QUANTILES, Numbers, told

_EVENLY = 4001  # points over the range of y, for edges may be anywhere
_FARTHER = 600  # points on each side of each mode, and of each end of the range
_REACH = (1e-6, 1e4)  # from where to where they lie, in lengths of the range
_CLOSE = 0.01  # probability by which a region may differ from what it is to hold


@lru_cache(maxsize=1)
def true_numbers(
    truth: Conditional, x: float, interval: tuple[float, float] | None = None
) -> Numbers | None:
    """Work out all that is said of the true density of y at a place, by sums over a fine grid.

    Args:
        truth: The density along the input that is x.
        x: Where.
        interval: As of `numbers_of`.

    Returns:
        The numbers, good to three digits; a region that is not the only smallest one, as of an even
        density, has no intervals. None where there can be no y.
    """
    modes = truth.modes([x]).y
    y = _grid(truth, modes)
    log_density = truth.truth([x], y).log_density[0]
    density = np.exp(log_density)
    steps = np.diff(y) * (density[1:] + density[:-1]) / 2
    total = steps.sum()
    if not total > 0.0:
        return None
    density, steps = density / total, steps / total
    below = np.append(0.0, np.cumsum(steps))

    def cdf(at: Floats) -> Floats:
        found: Floats = np.interp(at, y, below)
        return found

    middles, terms = (y[1:] + y[:-1]) / 2, special.entr(density)
    mean = float(middles @ steps)
    quantiles = np.interp(QUANTILES, below, y)
    return Numbers(
        mean=(mean, float(np.interp(mean, y, density))),
        deviation=float(np.sqrt((middles - mean) ** 2 @ steps)),
        entropy=float(np.diff(y) @ (terms[1:] + terms[:-1]) / 2),
        quantiles=np.column_stack([quantiles, np.interp(quantiles, y, density)]),
        modes=told(modes, np.interp(modes, y, density), y, log_density, cdf),
        regions=tuple(_region(y, density, below, mass) for mass in MASSES),
        probability=None if interval is None else float(np.diff(cdf(np.array(interval)))[0]),
    )


def _grid(truth: Conditional, modes: Floats) -> Floats:
    """Values of y, dense around the modes, even over the range, and far beyond it for tails."""
    low, high = truth.y_range
    away = (high - low) * np.geomspace(*_REACH, _FARTHER)
    # An end may be an edge, beyond which there is nothing: the next double is beyond it.
    around = np.append(modes, [low, high, np.nextafter(low, -np.inf), np.nextafter(high, np.inf)])
    far = np.concatenate([-away, [0.0], away])
    return np.union1d(np.add.outer(around, far), np.linspace(low, high, _EVENLY))


def _region(y: Floats, density: Floats, below: Floats, mass: float) -> Floats:
    """The smallest set of y that holds a mass, (intervals, 3), as of `Numbers`."""
    parts = drawn_regions(y, density, below, mass)
    held = np.diff(np.interp(parts, y, below), axis=1)
    only = abs(held.sum() - mass) <= _CLOSE
    return np.column_stack([parts, held])[: len(parts) if only else 0]
