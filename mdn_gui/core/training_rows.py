"""What a network keeps of the rows it learned from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import MOST_ROWS, Evidence
from mdn_gui.core.frozen import remade
from mdn_gui.core.text import say

Floats = NDArray[np.float64]

MOST_CELLS = 2_000_000
"""Inputs of all rows that are kept, at most: of 400 columns or more, fewer rows."""


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """Some of the training rows, in the data's units.

    Attributes:
        inputs: `(rows, inputs)`, at most 5,000 rows.
        total: How many training rows there were.
        targets: `(rows, outputs)`; None after a model file, which holds no targets.

    Raises:
        ValueError: The shapes do not fit, there are too many rows or none, or one is not finite.
    """

    inputs: Floats
    total: int
    targets: Floats | None = None

    def __post_init__(self) -> None:
        for name in ("inputs", "targets"):
            values = getattr(self, name)
            if values is None:
                continue
            array = np.array(values, np.float64, order="C")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
            if array.ndim != 2 or 0 in array.shape or not np.isfinite(array).all():
                raise ValueError(
                    say(
                        "{name} must be finite and (rows, columns), not {shape}.",
                        name=name,
                        shape=array.shape,
                    )
                )
        rows = len(self.inputs)
        if rows > MOST_ROWS or self.total < rows:
            raise ValueError(
                say(
                    "{rows} rows cannot be kept of {total}, {most_rows} at most.",
                    rows=rows,
                    total=self.total,
                    most_rows=MOST_ROWS,
                )
            )
        if self.targets is not None and len(self.targets) != rows:
            raise ValueError(
                say(
                    "there are {rows} rows of inputs, but {count} of targets.",
                    rows=rows,
                    count=len(self.targets),
                )
            )

    def __reduce__(self) -> tuple[Any, ...]:
        # What takes a while to work out goes along, once it is.
        worked_out = {name: vars(self)[name] for name in ("evidence",) if name in vars(self)}
        return (*remade(self), worked_out) if worked_out else remade(self)

    @classmethod
    def of(cls, training: Dataset, total: int | None = None) -> TrainingRows:
        """Keep rows of a training part.

        Args:
            training: Its rows, or a sample of them.
            total: How many it has; by default those given.
        """
        most = min(MOST_ROWS, max(1, MOST_CELLS // training.inputs.shape[1]))
        rows = np.arange(training.rows)
        if training.rows > most:
            rows = np.random.default_rng(0).choice(training.rows, most, replace=False)
        total = training.rows if total is None else total
        return cls(training.inputs[rows], total, training.targets[rows])

    @cached_property
    def evidence(self) -> Evidence:
        """Where these rows lie."""
        return Evidence.of(self.inputs, self.total)
