"""The mixture at the chosen x in numbers that can be copied."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.numbers import LEAST_EXCESS, MASSES, QUANTILES, Numbers, numbers_of
from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.core.true_numbers import true_numbers
from mdn_gui.core.value_texts import value_text
from mdn_gui.qt.control import looking
from mdn_gui.qt.plots.plot import extent
from mdn_gui.qt.seldom import Seldom
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.log_slider import LogSlider
from mdn_gui.qt.widgets.number_texts import (
    in_percent,
    interval_in_words,
    probability_asked,
    scale_of,
    scale_of_modes,
)
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import at_place, rows_near
from mdn_gui.qt.widgets.table_model import Column, Rows
from mdn_gui.qt.widgets.tables import CopyableTable, TablePage
from mdn_gui.session.session import Session

NEARNESS = Range(0.5, 2.0)
"""How near counts, in times of the usual reach."""

REST_MS = 40
"""Numbers that change faster could not be read. They are computed on another thread: on the GUI's,
their 10 ms were the longest piece of every frame."""

_TRUTH = 4  # column


class _Quantity(NamedTuple):
    """What is said of a distribution of y, in words.

    Attributes:
        name: What it is; several follow each other, such as modes, that are called alike.
        value: Its value, or from where to where it is, in units of y.
        probability: Around it, below it, or in it.
        density: There.
    """

    name: str
    value: str
    probability: str = ""
    density: str = ""


class _Row(NamedTuple):
    """A row of the table, and whether what it says of the prediction is not to be relied on."""

    cells: tuple[str, ...]
    muted: bool


class _Answer(NamedTuple):
    session: Session
    numbers: Numbers
    truth: Numbers | None


class NumbersPanel(Pane):
    """Modes, moments, quantiles, highest-density regions and entropy of y at x.

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
        tip = say("Ctrl+C copies the selected rows, or all of them, as text.")
        describe(self._table, say("Numbers"), tip)
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
        self._page = TablePage(self._table, "numbers", self._nearness)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._page)
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
        truth = session.data.example, session.resolved.place
        if not self._differs(*predicted, *truth, view.interval):
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

    @Slot(object)
    def _on_work_answered(self, answer: _Answer) -> None:
        session, numbers, truth = answer
        heading = f"{session.resolved.axis_names[1]} {at_place(session)}"
        if session.resolved.guessed:
            heading += f", {rows_near(session)}"
        self._page.show_heading(heading, ready=True)
        self._table.show_columns(_columns())
        self._table.setColumnHidden(_TRUTH, truth is None)
        rows = [*_rows(session, numbers, truth), _rows_near(session)]
        self._table.show_rows(
            Rows(
                len(rows),
                lambda row, column: rows[row].cells[column],
                muted=lambda row, column: rows[row].muted and column != _TRUTH,
            )
        )


def _answered(session: Session) -> _Answer:
    view, truth = session.view, None
    # A density that is bent is no estimate of the truth.
    if session.truth is not None and view.temperature == view.variance_factor == 1.0:
        truth = true_numbers(session.truth, session.resolved.x, view.interval)
    return _Answer(session, numbers_of(session.mixture_at_x(), view.interval), truth)


def _columns() -> list[Column]:
    around = say(
        "Around a mode, up to the lowest points beside it; below a quantile; in a region. A peak "
        "counts as a mode where at least {percent} lies in it above the dip beside it; less is a "
        "ripple of the mode beside it.",
        percent=in_percent(LEAST_EXCESS),
    )
    return [
        Column(say("Quantity"), say("The entropy of high densities is negative.")),
        Column(say("Value"), number=True, wide=True),
        Column(say("Probability"), around, number=True, wide=True),
        Column(say("Density"), say("At the value."), number=True, wide=True),
        Column(
            say("Truth"),
            say("What the value would be of the distribution that the rows were drawn from."),
            number=True,
            wide=True,
        ),
    ]


def _rows(session: Session, numbers: Numbers, truth: Numbers | None) -> Iterator[_Row]:
    """A row for each quantity, and those of the truth that have none beside them."""
    about = "~" if session.resolved.guessed else ""
    little_use = {say("Mean"), say("Standard deviation")} if len(numbers.modes) > 1 else set()
    scales = scale_of(numbers), scale_of_modes(numbers.modes)
    true = [] if truth is None else [*_quantities(session, truth, *scales)]
    ours = groupby(_quantities(session, numbers, *scales), attrgetter("name"))
    for name, found in ours:
        group, theirs = [*found], [each for each in true if each.name == name]
        alike = len(group) == len(theirs)
        for place, quantity in enumerate(group):
            called = _numbered(name, place, len(group))
            if name == say("Mean") and numbers.between_modes:
                called = say("Mean, between the modes")
            value, density = (text and about + text for text in (quantity.value, quantity.density))
            cells = called, value, quantity.probability, density
            true_value = theirs[place].value if alike else ""
            yield _Row((*cells, true_value), bool(about) or name in little_use)
        for place, quantity in enumerate([] if alike else theirs):
            called = say("True: {quantity}", quantity=_numbered(name, place, len(theirs)))
            yield _Row((called, "", "", "", quantity.value), muted=False)


def _quantities(
    session: Session, numbers: Numbers, scale: float, scale_of_modes: float
) -> Iterator[_Quantity]:
    kind = session.resolved.axis_kinds[1]
    if numbers.probability is not None:
        low, high = extent(session)[1]
        name = probability_asked(session, high - low)
        yield _Quantity(name, rounded(numbers.probability, numbers.probability))
    for mode, density, probability in numbers.modes.tolist():
        yield _Quantity(
            say("Mode"),
            value_text(kind, mode, scale_of_modes),
            in_percent(probability),
            rounded(density, density),
        )
    mean, at_mean = numbers.mean
    told = value_text(kind, mean, scale)
    yield _Quantity(say("Mean"), told, density=rounded(at_mean, at_mean))
    yield _Quantity(say("Standard deviation"), rounded(numbers.deviation, numbers.deviation))
    for p, (point, density) in zip(QUANTILES, numbers.quantiles.tolist(), strict=True):
        quantile = say("{percent:.0f}% quantile", percent=100 * p)
        yield _Quantity(
            say("Median") if p == 0.5 else quantile,
            value_text(kind, point, scale),
            in_percent(p),
            rounded(density, density),
        )
    for mass, parts in zip(MASSES, numbers.regions, strict=True):
        for low, high, probability in parts.tolist():
            yield _Quantity(
                say("{percent:.0f}% region", percent=100 * mass),
                interval_in_words(low, high, scale, kind),
                in_percent(probability),
            )
    yield _Quantity(say("Entropy (nats)"), rounded(numbers.entropy, 1.0))


def _rows_near(session: Session) -> _Row:
    near = session.resolved.rows_near
    text = say("not known") if near is None else f"{near:,.0f}"
    return _Row((say("Rows near"), text, "", "", ""), muted=session.resolved.guessed)


def _numbered(name: str, place: int, count: int) -> str:
    return name if count == 1 else f"{name} {place + 1}/{count}"
