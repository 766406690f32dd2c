"""All that changes the session changes the same one."""

from pytestqt.qtbot import QtBot

from mdn_gui.core.settings import TrainingSettings
from mdn_gui.qt.control import looking, playback, rows, run_list
from mdn_gui.qt.control.controller import Controller
from tests.acts import settings
from tests.trainings import LedTraining
from tests.wells import LOADED


def test_every_part_changes_the_one_session(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    controller.state.edit(*looking.pick_x(controller.session, 3.0))
    controller.training.train()
    led.let_end(2)
    qtbot.waitUntil(lambda: len(controller.session.run.history) == 2)
    controller.state.edit(*playback.show_epoch(1))
    session = controller.session
    assert session is controller.state.session
    assert (session.data.title, session.resolved.x, session.view.epoch) == ("wells.csv", 3.0, 1)


def test_a_run_of_the_list_gives_its_settings_back(
    controller: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    controller.do(rows.show(LOADED))
    used = controller.session.setup.settings
    led.let_end(1)
    controller.training.train()
    qtbot.waitUntil(lambda: len(controller.session.run.history) == 1)
    with qtbot.waitSignal(controller.training.run_ended):
        controller.training.stop()
    controller.do(settings(used[0], TrainingSettings(epochs=7)))
    assert controller.session.setup.settings != used
    controller.do(run_list.restore(1))
    assert controller.session.setup.settings == used
