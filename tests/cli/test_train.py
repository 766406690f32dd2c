"""Training with no window: with an engine that takes no time, and with the real one."""

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mdn_gui import __version__
from mdn_gui.cli.arguments import parse
from mdn_gui.cli.terminal import CommandError
from mdn_gui.cli.train import Engine, run_train
from mdn_gui.core import memory, model_file, tables
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.files.model_fields import ModelFileError
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.settings import recommended
from mdn_gui.core.training import DivergedError
from tests.cli.engines import BEST_EPOCH, Training, interrupt_in, train_arguments
from tests.models import assert_same, small_model, small_network

ROOT = Path(__file__).parents[2]
EIGHT = ["--preset", "tutorial", "--epochs", "8"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where to save the model."""
    return tmp_path / "trained.mdn"


def test_the_best_network_is_saved_with_what_led_to_it(table: Path, out: Path) -> None:
    training = Training()
    run_train(train_arguments(table, out, [*EIGHT, "--members", "2"]), training.engine)
    model = model_file.load(out)
    assert (model.input_names, model.target_names) == (("a", "b"), ("y",))
    assert (model.network_settings, model.training_settings) == training.settings
    assert model.network_settings.members == 2
    assert model.training_settings.epochs == 8
    best = small_network(model.network_settings, 2, 1, seed=BEST_EPOCH)
    np.testing.assert_array_equal(model.network.parameters, best.parameters)
    record = model.record
    assert (record.table, record.rows, record.epochs) == ("table.csv", 30, 8)
    assert (record.best_loss, record.recoveries, record.program_version) == (2.0, 0, __version__)


def test_it_trains_on_the_rows_of_the_table(table: Path, out: Path) -> None:
    training = Training()
    run_train(train_arguments(table, out, EIGHT), training.engine)
    assert training.data is not None
    dataset = tables.read(table, ["a", "b"], ["y"])
    np.testing.assert_array_equal(training.data.inputs, dataset.inputs)
    np.testing.assert_array_equal(training.data.targets, dataset.targets)


def test_a_number_that_could_be_two_is_what_one_says(tmp_path: Path, out: Path) -> None:
    table = tmp_path / "german.csv"
    table.write_text("a;b;y\n" + "5;6;1.234\n" * 10)
    with pytest.raises(TableError, match="say which mark it is, or choose the columns"):
        run_train(train_arguments(table, out, EIGHT), Training().engine)
    training = Training()
    run_train(train_arguments(table, out, [*EIGHT, "--decimal", "comma"]), training.engine)
    assert training.data is not None
    np.testing.assert_array_equal(training.data.targets, np.full((10, 1), 1234))


def test_unless_told_otherwise_the_settings_are_recommended(table: Path, out: Path) -> None:
    training = Training(ends_after=1)
    run_train(train_arguments(table, out), training.engine)
    assert training.settings == recommended(30, 2)


@pytest.mark.parametrize(("preset", "said"), [("recommended", True), ("quick", False)])
def test_it_says_where_validation_losses_are_out_of_fold(
    table: Path, out: Path, capsys: pytest.CaptureFixture[str], preset: str, *, said: bool
) -> None:
    run_train(train_arguments(table, out, ["--preset", preset]), Training(ends_after=1).engine)
    assert ("Validation losses are out of fold" in capsys.readouterr().err) == said


def test_a_folder_is_trained_on_as_a_file_of_the_same_rows(tmp_path: Path, out: Path) -> None:
    a, b, y = np.random.default_rng(0).normal(size=(3, 500)).repeat(10, axis=1)
    rows = pa.table({"a": a, "b": b, "y": y})
    pq.write_table(rows, tmp_path / "table.parquet")
    (tmp_path / "parts").mkdir()
    pq.write_table(rows.slice(0, 2_000), tmp_path / "parts" / "1.parquet")
    pq.write_table(rows.slice(2_000), tmp_path / "parts" / "2.parquet")
    of_file, of_folder = Training(ends_after=1), Training(ends_after=1)
    for name, training in (("table.parquet", of_file), ("parts", of_folder)):
        run_train(train_arguments(tmp_path / name, out), training.engine)
    assert of_folder.settings == of_file.settings == recommended(500, 2)
    assert of_file.data is not None
    assert of_folder.data is not None
    np.testing.assert_array_equal(of_folder.data.inputs, of_file.data.inputs)
    np.testing.assert_array_equal(of_folder.data.targets, of_file.data.targets)


def test_results_go_to_the_output_and_progress_to_stderr(
    table: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_train(train_arguments(table, out, EIGHT), Training().engine)
    written = capsys.readouterr()
    results = written.out.splitlines()
    assert results[:2] == [
        "Best of 8 epochs: 2, validation loss 2 nats.",
        f"Saved in {out}, without training rows: where a prediction is a guess will not be known.",
    ]
    assert all(line.startswith("Note: ") for line in results[2:])
    first, second, *_, last = written.err.splitlines()
    assert (first, second) == ("30 rows read.", "Preparing TensorFlow ...")
    assert last == "epoch 8/8  train 7.5000  validation 8.0000  best 2.0000"


def test_what_to_know_before_trusting_the_network_is_noted(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "wine.csv"
    table.write_text("a,b,y\n" + "".join(f"{row},{row % 7},{row % 3}\n" for row in range(60)))
    run_train(train_arguments(table, out, EIGHT), Training().engine)
    notes = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Note: ")]
    assert any(
        note.startswith("Note: A density over 3 distinct values is not meaningful: 'y' is")
        for note in notes
    )


def prices(path: Path) -> Path:
    """Areas and prices, which settings that scale nothing cannot learn."""
    rng = np.random.default_rng(0)
    areas = rng.uniform(30.0, 250.0, 300)
    amounts = 30_000 + 1500 * areas + 25_000 * rng.normal(size=300)
    lines = (f"{area:.0f},{price:.0f}" for area, price in zip(areas, amounts, strict=True))
    path.write_text("\n".join(["area,price", *lines]) + "\n")
    return path


@pytest.mark.parametrize(
    ("scaling", "worse"), [("--no-standardize", True), ("--standardize", False)]
)
def test_a_network_worse_than_ignoring_the_inputs_is_noted_with_the_option_that_mends_it(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str], scaling: str, *, worse: bool
) -> None:
    columns = ["--input", "area", "--target", "price", "--out", str(out)]
    preset = ["--preset", "tutorial", "--hidden", "4", "--components", "2", "--epochs", "60"]
    table = prices(tmp_path / "prices.csv")
    run_train(parse(["train", str(table), *columns, *preset, "--learning-rate", "0.03", scaling]))
    notes = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Note: ")]
    found = [note for note in notes if "worse than ignoring the inputs by " in note]
    assert len(found) == worse
    assert all("turn on --standardize." in note for note in found)


def test_the_tutorial_on_prices_is_worse_than_ignoring_the_inputs(
    shared: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = ["--input", "area", "--target", "price", "--preset", "tutorial", "--out", str(out)]
    run_train(parse(["train", str(shared / "cases" / "16-prices.csv"), *columns]))
    assert re.search(
        r"^Note: Do not use this network: it predicts worse than ignoring the inputs by 4\.\d nats "
        r"\(95% interval .* on the 45 rows held out\)\. .* turn on --standardize\.$",
        capsys.readouterr().out,
        re.MULTILINE,
    )


def test_a_rising_validation_loss_is_noted(
    table: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the stand-in for the training: its validation loss rises by 1 with each epoch."""
    run_train(
        train_arguments(table, out, [*EIGHT, "--validation-fraction", "0.5"]), Training().engine
    )
    assert "Note: After epoch 2 the validation loss rose by " in capsys.readouterr().out


def test_the_quiet_hear_nothing(table: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_train(train_arguments(table, out, [*EIGHT, "--quiet"]), Training().engine)
    assert capsys.readouterr() == ("", "")
    assert out.exists()


def test_an_early_end_is_told(table: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = [*EIGHT, "--patience", "3"]
    run_train(train_arguments(table, out, options), Training(ends_after=5).engine)
    assert "Ended early: no lower validation loss for 3 epochs." in capsys.readouterr().out
    assert model_file.load(out).record.epochs == 5


@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_ctrl_c_keeps_the_best_network_so_far_and_says_so(
    table: Path, out: Path, capsys: pytest.CaptureFixture[str], quiet: list[str]
) -> None:
    training = Training(then=interrupt_in(4))
    run_train(train_arguments(table, out, [*EIGHT, *quiet]), training.engine)
    assert (
        "mdn train: stopped by Ctrl-C after 3 of 8 epochs; the best network so far, of epoch 2, "
        f"is saved in {out}."
    ) in capsys.readouterr().err.splitlines()
    assert model_file.load(out).record.epochs == 3


def test_ctrl_c_before_an_epoch_has_ended_leaves_no_file(table: Path, out: Path) -> None:
    arguments = train_arguments(table, out, EIGHT)
    with pytest.raises(CommandError, match="before an epoch ended; there is no network to save"):
        run_train(arguments, Training(then=interrupt_in(1)).engine)
    assert not out.exists()


def test_a_second_ctrl_c_ends_at_once(table: Path, out: Path) -> None:
    arguments = train_arguments(table, out, EIGHT)
    with pytest.raises(KeyboardInterrupt):
        run_train(arguments, Training(then=interrupt_in(4, times=2)).engine)
    assert not out.exists()


def diverge_in(wanted: int) -> Training:
    def then(number: int) -> None:
        if number == wanted:
            raise DivergedError("The loss stopped being a finite number.", None)

    return Training(then)


def test_of_a_run_that_breaks_down_the_best_network_is_saved(table: Path, out: Path) -> None:
    with pytest.raises(CommandError) as raised:
        run_train(train_arguments(table, out, EIGHT), diverge_in(6).engine)
    assert str(raised.value) == (
        "The loss stopped being a finite number; the best network so far, of epoch 2, is saved in "
        f"{out}."
    )
    assert model_file.load(out).record.epochs == 5


def test_of_a_run_that_runs_out_of_memory_the_best_network_is_saved(table: Path, out: Path) -> None:
    def then(number: int) -> None:
        if number == 6:
            raise MemoryError

    with pytest.raises(CommandError) as raised:
        run_train(train_arguments(table, out, EIGHT), Training(then).engine)
    assert str(raised.value) == (
        "There was not enough memory; a smaller network or batch needs less; the best network so "
        f"far, of epoch 2, is saved in {out}."
    )
    assert model_file.load(out).record.epochs == 5


def test_a_run_that_breaks_down_at_once_leaves_no_file(table: Path, out: Path) -> None:
    with pytest.raises(CommandError, match="stopped being a finite number"):
        run_train(train_arguments(table, out, EIGHT), diverge_in(1).engine)
    assert not out.exists()


def test_an_older_model_is_replaced_only_by_a_new_one(table: Path, out: Path) -> None:
    model_file.save(small_model(), out)
    with pytest.raises(CommandError):
        run_train(train_arguments(table, out, EIGHT), diverge_in(1).engine)
    assert_same(model_file.load(out), small_model())
    run_train(train_arguments(table, out, EIGHT), Training().engine)
    assert model_file.load(out).record.epochs == 8


@pytest.mark.parametrize("name", ["table.csv", "gone/model.mdn", "table.csv/model.mdn", "."])
def test_a_place_that_cannot_be_written_to_is_refused_before_training(
    table: Path, name: str
) -> None:
    training = Training()
    before = table.read_bytes()
    with pytest.raises(ModelFileError):
        run_train(train_arguments(table, table.parent / name, EIGHT), training.engine)
    assert training.data is None
    assert table.read_bytes() == before


def test_a_missing_column_is_refused_with_those_there_are(tmp_path: Path, out: Path) -> None:
    (tmp_path / "other.csv").write_text("a,z\n1,2\n")
    with pytest.raises(TableError, match=r"other.csv has no column 'b'; choose among 'a', 'z'\."):
        run_train(train_arguments(tmp_path / "other.csv", out, EIGHT), Training().engine)


def test_a_run_too_large_for_the_memory_is_refused_before_tensorflow_comes(
    table: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda: 12_000_000_000)
    training, prepared = Training(), list[None]()
    engine = Engine(prepare=lambda: prepared.append(None), train=training.train)
    options = ["--preset", "quick", "--hidden", ",".join(["4096"] * 8), "--members", "2"]
    with pytest.raises(
        CommandError, match=r"These settings need about 4\d GB of memory; 12 GB are"
    ):
        run_train(train_arguments(table, out, options), engine)
    assert not prepared
    assert training.data is None
    assert not out.exists()


def command(table: Path, out: Path, *options: str) -> list[str]:
    """A real training that is quick."""
    columns = ["--input", "a", "--input", "b", "--target", "y", "--out", str(out)]
    small = ["--preset", "tutorial", "--hidden", "4", "--components", "2"]
    program = [sys.executable, "-m", "mdn_gui.cli", "train", str(table)]
    return [*program, *columns, *small, *options]


def test_a_real_training_in_a_pipe(table: Path, out: Path) -> None:
    result = subprocess.run(
        command(table, out, "--epochs", "3", "--standardize"),
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    model = model_file.load(out)
    assert result.returncode == 0
    best = re.match(r"Best of 3 epochs: [123], validation loss (\S+) nats\.\n", result.stdout)
    assert best is not None
    assert float(best[1]) == pytest.approx(model.record.best_loss, rel=1e-5)
    # Nothing of what TensorFlow's libraries say unasked.
    assert {line.split()[0] for line in result.stderr.splitlines()} == {"30", "Preparing", "epoch"}
    held_out = tables.read(table, ["a", "b"], ["y"]).split(0.15, seed=0)[1]
    assert evaluate(model.network, held_out).nll == pytest.approx(model.record.best_loss, rel=1e-4)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_ctrl_c_in_a_terminal(table: Path, out: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(table, out, "--epochs", "100000"),
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "80"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = _read_until(ours, b"best ")
    process.send_signal(signal.SIGINT)
    seen += _read_until(ours, b"Saved in ")
    code = process.wait()
    os.close(ours)
    text = seen.decode()
    assert code == 0
    assert re.search(r"epoch \d+/100000 ", text)
    stopped = re.search(r"stopped by Ctrl-C after (\d+) of 100000 epochs; the best", text)
    assert stopped is not None, text
    assert model_file.load(out).record.epochs == int(stopped[1])


def _read_until(terminal: int, wanted: bytes) -> bytes:
    """Read what a program shows, until it shows something or ends."""
    seen = b""
    while wanted not in seen:
        try:
            seen += os.read(terminal, 4096)
        except OSError:  # the program has ended
            break
    return seen


def test_of_a_thousand_rows_a_test_part_judges_the_network(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    rows = np.random.default_rng(0).normal(size=(1_000, 3))
    np.savetxt(table, rows, delimiter=",", header="a,b,y", comments="")
    training = Training()
    run_train(train_arguments(table, out, EIGHT), training.engine)
    assert training.settings is not None
    settings = training.settings[1]
    assert settings.test_fraction == 0.15
    assert training.data is not None
    test = training.data.source(settings.holdout).test
    assert test is not None
    loss = evaluate(model_file.load(out).network, test).nll
    said = f"Test loss {loss:.6g} nats, on 150 rows that neither trained the network nor picked"
    assert said in capsys.readouterr().out
    run_train(train_arguments(table, out, [*EIGHT, "--test-fraction", "0"]), training.engine)
    assert "Test loss" not in capsys.readouterr().out


def test_where_a_value_holds_many_rows_the_test_loss_is_of_rounded_values(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, y = np.random.default_rng(0).normal(size=(2, 1_000))
    rain = np.round(np.maximum(y, 0.0), 1)
    np.savetxt(
        tmp_path / "t.csv", np.stack([a, a, rain], 1), "%g", ",", header="a,b,y", comments=""
    )
    training = Training()
    run_train(train_arguments(tmp_path / "t.csv", out, EIGHT), training.engine)
    assert training.data is not None
    assert training.settings is not None
    test = training.data.source(training.settings[1].holdout).test
    assert test is not None
    # Of cells that are as wide as the values are rounded.
    mixture, y = model_file.load(out).network(test.inputs), test.targets
    cells = mixture.marginal(0).cdf(y[:, 0] + 0.05) - mixture.marginal(0).cdf(y[:, 0] - 0.05)
    told = re.search(r"Test loss (\S+) nats, .* It is of rounded values\.", capsys.readouterr().out)
    assert told is not None
    assert float(told[1]) == pytest.approx(-np.log(cells).mean(), rel=1e-3)
