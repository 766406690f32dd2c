"""Points of the main plot: one by one, or very many as an image."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, Signal, Slot

from mdn_gui.core.drawing.crowd import MOST_POINTS, crowd_image
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.session import Session
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.plots.raster import Pixels, Raster
from mdn_gui.qt.renderer import Renderer

_FEW, _OPAQUE, _FAINT = 500, 160, 64  # points, and the opacity up to there and of very many

type Kinds = tuple[Floats, Floats, NDArray[np.intp]]
"""Points as x `(n,)` and y `(n,)`, and which colour each has, `(n,)`."""


class _Request(NamedTuple):
    points_of: Callable[[Session], Kinds]
    session: Session
    edges: tuple[Floats, Floats]
    colours: tuple[str, ...]


class _Picture(NamedTuple):
    x: Floats
    y: Floats
    kinds: NDArray[np.intp]
    colours: tuple[str, ...]
    image: Pixels | None
    rect: QRectF


class PointsLayer(QObject):
    """Draws points that follow from a session, found on another thread.

    Signals:
        rested: What was asked for is drawn.

    Args:
        plot: Where they are drawn.
        name: What the legend calls them.
        z: Above all of a lower one.
        points_of: The points of a session; called on another thread.
    """

    rested = Signal()

    def __init__(
        self, plot: Plot, name: str, z: float, points_of: Callable[[Session], Kinds]
    ) -> None:
        super().__init__(plot)
        self._plot, self._z, self._points_of = plot, z, points_of
        self._raster = Raster()
        plot.add(self._raster, z)
        self.item = self._scatter(name)
        self._others: list[pg.ScatterPlotItem] = []
        self._renderer = Renderer(_paint, self)
        self._renderer.rendered.connect(self._on_rendered)
        self._renderer.rested.connect(self.rested)

    @property
    def busy(self) -> bool:
        """Whether what was asked for is not drawn yet."""
        return self._renderer.busy

    def show_points(
        self, session: Session, edges: tuple[Floats, Floats], colours: tuple[str, ...]
    ) -> None:
        """Draw the points of a session.

        Args:
            session: What they follow from.
            edges: Of the pixels of an image, in x and in y.
            colours: As '#rrggbb', for each kind of points, repeated after the last.
        """
        self._renderer.request(_Request(self._points_of, session, edges, colours))

    def clear(self) -> None:
        """Draw none."""
        self._renderer.cancel()
        self._raster.clear()
        for item in (self.item, *self._others):
            item.setData([], [])

    @Slot(object)
    def _on_rendered(self, picture: _Picture) -> None:
        if picture.image is None:
            self._raster.clear()
        else:
            self._raster.show_pixels(picture.image, picture.rect)
        few = picture.image is None
        opacity = _opacity(len(picture.x))
        kinds = picture.kinds % len(picture.colours)
        while len(self._others) < len(picture.colours) - 1:
            self._others.append(self._scatter(None))
        for kind, item in enumerate((self.item, *self._others)):
            shown = (kinds == kind) & few
            item.setData(picture.x[shown], picture.y[shown])
            if kind < len(picture.colours):
                item.setBrush(pg.mkColor(picture.colours[kind] + opacity))

    def _scatter(self, name: str | None) -> pg.ScatterPlotItem:
        item = pg.ScatterPlotItem(size=4, pen=None, pxMode=True, name=name)
        # Painted once a view: thousands of points would cost 3 ms of every frame.
        item.setCacheMode(pg.ScatterPlotItem.CacheMode.DeviceCoordinateCache)
        self._plot.add(item, self._z)
        return item


def rows_of(session: Session) -> Kinds:
    """The rows loaded, all of one kind."""
    x, y = session.data
    return x, y, np.zeros(len(x), np.intp)


def samples_of(session: Session) -> Kinds:
    """The samples; each component is a kind where a person wants to tell them apart."""
    x, y, component = session.samples()
    return x, y, component if session.samples_by_component else np.zeros_like(component)


def _opacity(points: int) -> str:
    """Two hexadecimal digits: the more points, the fainter, or they would hide the density."""
    fading = (_FEW / max(points, _FEW)) ** 0.5
    return f"{max(_FAINT, round(_OPAQUE * fading)):02x}"


# No method: what another thread holds must not keep widgets alive, nor be the last to let go.
def _paint(request: _Request) -> _Picture:
    x, y, kinds = request.points_of(request.session)
    (x_edges, y_edges), image = request.edges, None
    if len(x) > MOST_POINTS:
        colours = [int(colour.removeprefix("#"), 16) for colour in request.colours]
        image = crowd_image(x, y, kinds, request.edges, colours)
    left, low = x_edges[0], y_edges[0]
    rect = QRectF(left, low, x_edges[-1] - left, y_edges[-1] - low)
    return _Picture(x, y, kinds, request.colours, image, rect)
