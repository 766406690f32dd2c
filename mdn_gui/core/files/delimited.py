"""Tables in text files, whose fields are separated by commas, semicolons or tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from mdn_gui.core.files.csv_text import cell_text
from mdn_gui.core.files.table_cells import Cells, is_number
from mdn_gui.core.files.table_error import TableError

_DELIMITERS = "\t;,"
_SNIFFED_ROWS = 20


class DelimitedFile:
    """Delimited text; a header is row 1.

    pyarrow reads the cells. Python's csv module, which is slow but counts rows, reads the header,
    and the rest of the file only when there is a row to blame.

    Args:
        path: The file.
        encoding: The name of its encoding.

    Attributes:
        names: Names of the columns.

    Raises:
        TableError: If there is no row.
        OSError: If the file cannot be opened.
        UnicodeDecodeError: If the first rows are not text in this encoding.
        csv.Error: If a field has no end.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self.path = path
        self._encoding = encoding
        # The first of equals wins, so that decimal commas do not beat semicolons.
        self._delimiter = max(_DELIMITERS, key=self._fitness)
        self._decimal_comma = self._delimiter == ";"
        with path.open(encoding=encoding, newline="") as lines:
            reader = csv.reader(lines, delimiter=self._delimiter)
            first = next((fields for fields in reader if fields), None)
            lines_to_data = reader.line_num
        if first is None:
            raise TableError(f"{path.name} is empty; choose a file with a header and rows.")
        self._has_header = not all(
            is_number(cell, decimal_comma=self._decimal_comma) for cell in first
        )
        self._lines_before_data = lines_to_data if self._has_header else 0
        header = first if self._has_header else [""] * len(first)
        names = (cell_text(cell.strip()) for cell in header)
        self.names = tuple(name or f"column {i}" for i, name in enumerate(names, start=1))

    def load(self, names: Sequence[str]) -> list[Cells]:
        """Read columns.

        Args:
            names: Names of the columns.

        Returns:
            The cells of each.

        Raises:
            TableError: If a row has more or fewer fields than the first.
            pyarrow.ArrowException: If the file cannot be parsed for another reason.
        """
        if next(self._data(), None) is None:
            return [Cells(pa.chunked_array([], pa.string()))] * len(names)
        try:
            table = pa_csv.read_csv(
                str(self.path),
                read_options=pa_csv.ReadOptions(
                    column_names=self.names,
                    skip_rows=self._lines_before_data,
                    # pyarrow skips the byte order mark of UTF-8 unasked.
                    encoding=self._encoding.removesuffix("-sig"),
                ),
                parse_options=pa_csv.ParseOptions(
                    delimiter=self._delimiter, newlines_in_values=True
                ),
                convert_options=pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()), include_columns=list(names)
                ),
            )
        except pa.ArrowInvalid:
            self._refuse_ragged_rows()
            raise
        return [Cells(column, self._decimal_comma) for column in table.columns]

    def row_number(self, index: int) -> int:
        """Find a row in a spreadsheet, which counts the header and blank lines too.

        Args:
            index: The row of data, counted from 0.

        Returns:
            The row in a spreadsheet, counted from 1.
        """
        return next(row for row, _ in islice(self._data(), index, None))

    def _data(self) -> Iterator[tuple[int, list[str]]]:
        """Read the rows below the header, each with its number in a spreadsheet."""
        return islice(self._records(self._delimiter), int(self._has_header), None)

    def _records(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """Read the rows that are not blank, each with its number in a spreadsheet."""
        with self.path.open(encoding=self._encoding, newline="") as lines:
            reader = csv.reader(lines, delimiter=delimiter)
            yield from ((row, fields) for row, fields in enumerate(reader, start=1) if fields)

    def _fitness(self, delimiter: str) -> tuple[bool, int]:
        """Rate a delimiter: it should give all rows the same width, or else a wide header."""
        widths = [len(fields) for _, fields in islice(self._records(delimiter), _SNIFFED_ROWS)]
        fits = len(set(widths)) == 1 and widths[0] > 1
        return fits, 0 if fits or not widths else widths[0]

    def _refuse_ragged_rows(self) -> None:
        """Raise a `TableError` for the first row whose width is not that of the header."""
        for row, fields in self._data():
            if len(fields) != len(self.names):
                raise TableError(
                    f"{self.path.name}, row {row} has {len(fields)} fields where the first row has "
                    f"{len(self.names)}; correct the row, or quote a field that holds a separator."
                )
