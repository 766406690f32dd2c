"""A warmed-up window in a process of its own: from pressing Train to the first thing to see.

Prints the seconds of each press to the first picture of the field and to the first epoch in the
loss plot, for the settings recommended for the rows and for the tutorial's, as one line of JSON.
"""

import json
import time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from mdn_gui.core.drawing.picture import Picture
from mdn_gui.core.settings import PRESETS
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.plots.plot import Plot
from tests.acts import settings
from tests.benchmarks.event_loop import Paints, find, wait
from tests.benchmarks.window_probe import Probe

PRESSES = 10


class LossPaints(Paints):
    """Tells when the loss plot had been painted with an epoch in it."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot.viewport())
        self._plot = plot

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let paintings of no epoch pass unnoticed."""
        if event.type() is QEvent.Type.Paint and not epochs_drawn(self._plot):
            return False
        return super().eventFilter(watched, event)


def main() -> None:
    """Press Train once the settings are warm, and again after a reset."""
    probe = Probe()

    def press_often() -> dict[str, tuple[float, ...]]:
        press_train(probe)  # a run queues behind the preparation
        pictures, epochs = zip(*(press_train(probe) for _ in range(PRESSES)), strict=True)
        return {"picture of the field": pictures, "epoch in the loss plot": epochs}

    probe.open()
    probe.studio.loader.load_example("inverse-sine")
    wait(lambda: probe.controller.session.data.dataset is not None)
    seconds = {"recommended": press_often()}
    probe.controller.do(settings(*PRESETS["tutorial"]))
    seconds["tutorial"] = press_often()
    print(json.dumps(seconds))


def press_train(probe: Probe) -> tuple[float, float]:
    """Seconds from pressing Train to the first picture and epoch; then everything is reset."""
    plot = find(find(probe.studio.window, LossPlot), Plot)
    field = find(probe.studio.window, FieldPlot)
    pictures: list[float] = []

    def note(picture: Picture) -> None:
        if picture.image is not None:
            pictures.append(time.perf_counter())

    train, reset = (button(probe, text) for text in ("Train", "Discard run"))
    wait(train.isEnabled)
    paints = LossPaints(plot)
    field.painted.connect(note)
    start = time.perf_counter()
    QTest.mouseClick(train, Qt.MouseButton.LeftButton)
    wait(lambda: paints.done is not None and bool(pictures))
    paints.end()
    field.painted.disconnect(note)
    assert paints.done is not None
    wait(reset.isEnabled)  # the toolbar has its turn after the plots
    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    wait(lambda: epochs_drawn(plot) == 0)
    return pictures[0] - start, paints.done - start


def button(probe: Probe, text: str) -> QToolButton:
    """The button of the toolbar that shows this text."""
    buttons = probe.studio.window.findChildren(QToolButton)
    return next(each for each in buttons if each.text() == text)


def epochs_drawn(plot: Plot) -> int:
    """How many epochs the curves of the loss plot have."""
    curves = plot.getPlotItem().listDataItems()
    (validation,) = (curve for curve in curves if curve.name() == "validation")
    epochs, _ = validation.getOriginalDataset()
    return 0 if epochs is None else len(epochs)


if __name__ == "__main__":
    main()
