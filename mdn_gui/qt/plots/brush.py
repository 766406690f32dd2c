"""Drawing points into the main plot with the mouse, and taking them away."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import HoverEvent, MouseClickEvent, MouseDragEvent
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.items import OverView
from mdn_gui.qt.theme import Theme
from mdn_gui.session.data import Points
from mdn_gui.session.session import Session, Tool

RADIUS = 14.0
"""How far from the mouse points are drawn, or erased; in pixels of the screen."""

POINTS_PER_MOVE = 3
"""How many points are drawn for each movement of the mouse that is told."""

_LEFT = Qt.MouseButton.LeftButton


class Brush(OverView):
    """Lies over the view while rows are drawn or erased, and takes the mouse.

    Signals:
        drawn(points): `Points` were drawn.
        erased(places, reach): Points within `reach`, in x and in y, of these places are to go.

    Args:
        view_box: The view that it lies over.
    """

    drawn = Signal(object)
    erased = Signal(object, object)

    def __init__(self, view_box: pg.ViewBox) -> None:
        super().__init__(view_box)
        self._tool = Tool.LOOK
        self._at: QPointF | None = None
        self._pen = pg.mkPen()
        self.setVisible(False)

    def show_session(self, session: Session) -> None:
        """Take the mouse, or leave it to the plot."""
        self._tool = (
            session.status.tool
            if session.data.canvas is not None and session.under_way is None
            else Tool.LOOK
        )
        self.setVisible(self._tool is not Tool.LOOK)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._pen = pg.mkPen(theme.accent, width=1)
        self.update()

    @guarded
    def mouseDragEvent(self, event: MouseDragEvent) -> None:
        """Called by pyqtgraph: the mouse moves with a button held."""
        if event.button() is _LEFT:
            event.accept()
            self._at = event.pos()
            self._apply(event.pos())
            self.update()

    @guarded
    def mouseClickEvent(self, event: MouseClickEvent) -> None:
        """Called by pyqtgraph: a click that was no drag."""
        if event.button() is _LEFT:
            event.accept()
            self._apply(event.pos())

    @guarded
    def hoverEvent(self, event: HoverEvent) -> None:
        """Called by pyqtgraph: the mouse moves with no button held."""
        self._at = None if event.isExit() else event.pos()
        event.acceptDrags(_LEFT)
        event.acceptClicks(_LEFT)
        self.update()

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Called by Qt: a ring around the mouse."""
        if self._at is None:
            return
        reach = self._reach()
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self._at, *reach)

    def _reach(self) -> tuple[float, float]:
        width, height = self._view_box.viewPixelSize()
        return RADIUS * width, RADIUS * height

    @cached_property
    def _rng(self) -> np.random.Generator:
        # The scatter of the points follows the mouse, not a table: any seed will do.
        return np.random.default_rng(0)

    def _apply(self, place: QPointF) -> None:
        reach = self._reach()
        if self._tool is Tool.LOOK:  # by now: a drag goes on though a run has begun
            return
        if self._tool is Tool.ERASE:
            at = Points(np.array([place.x()]), np.array([place.y()]))
            self.erased.emit(at, reach)
        else:
            radius = np.sqrt(self._rng.random(POINTS_PER_MOVE))
            angle = self._rng.uniform(0.0, 2.0 * np.pi, POINTS_PER_MOVE)
            x = place.x() + reach[0] * radius * np.cos(angle)
            self.drawn.emit(Points(x, place.y() + reach[1] * radius * np.sin(angle)))
