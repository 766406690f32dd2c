"""The mixture at the chosen x in numbers that can be copied."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.numbers import MASSES, QUANTILES, Numbers, numbers_of
from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.seldom import Seldom
from mdn_gui.qt.widgets.controls import ElidedLabel, describe
from mdn_gui.qt.widgets.log_slider import LogSlider
from mdn_gui.qt.widgets.number_texts import (
    interval_in_words,
    modes_in_words,
    probability_asked,
    scale_of,
)
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import at_place, nearest_row, rows_near
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable, TablePage
from mdn_gui.session.session import Session

NEARNESS = Range(0.5, 2.0)
"""How near counts, in times of the usual reach."""

REST_MS = 40
"""Numbers that change faster could not be read. They are computed on another thread: on the GUI's,
their 10 ms were the longest piece of every frame."""

Row = tuple[str, str, str]
"""Quantity, value or interval of y, density there."""


class _Answer(NamedTuple):
    session: Session
    numbers: Numbers


class NumbersPanel(Pane):
    """Moments, quantiles, modes, highest-density regions and entropy of y at x.

    They are worked out on another thread, and only while the panel can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = Seldom(_answered, self, rest_ms=REST_MS)
        self._work.answered.connect(self._on_work_answered)
        self._work.rested.connect(self.rested)
        self._table = CopyableTable()
        tip = say(
            "Ctrl+C copies the selected rows, or all of them, as text. Modes less than a hundredth "
            "as high as the highest are left out. The entropy of high densities is negative."
        )
        describe(self._table, say("Numbers"), tip)
        self._page = TablePage(self._table, "numbers")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self._modes = ElidedLabel()
        self._modes.setObjectName("modes")
        self._modes.setContentsMargins(6, 0, 6, 0)
        layout.addWidget(self._modes)
        self._nearness = LogSlider(
            "nearness",
            say("How near counts"),
            say(
                "How many times as far as usual a training row counts as near: where none is near, "
                "what the network says is a guess, and hatched."
            ),
            NEARNESS,
        )
        self._nearness.edited.connect(self._on_nearness_edited)
        self._nearness.setContentsMargins(6, 0, 6, 0)
        layout.addWidget(self._nearness)
        self._show_nothing()

    @property
    def busy(self) -> bool:
        """Whether what was asked for is not shown yet."""
        return self._work.busy

    def _draw_session(self, session: Session) -> None:
        """Show the numbers at the chosen x of a session."""
        view = session.view
        self._nearness.show_value(view.nearness)
        predicted = (session.line, session.data.dataset, session.resolved.section)
        if not self._differs(*predicted, session.resolved.x, view.interval):
            return
        if session.network is not None and session.network.finite:
            self._work.ask(session)
        else:
            self._work.cancel()
            self._show_nothing()

    def _on_nearness_edited(self, nearness: float) -> None:
        self.edited.emit(*looking.set_nearness(nearness))

    def _show_nothing(self) -> None:
        text = say("Train a network to see the numbers at x.")
        self._page.show_heading(text, ready=False)
        self._modes.show_text("")

    @Slot(object)
    def _on_work_answered(self, answer: _Answer) -> None:
        session, numbers = answer
        heading = f"{session.resolved.axis_names[1]} {at_place(session)}"
        if session.resolved.guessed:
            heading += f", {rows_near(session)}. {nearest_row(session)}"
        self._page.show_heading(heading, ready=True)
        about = "~" if session.resolved.guessed else ""
        self._modes.show_text(about + self._in_words(numbers))
        names = (say("Quantity"), say("Value"), say("Density"))
        self._table.show_columns([Column(name, number=name != names[0]) for name in names])
        rows = [*self._asked(session, numbers), *self._rows(numbers), self._rows_near(session)]

        def text(row: int, column: int) -> str:
            cell = rows[row][column]
            return about + cell if column and cell and row < len(rows) - 1 else cell

        self._table.show_rows(Rows(len(rows), text, muted=lambda _row, _column: bool(about)))

    def _in_words(self, numbers: Numbers) -> str:
        """Where the modes are and how probable each is, the most probable first."""
        modes = modes_in_words(numbers)
        if len(modes) == 1:
            return say("One mode: {mode}", mode=modes[0])
        return say("{count} modes: {modes}", count=len(modes), modes=", ".join(modes))

    def _rows_near(self, session: Session) -> Row:
        near = (
            say("not known")
            if session.resolved.rows_near is None
            else f"{session.resolved.rows_near:,.0f}"
        )
        return say("Rows near"), near, ""

    def _asked(self, session: Session, numbers: Numbers) -> Iterator[Row]:
        if numbers.probability is not None:
            name = probability_asked(session, numbers.deviation)
            yield name, rounded(numbers.probability, numbers.probability), ""

    def _rows(self, numbers: Numbers) -> Iterator[Row]:
        scale = scale_of(numbers)
        mean, at_mean = numbers.mean
        yield say("Mean"), rounded(mean, scale), rounded(at_mean, at_mean)
        yield say("Standard deviation"), rounded(numbers.deviation, numbers.deviation), ""
        yield say("Entropy (nats)"), rounded(numbers.entropy, 1.0), ""
        for p, (point, density) in zip(QUANTILES, numbers.quantiles.tolist(), strict=True):
            quantile = say("{percent:.0f}% quantile", percent=100 * p)
            name: str = say("Median") if p == 0.5 else quantile
            yield name, rounded(point, scale), rounded(density, density)
        for number, (mode, density, _) in enumerate(numbers.modes.tolist(), start=1):
            name = _numbered(say("Mode"), number, len(numbers.modes))
            yield name, rounded(mode, scale), rounded(density, density)
        for mass, parts in zip(MASSES, numbers.regions, strict=True):
            for number, (low, high) in enumerate(parts.tolist(), start=1):
                region = say("{percent:.0f}% region", percent=100 * mass)
                interval = interval_in_words(low, high, scale)
                yield _numbered(region, number, len(parts)), interval, ""


def _answered(session: Session) -> _Answer:
    return _Answer(session, numbers_of(session.mixture_at_x(), session.view.interval))


def _numbered(name: str, number: int, count: int) -> str:
    return name if count == 1 else f"{name} {number}/{count}"
