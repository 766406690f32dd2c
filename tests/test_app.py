"""The command line, and the program started with no display."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mdn_gui import __version__, app
from mdn_gui.core import tables

MAIN = Path(__file__).parents[1] / "main.py"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start the program in a folder, with no display, and wait for it to end."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(
        [sys.executable, str(MAIN), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def wells(tmp_path: Path) -> Path:
    """A table of 200 rows."""
    x = np.linspace(0.0, 10.0, 200)
    y = np.sin(x) + np.random.default_rng(0).normal(0.0, 0.1, 200)
    rows = "".join(f"{a},{b}\n" for a, b in zip(x, y, strict=True))
    path = tmp_path / "wells.csv"
    path.write_text("depth,age\n" + rows, encoding="utf-8")
    return path


# Arguments


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["wells.csv", "--example", "inverse-sine"], "give a table or --example, not both"),
        (["wells.csv", "--input", "depth"], "--input and --target go together"),
        (["--input", "depth", "--target", "age"], "--input needs a table"),
        (["--decimal", "comma"], "--decimal needs a table"),
        (["wells.csv", "--rare", "3"], "--rare needs --input and --target, or --roles"),
        (["wells.csv", "--train"], "training needs --example, or a table"),
        (["wells.csv"], "training needs --example, or a table"),  # with no display
        (["--example", "nonsense"], "invalid choice: 'nonsense'"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
    ],
)
def test_wrong_arguments_are_told_in_one_line(
    arguments: list[str], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        app.main(arguments)
    assert ending.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("mdn-gui: error: ")
    assert fault in last


def test_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        app.main(["--version"])
    assert ending.value.code == 0
    assert capsys.readouterr().out == f"mdn-gui {__version__}\n"


def test_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        app.main(["--help"])
    assert ending.value.code == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("--example", "inverse-sine", "--input", "--snapshot"))


def test_missing_system_libraries_are_told_with_the_line_that_installs_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "missing_packages", lambda *, display: ("libegl1",))  # noqa: ARG005 - as called
    assert app.main([]) == 1
    said = capsys.readouterr().err
    assert "libegl1" in said
    assert "apt-get" in said


# With no display


def test_with_no_display_it_trains_saves_and_says_where(
    tmp_path: Path, wells: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences = tmp_path / "config" / "preferences.json"
    preferences.parent.mkdir()
    preferences.write_text("{", encoding="utf-8")
    monkeypatch.setenv("MDN_CONFIG", str(preferences.parent))
    done = run(tmp_path, wells.name, "--input", "depth", "--target", "age")
    assert done.returncode == 0, done.stderr
    picture, samples = Path("output", "window.png"), Path("output", "samples.csv")
    assert done.stdout.splitlines() == [f"Picture: {picture}", f"Samples: {samples}"]
    assert "Traceback" not in done.stderr
    assert (tmp_path / picture).read_bytes().startswith(b"\x89PNG")
    assert list(preferences.parent.iterdir()) == [preferences], "neither read nor written"
    assert done.stderr.count("preferences") == 0
    drawn = tables.read(tmp_path / samples, ["depth"], ["age"])
    x, y = drawn.inputs[:, 0], drawn.targets[:, 0]
    np.testing.assert_allclose(x, np.linspace(-1.0, 11.0, 1000))
    inside = (x > 0) & (x < 10)
    errors = np.abs(y - np.sin(x))[inside]
    assert np.median(errors) < 0.3, "the samples follow the rows"


def test_saves_where_it_is_told_with_the_columns_of_a_file(tmp_path: Path, wells: Path) -> None:
    (tmp_path / "roles.json").write_text('{"age": {"use": "target"}, "depth": {"use": "input"}}')
    done = run(
        *(tmp_path, wells.name, "--roles", "roles.json"),
        *("--snapshot", "p/picture.png", "--samples", "s.csv"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"Picture: {Path('p', 'picture.png')}", "Samples: s.csv"]
    assert (tmp_path / "p" / "picture.png").exists()
    assert (tmp_path / "s.csv").exists()
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("gone.csv", "gone.csv does not exist; check the name or choose another file."),
        ("bad.csv", "bad.csv, column 'age' holds text of 3 different values, such as names"),
    ],
)
def test_a_refused_table_is_told_in_one_line(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "bad.csv").write_text("depth,age\n1,two\n3,four\n5,six\n", encoding="utf-8")
    done = run(tmp_path, table, "--input", "depth", "--target", "age")
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    assert line.startswith(said)
    assert not (tmp_path / "output").exists()


# Frozen into one program

FROZEN = """\
#!/bin/sh
# As a bundler has it: its program runs the project's, and what Python asks of an interpreter.
case " $* " in *" -c "*) exec {python} "$@" ;; esac
exec {python} -c '
import multiprocessing, multiprocessing.spawn, sys
multiprocessing.freeze_support = multiprocessing.spawn.freeze_support
sys.frozen, sys.executable = True, "{frozen}"
from mdn_gui.app import main
main()
' "$@"
"""
PAINTS = """\
import os, sys
sys.frozen, sys.executable = True, sys.argv[1]
from mdn_gui.worker.messages import Call
from mdn_gui.worker.process import start_painter
painter = start_painter()
painter.send(Call(1, os.getpid))
print(painter.recv().value != os.getpid())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the frozen program is a script of a shell")
def test_a_frozen_program_started_for_a_process_of_it_opens_no_window(tmp_path: Path) -> None:
    frozen = tmp_path / "frozen"
    frozen.write_text(FROZEN.format(python=sys.executable, frozen=frozen), encoding="utf-8")
    frozen.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", PAINTS, str(frozen)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(MAIN.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("True\n", "")
