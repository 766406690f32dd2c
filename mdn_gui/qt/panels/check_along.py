"""Coverage, CRPS and width of the density shown along any input."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.text import say
from mdn_gui.qt.background import Background
from mdn_gui.qt.control import looking
from mdn_gui.qt.plots.along_plot import AlongPlot, Bars, edges_of
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.controls import describe, heading, narrow_button
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.setting_fields import ChoiceField
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import PickingTable
from mdn_gui.qt.widgets.texts import Paragraph
from mdn_gui.session.session import Session
from mdn_gui.session.view import Stretch

if TYPE_CHECKING:
    from mdn_gui.core.check import Check
    from mdn_gui.core.check.along import Along

_HEIGHT = 190  # pixels of the plots
_MASS = 0.9  # of the interval, as `core.check.along.MASS`
_GAP = 8


class _Question(NamedTuple):
    check: Check
    column: int
    target: int


class _Answer(NamedTuple):
    question: _Question
    found: Along
    names: tuple[str, ...]  # of the bins


class CheckAlong(Pane):
    """Three plots of the bins along an input, and a table of their numbers.

    A click on a bin goes to Explore, where its rows stand out; the table picks a bin, and its
    button goes there. All is dimmed until the network shown is checked.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: _Question | None = None
        self._answer: _Answer | None = None
        self._column, self._target = 0, 0
        self._picked: int | None = None
        self._work = Background(self)
        self._work.done.connect(self._on_work_done)
        self._make_fields()
        self._coverage, self._crps, self._width = (AlongPlot() for _ in range(3))
        self._plots = {
            "check_coverage": self._coverage,
            "check_crps": self._crps,
            "check_width": self._width,
        }
        for name, plot in self._plots.items():
            plot.setObjectName(name)
            plot.picked.connect(self._on_plot_picked)
        self._make_table()
        self._lay_out()

    def _make_fields(self) -> None:
        self._inputs = ChoiceField("check_along", [])
        describe(self._inputs, say("Along"), say("The input that the bins are made of."))
        self._targets = ChoiceField("check_target", [])
        describe(self._targets, say("Target"), say("The target whose density is looked at."))
        self._inputs.edited.connect(self._on_inputs_edited)
        self._targets.edited.connect(self._on_targets_edited)
        self._of = QLabel(say("of"))
        self._of.setBuddy(self._targets)
        self._said = Paragraph("check_along_said", muted=True)

    def _make_table(self) -> None:
        self._table = PickingTable(clearable=True)
        self._table.setObjectName("check_bins")
        tip = say(
            "The bins along the input. A click or the arrow keys pick one; Ctrl+C copies the "
            "selected row, or all of them, as text."
        )
        describe(self._table, say("Bins along the input"), tip)
        self._table.picked.connect(self._on_table_picked)
        self._show = narrow_button(say("Show in Explore"))
        self._show.setObjectName("show_bin")
        describe(self._show, self._show.text(), say("Go to the rows of the bin that is picked."))
        self._show.clicked.connect(self._on_show_clicked)

    def _lay_out(self) -> None:
        title = QLabel(say("Along"))
        title.setBuddy(self._inputs)
        heading(title)
        top = QHBoxLayout()
        for widget in (title, self._inputs, self._of, self._targets):
            top.addWidget(widget)
        top.addWidget(self._said, stretch=1)
        top.addWidget(self._show)
        plots = QHBoxLayout()
        plots.setSpacing(_GAP)
        for plot in self._plots.values():
            plot.setFixedHeight(_HEIGHT)
            plots.addWidget(plot, stretch=1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addLayout(top)
        layout.addLayout(plots)
        layout.addWidget(self._table)
        self._parts: tuple[QWidget, ...] = (
            title,
            self._inputs,
            self._said,
            self._show,
            *self._plots.values(),
        )
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._show_whether(there=False)

    @property
    def busy(self) -> bool:
        """Whether the bins are still to be made."""
        wanted = self._check
        return self.isVisible() and wanted is not None and self._answered_check is not wanted

    @property
    def _check(self) -> Check | None:
        return None if self._session.checked is None else self._session.checked.check

    @property
    def _answered_check(self) -> Check | None:
        return None if self._answer is None else self._answer.question.check

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        for plot in self._plots.values():
            plot.set_theme(theme)

    def _draw_session(self, session: Session) -> None:
        check = self._check
        checking = check is None and session.to_check is not None
        if self._differs(check, checking, self._column, self._target):
            self.setEnabled(not checking)
            if not checking:
                self._ask(session, check)

    def _ask(self, session: Session, check: Check | None) -> None:
        self._work.cancel()
        if check is None:
            self._wanted = self._answer = None
            self._show_whether(there=False)
            return
        test = check.judged.test
        inputs, targets = test.input_names, test.target_names
        if self._memory.changed("names", inputs, targets):
            # The input where it is off the most, or else the one on the axis.
            self._column = session.resolved.across if check.worst is None else check.worst.column
            self._target = min(session.resolved.up, len(targets) - 1)
            self._inputs.show_choices([(name, place) for place, name in enumerate(inputs)])
            self._targets.show_choices([(name, place) for place, name in enumerate(targets)])
        self._inputs.show_value(self._column)
        self._targets.show_value(self._target)
        self._wanted = _Question(check, self._column, self._target)
        self._work.run(partial(_answered, self._wanted))

    @Slot(str, object)
    def _on_inputs_edited(self, _name: str, column: int) -> None:
        self._column = column
        self.show_session(self._session)

    @Slot(str, object)
    def _on_targets_edited(self, _name: str, target: int) -> None:
        self._target = target
        self.show_session(self._session)

    @Slot(object)
    def _on_work_done(self, answer: _Answer) -> None:
        self._answer, self._picked = answer, None
        self._show_whether(there=True)
        self._draw_plots()
        self._fill_table(answer)
        self.rested.emit()

    def _show_whether(self, *, there: bool) -> None:
        for part in (*self._parts, self._table):
            part.setVisible(there)
        several = self._wanted is not None and len(self._wanted.check.judged.test.target_names) > 1
        for part in (self._of, self._targets):
            part.setVisible(there and several)

    def _draw_plots(self) -> None:
        if self._answer is None:
            return
        (check, column, target), found, _ = self._answer
        test, session = check.judged.test, self._session
        kind, missing = test.input_kinds[column], None
        if column < len(session.data.missing):
            missing = session.data.missing[column]
        edges = edges_of(found.bins.low, found.bins.high, kind, missing)
        expected = np.stack([found.low, found.high], axis=1)
        none = np.zeros(len(edges), np.bool_)
        name, y = test.input_names[column], test.target_names[target]
        picked = self._picked
        bars = Bars(edges, found.coverage, found.off, expected, _MASS, picked)
        self._coverage.draw((name, say("in the 90% interval")), kind, missing, bars, (0.0, 1.05))
        bars = Bars(edges, found.crps, none, picked=picked)
        self._crps.draw((name, say("CRPS of {target}", target=y)), kind, missing, bars)
        bars = Bars(edges, found.width, none, picked=picked)
        self._width.draw((name, say("width of the interval")), kind, missing, bars)
        tip = say("Click a bin to go to its rows in Explore. The table below has the numbers.")
        for plot, said in (
            (self._coverage, say("Coverage along {name}", name=name)),
            (self._crps, say("CRPS along {name}", name=name)),
            (self._width, say("Width along {name}", name=name)),
        ):
            describe(plot, said, tip)

    def _fill_table(self, answer: _Answer) -> None:
        found = answer.found
        off = int(found.off.sum())
        said = say(
            "In no bin is the share in the 90% interval off by more than chance gives: the band."
        )
        if off:
            said = say(
                "In {off} of {bins} bins the share in the 90% interval is off by more than chance "
                "gives: the band.",
                off=off,
                bins=len(found.bins),
            )
        self._said.setText(said)
        self._table.show_columns(_columns())
        self._table.show_rows(_rows(answer))
        self._table.show_picked(None)
        self._show.setEnabled(False)
        header, frame = self._table.horizontalHeader(), 2 * self._table.frameWidth()
        length = self._table.verticalHeader().length()
        self._table.setFixedHeight(header.sizeHint().height() + length + frame)

    @Slot(object)
    def _on_table_picked(self, picked: int | None) -> None:
        self._picked = picked
        self._show.setEnabled(picked is not None)
        self._draw_plots()

    @Slot(int)
    def _on_plot_picked(self, number: int) -> None:
        self._go_to(number)

    @Slot()
    def _on_show_clicked(self) -> None:
        if self._picked is not None:
            self._go_to(self._picked)

    def _go_to(self, number: int) -> None:
        if self._answer is not None:
            bins = self._answer.found.bins
            low, high = float(bins.low[number]), float(bins.high[number])
            stretch = Stretch.of(bins.column, low, high)
            self.edited.emit(*looking.show_stretch(stretch, self._answer.names[number]))


def _answered(question: _Question) -> _Answer:
    from mdn_gui.core.check.along import along  # noqa: PLC0415 - with the first check
    from mdn_gui.core.check.findings import stretch_text  # noqa: PLC0415 - likewise

    check, column, target = question
    found = along(check.judged, column, target)
    ends = zip(found.bins.low.tolist(), found.bins.high.tolist(), strict=True)
    names = tuple(stretch_text(check.judged.test, column, low, high) for low, high in ends)
    return _Answer(question, found, names)


def _columns() -> list[Column]:
    return [
        Column(say("Bin"), say("The rows of a part of the input."), wide=True),
        Column(say("Rows"), say("How many rows judge."), number=True),
        Column(
            say("In the 90% interval"),
            say("The share of the rows in the central interval of 90%."),
            number=True,
        ),
        Column(
            say("Expected"),
            say("What a right density gives in all bins together, in 19 of 20 cases."),
            number=True,
        ),
        Column(
            say("CRPS"), say("Mean score in units of the target; lower is better."), number=True
        ),
        Column(say("Width"), say("Mean width of the interval of 90%."), number=True),
        Column(say("Off"), say("Whether the share is off by more than chance gives.")),
    ]


def _rows(answer: _Answer) -> Rows:
    found = answer.found
    numbers = (found.rows, found.coverage, found.low, found.crps, found.width, found.off)
    values = np.column_stack([np.arange(len(found.bins)), *numbers]).astype(np.float64)

    def text(row: int, column: int) -> str:
        value = float(values[row, column])
        if column == 0:
            return answer.names[row]
        if column == 1:
            return f"{value:,.0f}"
        if column == 2:
            return f"{value:.1%}"
        if column == 3:
            low, high = float(found.low[row]), float(found.high[row])
            return say("{low:.0%} to {high:.0%}", low=low, high=high)
        if column == 6:
            return say("too far off") if found.off[row] else ""
        return rounded(value, value) if np.isfinite(value) else ""

    return Rows(len(found.bins), text, values)
