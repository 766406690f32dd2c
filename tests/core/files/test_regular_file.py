"""What is opened, and what is refused without waiting."""

import os
import socket
import sys
from pathlib import Path

import pytest

from mdn_gui.core.files.disk_files import open_regular

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def refusal(path: Path) -> str:
    with pytest.raises(OSError, match="It is") as raised:
        open_regular(path)
    assert raised.value.filename == str(path)
    return raised.value.strerror or ""


def test_a_file_and_a_link_to_it_are_read(tmp_path: Path) -> None:
    path, link = tmp_path / "table.csv", tmp_path / "link.csv"
    path.write_bytes(b"x\r\n1\n")
    for opened in (path, link):
        if opened is link:
            link.symlink_to(path)
        with open_regular(opened) as file:
            assert file.read() == b"x\r\n1\n"


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="It is a folder"):
        open_regular(tmp_path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "absent")


@POSIX
def test_a_pipe_that_nobody_writes_to(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refusal(path) == "It is a pipe"


@POSIX
def test_a_pipe_that_takes_the_place_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.touch()
    status = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: status)
    assert refusal(path) == "It is a pipe"


@POSIX
def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert refusal(Path("socket")) == "It is a socket"


@POSIX
def test_a_device() -> None:
    assert refusal(Path("/dev/zero")) == "It is a device"
