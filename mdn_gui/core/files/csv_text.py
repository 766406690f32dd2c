"""Text in CSV files that spreadsheets open: no cell of ours becomes a formula there.

Source: OWASP, *CSV Injection*; the leading apostrophe is how spreadsheets themselves mark text.
"""

import re
from collections.abc import Sequence

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def text_cell(text: str) -> str:
    """What to write for a text: an apostrophe before what a spreadsheet would work out.

    Args:
        text: Such as the name of a column. Numbers are never changed.
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def text_cells(texts: Sequence[str]) -> list[str]:
    """What to write for several texts; see `text_cell`."""
    return [text_cell(text) for text in texts]


def cell_text(cell: str) -> str:
    """The text that a cell was written for: the inverse of `text_cell`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
