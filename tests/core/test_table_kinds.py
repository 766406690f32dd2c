"""What the columns of a table stand for, and which rows are left out."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core import tables
from mdn_gui.core.kinds import Category, Date, Number
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Missing, Role
from mdn_gui.core.tables import TableError


def written(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def column(folder: Path, *cells: str) -> tuple[list[float], object]:
    """The numbers that cells become beside a target without gaps, and their kind."""
    lines = [f"{cell};{row}.5" for row, cell in enumerate(cells)]
    read = tables.read(written(folder, "x;y", *lines), ["x"], ["y"], missing="keep")
    return read.inputs[:, 0].tolist(), read.input_kinds[0]


NAN = pytest.approx(np.nan, nan_ok=True)


@pytest.mark.parametrize(
    ("cells", "values", "kind"),
    [
        (("1.5", "-2", "1e3"), [1.5, -2, 1000], Number()),
        (("1.5D+2", "2d-1"), [150, 0.2], Number()),
        (("12.5 %", "7%"), [12.5, 7], Number(unit="%")),
        (("1.5-", "2.5"), [-1.5, 2.5], Number()),
        (("1.5", "NA", "", "?"), [1.5, NAN, NAN, NAN], Number(missing=True)),
        (("true", "False", "TRUE"), [1, 0, 1], Number()),
        (("ja", "nein", "-"), [1, 0, NAN], Number(missing=True)),
        (("b", "a", "b", "a"), [1, 0, 1, 0], Category(("a", "b"))),
        (("b", "", "b", "NA"), [0, NAN, 0, NAN], Category(("b",), missing=True)),
        (("none", "low", "none", "low"), [1, 0, 1, 0], Category(("low", "none"))),
        (("007", "011", "007", "011"), [0, 1, 0, 1], Category(("007", "011"))),
        (("2024-03-01", "2024-03-03"), [0, 2], Date("days", "2024-03-01")),
        (("2024-03-01", "NA"), [0, NAN], Date("days", "2024-03-01", missing=True)),
        (("2024-03-01 06:00", "2024-03-04 00:30"), [6, 72.5], Date("hours", "2024-03-01")),
        (("2024-03-01 00:00:10", "2024-03-01 00:01"), [10, 60], Date("seconds", "2024-03-01")),
        (("12:30", "6:00"), [12.5, 6], Date("hours")),
    ],
)
def test_the_kind_of_a_column_follows_from_its_cells(
    tmp_path: Path, cells: tuple[str, ...], values: list[float], kind: object
) -> None:
    assert column(tmp_path, *cells) == (values, kind)


def test_columns_that_a_program_typed(tmp_path: Path) -> None:
    when = np.array(["2024-03-01", "2024-03-02", "NaT"], "datetime64[us]")
    table = pa.table(
        {
            "when": pa.array(when),
            "took": pa.array([1500, 2500, None], pa.duration("ms")),
            "flag": [True, False, None],
            "group": pa.array(["a", "b", None]).dictionary_encode(),
            "y": [1.0, 2.0, 3.0],
        }
    )
    path = tmp_path / "table.parquet"
    pq.write_table(table, path)
    read = tables.read(path, ["when", "took", "flag", "group"], ["y"], missing="keep")
    np.testing.assert_array_equal(read.inputs, [[0, 1.5, 1, 0], [1, 2.5, 0, 1], [np.nan] * 4])
    assert read.input_kinds == (
        Date("days", "2024-03-01", missing=True),
        Date("seconds", missing=True),
        Number(missing=True),
        Category(("a", "b"), missing=True),
    )


def test_a_row_without_its_target_is_left_out_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "1,2", "2,", "3,x", "4,5")
    read = tables.read(path, ["x"], ["y"])
    assert (read.inputs.ravel().tolist(), read.left_out) == ([1, 4], 2)
    assert list(read.notes) == [
        "1 row is left out because its cell in column 'y' is missing: row 3.",
        "1 row is left out because of its cell in column 'y': row 4 holds 'x'.",
    ]


@pytest.mark.parametrize(
    ("missing", "inputs", "left_out"), [("drop", [1, 4], 1), ("keep", [1, NAN, 4], 0)]
)
def test_a_row_without_an_input_is_left_out_or_kept(
    tmp_path: Path, missing: Missing, inputs: list[float], left_out: int
) -> None:
    path = written(tmp_path, "x,y", "1,2", ",3", "4,5")
    read = tables.read(path, ["x"], ["y"], missing=missing)
    assert (read.inputs.ravel().tolist(), read.left_out) == (inputs, left_out)


def test_a_table_with_a_missing_input_can_be_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "1,2", ",3", "4,5")
    with pytest.raises(TableError, match="row 3, column 'x' is empty"):
        tables.read(path, ["x"], ["y"], missing="refuse")


def test_a_mark_is_missing_only_where_one_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", *(f"{row},{row}.5" for row in range(20)), "-999,1", "-999,2")
    asked = tables.read(path, ["x"], ["y"])
    assert (asked.rows, asked.left_out) == (22, 0)
    assert "Column 'x' holds -999 in 2 rows" in asked.notes[0]
    assert "--missing-mark -999" in asked.notes[0]
    told = tables.read(path, ["x"], ["y"], options=ReadingOptions(missing_marks=("-999.0",)))
    assert (told.rows, told.left_out) == (20, 2)


def test_levels_of_few_rows_are_one(tmp_path: Path) -> None:
    cells = ["a"] * 3 + ["b"] * 2 + ["c", "d"]
    path = written(tmp_path, "x,y", *(f"{cell},{row}.5" for row, cell in enumerate(cells)))
    read = tables.read(path, ["x"], ["y"], roles={"x": Role(rare=2)})
    assert read.input_kinds == (Category(("a", "b", "other"), other=True),)
    assert read.inputs.ravel().tolist() == [0, 0, 0, 1, 1, 2, 2]


def test_numbers_are_levels_where_one_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "10,1.5", "9,2.5", "10,3.5")
    read = tables.read(path, ["x"], ["y"], roles={"x": Role(kind="category")})
    assert read.input_kinds == (Category(("9", "10")),)
    assert read.inputs.ravel().tolist() == [1, 0, 1]


def test_identifiers_are_no_category(tmp_path: Path) -> None:
    path = written(tmp_path, "id,x,y", *(f"A{row},{row},{row}.5" for row in range(20)))
    assert [c.kind is None for c in tables.describe(path).columns] == [True, False, False]
    with pytest.raises(TableError, match=r"column 'id' holds text of 20 different values"):
        tables.read(path, ["id"], ["y"])
    read = tables.read(path, ["id"], ["y"], roles={"id": Role(kind="category")})
    assert len(np.unique(read.inputs)) == 20


def test_a_target_is_no_category(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "1,a", "2,b", "3,a", "4,b")
    with pytest.raises(TableError, match=r"column 'y' holds text, and only numbers can be"):
        tables.read(path, ["x"], ["y"])


def test_dates_that_can_be_read_in_two_ways_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "1/2/2024,1", "3/2/2024,2")
    with pytest.raises(
        TableError, match=r"row 2, column 'x' holds '1/2/2024', which is 2024-02-01"
    ):
        tables.read(path, ["x"], ["y"])
    for order, days in (("day_first", [0, 2]), ("month_first", [0, 60])):
        options = ReadingOptions(dates="day_first" if order == "day_first" else "month_first")
        read = tables.read(path, ["x"], ["y"], options=options)
        assert read.inputs.ravel().tolist() == days
    beside = written(tmp_path, "x,z,y", "1/2/2024,13/2/2024,1", "3/2/2024,14/2/2024,2")
    assert tables.read(beside, ["x", "z"], ["y"]).inputs.tolist() == [[0, 0], [2, 1]]


def test_weights_are_read_and_rows_without_one_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y,w", "1,2,3", "2,3,0", "3,4,", "4,5,-1", "5,6,0.5")
    read = tables.read(path, ["x"], ["y"], roles={"w": Role("weight")})
    assert read.weights is not None
    assert (read.weights.tolist(), read.inputs.ravel().tolist()) == ([3, 0.5], [1, 5])
    assert read.left_out == 3


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role(transform="log"), "row 3, column 'y' holds 0, and its log is defined above 0"),
        (Role(transform="logit"), "row 4, column 'y' holds 3, and its logit is defined above 0"),
    ],
)
def test_a_value_without_a_logarithm_is_named(tmp_path: Path, role: Role, said: str) -> None:
    path = written(tmp_path, "x,y", "1,0.5", "2,0", "3,3")
    if role.transform == "logit":
        path = written(tmp_path, "x,y", "1,0.5", "2,0.2", "3,3")
    with pytest.raises(TableError, match=said):
        tables.read(path, ["x"], ["y"], roles={"y": role})


def test_a_column_that_follows_from_others_is_told(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 50)).round(3)
    lines = [
        f"{x!r},{2 * x + 1!r},{z!r},{x + z!r}" for x, z in zip(a.tolist(), b.tolist(), strict=True)
    ]
    path = written(tmp_path, "a,c,b,y", *lines)
    assert list(tables.read(path, ["a", "c", "b"], ["y"]).notes) == [
        (
            "Input 'c' is a multiple of 'a', perhaps shifted, in every row, so it tells the "
            "network nothing more."
        ),
        (
            "Target 'y' is a sum of multiples of 'a', 'c', 'b' in every row; if it was worked out "
            "from them, leave out what is not known beforehand."
        ),
    ]
    assert not tables.read(path, ["a"], ["b"]).notes


def test_one_bad_cell_in_many_costs_its_row_alone(tmp_path: Path) -> None:
    lines = [f"{row},{row}.5" for row in range(100_000)]
    lines[50_000] = "50000,about 3"
    read = tables.read(written(tmp_path, "x,y", *lines), ["x"], ["y"])
    assert (read.rows, read.left_out) == (99_999, 1)
    assert "row 50002 holds 'about 3'" in read.notes[0]


CELL = st.one_of(
    st.sampled_from(
        ["", "NA", "x", "1,5", "3/4/2024", "2024-01-01", "true", "1e999", "12 %", "a b"]
    ),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.text(st.characters(codec="utf-8", exclude_characters='",;\r\n\0'), max_size=5),
)


@given(st.lists(st.tuples(CELL, st.floats(-1e9, 1e9)), min_size=1, max_size=12))
def test_whatever_the_cells_rows_are_read_or_left_out(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float]]
) -> None:
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    path.write_text("x;y;z\n" + "".join(f"{cell};{y!r};{y / 7!r}\n" for cell, y in rows))
    try:
        read = tables.read(path, ["x", "z"], ["y"])
    except TableError as error:
        assert str(error).startswith("table.csv")  # noqa: PT017 - being refused is one of two outcomes
    else:
        assert read.rows + read.left_out == len(rows)
        assert np.isfinite(read.inputs).all()
