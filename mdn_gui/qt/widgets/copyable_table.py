"""A table of text that can be copied."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.cell_painter import CellPainter
from mdn_gui.qt.widgets.table_model import Column, Rows, TableModel

_NARROWEST = 40  # of a column, pixels of the screen
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class CopyableTable(QTableView):
    """Rows to read; Ctrl+C and the context menu copy the selected ones, or all.

    What is copied has tabs between cells and the names of the columns above.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._model = TableModel()
        self.setModel(self._model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setItemDelegate(CellPainter(self._model))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._lay_out_headers()
        self._copy = QAction(self.tr("Copy"), self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._copy.triggered.connect(self._on_copy_triggered)
        self.addAction(self._copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the same ones cost nothing."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._model.show_columns(columns)

    def show_rows(self, rows: Rows) -> None:
        """Show other rows."""
        self._model.show_rows(rows)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and the space bar, which Qt would search the table for, to the window."""
        if event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy_all(self) -> None:
        """Copy the whole table."""
        self._copy_rows(range(self._model.rowCount()))

    def _on_copy_triggered(self) -> None:
        selected = sorted(index.row() for index in self.selectionModel().selectedRows())
        self._copy_rows(selected or range(self._model.rowCount()))

    def _copy_rows(self, positions: Sequence[int]) -> None:
        places = range(len(self._columns))
        lines = [[column.name for column in self._columns]]
        lines += [[self._model.index(row, place).data() for place in places] for row in positions]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def _lay_out_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(_NARROWEST)
