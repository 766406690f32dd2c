"""Acting on a plot as a person does, and looking at what it shows."""

import subprocess
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PIL import Image as Picture
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.exporters import Image, Numbers, Svg
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import LIGHT
from tests.mouse import turn_wheel

_LIKE = 80  # steps of 255 in red, green and blue that smooth edges may differ by

# pyqtgraph drops a move of the mouse within 10 ms of the last one, the first of a drag too.
pg.setConfigOption("mouseRateLimit", -1)


def show(qtbot: QtBot, panel: QWidget, width: int = 640, height: int = 480) -> pg.PlotWidget:
    """Show a panel; returns its plot."""
    qtbot.addWidget(panel)
    panel.resize(width, height)
    with qtbot.waitExposed(panel):
        panel.show()
    return next(iter(panel.findChildren(pg.PlotWidget)), panel)


def blank(qtbot: QtBot, x: tuple[float, float], y: tuple[float, float]) -> Plot:
    """Show a plot of its own with nothing in it, light, over a part of the plane."""
    plot = Plot()
    show(qtbot, plot)
    plot.set_theme(LIGHT)
    plot.view_box.setRange(xRange=x, yRange=y, padding=0.0)
    return plot


def curve(plot: pg.PlotWidget, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The points of what the plot calls by a name, as x and y."""
    (item,) = [item for item in plot.plotItem.items if _name(item) == name]
    x, y = item.getData()
    empty = np.empty(0)
    return (empty, empty) if x is None or not item.isVisible() else (x, y)


def legend(plot: pg.PlotWidget) -> list[str]:
    """The entries of the legend, if it can be seen."""
    return [label.text for _, label in plot.legend.items] if plot.legend.isVisible() else []


def pixel(plot: pg.PlotWidget, x: float, y: float) -> QPoint:
    """The pixel of the plot's viewport at a point of the plane."""
    place: QPoint = plot.mapFromScene(plot.view_box.mapViewToScene(QPointF(x, y)))
    return place


def colour(plot: pg.PlotWidget, x: float, y: float) -> QColor:
    """The colour on the screen at a point of the plane."""
    found: QColor = plot.viewport().grab().toImage().pixelColor(pixel(plot, x, y))
    return found


def shows(plot: pg.PlotWidget, x: float, y: float, expected: str) -> bool:
    """Whether a point of the plane has a colour, but for the steps of a colour map."""
    found, wanted = colour(plot, x, y), QColor(expected)
    differences = (
        found.red() - wanted.red(),
        found.green() - wanted.green(),
        found.blue() - wanted.blue(),
    )
    return max(map(abs, differences)) <= 8


def click(plot: pg.PlotWidget, x: float, y: float) -> None:
    """Click with the left button on a point of the plane."""
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel(plot, x, y))


_NO_KEY = Qt.KeyboardModifier.NoModifier


def drag(
    plot: pg.PlotWidget, start: QPoint, end: QPoint, key: Qt.KeyboardModifier = _NO_KEY
) -> None:
    """Drag with the left button, in steps as a hand does, while a key such as Shift is held."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    _mouse(plot, QEvent.Type.MouseMove, start, none, none, key=key)
    _mouse(plot, QEvent.Type.MouseButtonPress, start, left, left, key=key)
    for share in np.linspace(0.0, 1.0, 11):
        _mouse(
            plot, QEvent.Type.MouseMove, start + (end - start) * float(share), none, left, key=key
        )
    _mouse(plot, QEvent.Type.MouseButtonRelease, end, left, none, key=key)


def wheel(plot: pg.PlotWidget, place: QPoint, notches: int) -> None:
    """Turn the wheel at a pixel of the viewport."""
    turn_wheel(plot.viewport(), place, notches)


def export(plot: pg.PlotWidget, folder: Path) -> dict[str, str]:
    """Save the plot in each format that its menu offers; returns the text of the SVG and CSV."""
    Image(plot.plotItem).export(str(folder / "plot.png"))
    Svg(plot.plotItem).export(str(folder / "plot.svg"))
    Numbers(plot.plotItem).export(str(folder / "plot.csv"))
    assert (folder / "plot.png").read_bytes().startswith(b"\x89PNG")
    return {kind: (folder / f"plot.{kind}").read_text() for kind in ("svg", "csv")}


def picture_and_drawing(
    plot: pg.PlotWidget, folder: Path, renderer: str
) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """The plot saved as PNG and as SVG, both as red, green and blue, `(height, width, 3)`.

    Args:
        plot: Shown, and at rest.
        folder: For the files.
        renderer: The program rsvg-convert; Qt's own renderer ignores clip paths.
    """
    export(plot, folder)
    drawn = folder / "drawn.png"
    subprocess.run([renderer, "--output", drawn, folder / "plot.svg"], check=True)
    return _pixels(folder / "plot.png"), _pixels(drawn)


def unlike(one: NDArray[np.int16], other: NDArray[np.int16]) -> int:
    """How many pixels of either picture have none like them in the other, within a pixel of it."""
    height, width = np.minimum(one.shape, other.shape)[:2]
    pair = one[:height, :width], other[:height, :width]
    return sum(_lacking(*order) for order in (pair, pair[::-1]))


def _lacking(one: NDArray[np.int16], other: NDArray[np.int16]) -> int:
    height, width = one.shape[:2]
    around = np.pad(other, ((1, 1), (1, 1), (0, 0)), mode="edge")
    least = np.full((height, width), 255, np.int16)
    for row, column in np.ndindex(3, 3):
        moved = around[row : row + height, column : column + width]
        np.minimum(least, np.abs(moved - one).max(axis=-1), out=least)
    return int(np.count_nonzero(least > _LIKE))


def _pixels(file: Path) -> NDArray[np.int16]:
    with Picture.open(file) as image:
        return np.asarray(image.convert("RGB"), np.int16)


def _mouse(
    plot: pg.PlotWidget,
    kind: QEvent.Type,
    place: QPoint,
    button: Qt.MouseButton,
    held: Qt.MouseButton,
    *,
    key: Qt.KeyboardModifier,
) -> None:
    # Qt's own test functions move the mouse with no button held.
    viewport = plot.viewport()
    where = QPointF(place), QPointF(viewport.mapToGlobal(place))
    event = QMouseEvent(kind, *where, button, held, key)
    QApplication.sendEvent(viewport, event)


def _name(item: object) -> str | None:
    name = getattr(item, "name", None)
    return name() if callable(name) else None
