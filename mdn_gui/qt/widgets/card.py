"""A card: a small picture over a title and one line, which is a button."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from mdn_gui.core.drawing.sketch import Sketch
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.qt import theme
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.controls import describe

CARD = QSize(224, 120)
"""Logical pixels of a card."""

PICTURE = 76
"""How high its picture is."""

_PADDING, _RADIUS, _ICON = 12, 4, 32
_ROW, _TRUTH = 2.5, 1.5  # pixels of a dot
_FAINT = 110  # of 255: how opaque the dots of rows are


class Card(QAbstractButton):
    """A button with a picture: a sketch of rows and their truth, or its icon.

    Args:
        title: What it is called.
        line: What is said below that; what does not fit is left out.
        tip: What it does, for its tooltip.
        parent: The widget around it.
    """

    def __init__(self, title: str, line: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._line = title, line
        self._rows, self._truth = QPolygonF(), QPolygonF()
        describe(self, f"{title}: {line}", tip)
        self.setFixedSize(CARD)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew where the mouse comes
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_sketch(self, sketch: Sketch) -> None:
        """Show a sketch as the picture."""
        self._rows, self._truth = map(_points, sketch)
        self.update()

    @guarded_with(QSize())
    def sizeHint(self) -> QSize:
        """As large as every card."""
        return CARD

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame, the picture and the texts."""
        now, chosen = theme.in_force(), self.underMouse() or self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(QColor(now.accent if chosen else now.grid), width))
        painter.setBrush(QColor(now.panel if self.isDown() else now.background))
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS
        )
        painter.setPen(QColor(now.grid))
        painter.drawLine(QPointF(width, PICTURE), QPointF(self.width() - width, PICTURE))
        self._paint_picture(painter, now)
        self._paint_texts(painter, now)
        painter.end()

    def _paint_picture(self, painter: QPainter, now: Theme) -> None:
        faint = QColor(now.data)
        faint.setAlpha(_FAINT)
        for points, colour, size in (
            (self._rows, faint, _ROW),
            (self._truth, QColor(now.truth), _TRUTH),
        ):
            pen = QPen(colour, size)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(points)
        left, top = (self.width() - _ICON) // 2, (PICTURE - _ICON) // 2
        self.icon().paint(painter, left, top, _ICON, _ICON)

    def _paint_texts(self, painter: QPainter, now: Theme) -> None:
        usual, bold = self.font(), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        room = self.width() - 2 * _PADDING
        height = (self.height() - PICTURE) / 2
        for text, font, colour, top in (
            (self._title, bold, now.foreground, PICTURE + 3),
            (self._line, usual, now.muted, PICTURE + height - 3),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            place = QRectF(_PADDING, top, room, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, said)


def _points(shares: Floats) -> QPolygonF:
    """Points of a picture from 0 to 1, `(n, 2)`, in pixels of a card."""
    x = 1 + (CARD.width() - 2) * shares[:, 0]
    y = 1 + (PICTURE - 2) * (1.0 - shares[:, 1])
    return QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)])
