"""Kinds of columns and the reading of a table as JSON, and back with everything checked."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, get_args

from mdn_gui.core.encoding import check_origins
from mdn_gui.core.files.model_fields import Fields
from mdn_gui.core.kinds import Category, Date, DatePart, DateUnit, Kind, Number, Transform
from mdn_gui.core.reading import ColumnReading, DayOrder, DecimalMark, Dialect, Reading
from mdn_gui.core.text import say

_NAMES: Mapping[type[Kind], str] = {Number: "number", Category: "category", Date: "date"}


def described_kinds(kinds: Sequence[Kind]) -> list[dict[str, Any]]:
    """Kinds as JSON objects."""
    return [{"kind": _NAMES[type(kind)], **asdict(kind)} for kind in kinds]


def described_reading(reading: Reading | None) -> dict[str, Any] | None:
    """A reading as a JSON object; None for none."""
    if reading is None:
        return None
    columns = [
        {**asdict(column), "kind": column.kind and described_kinds([column.kind])[0]}
        for column in reading.columns
    ]
    for column in columns:  # a model was trained on none in doubt
        del column["doubt"], column["assumed"], column["unfound_marks"]
    return {**asdict(reading), "columns": columns}


def kinds_of(stated: Fields, name: str, columns: int) -> tuple[Kind, ...]:
    """A field that holds the kinds of so many columns.

    Raises:
        ValueError: It does not.
    """
    found = stated.list_of_fields(name)
    if len(found) != columns:
        raise ValueError(
            say(
                "field {name!r} holds {count} kinds, not {columns}",
                name=name,
                count=len(found),
                columns=columns,
            )
        )
    return tuple(map(kind_of, found))


def reading_of(stated: Fields, name: str) -> Reading | None:
    """A field that holds a reading, or null.

    Raises:
        ValueError: It does not.
    """
    if stated.is_null(name):
        return None
    reading = stated.fields(name)
    return Reading(
        _dialect(reading.fields("dialect")),
        reading.count("rows"),
        tuple(map(_column, reading.list_of_fields("columns"))),
        reading.texts("notes", least=0),
    )


def kind_of(stated: Fields) -> Kind:
    """A kind as one object, as `described_kinds` writes it.

    Raises:
        ValueError: It is none.
    """
    kind, missing = stated.choice("kind", tuple(_NAMES.values())), stated.flag("missing")
    if kind == "number":
        transform: Transform = stated.choice("transform", get_args(Transform.__value__))
        low, high = stated.number("low"), stated.number("high")
        answers = "yes_or_no" in stated and stated.flag("yes_or_no")  # it was not always stated
        return Number(transform, low, high, stated.text("unit"), missing, answers)
    if kind == "category":
        return Category(stated.texts("levels"), stated.flag("other"), missing)
    unit: DateUnit = stated.choice("unit", get_args(DateUnit.__value__))
    parts: tuple[DatePart, ...] = stated.choices("parts", get_args(DatePart.__value__))
    date = Date(unit, stated.text("origin"), parts, missing)
    check_origins([date])
    return date


def _dialect(stated: Fields) -> Dialect:
    return Dialect(
        stated.text("format"),
        stated.text("encoding"),
        stated.text("separator"),
        stated.text("sheet"),
        stated.texts("sheets", least=0),
        stated.text("compression"),
        stated.count("header"),
        stated.count("units_row"),
        stated.texts("units", least=0),
        stated.texts("notes", least=0),
    )


def _column(stated: Fields) -> ColumnReading:
    decimal: DecimalMark | None = None
    if not stated.is_null("decimal"):
        decimal = stated.choice("decimal", get_args(DecimalMark.__value__))
    dates: DayOrder | None = None
    if not stated.is_null("dates"):
        dates = stated.choice("dates", get_args(DayOrder.__value__))
    return ColumnReading(
        stated.text("name"),
        None if stated.is_null("kind") else kind_of(stated.fields("kind")),
        stated.text("reason"),
        decimal,
        dates,
        missing=stated.count("missing"),
        missing_marks=stated.texts("missing_marks", least=0),
        bad=stated.count("bad"),
        first_bad=stated.count("first_bad"),
        bad_text=stated.text("bad_text"),
        told_marks=stated.texts("told_marks", least=0),
    )
