"""What is drawn of one mixture: its density, or the probability of at most y, over y."""

from math import floor, log10
from typing import NamedTuple, Self

import numpy as np

from mdn_gui.core.field import drawn_regions
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.session.view import Curve, Interval

_POINTS = 300
_MARGIN = 1.03
_STEPS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.5)


class Profile(NamedTuple):
    """A curve of one mixture with one output, with straight lines between its points.

    Attributes:
        kind: What the curve is.
        y: Increasing, `(points,)`.
        density: Of y, per unit of y, `(points,)`.
        cdf: Probability of at most y, `(points,)`.
    """

    kind: Curve
    y: Floats
    density: Floats
    cdf: Floats

    @classmethod
    def of(cls, mixture: Mixture, kind: Curve) -> Self:
        """The curve of a mixture, dense where its components are."""
        y = mixture.density_grid(_POINTS)
        return cls(kind, y, np.exp(mixture.log_prob(y[:, np.newaxis])), mixture.cdf(y))

    @property
    def values(self) -> Floats:
        """What is drawn over y, `(points,)`."""
        return self.density if self.kind is Curve.DENSITY else self.cdf

    def width(self) -> float:
        """The value at which the axis ends, round so that the axis rests while x moves."""
        if self.kind is Curve.CDF:
            return _MARGIN
        least = _MARGIN * float(self.density.max())
        unit = 10.0 ** floor(log10(least))
        return unit * next(step for step in _STEPS if unit * step >= least)

    def regions(self, mass: float) -> Floats:
        """Highest-density regions of a share of the probability, `(regions, 2)`."""
        return drawn_regions(self.y, self.density, self.cdf, mass)

    def between(self, interval: Interval) -> tuple[Floats, Floats]:
        """Corners, x and y, of what shows the probability of an interval of y.

        Of the density, that is the area under the curve; of the CDF, the curve's part in the
        interval, which moves on by the probability, and the way there.
        """
        inside = self.y[(self.y > interval.low) & (self.y < interval.high)]
        y = np.concatenate([[interval.low], inside, [interval.high]])
        values = np.interp(y, self.y, self.values)
        if self.kind is Curve.CDF:
            return np.append(values, values[-1]), np.append(y, interval.low)
        return np.pad(values, 1), np.pad(y, 1, mode="edge")
