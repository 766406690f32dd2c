"""Files that are whole at any moment, whatever happens while they are written."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mdn_gui.core.files.atomic_file import check_writable, followed, replacing

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
        "from mdn_gui.core.files.atomic_file import replacing\n"
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
    assert followed(folder / "link") == folder / "gone" / "file"
    assert followed(folder / "new") == folder / "new"


def test_links_that_lead_nowhere_are_an_error_of_the_system(tmp_path: Path) -> None:
    for name, target in (("loop", "pool"), ("pool", "loop")):
        (tmp_path / name).symlink_to(target)
    for path in (tmp_path / "loop", tmp_path / "loop" / "file"):
        with pytest.raises(OSError, match="loop"):
            followed(path)
        with pytest.raises(OSError, match="loop"):
            write(path, b"new")
    assert (tmp_path / "loop").is_symlink()
