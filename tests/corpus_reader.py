"""How the program reads the files of the corpus."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core import tables
from mdn_gui.core.kinds import NUMBER, Category, Date, Kind

type Columns = dict[str, Sequence[object]]


def columns_of(path: Path) -> Columns:
    """All columns of a table that can be used, of the rows that are not left out.

    Raises:
        TableError: The table is refused, or one of its columns is asked about.
    """
    columns = [column for column in tables.describe(path).columns if column.kind is not None]
    for column in columns:
        if column.doubt or len(columns) == 1:
            values = tables.read_inputs(path, [column.name])  # refused where it is in doubt
            return {column.name: cells_of(column.kind or NUMBER, values[:, 0])}
    # A row without its target would be left out.
    target = min((c for c in columns if c.numeric), key=lambda column: column.missing).name
    inputs = [column.name for column in columns if column.name != target]
    read = tables.read(path, inputs, [target], missing="keep")
    kinds = zip(
        (*read.input_names, target),
        (*read.input_kinds, *read.target_kinds),
        (*read.inputs.T, *read.targets.T),
        strict=True,
    )
    return {name: cells_of(kind, values) for name, kind, values in kinds}


def cells_of(kind: Kind, values: NDArray[np.float64]) -> list[object]:
    """The cells of a column, from the numbers that they became."""
    return [None if np.isnan(value) else _cell(kind, value) for value in values.tolist()]


def _cell(kind: Kind, value: float) -> object:
    match kind:
        case Category():
            return kind.levels[int(value)]
        case Date():
            start = datetime.fromisoformat(kind.origin or "2000-01-01").replace(tzinfo=UTC)
            moment = start + timedelta(**{kind.unit: value}) + timedelta(microseconds=500)
            whole = moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=None)
            return whole if kind.origin else whole.time()
    return value
