"""Mixture: a frozen Gaussian mixture, or a batch of them, and everything one may ask of it."""

from __future__ import annotations

from functools import cached_property
from math import log, pi, sqrt
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.maths import regions, sampling, special, univariate
from mdn_gui.core.maths.mixture_parameters import MixtureParameters
from mdn_gui.core.maths.numerics import Floats, log_sum_exp, standardised
from mdn_gui.core.maths.sampling import Draws
from mdn_gui.core.text import say

_MOST_POWER = 10_000  # of two: no quotient of doubles has as much


class Mixture(MixtureParameters):
    """A batch of Gaussian mixtures with diagonal covariances.

    `Mixture(log_weights, means, scales)` takes `(..., components)` and twice
    `(..., components, outputs)`; the leading axes are the batch and may be absent.

    `log_prob` and `responsibilities` take y with a trailing axis of outputs. The methods for one
    output only (`cdf`, `log_cdf`, `log_sf`, `quantile`, `crps`, `probability`) take y or p without
    that axis. Both broadcast against the batch. The methods for one output raise a ValueError
    where there are more: take `marginal(output)` first.

    Source:
        Bishop, "Mixture density networks", Aston University report NCRG/94/004 (1994),
        equations 22 and 23.
    """

    @property
    def transformed(self) -> bool:
        """Whether the components are no Gaussians, for they are those of transformed outputs."""
        return self.gaussian is not self

    @property
    def gaussian(self) -> Mixture:
        """The mixture of Gaussians that this one is of transformed outputs; else this one."""
        return self

    def seen(self, y: ArrayLike) -> Floats:
        """What is Gaussian, t, of each y; both `(..., outputs)`."""
        return np.asarray(y, np.float64)

    def restored(self, t: ArrayLike) -> Floats:
        """The y of what is Gaussian, t; both `(..., outputs)`."""
        return np.asarray(t, np.float64)

    def log_slope(self, t: ArrayLike) -> Floats:
        """log(dt/dy) where t is what is Gaussian; both `(..., outputs)`."""
        return np.zeros(np.shape(t))

    def mean(self) -> Floats:
        """Mean of y, `(..., outputs)`."""
        mean: Floats = (self.weights[..., np.newaxis] * self.means).sum(axis=-2)
        return mean

    def variance(self) -> Floats:
        """Variance of y, `(..., outputs)`, in squared units of y."""
        with np.errstate(over="ignore", under="ignore"):
            return self.standard_deviation() ** 2

    def standard_deviation(self) -> Floats:
        """Standard deviation of y, `(..., outputs)`."""
        # In units of four no distance is beyond doubles, and in units of the greatest no square.
        means, scales = self.means / 4, self.scales / 4
        mean = (self.weights[..., np.newaxis] * means).sum(axis=-2, keepdims=True)
        distances = np.hypot(scales, means - mean)
        unit = distances.max(axis=-2, keepdims=True)
        squares = self.weights[..., np.newaxis] * (distances / unit) ** 2
        with np.errstate(over="ignore"):
            deviation: Floats = 4 * unit[..., 0, :] * np.sqrt(squares.sum(axis=-2))
        return deviation

    def log_prob(self, y: ArrayLike) -> Floats:
        """Log-density at y, in nats (Bishop 1994, equation 22).

        Args:
            y: `(..., outputs)`.

        Returns:
            `(...)`; `-inf` where an output is infinite.

        Raises:
            ValueError: If the shape of y does not fit.
        """
        log_heights, far = self._log_joint(y)
        return np.where(np.isinf(far), -np.inf, log_sum_exp(log_heights) - far)

    def responsibilities(self, y: ArrayLike) -> Floats:
        """Probability that each component made y (Bishop 1994, equation 30).

        Args:
            y: `(..., outputs)`.

        Returns:
            `(..., components)`, adding up to 1; not a number where y is infinite.

        Raises:
            ValueError: If the shape of y does not fit.
        """
        log_heights, _ = self._log_joint(y)
        heights = np.exp(log_heights - log_heights.max(axis=-1, keepdims=True))
        shares: Floats = heights / heights.sum(axis=-1, keepdims=True)
        return shares

    def conditioned(self, output: int, value: ArrayLike) -> Self:
        """Mixture of the other outputs where one of them is known.

        Components of diagonal covariance stay as they are; each is re-weighted by its density at
        the value. That is done in logarithms, so that it holds however far out the value is.

        Args:
            output: Number of the known one, from 0.
            value: What it is, in its units, `(...)`; broadcasts against the batch.

        Returns:
            Of the common batch shape, with one output fewer.

        Raises:
            ValueError: If there is no such output or no other one, if a value is not finite or has
                no density, or if the shape of the values does not fit.

        Source:
            Bishop, "Pattern Recognition and Machine Learning" (2006), equations 1.31 and 1.32, the
            sum and product rules of densities.
        """
        values = np.asarray(value, np.float64)
        known = self.marginal(output)
        if self.outputs == 1:
            raise ValueError(
                say("the mixture has one output only; where that is known, nothing is left")
            )
        if not np.isfinite(values).all():
            raise ValueError(say("value must be finite, but it is {value}", value=value))
        log_weights, _ = known._log_joint(values[..., np.newaxis])  # noqa: SLF001 - a mixture too
        rest = np.arange(self.outputs) != output
        shape = (*log_weights.shape, self.outputs - 1)
        means, scales = (
            np.broadcast_to(part[..., rest], shape) for part in (self.means, self.scales)
        )
        return type(self)(log_weights, means, scales)

    def _log_joint(self, y: ArrayLike) -> tuple[Floats, Floats]:
        """Logarithms of the components' weights times their densities at y, in two parts.

        What all components have in common far out is kept apart: beside it, their weights and the
        differences between them would be lost to rounding.

        Returns:
            Logarithms to subtract the common part from, `(..., components)`, not a number where y
            is infinite; and the common part, `(...)`: half the square of the distance from the
            nearest component, in its scales; infinite where the density is below the least double.
        """
        values = np.asarray(y, dtype=np.float64)
        if values.shape[-1:] != (self.outputs,):
            raise ValueError(
                say(
                    "y must end in an axis of {outputs} outputs, but its shape is {shape}",
                    outputs=self.outputs,
                    shape=values.shape,
                )
            )
        self._check_broadcast("y", values.shape[:-1])
        place, alive = values[..., np.newaxis, :], self.log_weights > -np.inf
        z = standardised(place, self.means, self.scales)
        with np.errstate(over="ignore", invalid="ignore"):
            # Halved before it is squared: the half may be a double where the square is none.
            half_squares = np.where(alive, ((sqrt(0.5) * z) ** 2).sum(axis=-1), np.inf)
            least = half_squares.min(axis=-1, keepdims=True)
            excess = half_squares - least
        far = np.isinf(least)
        if far.any():
            excess = np.where(far, _excess_far_out(place, self.means, self.scales, alive), excess)
        log_tops = self.log_weights - np.log(self.scales).sum(axis=-1)
        return log_tops - 0.5 * self.outputs * log(2 * pi) - excess, least[..., 0]

    def cdf(self, y: ArrayLike) -> Floats:
        """Probability of at most y, `(...)`, for y `(...)`; one output only."""
        parts = self.weights * special.ndtr(self._standardised(y))
        return np.minimum(parts.sum(axis=-1), 1.0)

    def log_cdf(self, y: ArrayLike) -> Floats:
        """Log-probability of at most y, `(...)`, for y `(...)`; one output only."""
        return univariate.log_tail(self._standardised(y), self.log_weights)

    def log_sf(self, y: ArrayLike) -> Floats:
        """Log-probability of more than y, `(...)`, for y `(...)`; one output only."""
        return univariate.log_tail(-self._standardised(y), self.log_weights)

    def probability(self, low: ArrayLike, high: ArrayLike) -> Floats:
        """Probability between two points; one output only.

        Args:
            low: Lower ends, `(...)`.
            high: Upper ends, `(...)`.

        Returns:
            `(...)`.

        Raises:
            ValueError: If a lower end lies above its upper end, or a shape does not fit.
        """
        low_y, high_y = self._points("low", low), self._points("high", high)
        if np.any(low_y > high_y):
            raise ValueError(say("every low must be at most its high; swap them where it is not"))
        return univariate.interval_probability(low_y, high_y, self._line())

    def box_probability(self, low: Floats, high: Floats) -> Floats:
        """Probability that each output lies between two values.

        Args:
            low: Lower ends, `(..., outputs)`, each at most the upper one.
            high: Upper ends, `(..., outputs)`.

        Returns:
            `(...)`.
        """
        from_z, to_z = (
            standardised(ends[..., np.newaxis, :], self.means, self.scales) for ends in (low, high)
        )
        inside = univariate.normal_probability(from_z, to_z).prod(axis=-1)
        return np.minimum((self.weights * inside).sum(axis=-1), 1.0)

    def quantile(self, p: ArrayLike) -> Floats:
        """Point below which the probability is p; one output only.

        Args:
            p: Probabilities in [0, 1], `(...)`.

        Returns:
            `(...)`; `-inf` at p = 0 and `inf` at p = 1.

        Raises:
            ValueError: If a probability lies outside [0, 1], or a shape does not fit.
        """
        probabilities = self._points("p", p)
        if not np.all((probabilities >= 0.0) & (probabilities <= 1.0)):
            raise ValueError(say("every p must lie in 0 to 1, as a probability does"))
        shape = np.broadcast_shapes(probabilities.shape, self.batch_shape)
        rows = np.broadcast_to(probabilities, shape).reshape(-1)
        line = univariate.Components(
            *(
                np.broadcast_to(part, (*shape, self.components)).reshape(-1, self.components)
                for part in self._line()
            )
        )
        return univariate.quantile(rows, line).reshape(shape)

    def crps(self, y: ArrayLike) -> Floats:
        """Continuous ranked probability score at y, in its units; one output only.

        Args:
            y: Observations, `(...)`.

        Returns:
            `(...)`; lower is better; infinite where y is.

        Raises:
            ValueError: If the shape of y does not fit.

        Source:
            Grimit et al. (2006), equation 5.
        """
        return univariate.crps(self._points("y", y), self._line())

    def modes(self) -> tuple[Floats, Floats]:
        """Local maxima of a single mixture's density; one output only.

        Returns:
            Positions in increasing order and the densities there, each `(modes,)`.
        """
        return regions.modes(self._landscape)

    def entropy(self) -> float:
        """Differential entropy of a single mixture, in nats of y; one output only.

        Returns:
            To within 1e-6; negative where the density is high, as of scales far below 1.

        Source:
            Cover and Thomas (2006), equation 8.1.
        """
        return regions.entropy(self._single_line())

    def highest_density_regions(self, mass: float) -> Floats:
        """Smallest set of intervals that holds a given probability; one output, one mixture.

        Args:
            mass: Probability to hold, above 0 and below 1.

        Returns:
            Separate intervals in increasing order, `(regions, 2)`.

        Raises:
            ValueError: If the mass lies outside (0, 1).
        """
        if not 0.0 < mass < 1.0:
            raise ValueError(say("mass must lie above 0 and below 1, but it is {mass}", mass=mass))
        return regions.highest_density_regions(mass, self._landscape)

    def density_grid(self, points: int) -> Floats:
        """Values of y at which to draw a single mixture's density; one output only.

        Args:
            points: Number of evenly spaced points that the components' own are added to.

        Returns:
            Increasing, `(n,)`: dense around every component, so that no spike is missed.
        """
        return regions.density_grid(points, self._single_line())

    def sample(self, n: int, rng: np.random.Generator) -> Floats:
        """Draws of y.

        Args:
            n: Number of draws from every mixture of the batch.
            rng: Source of randomness; one in the same state draws the same.

        Returns:
            `(n, ..., outputs)`.

        Raises:
            ValueError: If n is negative.
        """
        return self.draw(n, rng).y

    def draw(self, n: int, rng: np.random.Generator) -> Draws:
        """Draws of y and the component that each comes from.

        Args:
            n: As of `sample`.
            rng: As of `sample`; one in the same state draws the same y.

        Returns:
            y `(n, ..., outputs)` and component `(n, ...)`.

        Raises:
            ValueError: If n is negative.
        """
        return sampling.draw(n, self, rng)

    def _line(self) -> univariate.Components:
        if self.outputs != 1:
            raise ValueError(
                say(
                    "this needs one output, but the mixture has {outputs}; take .marginal(output) "
                    "first",
                    outputs=self.outputs,
                )
            )
        gaussian = self.gaussian
        return univariate.Components(
            gaussian.log_weights, gaussian.means[..., 0], gaussian.scales[..., 0]
        )

    @cached_property
    def _landscape(self) -> regions.Landscape:
        # Modes and regions of several masses are asked for together; this is most of their work.
        return regions.survey(self._single_line())

    def _single_line(self) -> univariate.Components:
        if self.batch_shape:
            raise ValueError(
                say(
                    "this needs a single mixture, but the batch shape is {batch_shape}; take "
                    "mixture[index] first",
                    batch_shape=self.batch_shape,
                )
            )
        return self._line()

    def _points(self, name: str, values: ArrayLike) -> Floats:
        points = np.asarray(values, dtype=np.float64)
        self._check_broadcast(name, points.shape)
        return points

    def _standardised(self, y: ArrayLike) -> Floats:
        return self._line().standardised(self._points("y", y))

    def _check_broadcast(self, name: str, shape: tuple[int, ...]) -> None:
        try:
            np.broadcast_shapes(shape, self.batch_shape)
        except ValueError:
            raise ValueError(
                say(
                    "{name} of batch shape {shape} does not broadcast against the mixture's batch "
                    "shape {batch_shape}",
                    name=name,
                    shape=shape,
                    batch_shape=self.batch_shape,
                )
            ) from None


def _excess_far_out(y: Floats, means: Floats, scales: Floats, alive: NDArray[np.bool_]) -> Floats:
    """How much farther than the nearest component each one is, where squares are beyond doubles.

    One rounding of a squared distance is more than 1e292 nats there, so this is nothing or
    without end.

    Args:
        y: `(..., 1, outputs)`.
        means: `(..., components, outputs)`.
        scales: `(..., components, outputs)`.
        alive: Which components have a weight, `(..., components)`.

    Returns:
        0 for the component nearest in its own scales and for those as near, to the precision of
        doubles; infinite for the others, `(..., components)`; not a number where y is infinite.
    """
    # As digits times a power of two: the distances themselves may be beyond doubles.
    digits, power = np.frexp(0.5 * y - 0.5 * means)
    scale_digits, scale_power = np.frexp(scales)
    power = np.where(digits == 0.0, -_MOST_POWER, power - scale_power)
    of_components = np.where(alive, power.max(axis=-1), _MOST_POWER)
    unit = of_components.min(axis=-1)[..., np.newaxis, np.newaxis]
    with np.errstate(over="ignore", under="ignore"):
        z = np.ldexp(digits / scale_digits, power - unit)
        squares = np.where(alive, (z**2).sum(axis=-1), np.inf)
    nearest = squares == squares.min(axis=-1, keepdims=True)
    excess: Floats = np.where(nearest, 0.0, np.inf)
    return np.where(np.isfinite(y).all(axis=-1), excess, np.nan)
