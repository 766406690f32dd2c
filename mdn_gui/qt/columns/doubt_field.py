"""The question how a cell is read that can be read in two ways."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from mdn_gui.core.reading import ColumnReading
from mdn_gui.core.text import say
from mdn_gui.qt.widgets.controls import describe

_SHOWN_CHARACTERS = 40
_ANSWERS = {
    "point": say("{text} is {reading} (decimal point)"),
    "comma": say("{text} is {reading} (decimal comma)"),
    "day_first": say("{text} is {reading} (the day comes first)"),
    "month_first": say("{text} is {reading} (the month comes first)"),
}


class DoubtField(QWidget):
    """The question how a cell is read; not seen where there is none.

    Signals:
        answered(answer): The decimal mark, or what comes first in dates.
    """

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._question = QLabel()
        self._question.setWordWrap(True)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons: dict[QPushButton, str] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._question, stretch=1)
        for answer in _ANSWERS:
            button = QPushButton()
            button.setObjectName(f"reading_{answer}")
            button.clicked.connect(self._on_button_clicked)
            self._buttons[button] = answer
            layout.addWidget(button)

    def show_column(self, column: ColumnReading | None) -> None:
        """Ask about a column, or about none."""
        doubt = column.doubt if column else None
        self.setVisible(doubt is not None)
        if column is None or doubt is None:
            return
        self._question.setText(
            say(
                "Column “{name}” holds {text} in row {row}. What is that?",
                name=column.name[:_SHOWN_CHARACTERS],
                text=doubt.text,
                row=doubt.row,
            )
        )
        readings: dict[str, str] = dict(doubt.readings)
        for button, answer in self._buttons.items():
            button.setVisible(answer in readings)
            if answer in readings:
                label = _ANSWERS[answer].format(text=doubt.text, reading=readings[answer])
                button.setText(label)
                describe(button, label, say("How the cells of the table are written."))

    @Slot()
    def _on_button_clicked(self) -> None:
        self.answered.emit(next(a for b, a in self._buttons.items() if b is self.sender()))
