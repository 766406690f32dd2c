"""Where a run waits: paused, after a step, or in slow motion."""

import math
import threading
import time
from collections.abc import Callable

from mdn_gui.core.text import say


class Gate:
    """Lets a run pass or wait; set by one thread, passed through by another.

    Args:
        epochs_per_second: Highest speed; None for as fast as it goes.
        on_held: Called with a step's number on the run's thread when it begins to wait after the
            step, with the gate locked: it must not wait for a thread that uses the gate.
        on_wait: Called likewise, whenever the run begins to wait.
    """

    def __init__(
        self,
        epochs_per_second: float | None = None,
        on_held: Callable[[int], None] = lambda _: None,
        on_wait: Callable[[], None] = lambda: None,
    ) -> None:
        self._changed = threading.Condition()
        self._on_held, self._on_wait = on_held, on_wait
        self._epoch_seconds = _epoch_seconds(epochs_per_second)
        self._held = self._stopped = False
        # The number of the step under way, and of the one that ended and is to be told.
        self._stepping: int | None = None
        self._step_ended: int | None = None
        self._between_epochs = True
        self._begun = -math.inf

    # On the thread that leads

    @property
    def stopped(self) -> bool:
        """Whether the run is to end."""
        return self._stopped

    def pause(self) -> None:
        """Hold the run where it is."""
        self._set(held=True, stepping=None)

    def resume(self) -> None:
        """Let the run go on."""
        self._set(held=False, stepping=None)

    def step(self, number: int = 0) -> None:
        """Let one more epoch end, then hold; the epoch begins at once, whatever the speed."""
        self._set(held=False, stepping=number)

    def stop(self) -> None:
        """End every wait; `pass_through` returns False from now on."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def limit(self, epochs_per_second: float | None) -> None:
        """Let epochs begin no faster than this; None for as fast as they go.

        Raises:
            ValueError: The speed is not above 0.
        """
        seconds = _epoch_seconds(epochs_per_second)
        with self._changed:
            self._epoch_seconds = seconds
            self._changed.notify_all()

    # On the thread of the run

    @property
    def open(self) -> bool:
        """Whether the run would pass through without a wait."""
        return self._stopped or self._seconds_to_wait() <= 0.0

    def pass_through(self) -> bool:
        """Wait as long as the run is to wait; False once it is to end."""
        with self._changed:
            while not self._stopped and (seconds := self._seconds_to_wait()) > 0.0:
                self._on_wait()
                self._tell_step()
                self._changed.wait(min(seconds, threading.TIMEOUT_MAX))
            if self._between_epochs:
                self._between_epochs, self._begun = False, time.monotonic()
            return not self._stopped

    def epoch_ended(self) -> None:
        """Note that what passes through next is another epoch."""
        with self._changed:
            self._between_epochs = True
            if self._stepping is not None:
                self._held, self._step_ended = True, self._stepping
                self._stepping = None

    def _seconds_to_wait(self) -> float:
        if self._held:
            return math.inf
        if self._stepping is not None or not self._between_epochs or self._epoch_seconds == 0.0:
            return 0.0
        return self._begun + self._epoch_seconds - time.monotonic()

    def _tell_step(self) -> None:
        if self._step_ended is not None:
            number, self._step_ended = self._step_ended, None
            self._on_held(number)

    def _set(self, *, held: bool, stepping: int | None) -> None:
        with self._changed:
            self._held, self._stepping = held, stepping
            self._step_ended = None
            self._changed.notify_all()


def _epoch_seconds(epochs_per_second: float | None) -> float:
    if epochs_per_second is None:
        return 0.0
    if not epochs_per_second > 0.0:
        raise ValueError(
            say(
                "{epochs_per_second:g} epochs a second are none; choose more than 0.",
                epochs_per_second=epochs_per_second,
            )
        )
    return 1.0 / epochs_per_second
