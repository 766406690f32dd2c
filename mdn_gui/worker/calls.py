"""Calls functions for another process."""

import traceback
from multiprocessing.connection import Connection
from typing import Any

from threadpoolctl import threadpool_limits

from mdn_gui.worker.messages import Call, Close, Raised, Returned


def answer_calls(connection: "Connection[Any, Any]") -> None:
    """Call functions one after the other until told to close, or until nobody asks any more.

    Args:
        connection: `messages.Call`s come from it; a `Returned` or `Raised` goes there for each.
    """
    # More threads gain nothing for the small products of a prediction, and take the other core.
    with threadpool_limits(1, "blas"):
        try:
            while not isinstance(call := connection.recv(), Close):
                connection.send(_answer(call))
        except (EOFError, OSError):
            pass


def _answer(call: Call) -> Returned | Raised:
    try:
        return Returned(call.number, call.function())
    except Exception as error:  # whatever it is, who asked is told
        return Raised(call.number, str(error), traceback.format_exc())
