"""The mixture at the chosen x in numbers that can be copied."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.session import Interval, Session
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.widgets.describe import describe

Row = tuple[str, str, str]
"""Quantity, value or interval of y, density there."""

_MASSES = (0.5, 0.9)
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_LEAST_MODE = 0.01  # of the highest one's density; below, a mode is a ripple nobody would see


class NumbersPanel(QWidget):
    """Moments, quantiles, modes, highest-density regions and entropy of y at x.

    They are worked out only while the panel can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] | None = None
        self._session = Session()
        self._columns: Row = ("", "", "")
        self._rows: list[Row] = []
        self._heading = QLabel()
        self._heading.setObjectName("numbers_heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setWordWrap(True)
        self._copy = QPushButton(self.tr("Copy"))
        self._copy.setObjectName("copy_numbers")
        self._copy.clicked.connect(self._on_copy_clicked)
        describe(self._copy, self.tr("Copy"), self.tr("Copy the whole table as text."))
        self._table = _table()
        tip = self.tr(
            "Ctrl+C copies the selected rows, or all of them, as text. Modes less than a hundredth "
            "as high as the highest are left out. The entropy of high densities is negative."
        )
        describe(self._table, self.tr("Numbers at x"), tip)
        self._table.addAction(self._copy_action())
        self._lay_out()
        self._show_numbers(self._session)

    def show_session(self, session: Session) -> None:
        """Show the numbers at the chosen x of a session."""
        self._session = session
        key = (
            *(session.network, session.dataset, session.x),
            *(session.temperature, session.spread, session.interval),
        )
        if key != self._shown and self.isVisible():
            self._shown = key
            self._show_numbers(session)

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the panel was hidden."""
        super().showEvent(event)
        self.show_session(self._session)

    def _show_numbers(self, session: Session) -> None:
        ready = session.network is not None and session.network.finite
        self._table.setVisible(ready)
        self._copy.setEnabled(ready)
        if not ready:
            self._heading.setText(self.tr("Train a network to see the numbers at x."))
            return
        x_name, y_name = session.axis_names
        low, high = session.sampled_range
        x = rounded(session.x, (high - low) / 10)
        text = self.tr("{y} at {x} = {value}").format(y=y_name, x=x_name, value=x)
        self._heading.setText(text)
        self._columns = (self.tr("Quantity"), y_name, self.tr("Density"))
        mixture = session.mixture_at_x()
        self._rows = [*self._asked(session.interval, y_name, mixture), *self._numbers(mixture)]
        self._table.setHorizontalHeaderLabels(self._columns)
        _fill(self._table, self._rows)

    def _asked(self, interval: Interval | None, y_name: str, mixture: Mixture) -> Iterator[Row]:
        if interval is not None:
            probability = float(mixture.probability(*interval))
            scale = float(mixture.standard_deviation()[0])
            name = self.tr("P({low} ≤ {y} ≤ {high})").format(
                low=rounded(interval.low, scale), y=y_name, high=rounded(interval.high, scale)
            )
            yield name, rounded(probability, probability), ""

    def _numbers(self, mixture: Mixture) -> Iterator[Row]:
        regions = [(mass, mixture.highest_density_regions(mass)) for mass in _MASSES]
        deviation = float(mixture.standard_deviation()[0])
        # A narrow peak needs more digits than the spread of the whole mixture.
        scale = min(deviation, *(float(np.diff(parts).min()) for _, parts in regions))
        (mean, *points), (at_mean, *at_points) = _points(mixture)
        yield self.tr("Mean"), rounded(mean, scale), rounded(at_mean, at_mean)
        yield self.tr("Standard deviation"), rounded(deviation, deviation), ""
        yield self.tr("Entropy (nats)"), rounded(mixture.entropy(), 1.0), ""
        for p, point, density in zip(_QUANTILES, points, at_points, strict=True):
            quantile = self.tr("{percent:.0f}% quantile").format(percent=100 * p)
            name = self.tr("Median") if p == 0.5 else quantile
            yield name, rounded(point, scale), rounded(density, density)
        yield from self._modes(mixture, scale)
        for mass, parts in regions:
            for number, (low, high) in enumerate(parts, start=1):
                region = self.tr("{percent:.0f}% region").format(percent=100 * mass)
                interval = self.tr("{low} to {high}").format(
                    low=rounded(low, scale), high=rounded(high, scale)
                )
                yield _numbered(region, number, len(parts)), interval, ""

    def _modes(self, mixture: Mixture, scale: float) -> Iterator[Row]:
        positions, densities = mixture.modes()
        high = densities >= _LEAST_MODE * densities.max()
        modes = list(zip(positions[high], densities[high], strict=True))
        for number, (mode, density) in enumerate(modes, start=1):
            name = _numbered(self.tr("Mode"), number, len(modes))
            yield name, rounded(mode, scale), rounded(density, density)

    def _copy_action(self) -> QAction:
        action = QAction(self.tr("Copy"), self)
        action.setShortcut(QKeySequence.StandardKey.Copy)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self._on_copy_triggered)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return action

    def _on_copy_triggered(self) -> None:
        selected = sorted({index.row() for index in self._table.selectedIndexes()})
        _copy([self._rows[row] for row in selected] or [self._columns, *self._rows])

    def _on_copy_clicked(self) -> None:
        _copy([self._columns, *self._rows])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._heading, stretch=1)
        top.addWidget(self._copy, alignment=Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._table, stretch=1)
        layout.addStretch()


def _points(mixture: Mixture) -> tuple[list[float], list[float]]:
    """The mean and the quantiles of a mixture, and the densities there."""
    y = np.append(mixture.mean(), mixture.quantile(_QUANTILES))
    return y.tolist(), np.exp(mixture.log_prob(y[:, np.newaxis])).tolist()


def _numbered(name: str, number: int, count: int) -> str:
    return name if count == 1 else f"{name} {number}/{count}"


def _table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setObjectName("numbers")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def _fill(table: QTableWidget, rows: list[Row]) -> None:
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = table.item(row, column)
            if item is None:
                table.setItem(row, column, QTableWidgetItem(text))
            elif item.text() != text:
                item.setText(text)


def _copy(rows: list[Row]) -> None:
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
