"""What `mdn describe` says of a table."""

from argparse import Namespace
from collections.abc import Iterator

from mdn_gui.cli.table_notes import mark_notes
from mdn_gui.cli.terminal import aligned
from mdn_gui.core.files.table_refusals import check_choice
from mdn_gui.core.kind_texts import shown
from mdn_gui.core.kinds import Category, Date, Kind, Number
from mdn_gui.core.reading import ColumnReading, Dialect
from mdn_gui.core.roles import Roles
from mdn_gui.core.tables import describe
from mdn_gui.core.text import say, say_count
from mdn_gui.table_options import reading_options, with_marks

_SHOWN_LEVELS = 5
_MOST_COLUMNS = 200

_SEPARATORS = {
    ",": say("commas"),
    ";": say("semicolons"),
    "\t": say("tabs"),
    "|": say("vertical bars"),
    " ": say("spaces"),
}


def describe_table(arguments: Namespace) -> None:
    """Print how a table is understood.

    Args:
        arguments: With `file` and how it is read.

    Raises:
        TableError: It cannot be read.
    """
    roles = with_marks(Roles((), ()), arguments).details
    found = describe(arguments.file, reading_options(arguments), roles)
    check_choice(found.name, [column.name for column in found.columns], list(roles))
    columns = found.columns[:_MOST_COLUMNS]
    print(say("{name}: a table, {format}", name=found.name, format=found.reading.dialect.format))
    print()
    rows = [(say("rows"), f"{found.rows:,}"), *layout_rows(found.reading.dialect)]
    marks = sorted({mark for column in columns for mark in column.missing_marks})
    if marks:
        rows.append((say("missing marks"), ", ".join(map(shown, marks))))
    print(aligned(rows))
    print()
    print(say("columns"))
    header = (say("name"), say("kind"), say("missing"), say("not understood"), say("why"))
    print(aligned([header, *map(_column, columns)]))
    if len(found.columns) > len(columns):
        more = len(found.columns) - len(columns)
        print("  " + say_count("and {count} more", "and {count:,} more", more))
    notes = [*found.reading.dialect.notes, *found.reading.notes]
    notes += mark_notes(arguments, found.reading)
    if notes:
        print()
        print("\n".join(say("Note: {note}", note=note) for note in notes))


def layout_rows(dialect: Dialect) -> Iterator[tuple[str, str]]:
    """How the rows lie in the file; each with what it is called."""
    if dialect.compression:
        yield say("compression"), dialect.compression
    if dialect.encoding:
        yield say("encoding"), dialect.encoding
    if dialect.separator:
        separator = _SEPARATORS.get(dialect.separator, dialect.separator)
        yield say("fields between"), separator
    if dialect.sheet:
        others = [sheet for sheet in dialect.sheets if sheet != dialect.sheet]
        yield say("sheet"), shown(dialect.sheet)
        if others:
            yield say("other sheets"), ", ".join(map(shown, others))
    if dialect.encoding or dialect.sheet:
        row = say("row {row}", row=dialect.header) if dialect.header else say("none")
        yield say("names"), row
    if dialect.units_row:
        yield say("units"), say("row {row}", row=dialect.units_row)


def _column(column: ColumnReading) -> tuple[str, ...]:
    bad = ""
    if column.bad:
        bad = say(
            "{count:,}, first {text!r} in row {row}",
            count=column.bad,
            text=column.bad_text,
            row=column.first_bad,
        )
    missing = f"{column.missing:,}" if column.missing else ""
    return shown(column.name), _kind(column), missing, bad, _why(column)


def _why(column: ColumnReading) -> str:
    """Why a column is taken for what it is, in short."""
    doubt = column.doubt
    if doubt is not None:
        (way, first), (_, second) = doubt.readings
        option = say("--decimal point or comma")
        if way != "point":
            option = say("--dates day-first or month-first")
        return say(
            "row {row}: {text!r} is {first} or {second} ({option})",
            row=doubt.row,
            text=doubt.text,
            first=first,
            second=second,
            option=option,
        )
    if isinstance(column.kind, Category):
        levels = column.kind.levels
        more = "…" if len(levels) > _SHOWN_LEVELS else ""
        return f"{column.reason}: {', '.join(map(shown, levels[:_SHOWN_LEVELS]))}{more}"
    return column.reason


def _kind(column: ColumnReading) -> str:
    kind: Kind | None = column.kind
    match kind:
        case Number():
            name: str = say("number")
            if kind.unit:
                name = say("number in {unit}", unit=shown(kind.unit))
            if column.decimal == "comma":
                name = say("{kind}, decimal comma", kind=name)
            return name
        case Category():
            return say("category")
        case Date():
            return say("date") if kind.origin else say("time")
    return say("left out")
