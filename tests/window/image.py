"""Reading the densities off the image in the main plot."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from mdn_gui.qt.theme import LIGHT
from tests.plots import pixel
from tests.window.explorer import Explorer, picture
from tests.window.prediction import Prediction

Floats = NDArray[np.float64]

X = (-12.0, -8.5, -4.0, 3.0, 4.0, 8.0, 12.0)
"""Where the image is read, off the line at the chosen x and its label."""

EPOCHS = (1, 2, 3, 4, 5)

_ALIKE = 0.8  # correlation of colours and densities; the highest densities share a colour
_EDGE = 3  # pixels of the view's border


class Shares(NamedTuple):
    """How far along the colours of densities the pixels of some columns are.

    Attributes:
        x: Of the columns, `(columns,)`.
        y: Of the pixels, from above, `(pixels,)`.
        seen: From 0 to 1, `(columns, pixels)`.
    """

    x: Floats
    y: Floats
    seen: Floats


def shares(plot: pg.PlotWidget, x: Sequence[float] = X) -> Shares:
    """Read columns of a plot that has no other layer than the density."""
    (left, _), (low, high) = plot.view_box.viewRange()
    rows = np.arange(pixel(plot, left, high).y() + _EDGE, pixel(plot, left, low).y() - _EDGE)
    columns = np.array([pixel(plot, at, low).x() for at in x])
    colours = picture(plot)[rows[np.newaxis, :], columns[:, np.newaxis]]
    scale = LIGHT.density_colours(256).astype(np.int64)
    off = np.abs(colours[:, :, np.newaxis] - scale).sum(axis=-1)
    places = [_place(plot, column, rows[0]).x() for column in columns.tolist()]
    top, bottom = (_place(plot, 0, row).y() for row in (rows[0], rows[-1]))
    return Shares(
        np.array(places), np.linspace(top, bottom, len(rows)), off.argmin(axis=-1) / 255.0
    )


def colour_by_density(person: Explorer) -> None:
    """Have the colours say the density, for it to be read off them."""
    person.choose("colour", "Colour: density")
    person.qtbot.waitUntil(lambda: texts_of_bar(person.field) == "density")


def texts_of_bar(plot: pg.PlotWidget) -> str:
    """What stands along the bar of colours."""
    [bar] = [
        item
        for item in plot.scene().items()
        if isinstance(item, pg.AxisItem) and item.orientation == "right" and item.isVisible()
    ]
    return str(bar.label.toPlainText()).strip()


def epoch_seen(plot: pg.PlotWidget) -> int | None:
    """The epoch whose network the image shows, of the made-up ones; None for none of them."""
    found = shares(plot)
    likeness = {epoch: _likeness(epoch, found) for epoch in EPOCHS}
    most = max(likeness, key=likeness.__getitem__)
    return most if likeness[most] > _ALIKE else None


def wait_for_image(person: Explorer, epoch: int) -> None:
    """Wait until the image shows an epoch."""
    person.qtbot.waitUntil(lambda: epoch_seen(person.field) == epoch)


def _likeness(epoch: int, found: Shares) -> float:
    expected = np.stack([Prediction(epoch, x).pdf(found.y) for x in found.x])
    between = (found.seen > 0.3) & (found.seen < 0.95)
    if not between.any():
        return 0.0
    top = np.median(expected[between] / found.seen[between])
    alike = np.corrcoef(np.minimum(expected / top, 1.0).ravel(), found.seen.ravel())
    return float(alike[0, 1])


def _place(plot: pg.PlotWidget, column: int, row: int) -> QPointF:
    """The point of the plane in the middle of a pixel."""
    place: QPointF = plot.view_box.mapSceneToView(QPointF(column + 0.5, row + 0.5))
    return place
