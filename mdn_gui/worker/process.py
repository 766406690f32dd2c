"""A worker in a process of its own, so that training and window share neither lock nor crash."""

import os
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from mdn_gui.core import training
from mdn_gui.worker.worker import Worker

_NICENESS = 5
"""The window goes first: where both cores are busy, a click would wait 3 ms for its turn."""


def start_worker() -> "Connection[Any, Any]":
    """Start a process that trains; it ends when it is told to close, or the connection ends.

    Returns:
        The connection to it: takes `messages.Command`s, gives `messages.News`.

    Raises:
        OSError: No process could be started.
    """
    # A fork of a process with threads may hang; a spawned one begins afresh.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    # A daemon is ended with the process that started it, whatever it does then.
    context.Process(target=_serve, args=(theirs,), name="training", daemon=True).start()
    theirs.close()
    return ours


def _serve(connection: "Connection[Any, Any]") -> None:
    # Ctrl+C in a terminal reaches every process there; this one ends with the window.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):  # Windows knows other priorities
        os.nice(_NICENESS)
    Worker(connection, training.Training, training.warm_up).serve()
    # At once: nothing that it holds is of use to anyone any more.
    os._exit(0)
