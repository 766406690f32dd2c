"""The line at the bottom."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdn_gui.core.ended_run import OnTestRows
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.recording import Losses
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.panels.status import Status, facts
from mdn_gui.session.run import Phase
from tests.networks import loaded, recorded
from tests.sessions import changed, session_of
from tests.widgets import find


@pytest.fixture
def status(qtbot: QtBot) -> Status:
    status = Status()
    qtbot.addWidget(status)
    status.show()
    return status


def test_counts_the_rows() -> None:
    assert facts(loaded(rows=12_345)) == "12,345 rows · CPU"


HISTORY = (Losses(1, 2.0, 1.25), Losses(2, 1.9, 1.5), Losses(3, 1.8, 1.0))
FLOOR = EXAMPLES["inverse-sine"].floor


def test_shows_the_last_and_the_best_loss() -> None:
    session = changed(loaded(), recording=recorded(HISTORY[:2]), example=None)
    assert facts(session).endswith("validation 1.250 nats at epoch 1, the best")
    going = changed(session, phase=Phase.TRAINING)
    assert facts(going).endswith("validation 1.500 nats (best 1.250 at epoch 1)")


def test_losses_of_folds_are_called_out_of_fold() -> None:
    settings = NetworkSettings(), TrainingSettings(folds=5)
    session = changed(loaded(), recording=recorded(HISTORY), example=None, run_settings=settings)
    assert facts(session).endswith("out of fold 1.000 nats at epoch 3, the best")
    assert facts(changed(session, epoch=2)).endswith("epoch 2: out of fold 1.500 nats")


def test_shows_the_loss_on_test_rows_once_it_is_known() -> None:
    session = changed(loaded(), recording=recorded(HISTORY[:2]), example=None)
    tested = changed(session, on_test_rows=OnTestRows(1.4, 1_450))
    assert facts(tested).endswith("at epoch 1, the best · test 1.400 nats, 1,450 rows")
    by_cells = changed(session, on_test_rows=OnTestRows(1.4, 1_450, by_cells=True))
    assert facts(by_cells).endswith("test 1.400 nats, 1,450 rows, of rounded values")


def test_a_problem_whose_truth_is_known_has_a_floor() -> None:
    best = Losses(1, 2.0, FLOOR + 0.0484)
    session = changed(loaded(), recording=recorded((best, HISTORY[1])))
    assert facts(session).endswith(
        "at epoch 1, the best · best 0.048 nats above the lowest possible, 1.288"
    )
    going = changed(session, phase=Phase.TRAINING)
    assert facts(going).endswith("at epoch 1) · now 0.212 nats above the lowest possible, 1.288")
    # Those that picked the epoch make it look better than it is.
    tested = changed(session, on_test_rows=OnTestRows(1.4, 450))
    end = "test 1.400 nats, 450 rows · test 0.112 nats above the lowest possible, 1.288"
    assert facts(tested).endswith(end)


def test_few_rows_can_be_easier_than_the_floor() -> None:
    session = changed(loaded(), recording=recorded((Losses(1, 2.0, FLOOR - 0.25),)))
    assert facts(session).endswith("best as low as possible, 1.288 nats, and by chance 0.250 less")


def test_of_an_epoch_that_is_revisited_it_shows_that_ones_loss() -> None:
    session = changed(loaded(), recording=recorded(HISTORY), epoch=2)
    assert facts(changed(session, example=None)).endswith("CPU · epoch 2: validation 1.500 nats")
    assert facts(session).endswith(
        "epoch 2: validation 1.500 nats · 0.212 nats above the lowest possible, 1.288"
    )


def test_shows_a_session(status: Status) -> None:
    status.show_session(changed(loaded(rows=50), message="Training started."))
    assert find(status, QLabel, "facts").text() == "50 rows · CPU"
    assert find(status, QLabel, "facts").isVisible()
    assert find(status, QLabel, "message").text() == "Training started."


def test_without_data_there_are_no_facts(status: Status) -> None:
    status.show_session(loaded())
    status.show_session(session_of(message="Hello."))
    assert find(status, QLabel, "facts").text() == ""
    assert find(status, QLabel, "message").text() == "Hello."


def test_its_parts_have_names_for_a_screen_reader(status: Status) -> None:
    assert all(find(status, QLabel, name).accessibleName() for name in ("facts", "message"))


def test_a_long_message_does_not_widen_the_window(status: Status) -> None:
    before = status.minimumSizeHint().width()
    message = "The loss stopped being a finite number, even at 1/8 of the learning rate. " * 3
    status.show_session(changed(loaded(), message=f"{message}2 notes."))
    assert status.minimumSizeHint().width() < before + 200, "the rows are counted, no more"
    label = find(status, QLabel, "message")
    assert label.text() == f"{message}2 notes."
    assert label.text() in label.toolTip()


def test_all_of_the_line_can_be_copied(status: Status) -> None:
    status.show_session(changed(loaded(rows=50), message="Training started."))
    [copy] = status.actions()
    assert copy.text() == "Copy"
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "50 rows · CPU\nTraining started."


def test_a_passing_message_stands_alone(status: Status) -> None:
    status.showMessage("What the button does")
    status.show_session(loaded())
    assert not find(status, QLabel, "facts").isVisible()
    status.clearMessage()
    assert find(status, QLabel, "facts").isVisible()
