"""What the network says of a row."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.kinds import NUMBER
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.network import Network
from mdn_gui.core.numbers import PointAnswers, question
from mdn_gui.core.split import Parts
from mdn_gui.core.text import say, say_in
from mdn_gui.core.value_texts import cell_or_missing, cell_text
from mdn_gui.qt.renderer import Renderer
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.number_texts import LOG_DENSITY_SCALE
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import bent, how_rows_count
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable, TablePage
from mdn_gui.session.session import Session

LEAST_RESPONSIBILITY = 0.001
"""Components less responsible for the row are left out."""

_LEAST_TAIL = 1e-14  # below, it is what the rounding of the weights has left


class _Fact(NamedTuple):
    name: str
    value: str
    tip: str = ""
    colour: str = ""


class _Division(NamedTuple):
    """What decides which row is for what."""

    dataset: Dataset
    holdout: Holdout


class RowPanel(Pane):
    """Log-density, PIT, residual and responsibilities of a row.

    Nothing is worked out unless the panel can be seen. Dividing a table of a million rows takes a
    second: another thread does it, and until it has, it is open what the row was used for.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: _Division | None = None
        self._parts: Parts | None = None
        self._dividing = Renderer(_divided, self)
        self._dividing.rendered.connect(self._on_dividing_rendered)
        self._dividing.rested.connect(self.rested)
        self._table = CopyableTable()
        tip = say(
            "What the network says of the row. Ctrl+C copies the selected rows, or all of "
            "them, as text."
        )
        describe(self._table, say("Row"), tip)
        self._table.show_columns([Column(say("Quantity")), Column(say("Value"), number=True)])
        self._page = TablePage(self._table, "row")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
        self._show_row()

    @property
    def busy(self) -> bool:
        """Whether it is still being found out what the row was used for."""
        return self._dividing.busy

    def _draw_session(self, session: Session) -> None:
        view = session.view
        row = session.data.dataset, session.resolved.up, view.row
        division = _division(session)
        if division != self._wanted:
            self._wanted, self._parts = division, None
            self._dividing.cancel()
        if self._differs(session.predictor, division, *row, self._theme):
            self._show_row()

    @Slot(object, object)
    def _on_dividing_rendered(self, parts: Parts, _division: _Division) -> None:
        self._parts = parts
        self._show_row()

    def _show_row(self) -> None:
        predictor, dataset, row = (
            self._session.predictor,
            self._session.data.dataset,
            self._session.view.row,
        )
        if predictor is None or dataset is None:
            text = say("Train a network to question a row.")
            self._page.show_heading(text, ready=False)
            return
        if row is None:
            text = say("Click a row, or pick one of the least likely.")
            self._page.show_heading(text, ready=False)
            return
        up = self._session.resolved.up
        mixture = predictor.at(dataset.inputs[row].tolist()).marginal(up)
        answers = question(mixture, row, float(dataset.targets[row, up]))
        heading = say("Row {row}", row=dataset.row_number(row))
        self._page.show_heading(", ".join([heading, *bent(self._session)]), ready=True)
        facts = [*self._facts(predictor.network, dataset, row), *self._answers(answers)]
        self._table.show_rows(_rows([*facts, *self._responsibilities(answers)]))

    def _facts(self, network: Network, dataset: Dataset, row: int) -> Iterator[_Fact]:
        yield _Fact(say("Row"), str(dataset.row_number(row)), how_rows_count(dataset))
        yield from self._use(row)
        for names, kinds, values, units, tip in (
            (
                dataset.input_names,
                dataset.input_kinds,
                dataset.inputs[row],
                network.input_units,
                say("Input of the row."),
            ),
            (
                dataset.target_names,
                dataset.target_kinds,
                dataset.targets[row],
                network.target_units,
                say("Target of the row."),
            ),
        ):
            of_each = zip(names, kinds, values.tolist(), units.tolist(), strict=True)
            for name, kind, value, unit in of_each:
                yield _Fact(name, cell_or_missing(kind, value, unit), tip)
        if dataset.weights is not None:
            tip = say("Weight: how many rows the row stands for.")
            weight = cell_text(NUMBER, float(dataset.weights[row]), 0.0)
            yield _Fact(self._session.data.weight_name, weight, tip)

    def _use(self, row: int) -> Iterator[_Fact]:
        """What the run shown used the row for, if it is of these rows."""
        if self._session.data.stream is not None:
            told = say(
                "The table is streamed, and is not read again to tell what this row was used for."
            )
            yield _Fact(say("Used for"), say("not known"), told)
        if self._wanted is None:
            return
        if self._parts is None:
            if not self._dividing.busy:
                self._dividing.request(self._wanted)
            yield _Fact(say("Used for"), "…", say("The table is being divided as for the run."))
        else:
            used = _uses()[self._parts.part_of(row)]
            yield _Fact(say("Used for"), *used)

    def _answers(self, answers: PointAnswers) -> Iterator[_Fact]:
        several = self._session.data.columns[1] > 1
        _, y = self._session.resolved.axis_names
        name = say("Log-density of {y} (nats)", y=y) if several else say("Log-density (nats)")
        yield _Fact(
            name,
            rounded(answers.log_density, LOG_DENSITY_SCALE),
            say("Logarithm of the density at the row: the higher, the more likely."),
        )
        yield _Fact(
            say("PIT"),
            rounded(answers.pit, _tail(answers.pit)),
            say(
                "Probability integral transform: how probable a target of at most this is. Near 0 "
                "or 1 the row lies far out."
            ),
        )
        if answers.residual is None:
            return
        yield _Fact(
            say("Standardised residual"),
            rounded(answers.residual, 1.0),
            say("How far the target lies above the mean, in standard deviations."),
        )

    def _responsibilities(self, answers: PointAnswers) -> Iterator[_Fact]:
        shares = answers.responsibilities
        tip = say("How probable it is that the row is of each component, the highest first.")
        yield _Fact(say("Responsibilities"), "", tip)
        for component in np.argsort(-shares, kind="stable").tolist():
            if shares[component] > LEAST_RESPONSIBILITY:
                name = say("Component {number}", number=component + 1)
                colour = self._theme.component_colour(component)
                yield _Fact(name, rounded(float(shares[component]), 0.1), tip, colour)


def _division(session: Session) -> _Division | None:
    """That of the run shown, if it is of the rows shown."""
    dataset, holdout = session.data.dataset, session.holdout
    return None if dataset is None or holdout is None else _Division(dataset, holdout)


def _divided(division: _Division) -> Parts:
    return division.dataset.split_rows(division.holdout)


def _uses() -> Mapping[str, tuple[str, str]]:
    """The name of each part, and what its rows are for."""
    return {
        "training": (say_in("rows", "training"), say("The network learned from it.")),
        "validation": (say_in("rows", "validation"), say("It helped to pick the best epoch.")),
        "fold": (
            say_in("rows", "in turn"),
            say("Some members learned from it, and it judged the others."),
        ),
        "test": (say_in("rows", "test"), say("It judges the network, and did nothing before.")),
    }


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
