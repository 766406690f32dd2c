"""Batches of rows of a stream, and how they are understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.dataset import usable_weights
from mdn_gui.core.files.chosen_columns import kept
from mdn_gui.core.files.column_kinds import understand
from mdn_gui.core.files.column_readings import Column, Understood
from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn
from mdn_gui.core.kinds import Category, Date
from mdn_gui.core.reading import UNSAID, DayOrder, DecimalMark, Doubt, ReadingOptions
from mdn_gui.core.roles import Role, Roles

type Batch = tuple[str, int, pa.RecordBatch]
"""Some rows of a file: its name, the number of the first of them from 0, the chosen columns."""


@dataclass(frozen=True)
class Interpretation:
    """How the cells of some rows are understood.

    Attributes:
        roles: What the columns are for.
        options: What a person says of the files.
        orders: Which comes first in dates such as 3/4/2024, of the columns where that is known.
        decimals: The decimal mark of columns of text, where that is known.
        assumed: Dates that can be read in two ways, of the columns whose order a person alone said.
        words: The columns in which yes and no are words among others.
        continued: The columns of which the kind is known from the rows before.
    """

    roles: Roles
    options: ReadingOptions = UNSAID
    orders: Mapping[str, DayOrder] = field(default_factory=dict, hash=False)
    decimals: Mapping[str, DecimalMark] = field(default_factory=dict, hash=False)
    assumed: Mapping[str, Doubt] = field(default_factory=dict, hash=False)
    words: frozenset[str] = frozenset()
    continued: frozenset[str] = frozenset()


def understood(batch: Batch, how: Interpretation) -> list[Understood]:
    """Understand the chosen columns of some rows."""
    _, first, rows = batch
    return [
        understand(
            Column(
                name,
                _cells(rows.column(place), how.decimals.get(name)),
                partial(row_number, first),
                how.roles.details.get(name, Role()),
                how.options,
                settled=how.orders.get(name),
                declared=True,  # whether text is of too many levels, some of its rows do not tell
                continued=name in how.continued,
            )
        )
        for place, name in enumerate(how.roles.columns)
    ]


def _cells(column: pa.Array, decimal: DecimalMark | None) -> Cells:
    """The cells of a column, as text with this decimal mark if one is given."""
    values = pa.chunked_array([column])
    if decimal is None:
        return Cells(values)
    text = pc.fill_null(values.cast(pa.string()), "")
    return Cells(values.cast(pa.string()), TextColumn(text), MarkEvidence(decimal))


def values_of(batch: Batch, how: Interpretation) -> NDArray[np.float64]:
    """The rows of a batch that are kept, `(columns, rows)`.

    Args:
        batch: Some rows.
        how: With the kind of every column.
    """
    if (numbers := _numbers(batch, how)) is not None:
        return numbers
    columns = understood(batch, how)
    values = np.stack([column.values for column in columns])
    used = kept(columns, how.roles)
    return values if used.all() else values.compress(used, axis=1)


def _numbers(batch: Batch, how: Interpretation) -> NDArray[np.float64] | None:
    """The rows of a batch that holds numbers only, none missing; it takes half as long."""
    columns, roles = batch[2].columns, how.roles
    details = [roles.details.get(name, Role()) for name in roles.columns]
    if how.options.missing_marks or any(role.missing_marks for role in details):
        return None
    if any(isinstance(role.known, Category | Date) for role in details):
        return None
    if any(column.null_count or not _is_number(column.type) for column in columns):
        return None
    values = np.stack([column.cast(pa.float64(), safe=False).to_numpy() for column in columns])
    good = np.isfinite(values).all() and (not roles.weight or usable_weights(values[-1]).all())
    return values if good else None


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def row_number(first: int, index: int) -> int:
    """The number of a row, from 1, by that of the first one of its batch, from 0."""
    return first + index + 1
