"""The first rows of what is loaded."""

import numpy as np
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kind_texts import kind_text
from mdn_gui.core.kinds import NUMBER, Category, Kind
from mdn_gui.core.text import say, say_count
from mdn_gui.core.value_texts import cell_text
from mdn_gui.qt.widgets.controls import describe, heading
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import how_rows_count
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable
from mdn_gui.session.data import Data
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
        self._about.setText(" ".join(_told(data, dataset)))
        self._show_table(data, dataset)

    def _show_table(self, data: Data, dataset: Dataset) -> None:
        shown = min(dataset.rows, SHOWN)
        numbers = dataset.row_numbers(np.arange(shown))
        values = np.hstack([dataset.inputs[:shown], dataset.targets[:shown]])
        names = (*dataset.input_names, *dataset.target_names)
        kinds = (*dataset.input_kinds, *dataset.target_kinds)
        inputs, targets = dataset.inputs.shape[1], dataset.targets.shape[1]
        tips = [say("Input.")] * inputs + [say("Target.")] * targets
        if dataset.weights is not None:
            values = np.column_stack([values, dataset.weights[:shown]])
            names, kinds = (*names, data.weight_name), (*kinds, NUMBER)
            tips.append(say("Weight: how many rows the row stands for."))
        self._table.show_columns(
            [
                Column(say("Row"), how_rows_count(dataset), number=True),
                *(_column(*each) for each in zip(names, kinds, tips, strict=True)),
            ]
        )
        spreads = np.nanstd(values, axis=0) / 100

        def text(row: int, column: int) -> str:
            if column == 0:
                return str(numbers[row])
            place = column - 1
            return cell_text(kinds[place], float(values[row, place]), float(spreads[place]))

        self._table.show_rows(Rows(shown, text))


def _told(data: Data, dataset: Dataset) -> list[str]:
    """What is to be said of the rows, as sentences."""
    told = [] if data.example is None else [data.example.summary]
    if data.stream is not None:
        told.append(
            say(
                "All rows are trained on; a sample of {count:,} is drawn and looked through.",
                count=dataset.rows,
            )
        )
    if dataset.rows > SHOWN and data.example is None:
        told.append(say("The first {count:,} rows.", count=SHOWN))
    if dataset.left_out:
        told.append(
            say_count(
                "{count} row of the table is left out.",
                "{count:,} rows of the table are left out.",
                dataset.left_out,
            )
        )
    if data.weight_name:
        told.append(say("Each row stands for as many as {column} says.", column=data.weight_name))
    return told


def _column(name: str, kind: Kind, tip: str) -> Column:
    told = " ".join(filter(None, (tip, kind_text(kind))))
    return Column(name, told, number=not isinstance(kind, Category))
