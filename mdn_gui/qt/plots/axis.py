"""An axis whose tick labels differ, fit beside each other, and are short far from 0 too."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import pairwise
from math import inf
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

from mdn_gui.core.date_ticks import DateTicks
from mdn_gui.core.kinds import Category, Date, Kind
from mdn_gui.core.maths.rounding import multiples, next_step, offset, step_below, texts, with_offset
from mdn_gui.core.missing import MissingBand
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import is_time
from mdn_gui.qt.guard import guarded

type Ticks = list[tuple[float | None, list[float]]]
"""Levels of marks: their distance, if they have one, and their positions."""

_GAP = 10.0  # pixels between two labels
_INTERVALS, _LENGTH = 2.25, 300.0  # at least, and pixels of an axis from which on there are more
_OUTSIDE = 1.0  # pixels at each end that pyqtgraph counts as the axis' but puts no tick at
_FINER = 4.0  # times as many, where the usual ticks have no room for labels
# Pixels of the name of a level; with less, not all are written, and these less shortened.
_LEAST_ROOM, _ROOM_OF_SOME = 40.0, 120.0
_AROUND_NAME = 12.0  # pixels


class _Label(NamedTuple):
    """What is written at a tick, and the part of the axis that it takes, in pixels."""

    value: float
    start: float
    end: float


class _Numbers(NamedTuple):
    """Ticks at round numbers, as `DateTicks` has those at round dates.

    Attributes:
        base: What is taken away from all that are written.
    """

    base: Decimal

    def step_below(self, length: float) -> float:
        return float(step_below(length))

    def next_step(self, step: float) -> float:
        return float(next_step(_decimal(step)))

    def marks(self, low: float, high: float, step: float) -> list[float]:
        return [float(mark) for mark in multiples(low, high, _decimal(step))]

    def texts(self, marks: Sequence[float], step: float) -> list[str]:
        exact = _decimal(step)
        values = [(_decimal(mark) / exact).to_integral_value() * exact for mark in marks]
        return texts(values, exact, self.base)


class _Levels(NamedTuple):
    """Ticks at the levels of a category, as `_Numbers` has those at round numbers.

    Attributes:
        names: Of the levels.
    """

    names: Sequence[str]

    def step_below(self, _length: float) -> float:
        return 1.0  # every level, if there is room for its name

    def next_step(self, step: float) -> float:
        return float(next_step(_decimal(step)))

    def marks(self, low: float, high: float, step: float) -> list[float]:
        return [float(mark) for mark in range(0, len(self.names), int(step)) if low <= mark <= high]

    def texts(self, marks: Sequence[float], _step: float) -> list[str]:
        return [self.names[int(mark)] for mark in marks]


class _WithMissing(NamedTuple):
    """Ticks as of values, and one at the band of missing ones."""

    values: "_Numbers | DateTicks | _Levels"
    band: MissingBand

    def step_below(self, length: float) -> float:
        return self.values.step_below(length)

    def next_step(self, step: float) -> float:
        return self.values.next_step(step)

    def marks(self, low: float, high: float, step: float) -> list[float]:
        marks = self.values.marks(low, min(high, self.band.begins), step)
        return [*marks, self.band.centre] if low <= self.band.centre <= high else marks

    def texts(self, marks: Sequence[float], step: float) -> list[str]:
        known = self.values.texts([mark for mark in marks if mark != self.band.centre], step)
        return known if len(known) == len(marks) else [*known, say("missing")]


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of a plot.

    Where numbers are long but close to each other, as of time since 1970, an offset is taken away
    from all of them and named after the axis: "time − 1,714,550,000,000".

    Args:
        side: "bottom" or "left".
    """

    _names: Sequence[str] = ("",)
    _offset = Decimal(0)
    _kinds: DateTicks | _Levels | None = None
    _band: MissingBand | None = None

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(enable=False)
        # Every line of a grid costs 0.2 ms per painting: none between the labelled ones.
        self.setStyle(maxTickLevel=0)

    def set_name(self, *names: str) -> None:
        """Write what the axis is called, as plain text.

        Args:
            *names: From the longest to the shortest; the first that has room is written.
        """
        self._names = names
        self._write_name()

    def set_kind(self, kind: Kind, missing: MissingBand | None = None) -> None:
        """Write what the numbers stand for: dates as dates, levels by their names.

        Args:
            kind: What they stand for.
            missing: Where missing values are; None where none are drawn.
        """
        self._band = missing
        dated = isinstance(kind, Date) and (kind.origin or is_time(kind))
        self._kinds = DateTicks(kind) if isinstance(kind, Date) and dated else None
        if isinstance(kind, Category):
            self._kinds = _Levels(kind.levels)
        self.setRange(*self.range)
        self.picture = None

    def set_font(self, font: QFont) -> None:
        """Write numbers and name in this font."""
        self.setStyle(tickFont=font)
        self.label.setFont(font)

    def setRange(self, low: float, high: float) -> None:  # noqa: N802 - pyqtgraph's name
        """Called by pyqtgraph: the axis shows this range from now on."""
        super().setRange(low, high)
        linear = not self.logMode and self._kinds is None and 0.0 < high - low < inf
        base = offset(low, high) if linear else Decimal(0)
        if base != self._offset:
            self._offset = base
            self._write_name()

    def tickSpacing(self, low: float, high: float, length: float) -> list[tuple[float, float]]:  # noqa: N802 - pyqtgraph's name
        """Called by pyqtgraph: the distance of the ticks, of which each is a multiple."""
        return [(distance, 0.0) for distance, _ in self._ticks(low, high, length)]

    def tickValues(self, low: float, high: float, length: float) -> Ticks:  # noqa: N802 - pyqtgraph's name
        """Called by pyqtgraph: where the ticks are."""
        usual: Ticks = super().tickValues(low, high, length) if self.logMode else []
        return usual if self.logMode else [*self._ticks(low, high, length)]

    def tickStrings(  # noqa: N802 - pyqtgraph's name
        self, values: Sequence[float], scale: float, spacing: float | None
    ) -> list[str]:
        """Called by pyqtgraph: what is written at the ticks."""
        if self.logMode or spacing is None:
            logarithmic: list[str] = super().tickStrings(values, scale, spacing)
            return logarithmic
        return self._texts(values, spacing)

    @guarded
    def resizeEvent(self, event: QGraphicsSceneResizeEvent | None = None) -> None:
        """Let the name end where the axis does."""
        self._write_name()
        super().resizeEvent(event)

    def _ticks(self, low: float, high: float, length: float) -> list[tuple[float, list[float]]]:
        """The distance of the ticks and where they are, so that labels do not touch."""
        length = max(length - 2.0 * _OUTSIDE, 0.0)
        longest = (high - low) / (_INTERVALS * max(1.0, (length / _LENGTH) ** 0.5))
        if not 0.0 < longest < inf:
            return []
        ruler = self._ruler
        step = wanted = ruler.step_below(longest)
        if not self._labels(low, high, length, step):
            step = ruler.step_below(longest / _FINER)
        alone: list[tuple[float, list[float]]] = []
        while True:
            labels = self._labels(low, high, length, step)
            apart = all(one.end + _GAP <= other.start for one, other in pairwise(labels))
            if labels and apart and step >= wanted:
                return [(step, ruler.marks(low, high, step))]
            if not labels and step >= wanted:
                return alone
            if labels:
                # Where there is room for one label, ticks farther apart may lie off its place.
                alone = [(step, [labels[len(labels) // 2].value])]
            step = ruler.next_step(step)

    @property
    def _ruler(self) -> "_Numbers | DateTicks | _Levels | _WithMissing":
        values = self._kinds or _Numbers(self._offset)
        return values if self._band is None else _WithMissing(values, self._band)

    def _texts(self, marks: Sequence[float], step: float) -> list[str]:
        """What is written at marks; the names of levels as far as they have room."""
        written, (low, high) = self._ruler.texts(marks, step), self.range
        metrics = QFontMetricsF(self.style["tickFont"] or QFont())
        if not isinstance(self._kinds, _Levels):
            if self._band is not None and marks and marks[-1] == self._band.centre:
                # As far as it does not stick out of the axis, where nothing would be written.
                pixel = (high - low) / max(self.size().width(), 1.0)
                room = 2.0 * (high - self._band.centre) / pixel - 2.0 * _OUTSIDE
                written[-1] = metrics.elidedText(written[-1], Qt.TextElideMode.ElideRight, room)
            return written
        least = _LEAST_ROOM if step == 1.0 else _ROOM_OF_SOME
        room = max(self.size().width() * step / (high - low) - 2.0 * _GAP, least)
        return [metrics.elidedText(each, Qt.TextElideMode.ElideMiddle, room) for each in written]

    def _labels(self, low: float, high: float, length: float, step: float) -> list[_Label]:
        """Labels at multiples of a step; pyqtgraph leaves out what would stick out of the axis."""
        metrics = QFontMetricsF(self.style["tickFont"] or QFont())
        marks = self._ruler.marks(low, high, step)
        labels = []
        for mark, text in zip(marks, self._texts(marks, step), strict=True):
            place = (mark - low) / (high - low) * length
            size = metrics.horizontalAdvance(text) if self._lies else metrics.height()
            label = _Label(mark, place - size / 2.0, place + size / 2.0)
            if not self._lies or (label.start >= 0.0 and label.end <= length):
                labels.append(label)
        return labels

    @property
    def _lies(self) -> bool:
        return bool(self.orientation == "bottom")

    def _write_name(self) -> None:
        if self.label is None:  # as after pyqtgraph has closed the axis
            return
        metrics = QFontMetricsF(self.label.font())
        length = self.size().width() if self._lies else self.size().height()
        room = length - _AROUND_NAME - metrics.horizontalAdvance(with_offset("", self._offset))
        fitting = (each for each in self._names if metrics.horizontalAdvance(each) <= room)
        name = next(fitting, self._names[-1])
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(room, 0.0))
        written = escape(with_offset(name, self._offset), quote=False)
        if written != self.labelText:
            self.setLabel(written)
            super().resizeEvent()  # or the name would begin where the one before did


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))
