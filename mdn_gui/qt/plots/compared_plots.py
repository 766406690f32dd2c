"""The losses of two runs in one plot, and their densities of y at the chosen x in another."""

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.predictor import Predictor
from mdn_gui.core.runs import RunRecord
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.plots.lines import LongPolyline
from mdn_gui.qt.plots.plot import EMPTY, Plot, Span
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.describe import describe
from mdn_gui.qt.widgets.place_text import at_x
from mdn_gui.session.data import widened_range
from mdn_gui.session.session import Session

type Pair = tuple[RunRecord, RunRecord]
"""The runs that are compared, the earlier one first."""

_SIZE = QSize(160, 130)  # of a plot that is short of room
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
        # There is room for one row above the curves, and none for a frame around it.
        self.legend.layout.setContentsMargins(0, 0, 0, 0)
        self.legend.setOffset((-4, 1))
        self._lines = self._new_lines(2)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
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
        names = [metrics.elidedText(run.name, end, _LONGEST) for run in pair]
        if names[0] == names[1]:
            names = [f"{name} ({run.number})" for name, run in zip(names, pair, strict=True)]
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
            self.tr("Losses of both runs by epoch"),
            self.tr("Mean negative log-likelihood: validation, and as thin lines train."),
        )
        self.name_axes(self.tr("epoch (thin: train)"), self.tr("loss (nats)"))
        for line in (*self._train, *self._lines):
            # Thousands of epochs are more than there are pixels.
            line.setDownsampling(auto=True, method="peak")
            line.setClipToView(True)

    def draw(self, pair: Pair) -> None:
        """Draw the losses of two runs."""
        histories = [np.array(run.losses, np.float64) for run in pair]
        train_name = self.tr("{name}, train").format
        parts = zip(pair, histories, self._train, self._lines, strict=True)
        for run, history, thin, wide in parts:
            epochs, train, validation = history.T
            thin.setData(epochs, train, name=train_name(name=run.name))
            wide.setData(epochs, validation, name=run.name)
        last = max(float(history[-1, 0]) for history in histories)
        self.set_extent((0.0, _MARGIN * last), _readable(np.concatenate(histories)[:, 1:]))
        self.view_extent()
        self._name(pair)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        _colour(self._train, theme, width=1)


class ComparedDensities(ComparedPlot):
    """The densities of y that two runs predict at the chosen x.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(
            self,
            self.tr("Densities of y by both runs"),
            self.tr("At the chosen x, temperature and spread, by the best network of each run."),
        )
        self._y: Span = EMPTY
        self.set_theme(LIGHT)

    def show_pair(self, pair: Pair) -> None:
        """Take the names of two runs and their range of y."""
        self._y = widened_range(np.concatenate([run.dataset.targets[:, 0] for run in pair]))
        for run, line in zip(pair, self._lines, strict=True):
            line.setData([], [], name=run.name)
        self._name(pair)
        self.view_extent()

    def draw(self, session: Session, pair: Pair) -> None:
        """Draw the densities at the session's x, as it sharpens them."""
        view = session.view
        names = dict.fromkeys(run.dataset.target_names[0] for run in pair)
        self.name_axes(f"{', '.join(names)} {at_x(session)}", self.tr("density"))
        x = np.array([view.x])
        mixtures = [Predictor(run.network, view.adjustment)(x)[0] for run in pair]
        y = np.union1d(*(mixture.density_grid(_POINTS) for mixture in mixtures))
        densities = [np.exp(mixture.log_prob(y[:, np.newaxis])) for mixture in mixtures]
        for line, density in zip(self._lines, densities, strict=True):
            line.setData(y, density)
        self.set_extent(self._y, (0.0, _ROOM * float(np.max(densities))))


def _colour(lines: list[LongPolyline], theme: Theme, width: int) -> None:
    for line, colour in zip(lines, (theme.accent, theme.warning), strict=True):
        line.setPen(colour, width=width)


def _readable(losses: Floats) -> Span:
    """From a little below the best loss to a little above all but the highest few."""
    finite = losses[np.isfinite(losses)]
    if not finite.size:
        return EMPTY
    return widened_range(np.minimum(finite, np.quantile(finite, _SHOWN)))
