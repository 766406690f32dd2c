"""Reading and previewing tables, as a script or a dialog does."""

import csv
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files import table_refusals, typed_tables
from mdn_gui.core.parquet_rows import ParquetRows
from mdn_gui.core.reading import Doubt, ReadingOptions
from mdn_gui.core.roles import Roles
from mdn_gui.core.tables import MOST_NUMBERS, TableError, open_rows

ROLES = Roles(("x",), ("y",))
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three good columns and one of text."""
    path = tmp_path / "table.csv"
    path.write_text("a,b,c,kind\n1,2,3,x\n4,5,6,y\n")
    return path


def written(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(lines))
    return path


def refusal(path: Path, inputs: list[str], targets: list[str]) -> str:
    with pytest.raises(TableError) as raised:
        tables.read(path, inputs=inputs, targets=targets, missing="refuse")
    return str(raised.value)


def test_chosen_columns_become_inputs_and_targets(table: Path) -> None:
    dataset = tables.read(table, inputs=["c", "a"], targets=["b"])
    assert_array_equal(dataset.inputs, [[3, 1], [6, 4]])
    assert_array_equal(dataset.targets, [[2], [5]])
    assert (dataset.input_names, dataset.target_names) == (("c", "a"), ("b",))


@given(st.lists(st.tuples(FINITE, FINITE), min_size=1))
def test_csv_and_parquet_give_the_same_numbers(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, float]]
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    with (folder / "table.csv").open("w", newline="") as lines:
        csv.writer(lines).writerows([("x", "y"), *rows])
    x, y = (list(column) for column in zip(*rows, strict=True))
    pq.write_table(pa.table({"x": x, "y": y}), folder / "table.parquet")
    for name in ("table.csv", "table.parquet"):
        dataset = tables.read(folder / name, inputs=["x"], targets=["y"])
        assert_array_equal(np.hstack([dataset.inputs, dataset.targets]), rows)


@pytest.mark.parametrize(
    ("inputs", "targets", "expected"),
    [
        (["z"], ["b"], " has no column 'z'; choose among 'a', 'b', 'c', 'kind'."),
        (["a"], ["a"], ", column 'a' is chosen twice; choose it only once."),
        (["a", "a"], ["b"], ", column 'a' is chosen twice; choose it only once."),
        ([], ["a"], " needs at least one input and one target; choose its columns."),
        (["a"], [], " needs at least one input and one target; choose its columns."),
        (
            ["a"],
            ["kind"],
            (
                ", column 'kind' holds text of 2 different values, such as names or numbers of "
                "things; choose another column, write numbers in place of the text, or take "
                "it for a category."
            ),
        ),
    ],
)
def test_a_choice_that_cannot_be_read(
    table: Path, inputs: list[str], targets: list[str], expected: str
) -> None:
    message = refusal(table, inputs, targets)
    assert message.startswith("table.csv")
    assert message.endswith(expected)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("12 kg", "holds '12 kg', which is not a finite number"),
        ("nan", "holds 'nan', which marks a missing value"),
        ("NA", "holds 'NA', which marks a missing value"),
        ("-inf", "holds '-inf', which is not a finite number"),
        ("1e999", "holds '1e999', which is not a finite number"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, cell: str, fault: str) -> None:
    path = written(tmp_path, "x,y", "1,2", "", f"3,{cell}", "4,5")
    expected = f"table.csv, row 4, column 'y' {fault} (1 row affected); fill in numbers"
    assert refusal(path, ["x"], ["y"]).startswith(expected)


@pytest.mark.parametrize("rows", [10, 1000])
def test_an_infinite_cell_is_named_however_long_the_table(tmp_path: Path, rows: int) -> None:
    path = written(tmp_path, "x,y", *["1,2"] * rows, "3,inf")
    expected = f"table.csv, row {rows + 2}, column 'y' holds 'inf', which is not a finite number"
    assert refusal(path, ["x"], ["y"]).startswith(expected)


def test_a_bad_cell_of_a_column_not_chosen_does_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y,z", "1,2,", "3,4,text")
    assert tables.read(path, inputs=["x"], targets=["y"]).rows == 2


def test_a_first_row_with_a_missing_number_is_a_row_of_data(tmp_path: Path) -> None:
    path = written(tmp_path, "1,,3", "4,5,6", "7,8,9")
    dataset = tables.read(path, inputs=["column 1"], targets=["column 3"])
    assert_array_equal(np.hstack([dataset.inputs, dataset.targets]), [[1, 3], [4, 6], [7, 9]])
    expected = "table.csv, row 1, column 'column 2' is empty (1 row affected)"
    assert refusal(path, ["column 1"], ["column 2"]).startswith(expected)


def test_a_missing_value_in_parquet_is_named(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": [1, 2, 3, 4], "y": [0.5, 1.5, None, float("nan")]}), path)
    expected = "table.parquet, row 3, column 'y' is empty (2 rows affected)"
    assert refusal(path, ["x"], ["y"]).startswith(expected)


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    expected = "table.csv has column names but no rows; add rows of data."
    assert refusal(written(tmp_path, "x,y"), ["x"], ["y"]) == expected
    with pytest.raises(TableError, match="no rows"):
        tables.preview(written(tmp_path, "x,y", ""))


def test_a_preview_shows_what_can_be_chosen(tmp_path: Path) -> None:
    lines = [f"{row},{row / 2},name,{row}" for row in range(2, 102)]
    lines[15] = "17,about 8,name,"
    lines[16] = "18,9,name,"
    shown = tables.preview(written(tmp_path, "x,y,label,z", *lines))
    assert (shown.name, shown.rows) == ("table.csv", 100)
    found = [(c.name, c.missing, c.bad, c.first_bad) for c in shown.columns]
    assert found == [("x", 0, 0, 0), ("y", 0, 1, 17), ("label", 0, 0, 0), ("z", 2, 0, 0)]
    assert shown.numeric_columns == ("x", "y", "z")
    assert shown.first_rows[0] == ("2", "1.0", "name", "2")
    assert len(shown.first_rows) == 11, "the last one has a cell that cannot be read"


def test_a_preview_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": [1, 2], "y": ["3", "4"], "ok": [True, False]}), path)
    assert tables.preview(path).numeric_columns == ("x", "y", "ok")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            ("x,y", "1,a", "2,b"),
            "only one, 'x'; column 'y' holds text of 2 different values, such as names or numbers",
        ),
        (("x,y", "a,c", "a,d", "b,c", "b,d", "a,c"), "none of numbers; "),
        (("x", "1", "2"), "only one, 'x'; its rows hold nothing that would separate fields."),
    ],
)
def test_a_preview_of_too_few_columns_is_refused(
    tmp_path: Path, lines: tuple[str, ...], found: str
) -> None:
    with pytest.raises(TableError) as raised:
        tables.preview(written(tmp_path, *lines))
    assert str(raised.value).startswith(
        "table.csv needs at least two columns that can be used, an input and a target of numbers, "
        f"but has {found}"
    )


def test_a_number_that_could_be_two_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "area;rent;note", "26;522;", "27;1.234;", "28;-1.500;")
    assert refusal(path, ["area"], ["rent"]) == (
        "table.csv, row 3, column 'rent' holds '1.234', which is 1.234 with a decimal point and "
        "1234 with a decimal comma, and nothing in the table tells which is meant; say which "
        "mark it is, or choose the columns in the window, which asks."
    )
    area, rent, _ = tables.preview(path).columns
    assert area.doubt is None
    assert rent.doubt == Doubt(3, "1.234", (("point", "1.234"), ("comma", "1234")))
    assert rent.numeric
    for options, expected in (
        (ReadingOptions(decimal="point"), [522, 1.234, -1.5]),
        (ReadingOptions(decimal="comma"), [522, 1234, -1500]),
    ):
        shown = tables.preview(path, options)
        assert (shown.columns[1].doubt, shown.options) == (None, options)
        targets = tables.read(path, ["area"], ["rent"], options=options).targets[:, 0]
        assert_array_equal(targets, expected)
        assert_array_equal(tables.read_inputs(path, ["rent"], options=options)[:, 0], expected)


def test_columns_of_one_name_are_told_apart_by_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, "x,light,light,y", "1,2,3,4", "5,6,7,8")
    assert_array_equal(tables.read(path, ["x"], ["y"]).targets, [[4], [8]])
    assert_array_equal(tables.read(path, ["light"], ["light (2)"]).targets, [[3], [7]])
    shown = tables.preview(path)
    assert shown.numeric_columns == ("x", "light", "light (2)", "y")
    assert all(column.kind is not None for column in shown.columns)


def test_messages_stay_short_however_many_columns_there_are(tmp_path: Path) -> None:
    names = [f"{'long name ' * 100}{i}" for i in range(2000)]
    path = written(tmp_path, ",".join(names), ",".join(["a"] * 2000))
    assert len(refusal(path, ["x"], ["y"])) < 500
    assert len(refusal(path, names[:1], names[1:2])) < 300
    with pytest.raises(TableError) as raised:
        tables.preview(path)
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [("faithful", 272, 2), ("geyser", 299, 2), ("quakes", 1000, 5), ("speedflow_lane2", 1318, 2)],
)
def test_real_tables(shared: Path, name: str, rows: int, columns: int) -> None:
    path = shared / "data" / f"{name}.csv"
    shown = tables.preview(path)
    assert [(c.numeric, c.missing, c.bad) for c in shown.columns] == [(True, 0, 0)] * columns
    *inputs, target = shown.numeric_columns
    expected = np.loadtxt(path, delimiter=",", skiprows=1)
    dataset = tables.read(path, inputs=inputs, targets=[target])
    assert dataset.rows == rows
    assert_array_equal(np.hstack([dataset.inputs, dataset.targets]), expected)


def test_inputs_alone_are_read_from_a_table_without_targets(table: Path) -> None:
    assert_array_equal(tables.read_inputs(table, ["c", "a"]), [[3, 1], [6, 4]])


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        (["a", "z"], "table.csv has no column 'z'; choose among 'a', 'b', 'c', 'kind'."),
        (["a", "a"], "table.csv, column 'a' is chosen twice; choose it only once."),
        (["kind"], "table.csv, column 'kind' holds text of 2 different values"),
    ],
)
def test_inputs_that_cannot_be_read(table: Path, inputs: list[str], expected: str) -> None:
    with pytest.raises(TableError) as raised:
        tables.read_inputs(table, inputs)
    assert str(raised.value).startswith(expected)


def test_a_dataset_that_does_not_fit_beside_its_columns_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table(dict.fromkeys("xy", np.arange(100_000.0))), path)
    amounts = iter((10_000_000, 1_000_000))  # before and behind reading
    monkeypatch.setattr(table_refusals, "available_memory", partial(next, amounts))
    with pytest.raises(TableError, match=r"^table\.parquet takes about 0\.0 GB of memory"):
        tables.read(path, ["x"], ["y"])


# In memory or streamed


def test_text_is_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("x,y\n1,2\n")
    rows = open_rows(path, ROLES)
    assert isinstance(rows, Dataset)
    assert_array_equal(rows.targets, [[2]])


def test_a_folder_of_few_numbers_is_read_into_memory(tmp_path: Path) -> None:
    for number in (1, 2):
        columns = {"x": [number, 3], "y": [5, 7 * number]}
        pq.write_table(pa.table(columns), tmp_path / f"{number}.parquet")
    rows = open_rows(tmp_path, ROLES)
    assert isinstance(rows, Dataset)
    assert_array_equal(rows.inputs, [[1], [3], [2], [3]])
    assert_array_equal(rows.targets, [[5], [7], [5], [14]])


def test_parquet_is_streamed_if_many_numbers_are_chosen(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    zeros = pa.array(np.zeros(MOST_NUMBERS // 3 + 1, np.int8))
    pq.write_table(pa.table(dict.fromkeys("xyz", zeros)), path)
    for place in (path, tmp_path):
        assert isinstance(open_rows(place, Roles(("x", "y"), ("z",))), ParquetRows)
    assert isinstance(open_rows(path, ROLES), Dataset)


@pytest.mark.parametrize("content", [None, b"", b"PAR1 damaged", b"\0\1"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "table.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TableError, match=r"table\.parquet"):
        open_rows(path, ROLES)


def test_a_folder_without_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"has no file \*\.parquet in it"):
        open_rows(tmp_path, ROLES)


def test_a_preview_shows_rows_whose_cells_cannot_be_read(tmp_path: Path) -> None:
    depths = {0: "NA", 3: "deep", 40: "", 45: "deeper"}
    ages = {30: "old", 45: "older"}
    lines = [f"{depths.get(row, row)},{ages.get(row, row)},note {row}" for row in range(60)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["depth,age,note", *lines]))
    found = tables.preview(path)
    assert found.row_numbers == (*range(2, 12), 32)
    assert found.first_rows[10] == ("30", "old", "note 30")
    assert found.faults == {(0, 0): "missing", (3, 0): "bad", (10, 1): "bad"}


def test_of_a_long_parquet_table_some_rows_from_all_over_it_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_tables, "LOOKED_AT", 1_000)
    rows = 400_000
    depth = pa.array(np.arange(rows), mask=np.arange(rows) % 4 == 3)
    table = pa.table({"depth": depth, "site": pa.array(["a", "b"] * (rows // 2))})
    pq.write_table(table, tmp_path / "long.parquet", row_group_size=50_000)
    found = tables.preview(tmp_path / "long.parquet")
    assert found.rows + found.unread == rows
    assert 1_000 <= found.rows < 1_100
    depths = found.summaries["depth"]
    assert depths.low == 0.0
    assert depths.distinct == pytest.approx(0.75 * found.rows, abs=3)
    assert depths.high > 0.6 * rows
    assert found.extremes["depth"][1] == depths.high + 1
    assert found.summaries["site"].levels == ("a", "b")
    assert tables.read(tmp_path / "long.parquet", ["site"], ["depth"]).rows == 0.75 * rows
