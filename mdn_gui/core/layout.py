"""Where each kernel and bias of a network lies in one flat vector of parameters."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Part(NamedTuple):
    """One array in the flat vector: the slice it takes and its shape for one member."""

    part: slice
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """The architecture of a network, as the layout of its parameters.

    The last layer's outputs are, in this order: K logits, K × D means, K × D raw log-scales.

    Attributes:
        members: Networks side by side.
        inputs: What the layers see of the inputs: features, of plain numbers their columns.
        hidden: Widths of the hidden layers.
        components: Components K of each member.
        outputs: Target columns D.
    """

    members: int
    inputs: int
    hidden: tuple[int, ...]
    components: int
    outputs: int

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Width of every layer, from the inputs to the K(2D + 1) parameters of the mixture."""
        return (self.inputs, *self.hidden, self.components * (2 * self.outputs + 1))

    @cached_property
    def slices(self) -> tuple[tuple[Part, Part], ...]:
        """Kernel `(in, out)` and bias `(out,)` of every layer."""
        return tuple(_pairs(self.widths))

    @cached_property
    def size(self) -> int:
        """Parameters of one member."""
        return sum((fan_in + 1) * out for fan_in, out in pairwise(self.widths))

    @property
    def bytes(self) -> int:
        """What a network takes in memory: the weights as trained in float32, and in float64 too.

        The latter stay from the first time that it was asked for a mixture.
        """
        return 12 * self.members * self.size

    def unpack(
        self, parameters: NDArray[np.floating]
    ) -> list[tuple[NDArray[np.floating], NDArray[np.floating]]]:
        """Views of `parameters` (members, size): each layer's kernel and bias, members first."""
        return [
            (
                parameters[:, kernel.part].reshape(self.members, *kernel.shape),
                parameters[:, bias.part],
            )
            for kernel, bias in self.slices
        ]


def _pairs(widths: tuple[int, ...]) -> Iterator[tuple[Part, Part]]:
    start = 0
    for shape in pairwise(widths):
        kernel = slice(start, start + math.prod(shape))
        start = kernel.stop + shape[1]
        yield Part(kernel, shape), Part(slice(kernel.stop, start), shape[1:])
