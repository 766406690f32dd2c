"""What is said of a model."""

from dataclasses import replace
from pathlib import Path

import pytest

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.describe import run_describe
from mdn_gui.cli.terminal import CommandError
from mdn_gui.cli.train import run_train
from mdn_gui.core import model_file
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.files.model_fields import ModelFileError
from mdn_gui.core.kinds import Category, Date, Number
from mdn_gui.core.model import Model
from mdn_gui.core.network import Share
from mdn_gui.core.recipes import networks_kept
from tests.cli.engines import Training, train_arguments
from tests.models import small_model, small_network


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


def test_it_says_what_the_columns_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = (
        Number("log", unit="m/s", missing=True),
        Category(("red", "\x1b[31m", "x" * 99, "d", "e", "f"), other=True),
        Date("hours", "2024-01-01", ("hour", "weekday")),
    )
    plain = small_model(("speed", "colour", "when"), ("share",))
    encoding, targets = Encoding(kinds), (Number("logit", 0.0, 100.0, "%"),)
    network = replace(
        small_network(plain.network_settings, encoding.features, 1),
        encoding=encoding,
        target_kinds=targets,
    )
    model = replace(plain, network=network, weight_name="times")
    model_file.save(model, tmp_path / "model.mdn")
    lines = description(tmp_path / "model.mdn", capsys)
    scaling = network.input_scaling
    numbers = f"shift {scaling.shift[0]:.6g} scale {scaling.scale[0]:.6g}"
    assert f"input speed {numbers} in m/s; seen as its logarithm; may be missing" in lines
    (colour,) = [line for line in lines if line.startswith("input colour")]
    assert colour.startswith("input colour 6 levels: 'red', ")
    assert colour.endswith("'d', 'e' and 1 more; all others are 'f'")
    assert "\x1b" not in colour
    assert len(colour) < 130
    assert "input when hours since 2024-01-01; seen as hour, weekday" in lines
    assert any(line.endswith("in %; seen as its logit between 0 and 100") for line in lines)
    assert "weights times" in lines


def test_it_says_how_the_columns_were_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    answers = ("ja", "nein")
    rows = [f"{row + 1:02}/03/2024;{row},5;{answers[row % 2]};{row}" for row in range(30)]
    table.write_text("\n".join(["day;a;b;y", *rows, "01/03/2024;-9;ja;1"]))
    out = tmp_path / "model.mdn"
    options = ["--missing-mark", "a=-9", "--input", "day", "--epochs", "1"]
    run_train(train_arguments(table, out, options), Training().engine)
    lines = description(out, capsys)
    assert "a decimal comma; '-9' for a missing value" in lines
    assert "b 'ja' is 1 and 'nein' is 0" in lines
    assert "day the day first" in lines


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


@pytest.mark.parametrize("option", [("--sheet", "X"), ("--missing-mark", "a=5")])
def test_how_a_table_is_read_is_not_said_of_a_model(model: Path, option: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=r"model\.mdn is a model, and the options say how a tab"):
        run_describe(parse(["describe", str(model), *option]))


def ensemble_of(members: int, *, stacking: bool) -> Model:
    """A model of several members whose shares differ."""
    model = small_model(members=members)
    training = replace(model.training_settings, stacking=stacking)
    kept = networks_kept(model.network_settings, training)
    network = small_network(replace(model.network_settings, members=kept), 2, 1)
    shares = [Share(place % 2, place, 10 + place, 1 / 16) for place in range(kept - 1)]
    rest = Share(0, kept - 1, 1_200, 1 - (kept - 1) / 16)
    return replace(
        model, network=replace(network, ensemble=(*shares, rest)), training_settings=training
    )


def test_it_says_what_the_members_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model_file.save(ensemble_of(3, stacking=False), tmp_path / "model.mdn")
    lines = description(tmp_path / "model.mdn", capsys)
    assert lines[0] == "model.mdn: a mixture density network of 3 members"
    start = lines.index("members")
    assert lines[start + 1 : start + 5] == [
        "member 1 recipe 1 fold 1 epoch 10 6.3%",
        "member 2 recipe 2 fold 2 epoch 11 6.3%",
        "member 3 recipe 1 fold 3 epoch 1,200 87.5%",
        "",
    ]


def test_it_says_that_each_member_is_there_as_of_two_epochs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model_file.save(ensemble_of(3, stacking=True), tmp_path / "model.mdn")
    lines = description(tmp_path / "model.mdn", capsys)
    assert lines[0] == "model.mdn: a mixture density network of 3 members, each at 2 epochs"
    assert sum(line.startswith("member ") for line in lines) == 6
    assert "all 3 members, each at 2 epochs 378 parameters" in lines


def test_the_setting_of_members_says_how_many_there_are_in_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = small_model(members=1)
    training = replace(model.training_settings, folds=3)
    network = small_network(replace(model.network_settings, members=3), 2, 1)
    saved = replace(model, network=network, training_settings=training)
    model_file.save(saved, tmp_path / "model.mdn")
    lines = description(tmp_path / "model.mdn", capsys)
    assert lines[0] == "model.mdn: a mixture density network of 3 members"
    assert "members 1 (3 members: 3 folds)" in lines


def test_of_equal_members_it_says_no_more_than_how_many(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "members" not in description(model, capsys)


def test_it_says_by_how_much_the_scales_were_adjusted(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not any(line.startswith("scales ") for line in description(model, capsys))
    loaded = model_file.load(model)
    adjusted = replace(loaded, network=replace(loaded.network, scale_factor=0.8638))
    model_file.save(adjusted, tmp_path / "adjusted.mdn")
    lines = description(tmp_path / "adjusted.mdn", capsys)
    assert "scales multiplied by 0.86, by held-out rows" in lines
