"""An axis whose tick labels differ, fit beside each other, and are short far from 0 too."""

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import pairwise
from math import inf

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

from mdn_gui.core.maths.ticks import multiples, next_step, offset, step_below, texts, with_offset
from mdn_gui.qt.guard import guarded

type Ticks = list[tuple[float | None, list[float]]]
"""Levels of marks: their distance, if they have one, and their positions."""

_GAP = 10.0  # pixels between two labels
_INTERVALS, _LENGTH = 2.25, 300.0  # at least, and pixels of an axis from which on there are more
_AROUND_NAME = 12.0  # pixels


class Axis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis of a plot.

    Where numbers are long but close to each other, as of time since 1970, an offset is taken away
    from all of them and named after the axis: "time − 1,714,550,000,000".

    Args:
        side: "bottom" or "left".
    """

    _name = ""
    _offset = Decimal(0)

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(enable=False)
        # Every line of a grid costs 0.2 ms per painting: none between the labelled ones.
        self.setStyle(maxTickLevel=0)

    def set_name(self, name: str) -> None:
        """Write what the axis is called, as plain text."""
        self._name = name
        self._write_name()

    def setRange(self, low: float, high: float) -> None:  # noqa: N802 - pyqtgraph's name
        """What pyqtgraph asks: the axis shows this range from now on."""
        super().setRange(low, high)
        linear = not self.logMode and 0.0 < high - low < inf
        base = offset(low, high) if linear else Decimal(0)
        if base != self._offset:
            self._offset = base
            self._write_name()

    def tickSpacing(self, low: float, high: float, length: float) -> list[tuple[float, float]]:  # noqa: N802 - pyqtgraph's name
        """What pyqtgraph asks: the distance of the ticks, of which the first is a multiple."""
        most = _INTERVALS * max(1.0, (length / _LENGTH) ** 0.5)
        if not 0.0 < (high - low) / most < inf:
            return []
        step = step_below((high - low) / most)
        while not self._fits(low, high, length, step):
            step = next_step(step)
        return [(float(step), 0.0)]

    def tickValues(self, low: float, high: float, length: float) -> Ticks:  # noqa: N802 - pyqtgraph's name
        """What pyqtgraph asks: where the ticks are."""
        if self.logMode:
            usual: Ticks = super().tickValues(low, high, length)
            return usual
        return [
            (step, [float(value) for value in multiples(low, high, _decimal(step))])
            for step, _ in self.tickSpacing(low, high, length)
        ]

    def tickStrings(  # noqa: N802 - pyqtgraph's name
        self, values: Sequence[float], scale: float, spacing: float | None
    ) -> list[str]:
        """What pyqtgraph asks: what is written at the ticks."""
        if self.logMode or spacing is None:
            logarithmic: list[str] = super().tickStrings(values, scale, spacing)
            return logarithmic
        step = _decimal(spacing)
        exact = [(_decimal(value) / step).to_integral_value() * step for value in values]
        return texts(exact, step, self._offset)

    @guarded
    def resizeEvent(self, event: QGraphicsSceneResizeEvent | None = None) -> None:
        """Let the name end where the axis does."""
        self._write_name()
        super().resizeEvent(event)

    def _fits(self, low: float, high: float, length: float, step: Decimal) -> bool:
        """Whether labels at the multiples of a step do not touch each other."""
        metrics = QFontMetricsF(self.style["tickFont"] or QFont())
        marks = multiples(low, high, step)
        at = [(float(mark) - low) / (high - low) * length for mark in marks]
        if not self._lies:
            return all(end - start >= metrics.height() + _GAP for start, end in pairwise(at))
        widths = map(metrics.horizontalAdvance, texts(marks, step, self._offset))
        halves = [(place, width / 2.0) for place, width in zip(at, widths, strict=True)]
        # pyqtgraph leaves out what would stick out of the axis.
        inside = [(place, half) for place, half in halves if half <= place <= length - half]
        return all(
            place + half + _GAP <= following - other
            for (place, half), (following, other) in pairwise(inside)
        )

    @property
    def _lies(self) -> bool:
        return bool(self.orientation == "bottom")

    def _write_name(self) -> None:
        if self.label is None:  # as after pyqtgraph has closed the axis
            return
        metrics = QFontMetricsF(self.label.font())
        length = self.size().width() if self._lies else self.size().height()
        room = length - _AROUND_NAME - metrics.horizontalAdvance(with_offset("", self._offset))
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, max(room, 0.0))
        written = escape(with_offset(name, self._offset), quote=False)
        if written != self.labelText:
            self.setLabel(written)


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))
