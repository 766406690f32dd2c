"""The pinned places side by side: their densities over each other, and a table of numbers."""

from collections.abc import Sequence
from math import nan
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QWidget

from mdn_gui.core.kinds import Kind
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.numbers import Numbers, numbers_of
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import cell_or_missing, value_text
from mdn_gui.qt.control import looking
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.places_plot import PlaceCurve, PlacesPlot
from mdn_gui.qt.plots.plot import extent
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.seldom import Seldom
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.column import ANY_SIZE
from mdn_gui.qt.widgets.controls import describe, narrow_button
from mdn_gui.qt.widgets.number_texts import (
    interval_in_words,
    modes_in_words,
    probability_asked,
    scale_of,
)
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import bent
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import PickingTable, TablePage
from mdn_gui.session import edits
from mdn_gui.session.session import Session
from mdn_gui.session.view import PinnedPlace

REST_MS = 40
"""Numbers that change faster could not be read."""

_MOST_LETTERS = 200  # side by side in the table
_WIDEST = 320  # pixels of a column; the rest of a longer text is in the tooltip
_NARROWEST = 240  # pixels of the plot
_NAME, _MODES, _REGION, _ASKED, _NEAR = 0, 3, 4, 5, 6  # columns


class _Found(NamedTuple):
    """What is known of a pinned place; of its density nothing without a network."""

    place: PinnedPlace
    rows_near: float | None
    guessed: bool
    numbers: Numbers | None
    profile: Profile | None


class _Cell(NamedTuple):
    """A text, what rows are sorted by, and whether it is not to be relied on."""

    text: str
    value: float = nan
    muted: bool = False


class _Answer(NamedTuple):
    session: Session
    found: tuple[_Found, ...]


class PlacesTable(PickingTable):
    """A row for each pinned place; a click or Enter goes there.

    Signals:
        renamed(row, name): A person wants another name for a place.
        unpinned(row): A person wants a place to be compared no longer.

    Args:
        parent: The widget around it.
    """

    renamed = Signal(int, str)
    unpinned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(clearable=False, parent=parent)
        self._model.typed.connect(self.renamed)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.horizontalHeader().setMaximumSectionSize(_WIDEST)
        self.add_command(say("Rename"), Qt.Key.Key_F2).triggered.connect(self._on_rename)
        self.add_command(say("Unpin"), Qt.Key.Key_Delete).triggered.connect(self._on_unpin)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the place with Enter, picked or not."""
        entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        current = self.currentIndex()
        if entered and current.isValid() and self.state() is not self.State.EditingState:
            self.picked.emit(self._model.row(current.row()))
        else:
            super().keyPressEvent(event)

    def _on_rename(self) -> None:
        if self.currentIndex().isValid():
            self.edit(self.currentIndex().siblingAtColumn(_NAME))

    def _on_unpin(self) -> None:
        if self.currentIndex().isValid():
            self.unpinned.emit(self._model.row(self.currentIndex().row()))


class PlacesPanel(Pane):
    """Compares what the network says of y at up to six places.

    All is worked out on another thread, and only while the panel can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: _Answer | None = None  # what is shown
        self._work = Seldom(_answered, self, rest_ms=REST_MS)
        self._work.answered.connect(self._on_work_answered)
        self._work.rested.connect(self.rested)
        self._plot = PlacesPlot()
        self._table = PlacesTable()
        self._table.picked.connect(self._on_table_picked)
        self._table.renamed.connect(self._on_table_renamed)
        self._table.unpinned.connect(self._on_table_unpinned)
        tip = say(
            "A click, the arrow keys or Enter go to a place; a double click or F2 renames it, Del "
            "unpins it. A click on a column's name sorts by it. Ctrl+C copies the selected row, or "
            "all of them, as text."
        )
        describe(self._table, say("Pinned places"), tip)
        self._pin = narrow_button(say("Pin this place (P)"))
        self._pin.setObjectName("pin_place")
        self._pin.clicked.connect(self._on_pin_clicked)
        self._page = TablePage(self._table, "places", self._pin)
        self._plot.setMinimumWidth(_NARROWEST)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._plot, stretch=1)
        layout.addWidget(self._page, stretch=20)
        self._show()

    @property
    def busy(self) -> bool:
        """Whether what was asked for is not shown yet."""
        return self._work.busy

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._plot.set_theme(theme)
        self._show()

    def _draw_session(self, session: Session) -> None:
        view, seen = session.view, session.resolved
        if self._memory.changed("pin", why_not := looking.why_not_pinned(session)):
            self._pin.setEnabled(not why_not)
            tip = say("Compare the density here with that at up to five other places")
            describe(self._pin, say("Pin this place"), why_not or tip)
        looked_at = session.predictor, session.evidence, session.data.dataset, seen.up
        if self._memory.changed("found", *looked_at, view.places, view.interval, view.curve):
            if view.places:
                self._work.ask(session)
            else:
                self._work.cancel()
                self._answer = None
                self._show()
        if self._memory.changed("standing", self._standing_at()):
            self._show_standing()

    def _standing_at(self) -> int | None:
        """The number of the place where one stands; None for none."""
        values = self._session.resolved.place
        places = self._session.view.places
        return next((each.number for each in places if each.values == values), None)

    @Slot(object)
    def _on_work_answered(self, answer: _Answer) -> None:
        self._answer = answer
        self._show()

    def _show(self) -> None:
        """Show what was found of the places."""
        if self._answer is None:
            hint = say("Press P to pin this place and compare up to six.")
            self._page.show_heading(hint, ready=False)
            self._make_room(beside_plot=False)
            return
        session, found = self._answer
        heading: str = say("Train a network to see the densities at the pinned places.")
        if found[0].numbers is not None:
            names = [say("{y} at the pinned places", y=session.resolved.axis_names[1])]
            heading = ", ".join([*names, *bent(session)])
        self._page.show_heading(heading, ready=True)
        self._table.show_columns(_columns(session))
        self._table.setColumnHidden(_ASKED, session.view.interval is None)
        self._table.show_rows(_rows(session, found, self._theme.place_colours))
        self._show_standing()

    def _show_standing(self) -> None:
        """Show where one stands, in the table and in the plot."""
        if self._answer is None:
            return
        session, found = self._answer
        standing = self._standing_at()
        numbers = [each.place.number for each in found]
        self._table.show_picked(numbers.index(standing) if standing in numbers else None)
        curves = [
            PlaceCurve(each.place, each.profile, each.guessed)
            for each in found
            if each.profile is not None
        ]
        self._make_room(beside_plot=bool(curves))
        if curves:
            self._plot.draw(session, curves, self._theme.place_colours, standing)

    def _make_room(self, *, beside_plot: bool) -> None:
        """Let the table come first; the plot has the width that it leaves."""
        most = _MOST_LETTERS * self.fontMetrics().averageCharWidth()
        self._page.setMaximumWidth(most if beside_plot else ANY_SIZE)
        self._plot.setVisible(beside_plot)

    def _on_pin_clicked(self) -> None:
        self._tell(looking.pin_place())

    def _number(self, row: int) -> int:
        """The number of the place in a row."""
        assert self._answer is not None  # noqa: S101 - else there is no row
        return self._answer.found[row].place.number

    @Slot(object)
    def _on_table_picked(self, row: int | None) -> None:
        if row is not None:
            self.edited.emit(*looking.go_to_place(self._number(row)))

    @Slot(int, str)
    def _on_table_renamed(self, row: int, name: str) -> None:
        self.edited.emit(*looking.rename_place(self._number(row), name))

    @Slot(int)
    def _on_table_unpinned(self, row: int) -> None:
        self.edited.emit(*looking.unpin_place(self._number(row)))


def _answered(session: Session) -> _Answer:
    return _Answer(session, tuple(_found(session, place) for place in session.view.places))


def _found(session: Session, place: PinnedPlace) -> _Found:
    there = edits.go_to_place(place.number)(session)
    near, guessed = there.resolved.rows_near, there.resolved.guessed
    if there.network is None or not there.network.finite:
        return _Found(place, near, guessed, None, None)
    mixture = there.mixture_at_x()
    numbers = numbers_of(mixture, there.view.interval)
    return _Found(place, near, guessed, numbers, Profile.of(mixture, there.view.curve))


def _columns(session: Session) -> list[Column]:
    y = session.resolved.axis_names[1]
    low, high = extent(session)[1]
    several = say("Where there are several modes, it is of little use, and muted.")
    unit = say("In units of {target}.", target=y)
    return [
        Column(say("Place"), say("Its name, and its colour in the plots."), editable=True),
        Column(say("Mean"), f"{unit} {several}", number=True),
        Column(say("Standard deviation"), f"{unit} {several}", number=True),
        Column(
            say("Modes"),
            say("Where the density has its peaks, and the probability around each of several."),
            wide=True,
        ),
        Column(
            say("90% region"),
            say("The smallest set of {y} that holds 90% of the probability.", y=y),
            wide=True,
        ),
        Column(probability_asked(session, high - low) or say("P(a ≤ y ≤ b)"), number=True),
        Column(
            say("Rows near"),
            say("How many training rows lie near; where they are too few, ~ marks a guess."),
            number=True,
        ),
    ]


def _rows(session: Session, found: tuple[_Found, ...], colours: Sequence[str]) -> Rows:
    cells = [_cells(each, session.resolved.axis_kinds[1]) for each in found]
    return Rows(
        len(found),
        lambda row, column: cells[row][column].text,
        # The first column is in the order in which the places were pinned.
        np.array([[row, *(cell.value for cell in rest)] for row, (_, *rest) in enumerate(cells)]),
        [colours[each.place.number] for each in found],
        [_tip(session, each, told) for each, told in zip(found, cells, strict=True)],
        lambda row, column: cells[row][column].muted,
    )


def _cells(found: _Found, kind: Kind) -> list[_Cell]:
    """What stands in a row, one cell for each column; y is of that kind."""
    name, numbers, guessed = _Cell(found.place.name), found.numbers, found.guessed
    if numbers is None:
        return [name, *[_Cell("")] * _NEAR]

    def of_y(text: str, value: float, *, muted: bool = False) -> _Cell:
        return _Cell(f"~{text}" if guessed else text, value, muted or guessed)

    deviation, region, scale = numbers.deviation, numbers.regions[-1], scale_of(numbers)
    several = len(numbers.modes) > 1
    parts = [interval_in_words(low, high, scale, kind) for low, high, _ in region.tolist()]
    most_probable = float(numbers.modes[numbers.modes[:, 2].argmax(), 0])
    asked, near = numbers.probability, found.rows_near
    return [
        name,
        of_y(value_text(kind, numbers.mean[0], scale), numbers.mean[0], muted=several),
        of_y(rounded(deviation, deviation), deviation, muted=several),
        of_y(", ".join(modes_in_words(numbers.modes, kind)), most_probable),
        of_y(", ".join(parts), float(region[0, 0])),
        _Cell("") if asked is None else of_y(rounded(asked, asked), asked),
        _Cell(say("not known")) if near is None else _Cell(f"{near:,.0f}", near),
    ]


def _tip(session: Session, found: _Found, cells: Sequence[_Cell]) -> str:
    """The name of a place, the values of all inputs, and what may be longer than its cell."""
    place, numbers = found.place, found.numbers
    values = [
        f"{name} {cell_or_missing(session.data.axis_kinds(column, 0)[0], value, 0.0)}"
        for column, (name, value) in enumerate(
            zip(session.data.input_names, place.values, strict=True)
        )
    ]
    told = [f"{place.name}: {', '.join(values)}"]
    if numbers is not None:
        told.append(say("Modes: {modes}", modes=cells[_MODES].text))
        told.append(say("90% region: {region}", region=cells[_REGION].text))
    if numbers is not None and numbers.between_modes:
        told.append(say("The mean lies between the modes"))
    return ". ".join(told)
