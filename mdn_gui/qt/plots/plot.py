"""What all plots of the window share: their look, their view, and drawing only what changed."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QWidget

from mdn_gui.core.kinds import NUMBER, Kind
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.missing import MissingBand
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.axis import Axis
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.controls import scaled
from mdn_gui.session.session import Session

Span = tuple[float, float]
"""The two ends of an axis."""

EMPTY: Span = (-0.05, 1.05)
"""An axis of nothing."""

_AROUND_TITLE = 12  # pixels
_UNTITLED = 8  # pixels above the view where no title stands, at a scale of 1
_LEGEND_SIZE = 9  # points, at a scale of 1
_MOST_COLUMNS, _MOST_PIXELS = 1200, 900  # of an image
_ZOOMED_OUT = 10.0  # lengths of the extent that one can go beyond it
_ZOOMED_IN = 1e-6  # of the extent


class Plot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot whose automatic view is the extent that its owner sets.

    The mouse moves the view away from the extent; the button "A" in the corner brings it back.

    Args:
        parent: The widget around it, whose font all that is written takes.
        legend_columns: How many entries of the legend stand side by side.

    Attributes:
        type_scale: How large its writing is, in times the application's.
        view_box: The plot's view.
        legend: Names what is drawn, in the upper right corner.
    """

    _TITLE_SIZE, _TITLE_HEIGHT = 10, 24  # points, and pixels of its line, at a scale of 1
    _title = ""
    _still = False
    type_scale = 1.0

    def __init__(self, parent: QWidget | None = None, legend_columns: int = 1) -> None:
        super().__init__(parent, axisItems={side: Axis(side) for side in ("bottom", "left")})
        font = self.font()
        self.type_scale = QFontInfo(font).pointSizeF() / QFontInfo(QFont()).pointSizeF()
        for side in ("bottom", "left"):
            self.getAxis(side).set_font(font)
        # Over the axis too: beside it a narrow plot has little room for a title.
        title, rows = self.plotItem.titleLabel, self.plotItem.layout
        title.setAttr("size", f"{self._TITLE_SIZE * self.type_scale}pt")
        rows.removeItem(title)
        rows.addItem(title, 0, 0, 1, 3)
        self._make_room(titled=False)
        # Files are dropped on the window.
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setMinimumSize(160, 100)
        # pyqtgraph's plot options change what the session says is drawn; exporting stays.
        self.plotItem.setMenuEnabled(enableMenu=False, enableViewBoxMenu=True)
        self._extent = QGraphicsRectItem()
        self._extent.setPen(Qt.PenStyle.NoPen)
        self.view_box = self.plotItem.getViewBox()
        self.view_box.setDefaultPadding(0.0)
        self.view_box.addItem(self._extent)
        # Apart from the plot, which would list every item that has a name.
        size = f"{_LEGEND_SIZE * self.type_scale}pt"
        self.legend = pg.LegendItem(offset=(-8, 8), colCount=legend_columns, labelTextSize=size)
        self.legend.setParentItem(self.view_box)

    def add(self, item: QGraphicsItem, z: float) -> None:
        """Draw an item, above all of a lower `z`; it does not take part in the automatic view."""
        for text in (item, *item.childItems()):
            if isinstance(text, pg.TextItem):
                text.setFont(scaled(text.textItem.font(), self.type_scale))
        item.setZValue(z)
        self.addItem(item, ignoreBounds=True)

    def name_axes(
        self,
        bottom: str,
        left: str,
        kinds: tuple[Kind, Kind] = (NUMBER, NUMBER),
        missing: MissingBand | None = None,
    ) -> None:
        """Write the names of the axes, as plain text, and the numbers along them.

        Args:
            bottom: The name of the one below the plot.
            left: The name of the one beside it.
            kinds: What the numbers of both stand for.
            missing: Where along the one below missing values are; None where none are drawn.
        """
        each = zip(("bottom", "left"), (bottom, left), kinds, (missing, None), strict=True)
        for side, name, kind, band in each:
            self.getAxis(side).set_name(name)
            self.getAxis(side).set_kind(kind, band)

    def write_title(self, title: str) -> None:
        """Write a title over the plot, as plain text; an empty one leaves its room to the plot."""
        self._title = title
        self._fit_title()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the title end where the plot does."""
        if self.plotItem is not None:  # as it is while pyqtgraph makes the plot
            self._fit_title()
        super().resizeEvent(event)

    def _fit_title(self) -> None:
        # A title takes the room it needs: a longer one would push the plot out of sight.
        label = self.plotItem.titleLabel
        font = QFont(label.item.font())
        font.setPointSizeF(self._TITLE_SIZE * self.type_scale)
        room = max(self.viewport().width() - _AROUND_TITLE, 0)
        shown = QFontMetricsF(font).elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        title = escape(shown, quote=False) or None
        if title != (label.text if label.isVisible() else None):
            self.plotItem.setTitle(title)
            self._make_room(titled=title is not None)

    def _make_room(self, *, titled: bool) -> None:
        """Give the line above the view its height; half a label of the axis stands there too."""
        height = self._TITLE_HEIGHT if titled else _UNTITLED
        self.plotItem.layout.setRowFixedHeight(0, height * self.type_scale)

    def set_extent(self, x: Span, y: Span) -> None:
        """Set what the automatic view shows, and how far the mouse can leave it."""
        extent = QRectF(x[0], y[0], x[1] - x[0], y[1] - y[0])
        if extent.getRect() == self._extent.rect().getRect():  # Qt's own comparison rounds
            return
        self._extent.setRect(extent)
        width, height = extent.width(), extent.height()
        self.view_box.setLimits(
            xMin=x[0] - _ZOOMED_OUT * width,
            xMax=x[1] + _ZOOMED_OUT * width,
            yMin=y[0] - _ZOOMED_OUT * height,
            yMax=y[1] + _ZOOMED_OUT * height,
            minXRange=_ZOOMED_IN * width,
            minYRange=_ZOOMED_IN * height,
        )
        # Now, not while painting: what fills the view is drawn next.
        self.view_box.updateAutoRange()

    def stand_still(self) -> None:
        """Show the extent always, and leave the wheel to the page that the plot stands in."""
        self._still = True
        self.view_box.setMouseEnabled(x=False, y=False)

    @guarded
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, or leave it to what is around the plot."""
        if self._still:
            event.ignore()
        else:
            super().wheelEvent(event)

    def view_extent(self) -> None:
        """Show the extent, and follow it until the mouse moves the view."""
        self.view_box.enableAutoRange()
        self.view_box.updateAutoRange()

    def pixel_edges(self, coarseness: int = 1) -> tuple[Floats, Floats]:
        """Edges of the pixels, in x and y, of an image that fills the view.

        Args:
            coarseness: Pixels of the screen for each of the image, each way.
        """
        (left, right), (bottom, top) = self.view_box.viewRange()
        columns = int(self.view_box.width()) // coarseness
        pixels = int(self.view_box.height()) // coarseness
        return (
            np.linspace(left, right, min(max(columns, 1), _MOST_COLUMNS) + 1),
            np.linspace(bottom, top, min(max(pixels, 1), _MOST_PIXELS) + 1),
        )

    def settle(self) -> None:
        """Update the view now: pyqtgraph would do so while painting, and then paint all again."""
        self.scene().prepareForPaint()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self.setBackground(theme.background)
        for side in ("bottom", "left"):
            axis = self.getAxis(side)
            axis.setPen(theme.muted)
            axis.setTextPen(theme.foreground)
        title = self.plotItem.titleLabel
        title.setText(title.text, color=theme.foreground)
        self.legend.setBrush(pg.mkColor(theme.panel + "c0"))
        self.legend.setPen(theme.grid)
        self.legend.setLabelTextColor(theme.foreground)
        for _, label in self.legend.items:
            # A label takes its colour when it is written.
            label.setText(label.text)

    def set_legend(self, entries: Mapping[str, QGraphicsItem]) -> None:
        """List items in the legend, by name; none hides it."""
        self.legend.clear()
        for name, item in entries.items():
            self.legend.addItem(item, escape(name, quote=False))
        for sample, _ in self.legend.items:
            # A click on it would hide the item while the session says that it is shown.
            sample.setEnabled(False)
        self.legend.setVisible(bool(entries))


def set_kept_data(item: pg.GraphicsObject, x: Floats, y: Floats, **options: Any) -> None:  # noqa: ANN401 - pyqtgraph's
    """Have an item draw other points, and keep its painting until the view moves.

    For what takes milliseconds to paint, such as a scatter of thousands of points (3 ms). The
    cached painting is dropped first: where the bounds of an item change, Qt moves the cache, and
    old parts of it stay visible.

    Args:
        item: A curve or scatter of pyqtgraph.
        x: `(points,)`.
        y: `(points,)`.
        options: As of its `setData`.
    """
    item.setCacheMode(pg.GraphicsObject.CacheMode.NoCache)
    item.setData(x, y, **options)
    item.setCacheMode(pg.GraphicsObject.CacheMode.DeviceCoordinateCache)


def extent(session: Session) -> tuple[Span, Span]:
    """The part of the plane that holds the rows and the samples figure: x and y."""
    if session.data.canvas is not None:
        return session.data.canvas
    if session.data.dataset is None:
        return EMPTY, EMPTY
    seen = session.resolved
    (first, last), (low, high) = seen.x_range, session.data.ends[0][seen.across]
    return (min(first, low), max(last, high)), session.data.target_range(seen.up)


def joined(lines: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Lines `(points, 2)` as one, x and y, with a gap that is no number after each."""
    gap = np.full((1, 2), np.nan)
    pieces = [piece for line in lines for piece in (line, gap)] or [np.empty((0, 2))]
    x, y = np.concatenate(pieces).T
    return x, y
