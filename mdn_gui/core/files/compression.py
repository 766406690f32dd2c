"""Compressed files: told by their first bytes, and read piece by piece."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, override

from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.table_refusals import TableError, check_table_memory
from mdn_gui.core.text import say

if TYPE_CHECKING:
    import pyarrow as pa
    from _typeshed import WriteableBuffer

type Compression = Literal["", "gzip", "Zstandard"]

_MARKS: Final[dict[bytes, Compression]] = {
    b"\x1f\x8b\x08": "gzip",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}
_HEAD_BYTES = 4
_CHECKED_BYTES = 2**26


def compression_of(head: bytes) -> Compression:
    """Tell how a file is compressed.

    Args:
        head: Its first bytes, four at least.

    Returns:
        The name of the format; "" if the file is not compressed.
    """
    return next((name for mark, name in _MARKS.items() if head.startswith(mark)), "")


def open_content(path: Path) -> BinaryIO:
    """Open a regular file to read what is in it, whether it is compressed or not.

    Args:
        path: The file.

    Returns:
        The content, which can be read forwards only. Reading raises a `TableError` where a
        compressed file is damaged or cut off, or its content is larger than the memory available.

    Raises:
        OSError: As for `open_regular`.
    """
    file = open_regular(path)
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    compression = compression_of(head)
    if not compression:
        return file
    return io.BufferedReader(_Decompressed(path, file, compression))


class _Decompressed(io.RawIOBase):
    """The content of a compressed file."""

    def __init__(self, path: Path, file: BinaryIO, compression: Compression) -> None:
        self._path, self._file = path, file
        self._read_bytes = 0
        if compression == "gzip":
            # Unlike pyarrow, this ignores zeros behind the end, with which tapes and disks pad.
            self._content: gzip.GzipFile | pa.NativeFile = gzip.GzipFile(fileobj=file)
        else:
            import pyarrow as pa  # noqa: PLC0415 - takes a quarter of a second

            self._content = pa.CompressedInputStream(file, "zstd")

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            piece = self._content.read(len(view))
        except (OSError, EOFError, zlib.error) as error:
            raise TableError(
                say(
                    "{name} is cut off or damaged, and cannot be decompressed; copy or compress "
                    "it anew.",
                    name=self._path.name,
                )
            ) from error
        view[: len(piece)] = piece
        before = self._read_bytes
        self._read_bytes += len(piece)
        if before // _CHECKED_BYTES != self._read_bytes // _CHECKED_BYTES:
            check_table_memory(self._path.name, self._read_bytes)
        return len(piece)

    @override
    def close(self) -> None:
        if not self.closed:
            self._content.close()
            self._file.close()
        super().close()
