"""A column of text in which people may have written numbers; see `cell_text`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import (
    APOSTROPHES,
    GROUPING,
    MARKS,
    MINUSES,
    PATTERNS,
    PERCENT,
    SPACES,
    WIDE,
    decimals,
    number,
    plain,
)
from mdn_gui.core.files.date_forms import LIKE_NUMBERS, NumberForm
from mdn_gui.core.files.unit_text import without_unit
from mdn_gui.core.reading import DecimalMark

# So many cells are looked at one by one, which is sooner done than starting pyarrow.
_FEW = 100
_SPACED: Final = re.compile("[0-9] [0-9]")
_FORMS: Final = {name: re.compile(form) for name, form in LIKE_NUMBERS.items()}


class MarkEvidence(NamedTuple):
    """What tells the decimal mark of a column.

    Attributes:
        decimal: The mark; None if nothing tells it.
        row: The cell that tells it, counted from 0; where nothing does, the first cell that is a
            different number with each mark; None if there is no such cell.
        assumed: Where nothing tells the mark and the caller's is taken, the first such cell.
    """

    decimal: DecimalMark | None = None
    row: int | None = None
    assumed: int | None = None

    @property
    def open(self) -> bool:
        """Whether numbers depend on a mark that nothing tells."""
        return self.decimal is None and self.row is not None


NO_EVIDENCE: Final = MarkEvidence()


class TextColumn:
    """The cells of a column of text.

    Args:
        values: The cells, `(rows,)`, text without nulls.
        between_commas: Whether commas separate the fields of the table. Then "100 200" may be two
            numbers, unless commas mark decimals too, so that whoever wrote the table quotes them.

    Attributes:
        values: The same, without the unit that is written beside each number.
        unit: That unit; "" if there is none.
    """

    def __init__(self, values: pa.ChunkedArray, *, between_commas: bool = False) -> None:
        self.values, self.unit = without_unit(values)
        self._between_commas = between_commas

    def cell(self, index: int) -> str:
        """The text of a cell."""
        text: str = self._first[index] if index < len(self._first) else self.values[index].as_py()
        return text

    def numbers(self, decimal: DecimalMark) -> NDArray[np.float64]:
        """Read the cells.

        Args:
            decimal: The decimal mark.

        Returns:
            The numbers, `(rows,)`; whatever is not a finite number is NaN; see `number`.
        """
        doubtful = self._between_commas and decimal == "point"
        if len(self.values) <= _FEW:
            few = [number(cell, decimal) for cell in self._first]
            for row, cell in enumerate(self._first) if doubtful else ():
                if " " in cell and _SPACED.search(cell):
                    few[row] = math.nan
            return np.array(few)
        numbers = self._many_numbers(decimal)
        # pyarrow reads infinities by name, and makes them of numbers that are too large.
        good = np.isfinite(numbers)
        if doubtful and self.holds(" "):
            good &= ~pc.match_substring_regex(self._trimmed, _SPACED.pattern).to_numpy()
        return np.where(good, numbers, np.nan)

    def _many_numbers(self, decimal: DecimalMark) -> NDArray[np.float64]:
        """Read the cells all at once; some numbers may be infinite."""
        # Where there is no grouping mark, as nearly always, no cell need be looked at.
        if decimal == "point" or not self.holds("."):
            try:
                return _array(self._with_point(self._trimmed, decimal).cast(pa.float64()))
            except pa.ArrowInvalid:
                pass
        text = self._trimmed
        numeric = pc.match_substring_regex(text, PATTERNS[decimal])
        if self.holds("%"):
            text = pc.replace_substring_regex(text, PERCENT, "")
        if self.holds("dD"):
            text = pc.replace_substring_regex(text, "[dD]", "e")
        if self.holds(f".,{SPACES}{APOSTROPHES}"):
            text = pc.replace_substring_regex(text, GROUPING[decimal], "")
        text = self._with_point(text, decimal)
        numbers = pc.if_else(numeric, text, None)
        behind = pc.match_substring_regex(numbers, "-$")
        if pc.any(behind).as_py():
            numbers = pc.if_else(
                behind, pc.replace_substring_regex(numbers, "^(.*)-$", r"-\1"), numbers
            )
        return _array(numbers.cast(pa.float64()))

    @cached_property
    def evidence(self) -> MarkEvidence:
        """What the cells tell of the decimal mark; most columns tell it in their first cell."""
        first_open = None
        for row, cell in enumerate(self._first):
            found = decimals(cell)
            if len(found) == 1:
                return MarkEvidence(found[0], row)
            if found and first_open is None:
                first_open = row
        if len(self.values) <= _FEW or not self.holds(".,"):
            return MarkEvidence(None, first_open)
        text = self._trimmed
        marked = pc.match_substring_regex(text, "[.,]")
        point, comma = (
            pc.and_(marked, pc.match_substring_regex(text, PATTERNS[decimal])).to_numpy()
            for decimal in ("point", "comma")
        )
        for told in np.flatnonzero(point != comma)[:1]:
            return MarkEvidence("point" if point[told] else "comma", int(told))
        return MarkEvidence(None, next(map(int, np.flatnonzero(point)), None))

    @cached_property
    def date_forms(self) -> frozenset[NumberForm]:
        """The forms of dates that all numbers of the column have, where a point marks decimals.

        There are none where a column has no such numbers.
        """
        decimal, row, _ = self.evidence
        if decimal != "point" or row is None or self.unit:
            return frozenset()
        # In most columns the one cell tells that they are no dates.
        told = self.cell(row).strip()
        forms = [
            name
            for name, form in _FORMS.items()
            if form.match(told) and _all_have(self._first, form)
        ]
        if len(self.values) <= _FEW or not forms:
            return frozenset(forms)
        many = self._trimmed.filter(pc.match_substring_regex(self._trimmed, PATTERNS["point"]))
        return frozenset(
            name
            for name in forms
            if pc.all(pc.match_substring_regex(many, LIKE_NUMBERS[name])).as_py()
        )

    @property
    def any_padded(self) -> bool:
        """Whether a cell begins with a zero and another digit, as in "01.05"."""
        return bool(pc.any(pc.match_substring_regex(self._trimmed, "^0[0-9]")).as_py())

    @property
    def codes(self) -> bool:
        """Whether the cells are digits, equally many, and some begin with a zero, as in "007"."""
        lengths = {len(cell.strip()) for cell in self._first}
        if len(lengths) > 1 or not self.any_padded:
            return False
        (length,) = lengths
        form = f"^[0-9]{{{length}}}$"
        return bool(pc.all(pc.match_substring_regex(self._trimmed, form)).as_py())

    def holds(self, characters: str) -> bool:
        """Whether any of these characters may be in a cell; a fast look at bytes, never too few."""
        return any(_holds(self._trimmed, character) for character in characters)

    @cached_property
    def _first(self) -> list[str]:
        cells: list[str] = self.values.slice(0, _FEW).to_pylist()
        return cells

    @cached_property
    def _trimmed(self) -> pa.ChunkedArray:
        trimmed = pc.utf8_trim_whitespace(self.values)
        for first, plainer in (("\uff10", WIDE), ("\u2212", dict.fromkeys(MINUSES, "-"))):
            if _holds(trimmed, first):
                for character, plain_one in plainer.items():
                    trimmed = pc.replace_substring(trimmed, character, plain_one)
        return trimmed

    @staticmethod
    def _with_point(text: pa.ChunkedArray, decimal: DecimalMark) -> pa.ChunkedArray:
        mark = MARKS[decimal]
        return text if mark == "." else pc.replace_substring(text, mark, ".")


def _holds(values: pa.ChunkedArray, character: str) -> bool:
    """Whether the first byte of a character is in any cell."""
    buffers = [chunk.buffers()[2] for chunk in values.chunks]
    data = [np.frombuffer(buffer, np.uint8) for buffer in buffers if buffer is not None]
    return any((piece == character.encode()[0]).any() for piece in data)


def flags(values: pa.ChunkedArray | pa.Array) -> NDArray[np.bool_]:
    """Conditions on cells as an array of their own; false where a cell is null."""
    known = pc.fill_null(values, fill_value=False)
    return np.array(known, dtype=np.bool_)


def _all_have(cells: Sequence[str], form: re.Pattern[str]) -> bool:
    """Whether all numbers have the form of a date."""
    return all(form.match(cell.strip()) or plain(cell, "point") is None for cell in cells)


def _array(values: pa.ChunkedArray) -> NDArray[np.float64]:
    array: NDArray[np.float64] = values.to_numpy()
    return array
