"""How the losses fell: a point for each epoch, smoothed curves, and the losses under the mouse."""

from math import isfinite

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import HoverEvent, MouseClickEvent
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mdn_gui.core.examples import Example
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.recording import Losses, Recording, smoothed
from mdn_gui.core.text import say, say_in
from mdn_gui.qt.control import playback
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.epoch_axis import EpochAxis, EpochHandle, EpochScale
from mdn_gui.qt.plots.items import LongPolyline, OverView, StraightLine
from mdn_gui.qt.plots.plot import EMPTY, Plot, Span
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.run import Run
from mdn_gui.session.session import Session

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
        names = say_in("loss", "train"), say_in("loss", "validation")
        self._raw = [LongPolyline(name) for name in names]
        smooth = say("{name}, smoothed").format
        self._smooth = [LongPolyline(smooth(name=name)) for name in names]
        for item in (*self._raw, *self._smooth):
            plot.add(item, z)
            item.setClipToView(True)

    def entries(self, *, out_of_fold: bool) -> dict[str, LongPolyline]:
        """What the legend lists, by name."""
        train, validation = self._smooth if self._smoothing else self._raw
        of_held_out = say_in("loss", "out of fold") if out_of_fold else self._raw[1].name()
        return {self._raw[0].name(): train, of_held_out: validation}

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
            elif before:  # emptying an empty curve would repaint the whole plot
                smooth.setData([], [])

    def set_scale(self, scale: EpochScale) -> None:
        """Stand on another axis of epochs."""
        # Thousands of epochs are more than there are pixels, but not on the left of a logarithmic
        # axis, where pyqtgraph would thin them out as much as on the right. Set on the curves: the
        # setDownsampling of a PlotItem fails once a scatter is in it.
        for item in (*self._raw, *self._smooth):
            item.setDownsampling(auto=not scale.log, method="peak")

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
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


_SPREAD = 0.1  # nats that make a difference between epochs
_CORNER = 8.0  # pixels


class LossReadout(OverView):
    """Lies over the view: marks the epoch nearest to the mouse and writes its losses.

    They stand in the place of the legend, whose words and colours they have.

    Args:
        plot: Where it is drawn.
        z: Above all of a lower one.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot.view_box)
        self._legend, self._theme = plot.legend, LIGHT
        self._recording, self._scale = Recording(), EpochScale()
        self._out_of_fold = False
        # Where the mouse is on the scene, for the view may move under it; None while elsewhere.
        self._mouse: QPointF | None = None
        self._line = StraightLine()
        self._points = pg.ScatterPlotItem(size=7, pxMode=True)
        self._text = pg.TextItem(anchor=(1.0, 0.0))
        self._text.setParentItem(plot.view_box)
        for item in (self, self._line, self._points):
            plot.add(item, z)
        self._draw()

    def show_run(self, run: Run, scale: EpochScale) -> None:
        """Read the losses of a run, which stand on this axis."""
        self._out_of_fold = run.out_of_fold
        if (run.recording, scale) != (self._recording, self._scale):
            self._recording, self._scale = run.recording, scale
            if self._mouse is not None:
                self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._theme = theme
        self._line.setPen(theme.muted, width=1, style=Qt.PenStyle.DotLine)
        self._points.setPen(theme.background)
        self._text.setColor(theme.foreground)
        self._text.fill = pg.mkBrush(theme.panel)
        self._text.border = pg.mkPen(theme.grid)
        self._draw()

    @guarded
    def hoverEvent(self, event: HoverEvent) -> None:
        """Called by pyqtgraph: the mouse moved over the view, or left it."""
        self._mouse = None if event.isExit() else event.scenePos()
        self._draw()

    def _draw(self) -> None:
        losses = self._nearest()
        for item in (self._line, self._points, self._text):
            item.setVisible(losses is not None)
        self._legend.setOpacity(float(losses is None))
        if losses is None:
            self._points.setData([], [])
            return
        position = self._scale.position(losses.epoch)
        self._line.setValue(position)
        marks = ((losses.train, self._theme.accent), (losses.validation, self._theme.warning))
        drawn = [(loss, pg.mkBrush(colour)) for loss, colour in marks if isfinite(loss)]
        self._points.setData(
            [position] * len(drawn),
            [loss for loss, _ in drawn],
            brush=[brush for _, brush in drawn],
        )
        self._text.setHtml(self._written(losses))
        self._text.setPos(self._view_box.width() - _CORNER, _CORNER)

    def _nearest(self) -> Losses | None:
        if self._mouse is None or not self._recording.losses:
            return None
        last = self._recording.losses[-1].epoch
        position = self._view_box.mapSceneToView(self._mouse).x()
        epoch = round(min(max(self._scale.epoch(position), 1.0), last))
        return self._recording.losses_of(epoch)

    def _written(self, losses: Losses) -> str:
        train, validation = (rounded(loss, _SPREAD) for loss in losses[1:])
        coloured = '<span style="color: {}">{}</span>'.format
        of_held_out = say("validation {loss}", loss=validation)
        if self._out_of_fold:
            of_held_out = say("out of fold {loss}", loss=validation)
        return " · ".join(
            (
                say("epoch {epoch}", epoch=losses.epoch),
                coloured(self._theme.accent, say("train {loss}", loss=train)),
                coloured(self._theme.warning, of_held_out),
            )
        )

    def _on_view_changed(self) -> None:
        super()._on_view_changed()
        if self._mouse is not None:
            self._draw()


_SHOWN = 0.95  # share of the losses that the automatic view holds, the lowest ones
_BELOW, _ABOVE = 0.15, 0.25  # room around them, in times their height
_LOW = 120  # pixels of a view that has no room for a text below the best loss
_ROOM = 0.6  # part of the epochs after which a text at the right would reach the legend


class LossPlot(Pane):
    """Train and validation loss of the run shown, its best epoch and the one shown.

    Signals:
        seen(shown): It can be seen from now on, or no longer.

    Args:
        parent: The widget around it.
    """

    seen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = EpochScale()
        self._truth: float | None = None
        self._plot = Plot(legend_columns=3)
        self._plot.setAxisItems({"bottom": EpochAxis()})
        describe(
            self._plot,
            say("Losses by epoch"),
            say(
                "Mean negative log-likelihood. Train: mean over the epoch while the weights moved; "
                "validation, or out of fold: at its end. A density can exceed 1, so a negative "
                "loss is normal. Click, or drag the handle, to go back to an epoch."
            ),
        )
        self._plot.setToolTip("")  # it would cover the losses that the mouse reads
        self._plot.getAxis("bottom").set_name(say("epoch"))
        self._plot.getAxis("left").set_name(say("loss (nats)"), say("loss"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._make_items()
        self._plot.scene().sigMouseClicked.connect(self._on_scene_clicked)

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it can be seen."""
        super().showEvent(event)
        self.seen.emit(True)  # noqa: FBT003 - a signal's argument

    @guarded
    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it can be seen no longer."""
        super().hideEvent(event)
        self.seen.emit(False)  # noqa: FBT003 - a signal's argument

    def _draw_session(self, session: Session) -> None:
        """Draw a session; what it has in common with the last one stays as it is."""
        run = session.run
        view = session.view
        self._scale = EpochScale(view.log_epochs)
        if self._memory.changed("scale", self._scale):
            self._plot.setLogMode(x=self._scale.log)
            self._curves.set_scale(self._scale)
        if self._memory.changed("losses", run.history, view.smoothing):
            self._curves.show_losses(run.history, view.smoothing)
        listed = bool(view.smoothing), not run.history, run.out_of_fold
        if self._memory.changed("legend", *listed):
            self._draw_legend(session)
        if self._memory.changed("best", run.best, run.epochs_planned, self._scale):
            self._draw_best(session)
        # Not before there is a loss beside it: to work it out takes SciPy, imported meanwhile.
        example = session.data.example if run.history else None
        if self._memory.changed("truth", example):
            self._set_truth(example)
        seen = run.history, run.epochs_planned, example
        if self._memory.changed("extent", *seen, self._scale):
            self._set_extent(session)
        self._handle.show_session(session, self._scale)
        self._readout.show_run(run, self._scale)
        self._plot.settle()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._plot.set_theme(theme)
        self._best_line.setPen(theme.cursor, width=1, style=Qt.PenStyle.DashLine)
        self._best_point.setBrush(theme.warning)
        self._best_point.setPen(theme.background)
        self._best_text.setColor(theme.foreground)
        self._best_text.fill = pg.mkBrush(theme.panel + "c0")
        self._floor.setPen(theme.truth, width=1, style=Qt.PenStyle.DotLine)
        self._floor.label.setColor(theme.truth)
        for part in (self._curves, self._handle, self._readout):
            part.set_theme(theme)

    def _make_items(self) -> None:
        self._best_line = StraightLine()
        self._curves = LossCurves(self._plot, 1)
        self._best_point = pg.ScatterPlotItem(size=9, name=say("best epoch"))
        self._best_text = pg.TextItem()
        # Written from its left end on: there the losses are still far above it.
        label = {"position": 0.01, "anchors": [(0.0, 0.0), (0.0, 1.0)]}
        self._floor = StraightLine(angle=0, label="", labelOpts=label)
        self._handle = EpochHandle()
        self._handle.epoch_picked.connect(self._on_epoch_picked)
        beneath, above = (self._best_line, self._floor), (self._best_point, self._best_text)
        for items, z in ((beneath, 0), (above, 2), ((self._handle,), 4)):
            for item in items:
                self._plot.add(item, z)
        self._readout = LossReadout(self._plot, 3)

    def _draw_legend(self, session: Session) -> None:
        curves = self._curves.entries(out_of_fold=session.run.out_of_fold)
        entries = curves | {self._best_point.name(): self._best_point}
        self._plot.set_legend(entries if session.run.history else {})
        nothing = say("The losses, once a network trains")
        self._plot.write_title("" if session.run.history else nothing)

    def _draw_best(self, session: Session) -> None:
        best = session.run.best
        for item in (self._best_line, self._best_text):
            item.setVisible(best is not None)
        if best is None:
            self._best_point.setData([], [])
            return
        position = self._scale.position(best.epoch)
        self._best_line.setValue(position)
        self._best_point.setData([position], [best.validation])
        value = rounded(best.validation, 1.0)
        text = say("{loss} at epoch {epoch}", loss=value, epoch=best.epoch)
        self._best_text.setText(text)
        # On the right while there is room: what the floor is called stands on the left.
        first, last = self._scale.extent(_last(session))
        # Above the point where there is no room below it.
        low = self._plot.view_box.height() < _LOW
        left = float(position > first + _ROOM * (last - first))
        self._best_text.setAnchor((left, float(low)))
        self._best_text.setPos(position, best.validation)

    def _set_truth(self, example: Example | None) -> None:
        self._truth = None if example is None else example.floor
        if self._truth is not None:
            self._floor.setValue(self._truth)
            value = rounded(self._truth, 1.0)
            self._floor.label.setFormat(say("lowest possible loss {loss}", loss=value))

    def _set_extent(self, session: Session) -> None:
        run = session.run
        low, high = _readable(self._curves.losses[:, 1:])
        near = self._truth is not None and abs(self._truth - low) <= high - low
        self._floor.setVisible(near and bool(run.history))
        # pyqtgraph does not update a hidden label, nor when it is shown again.
        self._floor.label.valueChanged()
        if near and self._truth is not None:
            low, high = min(low, self._truth), max(high, self._truth)
        height = (high - low) or max(abs(low), 1.0)
        y = _coarse(low - _BELOW * height, high + _ABOVE * height) if run.history else EMPTY
        self._plot.set_extent(self._scale.extent(_last(session)), y)
        if self._memory.changed("run", run.history[:1]):
            self._plot.view_extent()

    def _on_scene_clicked(self, event: MouseClickEvent) -> None:
        view, place = self._plot.view_box, event.scenePos()
        inside = view.sceneBoundingRect().contains(place)
        if inside and event.button() is Qt.MouseButton.LeftButton and self._handle.isVisible():
            self._on_epoch_picked(self._scale.epoch(view.mapSceneToView(place).x()))

    @Slot(float)
    def _on_epoch_picked(self, epoch: float) -> None:
        self.edited.emit(*playback.show_epoch(epoch))


def _last(session: Session) -> int:
    """The last epoch that the axis shows."""
    return max(session.run.epochs_planned, len(session.run.history), 2)


def _coarse(low: float, high: float) -> Span:
    """A little more than from `low` to `high`, the same for most epochs.

    A view that moves costs more than all that is drawn in it.
    """
    step = 2.0 ** np.floor(np.log2(high - low)) / 16.0
    return float(np.floor(low / step) * step), float(np.ceil(high / step) * step)


def _readable(losses: Floats) -> Span:
    """From the best loss to what all but the highest few reach."""
    finite = losses[np.isfinite(losses)]
    if not finite.size:
        return EMPTY
    return float(finite.min()), float(np.quantile(finite, _SHOWN))
