"""The least that PySide6 and pyqtgraph take for what the window is asked; prints JSON.

A window with two plots side by side, as large as the program's, and nothing of the program: images,
curves and points are made beforehand and only shown. Run by the benchmarks of the window, in turns
with it: what it takes, no program with these libraries can go below.
"""

import json
import time
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSlider, QWidget

from tests.benchmarks.dragging import moves_a_second
from tests.benchmarks.event_loop import Counted, Paints, Ticks, rest, summary, wait

WINDOW = 1750, 1250
COARSE, FINE = (308, 502), (616, 1004)
"""Pixels of the window's pictures, while they follow each other and at rest."""
CURVE_POINTS = 1000
ROWS, MANY_POINTS = 3000, 100_000
SECONDS = 8.0
MOVES, EPOCHS, REPEATS, MANY_REPEATS = 200, 200, 100, 10
X = np.linspace(-10.0, 10.0, CURVE_POINTS)


class BareWindow(QWidget):
    """A field with an image, a line at x and points; beside it a curve; below both a slider."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: dict[str, object] = {}
        rng = np.random.default_rng(0)
        self._images = {
            shape: rng.integers(0, 255, (2, *shape, 4), np.uint8) for shape in (COARSE, FINE)
        }
        self._many = rng.uniform(-10.0, 10.0, (2, MANY_POINTS))
        self._field = field = pg.PlotWidget()
        curve = pg.PlotWidget()
        self._box = field.getPlotItem().getViewBox()
        self._viewport, self._curve_viewport = field.viewport(), curve.viewport()
        self._image = pg.ImageItem(axisOrder="row-major")
        self._points = pg.ScatterPlotItem(size=4, pen=None, brush="#0000ff80")
        self._line = pg.InfiniteLine(0.0, movable=True)
        self._curve = curve.plot(X, np.sin(X))
        for item in (self._image, self._points, self._line):
            field.addItem(item)
        for plot in (field, curve):
            plot.setRange(xRange=(-10.0, 10.0), yRange=(-10.0, 10.0), padding=0.0)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setMaximum(REPEATS)
        layout = QHBoxLayout(self)
        for widget in (field, curve, self._slider):
            layout.addWidget(widget)
        self._shown = 0
        self.show_image(COARSE)
        self._points.setData(*self._many[:, :ROWS])
        self.resize(*WINDOW)

    def show_image(self, shape: tuple[int, int]) -> None:
        """Show the other image of this shape."""
        self._shown += 1
        self._image.setImage(self._images[shape][self._shown % 2], autoLevels=False)
        self._image.setRect(-10.0, -10.0, 20.0, 20.0)

    def show_curve(self) -> None:
        """Show another curve."""
        self._shown += 1
        self._curve.setData(X, np.sin(X + 0.01 * self._shown))

    def ticks(self) -> None:
        """Gaps between ticks of an event loop that has nothing else to do."""
        self.figures["ticks"] = summary(self._gaps(Ticks()))

    def live(self) -> None:
        """The same with another image at each tick, and how many were painted."""
        ticks, images = Ticks(), Counted(self._viewport)
        ticks.timer.timeout.connect(lambda: self.show_image(COARSE))
        gaps = self._gaps(ticks)
        self.figures["live"] = summary(gaps) | {"redraws": 1e3 * images.count / sum(gaps)}
        images.end()

    def _gaps(self, ticks: Ticks) -> list[float]:
        start = time.perf_counter()
        wait(lambda: time.perf_counter() - start > SECONDS)
        ticks.timer.stop()
        return ticks.gaps

    def drag_x(self) -> None:
        """Curves painted a second while the line is dragged."""
        paints = Paints(self._curve_viewport)
        self._line.sigDragged.connect(self.show_curve)
        self.figures["drag"] = self._drag(MOVES, paints)
        self._line.sigDragged.disconnect(self.show_curve)
        paints.end()

    def scrub(self) -> None:
        """Images painted a second, each with another curve, while the line is dragged."""
        paints = Paints(self._viewport)
        self._line.sigDragged.connect(self._on_scrubbed)
        self.figures["scrub"] = self._drag(EPOCHS, paints)
        self._line.sigDragged.disconnect(self._on_scrubbed)
        paints.end()

    def click(self) -> None:
        """A click that moves the line, to the curve painted anew."""
        paints = Paints(self._curve_viewport)
        scene = self._field.scene()
        scene.sigMouseClicked.connect(self._on_scene_clicked)
        height = self._viewport.height() // 3
        taken = []
        for step in range(REPEATS):
            place = QPoint(100 + 3 * step, height)
            rest()
            paints.forget()
            start = time.perf_counter()
            QTest.mouseClick(self._viewport, Qt.MouseButton.LeftButton, pos=place)
            wait(lambda: paints.done is not None)
            assert paints.done is not None
            taken.append(1e3 * (paints.done - start))
        paints.end()
        scene.sigMouseClicked.disconnect(self._on_scene_clicked)
        self.figures["click"] = {"p95": float(np.percentile(taken, 95))}

    def temperature(self) -> None:
        """A step of the slider, to image, curve and points painted anew."""
        self._slider.valueChanged.connect(self._on_slider_moved)

        def step() -> None:
            QTest.keyClick(self._slider, Qt.Key.Key_Right)

        self.figures["temperature"] = {"p95": self._until_painted(step, REPEATS)}

    def resample(self) -> None:
        """A hundred thousand points, to them painted anew."""

        def resample() -> None:
            self._points.setData(*np.roll(self._many, 1, axis=1))

        self.figures["resample"] = self._until_painted(resample, MANY_REPEATS)

    def _on_scene_clicked(self, event: MouseClickEvent) -> None:
        self._line.setValue(self._box.mapSceneToView(event.scenePos()).x())
        self.show_curve()

    def _on_scrubbed(self) -> None:
        self.show_image(COARSE)
        self.show_curve()

    def _on_slider_moved(self) -> None:
        self.show_image(FINE)
        self.show_curve()
        self._points.setData(*self._many[:, self._shown : self._shown + ROWS])

    def _until_painted(self, act: Callable[[], None], times: int) -> float:
        """From an act to the field painted; the 95th percentile, in milliseconds."""
        paints = Paints(self._viewport)
        taken = []
        for _ in range(times):
            rest()
            paints.forget()
            start = time.perf_counter()
            act()
            wait(lambda: paints.done is not None)
            QCoreApplication.processEvents()  # the other plot's painting
            taken.append(1e3 * (time.perf_counter() - start))
        paints.end()
        return float(np.percentile(taken, 95))

    def _drag(self, moves: int, paints: Paints) -> float:
        """Drag the line across the field; moves a second."""
        x = self._box.mapViewToScene(QPointF(self._line.value(), 0.0)).x()
        places = np.linspace(80, self._viewport.width() - 30, moves).round().astype(int)
        start = QPoint(round(x), self._viewport.height() // 3)
        return moves_a_second(self._viewport, start, places.tolist(), paints)


def main() -> None:
    """Measure everything once."""
    application = QApplication()
    window = BareWindow()
    window.show()
    rest()
    window.ticks()
    window.live()
    window.drag_x()
    window.scrub()
    window.click()
    window.temperature()
    window.resample()
    print(json.dumps(window.figures))
    del application


if __name__ == "__main__":
    main()
