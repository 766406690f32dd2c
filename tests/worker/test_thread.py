"""Training on a thread of the window's own process."""

import multiprocessing
import threading

from pytestqt.qtbot import QtBot

from mdn_gui.qt.trainer import Trainer
from mdn_gui.worker.thread import start_worker_thread
from tests.listening import close, job, listen
from tests.trainings import LedTraining
from tests.workers import no_warm_up, working


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "worker"]


def test_trains_here_and_starts_no_process(qtbot: QtBot) -> None:
    led = LedTraining()
    trainer = Trainer(working(led.training))
    heard = listen(trainer)
    with qtbot.waitSignal(trainer.epochs_done):
        trainer.start(job(epochs=5))
        led.let_end(1)
    here = {thread.ident for thread in threading.enumerate()}
    assert set(led.threads) <= here
    assert threading.get_ident() not in led.threads
    assert multiprocessing.active_children() == []
    with qtbot.waitSignal(trainer.finished):
        trainer.stop()
    assert heard[-1] == ("finished", 1, True)
    close(trainer, qtbot)


def test_it_ends_with_the_line_to_it() -> None:
    before = workers()
    connection = start_worker_thread(LedTraining().training, no_warm_up)
    [worker] = [thread for thread in workers() if thread not in before]
    connection.close()
    worker.join(timeout=30)
    assert not worker.is_alive()
