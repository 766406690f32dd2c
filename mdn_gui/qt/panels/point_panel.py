"""What the network says of a data point, and which points it finds least likely."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.network import Network
from mdn_gui.core.points import PointAnswers, question
from mdn_gui.qt.panels.least_likely_list import LeastLikelyList
from mdn_gui.qt.widgets.copyable_table import CopyableTable
from mdn_gui.qt.widgets.describe import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import bent
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.table_page import TablePage
from mdn_gui.session.session import Session

LEAST_RESPONSIBILITY = 0.001
"""Components less responsible for the point are left out."""

_LEAST_TAIL = 1e-14  # below, it is what the rounding of the weights has left


class _Fact(NamedTuple):
    name: str
    value: str
    tip: str = ""
    colour: str = ""


class PointPanel(Pane):
    """Log-density, PIT, residual and responsibilities of a data point; the least likely points.

    Nothing is worked out unless the panel can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = CopyableTable()
        tip = self.tr(
            "What the network says of the data point. Ctrl+C copies the selected rows, or all of "
            "them, as text."
        )
        describe(self._table, self.tr("Data point"), tip)
        self._table.show_columns([Column(self.tr("Quantity")), Column(self.tr("Value"))])
        self._page = TablePage(self._table, "point")
        self._least_likely = LeastLikelyList()
        self._least_likely.edited.connect(self.edited)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        for part in (self._page, self._least_likely):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.indexOf(part), 1)
        splitter.setSizes([1000, 1000])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self._show_point()

    def show_session(self, session: Session) -> None:
        """Show a session; the list beside the point too works nothing out while it is hidden."""
        self._least_likely.show_session(session)
        super().show_session(session)

    def _draw_session(self, session: Session) -> None:
        view = session.view
        point = session.data.dataset, session.resolved.up, view.row
        run = session.run.settings, session.run.data.dataset
        if self._differs(session.predictor, *run, *point, self._theme):
            self._show_point()

    def _show_point(self) -> None:
        predictor, dataset, row = (
            self._session.predictor,
            self._session.data.dataset,
            self._session.view.row,
        )
        if predictor is None or dataset is None:
            text = self.tr("Train a network to question a data point.")
            self._page.show_heading(text, ready=False)
            return
        if row is None:
            text = self.tr("Click a data point, or pick one of the least likely.")
            self._page.show_heading(text, ready=False)
            return
        up = self._session.resolved.up
        mixture = predictor.at(dataset.inputs[row].tolist()).marginal(up)
        answers = question(mixture, row, float(dataset.targets[row, up]))
        heading = self.tr("Point in row {row}").format(row=row + 1)
        self._page.show_heading(heading + bent(self._session), ready=True)
        facts = [*self._point(predictor.network, dataset, row), *self._answers(answers)]
        self._table.show_rows(_rows([*facts, *self._responsibilities(answers)]))

    def _point(self, network: Network, dataset: Dataset, row: int) -> Iterator[_Fact]:
        yield _Fact(
            self.tr("Row"),
            str(row + 1),
            self.tr("Counted from 1, without a row of column names."),
        )
        yield from self._part(dataset, row)
        for names, values, units, tip in (
            (
                dataset.input_names,
                dataset.inputs[row],
                network.input_scaling.scale,
                self.tr("Input of the data point."),
            ),
            (
                dataset.target_names,
                dataset.targets[row],
                network.target_scaling.scale,
                self.tr("Target of the data point."),
            ),
        ):
            for name, value, unit in zip(names, values.tolist(), units.tolist(), strict=True):
                yield _Fact(name, rounded(value, unit / 10), tip)

    def _part(self, dataset: Dataset, row: int) -> Iterator[_Fact]:
        """What the run shown used the row for, if it is of these rows."""
        run = self._session.run
        if run.settings is None or run.data.dataset is not dataset:
            return
        used = {
            "training": (self.tr("training"), self.tr("The network learned from it.")),
            "validation": (
                self.tr("validation"),
                self.tr("It helped to pick the best epoch."),
            ),
            "test": (self.tr("test"), self.tr("It judges the network, and did nothing before.")),
        }
        part = dataset.split_rows(run.settings[1].holdout).part_of(row)
        yield _Fact(self.tr("Used for"), *used[part])

    def _answers(self, answers: PointAnswers) -> Iterator[_Fact]:
        yield _Fact(
            self.tr("Log-density (nats)"),
            rounded(answers.log_density, 0.1),
            self.tr("Logarithm of the density at the point: the higher, the more likely."),
        )
        yield _Fact(
            self.tr("PIT"),
            rounded(answers.pit, _tail(answers.pit)),
            self.tr(
                "Probability integral transform: how probable a target of at most this is. Near 0 "
                "or 1 the point lies far out."
            ),
        )
        yield _Fact(
            self.tr("Residual (std. dev.)"),
            rounded(answers.residual, 1.0),
            self.tr("How far the target lies above the mean, in standard deviations."),
        )

    def _responsibilities(self, answers: PointAnswers) -> Iterator[_Fact]:
        shares = answers.responsibilities
        tip = self.tr("How probable it is that the point is of each component, the highest first.")
        yield _Fact(self.tr("Responsibilities"), "", tip)
        for component in np.argsort(-shares, kind="stable").tolist():
            if shares[component] > LEAST_RESPONSIBILITY:
                name = self.tr("Component {number}").format(number=component + 1)
                colour = self._theme.component_colour(component)
                yield _Fact(name, rounded(float(shares[component]), 0.1), tip, colour)


def _tail(pit: float) -> float:
    """The smaller tail, whose digits matter; 1 where there is none."""
    tail = min(pit, 1.0 - pit)
    return tail if tail > _LEAST_TAIL else 1.0


def _rows(facts: list[_Fact]) -> Rows:
    return Rows(
        count=len(facts),
        text=lambda row, column: facts[row].value if column else facts[row].name,
        colours=[fact.colour for fact in facts],
        tips=[fact.tip for fact in facts],
    )
