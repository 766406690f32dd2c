"""Columns of plain numbers, as programs write them: pyarrow makes numbers of these at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import pyarrow as pa

from mdn_gui.core.files.decimal_marks import Written
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn
from mdn_gui.core.reading import DecimalMark

_FEWEST_DIGITS = 2  # of which one may be a zero before others
_PLAIN_NUMBER: Final = re.compile(r"-?[0-9.,]+(?:[eE][+-]?[0-9]+)?")
_ALWAYSMISSING: Final = ("", "?", "-", "--", "---", ".")
_MISSING_WORDS: Final = ("NA", "N/A", "NaN", "null", "None", "nil", "missing", "#N/A", "<NA>")
MISSING: Final = [
    *_ALWAYSMISSING,
    *sorted({form for word in _MISSING_WORDS for form in (word, word.lower(), word.upper())}),
]


class Way(NamedTuple):
    """How a column is read that seems to hold plain numbers.

    Attributes:
        evidence: What its first cells tell of the decimal mark.
        mark: That of all numbers of the table.
    """

    evidence: MarkEvidence
    mark: DecimalMark

    @property
    def type(self) -> pa.DataType:
        """A mark that comes after whole numbers must not be taken for a decimal one."""
        return pa.float64() if self.evidence.decimal else pa.int64()


def plain_numbers(cells: Sequence[str]) -> MarkEvidence | None:
    """What the first cells of a column tell of the decimal mark.

    Returns:
        None unless they are numbers as programs write them, and no dates, beyond doubt.
    """
    filled = [cell for cell in cells if cell not in MISSING]
    if not filled or not all(map(_PLAIN_NUMBER.fullmatch, filled)):
        return None
    column = TextColumn(pa.chunked_array([pa.array(cells, pa.string())]))
    doubtful = column.evidence.open or column.date_forms or column.codes
    return None if doubtful else column.evidence


def in_one_piece(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The numbers of a column, which whoever uses them need not put together again."""
    numbers = column.cast(pa.float64(), safe=False)
    if numbers.null_count:
        return pa.chunked_array([numbers.combine_chunks()])
    return pa.chunked_array([pa.array(numbers.to_numpy())])  # Arrow gives its own memory back late


def may_be_codes(cells: Sequence[str], column: Written) -> bool:
    """Whether numbers may be digits, equally many, of which some begin with a zero.

    Then one has fewer digits as a number than each of the first cells has.

    Args:
        cells: The first cells.
        column: All of them.
    """
    if column.text is not None or column.evidence.decimal is not None:
        return False
    lengths = set(map(len, cells))
    length = lengths.pop()
    if lengths or length < _FEWEST_DIGITS or column.values.null_count:
        return False
    numbers = column.values.to_numpy()
    return bool(0 <= numbers.min() < 10 ** (length - 1) and numbers.max() < 10**length)
