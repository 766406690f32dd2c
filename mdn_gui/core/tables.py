"""Tables from files of any of the `table_formats` become a `Dataset`, or large ones a stream.

What the cells of a column stand for is found out from them (see `files.column_kinds`), unless a
person says it: numbers, yes or no as 1 and 0, dates and times as numbers, levels of a category.
Numbers in text may have a decimal point or comma and grouping marks; see `files.cell_text`. A cell
that is a number in one way only, such as "0.5", settles the decimal mark of its column, and of
columns that have no such cell, unless all numbers of its column may be dates or times, such as
"1.5" or "12.30". Where nothing settles whether "1.234" is 1234, or whether 3/4/2024 is in March or
in April, the caller must, by `ReadingOptions`; where commas separate the fields, "1.234" is 1.234.

A row is left out, and counted, where a target or the weight is missing, or a cell cannot be
understood; where an input is missing, the caller chooses. Every refusal is a `TableError`: one
sentence with the file, the row and the column, and what to do. Rows are counted as a spreadsheet
shows them: the header of a text table is row 1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.chosen_columns import (
    Absences,
    Rows,
    check_columns,
    kept,
    kind_of_rows,
    of_rows_kept,
    refuse_absent,
)
from mdn_gui.core.files.column_looks import faults_of, looks, shown_rows
from mdn_gui.core.files.column_notes import (
    assumed_notes,
    code_notes,
    code_of,
    kind_notes,
    merge_notes,
    unused_notes,
)
from mdn_gui.core.files.table_refusals import (
    TableError,
    check_choice,
    check_roles,
    check_table_memory,
    check_weight,
    in_short,
    names_in_short,
)
from mdn_gui.core.kept_table import once
from mdn_gui.core.kinds import Category, Kind
from mdn_gui.core.levels import level_counts
from mdn_gui.core.option_names import by_option
from mdn_gui.core.reading import UNSAID, ColumnReading, Dialect, Reading, ReadingOptions
from mdn_gui.core.relations import relations
from mdn_gui.core.roles import Missing, Role, Roles
from mdn_gui.core.steps import column_by_column
from mdn_gui.core.table import Table
from mdn_gui.core.table_formats import opened, stream_of
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import say, say_in

if TYPE_CHECKING:
    from mdn_gui.core.files.column_readings import Understood
    from mdn_gui.core.files.table_files import ColumnFile

__all__ = [
    "ReadingOptions",
    "Role",
    "TableError",
    "TablePreview",
    "open_inputs",
    "open_rows",
    "preview",
    "read",
    "read_inputs",
]

MOST_NUMBERS = 25_000_000
"""A table of more numbers in the chosen columns (200 MB) is streamed if its format allows it."""

_BYTES_OF_CELL = 16  # of a dataset, beside the columns that it is made of; measured

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]
type Indices = NDArray[np.intp]


def preview(
    path: str | os.PathLike[str],
    options: ReadingOptions = UNSAID,
    roles: Mapping[str, Role] | None = None,
) -> TablePreview:
    """Look through a table to see which of its columns can be used.

    Args:
        path: A file of any of the `table_formats`, or a folder of files that can be streamed.
        options: What a person says of it.
        roles: What is decided of its columns, by their names.

    Returns:
        The columns and the first rows.

    Raises:
        TableError: If the file is no table, has no rows, or has fewer than two columns that can be
            used, one of them numbers.
    """
    result = describe(path, options, roles, look=True)
    _check_usable(result)
    return result


def describe(
    path: str | os.PathLike[str],
    options: ReadingOptions = UNSAID,
    roles: Mapping[str, Role] | None = None,
    *,
    look: bool = False,
) -> TablePreview:
    """Look through a table, whether or not its columns can be used.

    Args:
        path: As of `preview`.
        options: Likewise.
        roles: Likewise; what is decided of columns that it lacks changes nothing.
        look: Whether some rows will do of a table that can be streamed and has many.

    Returns:
        The columns and the first rows.

    Raises:
        TableError: If the file is no table, or has no rows.
    """
    file = Path(path)
    with opened(file, options, look=look) as table:
        names = frozenset(table.names)
        details = {name: role for name, role in (roles or {}).items() if name in names}
        chosen = Roles((), (), details=details)
        columns = _understood(table, table.names, chosen, options)
        shown = shown_rows(columns)
        numbers = tuple(table.row_number(row) for row in shown)
        first_rows = tuple(tuple(column.cells.text(row) for column in columns) for row in shown)
        reading = _reading(table, columns)
        by_name = dict(zip(table.names, looks(columns), strict=True))
        notes = [note for each in by_name.values() for note in each.notes]
        row, ends = table.row_number, {name: seen.ends for name, seen in by_name.items()}
        extremes = {name: (row(each[0]), row(each[1])) for name, each in ends.items() if each}
    return TablePreview(
        file.name,
        replace(reading, notes=(*reading.notes, *notes)),
        first_rows,
        numbers,
        options,
        frozenset(name for name, seen in by_name.items() if seen.identifies),
        {name: seen.absent for name, seen in by_name.items() if seen.absent is not None},
        {name: seen.summary for name, seen in by_name.items()},
        dict(faults_of(columns, shown)),
        details,
        {name: seen.bad for name, seen in by_name.items() if seen.bad is not None},
        extremes,
        {name: seen.code for name, seen in by_name.items() if seen.code},
        table.unread,
    )


def read(
    path: str | os.PathLike[str],
    inputs: Sequence[str],
    targets: Sequence[str],
    *,
    missing: Missing = "drop",
    roles: Mapping[str, Role] | None = None,
    options: ReadingOptions = UNSAID,
) -> Dataset:
    """Read columns of a table.

    Args:
        path: A file of any of the `table_formats`, or a folder of files that can be streamed.
        inputs: Names of the columns of x.
        targets: Names of the columns of y.
        missing: What becomes of a row with a missing input: "drop" leaves it out, "keep" lets the
            network see that it is missing, "refuse" refuses the table, also where a cell cannot be
            understood.
        roles: What else is decided of columns, by their names; those whose use is "input" or
            "target" come behind those named above.
        options: What a person says of the file.

    Returns:
        The rows of these columns, without those that are left out.

    Raises:
        TableError: If the file is no table, has no rows or lacks a column, if a column is chosen
            twice or holds nothing that can be used, if nothing tells how a cell is to be read, or
            if no row is left.
    """
    return read_roles(Path(path), Roles.of(inputs, targets, roles or {}, missing), options)


def read_roles(path: Path, roles: Roles, options: ReadingOptions = UNSAID) -> Dataset:
    """Read columns of a table; see `read`."""
    check_roles(path.name, roles)
    with opened(path, options) as table:
        check_weight(path.name, table.names, roles.weight)
        _check_choice(table, (*roles.columns, *roles.only_stated))
        columns = _understood(table, roles.columns, roles, options)
        rows = Rows(path.name, table.row_number)
        check_columns(rows, columns, roles)
        if roles.missing == "refuse":
            refuse_absent(rows, columns, roles)
        used = kept(columns, roles)
        notes = [*_layout_notes(table.dialect), *_ragged(table), *unused_notes(roles)]
        for column in columns:
            notes += Absences.of(column, rows, roles).notes()
        reading = _reading(table, columns)
        numbers = table.row_numbers(np.flatnonzero(used)).astype(np.float64)
    if not used.any():
        raise TableError(
            say(
                "{name} has no row in which all chosen columns hold what they should: {why}",
                name=path.name,
                why=" ".join(notes),
            )
        )
    check_table_memory(path.name, _BYTES_OF_CELL * len(used) * len(columns))
    dataset = _dataset(roles, columns, used, reading, notes)
    left_out = len(used) - dataset.rows + table.left_out
    notes = [*dataset.notes, *relations(dataset)]
    return replace(dataset, left_out=left_out, notes=tuple(notes), numbers=numbers)


def _dataset(
    roles: Roles, columns: Sequence[Understood], used: Flags, reading: Reading, notes: list[str]
) -> Dataset:
    """Put together the rows that are used."""
    rows, width = int(np.count_nonzero(used)), len(roles.inputs)
    height = width + len(roles.targets)
    # Each column goes to its place at once: a table beside these would be a third of the memory.
    inputs, targets, weights = (np.empty((rows, count)) for count in (width, height - width, 1))
    places = [*inputs.T, *targets.T, *weights.T][: len(columns)]
    kinds: list[Kind] = []
    readings: list[ColumnReading] = []
    for column, place in zip(column_by_column(columns, 0.5, 0.7), places, strict=True):
        name, role = column.reading.name, roles.details.get(column.reading.name, Role())
        cells = column.values if used.all() else column.values[used]
        counts = _level_counts(column, cells)
        kind, cells = kind_of_rows(column, cells, role)
        place[:] = cells
        kinds.append(kind)
        readings.append(of_rows_kept(column.reading, kind))
        if name != roles.weight:
            notes += code_notes(name, code_of(readings[-1].kind, cells))
        notes += kind_notes(readings[-1], kind, role)
        notes += merge_notes(readings[-1], counts, role.rare)
        notes += assumed_notes(readings[-1])
    for each in (inputs, targets, weights):
        each.setflags(write=False)
    return Dataset(
        inputs,
        targets,
        roles.inputs,
        roles.targets,
        tuple(kinds[:width]),
        tuple(kinds[width:height]),
        weights[:, 0] if roles.weight else None,
        notes=tuple(notes),
        reading=replace(reading, columns=tuple(readings)),
    )


def _level_counts(column: Understood, codes: Floats) -> Mapping[str, int]:
    """How many rows have each level of a category; nothing of another column."""
    kind = column.reading.kind
    return level_counts(kind, codes) if isinstance(kind, Category) else {}


def open_rows(path: Path, roles: Roles, options: ReadingOptions = UNSAID) -> Table:
    """Open a table to train on or to score.

    Args:
        path: A file of any of the `table_formats`, or a folder of files that can be streamed.
        roles: What its columns are for.
        options: What a person says of it.

    Returns:
        The rows of these columns: streamed if they can be and hold more than `MOST_NUMBERS`
        numbers; else in memory.

    Raises:
        TableError: If the table cannot be read; see `read` and `parquet_rows.open_parquet`.
    """
    stream = stream_of(path)
    if stream is not None:
        rows = stream(path, roles, options)
        if rows.rows_in_files * len(roles.columns) > MOST_NUMBERS:
            return rows
    return read_roles(path, roles, options)


class Inputs(NamedTuple):
    """The columns of x of a table.

    Attributes:
        values: All rows, `(rows, inputs)`; missing cells are NaN.
        numbers: The row of each, as a spreadsheet counts, `(rows,)`.
        reading: How the table was understood.
        notes: What a person should know of that, each a sentence.
    """

    values: Floats
    numbers: Indices
    reading: Reading
    notes: tuple[str, ...]


def read_inputs(
    path: str | os.PathLike[str],
    inputs: Sequence[str],
    roles: Mapping[str, Role] | None = None,
    options: ReadingOptions = UNSAID,
) -> Floats:
    """Read the columns of x alone, without notes; see `open_inputs`."""
    return open_inputs(path, inputs, roles, options).values


def open_inputs(
    path: str | os.PathLike[str],
    inputs: Sequence[str],
    roles: Mapping[str, Role] | None = None,
    options: ReadingOptions = UNSAID,
) -> Inputs:
    """Read the columns of x alone, of a table that need not have the targets.

    Args:
        path: A file of any of the `table_formats`, or a folder of files that can be streamed.
        inputs: Names of the columns of x, at least one.
        roles: What is decided of them, by their names; such as those of `Model.roles`.
        options: What a person says of the file.

    Returns:
        All rows of these columns, and what a person should know of them.

    Raises:
        TableError: As for `read`; or if a row has more or fewer fields than the others, a cell
            cannot be understood, is missing in a column that a model does not know to have gaps, or
            holds a level that it does not know.
    """
    file, details = Path(path), roles or {}
    chosen = Roles(tuple(inputs), (), details=details)
    with opened(file, options) as table:
        _check_choice(table, (*chosen.columns, *chosen.only_stated))
        columns = _understood(table, chosen.columns, chosen, options)
        rows = Rows(file.name, table.row_number)
        for fault in table.faults:
            rows.refuse(
                say(
                    "{fault}, and each row is wanted here: correct such rows, or delete them.",
                    fault=fault.rstrip("."),
                )
            )
        check_columns(rows, columns, chosen)
        refuse_absent(rows, columns, chosen)
        notes = [*_layout_notes(table.dialect), *unused_notes(chosen)]
        reading = _reading(table, columns)
        values = np.column_stack([column.values for column in columns])
        numbers = table.row_numbers(np.arange(len(values)))
    for column in columns:
        notes += assumed_notes(column.reading)
    return Inputs(values, numbers, reading, tuple(notes))


def _understood(
    table: ColumnFile, names: Sequence[str], roles: Roles, options: ReadingOptions
) -> list[Understood]:
    """Read columns and find out what they stand for; there must be a row."""
    from mdn_gui.core.files.column_kinds import understand  # noqa: PLC0415 - see table_formats
    from mdn_gui.core.files.column_readings import Column  # noqa: PLC0415 - likewise

    places = {name: index for index, name in enumerate(table.names)}
    indices = [places[name] for name in names]
    texts = [places[name] for name in names if roles.details.get(name, Role()).is_category]
    cells = table.load(indices, texts)
    if not len(cells[0]):
        raise TableError(
            say("{name} has column names but no rows; add rows of data.", name=table.path.name)
        )
    units = table.dialect.units
    columns = [
        Column(
            name,
            each,
            table.row_number,
            replace(roles.details.get(name, Role()), use=None),
            each.told(options),
            unit=units[index].strip("-\u2013") if units else "",
        )
        for name, index, each in zip(names, indices, cells, strict=True)
    ]
    understood = [
        once(("understood", column.name), column, understand)
        for column in column_by_column(columns, 0.3, 0.5)
    ]
    told = {each.reading.dates for each in understood} - {None}
    tells = len(told) == 1
    order = told.pop() if tells else options.dates_otherwise
    if order is None:
        return understood
    for place, each in enumerate(understood):
        if doubt := each.reading.doubt:
            column = replace(columns[place], dates=order)
            again = once(("dated", column.name), column, understand)
            if not tells and again.reading.doubt is None:
                again = replace(again, reading=replace(again.reading, assumed=doubt))
            understood[place] = again
    return understood


def _check_choice(table: ColumnFile, chosen: Sequence[str]) -> None:
    """Refuse columns that a table does not have; what of its file was passed over may tell why."""
    try:
        check_choice(table.path.name, table.names, chosen)
    except TableError as error:
        notes = " ".join(_layout_notes(table.dialect))
        if not notes:
            raise
        raise TableError(say("{fault} {notes}", fault=str(error), notes=notes)) from None


def _reading(table: ColumnFile, columns: Sequence[Understood]) -> Reading:
    readings = tuple(column.reading for column in columns)
    return Reading(table.dialect, len(columns[0].values), readings, tuple(_ragged(table)))


def _layout_notes(dialect: Dialect) -> Iterator[str]:
    """Say what is passed over of a file."""
    others = [sheet for sheet in dialect.sheets if sheet != dialect.sheet]
    if others:
        yield say(
            "Sheet {sheet!r} is read, and not {others}{option}.",
            option=by_option("sheet"),
            sheet=dialect.sheet,
            others=names_in_short(others),
        )
    yield from dialect.notes


def _ragged(table: ColumnFile) -> list[str]:
    """Say which rows are left out because of the number of their fields."""
    return [say("{name}, {fault}", name=table.path.name, fault=fault) for fault in table.faults]


def _check_usable(preview: TablePreview) -> None:
    """Refuse a table that has no column for the target or none for the input."""
    usable = [column.name for column in preview.columns if column.kind is not None]
    names = preview.numeric_columns
    if names and len(usable) > 1:
        return
    found = say_in("columns", "none")
    if usable:
        found = say("only one, {column}", column=in_short(usable[0]))
    if len(usable) > 1:
        found = say_in("columns", "none of numbers")
    if len(preview.columns) == 1:
        why: str = say("its rows hold nothing that would separate fields.")
    else:
        why = next((column.reason for column in preview.columns if not column.numeric), "")
    raise TableError(
        say(
            "{name} needs at least two columns that can be used, an input and a target of numbers, "
            "but has {found}; {why}",
            name=preview.name,
            found=found,
            why=why,
        )
    )
