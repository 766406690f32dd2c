"""The train and the validation loss as curves, and smoothed ones before them."""

import numpy as np

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.recording import Losses
from mdn_gui.core.smoothing import smoothed
from mdn_gui.core.text import say
from mdn_gui.qt.plots.epoch_scale import EpochScale
from mdn_gui.qt.plots.lines import LongPolyline
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import LIGHT, Theme

_FAINT = "50"  # opacity of the losses behind the smoothed ones


class LossCurves:
    """Both losses of every epoch; where they are smoothed, those as they are stay faintly visible.

    Args:
        plot: Where they are drawn.
        z: Above all of a lower one.

    Attributes:
        losses: Epoch, train and validation loss, `(epochs, 3)`, in nats.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        self.losses: Floats = np.empty((0, len(Losses._fields)))
        self._history: tuple[Losses, ...] = ()
        self._theme, self._smoothing = LIGHT, 0.0
        names = say("train"), say("validation")
        self._raw = [LongPolyline(name) for name in names]
        smooth = say("{name}, smoothed").format
        self._smooth = [LongPolyline(smooth(name=name)) for name in names]
        for item in (*self._raw, *self._smooth):
            plot.add(item, z)
            item.setClipToView(True)

    def entries(self) -> dict[str, LongPolyline]:
        """What the legend lists, by name."""
        drawn = self._smooth if self._smoothing else self._raw
        return {raw.name(): item for raw, item in zip(self._raw, drawn, strict=True)}

    def show_losses(self, history: tuple[Losses, ...], smoothing: float) -> None:
        """Draw the losses.

        Args:
            history: Oldest first.
            smoothing: Weight of the epochs before, from 0 to below 1.
        """
        self._learn(history)
        before, self._smoothing = self._smoothing, smoothing
        if bool(smoothing) != bool(before):
            self.set_theme(self._theme)
        epochs = self.losses[:, 0]
        for column, (raw, smooth) in enumerate(zip(self._raw, self._smooth, strict=True), start=1):
            losses = self.losses[:, column]
            raw.setData(epochs, losses)
            if smoothing:
                smooth.setData(epochs, smoothed(losses, smoothing))
            elif before:
                smooth.setData([], [])

    def set_scale(self, scale: EpochScale) -> None:
        """Stand on another axis of epochs."""
        # Thousands of epochs are more than there are pixels, but not on the left of a logarithmic
        # axis, where pyqtgraph would thin them out as much as on the right.
        for item in (*self._raw, *self._smooth):
            item.setDownsampling(auto=not scale.log, method="peak")

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        opacity = _FAINT if self._smoothing else ""
        colours = theme.accent, theme.warning
        for raw, smooth, colour in zip(self._raw, self._smooth, colours, strict=True):
            raw.setPen(colour + opacity, width=1)
            smooth.setPen(colour, width=1)

    def _learn(self, history: tuple[Losses, ...]) -> None:
        """Make the history an array; of a long one that only grew, what is new."""
        known = len(self._history)
        if history[:known] != self._history:
            known = 0
        new = np.array(history[known:], np.float64).reshape(-1, len(Losses._fields))
        self.losses = np.concatenate([self.losses[:known], new])
        self._history = history
