"""A real window in a process of its own, used as a person would; prints what it measured as JSON.

Run by `bench_window`: TensorFlow must not have been imported before.
"""

import json
import time

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSlider

from mdn_gui import studio
from mdn_gui.core.settings import PRESETS
from mdn_gui.qt import theme
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.studio import application
from mdn_gui.worker.thread import start_worker_thread
from tests.acts import settings
from tests.benchmarks.event_loop import (
    Paints,
    Ticks,
    find,
    graphics_viewport,
    rest,
    summary,
    wait,
)

TICKS = 500
REPEATS = 100


class Probe:
    """The window and what is measured of it.

    Args:
        threads: Whether training and painting are done on threads of the window's process.
    """

    def __init__(self, *, threads: bool = False) -> None:
        self.figures: dict[str, object] = {}
        application()
        self.studio = (
            studio.Studio(start_worker_thread, connect_painter=None) if threads else studio.Studio()
        )
        studio.put_first(self.studio)
        self.studio.window.set_theme(theme.LIGHT)
        self.controller = self.studio.controller

    def open(self) -> None:
        """Show the window, and wait for all of it."""
        self.studio.show()
        wait(lambda: self.studio.window.complete)

    def prepare(self) -> None:
        """Ticks while TensorFlow is imported and the first program compiled."""
        self.ticks = Ticks()
        self.studio.loader.load_example("inverse-sine")
        # A run queues behind the preparation.
        self.controller.training.train()
        wait(lambda: len(self.controller.session.run.history) > 0)
        self.figures["importing"] = summary(self.ticks.gaps)
        self._stop()

    def train(self, preset: str) -> None:
        """Ticks during whole runs, one after the other, until there are enough of them."""
        self.controller.do(settings(*PRESETS[preset]))
        gaps: list[float] = []
        while len(gaps) < TICKS:
            self.controller.training.train()
            wait(lambda: len(self.controller.session.run.history) > 0)
            self.ticks.restart()
            wait(lambda: not self.controller.session.run.busy)
            gaps += self.ticks.gaps
        self.figures[f"training {preset}"] = summary(gaps)

    def click(self) -> None:
        """A click in the main plot to the density painted, in milliseconds."""
        field = find(self.studio.window, FieldPlot)
        viewport = graphics_viewport(field)
        paints = Paints(graphics_viewport(find(self.studio.window, SlicePlot)))
        middle = viewport.rect().center()
        # Where no data are: two clicks on the same point would show the same density.
        low, high = field.view_box.viewRange()[1]
        emptiest = field.view_box.mapViewToScene(QPointF(0.0, low + 0.02 * (high - low))).y()
        taken = []
        for step in range(REPEATS):
            rest()
            paints.forget()
            start = time.perf_counter()
            point = middle + middle * (0.006 * (step - REPEATS / 2))
            point.setY(round(emptiest))
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
            wait(lambda: paints.done is not None)
            assert paints.done is not None
            taken.append(1e3 * (paints.done - start))
        paints.end()
        self.figures["click"] = {"p95": float(np.percentile(taken, 95)), "longest": max(taken)}

    def temperature(self) -> None:
        """A step of the temperature slider to everything redrawn, in milliseconds."""
        slider = next(
            child
            for child in self.studio.window.findChildren(QSlider)
            if "emperature" in child.accessibleName()
        )
        drawn: list[object] = []
        self.studio.window.drawn.connect(drawn.append)
        taken = []
        for step in range(REPEATS):
            rest()
            drawn.clear()
            start = time.perf_counter()
            key = Qt.Key.Key_Right if step % 20 < 10 else Qt.Key.Key_Left
            QTest.keyClick(slider, key)
            wait(lambda: bool(drawn))
            QCoreApplication.processEvents()  # the paint events that the panels asked for
            taken.append(1e3 * (time.perf_counter() - start))
        self.figures["temperature"] = {
            "p95": float(np.percentile(taken, 95)),
            "longest": max(taken),
        }

    def stop(self) -> None:
        """Stop pressed to the worker idle, in seconds, at ten moments of a run."""
        button = next(
            child
            for child in self.studio.window.findChildren(QAbstractButton)
            if child.text() == "Stop"
        )
        taken = []
        for epochs in range(1, 11):
            self.controller.training.train()
            wait(lambda epochs=epochs: len(self.controller.session.run.history) >= 3 * epochs)  # type: ignore[misc] # mypy infers no type of a default
            start = time.perf_counter()
            wait(button.isEnabled)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            wait(lambda: not self.controller.session.run.busy)
            taken.append(time.perf_counter() - start)
        self.figures["stop"] = max(taken)

    def close(self) -> None:
        """Close during training to the event loop's end, in seconds."""
        closed: list[bool] = []
        self.studio.trainer.closed.connect(lambda: closed.append(True))
        self.controller.training.train()
        wait(lambda: len(self.controller.session.run.history) > 3)
        start = time.perf_counter()
        self.studio.window.close()
        wait(lambda: bool(closed))
        self.figures["close"] = time.perf_counter() - start

    def _stop(self) -> None:
        self.controller.training.stop()
        wait(lambda: not self.controller.session.run.busy)
        rest()


def main() -> None:
    """Measure everything once."""
    probe = Probe()
    probe.open()
    probe.prepare()
    for preset in ("tutorial", "recommended"):
        probe.train(preset)
    probe.click()
    probe.temperature()
    probe.stop()
    probe.close()
    print(json.dumps(probe.figures))


if __name__ == "__main__":
    main()
