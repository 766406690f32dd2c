"""Opening tables that are streamed, and reading them in order."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.kinds import Category, Date, Kind, Number
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Missing, Role, Roles
from mdn_gui.core.table import gathered
from mdn_gui.core.tables import open_rows


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
        open_parquet(path, Roles(tuple(inputs), tuple(targets)))
    return str(raised.value)


def test_a_folder_is_one_table(folder: Path) -> None:
    rows = open_parquet(folder, Roles(("y",), ("x",)))
    blocks = list(rows.blocks())
    assert rows.rows == 500
    assert_array_equal(np.concatenate([block.targets for block in blocks])[:, 0], np.arange(500))
    assert_array_equal(np.concatenate([block.inputs for block in blocks])[:, 0] / 2, np.arange(500))
    assert (rows.input_names, rows.target_names) == (("y",), ("x",))
    assert all((b.input_names, b.target_names) == (("y",), ("x",)) for b in blocks)


def test_a_file_gives_what_reading_it_at_once_gives(folder: Path) -> None:
    path = folder / "2.parquet"
    (block,) = open_parquet(str(path), Roles(("x",), ("y",))).blocks()
    whole = tables.read(path, ["x"], ["y"])
    assert_array_equal(block.inputs, whole.inputs)
    assert_array_equal(block.targets, whole.targets)


def test_many_columns_are_read_in_smaller_blocks(tmp_path: Path) -> None:
    names = [f"x{number}" for number in range(400)]
    path = tmp_path / "wide.parquet"
    pq.write_table(pa.table({name: np.arange(9000.0) for name in names}), path)
    blocks = list(open_parquet(path, Roles(tuple(names[1:]), tuple(names[:1]))).blocks())
    assert sum(block.rows for block in blocks) == 9000
    assert max(block.inputs.nbytes for block in blocks) < 10e6
    assert_array_equal(np.concatenate([block.inputs[:, -1] for block in blocks]), np.arange(9000))


def test_files_may_differ_in_what_is_not_chosen(folder: Path) -> None:
    x = pa.array([500, 501], pa.int32())
    pq.write_table(pa.table({"other": [1.0, None], "y": x, "x": x}), folder / "3.parquet")
    *_, last = open_parquet(folder, Roles(("x",), ("y",))).blocks()
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


def test_a_column_that_cannot_be_used_in_one_file(folder: Path) -> None:
    pq.write_table(pa.table({"x": [1.0], "y": [[1.0]]}), folder / "3.parquet")
    assert refusal(folder) == (
        f"{Path('data/3.parquet')}, column 'y' holds list<element: double>, not numbers; choose "
        "another column."
    )


def mixed(folder: Path) -> Path:
    """A table of all kinds in two files, with gaps."""
    (folder / "parts").mkdir()
    rng = np.random.default_rng(0)
    for part in range(2):
        size = 300
        gap = rng.random((4, size)) < 0.1
        days = np.datetime64("2024-03-05") - np.timedelta64(part, "D") + rng.integers(0, 9, size)
        table = {
            "level": pa.array(rng.choice([["a", "b"], ["b", "c"]][part], size), mask=gap[0]),
            "day": pa.array(days, mask=gap[1]),
            "x": pa.array(rng.normal(size=size), mask=gap[2]),
            "y": pa.array(rng.normal(size=size), mask=gap[3]),
            "w": pa.array(rng.integers(0, 4, size)),
        }
        pq.write_table(pa.table(table), folder / "parts" / f"{part}.parquet", row_group_size=70)
    return folder / "parts"


@pytest.mark.parametrize("missing", ["drop", "keep"])
def test_kinds_gaps_and_weights_are_those_of_a_table_in_memory(
    tmp_path: Path, missing: Missing
) -> None:
    folder = mixed(tmp_path)
    whole = tmp_path / "whole.parquet"
    pq.write_table(pa.concat_tables(pq.read_table(folder / f"{i}.parquet") for i in "01"), whole)
    details = {"w": Role("weight"), "level": Role(rare=140)}
    read = tables.read(whole, ["level", "day", "x"], ["y"], missing=missing, roles=details)
    roles = Roles.of(["level", "day", "x"], ["y"], details, missing)
    streamed = open_parquet(folder, roles)
    assert streamed.input_kinds == read.input_kinds
    assert (streamed.rows, streamed.left_out) == (read.rows, read.left_out)
    assert read.left_out > 50
    gathered_rows = gathered(streamed)
    for name in ("inputs", "targets", "weights"):
        assert_array_equal(getattr(gathered_rows, name), getattr(read, name))
    holdout = Holdout(0.2, 0.1)
    in_memory, never = read.source(holdout), streamed.streamed(holdout)
    assert_array_equal(in_memory.validation.inputs, never.validation.inputs)
    assert_array_equal(in_memory.training.targets, never.training.targets)


def test_numbers_are_levels_of_a_stream_where_one_says_so(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [7, 9, 7, 10], "y": [1.5, 2, 3, 4]}), tmp_path / "t.parquet")
    details = {"x": Role(kind="category")}
    rows = open_parquet(tmp_path / "t.parquet", Roles(("x",), ("y",), details=details))
    (block,) = rows.blocks()
    assert block.input_kinds == (Category(("7", "9", "10")),)
    assert block.inputs.ravel().tolist() == [0, 1, 0, 2]


def test_what_is_left_out_of_a_stream_is_told(tmp_path: Path) -> None:
    x = [1.0, None, 3.0, 4.0, None]
    y = pa.array(["1", "2", "about 3", "4", "5"])
    pq.write_table(pa.table({"x": x, "y": y}), tmp_path / "t.parquet", row_group_size=2)
    rows = open_parquet(tmp_path / "t.parquet", Roles(("x",), ("y",)))
    assert (rows.rows, rows.left_out) == (2, 3)
    first, second = rows.reading.columns
    assert (first.missing, first.bad) == (2, 0)
    assert (second.missing, second.bad, second.first_bad) == (0, 1, 3)
    assert list(rows.notes) == [
        ("2 rows are left out because their cells in column 'x' are missing: the first is row 2."),
        "1 row is left out because of its cell in column 'y': row 3 holds 'about 3'.",
    ]


def test_a_stream_with_a_missing_cell_can_be_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [1.0, None, 3.0], "y": [1, 2, 3]}), tmp_path / "t.parquet")
    rows = open_parquet(tmp_path / "t.parquet", Roles(("x",), ("y",), missing="refuse"))
    with pytest.raises(TableError, match=r"t.parquet, row 2, column 'x' is empty"):
        _ = rows.rows


def test_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": pa.array([], pa.float64()), "y": pa.array([], pa.int8())}), path)
    expected = "table.parquet has column names but no rows; add rows of data."
    assert refusal(path) == expected


def test_a_file_without_rows_among_others(folder: Path) -> None:
    schema = pq.read_schema(folder / "1.parquet")
    pq.write_table(schema.empty_table(), folder / "0.parquet")
    assert sum(block.rows for block in open_parquet(folder, Roles(("x",), ("y",))).blocks()) == 500


def test_a_damaged_file_among_others(folder: Path) -> None:
    (folder / "3.parquet").write_bytes(b"PAR1 damaged")
    assert refusal(folder).startswith("3.parquet cannot be read (")


def test_a_missing_table(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "absent")


def test_a_split_follows_the_seed(folder: Path) -> None:
    rows = open_parquet(folder, Roles(("x",), ("y",)))
    held_out = [
        rows.source(Holdout(0.3, seed=seed)).validation.inputs[:, 0].tolist() for seed in (1, 1, 2)
    ]
    assert held_out[0] == held_out[1] != held_out[2]
    assert len(held_out[0]) == 150


# As in memory, whatever lies in which file


def in_files(folder: Path, *files: Mapping[str, object]) -> tuple[Path, Path]:
    """Write a table as a folder of files, and the same rows as one file."""
    (folder / "parts").mkdir()
    for number, columns in enumerate(files):
        pq.write_table(pa.table(columns), folder / "parts" / f"{number}.parquet")
    parts = [pa.table(columns) for columns in files]
    pq.write_table(pa.concat_tables(parts), folder / "whole.parquet")
    return folder / "parts", folder / "whole.parquet"


def test_what_a_person_says_of_a_file_holds_for_a_stream(tmp_path: Path) -> None:
    x = np.where(np.arange(90) % 9 == 0, -999, np.arange(90))
    folder, whole = in_files(
        tmp_path,
        {"x": x[:50], "day": ["03/04/2024"] * 50, "y": np.arange(50.0)},
        {"x": x[50:], "day": ["05/04/2024"] * 40, "y": np.arange(50.0, 90)},
    )
    roles = Roles(("x", "day"), ("y",))
    options = ReadingOptions(dates="month_first", missing_marks=("-999",))
    read = tables.read(whole, ["x", "day"], ["y"], options=options)
    assert (read.rows, read.left_out) == (80, 10)
    streamed = open_parquet(folder, roles, options)
    for table in (streamed, open_rows(folder, roles, options)):
        assert (table.rows, table.input_kinds) == (80, read.input_kinds)
        assert_array_equal(gathered(table).inputs, read.inputs)
    assert_array_equal(
        streamed.streamed(Holdout(0.2)).validation.inputs,
        read.source(Holdout(0.2)).validation.inputs,
    )
    marked = Roles(("x",), ("y",), details={"x": Role(missing_marks=("-999",))})
    assert open_parquet(folder, marked).rows == 80
    assert gathered(open_parquet(folder, marked)).inputs.min() == 1
    numbers = open_parquet(folder, Roles(("x",), ("y",)), options)
    assert numbers.rows == 80
    assert gathered(numbers).inputs.min() == 1


def test_what_is_left_out_of_a_folder_is_told(tmp_path: Path) -> None:
    x = [None if row % 4 == 3 else float(row) for row in range(40)]
    y = [float(row * row) for row in range(40)]
    folder, whole = in_files(
        tmp_path,
        {"x": pa.array(x[:3], pa.float64()), "y": y[:3]},
        {"x": pa.array(x[3:], pa.float64()), "y": y[3:]},
    )
    read = tables.read(whole, ["x"], ["y"])
    roles = Roles(("x",), ("y",))
    for table in (open_rows(folder, roles), gathered(open_parquet(folder, roles))):
        assert (table.rows, table.left_out, table.notes) == (30, 10, read.notes)
        assert table.notes[0].endswith("in column 'x' are missing: the first is row 4.")
        assert table.reading is not None
        assert (table.reading.rows, table.reading.columns[0].missing) == (40, 10)
        assert table.reading.notes == ()


def test_blocks_that_are_gathered_are_the_table_again() -> None:
    zeros, numbers = np.zeros((70_000, 1)), np.arange(2.0, 140_002, 2)
    table = Dataset(zeros, zeros, ("x",), ("y",), left_out=3, numbers=numbers)
    assert gathered(table).left_out == 3
    assert gathered(table).row_numbers(np.array([0, 69_999])).tolist() == [2, 140_000]


def typed(kind: str) -> pa.Array:
    """Cells of a type, or of none."""
    cells: dict[str, object] = {
        "number": [1, 2],
        "float": [1.5, 2.5],
        "bool": [True, False],
        "date": [date(2024, 1, 1), date(2024, 1, 2)],
        "moment": [datetime(2024, 1, 1, 2), datetime(2024, 1, 2)],
        "instant": pa.array([1, 2], pa.timestamp("us", "UTC")),
        "time": [time(1), time(2)],
        "duration": [timedelta(1), timedelta(2)],
        "text": ["a", "b"],
        "levels": pa.array(["a", "a"]).dictionary_encode(),
        "nothing": pa.nulls(2),
    }
    return pa.array(cells[kind]) if isinstance(cells[kind], list) else cells[kind]


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("moment", "number", ("timestamp[us]", "int64")),
        ("number", "bool", ("int64", "bool")),
        ("text", "number", ("string", "int64")),
        ("levels", "date", ("dictionary<values=string, indices=int32, ordered=0>", "date32[day]")),
        ("time", "moment", ("time64[us]", "timestamp[us]")),
        ("duration", "float", ("duration[us]", "double")),
        ("moment", "instant", ("timestamp[us]", "timestamp[us, tz=UTC]")),
    ],
)
def test_types_that_do_not_go_together(
    tmp_path: Path, first: str, second: str, told: tuple[str, str]
) -> None:
    (tmp_path / "t").mkdir()
    for number, kind in enumerate(["nothing", first, second]):
        columns = {"x": typed(kind), "y": [1.0, 2.0]}
        pq.write_table(pa.table(columns), tmp_path / "t" / f"{number}.parquet")
    before, after = Path("t/1.parquet"), Path("t/2.parquet")
    expected = (
        f"column 'x' holds {told[1]} in {after}, but {told[0]} in {before}; write all files with "
        "one type, or choose another column."
    )
    assert refusal(tmp_path / "t") == f"t, {expected}"
    with pytest.raises(TableError) as raised:
        tables.read(tmp_path / "t", ["x"], ["y"])
    assert str(raised.value) == f"t, {expected}"
    shown, target = tables.describe(tmp_path / "t").columns
    assert (shown.kind, shown.reason) == (None, expected)
    assert target.numeric


@pytest.mark.parametrize(
    "kind", ["number", "bool", "date", "moment", "instant", "time", "duration", "text", "levels"]
)
def test_a_file_without_any_value_goes_with_all_types(tmp_path: Path, kind: str) -> None:
    for number, each in enumerate(["nothing", kind]):
        columns = {"x": typed(each), "y": [1.0, 2.0]}
        pq.write_table(pa.table(columns), tmp_path / f"{number}.parquet")
    details = {"x": Role(kind="category" if kind in ("text", "levels") else None)}
    read = tables.read(tmp_path, ["x"], ["y"], roles=details)
    streamed = open_parquet(tmp_path, Roles(("x",), ("y",), details=details))
    assert (read.rows, read.left_out) == (2, 2)
    assert streamed.input_kinds == read.input_kinds
    assert_array_equal(gathered(streamed).inputs, read.inputs)


@pytest.mark.parametrize(("first", "second"), [("number", "float"), ("date", "moment")])
def test_types_that_go_together(tmp_path: Path, first: str, second: str) -> None:
    for number, kind in enumerate([first, "nothing", second, first, second]):
        columns = {"x": typed(kind), "y": [1.0, 2.0]}
        pq.write_table(pa.table(columns), tmp_path / f"{number}.parquet")
    roles = Roles(("x",), ("y",))
    streamed, read = open_parquet(tmp_path, roles), open_rows(tmp_path, roles)
    assert (streamed.rows, streamed.left_out) == (read.rows, read.left_out) == (8, 2)
    assert streamed.input_kinds == read.input_kinds
    assert_array_equal(gathered(streamed).inputs, gathered(read).inputs)


def test_few_rows_in_the_first_file_do_not_tell_levels(tmp_path: Path) -> None:
    folder, whole = in_files(
        tmp_path,
        {"g": ["a", "b"], "y": [1.0, 2.0]},
        {"g": ["b", "a"] * 50, "y": np.arange(100.0)},
    )
    streamed, read = open_parquet(folder, Roles(("g",), ("y",))), tables.read(whole, ["g"], ["y"])
    assert streamed.input_kinds == read.input_kinds == (Category(("a", "b")),)
    assert streamed.reading.columns[0].reason == "text of 2 levels"
    assert streamed.notes == read.notes
    assert_array_equal(gathered(streamed).inputs, read.inputs)


@pytest.mark.parametrize("levels", [80, 101, 1001])
def test_text_of_too_many_levels_is_no_category_of_a_stream(tmp_path: Path, levels: int) -> None:
    names = np.array([f"name {number % levels}" for number in range(levels + 20)])
    folder, whole = in_files(
        tmp_path,
        {"g": names[: len(names) // 2], "y": np.arange(len(names) // 2)},
        {"g": names[len(names) // 2 :], "y": np.arange(len(names) - len(names) // 2)},
    )
    with pytest.raises(TableError) as expected:
        tables.read(whole, ["g"], ["y"])
    with pytest.raises(TableError) as raised:
        _ = open_parquet(folder, Roles(("g",), ("y",))).rows
    assert str(raised.value).split(", ", 1)[1] == str(expected.value).split(", ", 1)[1]
    chosen = Roles(("g",), ("y",), details={"g": Role(kind="category")})
    if levels < 1000:
        (kind,) = open_parquet(folder, chosen).input_kinds
        assert kind == Category(tuple(sorted(set(names.tolist()))))


def test_what_a_program_made_levels_are_levels_of_a_stream(tmp_path: Path) -> None:
    names = pa.array([f"name {number}" for number in range(150)])
    table = pa.table({"g": names.dictionary_encode(), "y": range(150)})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=40)
    (kind,) = open_parquet(tmp_path, Roles(("g",), ("y",))).input_kinds
    assert isinstance(kind, Category)
    assert len(kind.levels) == 150


@pytest.mark.parametrize("rare", [0, 3])
def test_levels_of_a_stream_are_those_of_the_rows_that_are_kept(tmp_path: Path, rare: int) -> None:
    folder, _ = in_files(
        tmp_path,
        {"g": ["a", "b", "c"] * 2, "y": [1.0, 2.0, None, 4.0, 5.0, None]},
        {"g": ["b", "a", "a", "a"], "y": [1.0, None, None, None]},
    )
    roles = Roles(("g",), ("y",), details={"g": Role(rare=rare)})
    for rows in (open_parquet(folder, roles), gathered(open_parquet(folder, roles))):
        assert rows.input_kinds == (
            Category(("b", "other"), other=True) if rare else Category(("a", "b")),
        )
        assert (rows.rows, rows.left_out) == (5, 5)
    assert gathered(rows).inputs.ravel().tolist() == ([1, 0, 1, 0, 0] if rare else [0, 1, 0, 1, 1])


@pytest.mark.parametrize("telling", ["13/01/2024", "01/13/2024"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_file_tells_the_order_of_day_and_month_for_all(
    tmp_path: Path, telling: str, place: int
) -> None:
    days: list[list[str | None]] = [
        ["03/01/2024", "05/01/2024"],
        ["02/01/2024"],
        ["04/05/2024", None],
    ]
    days[place].append(telling)
    folder, whole = in_files(
        tmp_path, *({"day": each, "y": np.arange(float(len(each)))} for each in days)
    )
    streamed = open_parquet(folder, Roles(("day",), ("y",)))
    read = tables.read(whole, ["day"], ["y"])
    assert streamed.input_kinds == read.input_kinds
    assert read.reading is not None
    assert streamed.reading.columns[0].dates == read.reading.columns[0].dates
    assert_array_equal(gathered(streamed).inputs, read.inputs)


def test_one_column_tells_the_order_of_day_and_month_of_another(tmp_path: Path) -> None:
    folder, whole = in_files(
        tmp_path,
        {"start": ["03/01/2024"] * 2, "end": ["04/01/2024"] * 2, "y": [1.0, 2.0]},
        {"start": ["03/01/2024"], "end": ["03/25/2024"], "y": [1.0]},
    )
    streamed = open_parquet(folder, Roles(("start", "end"), ("y",)))
    read = tables.read(whole, ["start", "end"], ["y"])
    assert streamed.input_kinds == read.input_kinds
    assert_array_equal(gathered(streamed).inputs, read.inputs)


def test_days_and_months_that_nothing_tells_apart_are_asked_about(tmp_path: Path) -> None:
    folder, _ = in_files(
        tmp_path, {"day": ["01/01/2024"], "y": [1.0]}, {"day": ["03/04/2024"], "y": [1.0]}
    )
    roles = Roles(("day",), ("y",))
    with pytest.raises(
        TableError, match=r"1\.parquet, row 1, .* '03/04/2024', which is 2024-04-03"
    ):
        _ = open_parquet(folder, roles).rows
    for options in (
        ReadingOptions(dates="month_first"),
        ReadingOptions(dates_otherwise="month_first"),
    ):
        streamed = open_parquet(folder, roles, options)
        assert streamed.input_kinds == (Date("days", "2024-01-01"),)
        assert gathered(streamed).inputs.ravel().tolist() == [0, 63]
        # What only the caller assumes is told.
        told = [note for note in streamed.notes if "'03/04/2024' is read as 2024-03-04" in note]
        assert len(told) == (options.dates is None)


@pytest.mark.parametrize(
    "kind",
    [
        Number(missing=True),
        Category(("a", "b"), missing=True),
        Date("days", "2024-01-01", missing=True),
    ],
)
@pytest.mark.parametrize("cells", [pa.nulls(2), pa.nulls(2, pa.float64()), pa.array(["", "NA"])])
def test_a_column_without_any_value_is_kept_where_a_model_allows_that(
    tmp_path: Path, kind: Kind, cells: pa.Array
) -> None:
    pq.write_table(pa.table({"x": cells, "y": [1.0, 2.0]}), tmp_path / "t.parquet")
    rows = open_parquet(tmp_path, Roles(("x",), ("y",), details={"x": Role(known=kind)}))
    assert (rows.rows, rows.left_out, rows.input_kinds) == (2, 0, (kind,))
    assert np.isnan(gathered(rows).inputs).all()
    assert rows.notes[0].startswith("2 cells of column 'x' are missing, and their rows are kept")


@pytest.mark.parametrize("cells", [pa.nulls(2), pa.nulls(2, pa.float64()), pa.array(["", "NA"])])
def test_a_column_without_any_value_is_refused_else(tmp_path: Path, cells: pa.Array) -> None:
    pq.write_table(pa.table({"x": cells, "y": [1.0, 2.0]}), tmp_path / "t.parquet")
    rows = open_parquet(tmp_path, Roles(("x",), ("y",), missing="keep"))
    with pytest.raises(TableError) as raised:
        _ = rows.rows
    assert str(raised.value) == (
        f"{Path(tmp_path.name, 't.parquet')}, column 'x' holds no value in any row; choose "
        "another column."
    )


def test_the_notes_of_a_stream_are_those_of_a_table_in_memory(tmp_path: Path) -> None:
    x = np.where(np.arange(200) % 20 == 7, -999.0, np.arange(200.0) % 37)
    hours = np.datetime64("2024-03-05T12:30:00") - np.arange(200).astype("timedelta64[h]")
    lasts = (np.arange(200) ** 2 % 97).astype("timedelta64[s]")
    target = np.random.default_rng(0).normal(size=200)
    columns = {"x": x, "hour": hours, "lasts": lasts, "y": target}
    folder, whole = in_files(
        tmp_path,
        *(
            {name: cells[rows] for name, cells in columns.items()}
            for rows in (slice(50), slice(50, None))
        ),
    )
    read = tables.read(whole, ["x", "hour", "lasts"], ["y"])
    streamed = open_parquet(folder, Roles(("x", "hour", "lasts"), ("y",)))
    assert streamed.notes == read.notes
    assert streamed.notes == (
        (
            "Column 'x' holds -999 in 10 rows, far from all its other values; if that marks a "
            "missing value, say so."
        ),
        "Column 'hour' holds dates in hours since 2024-02-26.",
        "Column 'lasts' holds durations in seconds.",
    )


@pytest.mark.parametrize(
    ("rare", "said"),
    [
        (2, "Column 'x': level 'd', in fewer than 2 rows, is taken as 'other'."),
        (
            3,
            "Column 'x': levels 'b', 'c', 'd', each in fewer than 3 rows, are together as 'other'.",
        ),
        (
            9,
            (
                "Column 'x': levels 'a', 'b', 'c', 'd', each in fewer than 9 rows, are together as "
                "'other'. No other level is left, so the column tells nothing; let fewer rows "
                "make a level rare, or leave the column out."
            ),
        ),
        (1, ""),
    ],
)
def test_levels_that_are_merged_are_told(tmp_path: Path, rare: int, said: str) -> None:
    levels = ["d", "a", "c", "a", "b", "a", "b", "c"]
    y = np.random.default_rng(0).normal(size=8)
    folder, whole = in_files(tmp_path, {"x": levels[:5], "y": y[:5]}, {"x": levels[5:], "y": y[5:]})
    details = {"x": Role(rare=rare)}
    read = tables.read(whole, ["x"], ["y"], roles=details)
    streamed = open_parquet(folder, Roles(("x",), ("y",), details=details))
    assert list(read.notes) == ([said] if said else [])
    assert streamed.notes == read.notes


def test_the_notes_on_weights_of_a_stream_are_those_in_memory(tmp_path: Path) -> None:
    w, x = [0.0, *[1.0, 2, 3] * 20, 5000, 5000], np.random.default_rng(0).normal(size=(2, 63))
    folder, whole = in_files(tmp_path, {"x": x[0], "y": x[1], "w": w})
    roles = Roles.of(["x"], ["y"], {"w": Role("weight")})
    notes = open_parquet(folder, roles).notes
    assert list(notes) == [
        (
            "1 row is left out because its weight in column 'w' is no number above 0: row 1 holds "
            "'0.0'."
        )
    ]
    assert tables.read_roles(whole, roles).notes == notes


def test_dates_of_a_stream_in_utc(tmp_path: Path) -> None:
    for number, zone in enumerate(["UTC", "Europe/Berlin"]):
        hours = pa.array([1, 10_000 * number], pa.timestamp("s", zone))
        pq.write_table(pa.table({"x": hours, "y": [1, 2]}), tmp_path / f"{number}.parquet")
    rows = open_parquet(tmp_path, Roles(("x",), ("y",)))
    assert rows.notes == ("Column 'x' holds dates in seconds since 1970-01-01, in UTC.",)


def test_a_code_in_a_long_stream_is_asked_about(tmp_path: Path) -> None:
    rows = 200_000
    x = np.random.default_rng(0).normal(size=rows)
    x[np.random.default_rng(1).random(rows) < 0.1] = -999.0
    x[0] = np.nan
    pq.write_table(pa.table({"x": x, "y": x}), tmp_path / "t.parquet")
    notes = open_parquet(tmp_path, Roles(("x",), ("y",))).notes
    (told,) = (note for note in notes if note.startswith("Column 'x'"))
    count = re.fullmatch(
        "Column 'x' holds -999 in about ([0-9,]+) rows, far from all its other values; if that "
        r"marks a missing value, say so\.",
        told,
    )
    assert count is not None
    assert int(count[1].replace(",", "")) == pytest.approx(20_000, rel=0.1)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("telling", ["2,5", "2.5"])
def test_one_file_tells_the_decimal_mark_of_text_for_all(
    tmp_path: Path, place: int, telling: str
) -> None:
    cells = [["1,234", "3"], ["1,234"], ["1,234", "4"]]
    cells[place].append(telling)
    folder, whole = in_files(
        tmp_path, *({"x": each, "y": np.arange(float(len(each)))} for each in cells)
    )
    streamed, read = open_parquet(folder, Roles(("x",), ("y",))), tables.read(whole, ["x"], ["y"])
    assert read.inputs.min() == (1.234 if telling == "2,5" else 2.5)
    assert_array_equal(gathered(streamed).inputs, read.inputs)
    assert read.reading is not None
    assert streamed.reading.columns[0].decimal == read.reading.columns[0].decimal
