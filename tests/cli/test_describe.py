"""What is said of a model."""

from pathlib import Path

import pytest

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.describe import run_describe
from mdn_gui.core import model_file
from mdn_gui.core.files.model_fields import ModelFileError
from tests.models import small_model


def description(path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    run_describe(parse(["describe", str(path)]))
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_it_says_what_the_model_is(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = description(model, capsys)
    scaling = small_model().network.target_scaling
    # 2 -> 4 -> 3 -> 3 components of 3 parameters, each layer with its biases.
    for line in (
        "model.mdn: a mixture density network of 2 members",
        f"target y shift {scaling.shift[0]:.6g} scale {scaling.scale[0]:.6g}",
        "hidden 1 silu 4 units 24 parameters",
        "hidden 2 silu 3 units 30 parameters",
        "mixture: weights, means, scales softmax, linear, exp 9 units 72 parameters",
        "all 2 members 126 parameters",
        "hidden 4,3",
        "learning-rate 0.001",
        "table table.csv",
        "rows 300",
        "epochs 12 of 20",
        "best validation loss -1.25 nats",
    ):
        assert line in lines


def test_a_name_cannot_write_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model_file.save(small_model(("\x1b[31ma", "b")), tmp_path / "model.mdn")
    lines = description(tmp_path / "model.mdn", capsys)
    assert not any("\x1b" in line for line in lines)
    assert any(line.startswith(r"input '\x1b[31ma' shift") for line in lines)


def test_a_model_that_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "model.mdn"
    path.write_bytes(b"PK\3\4 no archive")
    with pytest.raises(ModelFileError, match=r"model.mdn cannot be used as a model"):
        run_describe(parse(["describe", str(path)]))
