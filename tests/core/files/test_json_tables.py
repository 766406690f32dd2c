"""Tables of JSON objects."""

import gzip
import json
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.files import table_refusals
from mdn_gui.core.files.json_tables import JsonTable
from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.table_formats import opened
from tests.damage import damaged


def read(folder: Path, text: str | bytes) -> tuple[dict[str, Cells], list[int], tuple[str, ...]]:
    """The columns, the numbers of the rows, and the faults."""
    path = folder / "table.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with opened(path) as table:
        columns = dict(zip(table.names, table.load(range(len(table.names))), strict=True))
        rows = len(next(iter(columns.values())))
        numbers = [table.row_number(row) for row in range(rows)]
        return columns, numbers, table.faults if isinstance(table, JsonTable) else ()


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(TableError) as raised:
        read(folder, text)
    return str(raised.value)


@pytest.mark.parametrize("name", ["table.jsonl", "table.csv", "table.json"])
def test_lines_are_read_whatever_the_name_of_the_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text('{"x": 1, "y": 2.5}\n\n{"y": 1e-7, "x": 2}\n')
    data = tables.read(path, ["x"], ["y"])
    assert_array_equal(np.hstack([data.inputs, data.targets]), [[1, 2.5], [2, 1e-7]])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("text", ['{"x": 1}\n{"x": 2}\n', '[{"x": 1}, {"x": 2}]'])
def test_other_encodings_are_read_too(tmp_path: Path, text: str, encoding: str) -> None:
    columns, numbers, _ = read(tmp_path, text.encode(encoding))
    assert_array_equal(columns["x"].numbers(), [1, 2])
    assert numbers == [1, 2]


def test_damaged_utf_16_is_refused(tmp_path: Path) -> None:
    content = '{"x": 1}\n{"x": 2}\n'.encode("utf-16")[:-1]
    assert refusal(tmp_path, content) == (
        "table.jsonl is damaged UTF-16 text; save it as CSV UTF-8."
    )


def test_an_array_of_arrays_and_one_of_nothing_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[[1, 2],\n [3, 4]]") == (
        "table.jsonl, row 1 and others, 2 in all, hold no whole JSON object; write one object of "
        "names and values on each line."
    )
    assert refusal(tmp_path, "[ ]\n") == "table.jsonl has no columns; choose another file."


def test_rows_are_lines(tmp_path: Path) -> None:
    text = '\n{"x": 1}\r\n\r\n{"x": 2}\n{"x": 3}'
    assert read(tmp_path, text)[1] == [2, 4, 5]
    path = tmp_path / "table.jsonl"
    path.write_text('{"x": 1, "y": 1}\n\n\n{"x": 1}\n{"x": 1, "y": 2}\n')
    with pytest.raises(TableError, match=r"^table\.jsonl, row 4, column 'y' is empty"):
        tables.read(path, ["x"], ["y"], missing="refuse")


def test_moments_without_a_time_zone_among_others_are_left_out(tmp_path: Path) -> None:
    moments = [f"2024-03-0{day}T10:00:00{'Z' if day < 8 else ''}" for day in range(1, 10)]
    path = tmp_path / "table.jsonl"
    lines = [json.dumps({"when": when, "y": row}) for row, when in enumerate(moments)]
    path.write_text("\n".join(lines))
    data = tables.read(path, ["when"], ["y"])
    assert (data.rows, data.left_out) == (7, 2)
    assert list(data.notes) == [
        (
            "2 rows are left out because of their cells in column 'when': the first, row 8, holds "
            "'2024-03-08T10:00:00'."
        ),
        "Column 'when' holds dates in hours since 2024-03-01, in UTC.",
    ]


def test_an_array_of_objects_is_read(tmp_path: Path) -> None:
    columns, rows, _ = read(tmp_path, ' [ {"x": 1, "who": "a"},\n {"x": null, "who": "b"} ]')
    assert_array_equal(columns["x"].numbers(), [1, np.nan])
    assert columns["who"].text(1) == "b"
    assert rows == [1, 2]


@pytest.mark.parametrize("broken", ["", '{"x": {"y": 1}}\n{"x": 7}\n{"x": "a"}\n'])
def test_values_of_all_kinds(tmp_path: Path, broken: str) -> None:
    lines = (
        '{"on": true, "text": "1,5", "when": "2024-01-02T03:04:05", "deep": {"a": 1}}\n'
        '{"on": null, "text": "2", "when": "2024-01-03T03:04:05", "list": [1]}\n'
    )
    columns, _, _ = read(tmp_path, lines + broken)
    assert columns["on"].values.to_pylist()[:2] == [True, None]
    assert [columns["text"].text(row) for row in (0, 1)] == ["1,5", "2"]
    assert columns["when"].text(0) == "2024-01-02T03:04:05"
    assert pa.types.is_struct(columns["deep"].values.type)
    assert pa.types.is_list(columns["list"].values.type)


def test_a_nested_column_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "table.jsonl"
    path.write_text('{"x": {"a": 1}, "y": 1}\n{"x": {"a": 2}, "y": 2}\n')
    with pytest.raises(TableError, match=r"^table\.jsonl, column 'x' holds struct<a: int64>, not"):
        tables.read(path, ["x"], ["y"])


def test_other_values_among_numbers_are_bad_cells(tmp_path: Path) -> None:
    cells = [
        "1",
        '"about 2"',
        "true",
        "3.5",
        "1e16",
        "[4]",
        "null",
        "1e400",
        "NaN",
        "12345678901234567890",
        "9" * 400,
        *["7"] * 6,
    ]
    path = tmp_path / "table.jsonl"
    path.write_text("".join(f'{{"x": {cell}, "y": 1}}\n' for cell in cells))
    data = tables.read(path, ["x"], ["y"], missing="keep")
    expected = [1, 3.5, 1e16, np.nan, np.nan, 12345678901234567890.0, *[7] * 6]
    assert_array_equal(data.inputs[:, 0], expected)
    assert data.numbers is not None
    assert_array_equal(data.numbers, [1, 4, 5, 7, 9, 10, *range(12, 18)])
    shown = [row[0] for row in tables.preview(path).first_rows]
    assert [shown[row] for row in (1, 2, 5)] == ["about 2", "true", "[4]"]


def test_a_broken_line_is_left_out_and_told(tmp_path: Path) -> None:
    lines = ['{"x": 1, "y": 2}'] * 300
    lines[100] = '{"x": 1, "y"'
    columns, rows, faults = read(tmp_path, "\n".join(lines))
    assert len(columns["x"]) == 299
    assert rows == [*range(1, 101), *range(102, 301)]
    assert faults == ("row 101 holds no whole JSON object; it is left out.",)
    lines[50:52] = ["[1, 2]", '{"x": 1}, {"y": 2}']
    assert read(tmp_path, "\n".join(lines))[2] == (
        "3 rows hold no whole JSON object and are left out; the first is row 51.",
    )


def test_a_table_of_broken_lines_is_refused(tmp_path: Path) -> None:
    lines = ['{"x": 1}', '{"x": 1', '{"x": 2}', "{x: 3}"]
    assert refusal(tmp_path, "\n".join(lines)) == (
        "table.jsonl, row 2 and others, 2 in all, hold no whole JSON object; write one object of "
        "names and values on each line."
    )
    assert refusal(tmp_path, '{\n"x": 1,\n"y": 2\n}').startswith("table.jsonl, row 1 and others")
    assert refusal(tmp_path, '[{"x": 1},\n{"x": 2}') == (
        "table.jsonl cannot be read (line 2 is no JSON); write one JSON object on each line, or "
        "export it as CSV or Parquet."
    )


def test_names_missing_in_some_rows_and_names_of_all_kinds(tmp_path: Path) -> None:
    columns, _, _ = read(tmp_path, '{"é": 1}\n{"": 2, "é": 3, "b": null}\n')
    assert list(columns) == ["é", "", "b"]
    assert_array_equal(columns[""].numbers(), [np.nan, 2])
    assert columns["b"].text(0) == ""


def test_text_that_is_no_unicode_does_no_harm(tmp_path: Path) -> None:
    text = '{"x": 1, "who": "\\ud800"}\n{"x": 2, "who": "a"}\n'
    columns, _, _ = read(tmp_path, text)
    assert columns["who"].text(0) == "?"
    rows = b'{"x": 1}\n' * 200 + b'{"x": "\xff"}\n'
    assert read(tmp_path, rows)[2] == ("row 201 holds no whole JSON object; it is left out.",)


def test_what_is_nested_very_deep_is_refused(tmp_path: Path) -> None:
    deep = '{"x": ' + "[" * 100_000 + "]" * 100_000 + "}"
    assert "is no JSON" in refusal(tmp_path, f"[{deep}]")
    assert "no whole JSON object" in refusal(tmp_path, deep)


def test_compressed_lines_are_read(tmp_path: Path) -> None:
    text = b'{"x": 1, "y": 2}\n{"x": 3, "y": 4}\n'
    path = tmp_path / "table.jsonl.gz"
    path.write_bytes(gzip.compress(text))
    assert_array_equal(tables.read(path, ["x"], ["y"]).targets, [[2], [4]])
    with opened(path) as table:
        assert table.dialect.compression == "gzip"
    path.write_bytes(pa.compress(text, "zstd", asbytes=True))
    assert_array_equal(tables.read(path, ["x"], ["y"]).targets, [[2], [4]])


def test_other_formats_are_not_read_compressed(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet.gz"
    path.write_bytes(gzip.compress(b"PAR1" + bytes(100)))
    expected = "table.parquet.gz is a compressed Parquet file; unpack it first."
    with pytest.raises(TableError, match=f"^{expected}$"):
        tables.preview(path)


def test_names_of_its_own_on_each_line_do_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({f"{line} {name}": 1 for name in range(5)}) for line in range(3000)]
    monkeypatch.setattr(table_refusals, "available_memory", lambda: 100_000_000)
    assert "takes about 0.7 GB of memory" in refusal(tmp_path, "\n".join(lines))


@pytest.mark.parametrize(
    ("content", "available"),
    [
        ('{"a":0}\n' * 100_000, 10_000_000),
        ("[" + ",".join(['{"a":0}'] * 100_000) + "]", 30_000_000),
    ],
)
def test_short_objects_take_more_memory_than_their_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, available: int
) -> None:
    monkeypatch.setattr(table_refusals, "available_memory", lambda: available)
    assert "takes about 0.0 GB of memory" in refusal(tmp_path, content)


@given(st.lists(st.tuples(st.floats(allow_nan=False, allow_infinity=False), st.text()), min_size=1))
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, str]]
) -> None:
    lines = "\n".join(json.dumps({"x": x, "text": text}) for x, text in rows)
    columns, numbers, _ = read(tmp_path_factory.mktemp("json"), lines)
    assert_array_equal(columns["x"].numbers(), [x for x, _ in rows])
    assert numbers == list(range(1, len(rows) + 1))


@pytest.mark.parametrize(
    "content", ['{"x": 1, "y": "a"}\n{"x": 2.5, "y": null}\n', '[{"x": 1}, {"x": 2}]']
)
def test_damage_makes_nothing_but_cells_or_a_table_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "table.jsonl"
    for text in damaged(content.encode(), 100, first=1):
        path.write_bytes(text)
        with suppress(TableError):
            tables.describe(path)
