"""Opening a file to read it, and nothing else: a pipe would wait for ever, a device never end."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading; no folder, pipe, socket or device.

    Args:
        path: The file, or a link to it.

    Returns:
        The open file.

    Raises:
        OSError: It does not exist, may not be read, or is no regular file; `strerror` says which.
    """
    file = open(path, "rb", opener=_open)  # noqa: SIM115 - the caller closes it
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, "not a regular file", str(path))


def _open(name: str, flags: int) -> int:
    # Opening a pipe would wait for somebody who writes. On a regular file the flag does nothing.
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
