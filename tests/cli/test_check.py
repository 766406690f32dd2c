"""Whether a model's densities are right, told by the command."""

import json
from pathlib import Path

import numpy as np
import pytest

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.check import run_check
from mdn_gui.cli.terminal import CommandError
from mdn_gui.core import model_file, tables
from mdn_gui.core.check import check
from tests.models import small_model


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Rows that the model predicts far too low."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 400))
    rows = "".join(f"{x},{z},{1_000 + x}\n" for x, z in zip(a, b, strict=True))
    (tmp_path / "wrong.csv").write_text(f"a,b,y\n{rows}")
    return tmp_path / "wrong.csv"


def test_it_prints_the_verdict_and_the_scores(
    model: Path, wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_check(parse(["check", str(model), str(wrong)]))
    found = check(small_model().network, tables.read(wrong, ["a", "b"], ["y"]))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == found.verdict.text
    assert lines[0].startswith("Do not rely on the widths.")
    nll = next(score for score in found.scores if score.name == "nll")
    assert any(f"{nll.value:.6g}" in line for line in lines)


def test_json_has_the_numbers_of_the_check(
    model: Path, wrong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_check(parse(["check", str(model), str(wrong), "--json"]))
    found = check(small_model().network, tables.read(wrong, ["a", "b"], ["y"]))
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == 400
    assert told["verdict"]["answer"] == "bad"
    assert [each["value"] for each in told["scores"]] == [each.value for each in found.scores]


def test_strict_fails_where_the_density_is_not_to_be_used(model: Path, wrong: Path) -> None:
    with pytest.raises(CommandError, match="not to be used"):
        run_check(parse(["check", str(model), str(wrong), "--strict"]))


def test_of_the_table_that_was_learned_from_the_rows_held_out_judge(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    learned = small_model()
    rng = np.random.default_rng(0)
    rows = "".join(f"{x},{z},{y}\n" for x, z, y in rng.normal(size=(learned.record.rows, 3)))
    table = tmp_path / learned.record.table
    table.write_text(f"a,b,y\n{rows}")
    model_file.save(learned, tmp_path / "model.mdn")
    run_check(parse(["check", str(tmp_path / "model.mdn"), str(table), "--json"]))
    printed = capsys.readouterr()
    assert "learned from this table" in printed.err
    assert json.loads(printed.out)["rows"] < learned.record.rows
    assert json.loads(printed.out)["baselines"]
