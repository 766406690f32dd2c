"""Starting the processes that train and paint.

They share neither Python's lock with the window nor a crash. As a thread of the window, the
training took twice as long beside a live plot and delayed the window's ticks to 28 ms at the 99th
percentile; in a process an epoch takes 1.1 times as long as with no window, and ticks 19 ms.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from typing import Any

from mdn_gui.worker.priority import step_back

_OF_TERMINALS = {getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)}
"""Ctrl-C and a closed terminal signal all processes in it; these end with the window instead."""

_TRAINING_NICENESS = 5
"""The window goes first: where both cores are busy, a click would wait 3 ms for its turn. Linux
groups processes by session (autogroup), and niceness counts only within one."""


def start_worker() -> "Connection[Any, Any]":
    """Start a process that trains; it ends when it is told to close, or the connection ends.

    Returns:
        The connection to it: takes `messages.Command`s, gives `messages.News`.

    Raises:
        OSError: No process could be started.
    """
    return _started(_train, "training")


def start_painter() -> "Connection[Any, Any]":
    """Start a process that paints; it ends when it is told to close, or the connection ends.

    Returns:
        The connection to it: takes `messages.Call`s, and gives a `messages.Returned` or
        `messages.Raised` for each.

    Raises:
        OSError: No process could be started.
    """
    return _started(_paint, "painting")


def _started(work: "Callable[[Connection[Any, Any]], None]", name: str) -> "Connection[Any, Any]":
    # A fork of a process with threads may hang; a spawned one begins afresh. It imports the main
    # module, so a script that starts one does so under `if __name__ == "__main__"`.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    # A daemon is ended with the process that started it, whatever it does then.
    process = context.Process(target=_serve, args=(work, theirs), name=name, daemon=True)
    with _terminal_held_back():
        process.start()
    theirs.close()
    return ours


@contextmanager
def _terminal_held_back() -> Iterator[None]:
    """Start a process that no key in a terminal ends before it has learned to ignore them."""
    if sys.platform == "win32":  # where no process inherits what is held back
        yield
        return
    # Where it is started in between, it lets the signals through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_TERMINALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(
    work: "Callable[[Connection[Any, Any]], None]", connection: "Connection[Any, Any]"
) -> None:
    for number in _OF_TERMINALS:
        signal.signal(number, signal.SIG_IGN)
    work(connection)
    # Immediately: the process holds nothing that is still needed.
    os._exit(0)


def _train(connection: "Connection[Any, Any]") -> None:
    if hasattr(os, "nice"):  # Windows knows other priorities
        os.nice(_TRAINING_NICENESS)
    from mdn_gui.core import training  # noqa: PLC0415 - not needed by the window
    from mdn_gui.worker.worker import Worker  # noqa: PLC0415 - likewise

    Worker(connection, training.Training, training.warm_up).serve()


def _paint(connection: "Connection[Any, Any]") -> None:
    from mdn_gui.worker.calls import answer_calls  # noqa: PLC0415 - likewise

    step_back()
    answer_calls(connection)
