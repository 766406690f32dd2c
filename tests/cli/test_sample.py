"""Samples as CSV."""

import csv
import os
from argparse import Namespace
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import kstest

from mdn_gui.cli import main, sample
from mdn_gui.cli.arguments import parse
from mdn_gui.cli.sample import run_sample
from mdn_gui.core import model_file, tables
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.kinds import NUMBER, Date
from mdn_gui.core.reading import ColumnReading, Dialect, Reading
from tests.models import small_model


def arguments(model: Path, table: Path, *options: str) -> Namespace:
    return parse(["sample", str(model), str(table), *options])


def drawn(model: Path, table: Path, *options: str) -> tuple[list[str], NDArray[np.float64]]:
    """The names and the numbers that were written, but for the first column, the rows."""
    out = table.with_name("samples.csv")
    run_sample(arguments(model, table, *options, "--out", str(out)))
    with out.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header[0] == "row"
    return header[1:], np.array([[float(cell) for cell in row[1:]] for row in rows])


def test_every_row_has_its_draws_together(model: Path, table: Path) -> None:
    header, values = drawn(model, table, "--n", "3")
    assert header == ["a", "b", "sample", "y"]
    x = tables.read_inputs(table, ["a", "b"])
    np.testing.assert_array_equal(values[:, :2], np.repeat(x, 3, axis=0))
    np.testing.assert_array_equal(values[:, 2], np.tile([1, 2, 3], len(x)))


def test_each_draw_names_the_row_of_the_table_that_it_is_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model_file.save(small_model(("row",), ("y",)), tmp_path / "model.mdn")
    (tmp_path / "t.csv").write_text("By hand\nrow,note\n7.5,a\n\n8.25,b\n")
    run_sample(arguments(tmp_path / "model.mdn", tmp_path / "t.csv", "--n", "2", "--out", "-"))
    lines = [line.split(",")[:3] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["row_", "row", "sample"],
        ["3", "7.5", "1"],
        ["3", "7.5", "2"],
        ["5", "8.25", "1"],
        ["5", "8.25", "2"],
    ]


def test_draws_are_of_the_tempered_mixture(model: Path, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("a,b\n0.5,-1\n")
    options = ["--n", "4000", "--temperature", "0.2", "--width-factor", "4"]
    _, values = drawn(model, tmp_path / "one.csv", *options)
    mixture = small_model().network([[0.5, -1.0]])[0].tempered(weights=0.2, variances=4.0)
    assert kstest(values[:, 3], mixture.cdf).pvalue > 1e-3


def test_a_temperature_is_of_components_or_of_branches(model: Path, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("a,b\n0.5,-1\n")
    options = ["--n", "500", "--temperature", "0.2", "--temper"]
    x = [[0.5, -1.0]]
    for of, branches in (("components", False), ("branches", True)):
        _, values = drawn(model, tmp_path / "one.csv", *options, of)
        mixture = small_model().network.tempered(x, 0.2, branches=branches)
        expected = mixture.sample(500, np.random.default_rng(0)).ravel()
        np.testing.assert_array_equal(values[:, 3], expected)


def test_digits_come_back(model: Path, table: Path) -> None:
    _, values = drawn(model, table, "--seed", "5")
    x = tables.read_inputs(table, ["a", "b"])
    expected = small_model().network(x).sample(1, np.random.default_rng(5))
    np.testing.assert_array_equal(values[:, 3:], expected[0])


def test_the_seed_decides(model: Path, table: Path) -> None:
    first, again, other = (drawn(model, table, "--seed", seed)[1] for seed in "112")
    np.testing.assert_array_equal(first, again)
    assert (first[:, 3] != other[:, 3]).all()


@pytest.mark.parametrize("n", [1, 4, 25])
def test_blocks_leave_out_nothing(
    model: Path, table: Path, n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "BLOCK", 10)
    _, values = drawn(model, table, "--n", str(n))
    x = tables.read_inputs(table, ["a", "b"]).tolist()
    wanted = Counter((a, b, number) for a, b in x for number in range(1, n + 1))
    assert Counter(map(tuple, values[:, :3].tolist())) == wanted
    assert len(set(values[:, 3])) == len(values)


def test_only_the_inputs_are_needed_and_names_stay_apart(tmp_path: Path) -> None:
    model_file.save(small_model(("sample",), ("y", "z")), tmp_path / "model.mdn")
    (tmp_path / "inputs.csv").write_text("sample\n1\n2\n")
    header, values = drawn(tmp_path / "model.mdn", tmp_path / "inputs.csv")
    assert header == ["sample", "sample_", "y", "z"]
    assert values.shape == (2, 4)


def test_no_name_is_a_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    model_file.save(small_model(("=1+1",), ("@y",)), tmp_path / "model.mdn")
    (tmp_path / "inputs.csv").write_text("'=1+1\n1\n")
    header, _ = drawn(tmp_path / "model.mdn", tmp_path / "inputs.csv")
    assert header == ["'=1+1", "sample", "'@y"]


def test_a_dash_is_the_output(model: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_sample(arguments(model, table, "--out", "-"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "row,a,b,sample,y"
    assert len(lines) == 31


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_written_to_and_not_replaced(model: Path, table: Path) -> None:
    pipe = table.with_name("pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    run_sample(arguments(model, table, "--out", str(pipe)))
    content = os.read(reader, 100_000)
    os.close(reader)
    assert content.startswith(b"row,a,b,sample,y\n")
    assert pipe.is_fifo()


def test_a_failure_leaves_the_old_file(
    model: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = table.with_name("samples.csv")
    out.write_text("old")
    before = sorted(table.parent.iterdir())
    run = arguments(model, table, "--n", "3", "--out", str(out))
    monkeypatch.setattr(run, "width_factor", float("nan"))
    with pytest.raises(ValueError, match="variances"):
        run_sample(run)
    assert out.read_text() == "old"
    assert sorted(table.parent.iterdir()) == before


def test_an_input_that_is_missing(model: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,y\n1,2\n")
    with pytest.raises(TableError, match=r"other.csv has no column 'b'"):
        run_sample(arguments(model, tmp_path / "other.csv", "--out", "-"))


def test_a_number_that_could_be_two_is_what_one_says(model: Path, tmp_path: Path) -> None:
    table = tmp_path / "german.csv"
    table.write_text("a;b\n5;1.234\n6;978\n")
    with pytest.raises(TableError, match=r"row 2, column 'b' holds '1\.234', which is 1\.234 with"):
        run_sample(arguments(model, table, "--out", "-"))
    _, values = drawn(model, table, "--decimal", "comma")
    np.testing.assert_array_equal(values[:, 1], [1234, 978])
    _, values = drawn(model, table, "--decimal", "point")
    np.testing.assert_array_equal(values[:, 1], [1.234, 978])


@pytest.mark.parametrize("command", ["sample", "evaluate"])
def test_how_the_model_s_table_was_written_is_assumed_only_with_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    days = Date("days", "2024-01-01")
    learned = (
        ColumnReading("day", days, "", dates="day_first"),
        ColumnReading("weight", NUMBER, "", decimal="comma"),
    )
    network = replace(small_model(("day", "weight")).network, encoding=Encoding((days, NUMBER)))
    reading = Reading(Dialect("CSV"), 30, learned)
    trained = replace(small_model(("day", "weight")), network=network, reading=reading)
    model_file.save(trained, tmp_path / "model.mdn")
    table = tmp_path / "new.csv"
    table.write_text("day;weight;y\n3/4/2024;20.000;1\n5/4/2024;7.000;2\n")
    out = ["--out", str(tmp_path / "out.csv")] if command == "sample" else []
    told = [command, str(tmp_path / "model.mdn"), str(table), *out]
    assert main(told) == 0
    assert capsys.readouterr().err.splitlines()[-2:] == [
        (
            "Note: Column 'day': '3/4/2024' is read as 2024-04-03, with the day first as in the "
            "table that the model learned from; say so where it is otherwise (--dates)."
        ),
        (
            "Note: Column 'weight': '20.000' is read as 20000, with a decimal comma as in the "
            "table that the model learned from; say so where it is otherwise (--decimal)."
        ),
    ]
    assert main([*told, "--decimal", "point", "--dates", "month-first"]) == 0
    assert "learned from" not in capsys.readouterr().err
    table.write_text("day;weight;y\n3/4/2024;20.000;1\n25/4/2024;7.5;2\n")
    assert main(told) == 0
    assert "learned from" not in capsys.readouterr().err


def test_a_mark_of_a_column_that_is_not_there_is_refused(model: Path, table: Path) -> None:
    with pytest.raises(TableError, match=r"table\.csv has no column 'aa'; choose among 'a'"):
        run_sample(arguments(model, table, "--missing-mark", "aa=-999", "--out", "-"))
