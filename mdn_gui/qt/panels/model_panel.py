"""The layers of the network shown, and the settings that it was trained with."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.network import Network
from mdn_gui.core.summary import Fact, LayerRow, layers, settings_text, total_parameters
from mdn_gui.core.text import say
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable, TablePage
from mdn_gui.session.data import Settings
from mdn_gui.session.session import Session

_MARGIN = 6  # pixels of the screen, as around the table
_AROUND_TEXT = 20  # pixels of the screen, as in the button beside the table


class ModelPanel(Pane):
    """A table of the layers, and beside it all settings as text; both can be copied.

    It is brought up to date only while it can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = CopyableTable()
        tip = say("Ctrl+C copies the selected layers, or all of them, as text.")
        describe(self._table, say("Layers of the network"), tip)
        self._page = TablePage(self._table, "layers")
        self._heading = QLabel()
        self._heading.setObjectName("settings_heading")
        self._heading.setWordWrap(True)
        self._text = _text_field()
        tip = say("Ctrl+A selects everything, Ctrl+C copies what is selected.")
        describe(self._text, say("All settings as text"), tip)
        self._copy = QPushButton(say("Copy"))
        self._copy.setObjectName("copy_settings")
        text_width = self._copy.fontMetrics().horizontalAdvance(self._copy.text())
        self._copy.setFixedWidth(text_width + _AROUND_TEXT)
        describe(self._copy, say("Copy the settings"), say("Copy all settings as text."))
        self._copy.clicked.connect(self._on_copy_clicked)
        self._lay_out()

    def _draw_session(self, session: Session) -> None:
        """Show the network and the settings of a session."""
        network, settings = session.network, session.setup.settings
        if network is not None and session.run.settings is not None:
            settings = session.run.settings
        shape = None if network is None else (network.layout, network.activation)
        data = session.data
        if self._differs(shape, settings, data.title, data.dataset, data.example):
            self._show_layers(network)
            self._show_settings(settings)

    def _show_layers(self, network: Network | None) -> None:
        if network is None:
            self._page.show_heading(say("Train a network to see its layers."), ready=False)
            return
        self._page.show_heading(say("Network shown"), ready=True)
        rows = layers(network.layout, network.activation)
        cells = [self._cells(row, number) for number, row in enumerate(rows, start=1)]
        mixture = (say("Mixture"), *cells[-1][1:])
        total = (say("Total"), "", f"{total_parameters(network.layout):,}", "")
        cells = [*cells[:-1], mixture, total]
        tip = say("Logits of the weights, means, and logarithms of the scales.")
        tips = [*[""] * (len(rows) - 1), tip, ""]
        self._table.show_columns(self._columns())
        self._table.show_rows(Rows(len(cells), lambda row, column: cells[row][column], tips=tips))

    def _columns(self) -> list[Column]:
        shape = say("Of the output: members where there are several, rows, and units.")
        parameters = say("Weights and biases, of all members together.")
        activation = say("What the sums of the units go through.")
        return [
            Column(say("Layer")),
            Column(say("Shape"), shape),
            Column(say("Parameters"), parameters, number=True),
            Column(say("Activation"), activation),
        ]

    def _cells(self, layer: LayerRow, number: int) -> tuple[str, ...]:
        sizes = (say("rows") if size is None else f"{size}" for size in layer.output_shape)
        name = say("Hidden {number}", number=number)
        return name, f"({', '.join(sizes)})", f"{layer.parameters:,}", layer.activation

    def _show_settings(self, settings: Settings) -> None:
        session, (network, training) = self._session, settings
        heading = say("Settings in force")
        if session.network is not None:
            heading = say("Its settings")
        self._heading.setText(heading)
        self._text.setPlainText(settings_text(network, training, **_facts(session)))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading, stretch=1)
        top.addWidget(self._copy, alignment=Qt.AlignmentFlag.AlignTop)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addLayout(top)
        column.addWidget(self._text, stretch=1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._page)
        halves.addWidget(right)
        halves.setSizes([3000, 2000])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)


def _facts(session: Session) -> dict[str, Fact]:
    """What the network is trained on; of a built-in problem, how to draw the rows again."""
    dataset, example = session.data.dataset, session.data.example
    if dataset is None:
        return {}
    facts: dict[str, Fact] = {
        "data": session.data.title,
        "rows": dataset.rows,
        "input": ", ".join(dataset.input_names),
        "target": ", ".join(dataset.target_names),
    }
    return facts if example is None else {**facts, "noise": example.noise}


def _text_field() -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setObjectName("settings_text")
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return field
