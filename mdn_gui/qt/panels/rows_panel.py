"""The first rows of what is loaded."""

import numpy as np
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mdn_gui.core.text import say, say_count
from mdn_gui.core.value_texts import cell_text
from mdn_gui.qt.widgets.controls import describe, heading
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import how_rows_count
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable
from mdn_gui.session.session import Session

SHOWN = 1_000
"""Rows that are shown at most."""


class RowsPanel(Pane):
    """What is loaded, and its first rows: inputs, then targets.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading, self._about = QLabel(), QLabel()
        heading(self._heading)
        self._about.setObjectName("rows_about")
        for label in (self._heading, self._about):
            label.setWordWrap(True)
        self._table = CopyableTable()
        self._table.setObjectName("rows_loaded")
        describe(self._table, say("Rows loaded"), say("The first rows of what is loaded."))
        layout = QVBoxLayout(self)
        for widget in (self._heading, self._about):
            layout.addWidget(widget)
        layout.addWidget(self._table, stretch=1)

    def _draw_session(self, session: Session) -> None:
        data, dataset = session.data, session.data.dataset
        if not self._differs(dataset, data.title):
            return
        self._table.setVisible(dataset is not None)
        if dataset is None:
            self._heading.setText(say("Nothing is loaded."))
            self._about.setText(say("Open a table, pick an example, or draw points."))
            return
        counted = say_count(
            "{title}: {count} row",
            "{title}: {count:,} rows",
            dataset.rows if data.stream is None else data.stream.rows,
            title=data.title,
        )
        self._heading.setText(counted)
        shown = min(dataset.rows, SHOWN)
        told = [] if data.example is None else [data.example.summary]
        if data.stream is not None:
            told.append(
                say(
                    "All rows are trained on; a sample of {count:,} is drawn and looked through.",
                    count=dataset.rows,
                )
            )
        if shown < dataset.rows and data.example is None:
            told.append(say("The first {count:,} rows.", count=shown))
        if dataset.left_out:
            told.append(
                say_count(
                    "{count} row of the table is left out.",
                    "{count:,} rows of the table are left out.",
                    dataset.left_out,
                )
            )
        self._about.setText(" ".join(told))
        values = np.hstack([dataset.inputs[:shown], dataset.targets[:shown]])
        input_tip, target_tip = say("Input."), say("Target.")
        self._table.show_columns(
            [
                Column(say("Row"), how_rows_count(dataset), number=True),
                *(Column(name, input_tip, number=True) for name in dataset.input_names),
                *(Column(name, target_tip, number=True) for name in dataset.target_names),
            ]
        )
        numbers = dataset.row_numbers(np.arange(shown))

        kinds = (*dataset.input_kinds, *dataset.target_kinds)
        spreads = np.nanstd(values, axis=0) / 100

        def text(row: int, column: int) -> str:
            if column == 0:
                return str(numbers[row])
            place = column - 1
            return cell_text(kinds[place], float(values[row, place]), float(spreads[place]))

        self._table.show_rows(Rows(shown, text))
