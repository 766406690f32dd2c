"""Mixture: a frozen Gaussian mixture, or a batch of them, and everything one may ask of it."""

from functools import cached_property
from math import log, pi

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from mdn_gui.core.maths import entropy, regions, sampling, univariate
from mdn_gui.core.maths.mixture_parameters import MixtureParameters
from mdn_gui.core.maths.numerics import Floats, log_sum_exp
from mdn_gui.core.maths.sampling import Draws


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

    def mean(self) -> Floats:
        """Mean of y, `(..., outputs)`."""
        mean: Floats = (self.weights[..., np.newaxis] * self.means).sum(axis=-2)
        return mean

    def variance(self) -> Floats:
        """Variance of y, `(..., outputs)`, in squared units of y."""
        deviations = self.means - self.mean()[..., np.newaxis, :]
        spread = self.scales**2 + deviations**2
        variance: Floats = (self.weights[..., np.newaxis] * spread).sum(axis=-2)
        return variance

    def standard_deviation(self) -> Floats:
        """Standard deviation of y, `(..., outputs)`."""
        return np.sqrt(self.variance())

    def log_prob(self, y: ArrayLike) -> Floats:
        """Log-density at y, in nats (Bishop 1994, equation 22).

        Args:
            y: `(..., outputs)`.

        Returns:
            `(...)`; `-inf` where an output is infinite.

        Raises:
            ValueError: If the shape of y does not fit.
        """
        return log_sum_exp(self._log_joint(y))

    def responsibilities(self, y: ArrayLike) -> Floats:
        """Probability that each component made y (Bishop 1994, equation 30).

        Args:
            y: `(..., outputs)`.

        Returns:
            `(..., components)`, adding up to 1; not a number where y is infinite.

        Raises:
            ValueError: If the shape of y does not fit.
        """
        log_joint = self._log_joint(y)
        with np.errstate(invalid="ignore"):
            return np.exp(log_joint - log_sum_exp(log_joint)[..., np.newaxis])

    def _log_joint(self, y: ArrayLike) -> Floats:
        values = np.asarray(y, dtype=np.float64)
        if values.shape[-1:] != (self.outputs,):
            raise ValueError(
                f"y must end in an axis of {self.outputs} outputs, but its shape is {values.shape}"
            )
        self._check_broadcast("y", values.shape[:-1])
        with np.errstate(over="ignore"):
            z = (values[..., np.newaxis, :] - self.means) / self.scales
            log_normals = -0.5 * z**2 - np.log(self.scales) - 0.5 * log(2 * pi)
        joint: Floats = self.log_weights + log_normals.sum(axis=-1)
        return joint

    def cdf(self, y: ArrayLike) -> Floats:
        """Probability of at most y, `(...)`, for y `(...)`; one output only."""
        parts = self.weights * ndtr(self._standardised(y))
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
            raise ValueError("every low must be at most its high; swap them where it is not")
        return univariate.interval_probability(low_y, high_y, self._line())

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
            raise ValueError("every p must lie in 0 to 1, as a probability does")
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
        return entropy.entropy(self._single_line())

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
            raise ValueError(f"mass must lie above 0 and below 1, but it is {mass}")
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
                f"this needs one output, but the mixture has {self.outputs}; "
                "take .marginal(output) first"
            )
        return univariate.Components(self.log_weights, self.means[..., 0], self.scales[..., 0])

    @cached_property
    def _landscape(self) -> regions.Landscape:
        # Modes and regions of several masses are asked for together; this is most of their work.
        return regions.survey(self._single_line())

    def _single_line(self) -> univariate.Components:
        if self.batch_shape:
            raise ValueError(
                f"this needs a single mixture, but the batch shape is {self.batch_shape}; "
                "take mixture[index] first"
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
                f"{name} of batch shape {shape} does not broadcast against the mixture's "
                f"batch shape {self.batch_shape}"
            ) from None
