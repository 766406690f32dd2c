"""Two runs compared: in words, by their losses, and by their densities of y at the chosen x."""

from collections.abc import Sequence
from math import isnan

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mdn_gui.core.comparison import sentence
from mdn_gui.core.kinds import NUMBER
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.predictor import Predictor
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.plots.items import LongPolyline
from mdn_gui.qt.plots.plot import EMPTY, Plot, Span
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import at_place
from mdn_gui.session.data import widened, widened_range
from mdn_gui.session.run import NamedRun, Run
from mdn_gui.session.session import Session

type Pair = tuple[NamedRun, NamedRun]
"""The runs that are compared, the earlier one first."""

_SIZE = QSize(160, 130)  # of a plot that is short of room
_LEAST = QSize(136, 100)  # of two side by side in the smallest window
_LONGEST = 48  # pixels of a run's name in a legend
_MARGIN = 1.02
_ROOM = 1.3  # times the highest density: above it is the legend
_POINTS = 200
_SHOWN = 0.95  # share of the losses that the automatic view holds, the lowest ones


class ComparedPlot(Plot):
    """A plot with a line for each of two runs, each run in a colour of its own.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, legend_columns=2)
        self.setMinimumSize(_LEAST)
        # There is room for one row above the curves, and none for a frame around it.
        self.legend.layout.setContentsMargins(0, 0, 0, 0)
        self.legend.setOffset((-4, 1))
        self._lines = self._new_lines(2)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self.legend.setBrush(None)
        self.legend.setPen(None)
        _colour(self._lines, theme, width=2)

    @guarded_with(_SIZE)
    def sizeHint(self) -> QSize:
        """Room for a few labels; there is more where the window has it."""
        return _SIZE

    def _new_lines(self, z: float) -> list[LongPolyline]:
        """A line for each run."""
        lines = [LongPolyline() for _ in range(2)]
        for line in lines:
            # Without, a wide line of a thousand points takes longer than a frame.
            line.curve.setSegmentedLineMode("on")
            self.add(line, z)
        return lines

    def _name(self, pair: Pair) -> None:
        """List the lines in the legend by the names of their runs, as much as fits of each."""
        metrics, end = self.fontMetrics(), Qt.TextElideMode.ElideRight
        names = [metrics.elidedText(name, end, _LONGEST) for name, _ in pair]
        if names[0] == names[1]:
            names = [f"{name} ({run.number})" for name, (_, run) in zip(names, pair, strict=True)]
        self.set_legend(dict(zip(names, self._lines, strict=True)))


class ComparedLosses(ComparedPlot):
    """Validation and train losses of two runs by epoch.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._train = self._new_lines(1)
        self.set_theme(LIGHT)
        describe(
            self,
            say("Losses of both runs by epoch"),
            say("Mean negative log-likelihood: of held-out rows, and as thin lines train."),
        )
        self.name_axes(say("epoch (thin: train)"), say("loss (nats)"))
        for line in (*self._train, *self._lines):
            # Thousands of epochs are more than there are pixels.
            line.setDownsampling(auto=True, method="peak")
            line.setClipToView(True)

    def draw(self, pair: Pair) -> None:
        """Draw the losses of two runs."""
        histories = [np.array(run.history, np.float64).reshape(-1, 3) for _, run in pair]
        train_name = say("{name}, train").format
        parts = zip(pair, histories, self._train, self._lines, strict=True)
        for (name, _), history, thin, wide in parts:
            epochs, train, validation = history.T
            thin.setData(epochs, train, name=train_name(name=name))
            wide.setData(epochs, validation, name=name)
        last = max(1, *(len(history) for history in histories))
        self.set_extent((0.0, _MARGIN * last), _readable(np.concatenate(histories)[:, 1:]))
        self.view_extent()
        self._name(pair)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        _colour(self._train, theme, width=1)


class ComparedDensities(ComparedPlot):
    """The densities of y that two runs, or one of them, predict at the chosen x.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(
            self,
            say("Densities of y by the runs compared"),
            say("At the chosen x, temperature and width factor, by the best network of each run."),
        )
        self._y: Span = EMPTY
        self.set_theme(LIGHT)

    def show_pair(self, pair: Pair, drawn: Sequence[bool], up: int = 0) -> None:
        """Take the names of two runs, and the range of y of those that are drawn.

        Args:
            pair: The runs.
            drawn: Whether each is of the data that x is of.
            up: The target that y is, from 0.
        """
        data = [run.data for (_, run), is_drawn in zip(pair, drawn, strict=True) if is_drawn]
        ends = [each.ends[1][up] for each in data if each.dataset is not None]
        lows, highs = zip(*ends, strict=True)
        self._y = widened(min(lows), max(highs))
        for (name, _), line in zip(pair, self._lines, strict=True):
            line.setData([], [], name=name)
        self._name(pair)
        self.view_extent()

    def draw(self, session: Session, pair: Pair, drawn: Sequence[bool]) -> None:
        """Draw the densities at the session's x, as it sharpens them.

        Args:
            session: Tells where, and how they are sharpened.
            pair: The runs.
            drawn: Whether each is of the data that x is of.
        """
        view = session.view
        seen = session.resolved
        name, kinds = f"{seen.axis_names[1]} {at_place(session)}", (seen.axis_kinds[1], NUMBER)
        self.name_axes(name, say("density"), kinds)
        mixtures = {
            line: Predictor(run.best_network, view.adjustment).at(seen.place).marginal(seen.up)
            for (_, run), line, is_drawn in zip(pair, self._lines, drawn, strict=True)
            if is_drawn and run.best_network is not None and _knows(run, seen.place)
        }
        for line in self._lines:
            if line not in mixtures:
                line.setData([], [])
        grids = [mixture.density_grid(_POINTS) for mixture in mixtures.values()]
        y = np.unique(np.concatenate([np.empty(0), *grids]))
        highest = 0.0
        for line, mixture in mixtures.items():
            density = np.exp(mixture.log_prob(y[:, np.newaxis]))
            highest = max(highest, float(density.max()))
            line.setData(y, density)
        if highest:
            self.set_extent(self._y, (0.0, _ROOM * highest))


def _knows(run: Run, place: Sequence[float]) -> bool:
    """Whether a run learned what is missing at a place: one may keep rows that another drops."""
    bands = zip(run.data.missing, place, strict=True)
    return not any(isnan(value) and band is None for band, value in bands)


def _colour(lines: list[LongPolyline], theme: Theme, width: int) -> None:
    for line, colour in zip(lines, (theme.accent, theme.warning), strict=True):
        line.setPen(colour, width=width)


def _readable(losses: Floats) -> Span:
    """From a little below the best loss to a little above all but the highest few."""
    finite = losses[np.isfinite(losses)]
    if not finite.size:
        return EMPTY
    return widened_range(np.minimum(finite, np.quantile(finite, _SHOWN)))


class ComparisonView(Pane):
    """The runs that are compared; it is brought up to date only while it can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setObjectName("comparison")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        tip = say(
            "How much lower the mean loss of one run is on the same rows. The interval tells how "
            "far other rows may move that, not how far another seed of the training would."
        )
        describe(self._words, say("Comparison of two runs"), tip)
        self._losses, self._densities = ComparedLosses(), ComparedDensities()
        plots = QHBoxLayout()
        plots.addWidget(self._losses)
        plots.addWidget(self._densities)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 6)  # the list above has its own margin
        layout.addWidget(self._words)
        layout.addLayout(plots)
        self._draw_session(self._session)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._losses.set_theme(theme)
        self._densities.set_theme(theme)

    def _draw_session(self, session: Session) -> None:
        view = session.view
        pair = _pair(session)
        # Over the x of other data a density would mean nothing.
        drawn = tuple(session.is_of_this_data(run) for _, run in pair or ())
        # Not how far a run under way is within its epoch.
        seen = *((name, run.history, run.best_network) for name, run in pair or ()), drawn
        found = session.status.comparison, session.status.incomparable
        of_place = [each for each, is_drawn in zip(pair or (), drawn, strict=True) if is_drawn]
        unknown = [name for name, run in of_place if not _knows(run, session.resolved.place)]
        if self._memory.changed("words", *seen, *found, unknown):
            said = self._sentence(session, pair, drawn)
            if unknown:
                told = say(
                    "Not drawn where an input is missing: {names}, which learned from no such rows."
                )
                said = f"{said} {told.format(names=_both(*unknown))}"
            self._words.setText(said)
        if self._memory.changed("runs", *seen, session.resolved.up):
            self._losses.setVisible(pair is not None)
            self._densities.setVisible(any(drawn))
            if pair is not None:
                self._losses.draw(pair)
            if pair is not None and any(drawn):
                self._densities.show_pair(pair, drawn, session.resolved.up)
        looked_at = (session.resolved.place, session.resolved.up, view.adjustment)
        if self._memory.changed("densities", *seen, *looked_at) and pair is not None:
            self._losses.settle()
            if any(drawn):
                self._densities.draw(session, pair, drawn)
                self._densities.settle()

    def _sentence(self, session: Session, pair: Pair | None, drawn: Sequence[bool]) -> str:
        if pair is None:
            return say("Select two runs to compare them.")
        said = session.status.incomparable or say("Comparing…")
        if session.status.comparison is not None:
            said = sentence(session.status.comparison, (pair[0].name, pair[1].name))
        other = [each for each, is_drawn in zip(pair, drawn, strict=True) if not is_drawn]
        if other:
            names, titles = (
                _both(*dict.fromkeys(texts))
                for texts in zip(*((name, run.data.title) for name, run in other), strict=True)
            )
            reason = say(
                "The density of {name} is not drawn: other rows or columns than those of {title} "
                "that it learned from are loaded."
            )
            if len(other) > 1:
                reason = say(
                    "The densities of {name} are not drawn: other rows or columns than those of "
                    "{title} that they learned from are loaded."
                )
            said = f"{said} {reason.format(name=names, title=titles)}"
        return said


def _both(first: str, last: str = "") -> str:
    """One name, or two."""
    return say("{first} and {last}", first=first, last=last) if last else first


def _pair(session: Session) -> Pair | None:
    pair = session.compared
    return (pair[0], pair[1]) if len(pair) == 2 else None
