"""What dates and times look like; loads no library."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final, Literal

type NumberForm = Literal["day", "month", "time"]

_YEAR: Final = "(?:19|20)[0-9]{2}"
_MONTH_AND_YEAR: Final = rf"(?:0?[1-9]|1[0-2])\.{_YEAR}|{_YEAR}\.(?:0[1-9]|1[0-2])"

LIKE_NUMBERS: Final[Mapping[NumberForm, str]] = {
    "day": r"^(?:0?[1-9]|[12][0-9]|3[01])\.(?:0?[1-9]|1[0-2])$",
    "month": rf"^(?:{_MONTH_AND_YEAR})$",
    "time": r"^(?:[01]?[0-9]|2[0-3])\.[0-5][0-9]$",
}
"""Dates that look like numbers with a decimal point: a day and its month such as "1.5", a month and
its year such as "01.2024" or "2024.01", and hours and minutes such as "12.30".

These regular expressions and the next are such that Python and pyarrow read them alike.
"""

_TIME: Final = (
    r"(?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,](?P<f>[0-9]{1,9}))?)?"
    r"(?: ?(?P<p>[AaPp])\.?[Mm]\.?)?(?: ?(?P<z>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))?"
)
MONTHS: Final = 12
TWO_NUMBERS: Final = "two_numbers_year"
_MONTH: Final = r"(?P<n>\pL{3,10})\.?"

_WEEKDAY: Final = r"(?:\pL{2,10}[.,]{0,2} )?"

_DATES: Final[Mapping[str, str]] = {
    "year_month_day": r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})\.?",
    "day_month_year": r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\. ?(?P<y>[0-9]{4}|[0-9]{2})",
    TWO_NUMBERS: r"(?P<a>[0-9]{1,2})[-/](?P<b>[0-9]{1,2})[-/](?P<y>[0-9]{4}|[0-9]{2})",
    "day_name_year": (
        rf"(?P<d>[0-9]{{1,2}})(?:\.|er|st|nd|rd|th)?[ -](?:de )?{_MONTH}(?:,| de)?[ -]"
        "(?P<y>[0-9]{4}|[0-9]{2})"
    ),
    "name_day_year": rf"{_MONTH} (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[0-9]{{4}})",
    "chinese": r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})日)?",
    "year_month": r"(?P<y>(?:1[6-9]|20|21)[0-9]{2})[-/.](?P<m>0[1-9]|1[0-2])",
    "month_year": r"(?P<m>0?[1-9]|1[0-2])[-/.](?P<y>(?:1[6-9]|20|21)[0-9]{2})",
    "name_year": rf"{_MONTH}[ -](?P<y>[0-9]{{4}})",
}
POINTED_TIME: Final = "time_with_point"
FORMS: Final[Mapping[str, str]] = {
    name: rf"^{_WEEKDAY if '<d>' in form or '<a>' in form else ''}{form}(?:[T ,]{{1,2}}{_TIME})?$"
    for name, form in _DATES.items()
} | {"time": rf"^{_TIME}$", POINTED_TIME: r"^(?P<H>[01]?[0-9]|2[0-3])\.(?P<M>[0-5][0-9])$"}
COMPILED: Final = {
    name: re.compile(form.replace(r"\pL", r"[^\W\d_]")) for name, form in FORMS.items()
}

_NAMES: Final[tuple[tuple[str, ...], ...]] = (
    ("jan", "ene", "gen", "jän", "янв"),
    ("feb", "fev", "fév", "фев"),
    ("mar", "mär", "mrz", "mrt", "maa", "мар"),
    ("apr", "avr", "abr", "апр"),
    ("may", "mai", "mag", "maj", "mei", "май", "мая"),
    ("jun", "juin", "giu", "июн"),
    ("jul", "juil", "lug", "июл"),
    ("aug", "août", "aoû", "ago", "авг"),
    ("sep", "set", "сен"),
    ("oct", "okt", "ott", "out", "окт"),
    ("nov", "ноя"),
    ("dec", "déc", "dez", "dic", "des", "дек"),
)
"""How names of months begin in English, German, French, Spanish, Italian, Portuguese, Dutch, the
languages of Scandinavia and Russian."""

_DAY_AND_MONTH: Final = re.compile(r"(?:0[1-9]|[12][0-9]|3[01])\.(?:0[1-9]|1[0-2])\.?")


def is_date(cell: str) -> bool:
    """Tell whether a cell is a date or a time.

    Args:
        cell: Its text, with no space around it.
    """
    if not any(map(str.isdigit, cell)):
        return False
    if _DAY_AND_MONTH.fullmatch(cell):
        return True
    for name, form in COMPILED.items():
        found = None if name == POINTED_TIME else form.match(cell)
        if found and not math.isnan(month_number(found["n"]) if "n" in form.groupindex else 1.0):
            return True
    return False


def month_number(name: str) -> float:
    """The number of a month by its name; NaN if it is none."""
    word = name.casefold()
    for number, beginnings in enumerate(_NAMES, start=1):
        if any(word.startswith(beginning) for beginning in beginnings):
            return float(number)
    return math.nan
