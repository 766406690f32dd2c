"""A column of a stream, while its table is looked through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from shlex import quote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.chosen_columns import Absences, Rows, same_sort, sort_name
from mdn_gui.core.files.column_levels import MOST_CHOSEN_LEVELS, MOST_LEVELS, category, too_many
from mdn_gui.core.files.column_notes import (
    assumed_notes,
    code_notes,
    code_of,
    kind_notes,
    merge_notes,
)
from mdn_gui.core.files.column_readings import Understood, date_kind, date_reason
from mdn_gui.core.files.date_text import DayCounts, days_told
from mdn_gui.core.files.row_batches import Interpretation
from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.table_refusals import TableError, contradicting_dates, in_short
from mdn_gui.core.files.unit_text import plain_unit
from mdn_gui.core.kinds import UNIT_SECONDS, Category, Date, Kind, Number, origin_seconds
from mdn_gui.core.levels import level_counts
from mdn_gui.core.option_names import by_option
from mdn_gui.core.reading import ColumnReading, DayOrder, DecimalMark, Doubt
from mdn_gui.core.roles import Role
from mdn_gui.core.text import say, say_count

_MOST_SAMPLED = 2**14
"""So many values of each column are kept, to find codes among them."""


_SOME_DATES = Date("days", "1970-01-01")
"""Until all are looked through, which tells the unit and the origin."""


class SurveyedColumn:
    """What is gathered of a column while its table is looked through."""

    def __init__(self, name: str, how: Interpretation) -> None:
        self.name, self._roles = name, how.roles
        self.order = how.orders.get(name)
        self._stated_order = how.options.dates
        self._days = DaysTold()
        self.doubt: tuple[Rows, Doubt] | None = None
        self.decimal = how.decimals.get(name)
        self._otherwise = how.assumed.get(name)
        self._assumed: DecimalMark | None = None
        self.declared = True
        self._role = how.roles.details.get(name, Role())
        self._marks = (*how.options.missing_marks, *self._role.missing_marks)
        self._unfound = set(self._marks)
        self._found: Kind | None = self._role.known
        self._words = name in how.words
        self._levels, self._levels_kept = Counter[str](), Counter[str]()
        self._ends = np.inf, -np.inf
        self._whole_days = True
        self._missing = False
        self._reason = ""
        self._zoned = False
        self._absences: Absences | None = None
        self._sample = _Sample()

    @property
    def provisional(self) -> Role:
        """How the next rows are to be understood."""
        if self._words:
            return Role(kind="category", missing_marks=self._marks)
        if self._role.known is not None or self._found is None:
            return replace(self._role, rare=0)
        if isinstance(self._found, Category):  # with levels of its own
            return Role(kind="category", missing_marks=self._marks)
        return Role(known=self._found, missing_marks=self._marks)

    @property
    def continued(self) -> bool:
        """Whether the rows before tell the kind of the next ones."""
        return self._role.known is None and self._found is not None

    @property
    def misread(self) -> bool:
        """Whether some rows were read in one way before others told that it may be the other."""
        assumed = self._assumed is not None and self.decimal not in (None, self._assumed)
        return self.doubt is not None or assumed or self.told_order != self.order

    @property
    def told_order(self) -> DayOrder | None:
        """Which comes first in dates such as 3/4/2024, by all rows so far."""
        counts = self._days.counts
        return self._stated_order if counts.contradict else counts.order or self.order

    def refuse_contradicting_days(self) -> None:
        """Refuse dates of which some begin with the day and some with the month.

        Raises:
            TableError: They do, and nobody said which are right.
        """
        if self._days.counts.contradict and self._stated_order is None:
            self._days.refuse(self.name)

    def undoubted(self, part: Understood, rows: Rows) -> Understood:
        """Keep in mind what some rows tell of how dates and numbers are read, also in others."""
        reading, evidence = part.reading, part.cells.evidence
        if isinstance(reading.kind, Number) and evidence.decimal and not self.decimal:
            if evidence.row is None:
                self._assumed = evidence.decimal
            else:
                self.decimal = evidence.decimal
        if reading.doubt and not self.doubt:
            self.doubt = rows, reading.doubt
        self.order = self.order or reading.dates
        dates = self.continued and isinstance(self._found, Date)
        if self.order and not isinstance(reading.kind, Category):
            dates |= self._days.add(part.cells, rows)
        reading = replace(reading, doubt=None)
        if reading.kind is None and dates:  # these are bad cells among others, as in memory
            reading = replace(reading, kind=self._found or _SOME_DATES)
        return replace(part, reading=reading)

    def refuse_unlike(self, part: Understood, rows: Rows) -> None:
        """Refuse rows that hold other things than those before, which tell the kind.

        Raises:
            OtherWordsError: The rows before hold yes and no, and these do not.
            TableError: They hold other things.
        """
        kind, found = part.reading.kind, self._found
        if not self.continued or isinstance(found, Category) or part.missing.all():
            return
        if _answers(found) and not _answers(kind) and self._role.kind is None:
            raise OtherWordsError(self.name)
        if kind is None or found is None:
            return
        alike = same_sort(kind, found) and _answers(kind) == _answers(found)
        if alike and isinstance(kind, Number) and isinstance(found, Number):
            # Where a number has no unit, it may be that of the others, but is no percentage.
            same = plain_unit(kind.unit) == plain_unit(found.unit)
            alike = same or (not kind.unit and found.unit != "%")
        if not alike:
            rows.refuse(
                say(
                    "column {column} holds {these} from row {row} on, and {before} before it; "
                    "write all of its cells alike, or choose another column.",
                    column=in_short(self.name),
                    these=_in_words(kind),
                    row=rows.number(int(np.isfinite(part.values).argmax())),
                    before=_in_words(found),
                )
            )

    def add(self, part: Understood, rows: Rows, through_all: Rows, used: NDArray[np.bool_]) -> None:
        """Take in some rows, of which those used are kept.

        Args:
            part: Their cells.
            rows: Where these are in their file.
            through_all: Where they are in the table.
            used: Which rows are kept.
        """
        found = Absences.of(part, through_all, self._roles)
        self._absences = found if self._absences is None else self._absences.followed_by(found)
        self._unfound &= set(part.reading.unfound_marks)
        values, kind = part.values[used], part.reading.kind
        self._missing |= bool(np.isnan(values).any())
        if kind is None:
            return
        if self._found is None:
            self._found = kind
        self._reason = self._reason or part.reading.reason
        if isinstance(kind, Number):
            self._sample.add(values)
        given = part.values[np.isfinite(part.values)]
        if isinstance(kind, Category) and self._role.known is None:
            self._levels.update(level_counts(kind, part.values))
            self._levels_kept.update(level_counts(kind, values))
            if len(self._levels) > MOST_CHOSEN_LEVELS:
                rows.refuse(too_many(self.name, len(self._levels)))
        elif isinstance(kind, Date) and kind.origin and len(given):
            self._zoned |= part.reading.reason == date_reason(kind, zoned=True)
            seconds = given * UNIT_SECONDS[kind.unit] + origin_seconds(kind)
            low, high = self._ends
            self._ends = min(low, float(seconds.min())), max(high, float(seconds.max()))
            self._whole_days &= bool(np.all(seconds % UNIT_SECONDS["days"] == 0))

    def _levels_fault(self) -> str:
        """Why text is no category, if it is none; see `column_readings.of_levels`."""
        levels, rows = len(self._levels), self._levels.total()
        stated = self.declared or self._role.kind == "category"
        if not stated and (levels > MOST_LEVELS or 3 * levels > 2 * rows):
            return too_many(self.name, levels)
        return ""

    def reading(self, table: str) -> ColumnReading:
        """How the column was understood.

        Raises:
            TableError: It held no value.
        """
        kind, absences, reason = self._kind(table), self._absences, self._reason
        if isinstance(kind, Category):
            reason = say_count(
                "text of {count} level", "text of {count:,} levels", len(kind.levels)
            )
        elif isinstance(kind, Date) and kind.origin and reason:
            reason = date_reason(kind, zoned=self._zoned)
        assert absences is not None  # noqa: S101 - a table without rows is refused before
        return ColumnReading(
            self.name,
            kind,
            reason,
            missing=absences.missing,
            bad=absences.strange,
            decimal=self.decimal or self._assumed,
            dates=self.order,
            bad_text=absences.text,
            told_marks=self._marks,
            first_bad=absences.first_strange,
            unfound_marks=tuple(mark for mark in self._marks if mark in self._unfound),
            assumed=self._otherwise,
        )

    def _kind(self, table: str) -> Kind:
        kind = self._found
        if kind is None:
            raise TableError(
                say(
                    "{name}, column {column!r} holds no value in any row; choose another column.",
                    name=table,
                    column=self.name,
                )
            )
        if self._role.known is None:
            if isinstance(kind, Category):
                if fault := self._levels_fault():
                    raise TableError(say("{name}, {fault}", name=table, fault=fault))
                kind = category(self._levels_kept or self._levels, self._role.rare)
            elif isinstance(kind, Date) and kind.origin:
                kind = date_kind(*self._ends, whole_days=self._whole_days, role=self._role)
        return replace(kind, missing=self._missing or bool(self._role.known and kind.missing))

    def notes_on_absences(self) -> Iterator[str]:
        """What is missing."""
        if self._absences is not None:
            yield from self._absences.notes()

    def notes_on_values(self, reading: ColumnReading) -> Iterator[str]:
        """Which number may be a code, and what dates and text were taken for."""
        if self.name != self._roles.weight:
            yield from self._sample.code_notes(reading)
        if reading.kind is not None:
            yield from kind_notes(reading, reading.kind, self._role)
            yield from merge_notes(reading, self._levels_kept, self._role.rare)
        yield from assumed_notes(reading)


class OtherWordsError(Exception):
    """A column of yes and no holds other words too, so that all of them are levels."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def _answers(kind: Kind | None) -> bool:
    """Whether cells hold yes and no."""
    return isinstance(kind, Number) and kind.yes_or_no


def _in_words(kind: Kind) -> str:
    """What some rows of a column hold."""
    if _answers(kind):
        return say("yes or no")
    if isinstance(kind, Number):
        return (
            say("numbers in {unit}", unit=kind.unit) if kind.unit else say("numbers without a unit")
        )
    return sort_name(kind)


class DaysTold:
    """Which dates of a column tell whether the day or the month comes first."""

    def __init__(self) -> None:
        self.counts = DayCounts(0, 0)
        self._first: list[tuple[Rows, int, str] | None] = [None, None]

    def add(self, cells: Cells, rows: Rows) -> bool:
        """Take in some rows; tells whether there is such a date among them."""
        told = days_told(pc.utf8_trim_whitespace(cells.values.cast(pa.string())))
        counts = [int(np.count_nonzero(each)) for each in told]
        self.counts = DayCounts(*(sum(pair) for pair in zip(self.counts, counts, strict=True)))
        for place, (count, flags) in enumerate(zip(counts, told, strict=True)):
            if count and self._first[place] is None:
                index = int(flags.argmax())
                self._first[place] = rows, rows.number(index), cells.text(index)
        return any(counts)

    def refuse(self, column: str) -> None:
        """Name a cell of each order.

        Raises:
            TableError: There is one of each.
        """
        day, month = self._first
        if day and month:
            file = month[0]
            other = str(day[1])
            if day[0].name != file.name:
                other = say("{row} of {file}", row=day[1], file=day[0].name)
            file.refuse(contradicting_dates(column, (other, day[2]), (str(month[1]), month[2])))


class _Sample:
    """Some values of a column: all of few, else one of every so many."""

    def __init__(self) -> None:
        self._values = np.empty(0)
        self._rows, self._step = 0, 1

    def add(self, values: NDArray[np.float64]) -> None:
        """Take in the values of some more rows."""
        self._values = np.append(self._values, values[-self._rows % self._step :: self._step])
        self._rows += len(values)
        while len(self._values) > _MOST_SAMPLED:
            self._values, self._step = self._values[::2], 2 * self._step

    def code_notes(self, reading: ColumnReading) -> Iterator[str]:
        """Ask about a number that may be a code for a missing value; see `chosen_columns`."""
        code = code_of(reading.kind, self._values)
        if self._step == 1:
            yield from code_notes(reading.name, code)
        elif code is not None:
            value, count = code
            yield say(
                "Column {column} holds {value:g} in about {count:,} rows, far from all its other "
                "values; if that marks a missing value, say so{option}.",
                column=in_short(reading.name),
                value=value,
                count=count * self._step,
                option=by_option("missing_marks", value=quote(f"{reading.name}={value:g}")),
            )
