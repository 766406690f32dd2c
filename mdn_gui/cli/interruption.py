"""Ctrl-C as a wish to end soon, and a second one as an order to end now."""

import signal
from types import FrameType
from typing import Self


class Interruption:
    """Listens for Ctrl-C while it is entered.

    The first is only remembered. The second raises KeyboardInterrupt wherever the program is.

    Attributes:
        asked: Whether there was one.
    """

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        self._previous = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._previous)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
