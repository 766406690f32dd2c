"""How long a run has trained, and how long it has to go."""

import time
from collections.abc import Callable


class Clock:
    """Runs while a run trains.

    Args:
        now: Tells the time in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._before = 0.0
        self._since: float | None = None
        # The seconds and the epochs passed that the pace is measured from: at the first news after
        # a start, for what goes before is preparation.
        self._mark: tuple[float, float] | None = None

    @property
    def seconds(self) -> float:
        """Seconds trained, without pauses."""
        return self._before + (0.0 if self._since is None else self._now() - self._since)

    def reset(self) -> None:
        """Stand still at zero."""
        self._before, self._since = 0.0, None

    def go(self) -> None:
        """Count on."""
        if self._since is None:
            self._since, self._mark = self._now(), None

    def hold(self) -> None:
        """Stop counting until `go` is called."""
        self._before, self._since = self.seconds, None

    def left(self, passed: float, planned: float) -> float | None:
        """Seconds to go.

        Args:
            passed: Epochs passed, with fraction.
            planned: Epochs planned.

        Returns:
            An estimate; None while nothing tells the pace, or while the clock is held.
        """
        if self._since is None:
            return None
        if self._mark is None:
            self._mark = (self.seconds, passed)
        start, already = self._mark
        if passed <= already:
            return None
        return (self.seconds - start) / (passed - already) * (planned - passed)
