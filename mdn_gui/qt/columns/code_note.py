"""Numbers that may be codes for a missing value, and the act that makes them that."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.widgets.controls import describe

_SHOWN_CHARACTERS = 24


class CodeNote(QWidget):
    """Tells of a number that repeats far from all others of its column, such as -999.

    It is not seen where there is none that a person has not decided about.

    Signals:
        missing_wanted(columns, text): The text stands for a missing value in these columns.
        kept(columns): It is a number like the others there.
    """

    missing_wanted = Signal(object, str)
    kept = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[str, ...] = ()
        self._text = ""
        self._told = QLabel()
        self._told.setObjectName("code_told")
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self._missing = QPushButton(say("Treat as missing"))
        self._keep = QPushButton(say("Keep the numbers"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._told, stretch=1)
        for name, button in (("code_missing", self._missing), ("code_keep", self._keep)):
            button.setObjectName(name)
            layout.addWidget(button)
        tip = say("They are numbers like the others.")
        describe(self._keep, self._keep.text(), tip)
        self._missing.clicked.connect(self._on_missing_clicked)
        self._keep.clicked.connect(self._on_keep_clicked)
        self.hide()

    def show_codes(self, preview: TablePreview, names: Collection[str]) -> None:
        """Tell of the first code of some columns, and of all columns that hold the same."""
        codes = {name: preview.codes[name] for name in preview.codes if name in names}
        self.setVisible(bool(codes))
        if not codes:
            return
        code, _ = next(iter(codes.values()))
        alike = {name: count for name, (value, count) in codes.items() if value == code}
        self._columns, self._text = tuple(alike), f"{code:g}"
        told = [_told(name, self._text, count) for name, count in list(alike.items())[:1]]
        if more := len(alike) - 1:
            told.append(
                say_count("So does {count} other column.", "So do {count:,} other columns.", more)
            )
        self._told.setText(" ".join(told))
        tip = say("Cells that hold {text} have no value.", text=self._text)
        describe(self._missing, self._missing.text(), tip)

    @Slot()
    def _on_missing_clicked(self) -> None:
        self.missing_wanted.emit(self._columns, self._text)

    @Slot()
    def _on_keep_clicked(self) -> None:
        self.kept.emit(self._columns)


def _told(name: str, text: str, count: int) -> str:
    return say_count(
        "{column} holds {text} in {count} row, far from all its other values.",
        "{column} holds {text} in {count:,} rows, far from all its other values.",
        count,
        column=name[:_SHOWN_CHARACTERS],
        text=text,
    )
