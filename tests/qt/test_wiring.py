"""Whatever a panel says changes the session."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.qt.control import looking
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.panels.runs_panel import RunsPanel
from mdn_gui.qt.workspace import Workspace
from mdn_gui.session.data import Points
from tests.person import Person
from tests.trainings import LedTraining
from tests.widgets import find


@pytest.fixture
def workspace_of(person: Person) -> Callable[[], Workspace]:
    """The panels, with an example loaded; a function, for a fixture would keep them alive."""
    person.choose_example()
    return lambda: find(person.window, Workspace, "workspace")


def tell(workspace: Workspace, panel: str, signal: str, *arguments: object) -> None:
    part: QObject = getattr(workspace, panel)
    getattr(part, signal).emit(*arguments)


def test_what_is_edited_in_any_pane_is_of_the_session_and_can_be_undone(
    workspace_of: Callable[[], Workspace], controller: Controller
) -> None:
    for seed, pane in enumerate(workspace_of().panes, start=1):
        before = controller.session.view
        pane.edited.emit(*looking.set_seed(seed)._replace(undo=f"what {type(pane).__name__} did"))
        assert controller.session.view.sampling_seed == seed
        assert controller.session.status.undo == f"what {type(pane).__name__} did"
        controller.state.undo()
        assert controller.session.view == before


def test_other_rows_of_an_example(
    workspace_of: Callable[[], Workspace], controller: Controller
) -> None:
    example = EXAMPLES["inverse-sine"].with_noise(2.0)
    tell(workspace_of(), "setup", "rows_changed", 50)
    tell(workspace_of(), "setup", "noise_changed", 2.0)
    assert len(controller.session.resolved.points.x) == 50
    assert controller.session.data.example == example


def test_slow_motion(workspace_of: Callable[[], Workspace], controller: Controller) -> None:
    tell(workspace_of(), "controls", "speed_changed", 5.0)
    assert controller.session.status.speed == 5.0


def test_drawn_rows(workspace_of: Callable[[], Workspace], controller: Controller) -> None:
    controller.rows.draw_own()
    x = EXAMPLES["inverse-sine"].dataset(5, seed=0).inputs[:, 0] ** 2 / 100
    tell(workspace_of(), "field", "points_drawn", Points(x, x))
    assert len(controller.session.resolved.points.x) == 5
    tell(workspace_of(), "field", "points_erased", Points(x[:1], x[:1]), (1e-6, 1e-6))
    assert len(controller.session.resolved.points.x) == 4
    tell(workspace_of(), "drawing", "clear_requested")
    assert controller.session.data.dataset is None


def test_runs(
    workspace_of: Callable[[], Workspace], controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    led.let_end(3)
    controller.training.train()
    qtbot.waitUntil(lambda: len(controller.session.run.history) == 3)
    with qtbot.waitSignal(controller.training.run_ended):
        controller.training.stop()
    [runs] = workspace_of().findChildren(RunsPanel)
    runs.renamed.emit(1, "First")
    assert controller.session.listed[0].name == "First"
    runs.restore_requested.emit(1)
    assert "First" in controller.session.status.message
    runs.compared.emit((1,))
    assert controller.session.view.compared == (1,)
    runs.remove_requested.emit((1,))
    assert controller.session.listed == ()
    del runs  # or the window would outlive its test
    assert QThreadPool.globalInstance().waitForDone(10_000)
