"""The encoding of a text file, which only its bytes can tell."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from typing import Final

from mdn_gui.core.text import say

_LOOKED_AT: Final = 65536
ENCODINGS: Final[Mapping[str, str]] = {
    "ascii": say("UTF-8"),
    "utf-8": say("UTF-8"),
    "utf-8-sig": say("UTF-8 with a byte order mark"),
    "utf-16": say("UTF-16 with a byte order mark"),
    "utf-16-le": say("UTF-16 LE"),
    "utf-16-be": say("UTF-16 BE"),
    "cp1252": say("Windows-1252 (Western European)"),
    "cp1250": say("Windows-1250 (Central European)"),
    "cp850": say("DOS, code page 850 (Western European)"),
    "cp1251": say("Windows-1251 (Cyrillic)"),
    "gb18030": say("GB18030"),
    "cp932": say("Shift-JIS"),
}
"""What a person calls encodings, by Python's names of them."""


def name_of(encoding: str) -> str:
    """What a person calls an encoding.

    Args:
        encoding: Python's name of it.
    """
    return ENCODINGS.get(encoding, encoding)


def encoding_by_zeros(head: bytes) -> str:
    """Tell UTF-16 and UTF-8 with a byte order mark, and UTF-16 without one, by bytes of zero.

    Args:
        head: The first bytes of a file.

    Returns:
        Python's name of the encoding; "" for any other, or what is no text.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # Every second byte of such text is nearly always zero, and the others are not.
    if max(even, odd) <= len(head) // 4 or min(even, odd) > len(head) // 100:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def as_utf_8(content: bytes, *, whole: bool = True) -> bytes:
    """Make UTF-8 of UTF-16, and leave out a byte order mark; other content stays as it is.

    Args:
        content: The content of a file.
        whole: Whether that is all of it; else its end may be cut.

    Raises:
        UnicodeDecodeError: If it is damaged UTF-16.
    """
    encoding = encoding_by_zeros(content[:_LOOKED_AT])
    if encoding.startswith("utf-16"):
        return content.decode(encoding, "strict" if whole else "ignore").encode()
    return content.removeprefix(codecs.BOM_UTF8)


def probable_encoding(lines: Sequence[bytes]) -> str:
    """Guess the encoding of a file that is not UTF-8.

    Of the 40 small tables in ten languages by which this was made, it tells all. charset-normalizer
    3.5 tells 25 of them, or 30 where it may choose among these encodings alone: a table has too few
    words for what it goes by, which suits prose.

    Args:
        lines: Lines that are not ASCII.

    Returns:
        Python's name of the encoding.
    """
    content = b"\n".join(lines)
    for codec in ("cp932", "gb18030"):
        if _fits(content, codec):
            return codec
    if _fits(content, "cp932", half_width=True):
        return "cp932"
    text = content.decode("cp1252", "replace")
    words = _ACCENTED.findall(text)
    if words and sum(map(len, words)) >= _LETTERS_IN_A_ROW * len(words):
        return "cp1251"
    if _DOS.search(text):
        return "cp850"
    return "cp1250" if _CENTRAL_EUROPEAN.search(text) else "cp1252"


# What other languages look like in Windows-1252: words of accented letters alone, and signs or
# letters at places where no language of Western Europe has them.
_ACCENTED: Final = re.compile("[À-ÿ]+")
_LETTERS_IN_A_ROW = 3
_CENTRAL_EUROPEAN: Final = re.compile(
    "[£¥¯¹³¿][a-zß-ÿœšž]|[a-z]Ÿ|œæ|ñæ|[bcdfghjklmnpqrstvwxzøž]ì[a-zøùžšò]|øí|ìø"
)
_DOS: Final = re.compile("[A-Za-z][\ufffd\u201a\u201e\u201d][a-z\u00e1]")  # quotes within words
_HALF_WIDTH: Final = re.compile("[\uff61-\uff9f]{2,}")


def _fits(content: bytes, codec: str, *, half_width: bool = False) -> bool:
    """Whether most of what is not ASCII is in daily use in the language of the codec."""
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return False
    foreign = [character for character in text if character > "\x7f"]
    common = sum(_is_common(character, codec) for character in foreign)
    if half_width:
        common += sum(map(len, _HALF_WIDTH.findall(text)))
    return common > 0.7 * len(foreign)


def _is_common(character: str, codec: str) -> bool:
    # Both standards put the characters in daily use first.
    try:
        code = character.encode("gb2312" if codec == "gb18030" else "cp932")
    except UnicodeEncodeError:
        return False
    if codec == "gb18030":
        return code[0] <= 0xD7
    return len(code) > 1 and 0x81 <= code[0] <= 0x98
