"""Writing a file so that there is, at any moment, either the old one or the new one."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def followed(path: Path) -> Path:
    """What a path leads to, through every link; it need not exist.

    Raises:
        OSError: The links lead back to themselves, or a folder may not be read.
    """
    try:
        # Path.resolve raises a RuntimeError for a loop in Python 3.12, and nothing in 3.13.
        return Path(os.path.realpath(path, strict=True))
    except FileNotFoundError:
        return Path(os.path.realpath(path))


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a file under another name, beside its own, and rename it when it is on the disk.

    Args:
        path: The file to write; one that exists is replaced at the end. Where it is a link, what
            it points to is replaced.

    Yields:
        Where to write the content.

    Raises:
        OSError: The file cannot be written, and is as it was; or it is a folder, a pipe or a
            device, whose place no file should take.
    """
    target = followed(path)
    if target.exists() and not target.is_file():
        raise FileExistsError(errno.EEXIST, "Not a regular file", str(path))
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        # Opened by name and not by mkstemp, so that the file may be read by whom others may be.
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def check_writable(folder: Path) -> None:
    """Find out whether files can be written to a folder, by writing one.

    Raises:
        OSError: They cannot.
    """
    probe = folder / f".{secrets.token_hex(8)}.tmp"
    probe.touch(exist_ok=False)
    probe.unlink()


def _sync_folder(folder: Path) -> None:
    """Bring the renaming to the disk too, where the system can."""
    # Windows opens no folders, and some file systems do not sync them; the file is whole anyway.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
