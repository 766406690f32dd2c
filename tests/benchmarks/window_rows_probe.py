"""A table opened, trained on and looked at in a window of its own; prints what it took as JSON."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
from pyarrow import csv
from PySide6.QtCore import QPoint, SignalInstance
from PySide6.QtWidgets import QWidget

from mdn_gui.core.roles import Roles
from mdn_gui.qt.plots.field_plot import FieldPlot
from tests.acts import settings
from tests.benchmarks.dragging import moves_a_second
from tests.benchmarks.event_loop import Paints, Ticks, find, graphics_viewport, rest, wait
from tests.benchmarks.resident import highest_resident, resident
from tests.benchmarks.window_probe import Probe
from tests.mouse import turn_wheel

ROUNDS, MOVES, NOTCHES = 3, 60, 40
SETTLED_SECONDS = 1.5
"""How long the window is watched after the rows are there: panels follow in turns."""
MB = 2**20


class Table:
    """A table in the window.

    Args:
        probe: The window.
        path: The table, whose last column is the target.
    """

    def __init__(self, probe: Probe, path: Path) -> None:
        self._probe, self._path = probe, path
        *inputs, target = path.open().readline().strip().split(",")
        self._roles = Roles(tuple(inputs), (target,))
        self.gaps: list[float] = []

    def preview(self) -> float:
        """Seconds to the question for columns."""
        loader = self._probe.studio.loader
        return self._until(lambda: loader.open_table(self._path), loader.columns_wanted)

    def load(self) -> float:
        """Seconds to the rows, in the window's hands."""
        loader = self._probe.studio.loader
        return self._until(lambda: loader.read_table(self._path, self._roles), loader.loaded)

    def _until(self, act: Callable[[], None], told: SignalInstance) -> float:
        ends: list[float] = []
        told.connect(lambda *_: ends.append(time.perf_counter()))
        ticks, start = Ticks(), time.perf_counter()
        act()
        wait(lambda: bool(ends))
        wait(lambda: time.perf_counter() > ends[0] + SETTLED_SECONDS)
        ticks.timer.stop()
        self.gaps += ticks.gaps
        return ends[0] - start

    def bare(self) -> float:
        """Seconds that pyarrow takes to read the file."""
        taken = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            csv.read_csv(self._path)
            taken.append(time.perf_counter() - start)
        return median(taken)

    def train(self) -> None:
        """Train one epoch, for there is a density then."""
        controller = self._probe.controller
        network, training = controller.session.data.presets["quick"]
        controller.do(settings(network, replace(training, epochs=1)))
        controller.training.train()
        wait(lambda: len(controller.session.run.history) > 0)
        wait(lambda: not controller.session.run.busy)
        rest()

    def frames(self) -> dict[str, float]:
        """Frames a second while the main plot is dragged, and zoomed in and out; the best round."""
        field = find(self._probe.studio.window, FieldPlot)
        rounds = [_frames(graphics_viewport(field)) for _ in range(ROUNDS)]
        return {act: max(each[act] for each in rounds) for act in rounds[0]}


def _frames(viewport: QWidget) -> dict[str, float]:
    paints, middle = Paints(viewport), viewport.rect().center()
    start = QPoint(viewport.width() // 4, viewport.height() // 4)
    places = np.linspace(start.x() + 10, 3 * start.x(), MOVES).round().astype(int)
    found = {"pan": moves_a_second(viewport, start, places.tolist(), paints)}
    begun = time.perf_counter()
    for notch in (*NOTCHES * [1], *NOTCHES * [-1]):
        paints.forget()
        turn_wheel(viewport, middle, notch)
        wait(lambda: paints.done is not None)
    found["zoom"] = 2 * NOTCHES / (time.perf_counter() - begun)
    paints.end()
    return found


def main(small: Path, path: Path) -> None:
    """Open a small table, so that all libraries are loaded, then the one that is measured."""
    probe = Probe()
    probe.open()
    first = Table(probe, small)
    first.preview()
    first.load()
    before, table = resident(), Table(probe, path)
    figures: dict[str, object] = {"preview": table.preview(), "load": table.load()}
    figures["gap"] = max(table.gaps)
    figures |= {"memory": resident() - before, "peak": highest_resident() - before}
    dataset = probe.controller.session.data.dataset
    assert dataset is not None
    figures["numbers"] = (dataset.inputs.nbytes + dataset.targets.nbytes) / MB
    table.train()
    figures |= table.frames()
    probe.studio.window.close()
    figures["bare"] = table.bare()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
