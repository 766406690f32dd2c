"""What a person is shown of each column of a table, beside how it was understood."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.column_summary import ColumnSummary, ends, summary
from mdn_gui.core.columns import identifies
from mdn_gui.core.files.column_notes import Code, code_notes, code_of
from mdn_gui.core.kept_table import kept, once
from mdn_gui.core.kinds import Number
from mdn_gui.core.steps import column_by_column

if TYPE_CHECKING:
    from mdn_gui.core.files.column_readings import Understood
    from mdn_gui.core.table_preview import CellFault

_PREVIEWED_ROWS = 10
_PREVIEWED_FAULTS = 10  # rows below these, each the first with a bad cell in some column
_MANY_VALUES = 100_000  # in all columns: starting threads pays from about here


class Look(NamedTuple):
    """What there is to see of a column.

    Attributes:
        summary: What its values are like.
        notes: What to ask about them, each a sentence.
        code: A number of them that may stand for a missing value.
        identifies: Whether they are numbers that seem to count rows or name things.
        absent: Which rows have no value, as `numpy.packbits` has them; None if all have one.
        bad: Which rows have a cell that cannot be read, as `absent`.
        ends: Of numbers, the rows of the least and of the greatest, from 0; else None.
    """

    summary: ColumnSummary
    notes: tuple[str, ...]
    code: Code | None
    identifies: bool
    absent: NDArray[np.uint8] | None
    bad: NDArray[np.uint8] | None
    ends: tuple[int, int] | None


def looks(columns: Sequence[Understood]) -> list[Look]:
    """Look at columns, each a step; at several at once where there are many values.

    Args:
        columns: Those of a table.
    """
    through = column_by_column(columns, 0.5, 1.0)
    if sum(len(column.values) for column in columns) < _MANY_VALUES:
        return [once(("look", column.reading.name), column, _look) for column in through]
    table = kept()
    unseen = [each for each in columns if table.recall(("look", each.reading.name))[0] is not each]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        begun = {column: pool.submit(_look, column) for column in unseen}
        try:
            return [
                once(("look", column.reading.name), column, lambda each: begun[each].result())
                for column in through
            ]
        finally:
            for each in begun.values():
                each.cancel()  # those that nobody wants any more


def _look(column: Understood) -> Look:
    reading, values, lacking = column.reading, column.values, column.missing | column.bad
    code = code_of(reading.kind, values)
    numbered = isinstance(reading.kind, Number)
    return Look(
        summary(reading.kind, values),
        tuple(code_notes(reading.name, code)),
        code,
        numbered and identifies(reading.name, values),
        np.packbits(lacking) if lacking.any() else None,
        np.packbits(column.bad) if reading.bad else None,
        ends(values) if numbered else None,
    )


def shown_rows(columns: Sequence[Understood]) -> list[int]:
    """The rows that are shown: the first ones, and some further down that have a bad cell."""
    first = range(min(len(columns[0].values), _PREVIEWED_ROWS))
    usable = (column for column in columns if column.reading.kind is not None)
    bad = {int(column.bad.argmax()) for column in usable if column.reading.bad}
    return [*first, *sorted(bad.difference(first))[:_PREVIEWED_FAULTS]]


def faults_of(
    columns: Sequence[Understood], rows: Sequence[int]
) -> Iterator[tuple[tuple[int, int], CellFault]]:
    """What is wrong with cells of some rows, in columns that can be used."""
    for place, column in enumerate(columns):
        for at, row in enumerate(rows if column.reading.kind is not None else ()):
            if column.missing[row]:
                yield (at, place), "missing"
            elif column.bad[row]:
                yield (at, place), "bad"
