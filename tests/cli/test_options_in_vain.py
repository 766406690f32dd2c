"""Options that change nothing, of which a note tells."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mdn_gui.cli import main
from mdn_gui.cli.train import run_train
from mdn_gui.core import tables
from mdn_gui.core.option_names import options_named
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Role, Roles
from mdn_gui.table_options import OPTION_NAMES
from tests.cli.engines import Training, train_arguments

VAIN = "so that --missing-mark changes nothing"


def notes(table: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """What `mdn train` notes about a table before it trains."""
    out = table.with_name("m.mdn")
    with options_named(OPTION_NAMES):
        run_train(train_arguments(table, out, ["--epochs", "1", *options]), Training().engine)
    lines = capsys.readouterr().err.splitlines()
    return [line.removeprefix("Note: ") for line in lines if line.startswith("Note: ")]


def test_a_mark_that_no_cell_holds(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert notes(table, capsys, "--missing-mark", "-998", "--missing-mark", "a=none!") == [
        f"No cell of 'a', 'b', 'y' holds '-998', {VAIN}.",
        f"No cell of 'a' holds 'none!', {VAIN}.",
    ]
    assert main(["describe", str(table), "--missing-mark", "kind=-998"]) == 0
    assert f"Note: No cell of 'kind' holds '-998', {VAIN}." in capsys.readouterr().out


@pytest.mark.parametrize(
    "cells", [[1.5, -999.0, 2.5], ["1,5", "-999,0", "2,5"], ["a", "-999", "b"]]
)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_mark_that_a_cell_holds_is_no_such(
    tmp_path: Path, cells: list[float] | list[str], kind: str
) -> None:
    path = tmp_path / f"t.{kind}"
    if kind == "csv":
        path.write_text("\n".join(["x;y", *(f"{cell};{row}" for row, cell in enumerate(cells))]))
    else:
        pq.write_table(pa.table({"x": cells, "y": [0.0, 1.0, 2.0]}), path)
    options = ReadingOptions(missing_marks=("-999", "-998", "no"))
    x, y = tables.describe(path, options).columns
    assert (x.missing, x.unfound_marks) == (1, ("-998", "no"))
    assert y.unfound_marks == ("-999", "-998", "no")


def test_a_mark_that_one_file_of_a_stream_holds_is_no_such(tmp_path: Path) -> None:
    for name, x in (("1", [1.0, -999.0]), ("2", [2.0, 3.0])):
        pq.write_table(pa.table({"x": x, "y": [0.0, 1.0]}), tmp_path / f"{name}.parquet")
    options = ReadingOptions(missing_marks=("-999", "-998"))
    rows = open_parquet(
        tmp_path, Roles(("x",), ("y",), details={"x": Role(missing_marks=("5",))}), options
    )
    assert [column.unfound_marks for column in rows.reading.columns] == [
        ("-998", "5"),
        ("-999", "-998"),
    ]


def test_rare_levels_without_a_category(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert notes(table, capsys, "--rare", "5") == [
        "No input is a category, so that --rare changes nothing."
    ]


def test_what_is_said_of_a_column_that_is_not_used(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roles = table.with_name("roles.json")
    roles.write_text(json.dumps({"kind": {"kind": "category"}, "b": {"use": "input"}}))
    assert notes(table, capsys, "--roles", str(roles)) == [
        (
            "Column 'kind' is not used, so what is said of it changes nothing; make it an input, "
            "a target or the weight (--input, --target, --weight)."
        )
    ]
    roles.write_text(json.dumps({"kind": {"use": "left_out"}}))
    assert notes(table, capsys, "--roles", str(roles)) == []
