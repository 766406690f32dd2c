"""The losses of the epoch under the mouse."""

from math import isfinite

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import HoverEvent
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.recording import Losses, Recording
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.plots.epoch_scale import EpochScale
from mdn_gui.qt.plots.lines import StraightLine
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import LIGHT, Theme

_SPREAD = 0.1  # nats that make a difference between epochs
_CORNER = 8.0  # pixels


class LossReadout(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Lies over the view: marks the epoch nearest to the mouse and writes its losses.

    They stand in the place of the legend, whose words and colours they have.

    Args:
        plot: Where it is drawn.
        z: Above all of a lower one.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__()
        self._view_box, self._legend, self._theme = plot.view_box, plot.legend, LIGHT
        self._recording, self._scale = Recording(), EpochScale()
        # Where the mouse is on the scene, for the view may move under it; None while elsewhere.
        self._mouse: QPointF | None = None
        self._line = StraightLine()
        self._points = pg.ScatterPlotItem(size=7, pxMode=True)
        self._text = pg.TextItem(anchor=(1.0, 0.0))
        self._text.setParentItem(plot.view_box)
        for item in (self, self._line, self._points):
            plot.add(item, z)
        plot.view_box.sigRangeChanged.connect(self._on_view_changed)
        plot.view_box.sigResized.connect(self._on_view_changed)
        self._draw()

    def show_recording(self, recording: Recording, scale: EpochScale) -> None:
        """Read these losses, which stand on this axis."""
        if (recording, scale) != (self._recording, self._scale):
            self._recording, self._scale = recording, scale
            if self._mouse is not None:
                self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._line.setPen(theme.muted, width=1, style=Qt.PenStyle.DotLine)
        self._points.setPen(theme.background)
        self._text.setColor(theme.foreground)
        self._text.fill = pg.mkBrush(theme.panel)
        self._text.border = pg.mkPen(theme.grid)
        self._draw()

    @guarded
    def hoverEvent(self, event: HoverEvent) -> None:
        """What pyqtgraph asks: the mouse moved over the view, or left it."""
        self._mouse = None if event.isExit() else event.scenePos()
        self._draw()

    @guarded_with(QRectF())
    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """What Qt asks: the whole view."""
        return QRectF(self._view_box.viewRect())

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """What Qt asks: nothing; the marks are items of their own."""

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
        return " · ".join(
            (
                say("epoch {epoch}", epoch=losses.epoch),
                coloured(self._theme.accent, say("train {loss}", loss=train)),
                coloured(self._theme.warning, say("validation {loss}", loss=validation)),
            )
        )

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        if self._mouse is not None:
            self._draw()
