"""Rows at the end of a table that sum up those above, such as totals and means.

Their words are names too: SD is a state, Media a town, and Total a company. So it takes more than a
word to take a row for a sum.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import is_number, number, plain
from mdn_gui.core.files.text_column import TextColumn
from mdn_gui.core.files.text_header import Row, is_missing, is_value
from mdn_gui.core.files.unit_text import unit_of, without_unit
from mdn_gui.core.reading import DecimalMark

type Statistic = Literal["sum", "mean", "median", "deviation"]

_MOST_SUMS: Final = 4
_LOOKED_AT: Final = 100
_FEWEST: Final = 2
_MANY_DIGITS: Final = 4  # so many in a sum are hardly there by chance
_MOST_ERROR: Final = 0.01  # of a total, by chance
_WORDS: Final[Mapping[Statistic, tuple[str, ...]]] = {
    "sum": (
        *("total", "totals", "subtotal", "sum", "summe", "gesamt", "somme", "suma", "totale"),
        *("ensemble", "totaal", "totalt", "summa", "yhteensä", "toplam", "összesen", "celkem"),
        *("razem", "ukupno", "итого", "всего", "合計", "総計", "総数", "合计", "总计", "小计"),
    ),
    "mean": (
        *("mean", "average", "avg", "mittelwert", "mittel", "durchschnitt", "moyenne", "media"),
        *("promedio", "平均", "均值", "平均值"),
    ),
    "median": ("median",),
    "deviation": ("std", "sd", "stdev", "dev"),
}
_STATISTICS: Final = {word: each for each, words in _WORDS.items() for word in words}
"""What is computed, by the last word of what is written beside it."""

_CLEAR: Final = frozenset(
    (
        *("total", "totals", "subtotal", "gesamt", "mittelwert", "durchschnitt"),
        *("итого", "всего", "合計", "総計", "総数", "合计", "总计", "小计"),
        *("平均", "均值", "平均值"),
    )
)
"""Words that hardly stand for anything else."""


class _Label(NamedTuple):
    """What is written beside a sum: its column, the text, and its word, if one is known."""

    column: int
    text: str
    word: str


def count_sums(
    rows: Sequence[Row],
    table: Callable[[], tuple[Sequence[Sequence[str]], bool]],
    *,
    small: bool = False,
) -> int:
    """Count the rows at the end of a table that sum up those above.

    Args:
        rows: Its last rows, which have equally many fields; between their lines are blank ones and
            rules.
        table: Gives the fields of all its rows, of which these are the last, and True; of a table
            that is too long those of some, of which these are the last too, and False.
        small: Whether the table is so small that its last row may be tried without a known word.
    """
    labels: list[_Label] = []
    for row in reversed(rows[1:][-_MOST_SUMS:]):
        label = _label(row.fields, any_word=small and row is rows[-1])
        if label is None or any(
            label.column != each.column or label.text == each.text for each in labels
        ):
            break
        labels.insert(0, label)
    if not labels:
        return 0
    fields, whole = table()
    if len(fields) <= len(labels):  # an open quote has swallowed them
        return 0
    for count in range(len(labels), 0, -1):
        above = _Above(fields[:-count], _apart(rows, len(rows) - count), whole)
        last = zip(rows[-count:], labels[-count:], strict=True)
        if all(above.summed_up_by(row.fields, label) for row, label in last):
            return count
    return 0


def _label(fields: Sequence[str], *, any_word: bool) -> _Label | None:
    """What is written beside the numbers of a row, if it may be beside a sum."""
    column = next((i for i, field in enumerate(fields) if field.strip()), 0)
    text = fields[column].strip().casefold()
    word = next(iter(text.rstrip(".:").split()[-1:]), "")
    if not any(is_number(field) or unit_of(field.strip()) for field in fields):
        return None
    if word in _STATISTICS:
        return _Label(column, text, word)
    return _Label(column, text, "") if any_word and text and not is_value(text) else None


def _apart(rows: Sequence[Row], place: int) -> bool:
    """Whether a blank line or a rule is above a row, and above none of those before it."""
    gaps = [i for i in range(1, place + 1) if rows[i].lines.start > rows[i - 1].lines.stop]
    return gaps == [place]


class _Above:
    """Rows that others may sum up.

    Args:
        rows: Their fields.
        apart: Whether what is below them is apart from them.
        whole: Whether they are all rows above.
    """

    def __init__(self, rows: Sequence[Sequence[str]], apart: bool, whole: bool) -> None:  # noqa: FBT001
        self._columns = [_without_unit(column) for column in zip(*rows, strict=True)]
        self._apart, self._whole = apart, whole
        self._numeric: list[int] = []
        self._texts: list[int] = []
        self._full: list[int] = []
        for place, column in enumerate(self._columns):
            filled = [cell for cell in column if not is_missing(cell)]
            if len(filled) == len(column):
                self._full.append(place)
            if filled:
                some = filled[:_LOOKED_AT]
                numeric = 2 * sum(map(is_value, some)) >= len(some)
                (self._numeric if numeric else self._texts).append(place)

    def summed_up_by(self, fields: Sequence[str], label: _Label) -> bool:
        """Whether a row below sums these up, by more than its word."""
        fields = [_without_unit([field])[0] for field in fields]
        if any(cell.casefold() == label.text for cell in self._columns[label.column]):
            return False
        if not label.word or self._apart or label.column in self._numeric:
            return bool(label.word) or self._fits(fields, label)
        empty = {place for place, field in enumerate(fields) if is_missing(field)}
        texts = set(self._texts) - {label.column}
        clear = label.word in _CLEAR
        if not texts <= empty and not clear:
            return False
        if texts and texts <= empty and texts <= set(self._full):
            return True
        if not self._whole:
            return clear and texts <= empty
        return self._fits(fields, label) or (clear and not empty.isdisjoint(self._full))

    def _fits(self, fields: Sequence[str], label: _Label) -> bool:
        """Whether the numbers of a row are what its word says of those above.

        Of totals one is enough, for whoever sums up some columns averages others.
        """
        statistic = _STATISTICS.get(label.word, "sum")
        fit = [
            any(
                _is_statistic(statistic, fields[place], self._columns[place], mark)
                for mark in _MARKS
            )
            for place in self._numeric
            if place != label.column
            and is_number(fields[place])
            and (label.word or sum(map(str.isdigit, fields[place])) >= _MANY_DIGITS)
        ]
        return any(fit) if statistic == "sum" else bool(fit) and all(fit)


def _without_unit(cells: Sequence[str]) -> list[str]:
    plain_cells, _ = without_unit(pa.chunked_array([pa.array(cells, pa.string())]))
    return [cell.strip() for cell in plain_cells.to_pylist()]


_MARKS: Final[tuple[DecimalMark, ...]] = ("point", "comma")


def _is_statistic(statistic: Statistic, cell: str, cells: Sequence[str], mark: DecimalMark) -> bool:
    """Whether a number is a statistic of others, as exactly as all of them are written."""
    told = number(cell, mark)
    numbers = TextColumn(pa.chunked_array([cells], pa.string())).numbers(mark)
    numbers = numbers[np.isfinite(numbers)]
    # One number is its own sum, and so is zero.
    if not math.isfinite(told) or len(numbers) < _FEWEST or not numbers.any():
        return False
    # The numbers may be rounded, and those from which the statistic was computed not.
    spread = math.sqrt(len(numbers)) ** {"sum": 1, "mean": -1}.get(statistic, 0)
    unit = min(_unit(each, mark) for each in cells[:_LOOKED_AT])
    error = 0.5 * (_unit(cell, mark) + (unit if math.isfinite(unit) else 0.0) * spread)
    if statistic == "sum":
        error = min(error, _MOST_ERROR * abs(told))
    return any(
        abs(told - value) <= error + 1e-9 * abs(value) for value in _computed(statistic, numbers)
    )


def _computed(statistic: Statistic, numbers: NDArray[np.float64]) -> tuple[float, ...]:
    match statistic:
        case "sum":
            return (float(numbers.sum()),)
        case "mean":
            return (float(numbers.mean()),)
        case "median":
            return (float(np.median(numbers)),)
    return float(numbers.std()), float(numbers.std(ddof=1))


def _unit(cell: str, mark: DecimalMark) -> float:
    """What the last digit of a number counts; infinity for what is no number."""
    text = plain(cell, mark)
    if text is None:
        return math.inf
    digits, _, exponent = text.lower().partition("e")
    return float(f"1e{int(exponent or 0) - len(digits.partition('.')[2])}")  # may be infinite
