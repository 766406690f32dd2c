"""Importance of the inputs to the run shown: what permuting each of them costs and moves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QElapsedTimer, Slot
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QVBoxLayout, QWidget

from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.network import Network
from mdn_gui.core.text import say, say_count
from mdn_gui.qt.background import Background, Passage
from mdn_gui.qt.control import looking
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import PickingTable, TablePage
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session

if TYPE_CHECKING:
    from mdn_gui.core.importance import Importance

PATIENCE_MS = 1000
"""What takes longer tells how far it is."""

_MOST_NOTES = 3
"""Sentences that have room below the table; the tooltip has all."""


class _Question(NamedTuple):
    """A run whose importances are asked for, and its network: a run that goes on gets another."""

    number: int
    network: Network


class ImportancePanel(Pane):
    """A table of the inputs, the most important first; a click draws an input along x.

    The importance is worked out on other threads while no run is under way, and while the panel can
    be seen or inputs are listed by it. It is kept with the run, where other panels find it.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: _Question | None = None
        self._refused = ""  # why there is no answer
        self._passage, self._done = Passage(), 0
        self._since = QElapsedTimer()
        self._work = Background(self)
        self._work.done.connect(self._on_work_done)
        self._work.failed.connect(self._on_work_failed)
        application = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._stop)
        self._table = PickingTable(clearable=False, sorted_by=1, descending=True)
        self._table.picked.connect(self._on_table_picked)
        tip = say(
            "What the best network of the run, with all its members, loses and how its density "
            "moves when an input is permuted among rows, so that it tells nothing. A click or the "
            "arrow keys draw an input along x. A click on a column's name sorts by it. Ctrl+C "
            "copies the selected row, or all of them, as text."
        )
        describe(self._table, say("Importance of the inputs"), tip)
        self._order = QCheckBox(say("Order by importance"))
        self._order.setObjectName("by_importance")
        tip = say(
            "List the inputs by how far the log score falls, in the box of the inputs and in "
            "their tab."
        )
        describe(self._order, self._order.text(), tip)
        self._order.toggled.connect(self._on_order_toggled)
        self._page = TablePage(self._table, "importance", self._order)
        self._notes = QLabel()
        self._notes.setObjectName("importance_notes")
        self._notes.setWordWrap(True)
        self._notes.setContentsMargins(6, 0, 6, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._page)
        layout.addWidget(self._notes)

    def show_session(self, session: Session) -> None:
        """Show a session; what inputs are listed by is worked out while this is hidden, too."""
        super().show_session(session)
        self._ask(session, wanted=session.view.by_importance)

    def _draw_session(self, session: Session) -> None:
        self._ask(session, wanted=True)
        self._order.setChecked(session.view.by_importance)
        run, seen = session.run, session.resolved
        if self._memory.changed("found", run.importance, seen.up, *self._state(session)):
            self._show(session)
        if self._memory.changed("picked", run.importance, seen.across):
            self._table.show_picked(seen.across)

    def _ask(self, session: Session, *, wanted: bool) -> None:
        """Have the importance worked out, once, if it can be and is not known; end other work."""
        run, ended = session.run, session.run.ended_run
        if session.under_way is not None or run.importance is not None:
            ended = None  # a run that trains needs the processor
        if session.data.columns[0] == 1:
            ended = None
        question = None if ended is None else _Question(run.number, ended.best)
        if self._asked not in {None, question}:
            self._stop()
        if wanted and ended is not None and self._asked is None:
            self._asked, self._passage = question, Passage()
            self._passage.passed.connect(self._on_passage_passed)
            self._since.start()
            self._work.run(partial(_answered, ended, self._passage.proceed))

    @Slot()
    def _stop(self) -> None:
        self._passage.end()
        self._work.cancel()
        self._asked, self._refused, self._done = None, "", 0

    @Slot(int)
    def _on_passage_passed(self, inputs: int) -> None:
        if self.sender() is self._passage and self._since.elapsed() >= PATIENCE_MS:
            self._done = inputs
            self.show_session(self._session)

    @Slot(object)
    def _on_work_done(self, found: Importance) -> None:
        asked, self._asked, self._done = self._asked, None, 0
        if asked is not None:
            self.edited.emit(*Act(edits.with_importance(*asked, found)))

    @Slot(str, str)
    def _on_work_failed(self, message: str, _details: str) -> None:
        self._refused = say("The importance could not be worked out: {message}", message=message)
        self.show_session(self._session)

    @Slot(object)
    def _on_table_picked(self, column: int) -> None:
        self.edited.emit(*looking.show_input(column))

    @Slot(bool)
    def _on_order_toggled(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        if on != self._session.view.by_importance:
            self._tell(looking.order_inputs(by_importance=on))

    def _state(self, session: Session) -> tuple[object, ...]:
        """What is said while there is no table."""
        waits = session.run.busy, session.under_way is not None
        return session.network is None, *waits, self._refused, self._done

    def _show(self, session: Session) -> None:
        found = session.run.importance
        self._notes.setVisible(found is not None and bool(found.notes))
        if found is None:
            self._page.show_heading(self._why_not(session), ready=False)
            return
        self._page.show_heading(found.on_rows, ready=True)
        self._table.show_columns(_columns(session.resolved.axis_names[1]))
        self._table.show_rows(_rows(found, session.resolved.up))
        notes = list(found.notes[:_MOST_NOTES])
        if more := len(found.notes) - len(notes):
            notes.append(say_count("{count} more pair.", "{count} more pairs.", more))
        self._notes.setText("\n".join(notes))
        self._notes.setToolTip("<br>".join(found.notes))

    def _why_not(self, session: Session) -> str:
        if session.network is None:
            return say("Train a network to see which inputs matter.")
        if session.run.busy:
            return say("Which inputs matter is worked out after the run has ended.")
        if session.under_way is not None:
            return say("Which inputs matter is worked out after the run under way has ended.")
        if self._done:
            return say(
                "Working out the importance: {done} of {inputs} inputs…",
                done=self._done,
                inputs=session.data.columns[0],
            )
        return self._refused or say("Working out the importance…")


def _answered(run: EndedRun, proceed: Callable[[int], bool]) -> Importance:
    from mdn_gui.core.importance import importance_of_run  # noqa: PLC0415 - now it is used

    return importance_of_run(run, proceed=proceed)


def _columns(target: str) -> list[Column]:
    lost = say(
        "By how much the log score of held-out rows falls, in nats, all targets together, ± "
        "standard error."
    )
    density = say(
        "How far probability has to be moved, on the mean (1-Wasserstein distance), in units of "
        "{target}, ± standard error.",
        target=target,
    )
    mean, deviation = (
        say("How far the mean moves, up or down, in units of {target}."),
        say("How far the standard deviation moves, up or down, in units of {target}."),
    )
    words = say(
        "What surely moves by more than a tenth of the standard deviation of y. Spread means the "
        "standard deviation of the density."
    )
    return [
        Column(say("Input")),
        Column(say("Log score falls by (nats)"), lost, number=True),
        Column(say("What permuting does"), words),
        Column(say("Density moves by"), density, number=True),
        Column(say("Mean moves by"), mean.format(target=target), number=True),
        Column(say("Standard deviation moves by"), deviation.format(target=target), number=True),
    ]


def _rows(found: Importance, target: int) -> Rows:
    moves = [each.moves[target] for each in found.inputs]
    words = [each.verdict for each in moves]
    cells = [
        (each.name, each.nats.text, moved.verdict, *(estimate.text for estimate in moved[:3]))
        for each, moved in zip(found.inputs, moves, strict=True)
    ]
    values = np.column_stack(
        [
            np.arange(len(cells)),
            [each.nats.value for each in found.inputs],
            np.unique(words, return_inverse=True)[1],
            [[estimate.value for estimate in moved[:3]] for moved in moves],
        ]
    )
    return Rows(len(cells), lambda row, column: cells[row][column], values)
