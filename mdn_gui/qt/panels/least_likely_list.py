"""The rows that the network finds least likely, to be questioned."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import NUMBER, Category, Kind
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.numbers import LeastLikely, least_likely
from mdn_gui.core.predictor import Predictor
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import cell_text
from mdn_gui.qt.control import looking
from mdn_gui.qt.seldom import Seldom
from mdn_gui.qt.widgets.column import ANY_SIZE
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.number_texts import LOG_DENSITY_SCALE
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import how_rows_count
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import PickingTable, TablePage
from mdn_gui.session.session import Session

POINTS = 20
"""Number of rows that are listed, where there are as many."""

_BEFORE_VALUES = 2  # columns: the row's number and its log-density
_FEW, _WIDEST = 6, 560  # columns that fill the width of the list, and pixels of that


class _Question(NamedTuple):
    """What the list follows from."""

    predictor: Predictor
    dataset: Dataset


class _Answer(NamedTuple):
    question: _Question
    found: LeastLikely


class LeastLikelyList(Pane):
    """Row, log-density, x and y of the least likely points; a person can pick one.

    The list is worked out on another thread, and only while it can be seen. Until it is there, the
    one before is dimmed.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: int | None = None
        self._wanted: _Question | None = None
        self._answer: _Answer | None = None
        self._search = Seldom(_searched, self)
        self._search.answered.connect(self._on_search_answered)
        self._table = PickingTable(clearable=False, sorted_by=1)
        self._table.picked.connect(self._on_table_picked)
        tip = say(
            "A click or the arrow keys pick a row and stand at its x. A click on a column's "
            "name sorts by it. Ctrl+C copies the selected row, or all of them, as text."
        )
        describe(self._table, say("Least likely rows"), tip)
        about = say(
            "The network gives these rows the lowest density. They may be mistakes in the table, "
            "or cases that it knows too little of. Click a row to stand at its place in Explore."
        )
        self._page = TablePage(self._table, "least_likely", about=about)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self._show_state()

    def _draw_session(self, session: Session) -> None:
        """Show the least likely points of a session, as soon as they are found."""
        wanted = _question(session)
        if wanted != self._wanted:
            if wanted is None or self._wanted is None or wanted.dataset is not self._wanted.dataset:
                # Rows of other data are no longer rows of these.
                self._search.cancel()
                self._answer = None
            self._wanted = wanted
            self._show_state()
            if wanted is not None:
                self._search.ask(wanted)
        if session.view.row != self._row:
            self._row = session.view.row
            self._show_picked()

    @Slot(object)
    def _on_search_answered(self, answer: _Answer) -> None:
        self._answer = answer
        self._table.show_columns(self._columns(answer.question.dataset))
        self._table.show_rows(_rows(answer))
        self._fit()
        self._show_picked()
        self._show_state()

    @Slot(object)
    def _on_table_picked(self, place: int) -> None:
        if self._answer is not None:
            self.edited.emit(*looking.pick_row(int(self._answer.found.rows[place])))

    def _fit(self) -> None:
        """Be as high as what is listed needs, and no wider."""
        few = self._table.model().columnCount() <= _FEW
        self.setMaximumWidth(_WIDEST if few else ANY_SIZE)
        header, bar = self._table.horizontalHeader(), self._table.horizontalScrollBar()
        below = 0 if few else bar.sizeHint().height()
        rows = self._table.verticalHeader().length() + 2 * self._table.frameWidth()
        self._table.setFixedHeight(header.sizeHint().height() + rows + below)

    def _show_picked(self) -> None:
        rows = [] if self._answer is None else self._answer.found.rows.tolist()
        self._table.show_picked(rows.index(self._row) if self._row in rows else None)

    def _show_state(self) -> None:
        if self._wanted is None:
            text = say("Train a network to see which rows it finds least likely.")
        elif self._answer is None:
            text = say("Looking for the least likely rows…")
        elif self._stale:
            text = say("Least likely rows…")
        else:
            sample = self._session.data.stream is not None
            text = say("Least likely rows of the sample") if sample else say("Least likely rows")
        self._page.show_heading(text, ready=self._answer is not None)
        palette = QPalette()
        if self._stale:
            palette.setColor(QPalette.ColorRole.Text, palette.placeholderText().color())
        self._table.setPalette(palette)

    @property
    def _stale(self) -> bool:
        return self._answer is not None and self._answer.question != self._wanted

    def _columns(self, dataset: Dataset) -> list[Column]:
        density_tip = say("Of all targets, in nats; the lowest are listed.")
        columns = (
            (say("Row"), how_rows_count(dataset), NUMBER),
            (say("Log-density"), density_tip, NUMBER),
            *_named(say("Input of the row."), dataset.input_names, dataset.input_kinds),
            *_named(say("Target of the row."), dataset.target_names, dataset.target_kinds),
        )
        few = len(columns) <= _FEW
        return [
            Column(
                name,
                tip,
                number=not isinstance(kind, Category),
                wide=few and place >= _BEFORE_VALUES,
            )
            for place, (name, tip, kind) in enumerate(columns)
        ]


def _named(
    tip: str, names: Sequence[str], kinds: Sequence[Kind]
) -> Iterator[tuple[str, str, Kind]]:
    for name, kind in zip(names, kinds, strict=True):
        yield name, tip, kind


def _question(session: Session) -> _Question | None:
    if session.predictor is None or session.data.dataset is None:
        return None
    return _Question(session.predictor, session.data.dataset)


def _searched(question: _Question) -> _Answer:
    predictor, dataset = question
    return _Answer(question, least_likely(predictor, dataset, POINTS))


def _rows(answer: _Answer) -> Rows:
    predictor, dataset = answer.question
    network = predictor.network
    rows, log_density = answer.found
    units = np.concatenate([network.input_units, network.target_units])
    numbers = dataset.row_numbers(rows)
    values = np.column_stack([numbers, log_density, dataset.inputs[rows], dataset.targets[rows]])

    kinds = (*dataset.input_kinds, *dataset.target_kinds)

    def text(row: int, column: int) -> str:
        value, place = float(values[row, column]), column - _BEFORE_VALUES
        if place >= 0:
            return cell_text(kinds[place], value, float(units[place]))
        return f"{value:.0f}" if column == 0 else rounded(value, LOG_DENSITY_SCALE)

    return Rows(len(rows), text, values)
