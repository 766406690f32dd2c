"""Problems of several inputs or targets: their true density is a Gaussian mixture at each place."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.examples.conditional import Conditional
from mdn_gui.core.examples.example import Example
from mdn_gui.core.maths.branches import modes
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.mixture import Mixture

_REACH = 10.0  # scales; beyond them, a Gaussian holds 2e-23


class MixtureExample(Example):
    """A problem of any number of inputs and targets whose truth is a mixture at each place.

    Attributes:
        levels: The only values of each input that is a category; nothing of one that is a number.
    """

    levels: ClassVar[tuple[tuple[float, ...], ...]]

    @property
    @abstractmethod
    def target_ranges(self) -> tuple[tuple[float, float], ...]:
        """The values of each target between which lie all rows but, at most, a few in 1,000."""

    @abstractmethod
    def mixture(self, inputs: Floats) -> Mixture:
        """The true density of the targets.

        Args:
            inputs: `(n, inputs)`.

        Returns:
            Of batch shape `(n,)`; whatever where `possible` says that there are no targets.
        """

    def possible(self, inputs: Floats) -> NDArray[np.bool_]:
        """Whether there can be rows at inputs `(n, inputs)`, as far as categories tell; `(n,)`."""
        known = [
            np.isin(values, levels) if levels else np.ones(len(values), np.bool_)
            for values, levels in zip(inputs.T, self.levels, strict=True)
        ]
        possible: NDArray[np.bool_] = np.logical_and.reduce(known)
        return possible

    def along(self, place: Sequence[float], column: int, output: int) -> Conditional:
        """See `Example.along`."""
        held = (*place[:column], *place[column + 1 :])
        return Section(self, tuple(map(float, held)), column, output)

    def jointly(self, place: Sequence[float], outputs: tuple[int, int]) -> Mixture | None:
        """See `Example.jointly`."""
        inputs = np.array([place], np.float64)
        if not self.possible(inputs)[0]:
            return None
        return self.mixture(inputs)[0].marginal(outputs)


@dataclass(frozen=True)
class Section(Conditional):
    """The true density of one target along one input of such a problem.

    Attributes:
        example: The problem.
        held: The values of the other inputs, in their order.
        column: The input that varies, from 0.
        output: The target, from 0.
    """

    example: MixtureExample
    held: tuple[float, ...]
    column: int
    output: int

    @property
    def display_range(self) -> tuple[float, float]:
        """That of the input."""
        return self.example.input_ranges[self.column]

    @property
    def y_range(self) -> tuple[float, float]:
        """That of the target."""
        return self.example.target_ranges[self.output]

    @property
    def noise(self) -> float:
        """That of the problem."""
        return self.example.noise

    @property
    def levels(self) -> tuple[float, ...]:
        """Those of the input."""
        return self.example.levels[self.column]

    def log_prob(self, x: Floats, y: Floats) -> Floats:
        """See `Conditional.log_prob`; there are no y where no rows can be."""
        inputs = self._inputs(x)
        flat = self.example.mixture(inputs).marginal(self.output)
        shape = (*x.shape, flat.components)
        batch = Mixture(
            flat.log_weights.reshape(shape),
            flat.means.reshape(*shape, 1),
            flat.scales.reshape(*shape, 1),
        )
        possible = self.example.possible(inputs).reshape(x.shape)
        return np.where(possible, batch.log_prob(y[..., np.newaxis]), -np.inf)

    def _maxima(self, x: Floats) -> Floats:
        inputs = self._inputs(x)
        mixtures = self.example.mixture(inputs).marginal(self.output)
        found = modes(mixtures.log_weights, mixtures.means, mixtures.scales)[..., 0]
        found[~self.example.possible(inputs)] = np.nan
        return np.sort(found, axis=-1)

    def _inputs(self, x: Floats) -> Floats:
        held = np.broadcast_to(self.held, (x.size, len(self.held)))
        return np.insert(held, self.column, x.ravel(), axis=1)


def told_apart(share: float, distances: Floats) -> Floats:
    """How much a value tells of which of two Gaussians of the same scale it is from.

    It is the entropy of their mixture less that of one of them.

    Args:
        share: The weight of one of them, above 0 and below 1.
        distances: Between their means, in scales, `(...)`.

    Returns:
        The mutual information in nats, `(...)`: from 0 where they are one to the entropy of the
        choice where they are far apart.

    Source:
        Cover and Thomas, "Elements of Information Theory", 2nd edition (2006), equation 2.45.
    """
    z, widths = gauss_legendre(np.linspace(-_REACH, _REACH, 81))
    bell = widths * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    away = np.minimum(distances, 2 * _REACH)[..., np.newaxis]  # there they do not overlap
    odds = np.exp(-away * z - 0.5 * away**2)
    told = np.zeros(away.shape[:-1])
    for each in (share, 1 - share):
        told -= each * (np.log(each + (1 - each) * odds) @ bell)
    return told
