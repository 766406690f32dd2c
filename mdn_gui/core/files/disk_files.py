"""Opening what a person names, and writing a file whole or not at all."""

import errno
import io
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from mdn_gui.core.text import say

_BLOCK = 1 << 20  # bytes read at once


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file to read it.

    Args:
        path: The file; links are followed.

    Returns:
        The open file.

    Raises:
        OSError: The file cannot be opened, or is a folder (`IsADirectoryError`), a pipe, a socket
            or a device. `strerror` says which in plain words.
    """
    if "\0" in str(path):
        raise FileNotFoundError(errno.ENOENT, say("No file has such a name"), str(path))
    # Sockets cannot be opened, and opening a device may act on it: look first.
    _check(path.stat().st_mode, path)
    # Another file may have taken its place since: do not wait for the writer of a pipe.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    try:
        _check(os.fstat(handle).st_mode, path)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def digest(path: Path) -> str:
    """SHA-256 of a file, or of all files in a folder, in hexadecimal digits; read in blocks.

    Raises:
        OSError: It cannot be read.
    """
    import hashlib  # noqa: PLC0415 - brings OpenSSL, not needed by the first frame

    found, files = hashlib.sha256(), [path]
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.is_file())
    for file in files:
        with open_regular(file) as content:
            while block := content.read(_BLOCK):
                found.update(block)
    return found.hexdigest()


def _check(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, say("It is a folder"), str(path))
    if not stat.S_ISREG(mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(mode)), say("no regular file"))
        raise OSError(errno.EINVAL, say("It is {kind}", kind=kind), str(path))


_KINDS = (
    (stat.S_ISFIFO, say("a pipe")),
    (stat.S_ISSOCK, say("a socket")),
    (stat.S_ISCHR, say("a device")),
    (stat.S_ISBLK, say("a device")),
)


KEPT_SECONDS = 24 * 60 * 60
"""A temporary file that nobody has written to for so long is what a killed program left."""

_LONGEST_NAME = 50  # of the file, in its temporary one: 255 bytes may be all that a name has
_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{16}\.mdn-tmp", re.DOTALL)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a file under another name, beside its own, and rename it when it is on the disk.

    The permissions of a file that exists are kept, and its owner and group where the system lets
    them be given away; a new one has what the system gives to new files. What killed programs left
    in the same folder more than a day ago is removed.

    Args:
        path: The file to write; one that exists is replaced at the end. Where it is a link, what
            it points to is replaced.

    Yields:
        Where to write the content.

    Raises:
        OSError: The file cannot be written, and is as it was; or it is a folder, a pipe or a
            device, whose place no file should take.
    """
    old = _status(path)
    if old is not None and not stat.S_ISREG(old.st_mode):
        raise FileExistsError(errno.EEXIST, say("not a regular file"), str(path))
    target = resolved(path)
    _sweep(target.parent)
    temporary = _temporary(target)
    # Opened by name and not by mkstemp, so that a new file may be read by whom others may be.
    mode = 0o666 if old is None else 0o600
    try:
        with open(temporary, "xb", opener=partial(os.open, mode=mode)) as file:
            if old is not None:
                _take_permissions(file.fileno(), old)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Write a file as `replacing` does, and a pipe or a device directly.

    Args:
        path: The file, pipe or device.

    Yields:
        Where to write the content.

    Raises:
        OSError: It cannot be written, or is a folder; a file is as it was.
    """
    old = _status(path)
    as_it_comes = old is not None and not stat.S_ISREG(old.st_mode)
    with path.open("wb") if as_it_comes else replacing(path) as file:
        yield file


@contextmanager
def writing_text(path: Path) -> Iterator[TextIO]:
    """Write UTF-8 text as `writing` does, without changing line ends.

    Args:
        path: The file, pipe or device.

    Yields:
        Where to write the text.

    Raises:
        OSError: As for `writing`.
    """
    with writing(path) as content:
        text = io.TextIOWrapper(content, encoding="utf-8", newline="")
        yield text
        text.detach()  # flushes, and leaves the file open for fsync


def resolved(path: Path) -> Path:
    """The file that a path leads to by whatever links, whether it exists or not.

    Raises:
        OSError: The links lead nowhere, in a circle.
    """
    _status(path)
    return Path(os.path.realpath(path))


def check_writable(folder: Path) -> None:
    """Find out whether files can be written to a folder, by writing one.

    Raises:
        OSError: They cannot.
    """
    probe = _temporary(folder / "probe")
    probe.touch(exist_ok=False)
    probe.unlink()


def _status(path: Path) -> os.stat_result | None:
    """What is at a path, by whatever links; None for nothing."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name[:_LONGEST_NAME]}.{os.urandom(8).hex()}.mdn-tmp")


def _take_permissions(file: int, old: os.stat_result) -> None:
    """Let an open file be read and written by whom the old one could be, and by no others."""
    if sys.platform == "win32":  # where the folder decides
        return
    mode = stat.S_IMODE(old.st_mode)
    with suppress(OSError):
        os.fchown(file, old.st_uid, -1)
    try:
        os.fchown(file, -1, old.st_gid)
    except OSError:
        # Another group: it may do no more than everybody.
        mode = mode & ~0o070 | (mode & 0o007) << 3
    os.fchmod(file, mode)


def _sweep(folder: Path) -> None:
    """Remove what killed programs left in a folder; links are not followed."""
    latest = time.time() - KEPT_SECONDS
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < latest:
                        Path(entry).unlink()


def _sync_folder(folder: Path) -> None:
    """Bring the renaming to the disk too, where the system can."""
    # Windows opens no folders, and some file systems do not sync them; the file is whole anyway.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
