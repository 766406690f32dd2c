"""A zip archive of stored members, and arrays as its .npy members; reading trusts nothing.

zipfile checks the CRC-32 of each member that is read to its end, which finds every flipped byte.
Nothing is decompressed, unpickled or evaluated, and nothing is read before its size is known to be
one that can be right.
"""

import math
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.text import say

_EPOCH = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_LARGEST_DIRECTORY = 2**20  # bytes of the list of members; each takes some 60
_END = b"PK\x05\x06"  # of the record that ends an archive, and says how long that list is
_END_OF_LARGE = b"PK\x06\x07"  # before it, in archives of over 4 GB
_END_SIZE, _LONGEST_COMMENT = 22, 2**16
_MAGIC = b"\x93NUMPY\x01\x00"
_LONGEST_HEADER = 1024
# NumPy writes the fields in this order. Reading them by its own parser would evaluate the text.
_HEADER = re.compile(
    rb"\{'descr': '([^']*)', 'fortran_order': False, 'shape': \(([0-9, ]*)\),? *\} *\n"
)


def write_members(file: BinaryIO, members: Mapping[str, bytes]) -> None:
    """Write an archive; the same members give the same bytes.

    Args:
        file: Where to.
        members: Content by name.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3  # Unix, on every system
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)


class Members:
    """The members of an archive that is open for reading.

    Args:
        file: The archive.

    Raises:
        ValueError: It is none, or a damaged one.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._size = file.seek(0, 2)
        _check_directory(file, self._size)
        with _plain_errors(say("it is no archive, or its end is missing")):
            self._archive = zipfile.ZipFile(file)

    def __contains__(self, name: str) -> bool:
        return name in self._archive.namelist()

    def read(self, name: str, most: int) -> bytes:
        """Read a member.

        Args:
            name: Its name.
            most: Bytes that it may have.

        Raises:
            ValueError: It is missing, compressed, encrypted, too large or damaged.
        """
        found = [info for info in self._archive.infolist() if info.filename == name]
        if len(found) != 1:
            raise ValueError(
                say(
                    "it has {count} members named {name} instead of one",
                    count=len(found),
                    name=name,
                )
            )
        (info,) = found
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & _ENCRYPTED:
            raise ValueError(say("member {name} is compressed or encrypted", name=name))
        if info.file_size != info.compress_size or info.file_size > min(most, self._size):
            raise ValueError(
                say(
                    "member {name} states a size of {file_size} bytes",
                    name=name,
                    file_size=info.file_size,
                )
            )
        with (
            _plain_errors(say("member {name} is damaged", name=name)),
            self._archive.open(info) as member,
        ):
            content = member.read()
        if len(content) != info.file_size:
            raise ValueError(say("member {name} is cut short", name=name))
        return content

    def array(self, name: str, shape: tuple[int, ...], dtype: str) -> tuple[NDArray[Any], bytes]:
        """Read a member that holds an array.

        Args:
            name: Its name.
            shape: The shape that it must have.
            dtype: The type that it must have, as NumPy writes it, with the byte order.

        Returns:
            The array, read-only, and the member's bytes.

        Raises:
            ValueError: As for `read`, or it is not such an array.
        """
        length = math.prod(shape) * np.dtype(dtype).itemsize
        content = self.read(name, length + _LONGEST_HEADER)
        start = len(_MAGIC) + 2
        end = start + int.from_bytes(content[start - 2 : start], "little")
        header = _HEADER.fullmatch(content[start:end])
        if not content.startswith(_MAGIC) or header is None:
            raise ValueError(say("member {name} is no .npy array of numbers", name=name))
        found_shape = tuple(int(digits) for digits in re.findall(rb"[0-9]+", header[2]))
        if (found_shape, header[1]) != (shape, dtype.encode()) or len(content) - end != length:
            raise ValueError(
                say(
                    "member {name} is not an array of shape {shape} and type {dtype}",
                    name=name,
                    shape=shape,
                    dtype=dtype,
                )
            )
        return np.frombuffer(content, dtype, offset=end).reshape(shape), content


def array_member(values: NDArray[np.floating], dtype: str) -> bytes:
    """An array as a .npy member.

    Args:
        values: Of any shape.
        dtype: The type to write, as NumPy writes it, with the byte order.
    """
    file = BytesIO()
    array = np.ascontiguousarray(values, dtype)
    np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)
    return file.getvalue()


def _check_directory(file: BinaryIO, size: int) -> None:
    """Refuse a list of members that zipfile would need much memory for.

    Source: PKWARE, .ZIP File Format Specification, 4.3.16.
    """
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - len(_END_OF_LARGE) - 16))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + _END_SIZE:
        raise ValueError(say("it is no archive, or its end is missing"))
    (directory,) = struct.unpack_from("<I", tail, end + 12)
    if directory > _LARGEST_DIRECTORY or tail[max(end - 20, 0) : end].startswith(_END_OF_LARGE):
        raise ValueError(say("its list of members is too long"))


@contextmanager
def _plain_errors(message: str) -> Iterator[None]:
    """Turn whatever zipfile raises for a damaged archive into one sentence."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error) as error:
        raise ValueError(message) from error
