"""The outline of the best epoch, while another epoch is revisited."""

from typing import NamedTuple

import numpy as np

from mdn_gui.core.drawing.curves import Band
from mdn_gui.core.drawing.picture import PictureRequest, paint
from mdn_gui.core.predictor import Line
from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import Polyline
from mdn_gui.qt.plots.line_layer import LineLayer
from mdn_gui.qt.plots.plot import Plot, Span, extent, joined, set_kept_data
from mdn_gui.qt.theme import Theme
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer

_COLUMNS, _PIXELS = 200, 400
_WIDTH, _HALO = 1.5, 1.0  # pixels of the line, and of the ground on each side of it
_OPACITY = "66"  # 40%, as a colour ends


class _Request(NamedTuple):
    line: Line
    extent: tuple[Span, Span]


class BestLayer(LineLayer):
    """The 50% region of the best epoch, faint, to compare the epoch shown with.

    Args:
        plot: Where it is drawn.
        z: Above all of a lower one.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot, _paint)
        self._halo = Polyline(antialias=True)
        self._outline = Polyline(antialias=True, name=say("50% region of the best epoch"))
        for line in (self._halo, self._outline):
            # Piece by piece, transparent pieces would show where they meet.
            line.setSegmentedLineMode("off")
            plot.add(line, z)

    def show_session(self, session: Session) -> None:
        """Draw the best epoch of the run shown, if another one is revisited."""
        line, request = session.best_line, None
        if line is not None and session.layers & {Layer.DENSITY, Layer.BANDS}:
            request = _Request(line, extent(session))
        self._ask(None if session.truth_held is not None else request)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        # In ink on the ground: the accent would be lost among the tones of the density.
        self._halo.setPen(theme.background + _OPACITY, width=_WIDTH + 2 * _HALO)
        self._outline.setPen(theme.foreground + _OPACITY, width=_WIDTH)

    def _erase(self) -> None:
        self._draw(())

    def _draw(self, picture: tuple[Band, ...]) -> None:
        outlines = picture[0].outlines if picture else ()
        for line in (self._halo, self._outline):
            set_kept_data(line, *joined(outlines), connect="finite")


def _paint(request: _Request) -> tuple[Band, ...]:
    (left, right), (low, high) = request.extent
    return paint(
        PictureRequest(
            line=request.line,
            x_edges=np.linspace(left, right, _COLUMNS + 1),
            y_edges=np.linspace(low, high, _PIXELS + 1),
            bands=True,
        )
    ).bands
