"""What the main plot shows of a network: its density, its components, and lines through them.

And, in the same colours, of the truth while a person looks at that.
"""

from collections.abc import Mapping
from functools import cache
from itertools import zip_longest

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor

from mdn_gui.core.drawing.picture import Picture, PictureRequest, paint
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.section import Section
from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import Polyline, Raster
from mdn_gui.qt.plots.plot import Plot, extent, joined
from mdn_gui.qt.renderer import Renderer, painter
from mdn_gui.qt.theme import LIGHT, Theme, density_tones
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer

FINE, COARSE, COARSER = 1, 2, 3
"""Pixels of the screen for each of a picture, each way; the last one of many components."""

_MANY = 40  # components

REST_MS = 100
"""Pictures that are wanted sooner than that after the one before was asked for, or painted, follow
each other too fast to be fine."""


class Fineness(QObject):
    """Tells it for each session shown.

    Signals:
        rested: The last picture was a coarse one, and no other followed: a fine one is due.

    Args:
        parent: The owner.
        always: Whether all are fine, however fast they follow, as in a film.
    """

    rested = Signal()

    def __init__(self, parent: QObject | None = None, *, always: bool = False) -> None:
        super().__init__(parent)
        self._always = always
        self._memory = Memory()
        self._coarse = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)

    @property
    def unsettled(self) -> bool:
        """Whether a fine picture is still to come."""
        return self._coarse and self._rest.isActive()

    def of(self, session: Session, *shown: object) -> int:
        """Pixels of the screen for each of the picture of a session.

        Args:
            session: The session.
            shown: What the picture follows from; by default what is predicted along x.
        """
        if self._always:
            return FINE
        if session.run.busy or session.status.playing:
            # Another one follows at once: finer ones would only be fewer.
            return _coarse(session)
        if self._memory.changed("picture", *(shown or (session.truth_held or session.line,))):
            self._coarse = self._rest.isActive()
            self._rest.start()
        elif not self._rest.isActive():
            self._coarse = False
        return _coarse(session) if self._coarse else FINE

    @Slot()
    def begin_rest(self) -> None:
        """Rest from now on: a picture is painted.

        Counted from when it was asked for, the time that a fine one takes would look like a rest,
        and pictures once fine would stay so, and slow, however fast they follow.
        """
        self._rest.start()

    @Slot()
    def _on_rest_timeout(self) -> None:
        if self._coarse:
            self.rested.emit()


def _coarse(session: Session) -> int:
    layout = None if session.network is None else session.network.layout
    many = layout is not None and layout.members * layout.components > _MANY
    return COARSER if many else COARSE


_NOTHING = (np.empty(0), np.empty(0))
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine)
_DRAWN = frozenset({Layer.DENSITY, Layer.COMPONENTS, Layer.BANDS, Layer.MEDIAN, Layer.MEAN})


class DensityLayer(QObject):
    """An image and curves, painted in another process whenever the network or the view changes.

    Signals:
        painted(picture, title): A `Picture` is shown now, of what had this title.
        rested: What was asked for is drawn.

    Args:
        plot: Where it is drawn.
        z: Of the image; the curves are above everything.

    Attributes:
        title: What the next picture will show.
    """

    painted = Signal(object, str)
    rested = Signal()

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot)
        self.title = ""
        self._memory = Memory()
        self._raster = Raster()
        plot.add(self._raster, z)
        self._bands = [_curve(name) for name in (say("50% region"), say("90% region"))]
        self._median, self._mean = _curve(say("median")), _curve(say("mean"))
        # Piece by piece, each piece would begin with a dash: no gap would be seen.
        for broken in (self._median, self._bands[1]):
            broken.setSegmentedLineMode("off")
        # Whatever else is drawn, the component that a person picked is to be seen.
        name = say("{part} of the picked component").format
        parts = say("mean − scale"), say("mean"), say("mean + scale")
        self._picked = [_curve(name(part=part)) for part in parts]
        # What of the outlines lies where a prediction is a guess.
        self._guessed_bands = [Polyline(antialias=True) for _ in self._bands]
        self._section: Section | None = None
        for item in self._lines():
            plot.add(item, -2)
        self._renderer = Renderer(paint, self, pool=painter())
        self._renderer.rendered.connect(self._on_rendered)
        self._renderer.rested.connect(self.rested)
        self.set_theme(LIGHT)

    @property
    def busy(self) -> bool:
        """Whether what was asked for is not drawn yet."""
        return self._renderer.busy

    def entries(self) -> Mapping[Layer, tuple[pg.GraphicsObject, ...]]:
        """What the legend lists, by layer."""
        return {
            Layer.BANDS: tuple(self._bands),
            Layer.MEDIAN: (self._median,),
            Layer.MEAN: (self._mean,),
        }

    def show_session(
        self, session: Session, edges: tuple[Floats, Floats], *, quick: bool = False
    ) -> None:
        """Draw a session; what it has in common with the last one stays as it is.

        Args:
            session: What is shown.
            edges: Of the image's pixels, in x and in y.
            quick: Whether another picture follows at once.
        """
        truth = session.truth_held
        self._section = None if truth is not None else session.resolved.section
        drawn = session.layers & _DRAWN
        wanted = bool(drawn) or session.view.component is not None
        predicted = session.network is not None and session.network.finite
        shown = wanted and (predicted or truth is not None)
        x, y = edges
        view = (x[0], x[-1], len(x), y[0], y[-1], len(y)) if shown else ()
        changed = self._memory.changed(
            "picture",
            *(shown, truth or session.line, session.view.component),
            *(session.view.colour, session.view.per_column, session.resolved.x_range),
            *(drawn, self._theme, self._section, quick, *view),
        )
        if changed and shown:
            self._renderer.request(self._request(session, edges, quick=quick))
        elif changed:
            self.clear()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme; the image follows with the next session."""
        self._theme = theme
        self._mean.setPen(theme.mean, width=2)
        self._median.setPen(theme.median, width=2, dash=[6 / 2, 4 / 2])  # in widths of the line
        for item, style in zip(self._bands, _STYLES, strict=True):
            item.setPen(theme.accent, width=1, style=style)
        for item in self._guessed_bands:
            item.setPen(theme.accent, width=1, style=Qt.PenStyle.DashLine)
        self._memory.changed("pen", None)

    def _request(
        self, session: Session, edges: tuple[Floats, Floats], *, quick: bool
    ) -> PictureRequest:
        view, layers = session.view, session.layers
        line = session.truth_held or (session.line and session.line.drawn)
        assert line is not None  # noqa: S101 - tells mypy what `show_session` knows
        return PictureRequest(
            line=line,
            x_edges=edges[0],
            y_edges=edges[1],
            title=self.title,
            density=Layer.DENSITY in layers,
            colour=view.colour,
            per_column=view.per_column,
            mean=Layer.MEAN in layers,
            median=Layer.MEDIAN in layers,
            bands=Layer.BANDS in layers,
            components=Layer.COMPONENTS in layers,
            selected=view.component,
            colours=density_tones(self._theme),
            component_colours=_component_colours(self._theme),
            scaled_by=None if session.data.dataset is None else extent(session),
            quick=quick,
        )

    @Slot(object, object)
    def _on_rendered(self, picture: Picture, request: PictureRequest) -> None:
        if picture.image is None:
            self._raster.clear()
        else:
            self._raster.show_pixels(picture.image, _rect(request))
        for item, line in ((self._mean, picture.mean), (self._median, picture.median)):
            _draw(item, *(_NOTHING if line is None else (picture.x, line)))
        items = zip(self._bands, self._guessed_bands, strict=True)
        for (item, dashed), band in zip_longest(items, picture.bands):
            x, y = joined(band.outlines if band else ())
            guessed = np.zeros(x.shape, np.bool_)
            if self._section is not None:
                guessed = self._section.guessed(x)
            _draw(item, x, np.where(guessed, np.nan, y))
            _draw(dashed, *((x, np.where(guessed, y, np.nan)) if guessed.any() else _NOTHING))
        self._draw_picked(request, picture)
        self.painted.emit(picture, request.title)

    def _draw_picked(self, request: PictureRequest, picture: Picture) -> None:
        lines = [None] * len(self._picked) if picture.selected is None else picture.selected
        component = request.selected
        if component is not None and self._memory.changed("pen", component):
            colour = self._theme.component_colour(component)
            for item, width in zip(self._picked, (1, 3, 1), strict=True):
                item.setPen(colour, width=width)
        for item, line in zip(self._picked, lines, strict=True):
            _draw(item, *(_NOTHING if line is None else (picture.x, line)))

    def _lines(self) -> tuple[Polyline, ...]:
        return (*self._bands, *self._guessed_bands, self._median, self._mean, *self._picked)

    def clear(self) -> None:
        """Draw nothing."""
        self._renderer.cancel()
        self._raster.clear()
        for item in self._lines():
            _draw(item, *_NOTHING)


def _rect(request: PictureRequest) -> QRectF:
    x, y = request.x_edges, request.y_edges
    return QRectF(x[0], y[0], x[-1] - x[0], y[-1] - y[0])


def _curve(name: str) -> Polyline:
    curve = Polyline(name=name, antialias=True)
    # A wide line is drawn many times faster piece by piece.
    curve.setSegmentedLineMode("on")
    return curve


def _draw(curve: Polyline, x: Floats, y: Floats) -> None:
    """Draw a curve; one that was not drawn and is not to be would have the plot painted anew."""
    if x.size or (curve.xData is not None and curve.xData.size):
        curve.setData(x, y, connect="finite")


@cache
def _component_colours(theme: Theme) -> NDArray[np.uint8]:
    """The theme's colours of components, red, green and blue, (n, 3)."""
    colours = [QColor(colour) for colour in theme.component_colours]
    channels = [(colour.red(), colour.green(), colour.blue()) for colour in colours]
    return np.array(channels, np.uint8)
