"""The main plot: the density p(y | x) over the plane, with rows, samples and the mean."""

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mdn_gui.core.field import Image, count_field, density_field
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.session import Layer, Points, Session
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.plot import Memory, Plot, extent, names
from mdn_gui.qt.theme import LIGHT, Theme

MOST_POINTS = 20_000
"""More rows than that are drawn as an image of how many lie where."""

_MOST_COLUMNS, _MOST_PIXELS = 400, 300
_SCREEN_PIXELS = 2  # per pixel of the image, each way
_MOVING_PIXELS = 3
_BRIGHTEST = 0.6  # share of the columns whose highest density the colours can tell apart
_LEAST_DENSITY = float(np.finfo(np.float32).tiny)
_NO_POINTS = Points(np.empty(0), np.empty(0))


class FieldPlot(QWidget):
    """The plane of x and y; a vertical line stands at the chosen x.

    Signals:
        x_picked(float): A person clicked at this x, or dragged the line there; in units of x.

    Attributes:
        view_box: The plot's view, for another plot to share its y axis.
    """

    x_picked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = Session()
        self._memory = Memory()
        self._plot = Plot(self)
        self._plot.setAccessibleName(self.tr("Density of y given x"))
        self.view_box = self._plot.view_box
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._make_items()
        self._make_hints()
        # The view may move many times before the next frame; the image is drawn once.
        self._redraw = QTimer(self, singleShot=True, interval=0)
        self._redraw.timeout.connect(self._draw_view)
        self.view_box.sigRangeChanged.connect(self._on_view_changed)
        self.view_box.sigResized.connect(self._on_view_changed)
        self._plot.scene().sigMouseClicked.connect(self._on_scene_clicked)
        self._line.sigDragged.connect(self._on_line_dragged)
        self.set_theme(LIGHT)
        self.show_session(self._session)

    def show_session(self, session: Session) -> None:
        """Draw a session; what it has in common with the last one stays as it is."""
        self._session = session
        self._draw_frame()
        self._draw_data()
        self._draw_samples()
        self._draw_view()
        self._draw_line()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._plot.set_theme(theme)
        self._density.setColorMap(theme.density_colormap())
        self._counts.setLookupTable(_fading(theme.data))
        self._rows.setBrush(pg.mkColor(theme.data + "70"))
        self._samples.setBrush(pg.mkColor(theme.samples + "c0"))
        self._mean.setPen(theme.mean, width=2)
        self._line.setPen(theme.cursor, width=1, style=Qt.PenStyle.DashLine)
        self._line.setHoverPen(theme.accent, width=3)
        self._line.label.setColor(theme.foreground)
        self._line.label.fill = pg.mkBrush(theme.panel)
        for hint in (self._welcome, self._advice):
            hint.setStyleSheet(f"color: {theme.muted}; background: transparent;")

    def _make_items(self) -> None:
        points = {"size": 4, "pen": None, "pxMode": True}
        self._density, self._counts = pg.ImageItem(), pg.ImageItem()
        self._rows = pg.ScatterPlotItem(**points, name=self.tr("data"))
        # Painted once a view: thousands of points would cost 3 ms of every frame.
        self._rows.setCacheMode(pg.ScatterPlotItem.CacheMode.DeviceCoordinateCache)
        self._samples = pg.ScatterPlotItem(**points, name=self.tr("samples"))
        self._mean = pg.PlotCurveItem(name=self.tr("mean"), antialias=True)
        # A wide line is drawn many times faster piece by piece.
        self._mean.setSegmentedLineMode("on")
        self._line = pg.InfiniteLine(
            movable=True, label="", labelOpts={"position": 0.95, "movable": False}
        )
        items = (self._density, self._counts, self._rows, self._samples, self._mean, self._line)
        for z, item in enumerate(items, start=-len(items)):
            self._plot.add(item, z)

    def _make_hints(self) -> None:
        self._welcome = QLabel(self.tr("Drop a table here, or pick an example"))
        self._advice = QLabel()
        font = self._welcome.font()
        font.setPointSizeF(1.4 * font.pointSizeF())
        self._welcome.setFont(font)
        layout = QGridLayout(self._plot)
        layout.setContentsMargins(70, 12, 12, 60)
        layout.addWidget(self._welcome, 0, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._advice, 0, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for hint in (self._welcome, self._advice):
            hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _draw_frame(self) -> None:
        session = self._session
        self._welcome.setVisible(session.dataset is None)
        self._advice.setVisible(session.dataset is not None and session.network is None)
        press, wait = self.tr("Press Train to see p(y | x)"), self.tr("The first epoch is coming…")
        self._advice.setText(wait if session.busy else press)
        self._line.setVisible(session.dataset is not None)
        if self._memory.changed("plane", session.dataset):
            self._plot.name_axes(*names(session))
            self._plot.set_extent(*extent(session))
            self._plot.view_extent()
        if self._memory.changed("layers", session.layers, session.network is None):
            grid = Layer.GRID in session.layers
            self._plot.showGrid(x=grid, y=grid, alpha=0.25)
            self._draw_legend()

    def _draw_legend(self) -> None:
        layers = self._session.layers
        items = {Layer.DATA: self._rows}
        if self._session.network is not None:
            items |= {Layer.SAMPLES: self._samples, Layer.MEAN: self._mean}
        drawn = {item.name(): item for layer, item in items.items() if layer in layers}
        self._plot.set_legend(drawn if Layer.LEGEND in layers else {})

    def _draw_data(self) -> None:
        session = self._session
        if self._memory.changed("rows", session.dataset, Layer.DATA in session.layers):
            few = Layer.DATA in session.layers and len(session.data.x) <= MOST_POINTS
            self._rows.setData(*(session.data if few else _NO_POINTS))

    def _draw_samples(self) -> None:
        session = self._session
        shown = Layer.SAMPLES in session.layers and _predicts(session)
        if self._memory.changed(
            "samples",
            *(shown, session.network, session.temperature, session.spread),
            *(session.sampling_seed, session.sampled_range),
        ):
            self._samples.setData(*(session.samples() if shown else _NO_POINTS))

    @Slot()
    @guarded
    def _draw_view(self) -> None:
        """Draw what depends on the view: the images and the mean."""
        session = self._session
        x_edges, y_edges = self._pixels()
        view = (x_edges[0], x_edges[-1], len(x_edges), y_edges[0], y_edges[-1], len(y_edges))
        if self._memory.changed("counts", session.dataset, Layer.DATA in session.layers, *view):
            self._draw_counts(x_edges, y_edges)
        if self._memory.changed(
            "prediction",
            *(session.network, session.temperature, session.spread),
            *(Layer.DENSITY in session.layers, Layer.MEAN in session.layers, *view),
        ):
            self._draw_prediction(x_edges, y_edges)

    def _draw_counts(self, x_edges: Floats, y_edges: Floats) -> None:
        x, y = self._session.data
        many = Layer.DATA in self._session.layers and len(x) > MOST_POINTS
        self._counts.setVisible(many)
        if many:
            counts = np.log1p(count_field(x, y, x_edges, y_edges))
            _show(self._counts, counts, max(float(counts.max()), 1.0), x_edges, y_edges)

    def _draw_prediction(self, x_edges: Floats, y_edges: Floats) -> None:
        session = self._session
        density = Layer.DENSITY in session.layers and _predicts(session)
        mean = Layer.MEAN in session.layers and _predicts(session)
        self._density.setVisible(density)
        if not (density or mean):
            self._mean.setData(*_NO_POINTS)
            return
        x = (x_edges[:-1] + x_edges[1:]) / 2
        mixture = session.predict(x)
        self._mean.setData(*(Points(x, mixture.mean()[:, 0]) if mean else _NO_POINTS))
        if density:
            image = density_field(mixture, y_edges)
            # A single spike must not darken all the rest.
            top = float(np.quantile(image.max(axis=1), _BRIGHTEST))
            _show(self._density, image, max(top, _LEAST_DENSITY), x_edges, y_edges)

    def _draw_line(self) -> None:
        low, high = self._session.sampled_range
        self._line.setValue(self._session.x)
        self._line.label.setFormat(rounded(self._session.x, (high - low) / 10))

    def _pixels(self) -> tuple[Floats, Floats]:
        """Edges of the image's pixels in x and y; the image fills the view."""
        (left, right), (bottom, top) = self.view_box.viewRange()
        # While a run goes another image follows at once: finer ones would only be fewer.
        coarseness = _MOVING_PIXELS if self._session.busy else _SCREEN_PIXELS
        columns = int(self.view_box.width()) // coarseness
        pixels = int(self.view_box.height()) // coarseness
        return (
            np.linspace(left, right, min(max(columns, 1), _MOST_COLUMNS) + 1),
            np.linspace(bottom, top, min(max(pixels, 1), _MOST_PIXELS) + 1),
        )

    def _on_view_changed(self) -> None:
        self._redraw.start()

    def _on_scene_clicked(self, event: MouseClickEvent) -> None:
        place = event.scenePos()
        inside = self.view_box.sceneBoundingRect().contains(place)
        # Accepted or not: a click on a point of the data is a click at its x.
        if inside and event.button() is Qt.MouseButton.LeftButton:
            self._pick(self.view_box.mapSceneToView(place).x())

    def _on_line_dragged(self) -> None:
        self._pick(self._line.value())

    def _pick(self, x: float) -> None:
        if self._session.dataset is not None:
            self.x_picked.emit(x)


def _predicts(session: Session) -> bool:
    return session.network is not None and session.network.finite


def _show(item: pg.ImageItem, image: Image, top: float, x_edges: Floats, y_edges: Floats) -> None:
    """Draw an image `(columns, pixels)`; values from 0 to `top` get the colours of its map."""
    item.setImage(image, autoLevels=False, levels=(0.0, top))
    left, bottom = x_edges[0], y_edges[0]
    item.setRect(QRectF(left, bottom, x_edges[-1] - left, y_edges[-1] - bottom))


def _fading(colour: str) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """A colour from invisible at zero, over pale, to full: `(256, 4)`, red to alpha."""
    table = np.empty((256, 4), np.uint8)
    table[:, :3] = pg.mkColor(colour).getRgb()[:3]
    table[:, 3] = np.linspace(40, 255, 256)
    table[0, 3] = 0
    return table
