"""The command from its arguments to its exit code."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mdn_gui.cli import main
from mdn_gui.core import model_file

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")


def program(*argv: object) -> list[str]:
    return [sys.executable, "-m", "mdn_gui.cli", *map(str, argv)]


def refusal(capsys: pytest.CaptureFixture[str], *argv: object) -> str:
    """The one line that a command which fails writes."""
    assert main([str(argument) for argument in argv]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.count("\n") == 1
    return written.err


def test_done_is_0(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", str(model)]) == 0
    assert main(["--help"]) == 0
    assert capsys.readouterr().err == ""


def test_wrong_arguments_are_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe"]) == 2
    assert capsys.readouterr().err.startswith("mdn describe: ")


@pytest.mark.parametrize("command", ["describe", "evaluate", "sample"])
def test_a_model_that_is_missing(
    table: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    more: dict[str, list[object]] = {"evaluate": [table], "sample": [table, "--out", "-"]}
    message = refusal(capsys, command, table.parent / "gone.mdn", *more.get(command, []))
    assert message.startswith(f"mdn {command}: ")
    assert "gone.mdn does not exist; check the name" in message


def test_a_folder_as_a_model(
    tmp_path: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refusal(capsys, "evaluate", tmp_path, table)
    assert "is a folder; choose a model file in it." in told


def test_a_table_that_is_missing(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = refusal(capsys, "evaluate", model, tmp_path / "gone.csv")
    assert "gone.csv does not exist" in message


@pytest.mark.parametrize("name", ["gone/samples.csv", "table.csv/samples.csv", "."])
def test_samples_that_cannot_be_written(
    model: Path, table: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    out = table.parent / name
    message = refusal(capsys, "sample", model, table, "--out", out)
    assert message.startswith(f"mdn sample: {out} cannot be written (")


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (KeyboardInterrupt(), "stopped by Ctrl-C."),
        (MemoryError(), "there is not enough memory; take fewer rows or columns"),
        (OSError(5, "Input/output error", "model.mdn"), "model.mdn: Input/output error."),
        (ImportError("libx.so: failed to map"), "a library of the program cannot be loaded (libx"),
        (KeyError("gone"), "a fault of the program itself, KeyError in test_command.py, line "),
        (RuntimeError("two\nlines" * 999), "a fault of the program itself, RuntimeError in test"),
    ],
)
def test_what_may_happen_at_any_time(
    model: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
    expected: str,
) -> None:
    def fail(_path: Path) -> None:
        raise failure

    monkeypatch.setattr(model_file, "load", fail)
    assert refusal(capsys, "describe", model).startswith(f"mdn describe: {expected}")


def test_a_loop_of_links_is_no_place_to_write_to(
    model: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = table.parent / "loop.mdn"
    loop.symlink_to(loop)
    columns = ("--input", "a", "--target", "y")
    for argv in (
        ("train", table, *columns, "--out", loop),
        ("train", table, *columns, "--out", loop / "model.mdn"),
        ("sample", model, table, "--out", loop),
    ):
        assert f"{argv[-1]} cannot be written (Too many levels" in refusal(capsys, *argv)
    assert loop.is_symlink()


def test_names_that_no_system_takes(
    model: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = table.parent / ("x" * 300)
    assert "cannot be written (File name too long" in refusal(
        capsys, "sample", model, table, "--out", long
    )
    assert "File name too long" in refusal(capsys, "describe", long)


def test_an_argument_of_thousands_of_digits_is_refused_in_a_line_of_few(
    model: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digits = "9" * 5000  # more than Python makes a number of
    assert main(["sample", str(model), str(table), "--out", "-", "--n", digits]) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert message.startswith("mdn sample: argument --n: '999")
    assert len(message) < 1000


def test_a_name_of_two_lines_is_told_in_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "two lines.mdn does not exist" in refusal(
        capsys, "describe", tmp_path / "two\nlines.mdn"
    )


@pytest.mark.parametrize(
    "argv",
    [
        ["--help"],
        ["describe", "model.mdn"],
        ["evaluate", "model.mdn", "table.csv"],
        ["sample", "model.mdn", "table.csv", "--out", "samples.csv"],
    ],
)
def test_only_training_needs_tensorflow(model: Path, table: Path, argv: list[str]) -> None:
    probe = (
        "import sys; from mdn_gui.cli import main\n"
        f"code = main({argv}); heavy = {{'tensorflow', 'keras', 'PySide6'}} & set(sys.modules)\n"
        "sys.exit(code or ', '.join(heavy) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=table.parent,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert model.exists()


def test_help_needs_no_numpy() -> None:
    probe = (
        "import sys; from mdn_gui.cli import main\n"
        "code = main(['train', '--help']); sys.exit(code or 'numpy' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, check=False, stdout=subprocess.DEVNULL
    )
    assert result.returncode == 0


def test_a_reader_that_goes_away(model: Path, table: Path) -> None:
    process = subprocess.Popen(
        program("sample", model, table, "--n", 20_000, "--out", "-"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "row,a,b,sample,y\n"
    process.stdout.close()
    message = "mdn sample: whoever read the output stopped before its end.\n"
    assert process.stderr.read() == message
    assert process.wait() == 1
    process.stderr.close()


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("n", [1, 20_000])
def test_an_output_without_room(model: Path, table: Path, n: int) -> None:
    with FULL.open("w") as full:
        result = subprocess.run(
            program("sample", model, table, "--n", n, "--out", "-"),
            cwd=ROOT,
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert (result.returncode, result.stderr) == (1, "mdn sample: No space left on device.\n")


LARGE = {
    "plus or minus 1e308": np.where(np.arange(60) % 2, 1e308, -1e308),
    "all doubles": np.linspace(-1.0, 1.0, 60) * 1.7e308,
    "one of 1e308": np.append(np.linspace(-1.0, 1.0, 59), 1e308),
    "one of -1e200": np.append(-1e200, np.linspace(-1.0, 1.0, 59)),
    "up to 1e149": np.linspace(-1.0, 1.0, 60) * 1e149,
    "down to 1e-300": np.linspace(-1.0, 1.0, 60) * 1e-300,
}


def write_table(path: Path, column: str, values: np.ndarray) -> Path:
    """Sixty rows of a, b and y, one of which has these values."""
    rng = np.random.default_rng(0)
    columns = {name: rng.normal(size=60) for name in "aby"} | {column: values}
    rows = zip(*columns.values(), strict=True)
    lines = (",".join(f"{float(value)!r}" for value in row) for row in rows)
    path.write_text("\n".join([",".join(columns), *lines]) + "\n")
    return path


@pytest.mark.parametrize("scaling", ["--standardize", "--no-standardize"])
@pytest.mark.parametrize("column", ["a", "y"])
@pytest.mark.parametrize("name", LARGE)
def test_a_table_of_any_magnitude_is_trained_on_or_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, column: str, scaling: str
) -> None:
    table, out = write_table(tmp_path / "t.csv", column, LARGE[name]), tmp_path / "t.mdn"
    columns = ["--input", "a", "--input", "b", "--target", "y", "--out", str(out)]
    small = ["--preset", "tutorial", "--hidden", "4", "--components", "2", "--epochs", "1"]
    code = main(["train", str(table), *columns, *small, scaling, "--quiet"])
    error = capsys.readouterr().err
    refused = name != "down to 1e-300" and not (
        name == "up to 1e149" and scaling == "--standardize"
    )
    assert (code, error.count("\n"), out.exists()) == (refused, refused, not refused)
    assert not refused or f"Column {column!r} reaches " in error


@pytest.mark.parametrize("column", ["a", "y"])
@pytest.mark.parametrize("name", LARGE)
def test_a_model_is_asked_about_a_table_of_any_magnitude(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, column: str
) -> None:
    table = write_table(tmp_path / "t.csv", column, LARGE[name])
    assert main(["evaluate", str(model), str(table)]) == 0
    assert main(["sample", str(model), str(table), "--out", "-"]) == 0
    assert capsys.readouterr().err == ""


def within(kilobytes: int) -> Callable[[], None]:
    """What `ulimit -v` does, in a process that is about to become another program."""
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (1024 * kilobytes, 1024 * kilobytes))


@pytest.mark.skipif(sys.platform != "linux", reason="others limit no address space")
@pytest.mark.parametrize(
    ("command", "kilobytes", "expected"),
    [
        ("train", 2_500_000, "mdn train: Training takes about 2.5 GB of address space whatever"),
        ("train", 400_000, "mdn train: its libraries need about 630 MB of address space; "),
        ("evaluate", 300_000, "mdn evaluate: its libraries need about 630 MB of address space; "),
        ("describe", 250_000, "mdn describe: its libraries need about 380 MB of address space; "),
    ],
)
def test_a_limit_of_the_memory_is_told_and_not_run_into(
    model: Path, table: Path, command: str, kilobytes: int, expected: str
) -> None:
    columns = ("--input", "a", "--target", "y", "--out", table.parent / "new.mdn", "--quiet")
    more = {"train": (table, *columns), "evaluate": (model, table), "describe": (model,)}
    result = subprocess.run(
        program(command, *more[command]),
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=within(kilobytes),
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(expected)
    assert result.stderr.endswith("Raise the limit of this process (ulimit -v).\n")
    assert result.stderr.count("\n") == 1


def in_shell(redirection: str, *argv: object) -> subprocess.CompletedProcess[str]:
    """Run the command with its streams redirected as a shell does."""
    line = ["sh", "-c", f'"$@" {redirection}', "sh", *program(*argv)]
    return subprocess.run(line, cwd=ROOT, check=False, capture_output=True, text=True)


def test_an_output_that_is_closed(model: Path) -> None:
    result = in_shell(">&-", "describe", model)
    message = "mdn describe: the output is closed; give the command one to write to.\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, "", message)


def test_where_nobody_hears_of_errors_the_output_is_not_theirs(model: Path, table: Path) -> None:
    result = in_shell("2>&-", "describe", model.parent / "gone.mdn")
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "")
    result = in_shell("2>&-", "sample", model, table, "--out", "-")
    assert (result.returncode, result.stdout.count("\n"), result.stderr) == (0, 31, "")


@pytest.mark.parametrize("module", ["argparse", "numpy"])
def test_ctrl_c_while_libraries_are_loaded(model: Path, module: str) -> None:
    # Raised in a text that is executed, as those of named tuples are: Python ends itself by a
    # signal after such a one, whoever caught it.
    probe = (
        "import sys\n"
        "class Interrupter:\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == '{module}': exec('raise KeyboardInterrupt')\n"
        "sys.meta_path.insert(0, Interrupter())\n"
        f"sys.argv[1:] = ['describe', {str(model)!r}]\n"
        "from mdn_gui.cli import program\n"
        "program()"
    )
    result = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, check=False, capture_output=True, text=True
    )
    name = "mdn" if module == "argparse" else "mdn describe"
    expected = (1, "", f"{name}: stopped by Ctrl-C.\n")
    assert (result.returncode, result.stdout, result.stderr) == expected


def test_advice_names_the_options_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("area;rent\n26;522\n27;1.234\n28;-1.500\n")
    command = ["train", str(table), "--input", "area", "--target", "rent", "--out", "model.mdn"]
    assert main(command) == 1
    assert "say which mark it is (--decimal), or choose" in capsys.readouterr().err
    assert main([*command[:-2], "--out", str(tmp_path / "model.mdn"), "--sheet", "May"]) == 1
    assert "which has no sheets; leave the sheet out (--sheet)." in capsys.readouterr().err
