"""Numbers as a person types them and as fields show them: one convention for every field.

A comma and a point are both a decimal mark, in any locale, and there are no marks between
thousands: "1,234" and "1.234" are a little more than one. With two marks a text could mean several
numbers and is none. Fields show the mark of their locale; texts that leave the program have points.
"""

import re
from math import isfinite

from PySide6.QtCore import QLocale

_MARKS = ".,٫"
"""Every decimal mark that Qt's locales have."""

_REAL = re.compile(rf"[+-]?(\d+[{_MARKS}]?\d*|[{_MARKS}]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_TO_POINT = str.maketrans(dict.fromkeys(_MARKS, "."))
_MINUS = "−"  # as this program and others write it; keyboards have the hyphen


def read_real(text: str) -> float | None:
    """Read a number, such as "0,5", "0.5" or "1e-3".

    Args:
        text: What was typed or pasted; blanks around it do not matter.

    Returns:
        The number; None if the text is not exactly one finite number.
    """
    text = text.strip().replace(_MINUS, "-")
    if not _REAL.fullmatch(text):
        return None
    value = float(text.translate(_TO_POINT))
    return value if isfinite(value) else None


def read_whole(text: str) -> int | None:
    """Read a whole number, such as "300"; None for anything else, "1,000" and "1e3" included."""
    text = text.strip().replace(_MINUS, "-")
    return int(text) if _WHOLE.fullmatch(text) else None


def localized(number: str, locale: QLocale) -> str:
    """Write a number that has a decimal point with the mark of a locale."""
    return number.replace(".", locale.decimalPoint())
