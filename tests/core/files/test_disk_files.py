"""Files that are opened, and files that are replaced."""

import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mdn_gui.core.files.disk_files import check_writable, open_regular, replacing, resolved, writing

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


ROOT = Path(__file__).parents[2]


def write(path: Path, content: bytes) -> None:
    with replacing(path) as file:
        file.write(content)


def write_and_fail(path: Path, failure: BaseException) -> None:
    with replacing(path) as file:
        file.write(b"half of the n")
        raise failure


@pytest.mark.parametrize("old", [None, b"old " * 1000])
def test_the_file_holds_what_was_written_and_nothing_lies_beside_it(
    tmp_path: Path, old: bytes | None
) -> None:
    path = tmp_path / "file"
    if old is not None:
        path.write_bytes(old)
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"


@pytest.mark.parametrize("failure", [OSError("no space"), KeyboardInterrupt()])
def test_a_failure_leaves_everything_as_it_was(tmp_path: Path, failure: BaseException) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(type(failure)):
        write_and_fail(path, failure)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_disk_without_room_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from mdn_gui.core.files.disk_files import replacing\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "with replacing(Path(sys.argv[1])) as file: file.write(bytes(2000))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert "File too large" in result.stderr
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "file", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_others_may_read_it_as_they_may_read_any_new_file(tmp_path: Path) -> None:
    write(tmp_path / "file", b"")
    (tmp_path / "other").touch()
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("file", "other")}
    assert len(modes) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_new_file_may_be_read_and_written_by_whom_the_old_one_could(
    tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(mode)
    with replacing(path) as file:
        [temporary] = set(tmp_path.iterdir()) - {path}
        assert stat.S_IMODE(temporary.stat().st_mode) == mode, "while it is written, too"
        file.write(b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root gives files away"
)
def test_the_new_file_belongs_to_whom_the_old_one_did(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    os.chown(path, 1234, 5678)
    write(path, b"new")
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 5678)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_group_that_cannot_be_kept_leaves_its_rights_to_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: int) -> None:
        raise PermissionError

    path = tmp_path / "file"
    path.touch()
    path.chmod(0o664)
    monkeypatch.setattr(os, "fchown", refuse)
    write(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def leave(path: Path, days: float) -> Path:
    """A file that was last written to some days ago."""
    path.touch()
    then = time.time() - days * 86_400
    os.utime(path, (then, then))
    return path


def test_what_killed_programs_left_is_removed_a_day_later(tmp_path: Path) -> None:
    old = leave(tmp_path / ".model.mdn.0123456789abcdef.mdn-tmp", days=1.1)
    kept = [
        leave(tmp_path / ".model.mdn.fedcba9876543210.mdn-tmp", days=0.9),
        leave(tmp_path / "model.mdn.0123456789abcdef.mdn-tmp", days=9),
        leave(tmp_path / ".model.mdn.0123456789abcdef.tmp", days=9),
        leave(tmp_path / ".0123456789abcdef.mdn-tmp", days=9),
    ]
    write(tmp_path / "file", b"new")
    assert not old.exists()
    assert all(file.exists() for file in kept)


def test_a_link_named_like_what_was_left_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    mine = leave(tmp_path / "folder" / "mine", days=9)
    link = tmp_path / ".model.mdn.0123456789abcdef.mdn-tmp"
    link.symlink_to(mine)
    write(tmp_path / "file", b"new")
    assert mine.exists()
    assert link.is_symlink()


def test_a_save_that_is_killed_leaves_what_is_removed_later(tmp_path: Path) -> None:
    path = tmp_path / "a name as long as names can be".ljust(200, "é")[:120]
    program = (
        "import os, sys; from pathlib import Path\n"
        "from mdn_gui.core.files.disk_files import replacing\n"
        "with replacing(Path(sys.argv[1])) as file: os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, check=False)
    [left] = tmp_path.iterdir()
    leave(left, days=2)
    write(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


def test_links_in_a_circle_are_an_error(tmp_path: Path) -> None:
    link, other = tmp_path / "link", tmp_path / "other"
    link.symlink_to(other)
    other.symlink_to(link)
    for act in (resolved, lambda path: write(path, b"new")):
        with pytest.raises(OSError, match="link"):
            act(link)
    assert link.is_symlink()


def test_a_link_to_a_file_that_is_still_to_come(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert resolved(tmp_path / "link") == resolved(tmp_path) / "file"
    write(tmp_path / "link", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with writing(tmp_path / "pipe") as file:
        file.write(b"new")
    assert os.read(reader, 9) == b"new"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


def test_a_file_is_written_to_by_replacing_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with writing(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


def test_a_folder_is_not_written_to(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=tmp_path.name), writing(tmp_path):
        pass


def test_a_folder_that_can_be_written_to_stays_empty(tmp_path: Path) -> None:
    check_writable(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["gone", "file"])
def test_what_is_no_folder_cannot_be_written_to(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=name):
        check_writable(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_and_a_folder_keep_their_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(FileExistsError, match=name):
            write(tmp_path / name, b"new")
    assert (tmp_path / "pipe").is_fifo()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["folder", "pipe"]


def test_links_are_followed_to_what_need_not_exist(tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    (folder / "link").symlink_to("gone/file")
    assert resolved(folder / "link") == folder / "gone" / "file"
    assert resolved(folder / "new") == folder / "new"


def test_links_that_lead_nowhere_are_an_error_of_the_system(tmp_path: Path) -> None:
    for name, target in (("loop", "pool"), ("pool", "loop")):
        (tmp_path / name).symlink_to(target)
    for path in (tmp_path / "loop", tmp_path / "loop" / "file"):
        with pytest.raises(OSError, match="loop"):
            resolved(path)
        with pytest.raises(OSError, match="loop"):
            write(path, b"new")
    assert (tmp_path / "loop").is_symlink()
