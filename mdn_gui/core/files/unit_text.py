"""Units as people write them: below names, and beside each number, as in "12 kg" and "$1.50"."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from mdn_gui.core.files.cell_text import APOSTROPHES, MINUSES, MISSING, SPACES

_PREFIXED: Final = (
    "[munpkMGhcd\u00b5\u03bc]?"
    "(?:m|g|s|A|K|mol|Hz|N|Pa|J|W|C|V|F|\u03a9|ohm|T|H|lm|lx|bar|l|L|eV|Wh|B|b)"
)
_CURRENCIES: Final = "\u20ac|[$]|\u00a3|\u00a5|\uffe5|USD|EUR|GBP|CHF|JPY|CNY|US[$]|R[$]"
_PLAIN: Final = (
    "min|h|hr|d|a|yr|sec|\u00b0|(?:\u00b0|[Dd]eg) ?[CF]|\u2103|%|\u2030|ppm|ppb|deg|rad|rpm|dB|"
    f"{_CURRENCIES}|mmHg|in|ft|psi|t|kn|1|-"
)
_WORDS: Final = (
    "(?i:(?:volt|amp|watt|hour|minute|second|day|year|count|meter|metre)s?|kelvin|celsius|"
    "fahrenheit|percent|prozent|anzahl|stück|ts|rn)"  # the last two as weather stations write them
)
_FACTOR: Final = rf"(?:{_PREFIXED}|{_PLAIN}|{_WORDS})(?:[\u00b2\u00b3\u207b\u00b9]+|\^?-?[0-9])?"
_SYMBOL: Final = re.compile(rf"{_FACTOR}(?:[/\u00b7*. ]{_FACTOR})*")
_CURRENCY: Final = re.compile(_CURRENCIES)
_BRACKETED: Final = re.compile(r"\[.*\]|\(.*\)|<.*>|（.*）|［.*］", re.DOTALL)
_SIGNS: Final = f"[+{MINUSES}-]"
_WITH_UNIT: Final = re.compile(
    rf"\(?{_SIGNS}?(?P<before>[^\s0-9.,()+{MINUSES}-]*)[{SPACES}]?\(?{_SIGNS}?"
    rf"\.?[0-9][0-9.,{SPACES}{APOSTROPHES}]*(?:[eE][+-]?[0-9]+[{SPACES}]?)?(?P<after>[^\s0-9.,()+{MINUSES}-]\S*)?\)?"
)
_DEGREE: Final = re.compile("(?:\u00b0|deg) ?(?=[CF](?![A-Za-z]))")
_NOTHING: Final = {"", *MISSING}
_NO_AMOUNT: Final = re.compile(f"(?:{_CURRENCIES})[{SPACES}]*[-\u2013\u2014]")  # as ledgers have it
_LOOKED_AT: Final = 100
_LONGEST: Final = 30


def is_unit(cell: str) -> bool:
    """Whether a cell is a unit that is known, or in brackets."""
    # Of long texts, what may be several units takes long to be told.
    return bool(_BRACKETED.fullmatch(cell) or (len(cell) <= _LONGEST and _SYMBOL.fullmatch(cell)))


def plain_unit(unit: str) -> str:
    """A unit spelled in one way: degC and deg C with a sign, m^2 as m2, without brackets."""
    text = unicodedata.normalize("NFKC", unit.replace("\u00ba", "\u00b0")).strip()
    if _BRACKETED.fullmatch(text):
        text = text[1:-1].strip()
    return _DEGREE.sub("\u00b0", text).replace("^", "").replace("\u2212", "-")


def without_unit(values: pa.ChunkedArray) -> tuple[pa.ChunkedArray, str]:
    """Take away the unit that is written beside each number of a column.

    Numbers in round brackets, as ledgers have them, are negative where there is a unit.

    Args:
        values: The cells, `(rows,)`, text without nulls.

    Returns:
        The cells without the unit, and the unit; the cells as they are and "" unless the first ones
        that are not missing all have the same.
    """
    unit = ""
    for cell in values.slice(0, _LOOKED_AT).to_pylist():
        text = cell.strip()
        if text.casefold() not in _NOTHING and not _NO_AMOUNT.fullmatch(text):
            found = unit_of(text)
            if not found or (unit and found != unit):
                return values, ""
            unit = found
    if unit:
        text = pc.utf8_trim_whitespace(pc.replace_substring(values, unit, "", max_replacements=1))
        text = pc.replace_substring_regex(text, r"^\((.*)\)$", r"-\1")
        values = pc.replace_substring_regex(text, f"^({_SIGNS})[{SPACES}]+", r"\1")
    return values, unit


def unit_of(cell: str) -> str:
    """The unit beside a number; "" for another cell, and for percentages, which are numbers.

    A letter right behind a number is more often part of a name, as of a room.
    """
    found = _WITH_UNIT.fullmatch(cell)
    if found is None:
        return ""
    before, after = found["before"], found["after"] or ""
    if before:
        return before if _CURRENCY.fullmatch(before) and not after else ""
    named = after.isalpha() and after.isascii() and len(after) == 1
    if (
        after == "%"
        or not is_unit(after)
        or (named and cell[found.start("after") - 1] not in SPACES)
    ):
        return ""
    return after
