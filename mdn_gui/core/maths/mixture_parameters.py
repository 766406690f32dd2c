"""Gaussian mixtures as values: their parameters, and the other mixtures made from them."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Self

import numpy as np

from mdn_gui.core.maths import branches as of_branches
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say


@dataclass(frozen=True, eq=False, repr=False)
class MixtureParameters:
    """Validated, read-only parameters of a batch of Gaussian mixtures.

    The axes are `(..., components, outputs)`; the leading ones, `...`, are the batch and may be
    absent. Values are in the units of y. Arrays are copied and cast to float64.

    Attributes:
        log_weights: Logarithms of the weights up to a constant, `(..., components)`; normalised
            here; `-inf` is a component of weight zero.
        means: `(..., components, outputs)`.
        scales: Standard deviations, `(..., components, outputs)`.

    Raises:
        ValueError: Where the shapes disagree, a scale is not positive, or a value is not finite.
    """

    log_weights: Floats
    means: Floats
    scales: Floats

    def __post_init__(self) -> None:
        log_weights, means, scales = (
            np.array(values, dtype=np.float64)
            for values in (self.log_weights, self.means, self.scales)
        )
        _check(log_weights, means, scales)
        _freeze(self, "log_weights", _normalised(log_weights))
        _freeze(self, "means", means)
        _freeze(self, "scales", scales)

    def __repr__(self) -> str:
        return (
            f"Mixture(batch_shape={self.batch_shape}, components={self.components}, "
            f"outputs={self.outputs})"
        )

    @property
    def batch_shape(self) -> tuple[int, ...]:
        """Sizes of the batch axes; `()` for a single mixture."""
        return self.log_weights.shape[:-1]

    @property
    def components(self) -> int:
        """Number of components."""
        return int(self.means.shape[-2])

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return int(self.means.shape[-1])

    @property
    def weights(self) -> Floats:
        """Weights of the components, `(..., components)`, adding up to 1."""
        return np.exp(self.log_weights)

    def __getitem__(self, index: Any) -> Self:  # noqa: ANN401 - whatever NumPy indexes with
        """Part of the batch: `index` applies to the batch axes alone."""
        rows = np.arange(self.log_weights[..., 0].size).reshape(self.batch_shape)[index]
        tail = (self.components, self.outputs)
        return type(self)(
            self.log_weights.reshape(-1, self.components)[rows],
            self.means.reshape(-1, *tail)[rows],
            self.scales.reshape(-1, *tail)[rows],
        )

    def marginal(self, output: int | Sequence[int]) -> Self:
        """Mixture of one of the outputs, or of several.

        Args:
            output: Its number, from 0; or the numbers of several, in the order wished.

        Returns:
            Of the same batch shape, with these outputs.

        Raises:
            ValueError: If there is no such output.
        """
        part: list[int] = np.atleast_1d(output).tolist()
        for each in part:
            if not 0 <= each < self.outputs:
                raise ValueError(
                    say(
                        "output must lie in 0 to {outputs}, but it is {output}",
                        outputs=self.outputs - 1,
                        output=each,
                    )
                )
        return type(self)(self.log_weights, self.means[..., part], self.scales[..., part])

    def tempered(
        self,
        weights: float = 1.0,
        variances: float = 1.0,
        *,
        branches: bool = False,
        scales: float | None = None,
    ) -> Self:
        """Mixture at other temperatures; at 1 and 1 it is the same.

        Args:
            weights: Divides the logits of the weights: towards 0 only the heaviest component
                stays, towards infinity all weigh the same.
            variances: Multiplies the variances.
            branches: Whether the weights are those of branches: components from whose means the
                joint density of all outputs, before the variances are multiplied, rises to one
                mode share a weight, and keep their proportions. Along x the weights jump where
                two modes merge, as the number of modes does.
            scales: The same, by the name that it had before; it warns.

        Returns:
            Of the same shape.

        Raises:
            ValueError: If a temperature is not positive and finite.
        """
        if scales is not None:
            variances = scales
            warnings.warn(
                say("tempered(scales=) multiplies variances; write tempered(variances=)."),
                DeprecationWarning,
                stacklevel=2,
            )
        for name, value in (("weights", weights), ("variances", variances)):
            if not (isfinite(value) and value > 0.0):
                raise ValueError(
                    say(
                        "{name} must be positive and finite, but it is {value}",
                        name=name,
                        value=value,
                    )
                )
        if weights == variances == 1.0:
            return self
        if branches and weights != 1.0:
            log_weights = of_branches.tempered(weights, self.log_weights, self.means, self.scales)
        else:
            below_top = self.log_weights - self.log_weights.max(axis=-1, keepdims=True)
            with np.errstate(over="ignore"):
                log_weights = below_top / weights
        return type(self)(log_weights, self.means, self.scales * np.sqrt(variances))

    def pooled(self, axis: int = 0) -> Self:
        """Equal-weight mixture of the mixtures along one batch axis, as of an ensemble's members.

        Args:
            axis: Batch axis to merge into the components; negative ones count from the last.

        Returns:
            With that axis gone and `axis size * components` components.

        Raises:
            ValueError: If there is no such batch axis.
        """
        depth = len(self.batch_shape)
        if not -depth <= axis < depth:
            raise ValueError(
                say(
                    "axis {axis} is not one of the batch axes {batch_shape}",
                    axis=axis,
                    batch_shape=self.batch_shape,
                )
            )
        axis %= depth
        log_weights = np.moveaxis(self.log_weights, axis, -2)
        means = np.moveaxis(self.means, axis, -3)
        scales = np.moveaxis(self.scales, axis, -3)
        batch = log_weights.shape[:-2]
        tail = (log_weights.shape[-2] * self.components, self.outputs)
        return type(self)(
            log_weights.reshape(*batch, tail[0]),
            means.reshape(*batch, *tail),
            scales.reshape(*batch, *tail),
        )


def _freeze(parameters: MixtureParameters, name: str, values: Floats) -> None:
    values.setflags(write=False)
    object.__setattr__(parameters, name, values)  # the way into a frozen dataclass


def _normalised(log_weights: Floats) -> Floats:
    heaviest = log_weights.argmax(axis=-1, keepdims=True)
    below_top = log_weights - np.take_along_axis(log_weights, heaviest, axis=-1)
    rest = np.exp(below_top)
    np.put_along_axis(rest, heaviest, 0.0, axis=-1)
    # log1p keeps the relative precision of a heaviest weight next to 1.
    return below_top - np.log1p(rest.sum(axis=-1, keepdims=True))


def _check(log_weights: Floats, means: Floats, scales: Floats) -> None:
    if means.ndim < 2 or means.shape != scales.shape or means.shape[:-1] != log_weights.shape:
        raise ValueError(
            say(
                "log_weights must be (..., components), means and scales (..., components, "
                "outputs); their shapes are {log_weights}, {means} and {scales}",
                log_weights=log_weights.shape,
                means=means.shape,
                scales=scales.shape,
            )
        )
    if 0 in means.shape[-2:]:
        raise ValueError(
            say("a mixture needs a component and an output; means are {shape}", shape=means.shape)
        )
    if not np.all(np.isfinite(means)):
        raise ValueError(say("every mean must be finite"))
    if not np.all(np.isfinite(scales) & (scales > 0.0)):
        raise ValueError(say("every scale must be positive and finite"))
    if np.any(np.isnan(log_weights) | np.isposinf(log_weights)):
        raise ValueError(say("no log-weight may be inf or not a number"))
    if np.any(np.isneginf(log_weights).all(axis=-1)):
        raise ValueError(say("every mixture needs a component with a log-weight above -inf"))
