"""Tables as people have them are read right, or asked about."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from mdn_gui.core import tables
from mdn_gui.core.kinds import NUMBER, Category, Date, Kind
from mdn_gui.core.tables import TableError
from tests.corpus_cases import Case, cases, is_question, mistake

CASES = cases()


def cells_of(kind: Kind, values: np.ndarray) -> list[object]:
    """The cells of a column, from the numbers that they became."""
    return [None if np.isnan(value) else _cell(kind, value) for value in values.tolist()]


def _cell(kind: Kind, value: float) -> object:
    match kind:
        case Category():
            return kind.levels[int(value)]
        case Date():
            past = timedelta(**{kind.unit: value})
            start = datetime.fromisoformat(kind.origin or "2000-01-01")
            moment = start.replace(tzinfo=UTC) + past
            rounded = moment + timedelta(microseconds=500)
            whole = rounded.replace(microsecond=rounded.microsecond // 1000 * 1000, tzinfo=None)
            return whole if kind.origin else whole.time()
    return value


def columns_of(path: Path) -> tuple[dict[str, Sequence[object]], int]:
    """All columns of a table that can be used, and how many rows are left out."""
    columns = [column for column in tables.describe(path).columns if column.kind is not None]
    for column in columns:
        if column.doubt or len(columns) == 1:
            values = tables.read_inputs(path, [column.name])  # refused where it is in doubt
            return {column.name: cells_of(column.kind or NUMBER, values[:, 0])}, 0
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
    return {name: cells_of(kind, values) for name, kind, values in kinds}, read.left_out


@pytest.mark.parametrize("case", CASES, ids=[case.path.name for case in CASES])
def test_it_is_read_right_or_asked_about(case: Case) -> None:
    try:
        columns, _ = columns_of(case.path)
    except TableError as error:
        assert is_question(str(error), case), str(error)  # noqa: PT017 - one of two right outcomes
    else:
        assert mistake(columns, case) == ""
