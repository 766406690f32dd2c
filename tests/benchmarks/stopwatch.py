"""How long a call takes, by the clock and by processors."""

import time
from collections.abc import Callable
from typing import NamedTuple


class Time(NamedTuple):
    """What a call took, in seconds.

    Attributes:
        passed: Until it was over.
        computed: By all processors together. Where other programs use them too, a call is held up,
            the longer ones and those of several threads more than others; this it leaves out.
    """

    passed: float
    computed: float


def timed(call: Callable[[], object]) -> Time:
    """Time a call."""
    passed, computed = time.perf_counter(), time.process_time()
    call()
    return Time(time.perf_counter() - passed, time.process_time() - computed)
