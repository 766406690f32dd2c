"""The small inputs that once broke it: read right, or refused for what they are."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest

from mdn_gui.core import tables
from mdn_gui.core.kinds import Category
from tests.table_outcomes import Read, Refused

CASES: dict[str, Read | Refused] = {
    "01a-semicolon-date-and-one-number.csv": Read(
        "Zeitpunkt", "Temperatur", (28_800, 11), (100_200, 8.97)
    ),
    "02-tabs-decimal-comma.txt": Read("Dehnung", "Spannung", (0.02, 11), (9.88, 8.97)),
    "03a-semicolon-thousands-dot-whole.csv": Read("Flaeche", "Miete", (26.2, 522), (118.5, 1614)),
    "03b-semicolon-thousands-dot-decimals.csv": Read(
        "Flaeche", "Miete", (26.2, 522.34), (118.5, 1613.64)
    ),
    "03f-french-nbsp-thousands.csv": Read("surface", "loyer", (26.2, 522.34), (118.5, 1613.64)),
    "04a-cp1252.csv": Read("Größe (cm)", "Gewicht (kg)", (150.1, 78), (189.5, 71.9)),
    "04b-gb18030.csv": Read("身高", "体重", (150.1, 78), (189.5, 71.9)),
    "05a-units-row.csv": Read("time", "load", (0.02, 11), (9.88, 8.97)),
    "05b-preamble.csv": Read("time", "load", (0.02, 11), (9.88, 8.97)),
    "05c-hash-comments.csv": Read("time", "load", (0.02, 11), (9.88, 8.97)),
    "06a-sep-line-2-columns.csv": Read("x", "y", (0.02, 11), (9.88, 8.97)),
    "08-duplicate-header.csv": Read("depth", "light (2)", (0.02, 12), (9.88, 9.97)),
    "09a-missing-NA.csv": Read("x", "y", (0.02, 11), (9.88, 8.97), 117, left_out=3),
    "09c-missing-empty.csv": Read("x", "y", (0.02, 11), (9.88, 8.97), 117, left_out=3),
    "09d-unicode-minus.csv": Read("x", "y", (0.02, 1), (9.88, -1.03)),
    "10-truncated-last-line.csv": Read("t", "a", (0.02, 11), (9.88, 8.97), left_out=1),
    "11-spaces.dat": Read("x", "y", (0.023, 10.9968), (9.878, 8.96689)),
    "12-parquet-types.parquet": Read("when", "price", (28_800, 11), (35_940, 8.97)),
    "16-prices.csv": Read("area", "price", (236, 378800), (110, 481200), 300),
    "30-offset-ten-million.csv": Read("x", "y", (10000000.023, 10.997), (10000009.878, 8.967)),
    "31a-epoch-milliseconds.csv": Read(
        "time_ms", "level", (1714550400171, -0.0284), (1714550994982, -0.5175), 200
    ),
    "38a-bool-and-category.csv": Read("smoker", "age", (0, 20), (1, 69)),
}


@pytest.mark.parametrize("name", CASES)
def test_every_file_of_the_shared_folder(shared: Path, name: str) -> None:
    CASES[name].check(shared / "cases" / name)


def test_kinds_of_the_shared_files(shared: Path) -> None:
    path = shared / "cases" / "38a-bool-and-category.csv"
    sex = tables.read(path, ["sex"], ["age"])
    assert sex.input_kinds == (Category(("f", "m")),)
    assert sex.inputs[:2, 0].tolist() == [0, 1]
    path = shared / "cases" / "12-parquet-types.parquet"
    columns = {column.name: column for column in tables.describe(path).columns}
    assert columns["list"].kind is None
    names = ["took", "flag", "count", "half", "code", "text_number", "maybe"]
    read = tables.read(path, names, ["price"], missing="keep")
    expected = [0.023305, 0, 163, 0.0233001708984375, 0, 11, 10]
    assert read.inputs[0].tolist() == pytest.approx(expected, rel=1e-12)
    assert tables.read(path, ["kind"], ["price"]).input_kinds == (Category(("a", "b")),)
    units = tables.describe(shared / "cases" / "05a-units-row.csv").reading.dialect
    assert (units.units_row, len(units.units)) == (2, 3)


def test_every_file_of_the_shared_folder_has_its_outcome(shared: Path) -> None:
    names = {path.name for path in (shared / "cases").iterdir()}
    assert names - {"README.md", "47-make-wide-gene-table.py"} == CASES.keys()


def test_the_wide_table_of_the_shared_folder(shared: Path, tmp_path: Path) -> None:
    script = shutil.copy(shared / "cases" / "47-make-wide-gene-table.py", tmp_path)
    runpy.run_path(str(script))
    path = tmp_path / "47-genes.csv"
    shown = tables.preview(path)
    assert (shown.rows, len(shown.numeric_columns)) == (12, 20_002)
    data = tables.read(path, ["x"], ["g19999"])
    assert data.inputs[:, 0].tolist() == [round(0.1 * row, 2) for row in range(12)]
