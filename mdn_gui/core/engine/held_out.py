"""The rows that a run holds out, and what its members say of them."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import STEPS, Chunk, chunks
from mdn_gui.core.engine.packing import Packing
from mdn_gui.core.maths.numerics import log_sum_exp
from mdn_gui.core.recipes import Member
from mdn_gui.core.table import Source

type Floats = NDArray[np.float64]


class HeldOut:
    """Rows that members hold out: by each row, one member of every column.

    Args:
        pack: Makes of rows what is scored.
        source: The rows of the run.
        members: Who holds them out.

    Attributes:
        weights: How many rows each row stands for, `(rows,)`; None if each is one.
        common: The rows, if all members hold out the same; None if they do by folds.
    """

    def __init__(self, pack: Packing, source: Source, members: Sequence[Member]) -> None:
        rows = source.validation
        self._packed = pack(rows)
        self._columns = [member.column - members[0].column for member in members]
        self._orders = [
            np.arange(rows.rows)
            if source.folds is None
            else np.flatnonzero(source.folds[: rows.rows] == member.fold)
            for member in members
        ]
        self.weights = rows.weights
        self.common = rows if source.folds is None else None
        # A density changes its height when its units change: add log |dt / dy|.
        self._log_heights = np.broadcast_to(
            pack.log_slopes(self._packed) - pack.log_unit, rows.rows
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, and columns of members."""
        return len(self._packed), max(self._columns) + 1

    def batches(self, batch_size: int) -> Iterator[Chunk]:
        """The rows of each member, for the compiled program."""
        return chunks(self._packed, self._orders, batch_size, STEPS)

    def log_densities(self, losses: NDArray[np.float32]) -> Floats:
        """Log densities of the rows by the members that hold them out.

        Args:
            losses: Of each member's rows in the order of `batches`, in the network's units,
                `(members, n)`; what follows its rows means nothing.

        Returns:
            `(rows, columns)`, in nats of y in its own units.
        """
        found = np.empty(self.shape)
        for own, order, column in zip(losses, self._orders, self._columns, strict=True):
            found[order, column] = self._log_heights[order] - own[: len(order)]
        return found

    def put(self, chosen: NDArray[np.bool_], of: Floats, into: Floats) -> None:
        """Copy the log densities of some members.

        Args:
            chosen: Which, `(members,)`.
            of: `(rows, columns)`.
            into: The same.
        """
        for each in np.flatnonzero(chosen):
            order, column = self._orders[each], self._columns[each]
            into[order, column] = of[order, column]

    def losses(self, log_densities: Floats) -> Floats:
        """Mean loss of each member on the rows that it holds out, `(members,)`."""
        return np.array(
            [
                self._mean(-log_densities[order, column], order)
                for order, column in zip(self._orders, self._columns, strict=True)
            ]
        )

    def loss(self, log_densities: Floats, shares: Floats) -> float:
        """Mean loss of a mixture.

        Args:
            log_densities: By what is mixed, `(rows, columns)`.
            shares: The weight of each column, `(columns,)`.
        """
        if log_densities.shape[1] == 1:
            return self._mean(-log_densities[:, 0], slice(None))
        with np.errstate(divide="ignore"):
            return self._mean(-log_sum_exp(log_densities + np.log(shares)), slice(None))

    def _mean(self, values: Floats, rows: NDArray[np.intp] | slice) -> float:
        weights = None if self.weights is None else self.weights[rows]
        return float(np.average(values, weights=weights))
