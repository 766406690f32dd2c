"""Why a column of a table cannot be read, found in its cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import decimals, kind_of, kind_of_column
from mdn_gui.core.files.table_cells import Cells
from mdn_gui.core.files.table_files import ColumnFile
from mdn_gui.core.files.table_refusals import (
    cell_fault,
    column_fault,
    contradiction,
    encoding_fault,
    title_fault,
    type_fault,
)
from mdn_gui.core.files.text_layout import probable_encoding
from mdn_gui.core.text import say_count

type Flags = NDArray[np.bool_]

_LOOKED_AT = 100
_MOST_TITLES = 20
_ABSENT = ("nothing", "missing")


def title_rows(finite: Sequence[Flags]) -> int:
    """Count the rows above the numbers.

    Args:
        finite: For each column that is looked at, which of its cells are finite numbers.

    Returns:
        How many rows from the first on hold no number, if there are few and others do.
    """
    any_number = np.array([column[: _MOST_TITLES + 1] for column in finite]).any(axis=0)
    return int(any_number.argmax()) if any_number.any() else 0


def fault_of(table: ColumnFile, name: str, cells: Cells, finite: Flags, titles: int) -> str:
    """Find out why a column cannot be read.

    Args:
        table: The table.
        name: The column.
        cells: Its cells.
        finite: Which of them are finite numbers.
        titles: How many rows stand above the numbers; see `title_rows`.

    Returns:
        What is wrong, and what to do: the rest of a sentence that begins with the name of the
        table. Nothing if all cells are finite numbers.
    """
    bad = np.flatnonzero(~finite)
    if not len(bad):
        return ""
    if cells.other_type:
        return type_fault(name, cells.other_type)
    index = int(bad[0])
    row, text = table.row_number(index), cells.text(index)
    if "\ufffd" in text:
        return encoding_fault(name, row, text, probable_encoding(table.path))
    told, telling = cells.evidence
    found = decimals(text)
    if told and telling is not None and len(found) == 1 and told not in found:
        settled = (table.row_number(telling), cells.text(telling), told)
        return contradiction(name, settled, (row, text, found[0]))
    if 2 * len(bad) > len(finite):
        fault = _column_fault(table, name, cells, bad)
    elif index < titles and kind_of(text) not in _ABSENT:
        fault = title_fault(name, (row, table.row_number(titles - 1)), text)
    else:
        fault = ""
    extent = say_count("{count} row", "{count:,} rows", len(bad))
    return fault or cell_fault(name, row, text, extent)


def _column_fault(table: ColumnFile, name: str, cells: Cells, bad: NDArray[np.intp]) -> str:
    """Say what a column holds that is mostly not numbers; nothing if that is nothing."""
    texts = {index: cells.text(index) for index in bad[:_LOOKED_AT].tolist()}
    kind = "date" if cells.dates else kind_of_column(texts.values())
    for index, text in texts.items():
        if kind != "nothing" and kind_of(text) not in _ABSENT:
            return column_fault(name, table.row_number(index), text, kind)
    return ""
