"""The cells of a table's column, as numbers and as text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import PATTERNS
from mdn_gui.core.files.text_column import NO_EVIDENCE, MarkEvidence, TextColumn

_SHOWN_CHARACTERS = 40


@dataclass(frozen=True, eq=False)
class Cells:
    """One column of a table.

    Args:
        values: The cells, `(rows,)`, of any type.
        written: The same cells if they are text that people may have written; None for what a
            program wrote, whose numbers need no interpretation.
        evidence: What tells the decimal mark of `written`: the column itself, or without a row the
            whole table or a person; if it is open, the numbers are in doubt.
        dates: Whether the cells are dates that look like numbers, such as "01.05".
    """

    values: pa.ChunkedArray
    written: TextColumn | None = None
    evidence: MarkEvidence = NO_EVIDENCE
    dates: bool = False

    def __len__(self) -> int:
        return len(self.values)

    @property
    def other_type(self) -> str:
        """The type of the cells if it is not one of numbers or text, such as "bool"; else ""."""
        return "" if may_hold_numbers(self.values.type) else str(self.values.type)

    def numbers(self) -> NDArray[np.float64]:
        """Convert the cells.

        Returns:
            The numbers, `(rows,)`; whatever is not a number is NaN.
        """
        values, kind = self.values, self.values.type
        if self.dates or self.other_type:
            return np.full(len(values), np.nan)
        if self.written is not None:
            return self.written.numbers(self.evidence.decimal or "point")
        if pa.types.is_dictionary(kind):
            return Cells(values.cast(kind.value_type)).numbers()
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return _parsed(pc.utf8_trim_whitespace(values))
        numbers: NDArray[np.float64] = values.cast(pa.float64(), safe=False).to_numpy()
        return numbers

    def text(self, index: int) -> str:
        """Show a cell.

        Args:
            index: The row, counted from 0.

        Returns:
            The cell's text, shortened if it is long; nothing if there is no value.
        """
        if self.written is not None:
            value: object = self.written.cell(index)
        else:
            value = self.values[index].as_py()
        text = "" if value is None else str(value).strip()
        return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}..."


def may_hold_numbers(kind: pa.DataType) -> bool:
    """Tell whether `Cells` can find numbers in a column; in text, only its cells can tell.

    Args:
        kind: The type of the column.
    """
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    kinds = pa.types
    return bool(
        kinds.is_integer(kind)
        or kinds.is_floating(kind)
        or kinds.is_decimal(kind)
        or kinds.is_string(kind)
        or kinds.is_large_string(kind)
    )


def _parsed(text: pa.ChunkedArray) -> NDArray[np.float64]:
    """Read text that holds numbers as programs write them; other text is NaN."""
    try:
        numbers: NDArray[np.float64] = text.cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        # A number with a decimal point and no grouping.
        plain = pc.match_substring_regex(text, r"^[0-9.eE+-]*$")
        numeric = pc.and_(plain, pc.match_substring_regex(text, PATTERNS["point"]))
        numbers = pc.if_else(numeric, text, None).cast(pa.float64()).to_numpy()
    return numbers
