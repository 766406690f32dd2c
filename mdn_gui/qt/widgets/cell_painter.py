"""How cells of a table are painted: one call each, for a table that changes in every frame."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.table_model import Index, TableModel

_MARGIN = 3  # left and right of the text, in pixels of the screen, as what follows
_SWATCH = 11
_INDENT = _SWATCH + 6  # of a text after a swatch


class CellPainter(QStyledItemDelegate):
    """Paints text and swatch of a cell; Qt's own would ask the model seven times for that.

    Args:
        model: What the cells are of.
    """

    def __init__(self, model: TableModel) -> None:
        super().__init__(model)
        self._model = model

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """What Qt asks: paint a cell."""
        rect: QRect = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        cell = self._model.cell(index.row(), index.column())
        ink = QPalette.ColorRole.PlaceholderText if cell.muted else QPalette.ColorRole.Text
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
            ink = QPalette.ColorRole.HighlightedText
        if cell.colour:
            top = rect.center().y() - _SWATCH // 2
            painter.fillRect(rect.left(), top, _SWATCH, _SWATCH, QColor(cell.colour))
            rect.setLeft(rect.left() + _INDENT)
        text, metrics = cell.text, option.fontMetrics
        room = rect.width() - metrics.horizontalAdvance(text)
        if room < 0:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        left = rect.left() + (max(room, 0) if cell.number else 0)
        baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2
        painter.setPen(option.palette.color(ink))
        painter.drawText(left, baseline, text)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    @guarded_with(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """What Qt asks: room for the whole cell."""
        cell = self._model.cell(index.row(), index.column())
        indent = _INDENT if cell.colour else 0
        # One pixel for the grid.
        width = option.fontMetrics.horizontalAdvance(cell.text) + indent + 2 * _MARGIN + 1
        return QSize(width, option.fontMetrics.height())
