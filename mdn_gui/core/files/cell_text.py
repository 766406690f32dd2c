"""What a cell of text holds: a number as people write them, or what else.

Eight conventions are read: either decimal mark, with no grouping mark or one of those that fit: the
other of point and comma, a space (the plain one, a thin or a no-break one), or an apostrophe. Only
the decimal mark can be in doubt: "1.234" is 1.234 or 1234. Every other number is the same in all
conventions in which it is a number, so that a convention is no more than its decimal mark.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final, Literal

from mdn_gui.core.files.date_forms import is_date
from mdn_gui.core.reading import DecimalMark

type Kind = Literal["nothing", "missing", "date", "yes or no", "digits", "text"]

FAULTS: Final = frozenset(
    {"#n/a", "#div/0!", "#ref!", "#value!", "#num!", "#name?", "#null!", "#spill!", "#calc!"}
)
"""What spreadsheets show of formulas that give nothing, in lower case."""

MISSING: Final = frozenset(
    {"na", "n/a", "n.a.", "n.a", "#na", "nan", "<na>", "null", "none", "nil", "missing"}
    | {
        "n.d.",
        "n.d",
        "nd",
        "n/d",
        "k.a.",
        "k. a.",
        "s/d",
        "н/д",
        "нет данных",
        "未测",
        "缺测",
        "欠測",
    }
    | {"?", "-", "--", "---", ".", "...", "\u2026", "\u2013", "\u2014", "\u2212", ":", "/", "\\n"}
    | FAULTS
    | {"*" * count for count in range(1, 31)}  # Fortran's number that does not fit
)
"""How a missing value is marked, in lower case."""

LEVELS_TOO: Final = frozenset(
    {"none", "nil", "nd", "/", ":", *(mark for mark in MISSING if mark.startswith("*"))}
)
"""Marks for a missing number that among other words are words too, such as "none" and "severe"."""

YES_AND_NO: Final = (
    *(("true", "false"), ("yes", "no"), ("t", "f"), ("y", "n"), ("on", "off")),
    *(("wahr", "falsch"), ("ja", "nein"), ("vrai", "faux"), ("oui", "non"), ("s\u00ed", "no")),
    *(("s\u00ec", "no"), ("sim", "n\u00e3o"), ("да", "нет"), ("是", "否"), ("はい", "いいえ")),
)
"""Words for 1 and for 0."""
_YES_OR_NO: Final = frozenset(word for pair in YES_AND_NO for word in pair if len(word) > 1)


def kind_of(cell: str) -> Kind:
    """Tell what a cell holds that is not a number.

    Args:
        cell: Its text, with no space around it.

    Returns:
        The kind; "missing" for a mark that stands for a missing value, such as "NA", and "digits"
        for what may be one number or several, such as "100 200".
    """
    word = cell.casefold()
    if not cell:
        return "nothing"
    if word in MISSING:
        return "missing"
    if word in _YES_OR_NO:
        return "yes or no"
    if is_date(cell):
        return "date"
    return "digits" if _DIGITS.fullmatch(cell) else "text"


def kind_of_column(cells: Iterable[str]) -> Kind:
    """Tell what a column holds that is not numbers.

    Args:
        cells: Cells of the column, with no space around them.

    Returns:
        The kind that all cells have that hold anything; "text" if they differ.
    """
    kinds = {kind_of(cell) for cell in cells} - {"nothing", "missing"}
    return kinds.pop() if len(kinds) == 1 else "text" if kinds else "nothing"


MINUSES: Final = "\u2212\u2013"
"""Characters that people write for a hyphen before a number."""

_DIGITS: Final = re.compile(rf"[+{MINUSES}-]?[0-9][0-9.,]*(?: +[+{MINUSES}-]?[0-9][0-9.,]*)+")

SPACES: Final = " \u00a0\u2007\u2009\u202f"
APOSTROPHES: Final = "'\u2019"


WIDE: Final = dict(zip("０１２３４５６７８９．，－％", "0123456789.,-%", strict=True))
"""Characters of numbers that are as wide as Chinese ones, and what they are in ASCII."""

_PLAINER: Final = str.maketrans(WIDE | dict.fromkeys(MINUSES, "-"))


def _pattern(decimal: str, other: str) -> str:
    """A regular expression that Python and pyarrow read alike."""
    plain = rf"(?:[0-9]+(?:{decimal}[0-9]*)?|{decimal}[0-9]+)(?:[eEdD][+-]?[0-9]+)?"
    marks = (other, f"[{SPACES}]", f"[{APOSTROPHES}]")
    groups = "|".join(rf"(?:{mark}[0-9]{{3}})+" for mark in marks)
    grouped = rf"[1-9][0-9]{{0,2}}(?:{groups})(?:{decimal}[0-9]*)?"
    if other == ",":  # as in India: lakhs and crores
        grouped = rf"{grouped}|[1-9][0-9]?(?:,[0-9]{{2}})+,[0-9]{{3}}(?:{decimal}[0-9]*)?"
    number = rf"(?:{plain}|{grouped})"
    return rf"^(?:[+-]?{number}|{number}-)(?:[{SPACES}]?%)?$"


PATTERNS: Final[dict[DecimalMark, str]] = {
    "point": _pattern(r"\.", ","),
    "comma": _pattern(",", r"\."),
}
"""What a number looks like, without space around it and with a hyphen for a minus sign.

Its exponent may follow a D, as Fortran writes it; a percent sign may follow the number, and so may
the minus sign, as in lists of business programs.
"""

PERCENT: Final = rf"[{SPACES}]?%$"

MARKS: Final[dict[DecimalMark, str]] = {"point": ".", "comma": ","}
GROUPING: Final[dict[DecimalMark, str]] = {
    "point": rf"[,{SPACES}{APOSTROPHES}]",
    "comma": rf"[.{SPACES}{APOSTROPHES}]",
}
"""The grouping marks beside each decimal mark, as a regular expression."""

_FORTRAN: Final = str.maketrans("dD", "ee")
_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")  # as most numbers are
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
    text = cell.strip().translate(_PLAINER)
    if not _COMPILED[decimal].match(text):
        return None
    text = _DROPPED[decimal].sub("", text).replace(",", ".").removesuffix("%")
    text = text.translate(_FORTRAN).rstrip()
    return f"-{text[:-1]}" if text.endswith("-") else text


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
    return (
        _PLAIN.fullmatch(cell) is not None
        or plain(cell, "point") is not None
        or plain(cell, "comma") is not None
    )


def decimals(cell: str) -> tuple[DecimalMark, ...]:
    """Find out what a cell says of the decimal mark.

    Args:
        cell: Its text.

    Returns:
        The one mark with which the cell is a number; both if it is a different number with each;
        none if the cell says nothing: it is the same number with both, or not a number.
    """
    if not any(mark in cell for mark in ".,．，"):
        return ()
    return tuple(decimal for decimal in PATTERNS if plain(cell, decimal) is not None)
