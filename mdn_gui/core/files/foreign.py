"""Files that people take for tables and that are something else, told by their first bytes."""

from __future__ import annotations

import re
from typing import Final

from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.text import say

_MARKUP: Final = re.compile(
    rb"\s*<(?:!doctype html|html|head|body|table|meta|style)\b", re.IGNORECASE
)
_UTF_8_MARK: Final = b"\xef\xbb\xbf"

_PICTURE, _LOTUS = say("a picture"), say("a spreadsheet of Lotus 1-2-3 or Works")
_EXCEL_4, _ARCHIVE = say("a spreadsheet of Excel 4 or older"), say("a compressed archive")
_MARKS: Final = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"%PDF-", say("a PDF document")),
    (b"{\\rtf", say("an RTF document")),
    (b"\0\0\x02\0\x06\x04", _LOTUS),
    (b"\0\0\x1a\0", _LOTUS),
    (b"\xff\0\x02\0", _LOTUS),
    (b"\x09\0\x04\0", _EXCEL_4),
    (b"\x09\x02\x06\0", _EXCEL_4),
    (b"\x09\x04\x06\0", _EXCEL_4),
    (b"PARE", say("an encrypted Parquet file")),
    (b"\x89HDF", say("an HDF5 file")),
    (b"SQLite format 3\0", say("an SQLite database")),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\x1f\x8b\x08", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (b"\x04\x22\x4d\x18", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"<?xml", say("an XML document")),
    (b"<svg", _PICTURE),
)


def refuse_foreign(name: str, head: bytes, advised: str) -> None:
    """Refuse a file that is known to be no table, whatever its name.

    Args:
        name: What messages call it.
        head: Its first bytes.
        advised: What a table is best exported as.

    Raises:
        TableError: It is one of another kind.
    """
    content = head.removeprefix(_UTF_8_MARK)
    kind = next((kind for mark, kind in _MARKS if content.startswith(mark)), None)
    if content[257:262] == b"ustar":
        kind = _ARCHIVE
    if kind is None and _MARKUP.match(content):
        kind = say("a web page (HTML)")
    if kind is not None:
        raise TableError(
            say(
                "{name} is {kind}, whatever its name, and not a table; open it with the program "
                "that it belongs to, and save the table as {formats}.",
                name=name,
                kind=kind,
                formats=advised,
            )
        )
