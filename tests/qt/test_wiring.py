"""Whatever a panel says changes the session."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.colour import Colour
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.workspace import Workspace
from mdn_gui.session.data import Points
from mdn_gui.session.session import Session, Tool
from mdn_gui.session.view import Curve, Interval, Layer
from tests.person import Person
from tests.trainings import LedTraining
from tests.widgets import find

LOOKS: list[tuple[str, str, tuple[object, ...], Callable[[Session], object], object]] = [
    ("field", "x_picked", (1.5,), lambda s: s.resolved.x, 1.5),
    ("field", "row_picked", (4,), lambda s: s.view.row, 4),
    ("slice", "x_picked", (2.5,), lambda s: s.resolved.x, 2.5),
    ("slice", "curve_changed", (Curve.CDF,), lambda s: s.view.curve, Curve.CDF),
    ("slice", "interval_changed", (Interval(1, 2),), lambda s: s.view.interval, (1, 2)),
    ("slice", "component_picked", (3,), lambda s: s.view.component, 3),
    ("components", "component_picked", (2,), lambda s: s.view.component, 2),
    ("point", "row_picked", (7,), lambda s: s.view.row, 7),
    ("slice", "end_moved", (-0.9, 0.0), lambda s: s.view.interval, (0.0, 1.0)),
    ("layers", "figure_chosen", (frozenset({Layer.GRID}),), lambda s: s.view.layers, {Layer.GRID}),
    ("layers", "layer_switched", (Layer.DATA, False), lambda s: s.view.layers, {Layer.DENSITY}),
    ("layers", "colour_changed", (Colour.DENSITY,), lambda s: s.view.colour, Colour.DENSITY),
    ("layers", "scaling_changed", (True,), lambda s: s.view.per_column, True),
    ("sampling", "temperature_changed", (0.5,), lambda s: s.view.temperature, 0.5),
    ("sampling", "spread_changed", (2.0,), lambda s: s.view.spread, 2.0),
    ("sampling", "seed_changed", (9,), lambda s: s.view.sampling_seed, 9),
    ("sampling", "samples_per_x_changed", (10,), lambda s: s.view.samples_per_x, 10),
    ("sampling", "colour_toggled", (True,), lambda s: s.view.samples_by_component, True),
    (
        *("temperatures", "temperature_changed", (2, 9.0)),
        *(lambda s: s.view.compared_temperatures, (0.2, 1.0, 9.0)),
    ),
    ("setup", "setting_changed", ("hidden", (7,)), lambda s: s.setup.network.hidden, (7,)),
    ("setup", "setting_changed", ("epochs", 9), lambda s: s.setup.training.epochs, 9),
    ("setup", "preset_chosen", ("tutorial",), lambda s: s.setup.settings, PRESETS["tutorial"]),
    ("playback", "log_epochs_changed", (True,), lambda s: s.view.log_epochs, True),
    ("playback", "smoothing_changed", (0.5,), lambda s: s.view.smoothing, 0.5),
    ("playback", "speed_changed", (7.0,), lambda s: s.view.playback_speed, 7.0),
    ("controls", "speed_changed", (5.0,), lambda s: s.status.speed, 5.0),
    ("drawing", "tool_chosen", (Tool.ERASE,), lambda s: s.status.tool, Tool.ERASE),
]


@pytest.fixture
def workspace_of(person: Person) -> Callable[[], Workspace]:
    """The panels, with an example loaded; a function, for a fixture would keep them alive."""
    person.choose_example()
    return lambda: find(person.window, Workspace, "workspace")


def tell(workspace: Workspace, panel: str, signal: str, *arguments: object) -> None:
    part: QObject = getattr(workspace, panel)
    getattr(part, signal).emit(*arguments)


@pytest.mark.parametrize(
    ("panel", "signal", "arguments", "seen", "expected"),
    LOOKS,
    ids=[f"{panel}.{signal}" for panel, signal, *_ in LOOKS],
)
def test_what_is_looked_at(
    workspace_of: Callable[[], Workspace],
    controller: Controller,
    *,
    panel: str,
    signal: str,
    arguments: tuple[object, ...],
    seen: Callable[[Session], object],
    expected: object,
) -> None:
    controller.looking.set_interval(Interval(-1.0, 1.0))
    tell(workspace_of(), panel, signal, *arguments)
    assert seen(controller.session) == expected


def test_other_rows_of_an_example(
    workspace_of: Callable[[], Workspace], controller: Controller
) -> None:
    example = EXAMPLES["inverse-sine"].with_noise(2.0)
    tell(workspace_of(), "setup", "rows_changed", 50)
    tell(workspace_of(), "setup", "noise_changed", 2.0)
    assert len(controller.session.resolved.points.x) == 50
    assert controller.session.data.example == example


def test_drawn_rows(workspace_of: Callable[[], Workspace], controller: Controller) -> None:
    controller.rows.draw_own()
    x = EXAMPLES["inverse-sine"].dataset(5, seed=0).inputs[:, 0] ** 2 / 100
    tell(workspace_of(), "field", "points_drawn", Points(x, x))
    assert len(controller.session.resolved.points.x) == 5
    tell(workspace_of(), "field", "points_erased", Points(x[:1], x[:1]), (1e-6, 1e-6))
    assert len(controller.session.resolved.points.x) == 4
    tell(workspace_of(), "drawing", "clear_requested")
    assert controller.session.data.dataset is None


def test_epochs_and_runs(
    workspace_of: Callable[[], Workspace], controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    led.let_end(3)
    controller.training.train()
    qtbot.waitUntil(lambda: len(controller.session.run.history) == 3)
    for panel, signal, arguments, epoch in (
        ("loss", "epoch_picked", (1.0,), 1),
        ("playback", "epoch_picked", (3.0,), 3),
        ("playback", "epoch_stepped", (-1,), 2),
        ("playback", "live_requested", (), None),
    ):
        tell(workspace_of(), panel, signal, *arguments)
        assert controller.session.view.epoch == epoch
    tell(workspace_of(), "playback", "play_toggled")
    assert controller.session.status.playing
    with qtbot.waitSignal(controller.training.run_ended):
        controller.training.stop()
    tell(workspace_of(), "sampling", "resample_requested")
    assert controller.session.view.sampling_seed == 1
    tell(workspace_of(), "runs", "renamed", 1, "First")
    assert controller.session.listed[0].name == "First"
    tell(workspace_of(), "runs", "restore_requested", 1)
    assert "First" in controller.session.status.message
    tell(workspace_of(), "runs", "compared", (1,))
    assert controller.session.view.compared == (1,)
    tell(workspace_of(), "runs", "remove_requested", (1,))
    assert controller.session.listed == ()
    assert QThreadPool.globalInstance().waitForDone(10_000)
