"""Six inputs in the window: how often a second all pictures follow a line that is dragged.

Prints, for the settings of two presets, moves a second in the picture of one input, each of which
had the field and all six pictures drawn anew; and moves a second of the line in the field, which
have the density at x drawn anew, as with one input. Then how far apart the ticks of the event loop
are while a network is trained with one input, and with six whose pictures are seen, in turns.
"""

import json
import time
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt.control import rows
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.inputs_view import InputsView
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.qt.widgets.tabs import Pages
from mdn_gui.session.data import Data, widened_range
from tests.acts import settings
from tests.benchmarks.dragging import moves_a_second
from tests.benchmarks.event_loop import (
    Paints,
    Ticks,
    find,
    graphics_viewport,
    rest,
    summary,
    wait,
)
from tests.benchmarks.window_probe import Probe
from tests.mouse import send_mouse

ROWS, INPUTS, EPOCHS, MOVES = 1_000, 6, 20, 60
TURNS, TICKED_EPOCHS = 2, 150
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def main() -> None:
    """Train shortly with each preset, and drag."""
    probe = Probe()
    probe.open()
    load(probe, INPUTS)
    figures = {}
    for preset in ("quick", "recommended"):
        train(probe, preset)
        figures[preset] = {"all": drag_input(probe), "x": drag_x(probe)}
    gaps: dict[int, list[float]] = {1: [], INPUTS: []}
    for inputs in (1, INPUTS) * TURNS:
        load(probe, inputs)
        gaps[inputs] += ticks(probe)
    figures["gaps"] = {str(inputs): summary(found)["p99"] for inputs, found in gaps.items()}
    print(json.dumps(figures))


def load(probe: Probe, inputs: int) -> None:
    """Take a table of so many inputs."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-1.0, 1.0, (ROWS, inputs))
    y = np.sin(3.0 * x.sum(axis=1)) + 0.2 * rng.normal(size=ROWS)
    table = Dataset(x, y[:, None], tuple("abcdef"[:inputs]), ("y",))
    ranges = tuple(widened_range(values) for values in x.T)
    probe.controller.do(rows.show(Data(table, f"{inputs} inputs", ranges, distinct=ROWS)))


def ticks(probe: Probe) -> list[float]:
    """The gaps between ticks while a network is trained, in milliseconds."""
    network, training = probe.controller.session.data.presets["quick"]
    probe.controller.do(settings(network, replace(training, epochs=TICKED_EPOCHS, patience=0)))
    counted = Ticks()
    probe.controller.training.train()
    wait(lambda: len(probe.controller.session.run.history) > 1)
    pages = probe.studio.window.findChild(Pages, "slot")
    assert pages is not None
    if pages.isTabVisible(1):
        pages.show_page(1)  # the pictures of several inputs
    counted.restart()
    wait(lambda: not probe.controller.session.run.busy)
    rest()
    return counted.gaps


def train(probe: Probe, preset: str) -> None:
    """Train a few epochs, for what a network says takes no longer after more."""
    network, training = probe.controller.session.data.presets[preset]
    probe.controller.do(settings(network, replace(training, epochs=EPOCHS)))
    probe.controller.training.train()
    wait(lambda: len(probe.controller.session.run.history) > 0)
    wait(lambda: not probe.controller.session.run.busy)
    rest()


def drag_input(probe: Probe) -> float:
    """Moves a second in the last picture, each answered by the field and all pictures."""
    field, view = find(probe.studio.window, FieldPlot), find(probe.studio.window, InputsView)
    wait(view.isVisible)  # its tab comes forward as a run ends
    rest()
    drawn = {"field": 0, "inputs": 0}

    def note_field(_picture: object) -> None:
        drawn["field"] += 1

    def note_inputs() -> None:
        drawn["inputs"] += 1

    field.painted.connect(note_field)
    view.rested.connect(note_inputs)
    width, middle = view.width() // INPUTS, view.height() // 2
    places = np.linspace(view.width() - 0.8 * width, view.width() - 20, MOVES).round().astype(int)
    first, *others = places.tolist()
    send_mouse(view, QEvent.Type.MouseButtonPress, QPoint(first, middle), LEFT, LEFT)
    rest()
    begun = time.perf_counter()
    for place in others:
        before = dict(drawn)
        send_mouse(view, QEvent.Type.MouseMove, QPoint(place, middle), NONE, LEFT)
        wait(lambda before=before: all(drawn[each] > before[each] for each in drawn))  # type: ignore[misc]  # mypy infers no type of a default
    seconds = time.perf_counter() - begun
    end = QPoint(others[-1], middle)
    send_mouse(view, QEvent.Type.MouseButtonRelease, end, LEFT, NONE)
    field.painted.disconnect(note_field)
    view.rested.disconnect(note_inputs)
    return len(others) / seconds


def drag_x(probe: Probe) -> float:
    """Moves a second of the line in the field, each answered by the density at x."""
    field = find(probe.studio.window, FieldPlot)
    viewport = graphics_viewport(field)
    slices = Paints(graphics_viewport(find(probe.studio.window, SlicePlot)))
    x = field.view_box.mapViewToScene(QPointF(probe.controller.session.resolved.x, 0.0)).x()
    places = np.linspace(80, viewport.width() - 80, MOVES).round().astype(int).tolist()
    found = moves_a_second(viewport, QPoint(round(x), viewport.height() // 3), places, slices)
    slices.end()
    return found


if __name__ == "__main__":
    main()
