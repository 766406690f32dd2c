"""Scores of a model on a table."""

import re
from pathlib import Path

import numpy as np
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.evaluate import run_evaluate
from mdn_gui.core import model_file, tables
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.importance import importance_on
from mdn_gui.core.reading import ReadingOptions
from tests import pairs
from tests.models import small_model


def test_the_scores_are_those_of_the_network(
    model: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_evaluate(parse(["evaluate", str(model), str(table)]))
    scores = evaluate(small_model().network, tables.read(table, ["a", "b"], ["y"]))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["rows", "30"],
        ["negative", "log-likelihood", f"{scores.nll:.6g}", "nats"],
        [],
        ["target", "CRPS", "inside", "50%", "inside", "90%"],
        [
            "y",
            f"{scores.crps[0]:.6g}",
            f"{100 * scores.coverage_50[0]:.2f}%",
            f"{100 * scores.coverage_90[0]:.2f}%",
        ],
    ]


def test_where_a_value_holds_many_rows_the_loss_of_rounded_values_is_told_too(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{row},{row % 7},{0 if row % 2 else row / 10}\n" for row in range(60))
    (tmp_path / "rain.csv").write_text(f"a,b,y\n{rows}")
    run_evaluate(parse(["evaluate", str(model), str(tmp_path / "rain.csv")]))
    scores = evaluate(small_model().network, tables.read(tmp_path / "rain.csv", ["a", "b"], ["y"]))
    assert scores.cell_nll is not None
    line = capsys.readouterr().out.splitlines()[2].split()
    assert line == ["the", "same", "of", "rounded", "values", f"{scores.cell_nll:.6g}", "nats"]


def test_columns_are_found_by_name_and_every_target_has_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model_file.save(small_model(("a",), ("y", "z")), tmp_path / "model.mdn")
    (tmp_path / "table.csv").write_text("z,y,a\n1,2,3\n4,5,6\n")
    run_evaluate(parse(["evaluate", str(tmp_path / "model.mdn"), str(tmp_path / "table.csv")]))
    dataset = tables.read(tmp_path / "table.csv", ["a"], ["y", "z"])
    scores = evaluate(small_model(("a",), ("y", "z")).network, dataset)
    lines = capsys.readouterr().out.splitlines()[-2:]
    assert [line.split()[:2] for line in lines] == [
        [name, f"{crps:.6g}"] for name, crps in zip("yz", scores.crps, strict=True)
    ]


def test_a_table_of_a_format_that_is_declared_is_scored_and_told_in_the_help(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model_file.save(small_model(("x",), ("y",)), tmp_path / "model.mdn")
    table = pairs.written(tmp_path / "table.pairs", [(1.0, 2.0), (4.0, 5.0)])
    pairs.declare(monkeypatch)
    run_evaluate(parse(["evaluate", str(tmp_path / "model.mdn"), str(table)]))
    assert capsys.readouterr().out.splitlines()[0].split() == ["rows", "2"]
    with pytest.raises(SystemExit):
        parse(["evaluate", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "a CSV, TSV, semicolon-separated, " in told
    assert ", Parquet or pairs file" in told


def test_a_folder_of_parquet_files_has_the_same_scores(
    model: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = pa_csv.read_csv(table)
    (table.parent / "parts").mkdir()
    pq.write_table(values.slice(0, 10), table.parent / "parts" / "1.parquet")
    pq.write_table(values.slice(10), table.parent / "parts" / "2.parquet")
    run_evaluate(parse(["evaluate", str(model), str(table)]))
    whole = capsys.readouterr().out
    run_evaluate(parse(["evaluate", str(model), str(table.parent / "parts")]))
    assert capsys.readouterr().out == whole


def test_a_column_that_is_missing(model: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,y\n1,2\n")
    with pytest.raises(TableError, match=r"other.csv has no column 'b'; choose among 'a', 'y'"):
        run_evaluate(parse(["evaluate", str(model), str(tmp_path / "other.csv")]))


def test_a_number_that_could_be_two_is_what_one_says(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "german.csv"
    table.write_text("a;b;y\n5;6;1.234\n6;7;978\n")
    with pytest.raises(TableError, match=r"column 'y' holds '1\.234', which is 1\.234 with"):
        run_evaluate(parse(["evaluate", str(model), str(table)]))
    run_evaluate(parse(["evaluate", str(model), str(table), "--decimal", "comma"]))
    dataset = tables.read(table, ["a", "b"], ["y"], options=ReadingOptions(decimal="comma"))
    assert dataset.targets.max() == 1234
    assert f"{evaluate(small_model().network, dataset).nll:.6g} nats" in capsys.readouterr().out


def test_rows_left_out_are_counted(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gaps.csv").write_text("a,b,y\n1,2,3\n1,,2\n2,3,4\n")
    run_evaluate(parse(["evaluate", str(model), str(tmp_path / "gaps.csv")]))
    told = capsys.readouterr()
    assert [line.split() for line in told.out.splitlines()[:2]] == [
        ["rows", "2"],
        ["rows", "left", "out", "1"],
    ]
    assert "column 'b' is missing: row 3" in told.err


def test_the_importance_of_the_inputs_is_told_if_asked_for(
    model: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_evaluate(parse(["evaluate", str(model), str(table)]))
    scores = capsys.readouterr().out
    run_evaluate(parse(["evaluate", str(model), str(table), "--importance"]))
    told = capsys.readouterr().out
    assert told.startswith(scores)
    found = importance_on(small_model().network, tables.read(table, ["a", "b"], ["y"]))
    heading, names, *lines = told.removeprefix(scores).strip().splitlines()
    assert heading == "On 30 rows; each input permuted 5 times."
    assert re.split(" {2,}", names) == [
        "input",
        "log score falls by (nats)",
        "density moves by",
        "mean moves by",
        "standard deviation moves by",
        "what permuting does",
    ]
    for column, line in zip(found.order, lines, strict=True):
        of_input = found.inputs[column]
        (moved,) = of_input.moves
        numbers = [estimate.text for estimate in (of_input.nats, *moved[:3])]
        assert re.split(" {2,}", line) == [of_input.name, *numbers, moved.verdict]


def test_the_importance_to_each_of_several_targets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model_file.save(small_model(("a", "b"), ("y", "z")), tmp_path / "model.mdn")
    values = np.random.default_rng(0).normal(size=(40, 3))
    rows = [f"{a},{a + b / 9},{b},{c}" for a, b, c in values.tolist()]
    (tmp_path / "t.csv").write_text("\n".join(["a,b,y,z", *rows]))
    run_evaluate(
        parse(["evaluate", str(tmp_path / "model.mdn"), str(tmp_path / "t.csv"), "--importance"])
    )
    *lines, note = capsys.readouterr().out.splitlines()[-5:]
    assert [line.split()[4] for line in lines] == ["y", "z", "y", "z"]
    assert note.startswith("a and b go together (correlation")
