"""Which tables are read into memory and which are streamed."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.table_error import TableError
from mdn_gui.core.parquet_rows import ParquetRows
from mdn_gui.core.sources import MOST_NUMBERS, open_rows


def test_text_is_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("x,y\n1,2\n")
    rows = open_rows(str(path), ["x"], ["y"])
    assert isinstance(rows, Dataset)
    assert_array_equal(rows.targets, [[2]])


def test_a_folder_is_streamed(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [1], "y": [2]}), tmp_path / "table.parquet")
    rows = open_rows(tmp_path, ["x"], ["y"])
    assert isinstance(rows, ParquetRows)
    assert rows.rows == 1


def test_parquet_is_streamed_if_many_numbers_are_chosen(tmp_path: Path) -> None:
    path = tmp_path / "table.data"
    zeros = pa.array(np.zeros(MOST_NUMBERS // 3 + 1, np.int8))
    pq.write_table(pa.table(dict.fromkeys("xyz", zeros)), path)
    assert isinstance(open_rows(path, ["x", "y"], ["z"]), ParquetRows)
    assert isinstance(open_rows(path, ["x"], ["y"]), Dataset)


@pytest.mark.parametrize("content", [None, b"", b"PAR1 damaged", b"\0\1"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "table.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TableError, match=r"table\.parquet"):
        open_rows(path, ["x"], ["y"])


def test_a_folder_without_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"has no file \*\.parquet in it"):
        open_rows(tmp_path, ["x"], ["y"])
