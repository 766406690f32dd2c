"""A table under a heading, with a button that copies it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.widgets.copyable_table import CopyableTable
from mdn_gui.qt.widgets.describe import describe

_MARGIN = 6  # pixels of the screen, as what follows
_AROUND_TEXT = 20


class TablePage(QWidget):
    """Heading, button and table; while there is nothing to show, the heading alone says so.

    Args:
        table: The table.
        name: Object name of the table, and part of those of the heading and the button.
        parent: The widget around it.
    """

    def __init__(self, table: CopyableTable, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        table.setObjectName(name)
        self._heading = QLabel()
        self._heading.setObjectName(f"{name}_heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setWordWrap(True)
        self._copy = QPushButton(say("Copy"))
        self._copy.setObjectName(f"copy_{name}")
        self._copy.clicked.connect(table.copy_all)
        # The style would make it as wide as a dialog's, and leave the heading no room.
        text_width = self._copy.fontMetrics().horizontalAdvance(self._copy.text())
        self._copy.setFixedWidth(text_width + _AROUND_TEXT)
        describe(self._copy, say("Copy"), say("Copy the whole table as text."))
        self._lay_out()

    def show_heading(self, text: str, *, ready: bool) -> None:
        """Show a heading, and the table under it if that is ready."""
        self._heading.setText(text)
        self._table.setVisible(ready)
        self._copy.setEnabled(ready)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading, stretch=1)
        top.addWidget(self._copy, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addLayout(top)
        layout.addWidget(self._table, stretch=1)
        layout.addStretch()
