"""Which encoding text probably has that is not what it should be."""

from __future__ import annotations

from pathlib import Path

from mdn_gui.core.files.regular_file import open_regular
from mdn_gui.core.text import say

_SNIFFED_BYTES = 2**20


def encoding_by_mark(head: bytes) -> str:
    """Tell UTF-16, which needs a byte order mark, from UTF-8, which may have one.

    Args:
        head: The first bytes of a file.

    Returns:
        Python's name of the encoding.
    """
    return "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def is_unmarked_utf16(head: bytes) -> bool:
    """Tell text in UTF-16 without a byte order mark from what is no text.

    Args:
        head: The first bytes of a file.

    Returns:
        Whether every second byte is nearly always zero, and the others are not.
    """
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    return most > len(head) // 4 and least <= len(head) // 100


def probable_encoding(path: Path) -> str:
    """Guess the encoding of a file that is not UTF-8.

    Args:
        path: The file.

    Returns:
        What a person calls the encoding.

    Raises:
        OSError: The file cannot be read.
    """
    with open_regular(path) as file:
        head = file.read(_SNIFFED_BYTES)
    # The last character may be cut.
    text = head[: head.rfind(b"\n") + 1 or len(head)]
    for name, codec in (("Shift-JIS", "cp932"), ("GB18030", "gb18030")):
        if _fits(text, codec):
            return name
    return say("Windows-1252 (Western European)")


def _fits(text: bytes, codec: str) -> bool:
    """Whether most of what is not ASCII is in daily use in the language of the codec."""
    try:
        foreign = [character for character in text.decode(codec) if character > "\x7f"]
    except UnicodeDecodeError:
        return False
    common = sum(_is_common(character, codec) for character in foreign)
    return common > 0.7 * len(foreign)


def _is_common(character: str, codec: str) -> bool:
    # Both standards put the characters in daily use first.
    try:
        first = character.encode("gb2312" if codec == "gb18030" else "cp932")[0]
    except UnicodeEncodeError:
        return False
    if codec == "gb18030":
        return first <= 0xD7
    return 0x81 <= first <= 0x98
