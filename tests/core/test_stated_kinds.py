"""Columns that a program typed, and what a person says of them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mdn_gui.core import tables
from mdn_gui.core.kinds import Category
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.tables import TableError

DAYS = pa.array([19783, 19784, 19783], pa.int32()).cast(pa.date32())
TYPED = {
    "day": DAYS,
    "moment": DAYS.cast(pa.timestamp("us", "UTC")),
    "clock": pa.array([60, 120, 60], pa.time32("s")),
    "took": pa.array([2000, 500, 2000], pa.duration("ms")),
    "number": pa.array([5, 7, 5]),
    "flag": pa.array([True, False, True]),
    "text": pa.array(["5", "7", "5"]),
}


def typed(folder: Path) -> Path:
    """A table of these columns, and of a target y."""
    path = folder / "t.parquet"
    pq.write_table(pa.table({**TYPED, "y": [1.5, 2.5, 3.0]}), path)
    return path


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("day", ("2024-03-01", "2024-03-02")),
        ("moment", ("2024-03-01 00:00:00", "2024-03-02 00:00:00")),
        ("clock", ("00:01:00", "00:02:00")),
        ("took", ("0.5", "2")),
        ("number", ("5", "7")),
        ("flag", ("false", "true")),
        ("text", ("5", "7")),
    ],
)
def test_what_a_program_typed_is_levels_where_one_says_so(
    tmp_path: Path, name: str, levels: tuple[str, ...]
) -> None:
    details = {name: Role(kind="category")}
    read = tables.read(typed(tmp_path), [name], ["y"], roles=details)
    assert read.input_kinds == (Category(levels),)
    streamed = open_parquet(typed(tmp_path), Roles((name,), ("y",), details=details))
    assert streamed.input_kinds == read.input_kinds


@pytest.mark.parametrize(
    ("name", "role", "said"),
    [
        ("day", Role(kind="number"), "'day' holds dates ('2024-03-01' in row 1), not numbers;"),
        ("moment", Role(kind="number"), "holds dates ('2024-03-01 00:00:00+00:00' in row 1), not"),
        ("took", Role(kind="number"), "holds dates ('0:00:02' in row 1), not numbers"),
        ("number", Role(kind="date"), "column 'number' holds no dates ('5' in row 1); write them"),
        ("flag", Role(kind="date"), "column 'flag' holds no dates ('True' in row 1); write them"),
        ("text", Role(kind="date"), "column 'text' holds no dates ('5' in row 1); write them as"),
        ("day", Role(use="weight"), "column 'day' holds dates, and a weight must be a number;"),
        ("took", Role(use="weight"), "column 'took' holds durations, and a weight must be a"),
    ],
)
def test_a_column_that_is_not_what_one_says_is_refused(
    tmp_path: Path, name: str, role: Role, said: str
) -> None:
    inputs = [name] if role.use is None else ["number"]
    roles = Roles.of(inputs, ["y"], {name: role})
    for read in (tables.read_roles, lambda path, roles: open_parquet(path, roles).rows):
        with pytest.raises(TableError) as raised:
            read(typed(tmp_path), roles)
        assert said in str(raised.value)
