"""What a column is, and how a network sees it, in a few words."""

from collections.abc import Iterator, Sequence

from mdn_gui.core.kinds import UNIT_NAMES, Category, Date, Kind, Number
from mdn_gui.core.reading import ColumnReading
from mdn_gui.core.text import say, say_count

_MOST_LEVELS = 5
_MOST_CHARACTERS = 20


def shown(name: str) -> str:
    """A name from a file, with no character that a terminal would obey."""
    return name if name.isprintable() else ascii(name)


def kind_text(kind: Kind) -> str:
    """Describe a kind; nothing of a number that is seen as it is."""
    if isinstance(kind, Number):
        parts = list(_of_number(kind))
    elif isinstance(kind, Category):
        parts = list(_of_category(kind))
    else:
        parts = list(_of_date(kind))
    if kind.missing:
        parts.append(say("may be missing"))
    return "; ".join(parts)


def kinds_in_words(names: Sequence[str], kinds: Sequence[Kind]) -> list[str]:
    """Columns of which there is more to tell than that they are numbers, each with that."""
    told = zip(names, map(kind_text, kinds), strict=True)
    return [say("{column}: {kind}", column=name, kind=text) for name, text in told if text]


def reading_text(reading: ColumnReading) -> str:
    """Describe how the cells of a column were read; nothing where they are as programs write."""
    parts: list[str] = []
    if reading.decimal == "comma":
        parts.append(say("decimal comma"))
    if reading.decimal == "point":
        parts.append(say("decimal point"))
    if reading.dates == "day_first":
        parts.append(say("the day first"))
    if reading.dates == "month_first":
        parts.append(say("the month first"))
    if isinstance(reading.kind, Number) and reading.kind.yes_or_no:
        parts.append(shown(reading.reason))
    if reading.told_marks:
        marks = ", ".join(shown(repr(mark)) for mark in reading.told_marks)
        parts.append(say("{marks} for a missing value", marks=marks))
    return "; ".join(parts)


def _of_number(kind: Number) -> Iterator[str]:
    if kind.yes_or_no:
        yield say("yes or no")
    if kind.unit:
        yield say("in {unit}", unit=shown(kind.unit))
    if kind.transform == "log":
        yield say("seen as its logarithm")
    if kind.transform == "logit":
        yield say("seen as its logit between {low:g} and {high:g}", low=kind.low, high=kind.high)


def _of_category(kind: Category) -> Iterator[str]:
    count = len(kind.levels)
    levels = ", ".join(_short(level) for level in kind.levels[:_MOST_LEVELS])
    if count > _MOST_LEVELS:
        levels = say("{levels} and {count:,} more", levels=levels, count=count - _MOST_LEVELS)
    yield say_count("{count} level: {levels}", "{count:,} levels: {levels}", count, levels=levels)
    if kind.other:
        yield say("all others are {level}", level=_short(kind.levels[-1]))


def _of_date(kind: Date) -> Iterator[str]:
    names = {"hour": say("hour"), "weekday": say("weekday"), "month": say("month")}
    unit = UNIT_NAMES[kind.unit]
    since = say("{unit} since {origin}", unit=unit, origin=shown(kind.origin))
    yield since if kind.origin else unit
    if kind.parts:
        yield say("seen as {parts}", parts=", ".join(names[part] for part in kind.parts))


def _short(level: str) -> str:
    text = level if len(level) <= _MOST_CHARACTERS else f"{level[:_MOST_CHARACTERS]}…"
    return shown(repr(text))
