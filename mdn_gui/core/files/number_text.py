"""Numbers as people write them: a decimal point or comma, thousands in groups or not.

Eight conventions are read: either decimal mark, with no grouping mark or one of those that fit: the
other of point and comma, a space (the plain one, U+00A0 or U+202F), or an apostrophe. Only the
decimal mark can be in doubt: "1.234" is 1.234 or 1234. Every other number is the same in all
conventions in which it is a number, so that a convention is no more than its decimal mark.
"""

from __future__ import annotations

import math
import re
from typing import Final, Literal

type DecimalMark = Literal["point", "comma"]

MINUS: Final = "\u2212"
SPACES: Final = " \u00a0\u202f"
APOSTROPHES: Final = "'\u2019"


def _pattern(decimal: str, other: str) -> str:
    """A regular expression that Python and pyarrow read alike."""
    plain = rf"(?:[0-9]+{decimal}?[0-9]*|{decimal}[0-9]+)(?:[eE][+-]?[0-9]+)?"
    marks = (other, f"[{SPACES}]", f"[{APOSTROPHES}]")
    groups = "|".join(rf"(?:{mark}[0-9]{{3}})+" for mark in marks)
    return rf"^[+-]?(?:{plain}|[1-9][0-9]{{0,2}}(?:{groups})(?:{decimal}[0-9]*)?)$"


PATTERNS: Final[dict[DecimalMark, str]] = {
    "point": _pattern(r"\.", ","),
    "comma": _pattern(",", r"\."),
}
"""What a number looks like, without space around it and with a hyphen for a minus sign."""

MARKS: Final[dict[DecimalMark, str]] = {"point": ".", "comma": ","}
GROUPING: Final[dict[DecimalMark, str]] = {
    "point": rf"[,{SPACES}{APOSTROPHES}]",
    "comma": rf"[.{SPACES}{APOSTROPHES}]",
}
"""The grouping marks beside each decimal mark, as a regular expression."""

_COMPILED = {decimal: re.compile(pattern) for decimal, pattern in PATTERNS.items()}
_DROPPED = {decimal: re.compile(marks) for decimal, marks in GROUPING.items()}


def plain(cell: str, decimal: DecimalMark) -> str | None:
    """Write a number as programs do.

    Args:
        cell: The text of a cell.
        decimal: The decimal mark.

    Returns:
        The number with a decimal point and nothing between thousands, such as "-1234.5"; None if
        the cell is not a number.
    """
    text = cell.strip().replace(MINUS, "-")
    if not _COMPILED[decimal].match(text):
        return None
    return _DROPPED[decimal].sub("", text).replace(",", ".")


def number(cell: str, decimal: DecimalMark) -> float:
    """Read a cell.

    Args:
        cell: Its text.
        decimal: The decimal mark.

    Returns:
        The number; NaN if the cell is not one, or one too large for a double.
    """
    read = float(plain(cell, decimal) or math.nan)
    return read if math.isfinite(read) else math.nan


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number in any of the conventions."""
    return plain(cell, "point") is not None or plain(cell, "comma") is not None


def decimals(cell: str) -> tuple[DecimalMark, ...]:
    """Find out what a cell says of the decimal mark.

    Args:
        cell: Its text.

    Returns:
        The one mark with which the cell is a number; both if it is a different number with each;
        none if the cell says nothing: it is the same number with both, or not a number.
    """
    if "." not in cell and "," not in cell:
        return ()
    return tuple(decimal for decimal in PATTERNS if plain(cell, decimal) is not None)
