"""How the losses fell: one point per epoch."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.session import Losses, Session
from mdn_gui.qt.plots.plot import EMPTY, Memory, Plot, Span
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.describe import describe

_MARGIN = 1.02
_SHOWN = 0.95  # share of the losses that the automatic view holds, the lowest ones


class LossPlot(QWidget):
    """Train and validation loss of the run shown, and its best epoch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = Memory()
        self._history: tuple[Losses, ...] = ()
        self._losses: Floats = np.empty((0, len(Losses._fields)))
        self._plot = Plot(legend_columns=3)
        describe(
            self._plot,
            self.tr("Losses by epoch"),
            self.tr(
                "Mean negative log-likelihood. Train: mean over the epoch while the weights moved; "
                "validation: at its end. A density can exceed 1, so a negative loss is normal."
            ),
        )
        self._plot.name_axes(self.tr("epoch"), self.tr("loss (nats)"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._make_items()
        self.set_theme(LIGHT)
        self.show_session(Session())

    def show_session(self, session: Session) -> None:
        """Draw a session; what it has in common with the last one stays as it is."""
        if self._memory.changed("losses", session.history, session.epochs_planned):
            self._draw_losses(session)
        if self._memory.changed("best", session.best, session.epochs_planned):
            self._draw_best(session.best, session.epochs_planned)
        self._plot.settle()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._plot.set_theme(theme)
        self._train.setPen(theme.accent, width=1)
        self._validation.setPen(theme.warning, width=1)
        self._best_line.setPen(theme.cursor, width=1, style=Qt.PenStyle.DashLine)
        self._best_point.setBrush(theme.warning)
        self._best_point.setPen(theme.background)
        self._best_text.setColor(theme.foreground)
        self._best_text.fill = pg.mkBrush(theme.panel + "c0")

    def _make_items(self) -> None:
        # Thousands of epochs are more than there are pixels.
        self._plot.setDownsampling(auto=True, mode="peak")
        self._plot.setClipToView(clip=True)
        self._train = pg.PlotDataItem(name=self.tr("train"), antialias=True)
        self._validation = pg.PlotDataItem(name=self.tr("validation"), antialias=True)
        self._best_line = pg.InfiniteLine()
        self._best_point = pg.ScatterPlotItem(size=9, name=self.tr("best epoch"))
        self._best_text = pg.TextItem()
        items = (self._best_line, self._train, self._validation)
        for z, item in enumerate((*items, self._best_point, self._best_text)):
            self._plot.add(item, z)
        named = (self._train, self._validation, self._best_point)
        self._plot.set_legend({item.name(): item for item in named})

    def _draw_losses(self, session: Session) -> None:
        self._learn(session.history)
        epochs, train, validation = self._losses.T
        self._train.setData(epochs, train)
        self._validation.setData(epochs, validation)
        self._plot.legend.setVisible(epochs.size > 0)
        self._plot.setTitle(None if epochs.size else self.tr("The losses, once a network trains"))
        last = max(session.epochs_planned, epochs.size, 2)
        self._plot.set_extent((0.0, _MARGIN * last), _readable(self._losses[:, 1:]))
        if self._memory.changed("run", session.history[:1]):
            self._plot.view_extent()

    def _learn(self, history: tuple[Losses, ...]) -> None:
        """Make the history an array; of a long one that only grew, what is new."""
        known = len(self._history)
        if history[:known] != self._history:
            known = 0
        new = np.array(history[known:], np.float64).reshape(-1, len(Losses._fields))
        self._losses = np.concatenate([self._losses[:known], new])
        self._history = history

    def _draw_best(self, best: Losses | None, epochs: int) -> None:
        for item in (self._best_line, self._best_text):
            item.setVisible(best is not None)
        if best is None:
            self._best_point.setData([], [])
        else:
            self._best_line.setValue(best.epoch)
            self._best_point.setData([best.epoch], [best.validation])
            value = rounded(best.validation, 1.0)
            text = self.tr("{loss} at epoch {epoch}").format(loss=value, epoch=best.epoch)
            self._best_text.setText(text)
            # On the side of the line with more room.
            self._best_text.setAnchor((float(best.epoch > epochs / 2), 0.0))
            self._best_text.setPos(best.epoch, best.validation)


def _readable(losses: Floats) -> Span:
    """From a little below the best loss to what all but the highest few reach; never empty."""
    finite = losses[np.isfinite(losses)]
    if not finite.size:
        return EMPTY
    low, high = float(finite.min()), float(np.quantile(finite, _SHOWN))
    height = (high - low) or max(abs(low), 1.0)
    return low - 0.15 * height, low + 1.25 * height
