"""What is decided of single columns beyond their role: kind, transform, parts, levels, marks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import ceil, floor, log10
from typing import Any, Final

from mdn_gui.core.column_summary import NO_SUMMARY
from mdn_gui.core.files.cell_text import is_number
from mdn_gui.core.files.column_levels import MOST_CHOSEN_LEVELS
from mdn_gui.core.files.date_forms import is_date
from mdn_gui.core.files.table_refusals import transform_fault
from mdn_gui.core.kinds import Category, Date, DatePart, Kind, Number, Transform
from mdn_gui.core.reading import ColumnReading
from mdn_gui.core.roles import UNDECIDED, KindName, Role, Use
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import Sentence, say, say_in

type Details = Mapping[str, Role]
"""What is decided of columns, by their names; of the others nothing is."""

KIND_NAMES: Final[Mapping[KindName, Sentence]] = {
    "number": say("number"),
    "category": say("category"),
    "date": say("date"),
}
TRANSFORM_NAMES: Final[Mapping[Transform, Sentence]] = {
    "none": say_in("transform", "none"),
    "log": say("log"),
    "logit": say("logit"),
}
_PART_NAMES: Final[Mapping[DatePart, Sentence]] = {
    "hour": say("hour"),
    "weekday": say("weekday"),
    "month": say("month"),
}

_USUAL_BOUNDS = ((0.0, 1.0), (0.0, 100.0))  # of shares and of percentages
_MARGIN = 0.02  # of the spread, between the numbers and the bounds that are proposed for a logit
_MARK_SEPARATOR = ";"


def decided(details: Details, changed: Details) -> Details:
    """What is decided of columns once that of some of them is changed."""
    return {name: role for name, role in {**details, **changed}.items() if role != UNDECIDED}


def applying(role: Role, kind: Kind | None, use: Use) -> Role:
    """What of a decision applies to a column, by what its cells are and what it is for."""
    changes: dict[str, Any] = {}
    if not isinstance(kind, Number) or use == "weight":
        changes |= {"transform": "none", "low": Role.low, "high": Role.high}
    if not isinstance(kind, Category):
        changes["rare"] = 0
    if not (has_parts(kind) and use == "input"):
        changes["parts"] = ()
    changed = any(getattr(role, name) != value for name, value in changes.items())
    return replace(role, **changes) if changed else role


def has_parts(kind: Kind | None) -> bool:
    """Whether a network can see parts of the cells of a kind: those of dates, not of times."""
    return isinstance(kind, Date) and bool(kind.origin)


def kinds_offered(preview: TablePreview, place: int) -> tuple[KindName, ...]:
    """What the cells of a column may be, by those that are shown; reading them tells for sure."""
    column = preview.columns[place]
    texts = [text for row in preview.first_rows if (text := row[place].strip())]
    levels = column.kind.levels if isinstance(column.kind, Category) else texts
    distinct = preview.summaries.get(column.name, NO_SUMMARY).distinct
    possible: dict[KindName, bool] = {
        "number": isinstance(column.kind, Number) or any(map(is_number, levels)),
        "category": column.missing < preview.rows and distinct <= MOST_CHOSEN_LEVELS,
        "date": isinstance(column.kind, Date) or any(map(is_date, texts)),
    }
    return tuple(kind for kind, may_be in possible.items() if may_be)


def parts_offered(
    kinds: Sequence[Kind | None],
) -> tuple[tuple[str, tuple[DatePart, ...]], ...]:
    """What a network may see of dates: the words and the parts, none for one number."""
    days = any(isinstance(kind, Date) and kind.unit == "days" for kind in kinds)
    parts = [part for part in _PART_NAMES if not (days and part == "hour")]
    several = [each for count in range(1, len(parts) + 1) for each in combinations(parts, count)]
    words = (", ".join(_PART_NAMES[part] for part in each) for each in several)
    return (say("one number"), ()), *zip(words, several, strict=True)


def unusable_so(before: TablePreview, after: TablePreview) -> str:
    """Why a column cannot be of the kind that a person has just chosen, in a sentence, or ""."""
    for column in after.columns:
        kinds = [each.details.get(column.name, UNDECIDED).kind for each in (before, after)]
        if column.kind is None and kinds[1] not in (None, kinds[0]):
            return say("{name}, {fault}", name=after.name, fault=column.reason)
    return ""


def misfit(preview: TablePreview, name: str, role: Role) -> str:
    """Why the numbers of a column have not the transform that is decided, in a sentence, or ""."""
    summary = preview.summaries.get(name, NO_SUMMARY)
    if role.transform == "none" or not summary.distinct:
        return ""
    kind = Number(role.transform, role.low, role.high)
    low, high = kind.bounds
    rows = preview.extremes.get(name, (0, 0))
    for value, row, bad in (
        (summary.low, rows[0], summary.low <= low),
        (summary.high, rows[1], summary.high >= high),
    ):
        if bad:
            fault = transform_fault(name, row, value, kind)
            return say("{name}, {fault}", name=preview.name, fault=fault)
    return ""


def bounds_around(preview: TablePreview, name: str) -> tuple[float, float]:
    """Bounds of a logit between which all numbers of a column lie: usual ones, or round ones."""
    summary = preview.summaries.get(name, NO_SUMMARY)
    if not summary.distinct:
        return _USUAL_BOUNDS[0]
    for low, high in _USUAL_BOUNDS:
        if low < summary.low and summary.high < high:
            return low, high
    spread = (summary.high - summary.low) or abs(summary.low) or 1.0
    step, margin = 10.0 ** floor(log10(spread)), _MARGIN * spread
    low = floor((summary.low - margin) / step) * step
    high = ceil((summary.high + margin) / step) * step
    return float(f"{low:.12g}"), float(f"{high:.12g}")


def merged(preview: TablePreview, names: Iterable[str], rare: int) -> tuple[int, int]:
    """How many levels of columns fewer rows than that have, and how many rows these levels have."""
    summaries = (preview.summaries.get(name, NO_SUMMARY) for name in names)
    few = [count for each in summaries for count in each.counts if count < rare]
    return len(few), sum(few)


def kind_text(column: ColumnReading, role: Role) -> str:
    """What a column holds and how a network is to see it, in a few words."""
    what, how = kind_word(column.kind), ""
    if isinstance(column.kind, Number) and role.transform != "none":
        how = TRANSFORM_NAMES[role.transform]
    if isinstance(column.kind, Category) and role.rare:
        how = say("other < {rare:,}", rare=role.rare)
    if has_parts(column.kind) and role.parts:
        how = ", ".join(_PART_NAMES[part] for part in role.parts)
    return say("{kind}: {how}", kind=what, how=how) if how else what


def kind_word(kind: Kind | None) -> str:
    """What the cells of a column are, in a word or two."""
    match kind:
        case Number(yes_or_no=True):
            return say("yes or no")
        case Number(unit=unit) if unit:
            return say("number in {unit}", unit=unit)
        case Number():
            return KIND_NAMES["number"]
        case Category():
            return KIND_NAMES["category"]
        case Date(origin=origin):
            return KIND_NAMES["date"] if origin else say("time")
    return say_in("kind", "none")


def marks_in(text: str) -> tuple[str, ...]:
    """The marks of missing values that a person wrote in one text."""
    marks = (mark.strip() for mark in text.split(_MARK_SEPARATOR))
    return tuple(mark for mark in marks if mark)


def marks_text(marks: Iterable[str]) -> str:
    """Marks of missing values as one text, as `marks_in` reads it."""
    return f"{_MARK_SEPARATOR} ".join(marks)
