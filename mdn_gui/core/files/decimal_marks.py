"""The decimal mark of numbers as people write them, where only the table as a whole tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mdn_gui.core.files.text_column import MarkEvidence, TextColumn, flags
from mdn_gui.core.reading import DecimalMark, ReadingOptions


@dataclass(frozen=True, eq=False)
class Written:
    """A column as it was read: its text, or numbers with what their text tells of the mark."""

    values: pa.ChunkedArray
    text: TextColumn | None
    evidence: MarkEvidence

    @classmethod
    def of(cls, text: TextColumn) -> Written:
        """A column of text."""
        return cls(text.values, text, text.evidence)

    @property
    def in_doubt(self) -> bool:
        """Whether other columns must tell what it holds."""
        return self.text is not None and (self.evidence.open or bool(self.text.date_forms))


class Marks(NamedTuple):
    """How a table marks decimals.

    Attributes:
        told: The mark that the table as a whole or a person tells, if either does.
        assumed: The same, or where nothing tells it, the mark that such a table has.
        otherwise: Where there is none either, the mark that a caller takes.
    """

    told: DecimalMark | None
    assumed: DecimalMark | None
    otherwise: DecimalMark | None = None

    def decided(self, column: Written) -> tuple[MarkEvidence, bool]:
        """What tells the mark of a column, and whether its cells are dates and no numbers."""
        evidence, text = column.evidence, column.text
        if text is not None and self._are_dates(text):
            return evidence, True
        if evidence.open and self.assumed is not None:
            evidence = MarkEvidence(self.assumed)
        elif evidence.open and self.otherwise is not None:
            evidence = MarkEvidence(self.otherwise, assumed=evidence.row)
        return evidence, False

    def _are_dates(self, text: TextColumn) -> bool:
        """Whether what may be numbers or dates is dates."""
        if not text.date_forms:
            return False
        if self.told == "comma" or (self.told is None and "month" in text.date_forms):
            return True
        return text.any_padded


def marks_of(
    columns: Sequence[Written],
    others: Callable[[], Sequence[Written]],
    options: ReadingOptions,
    assumed: Callable[[Sequence[Written]], DecimalMark | None] = lambda _: None,
) -> Marks:
    """Find out how a table marks decimals.

    Args:
        columns: Those that are wanted.
        others: Reads all others of the table.
        options: What a person says of the file.
        assumed: The mark to assume where no column tells it, and no person.
    """
    if options.decimal is not None or not any(column.in_doubt for column in columns):
        return Marks(options.decimal, options.decimal)
    every = [*columns, *others()]
    found = _told_by(every)
    told = next(iter(found)) if len(found) == 1 else None
    return (
        Marks(told, told, None) if found else Marks(None, assumed(every), options.decimal_otherwise)
    )


def _told_by(columns: Sequence[Written]) -> set[DecimalMark]:
    """The decimal marks of all columns of numbers that tell one and cannot be dates."""
    marks: set[DecimalMark] = set()
    for column in columns:
        decimal = column.evidence.decimal
        if decimal in marks or decimal is None:
            continue
        if column.text is None:
            marks.add(decimal)
        elif not column.text.date_forms:
            finite = np.isfinite(column.text.numbers(decimal))
            filled = flags(pc.not_equal(column.values, ""))
            if 2 * np.count_nonzero(finite) >= np.count_nonzero(filled):
                marks.add(decimal)
    return marks
