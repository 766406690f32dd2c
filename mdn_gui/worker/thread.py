"""The worker on a thread of the window's process, for places where no process can be started."""

import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from mdn_gui.core import training
from mdn_gui.worker.priority import step_back
from mdn_gui.worker.worker import NewTraining, WarmUpFunction, Worker


def start_worker_thread(
    new_training: NewTraining = training.Training, warm_up: WarmUpFunction = training.warm_up
) -> "Connection[Any, Any]":
    """Start a thread that trains; it ends when it is told to close, or the connection ends.

    What it is computing then ends a little later: a program that is to end at once may have to
    leave it behind, with `os._exit`.

    Args:
        new_training: As of `Worker`.
        warm_up: As of `Worker`.

    Returns:
        The connection to it: takes `messages.Command`s, gives `messages.News`.
    """
    ours, theirs = Pipe()
    # It never asks to be replaced: another thread would have the same memory.
    worker = Worker(theirs, new_training, warm_up, most_growth=sys.maxsize)

    def serve() -> None:
        step_back()  # and so do the threads that it starts
        worker.serve()

    threading.Thread(target=serve, name="worker", daemon=True).start()
    return ours
