"""What `mdn describe` says of a table."""

from pathlib import Path

import pytest

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.describe import run_describe
from mdn_gui.core.tables import TableError


def description(
    path: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> dict[str, list[str]]:
    """The lines by their first word."""
    run_describe(parse(["describe", str(path), *options]))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    return {words[0]: words[1:] for words in lines if words}


def test_it_says_how_the_table_is_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wells.csv"
    rows = [f"{'ab'[row % 2]};{row},5;2024-03-{row + 1:02};A{row}" for row in range(20)]
    path.write_text("\n".join(["site;depth;day;id", ";m;;", *rows, "a;NA;2024-04-01;x"]))
    said = description(path, capsys)
    assert said["rows"] == ["21"]
    assert said["encoding"] == ["UTF-8"]
    assert said["fields"] == ["between", "semicolons"]
    assert said["units"] == ["row", "2"]
    assert said["missing"] == ["marks", "NA"]
    assert said["site"][:1] == ["category"]
    assert said["site"][-2:] == ["a,", "b"]
    assert " ".join(said["depth"]) == "number in m, decimal comma 1 all cells are numbers"
    assert " ".join(said["day"]) == "date dates in days since 2024-03-01"
    assert " ".join(said["id"]).startswith("left out column 'id' holds text of 21 different")


def test_options_change_what_is_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x;y\n3/4/2024;1.234\n5/4/2024;2.345\n")
    said = description(path, capsys)
    doubt = "row 2: '3/4/2024' is 2024-04-03 or 2024-03-04 (--dates day-first or month-first)"
    assert doubt in " ".join(said["x"])
    assert "row 2: '1.234' is 1.234 or 1234 (--decimal point or comma)" in " ".join(said["y"])
    said = description(path, capsys, "--dates", "month-first", "--decimal", "comma")
    assert " ".join(said["x"]) == "date dates in days since 2024-03-04"
    assert " ".join(said["y"]) == "number, decimal comma all cells are numbers"


def test_cells_that_are_not_understood_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n1,2\n2,about 3\n3,4\n4,?\n")
    said = " ".join(description(path, capsys)["y"])
    assert said == "number 1 1, first 'about 3' in row 3 2 of 3 cells are numbers"


def test_a_file_that_is_neither(tmp_path: Path) -> None:
    path = tmp_path / "t.bin"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(TableError, match=r"t\.bin "):
        run_describe(parse(["describe", str(path)]))


def test_a_name_cannot_write_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("\x1b[31mx,y\n1,2\n2,3\n")
    run_describe(parse(["describe", str(path)]))
    assert "\x1b" not in capsys.readouterr().out


def test_a_mark_of_one_column_counts_its_missing_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "\n".join(["age,y", *(f"{20 + row},{row}" for row in range(40)), *["-999,-999"] * 5])
    )
    run_describe(parse(["describe", str(path), "--missing-mark", "age=-999"]))
    said = capsys.readouterr().out
    assert "age   number  5" in said
    assert "'age' holds -999" not in said
    assert "'y' holds -999" in said
    with pytest.raises(TableError, match=r"t\.csv has no column 'agee'; choose among 'age'"):
        run_describe(parse(["describe", str(path), "--missing-mark", "agee=-999"]))


def test_whether_a_row_holds_units_can_be_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\nmetres,wet\n1,2\n3,4\n")
    assert "units" not in description(path, capsys)
    said = description(path, capsys, "--units-row", "yes")
    assert said["units"] == ["row", "2"]
    assert " ".join(said["x"]) == "number in metres all cells are numbers"
