"""The components of the mixture at the chosen x, as a table."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHeaderView, QVBoxLayout, QWidget

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.predictor import Predictor, predictor
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import value_text
from mdn_gui.qt.control import looking
from mdn_gui.qt.seldom import Seldom
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import at_place
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import PickingTable, TablePage
from mdn_gui.session.session import Session

SHARED_ROWS = 1_000
"""The most rows over which a component's share is the mean."""


class _Question(NamedTuple):
    """What the shares of the components follow from."""

    predictor: Predictor
    dataset: Dataset


class _Answer(NamedTuple):
    question: _Question
    shares: Floats


class ComponentsPanel(Pane):
    """Weight, mean, scale and share of each component; a person can emphasise one of them.

    Nothing is worked out unless the panel can be seen. Shares are worked out on another thread;
    until they are there, those before stay, under a name that says so.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._component: int | None = None
        self._question: _Question | None = None
        self._answer: _Answer | None = None
        self._sharing = Seldom(_shares, self)
        self._sharing.answered.connect(self._on_sharing_answered)
        self._table = self._new_table()
        self._by_member = QCheckBox(say("Colour by member"))
        self._by_member.setObjectName("components_by_member")
        tip = say("Give components the colour of their member, here and in the density at x.")
        describe(self._by_member, self._by_member.text(), tip)
        self._by_member.clicked.connect(self._on_by_member_clicked)
        self._page = TablePage(self._table, "components", self._by_member)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self._show_mixture()

    def _draw_session(self, session: Session) -> None:
        """Show the components at the chosen x of a session."""
        view = session.view
        place = session.line, session.resolved.x
        if self._differs(*place, session.data.dataset, self._theme, view.components_by_member):
            self._ask_for_shares()
            self._show_mixture()
        if view.component != self._component:
            self._component = view.component
            self._table.show_picked(view.component)

    def _new_table(self) -> PickingTable:
        table = PickingTable(clearable=True)
        table.picked.connect(self._on_table_picked)
        tip = say(
            "A click or the arrow keys emphasise a component everywhere, a second click or Escape "
            "none. A click on a column's name sorts by it. Ctrl+C copies the selected row, or all "
            "of them, as text."
        )
        describe(table, say("Components at x"), tip)
        table.show_columns(self._columns("y"))
        # Widths that followed the digits would make columns jump while x is dragged.
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, header.sectionSizeHint(0))
        return table

    @Slot(object)
    def _on_table_picked(self, component: int | None) -> None:
        self.edited.emit(*looking.pick_component(component))

    @Slot(bool)
    def _on_by_member_clicked(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._tell(looking.colour_components(by_member=on))

    def _ask_for_shares(self) -> None:
        question = _question(self._session)
        if question == self._question:
            return
        before, self._question = self._question, question
        if question is None or before is None or question.dataset is not before.dataset:
            self._sharing.cancel()
            self._answer = None
        if question is not None:
            self._sharing.ask(question)

    @Slot(object)
    def _on_sharing_answered(self, answer: _Answer) -> None:
        self._answer = answer
        self._draw_anew()

    def _show_mixture(self) -> None:
        session = self._session
        self._by_member.setVisible(_members(session) > 1)
        self._by_member.setChecked(session.view.components_by_member)
        if session.network is None:
            self._page.show_heading(say("Train a network to see its components."), ready=False)
            return
        heading = say("Components {place}", place=at_place(session))
        if session.data.columns[1] > 1:
            y = session.resolved.axis_names[1]
            heading = say("Components of {y} {place}", y=y, place=at_place(session))
        self._page.show_heading(heading, ready=True)
        self._table.show_columns(self._columns(session.resolved.axis_names[1]))
        self._table.show_rows(self._rows())

    def _columns(self, y: str) -> list[Column]:
        number = say("Number and colour; of an ensemble, the first member's come first.")
        member = say("The member of the network that has the component, as in Model.")
        share = say(
            "How much of the data the component stands for: its mean weight over the x of all "
            "rows, or of {rows} of them."
        )
        known = self._answer is not None and self._answer.question == self._question
        columns = (
            (say("Component"), number),
            (say("Weight"), say("How probable it is that y at x is of the component.")),
            (say("Mean"), say("Mean of the component, in units of {y}.", y=y)),
            (say("Scale"), say("Its standard deviation, in units of {y}.", y=y)),
            (
                say("Probability") if known else say("Probability…"),
                share.format(rows=f"{SHARED_ROWS:,}"),
            ),
            *([(say("Member"), member)] if _members(self._session) > 1 else ()),
        )
        return [Column(name, tip, number=place > 0) for place, (name, tip) in enumerate(columns)]

    def _rows(self) -> Rows:
        mixture, kind = self._session.mixture_at_x(), self._session.resolved.axis_kinds[1]
        components = np.arange(mixture.components)
        shares = np.full(components.shape, np.nan)
        if self._answer is not None and self._answer.shares.shape == components.shape:
            shares = self._answer.shares
        means, scales = mixture.means.squeeze(-1), mixture.scales.squeeze(-1)
        members = components // (mixture.components // _members(self._session)) + 1
        values = np.stack([components + 1, mixture.weights, means, scales, shares, members])

        def text(row: int, column: int) -> str:
            value = float(values[column, row])
            if column in {0, 5}:
                return f"{value:.0f}"
            if np.isnan(value):
                return "…"
            if column == 2:
                return value_text(kind, value, float(scales[row]))
            return rounded(value, float(scales[row])) if column == 3 else f"{value:.4f}"

        of_colour = self._session.components_of_colour
        colours = [self._theme.component_colour(each // of_colour) for each in components.tolist()]
        return Rows(len(components), text, values.T, colours)


def _members(session: Session) -> int:
    """How many members the network shown has; 1 where there is none."""
    return 1 if session.network is None else session.network.layout.members


def _question(session: Session) -> _Question | None:
    if session.network is None or session.data.dataset is None:
        return None
    # How wide the components are does not matter to their shares.
    adjustment = replace(session.view.adjustment, variance_factor=1.0)
    return _Question(predictor(session.network, adjustment), session.data.dataset)


def _shares(question: _Question) -> _Answer:
    """Mean weight of each component over the rows' x, `(components,)`."""
    predict, dataset = question
    inputs = dataset.inputs
    if dataset.rows > SHARED_ROWS:
        # The same rows for every network, so that shares of epochs compare.
        rng = np.random.default_rng(0)
        inputs = inputs[rng.choice(dataset.rows, SHARED_ROWS, replace=False)]
    weights = predict(inputs).weights
    return _Answer(question, weights.mean(axis=0))
