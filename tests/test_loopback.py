"""Nothing that the program does reaches beyond the machine."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]

GUARD = """
import os, socket, sys

def guard(event, arguments):
    match event, arguments:
        case ("socket.connect" | "socket.sendto" | "socket.sendmsg"), (line, address):
            if line.family == getattr(socket, "AF_UNIX", None) or address is None:
                return
            host = address[0]
        case ("socket.getaddrinfo" | "socket.gethostbyname" | "socket.gethostbyaddr"), _:
            host = arguments[0]
        case _:
            return
    if host not in (None, "", "localhost", "::1") and not str(host).startswith("127."):
        with open(os.environ["TRIED"], "a") as tried:
            print(event, host, file=tried)
        raise OSError(f"{event} reaches for {host}")

sys.addaudithook(guard)
"""
"""Python runs it first in every process, and so in those that the program starts. It hears of all
that the module `socket` does, by whatever function: `connect_ex` and `create_connection`, too."""

SCRIPT = """
from mdn_gui.core import tables
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.training import fit

dataset = tables.read("table.csv", inputs=["x"], targets=["y"])
fit(dataset, NetworkSettings(hidden=(4,), components=2), TrainingSettings(epochs=2))
"""
COLUMNS = ["--input", "x", "--target", "y"]
SMALL = ["--preset", "tutorial", "--hidden", "4", "--components", "2", "--epochs", "2"]


@pytest.fixture
def tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the guard of every process started from now on notes what was tried."""
    guard, tried = tmp_path / "guard", tmp_path / "tried"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(guard), str(ROOT)]))
    monkeypatch.setenv("TRIED", str(tried))
    return tried


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_window_command_and_script_reach_nothing_beyond_the_machine(
    tmp_path: Path, tried: Path
) -> None:
    x = np.linspace(0.0, 1.0, 300)
    np.savetxt(
        tmp_path / "table.csv", np.c_[x, np.sin(9.0 * x)], delimiter=",", header="x,y", comments=""
    )
    for arguments in (
        [str(ROOT / "main.py"), "table.csv", *COLUMNS, "--snapshot", "w.png", "--samples", "w.csv"],
        ["-m", "mdn_gui.cli", "train", "table.csv", *COLUMNS, *SMALL, "--out", "m.mdn"],
        ["-m", "mdn_gui.cli", "sample", "m.mdn", "table.csv", "--n", "2", "--out", "samples.csv"],
        ["-c", SCRIPT],
    ):
        done = python(tmp_path, *arguments)
        assert done.returncode == 0, done.stderr
    assert not tried.exists(), tried.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "reach",
    [
        "socket.create_connection(('192.0.2.1', 9), timeout=1)",  # of no machine, by RFC 5737
        "socket.socket().connect_ex(('192.0.2.1', 9))",
        "socket.getaddrinfo('example.org', 80)",
    ],
)
def test_the_guard_hears_of_a_process_that_tries(tmp_path: Path, tried: Path, reach: str) -> None:
    inner = f"import socket; {reach}"
    done = python(
        tmp_path, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    )
    assert "reaches for" in done.stderr
    assert len(tried.read_text(encoding="utf-8").splitlines()) == 1
