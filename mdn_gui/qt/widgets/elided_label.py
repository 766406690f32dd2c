"""A label for a text of any length in a narrow column."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from mdn_gui.qt.guard import guarded, guarded_with


class ElidedLabel(QLabel):
    """One line that leaves out its middle where there is no room; the tooltip has it all."""

    def show_text(self, text: str) -> None:
        """Show a text."""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setToolTip(f"<p>{escape(text)}</p>" if text else "")

    @guarded_with(QSize())
    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 6, metrics.height())

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much of both ends as fits."""
        metrics = self.fontMetrics()
        middle = Qt.TextElideMode.ElideMiddle
        text = metrics.elidedText(self.text(), middle, self.contentsRect().width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), text)
        painter.end()
