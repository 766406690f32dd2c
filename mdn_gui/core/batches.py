"""Rows laid out for the compiled program: chunks of steps, the last batch filled up and masked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Chunk(NamedTuple):
    """Some steps of rows, filled up to the size the program was compiled for.

    Attributes:
        x: (steps, ..., batch, inputs).
        y: (steps, ..., batch, outputs).
        weight: (steps, ..., batch); 0 where a row only fills up.
        live: How many of the steps hold rows.
    """

    x: Floats
    y: Floats
    weight: Floats
    live: int


@dataclass(frozen=True, eq=False)
class Rows:
    """Scaled rows, float32: x (rows, inputs) and y (rows, outputs)."""

    x: Floats
    y: Floats

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.x)

    def steps(self, batch_size: int) -> int:
        """Batches that an epoch takes, the short last one included."""
        return -(-self.count // batch_size)

    def chunk(self, order: NDArray[np.intp], batch_size: int, room: int) -> Chunk:
        """The rows of `order` as batches.

        Args:
            order: (..., n) indices of rows, at most `room * batch_size` of them along the last
                axis; the leading axes (members) have orders of their own.
            batch_size: Rows per step.
            room: Steps the program was compiled for.
        """
        *leading, n = order.shape
        capacity = room * batch_size
        padded = np.zeros((*leading, capacity), np.intp)
        padded[..., :n] = order
        weight = np.zeros((*leading, capacity), np.float32)
        weight[..., :n] = 1.0
        return Chunk(
            _steps_first(self.x[padded], len(leading), room),
            _steps_first(self.y[padded], len(leading), room),
            _steps_first(weight, len(leading), room),
            -(-n // batch_size),
        )

    def in_order(self, batch_size: int, room: int) -> Iterator[Chunk]:
        """Every row once, as they lie: what scoring reads."""
        for start in range(0, self.count, room * batch_size):
            order = np.arange(start, min(start + room * batch_size, self.count))
            yield self.chunk(order, batch_size, room)


def _steps_first(values: Floats, leading: int, room: int) -> Floats:
    """From (..., room × batch, ...) to (room, ..., batch, ...)."""
    shape = values.shape
    split = values.reshape(*shape[:leading], room, -1, *shape[leading + 1 :])
    return np.moveaxis(split, leading, 0)
