"""The cells of a table's column, as numbers and as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# Python's and pyarrow's regular expressions read these alike.
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_DECIMAL_COMMA = r"^(\s*[+-]?[0-9]*),([0-9]+([eE][+-]?[0-9]+)?\s*)$"
_SHOWN_CHARACTERS = 40


def is_number(cell: str, *, decimal_comma: bool) -> bool:
    """Tell whether a cell of text holds a number.

    Args:
        cell: The text.
        decimal_comma: Whether "1,5" is a number.

    Returns:
        True for a number in decimal notation, with or without an exponent.
    """
    point = re.sub(_DECIMAL_COMMA, r"\1.\2", cell) if decimal_comma else cell
    return re.match(_NUMBER, point.strip()) is not None


@dataclass(frozen=True, eq=False)
class Cells:
    """One column of a table.

    Args:
        values: The cells, `(rows,)`, of any type.
        decimal_comma: Whether the text "1,5" is a number.
    """

    values: pa.ChunkedArray
    decimal_comma: bool = False

    def __len__(self) -> int:
        return len(self.values)

    def numbers(self) -> NDArray[np.float64]:
        """Convert the cells.

        Returns:
            The numbers, `(rows,)`; whatever is not a number is NaN.
        """
        values, kind = self.values, self.values.type
        if pa.types.is_dictionary(kind):
            return Cells(values.cast(kind.value_type)).numbers()
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            values = self._parsed()
        elif pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            values = values.cast(pa.float64(), safe=False)
        else:
            return np.full(len(values), np.nan)
        numbers: NDArray[np.float64] = values.to_numpy()
        return numbers

    def text(self, index: int) -> str:
        """Show a cell.

        Args:
            index: The row, counted from 0.

        Returns:
            The cell's text, shortened if it is long; nothing if there is no value.
        """
        value = self.values[index].as_py()
        text = "" if value is None else str(value).strip()
        return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}..."

    def _parsed(self) -> pa.ChunkedArray:
        """Convert text to numbers, and other text to nulls."""
        text = self.values
        if self.decimal_comma:
            text = pc.replace_substring_regex(text, _DECIMAL_COMMA, r"\1.\2")
        text = pc.utf8_trim_whitespace(text)
        try:
            return text.cast(pa.float64())
        except pa.ArrowInvalid:
            numeric = pc.match_substring_regex(text, _NUMBER)
            return pc.if_else(numeric, text, None).cast(pa.float64())
