"""Opening what a person names: a regular file, and nothing that could wait or flow for ever."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from mdn_gui.core.text import say


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
