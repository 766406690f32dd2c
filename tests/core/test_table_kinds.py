"""What the columns of a table stand for, and which rows are left out."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core import tables
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.kinds import Category, Date, Kind, Number
from mdn_gui.core.kinds import cells as written_cells
from mdn_gui.core.option_names import options_named
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Missing, Role
from mdn_gui.core.tables import TableError

MARKS = {"missing_marks": "--missing-mark"}


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
        (("true", "False", "TRUE"), [1, 0, 1], Number(yes_or_no=True)),
        (("ja", "nein", "-"), [1, 0, NAN], Number(missing=True, yes_or_no=True)),
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
        Number(missing=True, yes_or_no=True),
        Category(("a", "b"), missing=True),
    )


def test_a_row_without_its_target_is_left_out_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "1,2", "2,", "3,q", "4,5")
    read = tables.read(path, ["x"], ["y"])
    assert (read.inputs.ravel().tolist(), read.left_out) == ([1, 4], 2)
    assert list(read.notes) == [
        "1 row is left out because its cell in column 'y' is missing: row 3.",
        "1 row is left out because of its cell in column 'y': row 4 holds 'q'.",
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
    assert asked.notes[0].endswith("if that marks a missing value, say so.")
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


def test_a_date_before_the_year_1_costs_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "0000-01-01,1", "0001-01-01,2", "9999-12-31,3")
    read = tables.read(path, ["x"], ["y"])
    assert read.left_out == 1
    assert read.input_kinds == (Date("days", "0001-01-01"),)
    Encoding(read.input_kinds)
    assert written_cells(read.input_kinds[0], read.inputs[:, 0].tolist()) == [
        "0001-01-01",
        "9999-12-31",
    ]
    assert "row 2 holds '0000-01-01'" in read.notes[0]


def test_weights_are_read_and_rows_without_one_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y,w", "1,2,3", "2,3,0", "3,4,", "4,5,-1", "5,6,0.5")
    read = tables.read(path, ["x"], ["y"], roles={"w": Role("weight")})
    assert read.weights is not None
    assert (read.weights.tolist(), read.inputs.ravel().tolist()) == ([3, 0.5], [1, 5])
    assert read.left_out == 3
    assert read.notes[-1] == (
        "2 rows are left out because their weights in column 'w' are no numbers above 0: the "
        "first, row 3, holds '0'."
    )


def test_a_weight_far_from_the_others_is_no_code(tmp_path: Path) -> None:
    rows = [f"{row},{row}.5,{1 + row % 7}" for row in range(40)]
    path = written(tmp_path, "x,y,w", *rows, "41,2,5000", "42,3,5000")
    assert not tables.read(path, ["x"], ["y"], roles={"w": Role("weight")}).notes


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
            "Target 'y' is a sum of multiples of 'a', 'c', 'b' in every row; if that is how it "
            "was worked out, leave out what is not known beforehand."
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
    # A row that begins with "#" may be a comment, which is none of the rows.
    st.text(st.characters(codec="utf-8", exclude_characters='",;#\r\n\0'), max_size=5),
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


# What a model knows of a column


def known(folder: Path, kind: Kind, *cells: str) -> list[float]:
    """The numbers of a column that a model knows."""
    lines = [f"{cell};{row}.5" for row, cell in enumerate(cells)]
    path = written(folder, "x;y", *lines)
    values: list[float] = tables.read_inputs(path, ["x"], {"x": Role(known=kind)})[:, 0].tolist()
    return values


@pytest.mark.parametrize(
    ("kind", "cells", "values"),
    [
        (Date("days", "2024-03-01"), ("3/5/2024", "3/14/2024"), [4, 13]),
        (Category(("1", "2")), ("2.0", "1.0"), [1, 0]),
        (Category(("true", "false")), ("True", "False"), [0, 1]),
        (Category(("a", "b"), other=True), ("a", "c"), [0, 1]),
        (Number(missing=True), ("NA",), [NAN]),
        (Number(), ("01.05", "02.05"), [1.05, 2.05]),
        (Number(unit="%"), ("50%", "25 %"), [50, 25]),
        (Number(unit="m"), ("50", "25"), [50, 25]),
        (Number(unit="degC"), ("50 \u00b0C", "25 \u00b0C"), [50, 25]),
        (Number(unit="[\u00b0C]"), ("50 \u2103", "25 \u2103"), [50, 25]),
        (Number(unit="m^2"), ("50 m\u00b2", "25 m\u00b2"), [50, 25]),
    ],
)
def test_what_a_model_knows_holds_for_other_tables(
    tmp_path: Path, kind: Kind, cells: tuple[str, ...], values: list[float]
) -> None:
    assert known(tmp_path, kind, *cells) == values


@pytest.mark.parametrize(
    ("kind", "cells", "said"),
    [
        (
            Date("days", "2024-03-01"),
            ("12:30", "13:45"),
            "holds times of day, such as '12:30', and",
        ),
        (Date("hours"), ("2024-03-01", "2024-03-02"), "dates, such as '2024-03-01', and the model"),
        (Number(unit="%"), ("0.5", "0.25"), "is in no unit, and the model learned it in %"),
        (Number(), ("50%", "25%"), "is in %, and the model learned it in no unit"),
        (Number(unit="mW"), ("5 MW", "2 MW"), "is in MW, and the model learned it in mW"),
        (
            Number(unit="degC"),
            ("5 \u00b0F", "2 \u00b0F"),
            "is in \u00b0F, and the model learned it in degC",
        ),
        (Category(("a", "b")), ("a", "c"), "row 3, column 'x' holds 'c', which training did not"),
        (Number(yes_or_no=True), ("1", "2"), "row 3, column 'x' holds 2, and the column is one"),
        (Number(), ("1", ""), "cell of column 'x' in row 3 is missing, and the model has seen no"),
        (Date("days", "2024-03-01"), ("45000", "45001"), "holds numbers, such as '45000', and"),
        (Number(), ("ab", "cd", "ab", "cd"), "holds levels of a category, such as 'ab', and the"),
        (Number(), ("ab", "cd"), r"text \('ab' in row 2\), which the model did not learn from; g"),
        (
            Number(),
            ("1", "q"),
            r"'q', which is not .* \(1 row affected\); correct such cells, or d",
        ),
        (Date("days", "2024-03-01"), ("2024-03-02", "x"), "'x', which is no date written as the"),
        (Number(), ("NA", "NA"), "column 'x' holds no value in any row"),
    ],
)
def test_what_is_not_what_a_model_knows_is_refused(
    tmp_path: Path, kind: Kind, cells: tuple[str, ...], said: str
) -> None:
    with pytest.raises(TableError, match=said):
        known(tmp_path, kind, *cells)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (pa.array([45306, 45307]), Date("days", "2020-01-01")),
        (pa.array([0, 1], pa.date32()), Number()),
        (pa.array([0, 1], pa.duration("s")), Date("days", "2020-01-01")),
        (pa.array([0, 1], pa.date32()), Category(("a", "b"))),
    ],
)
def test_types_that_are_not_what_a_model_knows_are_refused(
    tmp_path: Path, column: pa.Array, kind: Kind
) -> None:
    pq.write_table(pa.table({"x": column}), tmp_path / "t.parquet")
    with pytest.raises(TableError, match=r"column 'x' holds .*, and the model learned from"):
        tables.read_inputs(tmp_path / "t.parquet", ["x"], {"x": Role(known=kind)})


def test_each_row_of_inputs_is_wanted(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", *["1,2"] * 20, "3", "1,2")
    with pytest.raises(
        TableError, match=r"row 22 has 1 field where the header has 2; it is"
    ) as raised:
        tables.read_inputs(path, ["x"])
    assert str(raised.value).endswith(
        "it is left out, and each row is wanted here: correct such rows, or delete them."
    )


def test_how_a_model_was_read_settles_only_what_nothing_else_does(tmp_path: Path) -> None:
    options = ReadingOptions(decimal_otherwise="comma", dates_otherwise="day_first")
    told = written(tmp_path, "a;b;d;e", "0.5;1.234;01/02/2024;01/13/2024")
    read = tables.read(told, ["b", "d"], ["a"], options=options)
    assert read.inputs[0, 0] == 1.234
    assert read.reading is not None
    beside = tables.read(told, ["d", "e"], ["a"], options=options)
    assert [column.dates for column in beside.reading.columns[:2]] == ["month_first"] * 2  # type: ignore[union-attr]
    open_ = written(tmp_path, "a;b;d", "5;1.234;01/02/2024")
    read = tables.read(open_, ["b", "d"], ["a"], options=options)
    assert read.inputs[0, 0] == 1234
    assert read.reading is not None
    assert read.reading.columns[1].kind == Date("days", "2024-02-01")
    # Where commas separate the fields, a point marks decimals.
    commas = written(tmp_path, "a,b,d", "5,1.234,2024-02-01")
    assert tables.read(commas, ["b"], ["a"], options=options).inputs[0, 0] == 1.234


# What a person decides


def test_numbers_that_look_like_dates_are_numbers_where_one_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "v,y", "19.05,2.5", "12.10,4", "09.35,5")
    assert tables.read(path, ["v"], ["y"]).input_kinds == (Date("hours"),)
    by_role = tables.read(path, ["v"], ["y"], roles={"v": Role(kind="number")})
    by_option = tables.read(path, ["v"], ["y"], options=ReadingOptions(decimal="point"))
    for read in (by_role, by_option):
        assert read.inputs.ravel().tolist() == [19.05, 12.1, 9.35]


def test_a_mark_may_be_of_one_column_only(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "9,9", "1,2", "2,3", "3,4")
    read = tables.read(path, ["x"], ["y"], roles={"x": Role(missing_marks=("9",))})
    assert (read.inputs.ravel().tolist(), read.left_out) == ([1, 2, 3], 1)
    assert read.reading is not None
    assert [column.told_marks for column in read.reading.columns] == [("9",), ()]


def test_a_word_is_missing_where_one_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", "none,1", "low,2", "none,3", "low,4", "low,5")
    options = ReadingOptions(missing_marks=("none",))
    assert tables.read(path, ["x"], ["y"], options=options).left_out == 2


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ({"wehn": Role(kind="date")}, "has no column 'wehn'; choose among 'when',"),
        ({"x": Role(transform="log")}, "column 'x' holds levels of a category, which have no log"),
        ({"z": Role(parts=("hour",))}, "column 'z' holds numbers, and only an input of dates has"),
        ({"when": Role("target", parts=("hour",))}, "only an input of dates has parts"),
    ],
)
def test_what_is_decided_of_no_such_column_is_refused(
    tmp_path: Path, roles: dict[str, Role], said: str
) -> None:
    rows = [f"{'ab'[row % 2]},{row},{row}.5,2024-03-{row + 1:02}" for row in range(9)]
    path = written(tmp_path, "x,z,y,when", *rows)
    inputs = [name for name in ("x", "z", "when") if roles.get(name, Role()).use is None]
    with pytest.raises(TableError, match=said):
        tables.read(path, inputs, ["y"], roles=roles)


@pytest.mark.parametrize(
    "roles",
    [{"x": Role("left_out")}, {"x": Role("target")}, {"a": Role("weight"), "b": Role("weight")}],
)
def test_a_column_has_one_use(tmp_path: Path, roles: dict[str, Role]) -> None:
    path = written(tmp_path, "x,y,a,b", "1,2,3,4")
    with pytest.raises(ValueError, match=r"say one|name one"):
        tables.read(path, ["x"], ["y"], roles=roles)


@pytest.mark.parametrize("given", [{"missing_marks": "-19"}, {"parts": "hour"}])
def test_a_text_is_no_list_of_texts(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="give a list of texts"):
        Role(**given)  # type: ignore[arg-type]


def test_levels_are_those_of_the_rows_that_are_left(tmp_path: Path) -> None:
    cells = ["a,1", "b,", "a,2", "b,", "c,3", "c,4", "d,5", "d,"]
    path = written(tmp_path, "x,y", *cells)
    read = tables.read(path, ["x"], ["y"])
    assert read.input_kinds == (Category(("a", "c", "d")),)
    assert read.inputs.ravel().tolist() == [0, 0, 1, 1, 2]
    assert read.row_numbers(np.arange(5)).tolist() == [2, 4, 6, 7, 8]
    rare = tables.read(path, ["x"], ["y"], roles={"x": Role(rare=2)})
    assert rare.input_kinds == (Category(("a", "c", "other"), other=True),)


def test_what_is_taken_for_a_category_unasked_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "x,y", *["low,1", "high,2", "low,3", "high,4"])
    assert tables.read(path, ["x"], ["y"]).notes == ("Column 'x' holds text of 2 levels.",)
    asked = tables.read(path, ["x"], ["y"], roles={"x": Role(kind="category")})
    assert not asked.notes


def test_long_whole_numbers_are_levels_of_their_own(tmp_path: Path) -> None:
    x = [9007199254740993, 9007199254740992, 9007199254740993]
    pq.write_table(pa.table({"x": x, "y": [1.5, 2, 3]}), tmp_path / "t.parquet")
    read = tables.read(tmp_path / "t.parquet", ["x"], ["y"], roles={"x": Role(kind="category")})
    assert read.input_kinds == (Category(("9007199254740992", "9007199254740993")),)


def test_text_of_a_program_may_have_decimal_commas(tmp_path: Path) -> None:
    x = pa.array(["1.234", "5,0", "2", "7"])
    pq.write_table(pa.table({"x": x, "y": [1, 2, 3, 4]}), tmp_path / "t.parquet")
    assert tables.read(tmp_path / "t.parquet", ["x"], ["y"]).inputs[:2, 0].tolist() == [1234, 5]


@pytest.mark.parametrize(
    ("kind", "values", "cells"),
    [
        (Date("days", "2024-03-01"), [0, 1.5, None], ["2024-03-01", "2024-03-02T12:00:00", ""]),
        (Date("days", "2024-03-01"), [1e9], [1e9]),
        (Date("hours"), [1.5, 23.99999999, 20 + 38.5 / 60, -0.5, 25], None),
        (Category(("a", "b"), missing=True), [1, None, 0], ["b", "", "a"]),
        (Number(missing=True), [1.5, None], [1.5, ""]),
    ],
)
def test_numbers_are_written_as_a_table_has_them(
    kind: Kind, values: list[float | None], cells: list[object] | None
) -> None:
    given = [float("nan") if value is None else value for value in values]
    if cells is None:
        cells = ["01:30:00", "00:00:00", "20:38:30", -0.5, 25]
    assert written_cells(kind, given) == cells


def test_a_table_that_is_refused_for_a_gap_could_be_kept(tmp_path: Path) -> None:
    path = written(tmp_path, "x;y", "1;2", ";3", "4;5")
    with pytest.raises(TableError, match=r"'x' is empty \(1 row affected\).* they are missing"):
        tables.read(path, ["x"], ["y"], missing="refuse")


def test_numbers_that_are_said_to_be_dates(tmp_path: Path) -> None:
    path = written(tmp_path, "x;y", "45000;2", "45001;3")
    with pytest.raises(TableError, match=r"column 'x' holds no dates \('45000' in row 2\); write"):
        tables.read(path, ["x"], ["y"], roles={"x": Role(kind="date")})


def test_a_logarithm_is_defined_above_0_only(tmp_path: Path) -> None:
    path = written(tmp_path, "x;y", "1;2", "0;3")
    with pytest.raises(TableError, match="holds 0, and its log is defined above 0 only; correct"):
        tables.read(path, ["x"], ["y"], roles={"x": Role(transform="log")})


def test_a_cell_that_costs_its_row_may_stand_for_a_missing_value(tmp_path: Path) -> None:
    path = written(tmp_path, "x;y", "1;2", "<0.5;3", "4;5")
    hint = "Where a cell such as '<0.5' stands for a missing value, say so, and its row is kept"
    notes = tables.read(path, ["x"], ["y"]).notes
    assert not any(note.startswith(hint) for note in notes)
    for names, option in (({}, "."), (MARKS, " (--missing-mark 'x=<0.5').")):
        with options_named(names):
            notes = tables.read(path, ["x"], ["y"], missing="keep").notes
        assert notes[1:] == (hint + option,)
    marked = Role(missing_marks=("<0.5",))
    assert tables.read(path, ["x"], ["y"], missing="keep", roles={"x": marked}).rows == 3


def test_one_text_alone_is_no_category(tmp_path: Path) -> None:
    path = written(tmp_path, "x;y", "a;2", ";3")
    assert tables.describe(path).columns[0].reason.startswith("column 'x' holds text of one value,")
