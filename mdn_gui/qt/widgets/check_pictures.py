"""Small pictures of a check: a hundred dots, and an interval beside what it is compared with."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mdn_gui.qt import theme
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.controls import scaled

HUNDRED, _COLUMNS, _PITCH, _DOT = 100, 20, 12, 8  # dots, and pixels
_HIGH, _LINE, _BAR, _EDGE = 30, 10.0, 6.0, 8.0  # pixels
_SMALL = 0.85  # times the font's size
_HALF = 0.5  # an outline stands on whole pixels


def _coloured(widget: QWidget, colour: str) -> QColor:
    """A colour of the theme in force by its name; of what is dimmed, the muted one."""
    return QColor(getattr(theme.in_force(), colour if widget.isEnabled() else "muted"))


class Stripe(QWidget):
    """A narrow stripe of a colour of the theme, at the left of what it is about.

    Args:
        width: In pixels.
    """

    def __init__(self, width: int = 4) -> None:
        super().__init__()
        self._colour = "muted"
        self.setFixedWidth(width)

    def show_colour(self, colour: str) -> None:
        """Show a colour, by its name in `Theme`."""
        self._colour = colour
        self.update()

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Called by Qt."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _coloured(self, self._colour))
        painter.end()


class HundredDots(QWidget):
    """A hundred dots, of which those that lie outside of a region are hollow."""

    def __init__(self) -> None:
        super().__init__()
        self._inside, self._colour = HUNDRED, "accent"
        self.setFixedSize(self.sizeHint())

    def show_inside(self, inside: int, colour: str) -> None:
        """Fill so many dots, in a colour by its name in `Theme`."""
        self._inside, self._colour = inside, colour
        self.update()

    @guarded_with(QSize())
    def sizeHint(self) -> QSize:
        """Called by Qt: room for twenty in a line."""
        return QSize(_COLUMNS * _PITCH, HUNDRED // _COLUMNS * _PITCH)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Called by Qt."""
        colour = _coloured(self, self._colour)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.0))
        for dot in range(HUNDRED):
            line, column = divmod(dot, _COLUMNS)
            painter.setBrush(colour if dot < self._inside else Qt.BrushStyle.NoBrush)
            left, top = column * _PITCH + _HALF, line * _PITCH + _HALF + (_PITCH - _DOT) // 2
            painter.drawEllipse(QRectF(left, top, _DOT, _DOT))
        painter.end()


class Shown(NamedTuple):
    """What an `IntervalBar` shows.

    Attributes:
        span: The ends of its axis.
        reference: From where to where it is as it should be; both the same for one line.
        interval: What the value lies between; both the same where that is not known.
        value: What was found.
        colour: Of it, by its name in `Theme`.
        ends: What is written at the ends of the axis.
    """

    span: tuple[float, float]
    reference: tuple[float, float]
    interval: tuple[float, float]
    value: float
    colour: str
    ends: tuple[str, str]


class IntervalBar(QWidget):
    """A value with its interval along an axis, and where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, shown: Shown) -> None:
        """Show a value."""
        self._shown = shown
        self.update()

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Called by Qt."""
        if self._shown is None:
            return
        painter, now = QPainter(self), theme.in_force()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter, now, self._shown)
        colour = _coloured(self, self._shown.colour)
        low, high = (self._place(end) for end in self._shown.interval)
        painter.fillRect(QRectF(low, _LINE - _BAR / 2, high - low, _BAR), colour)
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(self._place(self._shown.value), _LINE), 5.0, 5.0)
        painter.end()

    def _paint_axis(self, painter: QPainter, now: Theme, shown: Shown) -> None:
        left, right = (self._place(end) for end in shown.span)
        painter.setPen(QPen(QColor(now.grid), 2.0))
        painter.drawLine(QPointF(left, _LINE), QPointF(right, _LINE))
        low, high = (self._place(end) for end in shown.reference)
        expected = QColor(now.muted)
        expected.setAlphaF(0.35)
        painter.fillRect(QRectF(low - 1, 0.0, max(high - low, 0.0) + 2, 2 * _LINE), expected)
        painter.setPen(QColor(now.muted))
        font = QFont(scaled(self.font(), _SMALL))
        painter.setFont(font)
        room = QRectF(left, 2 * _LINE - 3, right - left, self.height() - 2 * _LINE + 3)
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(room, bottom | Qt.AlignmentFlag.AlignLeft, shown.ends[0])
        painter.drawText(room, bottom | Qt.AlignmentFlag.AlignRight, shown.ends[1])

    def _place(self, value: float) -> float:
        """Where a value is, in pixels."""
        assert self._shown is not None  # noqa: S101 - as the caller saw to
        low, high = self._shown.span
        share = (min(max(value, low), high) - low) / (high - low)
        return _EDGE + share * (self.width() - 2 * _EDGE)
