"""A live window in a process of its own, trained flat out and questioned; prints JSON.

Run by `bench_instrument`, and with the argument "process" or "thread" by `bench_worker`: it only
trains then, there. With the argument "alone" it trains with no window and prints its pace.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QPoint, QPointF

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS
from mdn_gui.core.training import train
from mdn_gui.qt.control import looking
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.session.view import Layer
from tests.acts import settings
from tests.benchmarks.dragging import moves_a_second
from tests.benchmarks.event_loop import Paints, Ticks, find, graphics_viewport, rest, wait
from tests.benchmarks.window_probe import Probe

SECONDS = 8.0
MOVES = 200
WINDOW = 1750, 1250
"""So large that pictures of the field, coarse while a run goes, have 400 x 300 pixels."""


class Instrument(Probe):
    """The window, live."""

    def live(self, preset: str) -> None:
        """Ticks, redraws and epochs while a preset trains flat out with the field live."""
        field = find(self.studio.window, FieldPlot)
        shapes: list[tuple[int, int]] = []
        field.painted.connect(lambda picture: shapes.append(picture.image.shape))
        self.train_for_ever(preset)
        rest()
        shapes.clear()
        ticks, epochs, start = Ticks(), self.epochs(), time.perf_counter()
        wait(lambda: time.perf_counter() - start > SECONDS)
        seconds = time.perf_counter() - start
        self.figures[f"live {preset}"] = {
            "p99": float(np.percentile(ticks.gaps, 99)),
            "longest": max(ticks.gaps),
            "redraws": len(shapes) / seconds,
            "image": min(shapes),
            "epochs": (self.epochs() - epochs) / seconds,
        }
        field.painted.disconnect()
        self._stop()

    def drag_x(self) -> None:
        """Slices painted a second while the line is dragged across the plot."""
        field = find(self.studio.window, FieldPlot)
        viewport = graphics_viewport(field)
        slices = Paints(graphics_viewport(find(self.studio.window, SlicePlot)))
        x = field.view_box.mapViewToScene(QPointF(self.controller.session.resolved.x, 0.0)).x()
        height = viewport.height() // 3
        places = np.linspace(80, viewport.width() - 30, MOVES).round().astype(int)
        self.figures["drag"] = moves_a_second(
            viewport, QPoint(round(x), height), places.tolist(), slices
        )
        slices.end()

    def scrub(self) -> None:
        """Fields painted a second while the handle of the loss chart is dragged over 200 epochs."""
        self.controller.do(settings(*PRESETS["tutorial"]))
        self.controller.training.train()
        wait(lambda: not self.controller.session.run.busy)
        rest()
        loss = find(self.studio.window, LossPlot)
        viewport = graphics_viewport(loss)
        view = loss.findChildren(pg.PlotWidget)[0]
        box = view.getPlotItem().getViewBox()
        shown = self.controller.session.epoch_shown or 1
        x = [
            view.mapFromScene(box.mapViewToScene(QPointF(epoch, 0.0))).x()
            for epoch in (shown, *(epoch for epoch in range(1, 201) if epoch != shown))
        ]
        field, seen = find(self.studio.window, FieldPlot), set[int]()
        field.painted.connect(lambda _: seen.add(self.controller.session.view.epoch or 0))
        begun = time.perf_counter()
        fields = Paints(graphics_viewport(field))
        moves_a_second(viewport, QPoint(x[0], viewport.height() // 2), x[1:], fields)
        self.figures["scrub"] = len(seen) / (time.perf_counter() - begun)
        self.figures["scrubbed"] = len(seen)
        fields.end()
        field.painted.disconnect()

    def resample(self) -> None:
        """A hundred thousand samples drawn anew, in milliseconds."""
        edit, field = self.controller.state.edit, find(self.studio.window, FieldPlot)
        edit(*looking.set_layers(frozenset({Layer.DENSITY, Layer.DATA, Layer.SAMPLES})))
        edit(*looking.set_samples_per_x(100))
        wait(lambda: not field.busy)
        rested: list[float] = []
        field.rested.connect(lambda: rested.append(time.perf_counter()))
        taken = []
        for _ in range(30):
            rest()
            rested.clear()
            start = time.perf_counter()
            edit(*looking.resample())
            wait(lambda: bool(rested))
            QCoreApplication.processEvents()  # the paint events that were asked for
            taken.append(1e3 * (time.perf_counter() - start))
        self.figures["resample"] = float(np.percentile(taken, 95))

    def train_for_ever(self, preset: str) -> None:
        """Start a run that does not end."""
        network, training = PRESETS[preset]
        training = replace(training, epochs=100_000, patience=0)
        self.controller.do(settings(network, training))
        self.controller.training.train()
        wait(lambda: self.epochs() > 20)

    def epochs(self) -> int:
        """How many have ended."""
        return len(self.controller.session.run.history)


def pace_alone(preset: str) -> float:
    """Epochs a second with no window."""
    network, training = PRESETS[preset]
    training = replace(training, epochs=100_000, patience=0)
    epochs = train(EXAMPLES["inverse-sine"].dataset(3000, seed=0), network, training)
    for _ in range(20):
        next(epochs)
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        next(epochs)
        count += 1
    return count / (time.perf_counter() - start)


def main() -> None:
    """Measure everything once."""
    if sys.argv[1:] == ["alone"]:
        print(json.dumps({preset: pace_alone(preset) for preset in ("tutorial", "recommended")}))
        return
    worker = sys.argv[1:]
    probe = Instrument(threads=worker == ["thread"])
    probe.studio.window.resize(*WINDOW)
    probe.open()
    probe.prepare()
    measures: list[Callable[[], None]] = [probe.drag_x, probe.scrub, probe.resample]
    for preset in ("tutorial", "recommended"):
        probe.live(preset)
    for measure in measures if not worker else ():
        measure()
    probe.close()
    print(json.dumps(probe.figures))


if __name__ == "__main__":
    main()
