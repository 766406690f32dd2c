"""Compressed files, against the libraries that write them."""

import gzip
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pytest

from mdn_gui.core.files import table_refusals
from mdn_gui.core.files.compression import Compression, compression_of, open_content
from mdn_gui.core.files.table_refusals import TableError

CONTENT = b"".join(b"%d,%d\n" % (row, row * row) for row in range(20_000))


def compressed(compression: Compression, content: bytes = CONTENT) -> bytes:
    if compression == "gzip":
        return gzip.compress(content)
    packed = pa.compress(content, codec="zstd", asbytes=True)
    assert isinstance(packed, bytes)
    return packed


def content(folder: Path, written: bytes) -> bytes:
    path = folder / "table.csv.gz"
    path.write_bytes(written)
    with open_content(path) as file:
        return file.read()


@pytest.mark.parametrize("compression", ["gzip", "Zstandard"])
def test_what_is_compressed_is_told_and_read(tmp_path: Path, compression: Compression) -> None:
    written = compressed(compression)
    assert compression_of(written[:4]) == compression
    assert content(tmp_path, written) == CONTENT
    assert content(tmp_path, written + written) == CONTENT * 2, "of two parts"


def test_zeros_behind_the_end_are_padding(tmp_path: Path) -> None:
    assert content(tmp_path, compressed("gzip") + bytes(512)) == CONTENT


@pytest.mark.parametrize("written", [b"", b"x", CONTENT])
def test_what_is_not_compressed_is_read_as_it_is(tmp_path: Path, written: bytes) -> None:
    assert compression_of(written[:4]) == ""
    assert content(tmp_path, written) == written


@pytest.mark.parametrize("compression", ["gzip", "Zstandard"])
@pytest.mark.parametrize("left", [5, 0.5, 0.999])
def test_a_file_that_is_cut_off_is_refused(
    tmp_path: Path, compression: Compression, left: float
) -> None:
    written = compressed(compression)
    with pytest.raises(TableError, match=r"table\.csv\.gz is cut off or damaged, and cannot be"):
        content(tmp_path, written[: int(left * len(written)) if left < 1 else int(left)])


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    written = bytearray(compressed("gzip"))
    written[1000:1050] = b"\xff" * 50
    with pytest.raises(TableError, match=r"is cut off or damaged"):
        content(tmp_path, bytes(written))


@pytest.mark.parametrize("compression", ["gzip", "Zstandard"])
def test_a_bomb_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compression: Compression
) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(compressed(compression, bytes(2**27 + 1)))
    monkeypatch.setattr(table_refusals, "available_memory", lambda: 2**25)
    with open_content(path) as file:
        pieces = iter(partial(file.read, 2**20), b"")
        with pytest.raises(TableError, match=r"bomb\.csv\.gz takes about"):
            list(islice(pieces, 65))
