"""Columns of which later files of a stream tell what they hold: as in memory, or refused."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category, Date
from mdn_gui.core.parquet_rows import ParquetRows, open_parquet
from mdn_gui.core.reading import UNSAID, ReadingOptions
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.table import gathered
from mdn_gui.core.tables import TableError


def streamed(
    folder: Path, *files: list[str], options: ReadingOptions = UNSAID, role: Role | None = None
) -> ParquetRows:
    """A column x in files that are read one behind the other."""
    (folder / "parts").mkdir()
    for number, cells in enumerate(files):
        table = pa.table({"x": cells, "y": np.arange(float(len(cells)))})
        pq.write_table(table, folder / "parts" / f"{number}.parquet")
    details = {} if role is None else {"x": role}
    return open_parquet(folder / "parts", Roles(("x",), ("y",), details=details), options)


def in_memory(folder: Path, *files: list[str], options: ReadingOptions = UNSAID) -> Dataset:
    """The same column in one file."""
    cells = [cell for file in files for cell in file]
    table = pa.table({"x": cells, "y": [float(row) for file in files for row in range(len(file))]})
    pq.write_table(table, folder / "whole.parquet")
    return tables.read(folder / "whole.parquet", ["x"], ["y"], options=options)


def refusal(rows: ParquetRows) -> str:
    with pytest.raises(TableError) as raised:
        _ = rows.rows
    return str(raised.value)


DAY_FIRST, MONTH_FIRST = "13/01/2024", "01/13/2024"
EITHER = ["01/02/2024", "03/02/2024"]


@pytest.mark.parametrize(
    ("files", "options"),
    [
        (([*["yes", "no"] * 3], ["no", "maybe", "yes"]), UNSAID),
        ((["yes", "no"], ["yes"] * 3, ["maybe", "maybe", ""]), UNSAID),
        ((["yes", "no"] * 3, ["1", "0", "1"]), UNSAID),
        ((EITHER, [MONTH_FIRST] * 200, [DAY_FIRST, *EITHER]), UNSAID),
        (([DAY_FIRST, *EITHER], [MONTH_FIRST] * 200), UNSAID),
        (([DAY_FIRST], [MONTH_FIRST, *EITHER]), ReadingOptions(dates="day_first")),
        (([DAY_FIRST], [MONTH_FIRST, *EITHER]), ReadingOptions(dates="month_first")),
        (([MONTH_FIRST, *EITHER], EITHER), ReadingOptions(dates="day_first")),
        ((["2024-01-01", "2024-01-02"], ["soon", "later"]), UNSAID),
    ],
)
def test_a_stream_is_understood_as_in_memory(
    tmp_path: Path, files: tuple[list[str], ...], options: ReadingOptions
) -> None:
    rows, read = (
        streamed(tmp_path, *files, options=options),
        in_memory(tmp_path, *files, options=options),
    )
    assert rows.input_kinds == read.input_kinds
    assert (rows.left_out, rows.notes) == (read.left_out, read.notes)
    assert_array_equal(gathered(rows).inputs, read.inputs)
    assert isinstance(read.input_kinds[0], Category | Date)


@pytest.mark.parametrize("more", [[], [MONTH_FIRST], EITHER])
def test_days_first_and_months_first_are_refused(tmp_path: Path, more: list[str]) -> None:
    said = refusal(streamed(tmp_path, [MONTH_FIRST] * 3, [*EITHER, DAY_FIRST, *more]))
    file = Path("parts/0.parquet")
    assert said == (
        f"{file}, row 1, column 'x' holds '01/13/2024', where only the second number can be the "
        f"day, but row 3 of {Path('parts/1.parquet')} holds '13/01/2024', where only the first "
        "can; write all dates of the column alike, or say whether the day or the month comes "
        "first, so that the others are left out."
    )


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            (["1", "2"], ["3", "5%", "4%"]),
            "column 'x' holds numbers in % from row 2 on, and numbers without a unit before it;",
        ),
        (
            (["5%", "4%"], ["3", "2"]),
            "column 'x' holds numbers without a unit from row 1 on, and numbers in % before it;",
        ),
        (
            (["5 kg", "4 kg"], ["3", "2"], ["3 lb", "4 lb"]),
            "2.parquet, column 'x' holds text ('3 lb' in row 1), not numbers;",
        ),
        ((["5", "4"], ["3 kg", "2 kg"]), "holds numbers in kg from row 1 on, and numbers"),
        (
            (["0.5", "0.25"], ["0,5", "0,25"]),
            "holds '0,5', a number with a decimal comma only, but the table is read with a decimal",
        ),
        ((["1", "0"], ["yes", "no"]), "holds yes or no from row 1 on, and numbers without"),
        ((["2024-01-01"], ["12:30"]), "holds times of day from row 1 on, and dates before it;"),
    ],
)
def test_files_that_hold_other_things_are_refused_with_what_they_hold(
    tmp_path: Path, files: tuple[list[str], ...], said: str
) -> None:
    assert said in refusal(streamed(tmp_path, *files))


def test_yes_and_no_stay_numbers_where_one_says_so(tmp_path: Path) -> None:
    rows = streamed(tmp_path, ["yes", "no"], ["maybe"], role=Role(kind="number"))
    assert "'maybe' in row 1), not numbers" in refusal(rows)
