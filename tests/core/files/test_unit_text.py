"""Units that are written beside each number."""

from pathlib import Path

import numpy as np
import pytest

from mdn_gui.core import tables
from mdn_gui.core.kinds import Category, Number
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Role
from mdn_gui.core.tables import TableError


def written(folder: Path, cells: list[str]) -> Path:
    """A table of these cells beside a column of numbers, separated by tabs."""
    path = folder / "table.txt"
    rows = [f"{number}.5\t{cell}\n" for number, cell in enumerate(cells)]
    path.write_text("x\ty\n" + "".join(rows))
    return path


@pytest.mark.parametrize(
    ("cells", "unit", "expected"),
    [
        (["$1,132.50", "$9.00", "-$4.20"], "$", [1132.5, 9.0, -4.2]),
        (["($1,132.50)", "$(9.25)", "$ -4"], "$", [-1132.5, -9.25, -4.0]),
        (["1.132,50 €", "9,00 €", "\u22124,20 €"], "€", [1132.5, 9.0, -4.2]),
        (["12.30 EUR", "1.15 EUR", "23.59 EUR"], "EUR", [12.3, 1.15, 23.59]),
        (["12 kg", "7.5 kg", "1e3 kg"], "kg", [12.0, 7.5, 1000.0]),
        (["12kg", "7.5kg", "n/a"], "kg", [12.0, 7.5, np.nan]),
        (["21.5°C", "-3 °C", "0 °C"], "°C", [21.5, -3.0, 0.0]),
        (["5 m", "6 m", "7 m"], "m", [5.0, 6.0, 7.0]),
        (["80 km/h", "95 km/h", "100 km/h"], "km/h", [80.0, 95.0, 100.0]),
    ],
)
def test_a_unit_beside_each_number(
    tmp_path: Path, cells: list[str], unit: str, expected: list[float]
) -> None:
    path = written(tmp_path, cells)
    data = tables.read(path, ["y"], ["x"], missing="keep")
    np.testing.assert_array_equal(data.inputs[:, 0], expected)
    kind = data.input_kinds[0]
    assert isinstance(kind, Number)
    assert kind.unit == unit
    assert tables.preview(path).first_rows[0][1] == cells[0], "shown as it is written"


@pytest.mark.parametrize(
    "cells", [["1A", "2A", "3A"], ["1 m", "2 km", "3 m"], ["12 apples", "3 apples", "4 apples"]]
)
def test_names_and_several_units_are_no_numbers(tmp_path: Path, cells: list[str]) -> None:
    _, column = tables.describe(written(tmp_path, cells)).columns
    assert not column.numeric


def test_a_cell_in_another_unit_costs_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, [*(f"{i}.25 kg" for i in range(200)), "3 g"])
    data = tables.read(path, ["x"], ["y"])
    assert data.rows == 200
    assert data.notes[0] == (
        "1 row is left out because of its cell in column 'y': row 202 holds '3 g'."
    )


def test_an_open_decimal_mark_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, ["1.034 €", "1.250 €", "1.900 €"])
    path.write_text(path.read_text().replace(".5\t", "\t"))
    with pytest.raises(TableError, match=r"'1\.034 €', which is 1\.034 with a decimal point"):
        tables.read(path, ["x"], ["y"])
    data = tables.read(path, ["x"], ["y"], options=ReadingOptions(decimal="comma"))
    assert data.targets[0, 0] == 1034


def test_levels_keep_their_units(tmp_path: Path) -> None:
    path = written(tmp_path, ["5 mm", "7 mm", "5 mm"])
    data = tables.read(path, ["y"], ["x"], roles={"y": Role(kind="category")})
    kind = data.input_kinds[0]
    assert isinstance(kind, Category)
    assert kind.levels == ("5 mm", "7 mm")


def test_percentages_among_shares_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ["5%", "0.03", "7%", "0.04", "0"])
    with pytest.raises(TableError, match=r"holds '5%' in row 2 and '0\.03' in row 3"):
        tables.read(path, ["x"], ["y"])
    data = tables.read(written(tmp_path, ["5%", "0", "7%", "4%"]), ["x"], ["y"])
    np.testing.assert_array_equal(data.targets[:, 0], [5, 0, 7, 4])
