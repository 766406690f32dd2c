"""Tables of text: how their cells are painted, copied, sorted and picked."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QFontDatabase,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.export import text_cells
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.controls import describe, heading, narrow_button
from mdn_gui.qt.widgets.table_model import NO_ROWS, Column, Index, Rows, TableModel

_CELL_MARGIN = 3  # left and right of the text, in pixels of the screen, as what follows
_SWATCH = 11
_INDENT = _SWATCH + 6  # of a text after a swatch
_FAINT = 0.7  # how opaque a muted text is where it is selected


class Typing(QStyledItemDelegate):
    """Leaves what is being typed alone when other cells, or this one, are shown anew."""

    @guarded
    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        """Called by Qt: write the text into the field."""
        untouched = not (isinstance(editor, QLineEdit) and editor.isModified())
        # Writing the same text again would take its selection away.
        if untouched and editor.property("text") != index.data(Qt.ItemDataRole.EditRole):
            super().setEditorData(editor, index)


class CellPainter(Typing):
    """Paints text and swatch of a cell; Qt's own delegate takes ten times as long.

    It asks the model for seven roles a cell; this one asks once.

    Args:
        model: What the cells are of.
    """

    def __init__(self, model: TableModel) -> None:
        super().__init__(model)
        self._model = model

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Called by Qt: paint a cell."""
        rect: QRect = option.rect.adjusted(_CELL_MARGIN, 0, -_CELL_MARGIN, 0)
        cell = self._model.cell(index.row(), index.column())
        ink = QPalette.ColorRole.PlaceholderText if cell.muted else QPalette.ColorRole.Text
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
            ink = QPalette.ColorRole.HighlightedText
        if cell.colour:
            top = rect.center().y() - _SWATCH // 2
            swatch = QRect(rect.left(), top, _SWATCH, _SWATCH)
            if ink is QPalette.ColorRole.HighlightedText:  # it may be like the highlight
                painter.fillRect(swatch.adjusted(-1, -1, 1, 1), option.palette.color(ink))
            painter.fillRect(swatch, QColor(cell.colour))
            rect.setLeft(rect.left() + _INDENT)
        text, metrics = cell.text, option.fontMetrics
        room = rect.width() - metrics.horizontalAdvance(text)
        if room < 0:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        left = rect.left() + (max(room, 0) if cell.number else 0)
        baseline = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) // 2
        colour = QColor(option.palette.color(ink))
        if cell.muted and state & QStyle.StateFlag.State_Selected:
            colour.setAlphaF(_FAINT)
        painter.setPen(colour)
        painter.drawText(left, baseline, text)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    @guarded_with(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Called by Qt: room for the whole cell."""
        cell = self._model.cell(index.row(), index.column())
        indent = _INDENT if cell.colour else 0
        # One pixel for the grid.
        width = option.fontMetrics.horizontalAdvance(cell.text) + indent + 2 * _CELL_MARGIN + 1
        return QSize(width, option.fontMetrics.height())


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


_RESIZE = QHeaderView.ResizeMode
_NARROWEST = 40  # of a column, pixels of the screen
_MEASURED = 100
"""Rows that the width of a column fits: that of 1,000 rows of 7 columns took 0.4 s."""


class CopyableTable(PlainTable):
    """Rows to read and to copy, as `Rows`.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._model = TableModel()
        self.setModel(self._model)
        self.setItemDelegate(CellPainter(self._model))
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the same ones cost nothing."""
        if tuple(columns) != self._columns:
            self.show_rows(NO_ROWS)  # those that are there are of other columns
            self._columns = tuple(columns)
            self._model.show_columns(columns)
            fitted, stretched = _RESIZE.ResizeToContents, _RESIZE.Stretch
            for place, column in enumerate(columns):
                mode = stretched if column.wide else fitted
                self.horizontalHeader().setSectionResizeMode(place, mode)

    def show_rows(self, rows: Rows) -> None:
        """Show other rows."""
        self._model.show_rows(rows)


class CopyableText(QPlainTextEdit):
    """Lines of text to read and to copy, in letters of one width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))

    def copy_all(self) -> None:
        """Copy the whole text."""
        QGuiApplication.clipboard().setText(self.toPlainText())


_MARGIN = 6  # pixels of the screen


class TablePage(QWidget):
    """Heading, button and table; while there is nothing to show, the heading alone says so.

    Args:
        table: The table, or the text in its place.
        name: Object name of the table, and part of those of the heading and the button.
        beside: A control before the button.
        about: What explains the table, below the heading, which is a title then.
        parent: The widget around it.
    """

    def __init__(
        self,
        table: CopyableTable | CopyableText,
        name: str,
        beside: QWidget | None = None,
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._table = table
        table.setObjectName(name)
        self._heading = QLabel()
        self._heading.setObjectName(f"{name}_heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setWordWrap(True)
        self._about = QLabel(about) if about else None
        if self._about is not None:
            self._about.setWordWrap(True)
            heading(self._heading)
        self._copy = narrow_button(say("Copy"))
        self._copy.setObjectName(f"copy_{name}")
        self._copy.clicked.connect(table.copy_all)
        described = say("Copy"), say("Copy the whole table as text.")
        if isinstance(table, CopyableText):
            described = say("Copy the text"), say("Copy the whole text.")
        describe(self._copy, *described)
        self._lay_out([self._copy] if beside is None else [beside, self._copy])

    def show_heading(self, text: str, *, ready: bool) -> None:
        """Show a heading, and the table under it if that is ready."""
        self._heading.setText(text)
        self._table.setVisible(ready)
        self._copy.setEnabled(ready)

    def _lay_out(self, controls: Sequence[QWidget]) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading, stretch=1)
        for control in controls:
            control.setMinimumHeight(self._copy.sizeHint().height())  # level with the button
            top.addWidget(control, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addLayout(top)
        if self._about is not None:
            layout.addWidget(self._about)
        layout.addWidget(self._table, stretch=1)
        layout.addStretch()


_FLAG = QItemSelectionModel.SelectionFlag


class PickingTable(CopyableTable):
    """Rows of which one can be picked; it stays picked however the table is sorted.

    A click on a column's name sorts by it, and another the other way round; so do Ctrl+1, Ctrl+2
    and so on, which the context menu lists.

    Signals:
        picked(row): A person picked another row, by its number in the `Rows` shown, or None.

    Args:
        clearable: Whether Escape, or a click on the picked row picks none.
        sorted_by: The column that the table is sorted by at first, from 0.
        descending: Whether its greatest number comes first then.
        parent: The widget around it.
    """

    picked = Signal(object)

    def __init__(
        self,
        *,
        clearable: bool,
        sorted_by: int = 0,
        descending: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clearable, self._sorted_by = clearable, sorted_by
        order = Qt.SortOrder
        self._first_order = order.DescendingOrder if descending else order.AscendingOrder
        self._picked: int | None = None
        self._following = False
        self._sorts = QActionGroup(self)
        self._sorts.triggered.connect(self._on_sort_triggered)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSortingEnabled(True)
        self._model.reordered.connect(self._follow)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the same ones cost nothing."""
        super().show_columns(columns)
        known = self._sorts.actions()
        if not known:
            self.sortByColumn(self._sorted_by, self._first_order)
        for place, column in enumerate(columns):
            action = known[place] if place < len(known) else self._new_sort(place)
            action.setText(say("Sort by {column}", column=column.name))

    def show_rows(self, rows: Rows) -> None:
        """Show other rows."""
        # Where the picked row goes, Qt selects its neighbour, which nobody picked.
        self._following = True
        super().show_rows(rows)

    def show_picked(self, row: int | None) -> None:
        """Show which row is picked; None, or one that is not there, for none."""
        self._picked = row
        self._follow()

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape pick no row."""
        if event.key() == Qt.Key.Key_Escape and self._clearable and self.selectedIndexes():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    @guarded_with(_FLAG.NoUpdate)
    def selectionCommand(  # noqa: N802 - Qt's name
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Called by Qt: a press picks a row, or none; moving on with the button held does not."""
        kind = None if event is None else event.type()
        if kind in {QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease}:
            return _FLAG.NoUpdate
        if kind == QEvent.Type.MouseButtonPress and self.selectionModel().isSelected(index):
            return _FLAG.Clear if self._clearable else _FLAG.NoUpdate
        return _FLAG.ClearAndSelect | _FLAG.Rows

    def _on_selection_changed(self) -> None:
        if self._following:
            return
        selected = self.selectionModel().selectedRows()
        self._picked = self._model.row(selected[0].row()) if selected else None
        self.picked.emit(self._picked)

    def _follow(self) -> None:
        """Select the picked row where it stands now."""
        position = self._model.position(self._picked)
        self._following = True
        selection = self.selectionModel()
        if position is None:
            selection.clearSelection()
        elif not selection.isRowSelected(position):
            place = self._model.index(position, max(self.currentIndex().column(), 0))
            selection.setCurrentIndex(place, _FLAG.ClearAndSelect | _FLAG.Rows)
        self._following = False

    def _new_sort(self, place: int) -> QAction:
        action = QAction(self._sorts)
        action.setData(place)
        action.setShortcut(QKeySequence(f"Ctrl+{place + 1}"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    def _on_sort_triggered(self, action: QAction) -> None:
        header = self.horizontalHeader()
        order = Qt.SortOrder.AscendingOrder
        if header.sortIndicatorSection() == action.data() and header.sortIndicatorOrder() == order:
            order = Qt.SortOrder.DescendingOrder
        self.sortByColumn(action.data(), order)
