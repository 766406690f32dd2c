"""What the tables of text have in common: their look, their keys, and how they are copied."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from mdn_gui.core.files.csv_text import text_cells
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class PlainTable(QTableView):
    """Rows to read; Ctrl+C and the context menu copy the selected ones, or all.

    What is copied has tabs between cells and the names of the columns above; hidden columns are
    left out.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setHighlightSections(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = self.add_command(say("Copy"), QKeySequence.StandardKey.Copy)
        copy.triggered.connect(self._on_copy_triggered)

    def add_command(
        self, text: str, keys: QKeySequence | QKeySequence.StandardKey | Qt.Key
    ) -> QAction:
        """Offer something to do by the context menu, and by keys while the table has the focus."""
        action = QAction(text, self)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    def copy_all(self) -> None:
        """Copy the whole table."""
        self._copy_rows(range(self.model().rowCount()))

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and the space bar, which Qt would search the table for, to the window."""
        if event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _on_copy_triggered(self) -> None:
        selected = sorted(index.row() for index in self.selectionModel().selectedRows())
        self._copy_rows(selected or range(self.model().rowCount()))

    def _copy_rows(self, positions: Sequence[int]) -> None:
        model = self.model()
        columns = [c for c in range(model.columnCount()) if not self.isColumnHidden(c)]
        names = [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
        lines = [text_cells(names)]  # for they are pasted into spreadsheets
        lines += [[model.index(row, column).data() for column in columns] for row in positions]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
