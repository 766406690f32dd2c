"""Rows loaded or drawn; a run on others is gone with them."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import NetworkSettings, TrainingSettings, recommended
from mdn_gui.core.split import copies
from mdn_gui.qt.control import looking, playback, rows, run_list
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.control.rows import CANVAS
from mdn_gui.session import edits
from mdn_gui.session.data import Drawn, Points
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session, Tool
from mdn_gui.session.view import Layer
from tests.acts import setting, settings
from tests.sessions import changing, of_example
from tests.trainings import LedTraining
from tests.wells import LOADED, WELLS

YOURS = "The settings are yours, not those recommended for these rows."


def points(*places: tuple[float, float]) -> Points:
    return Points(*np.array(places, float).reshape(-1, 2).T)


@pytest.fixture
def drawing(controller: Controller) -> Controller:
    """With an empty plane to draw on."""
    controller.do(rows.draw_own())
    return controller


def test_shows_data_and_stands_at_the_median(controller: Controller) -> None:
    controller.do(rows.show(LOADED))
    session = controller.session
    assert session.data.dataset is WELLS
    assert (session.data.title, session.resolved.x_range) == ("wells.csv", (-10.0, 90.0))
    assert session.resolved.x == 14**2  # the lower of the two in the middle: one that a row has
    assert session.status.message == "wells.csv: 30 rows loaded."


def test_other_data_are_looked_at_as_they_are(controller: Controller) -> None:
    controller.do(rows.show(replace(LOADED, origin=of_example(EXAMPLES["inverse-sine"]))))
    controller.state.edit(*looking.set_temperature(0.05))
    controller.state.edit(*looking.set_variance_factor(3.0))
    controller.state.edit(*looking.pick_row(3))
    controller.do(rows.show(LOADED))
    session = controller.session
    assert (session.view.temperature, session.view.variance_factor) == (1.0, 1.0)
    assert session.view.row is None
    assert session.data.example is None


def test_other_data_are_one_edit_also_while_a_run_goes(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    controller.training.train()
    led.let_end(1)
    qtbot.waitUntil(lambda: len(controller.session.run.history) == 1)
    controller.state.edit(*looking.set_temperature(0.05))
    told: list[Session] = []
    controller.state.changed.connect(lambda _, session: told.append(session))
    controller.do(rows.show(replace(LOADED, title="other.csv")))
    session, *_ = told  # after it, that there is no answer any more
    assert (session.data.title, session.view.temperature) == ("other.csv", 1.0)
    assert (session.run.phase, session.network) == (Phase.IDLE, None)
    assert [run.data.title for _, run in session.listed] == ["wells.csv"]


def test_other_rows_of_the_same_example_have_no_row_in_question(controller: Controller) -> None:
    origin = of_example(EXAMPLES["inverse-sine"])
    controller.do(rows.show(replace(LOADED, origin=origin)))
    controller.state.edit(*looking.pick_row(25))
    fewer = replace(LOADED, dataset=WELLS.take(np.arange(20)), origin=origin)
    controller.do(rows.show(fewer))
    assert controller.session.view.row is None


OTHER = replace(LOADED, dataset=WELLS.take(np.arange(20)), title="other.csv")


def train(controller: Controller, led: LedTraining, qtbot: QtBot, epochs: int = 1) -> None:
    """Begin a run and wait for its first epochs."""
    before = len(led.settings)
    controller.training.train()
    # A run before it may be waiting for an epoch until then.
    qtbot.waitUntil(lambda: len(led.settings) > before)
    led.let_end(epochs)
    qtbot.waitUntil(lambda: len(controller.session.run.history) == epochs)


def test_a_run_goes_on_when_the_opening_of_its_rows_is_undone(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    controller.do(rows.show(OTHER))
    train(controller, led, qtbot)
    controller.state.undo()
    session = controller.session
    assert (session.data.title, session.network) == ("wells.csv", None)
    assert session.status.message == "Undone: rows. Run 1 goes on."
    led.let_end(1)
    qtbot.waitUntil(lambda: len(controller.session.runs[1].history) == 2)
    assert controller.session.run.history == ()
    controller.state.redo()
    session = controller.session
    assert (session.data.title, len(session.run.history)) == ("other.csv", 2)
    assert session.network is not None


def test_undoing_the_opening_of_rows_brings_back_the_run_shown_over_those_before(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    train(controller, led, qtbot, epochs=2)
    controller.state.edit(*playback.show_epoch(1))
    shown = controller.session.network
    controller.do(rows.show(OTHER))
    assert controller.session.network is None
    controller.state.undo()
    session = controller.session
    assert (session.data.title, session.view.epoch) == ("wells.csv", 1)
    assert session.network is shown
    assert session.run.ended == "Run cancelled."


def test_a_run_of_other_rows_is_shown_with_them_while_another_goes_on(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    train(controller, led, qtbot, epochs=2)
    controller.do(rows.show(OTHER))
    controller.state.edit(*looking.set_temperature(0.5))
    train(controller, led, qtbot)
    controller.do(rows.show_run(1))
    session = controller.session
    assert (session.data.title, session.run.number, session.view.temperature) == (
        "wells.csv",
        1,
        1.0,
    )
    assert session.network is session.runs[1].best_network
    assert session.resolved.x == 14**2
    assert session.status.message == ("Run 1 is shown. The temperature is 1 again. Run 2 goes on.")
    controller.state.edit(*playback.show_epoch(1))
    led.let_end(1)
    qtbot.waitUntil(lambda: len(controller.session.runs[2].history) == 2)
    session = controller.session
    assert (session.run.number, session.view.epoch, len(session.run.history)) == (1, 1, 2)
    controller.training.pause_or_resume()
    assert controller.session.runs[2].phase is Phase.PAUSED, "the buttons are the training's"
    assert controller.session.status.message == "Run 2: Paused."
    controller.do(rows.show_run(2))
    session = controller.session
    assert (session.data.title, session.run.number, session.view.epoch) == ("other.csv", 2, None)
    controller.state.undo()
    controller.state.undo()
    assert (controller.session.data.title, controller.session.run.number) == ("other.csv", 2)


def test_it_is_said_which_run_other_rows_end(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    for act in (rows.show(OTHER), rows.draw_own()):
        train(controller, led, qtbot)
        name = controller.session.listed[-1].name
        controller.do(act)
        said = f"{name} is ended after epoch 1: it was of the rows before."
        assert said in controller.session.status.message


def test_a_run_of_the_same_rows_is_shown_and_that_is_no_step(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    controller.do(settings(NetworkSettings(), TrainingSettings(epochs=2)))
    for number in (1, 2):
        led.let_end(2)
        with qtbot.waitSignal(controller.training.run_ended):
            controller.training.train()
        assert controller.session.run.number == number
    controller.state.edit(*looking.pick_x(controller.session, 1.25))
    controller.do(rows.show_run(1))
    session = controller.session
    assert (session.run.number, session.resolved.x, session.status.undo) == (1, 1.25, "place")
    assert session.network is session.runs[1].best_network
    controller.state.undo()
    assert controller.session.run.number == 1, "which run is shown is not undone"
    for number in (1, 7):
        before = controller.session
        controller.do(rows.show_run(number))
        assert controller.session is before, "it is shown, or there is none"


def test_points_are_drawn_and_erased(drawing: Controller) -> None:
    assert drawing.session.status.tool is Tool.DRAW
    assert drawing.session.data.origin == Drawn(CANVAS)
    assert drawing.session.data.dataset is None
    drawing.do(rows.add_points(points((1, 2), (3, 4))))
    drawing.do(rows.add_points(points((5, 6))))
    assert drawing.session.resolved.points.x.tolist() == [1.0, 3.0, 5.0]
    assert drawing.session.status.message == "3 points drawn."
    drawing.do(rows.erase_points(points((3.3, 4.0)), (0.5, 0.1)))
    assert drawing.session.resolved.points.y.tolist() == [2.0, 6.0]
    drawing.do(rows.clear())
    assert drawing.session.data.dataset is None
    assert drawing.session.data.origin == Drawn(CANVAS)


def test_the_recommended_settings_suit_the_points_drawn(drawing: Controller) -> None:
    drawing.do(rows.add_points(points(*((i / 30, i / 50) for i in range(200)))))
    assert drawing.session.setup.settings == recommended(200, inputs=1)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of how many rows distinct ones were counted so far, never on this thread."""
    rows: list[int] = []
    here = threading.get_ident()

    def noting_copies(
        inputs: NDArray[np.float64], targets: NDArray[np.float64]
    ) -> NDArray[np.intp] | None:
        assert threading.get_ident() != here
        rows.append(len(inputs))
        return copies(inputs, targets)

    monkeypatch.setattr("mdn_gui.core.dataset.copies", noting_copies)
    return rows


def test_copies_of_points_drawn_are_counted_once_the_strokes_have_come_to_rest(
    drawing: Controller, counted: list[int], qtbot: QtBot
) -> None:
    places = [(i / 6, i / 7) for i in range(53)]
    for _ in range(8):
        drawing.do(rows.add_points(points(*places)))
    drawing.do(rows.erase_points(points(places[0]), (0.01, 0.01)))
    assert drawing.session.setup.settings == recommended(416, inputs=1)
    qtbot.waitUntil(lambda: drawing.session.setup.settings == recommended(52, inputs=1))
    assert drawing.session.data.recommended == recommended(52, inputs=1)
    # Those of an earlier test, which are not so many, may be counted meanwhile.
    assert counted.count(416) == 1
    assert set(counted).isdisjoint(range(53, 425, 53)), "not after every stroke"


def test_copies_among_points_that_came_back_are_counted_too(
    drawing: Controller, qtbot: QtBot
) -> None:
    for _ in range(4):
        drawing.do(rows.add_points(points(*((i / 6, i / 7) for i in range(50)))))
    drawing.state.edit(changing(smoothing=0.5), undo="what nothing is merged over")
    drawing.do(rows.clear())
    drawing.state.undo()
    assert len(drawing.session.resolved.points.x) == 200
    qtbot.waitUntil(lambda: drawing.session.data.recommended == recommended(50, inputs=1))


def test_settings_of_ones_own_stay_when_copies_are_counted(
    drawing: Controller, qtbot: QtBot
) -> None:
    drawing.do(rows.add_points(points(*2 * [(i / 6, i / 7) for i in range(50)])))
    drawing.do(setting("components", 3))
    qtbot.waitUntil(lambda: drawing.session.data.recommended == recommended(50, inputs=1))
    assert drawing.session.setup.network.components == 3


def test_a_count_of_points_that_are_gone_changes_nothing(
    drawing: Controller, counted: list[int], qtbot: QtBot
) -> None:
    drawing.do(rows.add_points(points(*2 * [(i / 6, i / 7) for i in range(50)])))
    qtbot.waitUntil(lambda: bool(counted))
    drawing.do(rows.show(LOADED))
    assert QThreadPool.globalInstance().waitForDone(10_000)
    qtbot.wait(0)  # lets in what the other thread sent
    assert drawing.session.data.recommended == recommended(30, inputs=1)
    assert drawing.session.setup.settings == recommended(30, inputs=1)


def test_points_beyond_the_plane_are_left_out(drawing: Controller) -> None:
    drawing.do(rows.add_points(points((1, 2), (-1, 2), (1, 12))))
    assert len(drawing.session.resolved.points.x) == 1


def test_erasing_beside_the_points_changes_nothing(drawing: Controller) -> None:
    drawing.do(rows.add_points(points((1, 2))))
    before = drawing.session
    drawing.do(rows.erase_points(points((8, 8)), (0.5, 0.5)))
    assert drawing.session is before


def test_a_table_is_not_drawn_on(controller: Controller) -> None:
    controller.do(rows.show(LOADED))
    controller.do(rows.add_points(points((1, 2))))
    controller.do(rows.clear())
    assert controller.session.data.dataset is WELLS


def test_a_drawing_is_trained_on_and_what_was_trained_goes_with_the_next_point(
    drawing: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    drawing.do(rows.add_points(points(*((i / 3, i / 5) for i in range(30)))))
    drawing.do(settings(NetworkSettings(), TrainingSettings(epochs=2)))
    led.let_end(2)
    with qtbot.waitSignal(drawing.training.run_ended):
        drawing.training.train()
    assert drawing.session.network is not None
    drawing.do(rows.add_points(points((-5, 5))))
    assert drawing.session.network is not None, "nothing was drawn beyond the plane"
    drawing.do(rows.add_points(points((5, 5))))
    session = drawing.session
    assert session.network is None
    assert session.run.phase is Phase.IDLE
    assert len(session.resolved.points.x) == 31
    assert [run.number for _, run in session.listed] == [1], "the list keeps it"


def test_nothing_is_drawn_while_a_run_goes(
    drawing: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    drawing.do(rows.add_points(points(*((i / 3, i / 5) for i in range(30)))))
    drawing.training.train()
    led.let_end(1)
    qtbot.waitUntil(lambda: bool(drawing.session.run.history))
    for act in (rows.add_points(points((5, 5))), rows.clear()):  # of a stroke begun before it
        drawing.do(act)
    assert drawing.session.data.rows == 30
    assert drawing.session.run.phase is Phase.TRAINING


def test_opening_a_table_ends_the_drawing(drawing: Controller) -> None:
    drawing.do(rows.show(LOADED))
    assert drawing.session.data.canvas is None
    assert drawing.session.status.tool is Tool.LOOK


def test_the_truth_of_an_example_gives_way_to_the_rows_of_a_table(controller: Controller) -> None:
    example = EXAMPLES["inverse-sine"]
    controller.do(rows.show(replace(LOADED, origin=of_example(example), title=example.title)))
    controller.state.edit(*looking.set_layers(frozenset({Layer.TRUTH})))
    controller.state.edit(*looking.set_temperature(0.2))
    controller.do(rows.show(LOADED))
    session = controller.session
    assert session.view.layers == {Layer.DENSITY, Layer.DATA}
    assert session.status.message == (
        "wells.csv: 30 rows loaded. The truth is known of examples only: its layer is off. "
        "The rows are shown. The temperature is 1 again."
    )


def test_more_rows_of_the_same_example_are_looked_at_as_before(controller: Controller) -> None:
    example = EXAMPLES["inverse-sine"]
    controller.do(rows.show(replace(LOADED, origin=of_example(example))))
    controller.state.edit(*looking.set_layers(frozenset({Layer.TRUTH})))
    controller.do(rows.show(replace(LOADED, origin=of_example(example.with_noise(2.0)))))
    assert controller.session.view.layers == {Layer.TRUTH}
    assert controller.session.status.message == "wells.csv: 30 rows loaded."


def test_what_is_drawn_by_hand_is_seen(controller: Controller) -> None:
    controller.state.edit(*looking.set_layers(frozenset({Layer.SAMPLES})))
    controller.do(rows.draw_own())
    assert Layer.DATA in controller.session.view.layers
    assert "The rows are shown." in controller.session.status.message


def test_runs_stay_compared_over_other_rows_and_undoing(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    controller.do(settings(NetworkSettings(), TrainingSettings(epochs=1)))
    for _ in range(2):
        led.let_end(1)
        with qtbot.waitSignal(controller.training.run_ended):
            controller.training.train()
    controller.do(run_list.choose_compared((1, 2)))
    controller.do(rows.show(LOADED))
    assert controller.session.view.compared == (1, 2), "the same table again"
    other = Dataset(WELLS.inputs, WELLS.targets, ("length",), ("age",))
    controller.do(rows.show(replace(LOADED, dataset=other, title="pipes.csv")))
    assert controller.session.view.compared == (1, 2)
    assert controller.session.status.message == f"pipes.csv: 30 rows loaded. {YOURS}"
    controller.state.undo()
    assert controller.session.view.compared == (1, 2)


def test_a_preset_is_not_called_settings_of_ones_own(controller: Controller) -> None:
    controller.do(rows.show(LOADED))
    controller.state.edit(edits.preset("quick"))
    other = Dataset(WELLS.inputs[:20], WELLS.targets[:20], ("length",), ("age",))
    controller.do(rows.show(replace(LOADED, dataset=other, title="pipes.csv")))
    assert controller.session.status.message == "pipes.csv: 20 rows loaded."
    assert controller.session.setup.settings == controller.session.data.presets["quick"]
