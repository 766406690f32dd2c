"""Tables like the small inputs that once broke it: read right, or refused for what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mdn_gui.core import tables
from mdn_gui.core.kinds import Date
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.tables import TableError
from tests.table_outcomes import Read, Refused


def written(folder: Path, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Path:
    """A table of these lines."""
    path = folder / "table.csv"
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return path


def rows(form: str, count: int = 30) -> list[str]:
    """Lines that hold numbers: `{i}` is whole, `{x}` and `{y}` have two decimals."""
    return [
        form.format(i=i, x=f"{i / 7:.2f}", y=f"{i / 3:.2f}").replace("_", ",") for i in range(count)
    ]


def commas(form: str, count: int = 30) -> list[str]:
    """The same with decimal commas."""
    return [line.replace(".", ",") for line in rows(form, count)]


def parquet(folder: Path, column: pa.Array) -> Path:
    path = folder / "table.parquet"
    pq.write_table(pa.table({"x": column, "y": pa.array(range(len(column)))}), path)
    return path


XY = ("x", "y")


@dataclass(frozen=True)
class Sibling:
    """Another input of the same kind.

    Args:
        lines: The lines of the table.
        outcome: What comes of it.
        encoding: How they are written.
    """

    lines: Sequence[str]
    outcome: Read | Refused
    encoding: str = field(default="utf-8")


SIBLINGS: dict[str, Sibling] = {
    "01 day, month and year": Sibling(
        ["x;y", *[f"{day:02}.12.2024;{day},5" for day in range(1, 31)]],
        Read("x", "y", (0, 1.5), (29, 30.5), 30),
    ),
    "01 day and month": Sibling(
        ["x;y", *[f"{day:02}.05;{day},5" for day in range(1, 31)]],
        Refused(r"column 'x' holds dates \('01\.05' in row 2\), not numbers", XY),
    ),
    "01 day and month, other numbers with a point": Sibling(
        ["x,y,z", *[f"{day:02}.05,{day}.5,1" for day in range(1, 31)]],
        Refused(
            r"column 'x' holds dates \('01\.05' in row 2\)", XY, shown=True, readable=("y", "z")
        ),
    ),
    **{
        f"01 {form}": Sibling(
            ["x;y;z", *[f"{cell};{row};1" for row, cell in enumerate(cells)]],
            Read("x", "y", (first, 0), (last, len(cells) - 1), rows, len(cells) - rows),
        )
        for form, cells, first, last, rows in (
            ("month and year", [f"{month:02}.2024" for month in range(1, 13)], 0, 335, 12),
            ("months of a last quarter", ["10.2024", "11.2024", "12.2024"], 0, 61, 3),
            ("months without zeros", [f"{month}.2024" for month in range(1, 13)], 0, 335, 12),
            ("a month that is missing", ["01.2024", "NA", "", "03.2024"], 0, 60, 2),
            ("year and month", [f"2024.{month:02}" for month in range(1, 13)], 0, 335, 12),
            ("hours and minutes", ["08.15", "09.30", "10.45", "12.00"], 8.25, 12, 4),
        )
    },
    "01 days without zeros where others have commas": Sibling(
        ["x;y", "1.5;0,5", "2.5;1,5", "13.12;2,5"],
        Refused(r"column 'x' holds dates \('1\.5' in row 2\), not numbers", XY),
    ),
    "01 hours where others have commas": Sibling(
        ["x;y", "12.30;0,5", "13.45;1,5"], Read("x", "y", (12.5, 0.5), (13.75, 1.5), 2)
    ),
    "01 numbers such as months, others with a point": Sibling(
        ["x;y", "1.1988;0.5", "1.2012;1.5"], Read("x", "y", (1.1988, 0.5), (1.2012, 1.5), 2)
    ),
    "01 numbers such as days": Sibling(
        ["x;y", "1.5;978", "2.5;979", "13.12;980"], Read("x", "y", (1.5, 978), (13.12, 980), 3)
    ),
    "02 tabs, every number below 1": Sibling(
        ["x\ty", *[f"0,{i:03}\t-0,{i:03}" for i in range(1, 31)]],
        Read("x", "y", (0.001, -0.001), (0.03, -0.03), 30),
    ),
    "02 quoted between commas": Sibling(
        ["x,y", *[f'"{i},5","-{i},25"' for i in range(30)]],
        Read("x", "y", (0.5, -0.25), (29.5, -29.25), 30),
    ),
    "03 logger with three decimals": Sibling(
        ["x;y", *[f"{i + 0.125:.3f};{i + 10.375:.3f}".replace(".", ",") for i in range(30)]],
        Read("x", "y", (0.125, 10.375), (29.125, 39.375), 30),
    ),
    "03 logger with three decimals and points": Sibling(
        ["x\ty", *[f"{i + 0.125:.3f}\t{i + 10.375:.3f}" for i in range(30)]],
        Read("x", "y", (0.125, 10.375), (29.125, 39.375), 30),
    ),
    "03 English thousands": Sibling(
        ["x;y", "0.5;978", "1.5;1,234", "2.5;12,345,678"],
        Read("x", "y", (0.5, 978), (2.5, 12345678), 3),
    ),
    "03 English thousands in quotes": Sibling(
        ["x,y", '0.5,"-978"', '1.5,"-1,234.50"', '2.5,"12,345"'],
        Read("x", "y", (0.5, -978), (2.5, 12345), 3),
    ),
    "03 Swiss thousands": Sibling(
        ["x;y", "1'234;978", "12’345’678;1'234.5"],
        Read("x", "y", (1234, 978), (12345678, 1234.5), 2),
    ),
    "03 narrow spaces": Sibling(
        ["x\ty", "1\u202f234\t-978,5", "12\u202f345\u202f678\t1\u202f234,25"],
        Read("x", "y", (1234, -978.5), (12345678, 1234.25), 2),
    ),
    "03 contradicting cells": Sibling(
        ["x;y", *[f"{i};{i}.5" for i in range(20)], *[f"{i};{i},5" for i in range(10)]],
        Refused(
            r"row 22, column 'y' holds '0,5', a number with a decimal comma only, but row 2 holds "
            r"'0\.5'",
            XY,
            shown=True,
        ),
    ),
    "04 Shift-JIS": Sibling(
        ["身長,体重", *rows("{x},{y}")],
        Read("身長", "体重", (0, 0), (4.14, 9.67), 30),
        "shift-jis",
    ),
    "04 UTF-16 without a mark": Sibling(
        ["x,y", *rows("{x},{y}")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
        "utf-16-le",
    ),
    "04 a column of text that nobody chose": Sibling(
        ["x,Ort,y", *[line.replace("_", "") for line in rows("{x},Köln,{y}")]],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
        "cp1252",
    ),
    "04 spaces in a column that was chosen": Sibling(
        ["x;y", "5;978", "6;1\u00a0234"],
        Read("x", "y", (5, 978), (6, 1234), 2),
        "cp1252",
    ),
    "05a units in brackets": Sibling(
        ["x;y", "[m/s];[kN]", *commas("{x};{y}")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
    ),
    "05a two rows above the numbers": Sibling(
        ["x\ty", "time\tforce", "s\tN", *rows("{x}\t{y}")],
        Read("time", "force", (0, 0), (4.14, 9.67), 30),
    ),
    "05b a title": Sibling(
        ["Tensile test", "", "x,y", *rows("{x},{y}")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
    ),
    "05b a preamble between semicolons": Sibling(
        ["Gerät;0,5", "Ort;Köln", "Zahl;2,5", "x;y;z", *commas("{x};{y};{i}")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
    ),
    "05c a comment before semicolons": Sibling(
        ["# logger; 2,1; x", "x;y", *commas("{x};{y}")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
    ),
    "05c comments before spaces": Sibling(
        ["# logger", "# x y", *rows(" {x}  {y}")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
    ),
    "06 sep in quotes": Sibling(
        ['"sep=,"', "x,y", *rows("{x},{y}")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
    ),
    "06 sep of tabs": Sibling(
        ["sep=\t", "x\ty", *rows("{x}\t{y}")], Read("x", "y", (0, 0), (4.14, 9.67), 30)
    ),
    "07 a separator at the end of rows only": Sibling(
        ["x;y", *commas("{x};{y};")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
    ),
    "07 a comma at the end of rows only": Sibling(
        ["x,y", *rows("{x},{y},")],
        Read("x", "y", (0, 0), (4.14, 9.67), 30),
    ),
    "08 three of one name, none chosen": Sibling(
        ["x;a;a;a;y", *commas("{x};1;2;3;{y}")], Read("x", "y", (0, 0), (4.14, 9.67), 30)
    ),
    "08 two empty names": Sibling(
        ["x,,,y", *rows("{x},1,2,{y}")], Read("x", "column 3", (0, 2), (4.14, 2), 30)
    ),
    **{
        f"09 missing as {mark!r}": Sibling(
            ["x;y", *commas("{x};{y}"), f"1;{mark}", f"2;{mark}"],
            Read("x", "y", (0, 0), (4.14, 9.67), 30, left_out=2),
        )
        for mark in ("N/A", "?", "-", "null", "NaN")
    },
    "09 minus sign and thousands": Sibling(
        ["x;y", "0,5;\u2212978", "1,5;\u22121.234"],
        Read("x", "y", (0.5, -978), (1.5, -1234), 2),
    ),
    "09 minus sign in an exponent": Sibling(
        ["x,y", "1e\u22123,5", "\u22122.5,6"], Read("x", "y", (0.001, 5), (-2.5, 6), 2)
    ),
    "10 cut between semicolons": Sibling(
        ["x;y;z", *commas("{x};{y};{i}"), "5"],
        Read("x", "y", (0, 0), (4.14, 9.67), 30, left_out=1),
    ),
    "10 cut in quotes": Sibling(
        ["x,y,z", *rows("{x},{y},{i}"), '"5'],
        Read("x", "y", (0, 0), (4.14, 9.67), 30, left_out=1),
    ),
    "11 one space and no header": Sibling(
        rows("{x} {y}"), Read("column 1", "column 2", (0, 0), (4.14, 9.67), 30)
    ),
    "11 decimal commas": Sibling(
        ["x   y", *commas("{x}   {y}")], Read("x", "y", (0, 0), (4.14, 9.67), 30)
    ),
    "11 decimal commas, no header": Sibling(
        ["0,512 123,4", "0,513 124,5"],
        Refused(
            r"row 2 holds 2 numbers with spaces .*; separate the fields by",
            ("column 1", "column 3"),
        ),
    ),
    "11 three decimal commas under three names": Sibling(
        ["x,y,z,v", "0,512 123,456 100,4", "0,513 124,456 100,5"],
        Refused(r"row 2 holds 3 numbers with spaces between them", XY),
    ),
    "11 a space in one cell between commas": Sibling(
        ["x,y", "1,2", "3,100 200", "5,6", "7,8"], Read("x", "y", (1, 2), (7, 8), 3, left_out=1)
    ),
    "11 a space in each cell between commas": Sibling(
        ["x,y,z", *["0.5,100 200,1", "1.5,300 400,2"] * 60],
        Refused(
            r"column 'y' holds digits with spaces between them \('100 200' in row 2\), not numbers",
            XY,
            shown=True,
            readable=("x", "z"),
        ),
    ),
    "11 a space beside a point between commas": Sibling(
        ["x,y,z", "0.5,1 234.5,1", "1.5,978,2"],
        Read("x", "y", (1.5, 978), (1.5, 978), 1, left_out=1),
    ),
    "11 spaces in quoted numbers with decimal commas": Sibling(
        ["x,y", '"0,5",1 234', '"1 234,5","978,25"'],
        Read("x", "y", (0.5, 1234), (1234.5, 978.25), 2),
    ),
    "11 no-break spaces between commas": Sibling(
        ["x,y", "1\u00a0234,978", "5,1\u202f234.5"],
        Read("x", "y", (1234, 978), (5, 1234.5), 2),
    ),
    "11 spaces between semicolons": Sibling(
        ["x;y", "1 234;978", "5;1 234,56"], Read("x", "y", (1234, 978), (5, 1234.56), 2)
    ),
    "16 larger prices": Sibling(
        ["area,price", "50,100000", "60,1234567"],
        Read("area", "price", (50, 100000), (60, 1234567), 2),
    ),
    "16 prices with decimals": Sibling(
        ["area,price", "50,1234.567", "60,1.234"],
        Read("area", "price", (50, 1234.567), (60, 1.234), 2),
    ),
    "30 offset with a comma": Sibling(
        ["x;y", "10000000,023;1", "10000000,5;2"],
        Read("x", "y", (10000000.023, 1), (10000000.5, 2), 2),
    ),
    "30 Julian dates": Sibling(
        ["x\ty", "2460431.500\t1", "2460431.625\t2"],
        Read("x", "y", (2460431.5, 1), (2460431.625, 2), 2),
    ),
    "31 epoch seconds": Sibling(
        ["x,y", "1714550400.171,1", "1714550402.134,2"],
        Read("x", "y", (1714550400.171, 1), (1714550402.134, 2), 2),
    ),
    "31 days as numbers": Sibling(
        ["x,y", "20240501,1", "20241231,2"], Read("x", "y", (20240501, 1), (20241231, 2), 2)
    ),
    "38 yes and no": Sibling(
        ["x;y;z", *commas("yes;{y};1"), *commas("NO;{y};1")],
        Read("x", "y", (1, 0), (0, 9.67), 60),
    ),
    "38 categories": Sibling(
        ["x,y,z", *rows("red,{y},1"), *rows("blue,{y},1")],
        Read("x", "y", (1, 0), (0, 9.67), 60),
    ),
}


@pytest.mark.parametrize("name", SIBLINGS)
def test_siblings(tmp_path: Path, name: str) -> None:
    sibling = SIBLINGS[name]
    path = written(tmp_path, *sibling.lines, encoding=sibling.encoding)
    sibling.outcome.check(path)


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("cell", ["1.{i}", "1,{i}", "-1.{i}", "\u22121,{i}"])
def test_thousands_of_which_nothing_tells_are_asked_about(
    tmp_path: Path, separator: str, cell: str
) -> None:
    cells = [cell.format(i=i) for i in range(100, 130)]
    path = written(
        tmp_path, f"x{separator}y", *[f"{i}{separator}{cell}" for i, cell in enumerate(cells)]
    )
    told = rf"table\.csv, row 2, column 'y' holds '{re.escape(cells[0])}', which is -?1"
    with pytest.raises(TableError, match=told):
        tables.read(path, ["x"], ["y"])
    doubt = tables.preview(path).columns[1].doubt
    assert doubt is not None
    readings = {mark: float(reading) for mark, reading in doubt.readings}
    assert sorted(map(abs, readings.values())) == [1.1, 1100]
    for options in (ReadingOptions(decimal="point"), ReadingOptions(decimal="comma")):
        read = tables.read(path, ["x"], ["y"], options=options)
        assert read.targets[0] == readings[options.decimal or "point"]


@pytest.mark.parametrize(
    "cells",
    [
        ["01.05", "02.05", "03.05"],
        ["1.5", "2.5", "13.12"],
        ["31.12.", "1.5", "2.5"],
        ["12.30", "13.45", "14.00"],
        ["8.15", "NA", "23.59"],
        ["01.2024", "02.2024", "12.2024"],
        ["1.2024", "2.2024", "12.2024"],
        ["2024.01", "2024.02", "2024.12"],
    ],
)
@pytest.mark.parametrize("rows", [3, 300])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_what_may_be_a_day_or_a_time_settles_no_other_column(
    tmp_path: Path, separator: str, rows: int, cells: list[str]
) -> None:
    path = written(
        tmp_path,
        separator.join(("when", "size", "rent")),
        *[separator.join((cells[row % 3], "5", ["1.234", "978"][row % 2])) for row in range(rows)],
    )
    with pytest.raises(
        TableError, match=r"row 2, column 'rent' holds '1\.234', which is 1\.234 with .* and 1234"
    ):
        tables.read(path, ["size"], ["rent"])
    assert tables.preview(path).columns[2].doubt is not None
    comma = ReadingOptions(decimal="comma")
    assert tables.read(path, ["size"], ["rent"], options=comma).targets[0] == 1234
    with suppress(TableError):  # days and months without a year are no dates
        kind = tables.read(path, ["when"], ["rent"], options=comma).input_kinds[0]
        assert isinstance(kind, Date)


@pytest.mark.parametrize(
    "cells", [["1.5", "2.13"], ["12.30", "12.60"], ["1.2024", "1.2100"], ["1.5", "12.30"]]
)
def test_numbers_of_which_one_is_no_day_and_no_time_settle_the_others(
    tmp_path: Path, cells: list[str]
) -> None:
    path = written(tmp_path, "x;y", f"{cells[0]};1.234", f"{cells[1]};978")
    data = tables.read(path, ["x"], ["y"])
    np.testing.assert_array_equal(data.inputs[:, 0], list(map(float, cells)))
    np.testing.assert_array_equal(data.targets[:, 0], [1.234, 978])


@pytest.mark.parametrize(
    ("column", "held"),
    [
        (pa.array([{"a": 1}] * 3), "struct<a: int64>"),
        (pa.array([b"1"] * 3), "binary"),
    ],
    ids=str,
)
def test_siblings_of_parquet(tmp_path: Path, column: pa.Array, held: str) -> None:
    path = parquet(tmp_path, column)
    with pytest.raises(TableError, match=rf"table\.parquet, column 'x' holds {held}, not numbers"):
        tables.read(path, ["x"], ["y"])


@pytest.mark.parametrize(
    "make",
    [
        lambda: [",".join(f"c{i}" for i in range(15_000)), ",".join(["0.25000000"] * 15_000)],
        lambda: ["c0;note;c1", "0,25;" + "long " * 100_000 + ";0,25"],
        lambda: ["c0\tc1\t" + "n" * 200_000, "0.25\t0.25\t1"],
    ],
    ids=["many columns", "a long cell", "a long name"],
)
def test_siblings_of_the_wide_table(tmp_path: Path, make: Callable[[], list[str]]) -> None:
    path = written(tmp_path, *make())
    assert len(tables.preview(path).numeric_columns) > 1
    data = tables.read(path, ["c0"], ["c1"])
    assert (data.inputs.item(), data.targets.item()) == (0.25, 0.25)
