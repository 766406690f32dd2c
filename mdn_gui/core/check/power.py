"""How small a fault so many rows show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mdn_gui.core.check.coverage import two_sided
from mdn_gui.core.check.uniform import POINTS, least_tails, tail_at
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats

SHOWN_IN = 0.8
"""Of the cases, a fault that so many rows show."""

_SIMULATIONS = 400
_STEPS = 9  # of halving
_WIDEST, _FARTHEST = 4.0, 2.0


@dataclass(frozen=True, slots=True)
class Power:
    """The smallest faults of a whole density that rows show in `SHOWN_IN` of the cases.

    Attributes:
        rows: How many independent rows there are.
        too_narrow: How many percent too small scales are; infinite where no fault is shown.
        too_wide: How many percent too large they are.
        shift: How far the mean is off, in standard deviations.
    """

    rows: int
    too_narrow: float
    too_wide: float
    shift: float


@dataclass(frozen=True, slots=True)
class Rule:
    """When the PIT values of a target are a finding.

    Attributes:
        level: Of each test of a share, after its correction.
        curve_level: Of the test of the whole curve.
        masses: Of the intervals whose shares are tested.
        share_effect: From which difference of shares on it matters.
        curve_effect: From which difference of the curve on.
    """

    level: float
    curve_level: float
    masses: tuple[float, ...]
    share_effect: float
    curve_effect: float


@lru_cache(maxsize=16)
def power(rows: int, rule: Rule) -> Power:
    """Find the smallest faults that a rule finds, of a Gaussian, by simulation.

    Args:
        rows: How many independent rows there are.
        rule: What is a finding.
    """
    # Where predicted scales are s times the true ones, P(PIT <= u) = Phi(s z(u)); a mean that is
    # d deviations too high makes it Phi(z(u) + d).
    return Power(
        rows,
        100 * (1 - _smallest(rows, rule, 1.0, 1 / _WIDEST, lambda z, s: s * z)),
        100 * (_smallest(rows, rule, 1.0, _WIDEST, lambda z, s: s * z) - 1),
        _smallest(rows, rule, 0.0, _FARTHEST, lambda z, d: z + d),
    )


def _smallest(
    rows: int, rule: Rule, none: float, largest: float, faulty: Callable[[Floats, float], Floats]
) -> float:
    if not _shown(rows, rule, largest, faulty):
        return np.inf if largest > none else -np.inf
    for _ in range(_STEPS):
        middle = 0.5 * (none + largest)
        if _shown(rows, rule, middle, faulty):
            largest = middle
        else:
            none = middle
    return largest


def _shown(rows: int, rule: Rule, size: float, faulty: Callable[[Floats, float], Floats]) -> bool:
    """Whether a rule finds a fault of a size often enough."""
    masses = np.array(rule.masses)
    points = np.arange(1, POINTS + 1) / (POINTS + 1)
    ends = np.concatenate([points, 0.5 - 0.5 * masses, 0.5 + 0.5 * masses])
    edges, place = np.unique(ends, return_inverse=True)
    reached = special.ndtr(faulty(special.ndtri(edges), size))
    shares = np.diff(np.concatenate([[0.0], reached, [1.0]]))
    counts = np.random.default_rng(0).multinomial(rows, shares, size=_SIMULATIONS)
    below = np.cumsum(counts, axis=1)[:, place].astype(np.float64)
    curve, lower, upper = np.split(below, [POINTS, POINTS + len(masses)], axis=1)
    inside = upper - lower
    off = np.abs(inside / rows - masses) >= rule.share_effect
    by_share = (off & (two_sided(inside, float(rows), masses) <= rule.level)).any(axis=1)
    far = np.abs(curve / rows - points).max(axis=1) >= rule.curve_effect
    by_curve = far & (least_tails(rows, curve) <= tail_at(rows, rule.curve_level))
    return bool((by_share | by_curve).mean() >= SHOWN_IN)
