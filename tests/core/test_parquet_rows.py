"""Opening tables that are streamed, and reading them in order."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.parquet_rows import open_parquet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of 300 and 200 rows; x counts through both, y = 2x, z is text."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name, start, stop in (("1.parquet", 0, 300), ("2.parquet", 300, 500)):
        x = np.arange(float(start), stop)
        table = pa.table({"x": x, "y": 2 * x, "z": ["red"] * len(x)})
        pq.write_table(table, folder / name, row_group_size=70)
    return folder


def refusal(path: Path, inputs: Sequence[str] = "x", targets: Sequence[str] = "y") -> str:
    with pytest.raises(TableError) as raised:
        open_parquet(path, inputs, targets)
    return str(raised.value)


def test_a_folder_is_one_table(folder: Path) -> None:
    rows = open_parquet(folder, inputs=["y"], targets=["x"])
    blocks = list(rows.blocks())
    assert rows.rows == 500
    assert_array_equal(np.concatenate([block.targets for block in blocks])[:, 0], np.arange(500))
    assert_array_equal(np.concatenate([block.inputs for block in blocks])[:, 0] / 2, np.arange(500))
    assert (rows.input_names, rows.target_names) == (("y",), ("x",))
    assert all((b.input_names, b.target_names) == (("y",), ("x",)) for b in blocks)


def test_a_file_gives_what_reading_it_at_once_gives(folder: Path) -> None:
    path = folder / "2.parquet"
    (block,) = open_parquet(str(path), ["x"], ["y"]).blocks()
    whole = tables.read(path, ["x"], ["y"])
    assert_array_equal(block.inputs, whole.inputs)
    assert_array_equal(block.targets, whole.targets)


def test_many_columns_are_read_in_smaller_blocks(tmp_path: Path) -> None:
    names = [f"x{number}" for number in range(400)]
    path = tmp_path / "wide.parquet"
    pq.write_table(pa.table({name: np.arange(9000.0) for name in names}), path)
    blocks = list(open_parquet(path, names[1:], names[:1]).blocks())
    assert sum(block.rows for block in blocks) == 9000
    assert max(block.inputs.nbytes for block in blocks) < 10e6
    assert_array_equal(np.concatenate([block.inputs[:, -1] for block in blocks]), np.arange(9000))


def test_files_may_differ_in_what_is_not_chosen(folder: Path) -> None:
    x = pa.array([500, 501], pa.int32())
    pq.write_table(pa.table({"other": [1.0, None], "y": x, "x": x}), folder / "3.parquet")
    *_, last = open_parquet(folder, ["x"], ["y"]).blocks()
    assert_array_equal(last.inputs, [[500], [501]])


@pytest.mark.parametrize(
    ("inputs", "targets", "expected"),
    [
        ("xv", "y", "1.parquet has no column 'v'; choose among 'x', 'y', 'z'."),
        ("x", "x", "1.parquet, column 'x' is chosen twice; choose it only once."),
    ],
)
def test_columns_that_cannot_be_chosen(
    folder: Path, inputs: str, targets: str, expected: str
) -> None:
    assert refusal(folder, inputs, targets) == str(Path("data") / expected)


@pytest.mark.parametrize(("inputs", "targets"), [("", "y"), ("x", "")])
def test_at_least_one_input_and_one_target_are_needed(
    folder: Path, inputs: str, targets: str
) -> None:
    assert refusal(folder, inputs, targets) == (
        "data needs at least one input and one target; choose its columns."
    )


def test_a_file_that_lacks_a_chosen_column(folder: Path) -> None:
    pq.write_table(pa.table({"x": [1.0]}), folder / "3.parquet")
    last, first = Path("data/3.parquet"), Path("data/1.parquet")
    assert refusal(folder) == (
        f"{last} has no column 'y', but {first} has; give both the same columns or choose others."
    )


def test_a_column_that_holds_no_numbers_in_one_file(folder: Path) -> None:
    pq.write_table(pa.table({"x": [1.0], "y": [True]}), folder / "3.parquet")
    assert refusal(folder) == (
        f"{Path('data/3.parquet')}, column 'y' holds bool, not numbers; choose another column."
    )


def test_text_is_refused_when_its_cells_are_read(folder: Path) -> None:
    rows = open_parquet(folder, ["z"], ["y"])
    with pytest.raises(TableError, match="row 1, column 'z' holds 'red', which is not a finite"):
        next(rows.blocks())


def test_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": pa.array([], pa.float64()), "y": pa.array([], pa.int8())}), path)
    expected = "table.parquet has column names but no rows; add rows of data."
    assert refusal(path) == expected


def test_a_file_without_rows_among_others(folder: Path) -> None:
    schema = pq.read_schema(folder / "1.parquet")
    pq.write_table(schema.empty_table(), folder / "0.parquet")
    assert sum(block.rows for block in open_parquet(folder, ["x"], ["y"]).blocks()) == 500


def test_a_damaged_file_among_others(folder: Path) -> None:
    (folder / "3.parquet").write_bytes(b"PAR1 damaged")
    assert refusal(folder).startswith("3.parquet cannot be read (")


def test_a_missing_table(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "absent")


def test_a_split_follows_the_seed(folder: Path) -> None:
    rows = open_parquet(folder, ["x"], ["y"])
    held_out = [
        rows.source(Holdout(0.3, seed=seed)).validation.inputs[:, 0].tolist() for seed in (1, 1, 2)
    ]
    assert held_out[0] == held_out[1] != held_out[2]
    assert len(held_out[0]) == 150
