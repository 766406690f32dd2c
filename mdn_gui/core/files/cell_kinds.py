"""What a cell of text holds that is not a number."""

import re
from collections.abc import Iterable
from typing import Final, Literal

type Kind = Literal["nothing", "missing", "date", "yes or no", "digits", "text"]

_YEAR: Final = "(?:19|20)[0-9]{2}"
_MONTH_AND_YEAR: Final = rf"(?:0?[1-9]|1[0-2])\.{_YEAR}|{_YEAR}\.(?:0[1-9]|1[0-2])"

type DateForm = Literal["day", "month", "time"]

DATE_FORMS: Final[dict[DateForm, str]] = {
    "day": r"^(?:0?[1-9]|[12][0-9]|3[01])\.(?:0?[1-9]|1[0-2])$",
    "month": rf"^(?:{_MONTH_AND_YEAR})$",
    "time": r"^(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]$",
}
"""Dates that look like numbers with a decimal point: a day and its month such as "1.5", a month and
its year such as "01.2024" or "2024.01", and hours and minutes such as "12.30".

They are regular expressions, which Python and pyarrow read alike.
"""

_MISSING: Final = frozenset(
    {"na", "n/a", "n.a.", "n.a", "#n/a", "#na", "nan", "<na>", "null", "none", "nil", "missing"}
    | {"?", "-", "--", "---", ".", "\u2013", "\u2014", "\u2212"}
)
_YES_OR_NO: Final = frozenset(
    ("true", "false", "yes", "no", "wahr", "falsch", "ja", "nein", "vrai", "faux", "oui", "non")
)

_TIME: Final = (
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}|[AaPp][Mm]))?"
)
_DAY: Final = "|".join(
    (
        r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}\.?",
        r"[0-9]{1,2}([-/.])[0-9]{1,2}\2[0-9]{2,4}",
        r"[0-9]{1,2}[. -]{1,2}[^\W\d_]{3,9}\.?[ ,-]{1,2}[0-9]{2,4}",
        r"(?:0[1-9]|[12][0-9]|3[01])\.(?:0[1-9]|1[0-2])\.?",
        _MONTH_AND_YEAR,
        r"[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?",
    )
)
_DIGITS: Final = re.compile(r"[+-]?[0-9][0-9.,]*(?: +[+-]?[0-9][0-9.,]*)+")
_DATE: Final = re.compile(rf"(?:{_DAY})(?:[T ,]{{1,2}}{_TIME})?|{_TIME}")


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
    if word in _MISSING:
        return "missing"
    if word in _YES_OR_NO:
        return "yes or no"
    if _DATE.fullmatch(cell):
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
