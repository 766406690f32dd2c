"""The content of a text file as lines of UTF-8, whatever its encoding and compression."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, override

import numpy as np

from mdn_gui.core.files.compression import Compression, compression_of, open_content
from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.table_refusals import TableError, check_table_memory
from mdn_gui.core.files.text_encoding import encoding_by_zeros, probable_encoding
from mdn_gui.core.text import say

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK_BYTES = 2**20
_CHUNK_BYTES = 2**22  # of which pyarrow makes four blocks, one for each of some threads
_PIECE_BYTES = 2**17  # fits into a processor's cache
_HEAD_BYTES = 2**15
_HEAD_LINES = 200
_TAIL_BYTES = 2**13
_EVIDENCE_BYTES = 2**16
_MANY_FAULTS = 1000
_MOST_PADDING = 2**24
_END = b"\x1a"  # of a file, as DOS marks it
_PADDING = b"\0" + _END
_UNCHANGED: Final = ("utf-8", "utf-8-sig")
_MARKED: Final = ("utf-16", "utf-32")
_LINE_IN_QUOTES: Final = re.compile(rb'(?<![^\r\n])"([^\r\n]*)"(?![^\r\n])')
_COMMENT: Final = re.compile(rb"(?<![^\r\n])#[^\r\n]*")


class Changes(NamedTuple):
    """What is changed in a text so that common readers can read it.

    Attributes:
        comments: Tells of a line that begins with "#" whether it is made blank; None if none is.
        spaced: Whether runs of spaces are made tabs, and left out where a line begins or ends.
        loose: The separator, if spaces between it and a quote are left out; else "".
    """

    comments: Callable[[str], bool] | None = None
    spaced: bool = False
    loose: str = ""


class TextContent:
    """What is in a text file.

    The whole file is looked through once, for what its first lines cannot tell.

    Args:
        path: The file.
        encoding: Python's name of its encoding; None to find it out.

    Attributes:
        path: The file.
        compression: How it is compressed.
        encoding: Python's name of its encoding.
        size: Its bytes, decompressed.
        short: Whether it is a single block, of which `tail` may hold the first line.
        quotes: Whether there is a quote in it.
        comments: How many lines begin with "#".
        places: Where lines are cut into fields; see `text_places`.
        foreign: How many characters or bytes are not UTF-8 in a file that is UTF-8 otherwise.

    Raises:
        TableError: If the encoding is unknown, the content is no text, or there is too little
            memory for it.
        OSError: If the file cannot be read.
        UnicodeDecodeError: If it is damaged UTF-16.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        with open_regular(path) as file:
            self.compression: Compression = compression_of(file.read(4))
        with open_content(path) as file:
            head = file.read(_HEAD_BYTES)
        told = _known(path, encoding, head) if encoding else encoding_by_zeros(head)
        self.encoding = told or "utf-8"
        self._errors = (
            "strict" if self.encoding.startswith("utf-16") and not encoding else "replace"
        )
        self.foreign = self.size = self.comments = 0
        self.places: tuple[int, ...] = ()
        self.quotes = self._padded = self._signs = self._wrapped = False
        self._tail, self._padding = b"", 0
        survey = _Utf8Survey()
        # What is looked for has the same bytes in nearly all encodings.
        early = not _holds_ascii(self.encoding)
        for piece in self._decoded() if early else self._raw(_PIECE_BYTES):
            self._look_at(piece)
            if self.encoding in _UNCHANGED:
                survey.look_at(piece)
        survey.end()
        if survey.broken and not survey.is_utf8 and not told:
            self.encoding = probable_encoding(survey.lines)
        else:
            self.foreign = survey.broken
        self.short = self.size <= _BLOCK_BYTES
        if not early:
            self._tail = self._tail.decode(self.encoding, "replace").encode()
        self._wrapped = self.quotes and _is_wrapped(self.head()[0])
        if self._signs:
            self.comments = sum(len(_COMMENT.findall(block)) for block in self._blocks())

    @property
    def plain(self) -> bool:
        """Whether the file itself can be given to a reader of UTF-8."""
        return (
            not self.compression
            and not self._padded
            and not self._wrapped
            and not self.places
            and not self.foreign
            and self.encoding in _UNCHANGED
        )

    @cached_property
    def lines(self) -> int:
        """How many lines there are, blank ones too; what is behind the last end counts."""
        count, last = 0, b""
        for block in self._blocks():
            count += block.count(b"\n")
            if b"\r" in block:
                count += block.count(b"\r") - block.count(b"\r\n")
            last = block
        return count + (last != b"" and not last.endswith((b"\n", b"\r")))

    def head(self) -> tuple[str, bool]:
        """The first lines: many, or a million characters or more; and whether they are all."""
        blocks = self._blocks()
        head = next(blocks, b"")
        end = head.rfind(b"\n", 0, _HEAD_BYTES) + 1
        if end < len(head) and head.count(b"\n", 0, end) >= _HEAD_LINES:
            return head[:end].decode("utf-8", "replace"), False
        # The second block may be but the last line.
        return (head + next(blocks, b"")).decode("utf-8", "replace"), self.short

    def tail(self) -> list[str]:
        """The last lines, about eight thousand characters."""
        tail = unwrapped(self._tail) if self._wrapped else self._tail
        text = tail.translate(None, _PADDING).decode("utf-8", "replace")
        lines = [cut_apart(line, self.places) for line in StringIO(text, newline="")]
        return lines if self.size <= _TAIL_BYTES else lines[1:]  # the first may be cut

    def open(self, changes: Changes) -> BinaryIO:
        """Open the content.

        Args:
            changes: What is changed in it.

        Returns:
            UTF-8 without a byte order mark, with the lines of the file.
        """
        return io.BufferedReader(_Stream(self._changed(changes)))

    def chunks(self, changes: Changes) -> Iterator[bytes]:
        """Read the same in large pieces, each of which begins with a row."""
        chunk: list[bytes] = []
        size = 0
        for block in self._changed(changes):
            chunk.append(block)
            size += len(block)
            # Within quotes, a line is no row, and not every quote opens or closes a field.
            if size >= _CHUNK_BYTES and not self.quotes:
                yield b"".join(chunk)
                chunk, size = [], 0
        if size:
            yield b"".join(chunk)

    def count_filled(self, changes: Changes) -> int:
        """Count the lines that are not blank; see `open`."""
        filled = 0
        for block in self._changed(changes):
            codes = np.frombuffer(b"\n" + block + b"\n", np.uint8)
            ends = (codes == ord("\n")) | (codes == ord("\r"))
            filled += int(np.count_nonzero(ends[1:] & ~ends[:-1]))
        return filled

    def count_comments(self, changes: Changes) -> int:
        """Count the lines that are made blank; see `open`."""
        shown = (self._changed(changes._replace(comments=None)), self._changed(changes))
        before, behind = (sum(len(_COMMENT.findall(block)) for block in each) for each in shown)
        return before - behind

    def _changed(self, changes: Changes) -> Iterator[bytes]:
        quoted = False
        for block in self._blocks():
            changed = tabbed(block, quoted=quoted) if changes.spaced else block
            if changes.loose:
                changed = without_spaces_before_quotes(changed, changes.loose)
            if changes.comments and b"#" in changed:
                changed = _without_comments(changed, changes.comments, quoted=quoted)
            yield changed
            if self.quotes:
                quoted ^= changed.count(b'"') % 2 == 1

    def _blocks(self) -> Iterator[bytes]:
        """Read whole lines as UTF-8."""
        unchanged = self.encoding in _UNCHANGED and not self.foreign
        for block in _whole_lines(self.path, self._raw() if unchanged else self._decoded()):
            kept = block.translate(None, _PADDING) if self._padded else block
            kept = unwrapped(kept) if self._wrapped else kept
            if self.places:
                lines = StringIO(kept.decode("utf-8", "replace"), newline="")
                kept = "".join(cut_apart(line, self.places) for line in lines).encode()
            yield kept

    def _decoded(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self.encoding)(self._errors)
        for piece in self._raw():
            yield decoder.decode(piece).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")

    def _raw(self, size: int = _BLOCK_BYTES) -> Iterator[bytes]:
        """Read the content as it is, but for the byte order mark of UTF-8."""
        with open_content(self.path) as file:
            piece = file.read(size)
            if self.encoding in _UNCHANGED:
                piece = piece.removeprefix(codecs.BOM_UTF8)
            while piece:
                yield piece
                piece = file.read(size)

    def _look_at(self, piece: bytes) -> None:
        if b"\0" in piece or self._padded:
            self._check_padding(piece)
        self._padded = self._padded or piece.endswith(_END)
        self.size += len(piece)
        self.quotes = self.quotes or b'"' in piece
        self._signs = self._signs or b"#" in piece
        self._tail = (self._tail + piece[-_TAIL_BYTES:])[-_TAIL_BYTES:]

    def _check_padding(self, piece: bytes) -> None:
        """Refuse text with NUL bytes, but at its end, where a crash may leave them."""
        above, _, below = piece.partition(b"\0")
        self._padding += len(piece)
        if (above if self._padded else below).strip(
            _PADDING + b"\r\n"
        ) or self._padding > _MOST_PADDING:
            raise TableError(
                say(
                    "{name}, row {number} holds a NUL byte, as damaged files and files of other "
                    "formats do; export the table anew.",
                    name=self.path.name,
                    number=self._row_of_zero(),
                )
            )
        self._padded = True

    def _row_of_zero(self) -> int:
        row = 1
        for piece in self._raw() if _holds_ascii(self.encoding) else self._decoded():
            above, zero, _ = piece.partition(b"\0")
            row += above.count(b"\n") or above.count(b"\r")
            if zero:
                break
        return row


class _Utf8Survey:
    """How much of a text is UTF-8.

    Attributes:
        broken: How many bytes or sequences of bytes are not.
        lines: Some lines that are not ASCII.
    """

    def __init__(self) -> None:
        self.broken = self._whole = 0
        self.lines: list[bytes] = []
        self._line_bytes = 0
        self._rest = b""

    @property
    def is_utf8(self) -> bool:
        """Whether there is more UTF-8 than not: by chance, hardly any bytes are."""
        return self._whole > self.broken

    def look_at(self, piece: bytes) -> None:
        """Look at a piece of the text."""
        if (not self._rest and piece.isascii()) or (
            self.broken > _MANY_FAULTS and not self.is_utf8
        ):
            return
        # A piece may end within a character.
        piece = self._rest + piece
        end = max(piece.rfind(b"\n"), piece.rfind(b"\r")) + 1 or len(piece)
        self._rest = piece[end:]
        self._look_at_lines(piece[:end])

    def end(self) -> None:
        """Look at what is left."""
        self._look_at_lines(self._rest)

    def _look_at_lines(self, block: bytes) -> None:
        try:
            self._whole += len(block) - len(block.decode())
        except UnicodeDecodeError:
            text = block.decode("utf-8", "replace")
            broken = text.count("\ufffd") - block.count("\ufffd".encode())
            self.broken += broken
            self._whole += len(text) - len(text.encode("ascii", "ignore")) - broken
            for line in block.splitlines():
                if not line.isascii() and self._line_bytes < _EVIDENCE_BYTES:
                    self.lines.append(line)
                    self._line_bytes += len(line)


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._piece = memoryview(piece)
        size = min(len(view), len(self._piece))
        view[:size] = self._piece[:size]
        self._piece = self._piece[size:]
        return size


def tabbed(block: bytes, *, quoted: bool = False) -> bytes:
    """Make tabs of runs of spaces, but for those in quotes and at the ends of lines.

    Args:
        block: Whole lines.
        quoted: Whether they begin within quotes.

    Returns:
        The same lines, with a tab between fields.
    """
    codes = np.frombuffer(block, np.uint8)
    if not len(codes):
        return block
    gap = codes == ord(" ")
    if b"\t" in block:
        gap |= codes == ord("\t")
    if quoted or b'"' in block:
        gap &= (np.cumsum(codes == ord('"'), dtype=np.uint8) + quoted) % 2 == 0
    codes = np.where(gap, np.uint8(ord("\t")), codes)
    # The last of each run stays, if it is neither first nor last in its line; no character that
    # lines hold besides is so low.
    gap[:-1] &= codes[1:] <= ord("\r")
    codes = codes[~gap]
    joined: bytes = codes.tobytes()
    if joined.startswith(b"\t") or b"\n\t" in joined or b"\r\t" in joined:
        gap = codes == ord("\t")
        gap[1:] &= (codes[:-1] == ord("\n")) | (codes[:-1] == ord("\r"))
        joined = codes[~gap].tobytes()
    return joined


def cut_apart(line: str, places: Sequence[int]) -> str:
    """Put a tab between the fields of a line, unless one of them reaches over a place.

    Args:
        line: The line.
        places: Where it is cut, counted in characters from 0; none leave it as it is.
    """
    text = line.rstrip("\r\n")
    if not places or not text.strip() or any(text[place : place + 1].strip() for place in places):
        return line
    bounds = zip((0, *places), (*places, len(text)), strict=True)
    return "\t".join(text[begin:end].strip() for begin, end in bounds) + line[len(text) :]


def unwrapped(block: bytes) -> bytes:
    """Take away the quotes around each line, and one of each pair within; see `_is_wrapped`."""
    return _LINE_IN_QUOTES.sub(lambda line: line[1].replace(b'""', b'"'), block)


def _is_wrapped(text: str) -> bool:
    """Whether each line is in quotes as a whole, so that a table has but one column of text.

    Some programs quote the lines of a file that has separators and quotes already.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    inner = [line[1:-1] for line in lines if len(line) > 1 and line[0] == line[-1] == '"']
    return (
        1 < len(lines) == len(inner)
        and not any('"' in line.replace('""', "") for line in inner)
        and any(all(mark in line for line in inner) for mark in ",;\t|")
    )


def without_spaces_before_quotes(block: bytes, separator: str) -> bytes:
    """Leave out the spaces between separators and quotes, which would be part of the fields."""
    return re.sub(b"(?<=" + re.escape(separator.encode()) + b') +"', b'"', block)


def _without_comments(block: bytes, hides: Callable[[str], bool], *, quoted: bool) -> bytes:
    """Make lines blank that begin with "#" and are comments, but for those in quotes."""
    place, inside = 0, quoted

    def kept(found: re.Match[bytes]) -> bytes:
        nonlocal place, inside
        inside ^= block.count(b'"', place, found.start()) % 2 == 1
        shown = inside or not hides(found.group().decode("utf-8", "replace"))
        place = found.start() if shown else found.end()
        return found.group() if shown else b""

    return _COMMENT.sub(kept, block)


def _whole_lines(path: Path, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Put pieces together so that each ends with a line."""
    begun: list[bytes] = []
    size = 0
    for piece in pieces:
        # A carriage return at the very end may be half of what ends the line.
        end = max(piece.rfind(b"\n"), piece.rfind(b"\r", 0, -1)) + 1
        if end:
            yield b"".join([*begun, piece[:end]])
            begun, size = [], 0
        elif begun:
            check_table_memory(path.name, 8 * size)
        begun.append(piece[end:])
        size += len(piece) - end
    rest = b"".join(begun)
    if rest:
        yield rest


def _known(path: Path, encoding: str, head: bytes) -> str:
    """Python's own name of an encoding that a person names for a file that begins so."""
    known = ""
    try:
        known = codecs.lookup(encoding).name
        "a".encode(known)  # a known codec may be no encoding of text
        codecs.getincrementaldecoder(known)("replace").decode(head)
    except (LookupError, ValueError, TypeError) as error:
        if known in _MARKED:
            raise TableError(
                say(
                    "{name} does not begin with the byte order mark of {encoding!r}; name "
                    "{known}-le or {known}-be, or leave the encoding to be found out.",
                    name=path.name,
                    encoding=encoding,
                    known=known,
                )
            ) from error
        raise TableError(
            say(
                "{name} cannot be read as {encoding!r}, which is no encoding that is known; name "
                "one such as utf-8, utf-16, cp1252, gb18030 or shift-jis.",
                name=path.name,
                encoding=encoding,
            )
        ) from error
    return known


def _holds_ascii(encoding: str) -> bool:
    """Whether an encoding has ASCII's bytes for what is looked for, and for nothing else."""
    if encoding in _UNCHANGED:
        return True
    try:
        return 'a1,"#\r\n'.encode(encoding) == b'a1,"#\r\n' and encoding != "utf-7"
    except (UnicodeError, LookupError):
        return False
