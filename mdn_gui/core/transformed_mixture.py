"""Mixtures of outputs that a network sees transformed: Gaussian there, in the data's units here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self, override

import numpy as np
from numpy.typing import ArrayLike

from mdn_gui.core.kinds import Number
from mdn_gui.core.maths import change_of_variables as change
from mdn_gui.core.maths import regions
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.sampling import Draws
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say


class TransformedMixture(Mixture):
    """A batch of mixtures of outputs y, of which some are Gaussian in log y or in a logit of y.

    All that a `Mixture` tells it tells in units of y, by a change of variables: densities have the
    factor |dt/dy|, so that they add up to 1 over y, and are 0 outside the bounds of an output.
    `means` and `scales` are the mean and standard deviation of each component that has a weight, in
    units of y; `tempered` multiplies the variances of what is Gaussian, `gaussian`, and finds its
    branches.

    Args:
        gaussian: The mixture of what a network sees, t.
        kinds: What transforms each output.

    Raises:
        ValueError: There are more or fewer kinds than outputs.

    Source:
        Bishop, "Pattern Recognition and Machine Learning" (2006), equation 1.27.
    """

    def __init__(self, gaussian: Mixture, kinds: Sequence[Number]) -> None:
        if len(kinds) != gaussian.outputs:
            raise ValueError(
                say(
                    "a mixture of {outputs} outputs needs as many kinds, but {count} are given",
                    outputs=gaussian.outputs,
                    count=len(kinds),
                )
            )
        object.__setattr__(self, "_gaussian", gaussian)
        object.__setattr__(self, "kinds", tuple(kinds))
        object.__setattr__(self, "log_weights", gaussian.log_weights)

    kinds: tuple[Number, ...]
    _gaussian: Mixture

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.gaussian, self.kinds)

    @property
    @override
    def gaussian(self) -> Mixture:
        return self._gaussian

    @property
    @override
    def components(self) -> int:
        return self.gaussian.components

    @property
    @override
    def outputs(self) -> int:
        return self.gaussian.outputs

    @cached_property
    def means(self) -> Floats:
        """Mean of each component, `(..., components, outputs)`, in units of y."""
        return self._moments[0]

    @cached_property
    def scales(self) -> Floats:
        """Standard deviation of each component, `(..., components, outputs)`, in units of y."""
        return self._moments[1]

    @cached_property
    def _moments(self) -> tuple[Floats, Floats]:
        means, scales = self.gaussian.means, self.gaussian.scales
        parts = [
            change.moments(means[..., output], scales[..., output], kind)
            for output, kind in enumerate(self.kinds)
        ]
        # Those of a component without a weight may be beyond doubles, and are to spoil no sum.
        alive = self.weights[..., np.newaxis] > 0.0
        both = [np.where(alive, np.stack(part, axis=-1), 1.0) for part in zip(*parts, strict=True)]
        for values in both:
            values.setflags(write=False)
        return both[0], both[1]

    @override
    def seen(self, y: ArrayLike) -> Floats:
        return self._each(change.transformed, y)

    @override
    def restored(self, t: ArrayLike) -> Floats:
        return self._each(change.restored, t)

    @override
    def log_slope(self, t: ArrayLike) -> Floats:
        return self._each(change.log_slope, t)

    def _each(self, function: Any, values: ArrayLike) -> Floats:  # noqa: ANN401 - of each output
        values = np.asarray(values, np.float64)
        if values.shape[-1:] != (self.outputs,):
            raise ValueError(
                say(
                    "y must end in an axis of {outputs} outputs, but its shape is {shape}",
                    outputs=self.outputs,
                    shape=values.shape,
                )
            )
        parts = [function(values[..., output], kind) for output, kind in enumerate(self.kinds)]
        return np.stack(parts, axis=-1)

    @override
    def __getitem__(self, index: Any) -> Self:
        return type(self)(self.gaussian[index], self.kinds)

    @override
    def marginal(self, output: int | Sequence[int]) -> Self:
        gaussian = self.gaussian.marginal(output)
        return type(self)(gaussian, [self.kinds[each] for each in np.atleast_1d(output)])

    @override
    def conditioned(self, output: int, value: ArrayLike) -> Self:
        t = np.asarray(value, np.float64)
        if 0 <= output < self.outputs:
            t = change.transformed(t, self.kinds[output])
            if np.isinf(t).any() and np.isfinite(value).all():
                raise ValueError(
                    say(
                        "the density is 0 at value {value}, which is not between the bounds of "
                        "output {output}",
                        value=value,
                        output=output,
                    )
                )
        rest = [kind for each, kind in enumerate(self.kinds) if each != output]
        return type(self)(self.gaussian.conditioned(output, t), rest)

    @override
    def tempered(
        self,
        weights: float = 1.0,
        variances: float = 1.0,
        *,
        branches: bool = False,
        scales: float | None = None,
    ) -> Self:
        gaussian = self.gaussian.tempered(weights, variances, branches=branches, scales=scales)
        return type(self)(gaussian, self.kinds)

    @override
    def pooled(self, axis: int = 0) -> Self:
        return type(self)(self.gaussian.pooled(axis), self.kinds)

    @override
    def standard_deviation(self) -> Floats:
        with np.errstate(invalid="ignore"):
            deviation = super().standard_deviation()
        return np.where(np.isfinite(self.mean()) & ~np.isnan(deviation), deviation, np.inf)

    @override
    def log_prob(self, y: ArrayLike) -> Floats:
        t = self.seen(y)
        outside = np.isinf(t)
        place = np.where(outside, 0.0, t)
        log_density = self.gaussian.log_prob(place) + self.log_slope(place).sum(axis=-1)
        return np.where(outside.any(axis=-1), -np.inf, log_density)

    @override
    def responsibilities(self, y: ArrayLike) -> Floats:
        t = self.seen(y)
        outside = np.isinf(t)
        shares = self.gaussian.responsibilities(np.where(outside, 0.0, t))
        return np.where(outside.any(axis=-1)[..., np.newaxis], np.nan, shares)

    @override
    def cdf(self, y: ArrayLike) -> Floats:
        return self.gaussian.cdf(self._seen(y))

    @override
    def log_cdf(self, y: ArrayLike) -> Floats:
        return self.gaussian.log_cdf(self._seen(y))

    @override
    def log_sf(self, y: ArrayLike) -> Floats:
        return self.gaussian.log_sf(self._seen(y))

    @override
    def probability(self, low: ArrayLike, high: ArrayLike) -> Floats:
        if np.any(np.asarray(low, np.float64) > np.asarray(high, np.float64)):
            raise ValueError(say("every low must be at most its high; swap them where it is not"))
        return self.gaussian.probability(self._seen(low), self._seen(high))

    @override
    def box_probability(self, low: Floats, high: Floats) -> Floats:
        return self.gaussian.box_probability(self.seen(low), self.seen(high))

    @override
    def quantile(self, p: ArrayLike) -> Floats:
        return change.restored(self.gaussian.quantile(p), self._kind)

    @override
    def crps(self, y: ArrayLike) -> Floats:
        points = self._points("y", y)
        if self._kind.transform == "none":
            return self.gaussian.crps(points)
        return change.crps(points, self._line(), self._kind)

    @override
    def modes(self) -> tuple[Floats, Floats]:
        with np.errstate(over="ignore"):  # next to a bound a density may be beyond doubles
            t, densities = regions.modes(self._landscape)
        return change.restored(t, self._kind), densities

    @override
    def entropy(self) -> float:
        return self.gaussian.entropy() - change.mean_log_slope(self._single_line(), self._kind)

    @override
    def highest_density_regions(self, mass: float) -> Floats:
        if not 0.0 < mass < 1.0:
            raise ValueError(say("mass must lie above 0 and below 1, but it is {mass}", mass=mass))
        measure = self._single_line().alive()
        t = regions.highest_density_regions(mass, self._landscape, measure)
        return change.restored(t, self._kind)

    @override
    def density_grid(self, points: int) -> Floats:
        y = change.restored(self.gaussian.density_grid(points), self._kind)
        return np.union1d(y, np.linspace(y[0], y[-1], points))

    @override
    def draw(self, n: int, rng: np.random.Generator) -> Draws:
        t, component = self.gaussian.draw(n, rng)
        return Draws(self.restored(t), component)

    @property
    def _kind(self) -> Number:
        """Of the one output."""
        return self.kinds[0]

    def _seen(self, y: ArrayLike) -> Floats:
        return change.transformed(np.asarray(y, np.float64), self._kind)

    @cached_property
    def _landscape(self) -> regions.Landscape:
        return regions.survey(change.tilted(self._single_line(), self._kind))


def in_units_of_y(gaussian: Mixture, kinds: Sequence[Number]) -> Mixture:
    """The mixture of y of a mixture of what a network sees; the same where they are the same."""
    if all(kind.transform == "none" for kind in kinds):
        return gaussian
    return TransformedMixture(gaussian, kinds)
